#include "report/pen.h"
#include "report/show.h"
#include "report/wrap.h"

#include "base/banned.h"

void pen_line(struct pen *pen, enum look look, const char *line)
{
    static const char *const codes[] = {
        [LOOK_plain] = "", [LOOK_bold] = "\x1b[1m", [LOOK_dim] = "\x1b[2m", [LOOK_warn] = "\x1b[1;33m"};
    struct text text = text_of(line);
    while (text.length > 0 && text.at[text.length - 1] == ' ')
        text.length--;
    bool coloured = pen->style.colour && look != LOOK_plain && text.length > 0;
    if (coloured)
        str_add(pen->out, codes[look]);
    str_add_bytes(pen->out, text.at, text.length);
    str_add(pen->out, coloured ? "\x1b[0m\n" : "\n");
}

void pen_wrapped(struct pen *pen, enum look look, const char *first, const char *next, const char *text)
{
    struct text rest = text_of(show_flat(pen->arena, text)), line;
    const char *before = first;
    size_t indent = text_width(text_of(next));
    size_t width = pen->width > indent + 8 ? pen->width - indent : 8;
    while (wrap_next(&rest, width, WRAP_COLUMNS, &line)) {
        pen_line(pen, look, arena_format(pen->arena, "%s" TEXT_FORMAT, before, TEXT_ARGS(line)));
        before = next;
    }
}

void pen_rule(struct pen *pen, size_t columns, bool heavy)
{
    struct str rule;
    str_init(&rule);
    for (size_t i = 0; i < columns; i++)
        str_add(&rule, pen->style.unicode ? (heavy ? "\u2550" : "\u2500") : (heavy ? "=" : "-"));
    pen_line(pen, LOOK_plain, rule.at);
    str_clear(&rule);
}

void pen_pad(struct str *line, struct text text, size_t width, bool right)
{
    size_t taken = text_width(text), pad = taken < width ? width - taken : 0;
    if (right)
        str_add_repeated(line, ' ', pad);
    str_add_bytes(line, text.at, text.length);
    if (!right)
        str_add_repeated(line, ' ', pad);
}

void pen_notes(struct pen *pen, const struct notes *numbered, const struct notes *remarks)
{
    for (size_t i = 0; i < numbered->texts.count; i++) {
        const char *mark = arena_format(pen->arena, "[%zu] ", i + 1);
        const char *indent = arena_format(pen->arena, "%*s", (int)text_width(text_of(mark)), "");
        pen_wrapped(pen, LOOK_dim, mark, indent, numbered->texts.at[i]);
    }
    for (size_t i = 0; remarks && i < remarks->texts.count; i++)
        pen_wrapped(pen, LOOK_dim, "", "", remarks->texts.at[i]);
}

static void pen_title(struct pen *pen, const char *text, bool heavy)
{
    pen_wrapped(pen, LOOK_bold, "", "", text);
    size_t width = text_width(text_of(show_flat(pen->arena, text)));
    pen_rule(pen, width < pen->width ? width : pen->width, heavy);
}

/* The word stands out by itself, so that it is seen without colour too. */
static void pen_caution(struct pen *pen, const char *text)
{
    size_t start = pen->out->length;
    pen_wrapped(pen, LOOK_plain, "Caution: ", "         ", text);
    if (!pen->style.colour)
        return;
    const char *said = arena_text(pen->arena, pen->out->at + start, pen->out->length - start);
    str_cut(pen->out, start);
    str_addf(pen->out, "\x1b[1;33mCaution:\x1b[0m%s", said + sizeof "Caution:" - 1);
}

static void pen_chart(struct pen *pen, const struct chart *chart)
{
    switch (chart->kind) {
    case CHART_intervals:
        pen_intervals(pen, chart);
        break;
    case CHART_flow:
        pen_flow(pen, chart);
        break;
    case CHART_curves:
        pen_curves(pen, chart);
        break;
    }
}

static void pen_block(struct pen *pen, const struct block *block)
{
    const char *bar = pen->style.unicode ? "\u2503 " : "> ";
    switch (block->kind) {
    case BLOCK_heading:
        if (block->level == 1)
            pen_title(pen, block->text, false);
        else
            pen_wrapped(pen, LOOK_bold, "", "", block->text);
        break;
    case BLOCK_paragraph:
        pen_wrapped(pen, LOOK_plain, "", "", block->text);
        break;
    case BLOCK_sentence:
        pen_wrapped(pen, LOOK_bold, bar, bar, block->text);
        break;
    case BLOCK_caution:
        pen_caution(pen, block->text);
        break;
    case BLOCK_table:
        pen_table(pen, block->table);
        break;
    case BLOCK_chart:
        pen_chart(pen, block->chart);
        break;
    }
}

void report_to_text(const struct report *report, struct str *out, const struct text_style *style)
{
    struct arena arena;
    arena_init(&arena);
    struct pen pen = {
        .arena = &arena, .out = out, .style = *style, .width = style->width ? style->width : 10000};
    pen_title(&pen, report->title, true);
    for (size_t i = 0; i < report->blocks.count; i++) {
        str_add_char(out, '\n');
        pen_block(&pen, &report->blocks.at[i]);
    }
    arena_clear(&arena);
}
