#include "report/html.h"

#include <string.h>

#include "report/show.h"
#include "report/svg.h"

#include "base/banned.h"

enum {
    LONG_COLUMNS = 40,  /* a text that may not be squeezed into a column of words */
    SHORT_COLUMNS = 12, /* a row's name that wants no room of its own */
    WHOLE_COLUMNS = 24, /* a day, a number, a code: not broken at its hyphens */
};

void html_name(struct str *out, const char *text)
{
    str_add(out, "<bdi>");
    str_add_html(out, text_of(text));
    str_add(out, "</bdi>");
}

static void element(struct str *out, const char *open, const char *text, const char *close)
{
    str_add(out, open);
    str_add_html(out, text_of(text));
    str_add(out, close);
}

static void notes_add(struct str *out, const struct notes *numbered, const struct notes *remarks)
{
    if (numbered->texts.count > 0) {
        str_add(out, "<ol class=\"notes\">\n");
        for (size_t i = 0; i < numbered->texts.count; i++)
            element(out, "<li>", numbered->texts.at[i], "</li>\n");
        str_add(out, "</ol>\n");
    }
    for (size_t i = 0; remarks && i < remarks->texts.count; i++)
        element(out, "<p class=\"notes\">", remarks->texts.at[i], "</p>\n");
}

static const char *cell_class(const struct column *column, const struct cell *cell, bool heads)
{
    const bool words = cell->kind == CELL_text;
    const size_t width = words ? text_width(text_of(cell->text)) : 0;
    if (column->kind != COLUMN_text)
        return words ? "number words" : "number";
    if (width > LONG_COLUMNS)
        return "long";
    if (words && width <= WHOLE_COLUMNS && strchr(cell->text, '-') && !strpbrk(cell->text, " \t\n"))
        return "whole";
    return heads && width > SHORT_COLUMNS ? "head" : "";
}

static void cell_add(struct str *out, struct arena *arena, const struct column *column,
                     const struct cell *cell, bool heads)
{
    const char *class = cell_class(column, cell, heads);
    str_add(out, heads ? "<th scope=\"row\"" : "<td");
    if (*class)
        str_addf(out, " class=\"%s\"", class);
    str_add_char(out, '>');
    if (cell->kind == CELL_text)
        html_name(out, cell->text);
    else if (cell->kind == CELL_absent)
        str_add(out, "<span aria-hidden=\"true\">\u2013</span><span class=\"unseen\">none, </span>");
    else
        str_add_html(out, text_of(show_cell(arena, column, cell, true, 0)));
    if (cell->note > 0)
        str_addf(out, "<sup><span class=\"unseen\"> see note </span>%zu</sup>", cell->note);
    str_add(out, heads ? "</th>" : "</td>");
}

static void heading_add(struct str *out, const struct column *column)
{
    str_add(out, column->kind == COLUMN_text ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"number\">");
    html_name(out, column->label);
    if (column->unit) {
        str_add(out, " (");
        html_name(out, column->unit);
        str_add_char(out, ')');
    }
    str_add(out, "</th>");
}

static void rows_add(struct str *out, struct arena *arena, const struct table *table)
{
    bool heads = table->columns.at[0].kind == COLUMN_text;
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct row *row = &table->rows.at[r];
        str_add(out, row->total ? "<tr class=\"total\">" : "<tr>");
        for (size_t c = 0; c < row->count; c++) {
            bool head = heads && c == 0 && row->cells[c].kind == CELL_text;
            cell_add(out, arena, &table->columns.at[c], &row->cells[c], head);
        }
        str_add(out, "</tr>\n");
    }
    if (table->rows.count == 0)
        str_addf(out, "<tr><td colspan=\"%zu\">No rows.</td></tr>\n", table->columns.count);
}

void html_table(struct str *out, struct arena *arena, const struct table *table, const char *id)
{
    table_complete(table);
    str_addf(out, "<div class=\"table\" id=\"%s\">\n", id);
    str_addf(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s.caption\">\n",
             id);
    str_addf(out, "<table>\n<caption id=\"%s.caption\"><span>", id);
    str_add_html(out, text_of(table->caption));
    str_add(out, "</span></caption>\n");
    if (table->columns.count > 0) {
        str_add(out, "<thead><tr>");
        for (size_t c = 0; c < table->columns.count; c++)
            heading_add(out, &table->columns.at[c]);
        str_add(out, "</tr></thead>\n<tbody>\n");
        rows_add(out, arena, table);
        str_add(out, "</tbody>\n");
    }
    str_add(out, "</table>\n</div>\n");
    notes_add(out, &table->notes, &table->remarks);
    str_add(out, "</div>\n");
}

/* The picture, and its numbers beside it: in the table that it draws, or folded under it. */
void html_chart(struct str *out, struct arena *arena, const struct chart *chart)
{
    str_addf(out, "<figure id=\"%s\">\n", chart->key);
    element(out, "<figcaption>", chart->caption, "</figcaption>\n");
    if (chart_is_empty(chart)) {
        str_add(out, "<p>There is nothing to draw.</p>\n</figure>\n");
        return;
    }
    str_add(out, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Chart: ");
    str_add_html(out, text_of(chart->caption));
    str_add(out, "\">\n");
    switch (chart->kind) {
    case CHART_intervals:
        svg_intervals(out, arena, chart);
        break;
    case CHART_flow:
        svg_flow(out, arena, chart);
        break;
    case CHART_curves:
        svg_curves(out, arena, chart);
        break;
    }
    str_add(out, "</div>\n");
    notes_add(out, &chart->notes, NULL);
    if (!chart->table) {
        str_add(out, "<details>\n<summary>The numbers of this chart</summary>\n");
        html_table(out, arena, chart_numbers(arena, chart), arena_format(arena, "%s.numbers", chart->key));
        str_add(out, "</details>\n");
    }
    str_add(out, "</figure>\n");
}

static void block_add(struct str *out, struct arena *arena, const struct block *block)
{
    switch (block->kind) {
    case BLOCK_heading:
        str_addf(out, "<h%d>", block->level + 1);
        str_add_html(out, text_of(block->text));
        str_addf(out, "</h%d>\n", block->level + 1);
        break;
    case BLOCK_paragraph:
        element(out, "<p>", block->text, "</p>\n");
        break;
    case BLOCK_sentence:
        element(out, "<p class=\"finding\">", block->text, "</p>\n");
        break;
    case BLOCK_caution:
        element(out, "<p class=\"caution\"><strong>Caution:</strong> ", block->text, "</p>\n");
        break;
    case BLOCK_table:
        html_table(out, arena, block->table, block->table->key);
        break;
    case BLOCK_chart:
        html_chart(out, arena, block->chart);
        break;
    }
}

void report_to_html(const struct report *report, struct str *out)
{
    struct arena arena;
    arena_init(&arena);
    str_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    element(out, "<title>", report->title, "</title>\n");
    str_addf(out, "<style>\n%s</style>\n</head>\n<body>\n<main>\n", HTML_STYLE);
    element(out, "<h1>", report->title, "</h1>\n");
    for (size_t i = 0; i < report->blocks.count; i++)
        block_add(out, &arena, &report->blocks.at[i]);
    str_add(out, "</main>\n</body>\n</html>\n");
    arena_clear(&arena);
}
