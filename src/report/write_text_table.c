#include "report/pen.h"
#include "report/show.h"
#include "report/wrap.h"

#include "base/banned.h"

enum { GAP = 2, WORD_MIN = 6, WORD_MAX = 24 };

/* A column as it will stand on the terminal. A number's head is what stands before its decimal point. */
struct stand {
    const char *heading;
    bool right;
    size_t head, tail;  /* widest of its numbers */
    size_t least, wish; /* narrowest without breaking words, and wide enough for one line each */
    size_t width;       /* given */
    size_t high_width;  /* intervals */
};

struct sheet {
    struct pen *pen;
    const struct table *table;
    struct stand *stands;
    const char **shown; /* rows * columns */
    size_t *tails;      /* likewise; only of numbers */
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t width_of(const char *text)
{
    return text_width(text_of(text));
}

static void sheet_show(struct sheet *sheet, size_t row, size_t column)
{
    const struct table *table = sheet->table;
    const struct cell *cell = &table->rows.at[row].cells[column];
    struct stand *stand = &sheet->stands[column];
    struct arena *arena = sheet->pen->arena;
    const char *bare =
        show_cell(arena, &table->columns.at[column], cell, sheet->pen->style.unicode, stand->high_width);
    const char *shown = cell->note ? arena_format(arena, "%s [%zu]", bare, cell->note) : bare;
    size_t at = row * table->columns.count + column;
    sheet->shown[at] = shown;
    if (cell->kind == CELL_text) {
        size_t longest = smaller(wrap_longest(text_of(shown), WRAP_COLUMNS), WORD_MAX);
        bool hangs = column == 0 && width_of(shown) > longest;
        stand->least = larger(stand->least, longest + (hangs ? 2 : 0));
        stand->wish = larger(stand->wish, width_of(shown));
    } else if (cell->kind != CELL_blank) {
        sheet->tails[at] = show_tail(bare) + width_of(shown) - width_of(bare);
        stand->tail = larger(stand->tail, sheet->tails[at]);
        stand->head = larger(stand->head, width_of(shown) - sheet->tails[at]);
    }
}

static void sheet_measure(struct sheet *sheet, size_t column)
{
    const struct table *table = sheet->table;
    struct stand *stand = &sheet->stands[column];
    stand->heading = show_heading(sheet->pen->arena, &table->columns.at[column]);
    stand->right = table->columns.at[column].kind != COLUMN_text;
    for (size_t r = 0; r < table->rows.count; r++)
        stand->high_width = larger(stand->high_width, show_high_width(&table->columns.at[column],
                                                                      &table->rows.at[r].cells[column],
                                                                      sheet->pen->style.unicode));
    for (size_t r = 0; r < table->rows.count; r++)
        sheet_show(sheet, r, column);
    size_t longest = smaller(wrap_longest(text_of(stand->heading), WRAP_COLUMNS), WORD_MAX);
    stand->least = larger(larger(stand->least, stand->head + stand->tail), longest);
    stand->wish = larger(larger(stand->wish, stand->least), width_of(stand->heading));
}

/* Gives out the columns that are left, always to the stand that is furthest from its wish; what is not wanted
 * is returned. Texts come before the headings of numbers: they are read in every row. */
static size_t part_widen(struct sheet *sheet, const size_t *columns, size_t count, bool right, size_t left)
{
    for (; left > 0; left--) {
        struct stand *neediest = NULL;
        for (size_t i = 0; i < count; i++) {
            struct stand *stand = &sheet->stands[columns[i]];
            if (stand->right == right && stand->width < stand->wish &&
                (!neediest || stand->wish * neediest->width > neediest->wish * stand->width))
                neediest = stand;
        }
        if (!neediest)
            break;
        neediest->width++;
    }
    return left;
}

/* Where not even the least fits, words are broken: better than a line too long. */
static void part_narrow(struct sheet *sheet, const size_t *columns, size_t count, size_t used)
{
    for (size_t i = 0; i < count; i++) {
        struct stand *stand = &sheet->stands[columns[i]];
        while (!stand->right && stand->width > WORD_MIN && used > sheet->pen->width) {
            stand->width--;
            used--;
        }
    }
}

/* A cell that is being written line by line. */
struct slot {
    const struct stand *stand;
    struct text rest;
    bool whole; /* a number: one line, blanks and all */
    bool hangs; /* the first column's later lines are set in */
};

static bool slot_next(struct slot *slot, size_t width, struct text *piece)
{
    if (!slot->whole)
        return wrap_next(&slot->rest, width, WRAP_COLUMNS, piece);
    *piece = slot->rest;
    slot->rest = (struct text){"", 0};
    return piece->length > 0;
}

/* Writes lines until every slot is at its end, one at least. */
static void part_lines(struct sheet *sheet, enum look look, struct slot *slots, size_t count)
{
    struct str line;
    str_init(&line);
    for (size_t at = 0;; at++) {
        bool any = at == 0;
        str_cut(&line, 0);
        for (size_t i = 0; i < count; i++) {
            size_t indent = at > 0 && slots[i].hangs ? 2 : 0, width = slots[i].stand->width - indent;
            struct text piece = {"", 0};
            any = slot_next(&slots[i], width, &piece) || any;
            str_add_repeated(&line, ' ', (i > 0 ? GAP : 0) + indent);
            pen_pad(&line, piece, width, slots[i].stand->right);
        }
        if (!any)
            break;
        pen_line(sheet->pen, look, line.at);
    }
    str_clear(&line);
}

static void part_heading(struct sheet *sheet, const size_t *columns, size_t count)
{
    struct slot *slots = ARENA_ARRAY(sheet->pen->arena, struct slot, count);
    for (size_t i = 0; i < count; i++) {
        const struct stand *stand = &sheet->stands[columns[i]];
        slots[i] = (struct slot){.stand = stand, .rest = text_of(stand->heading)};
    }
    part_lines(sheet, LOOK_bold, slots, count);
}

static void part_row(struct sheet *sheet, const size_t *columns, size_t count, size_t row)
{
    const struct table *table = sheet->table;
    struct slot *slots = ARENA_ARRAY(sheet->pen->arena, struct slot, count);
    for (size_t i = 0; i < count; i++) {
        const struct stand *stand = &sheet->stands[columns[i]];
        size_t at = row * table->columns.count + columns[i];
        bool whole = table->rows.at[row].cells[columns[i]].kind != CELL_text;
        const char *shown = sheet->shown[at];
        if (whole && *shown) /* blanks make up the widest tail, so that decimal points stand in line */
            shown =
                arena_format(sheet->pen->arena, "%s%*s", shown, (int)(stand->tail - sheet->tails[at]), "");
        slots[i] =
            (struct slot){stand, text_of(shown), whole, columns[i] == 0 && !stand->right && stand->width > 8};
    }
    part_lines(sheet, table->rows.at[row].total ? LOOK_bold : LOOK_plain, slots, count);
}

static void part_write(struct sheet *sheet, const size_t *columns, size_t count)
{
    size_t used = GAP * (count - 1);
    for (size_t i = 0; i < count; i++)
        used += sheet->stands[columns[i]].width = sheet->stands[columns[i]].least;
    part_narrow(sheet, columns, count, used);
    size_t left = used < sheet->pen->width ? sheet->pen->width - used : 0;
    left = part_widen(sheet, columns, count, false, left);
    part_widen(sheet, columns, count, true, left);
    size_t width = GAP * (count - 1);
    for (size_t i = 0; i < count; i++)
        width += sheet->stands[columns[i]].width;
    const struct table *table = sheet->table;
    part_heading(sheet, columns, count);
    pen_rule(sheet->pen, width, false);
    for (size_t r = 0; r < table->rows.count; r++) {
        if (table->rows.at[r].total && r > 0)
            pen_rule(sheet->pen, width, false);
        part_row(sheet, columns, count, r);
    }
    if (table->rows.count == 0)
        pen_line(sheet->pen, LOOK_dim, "(no rows)");
}

/* The columns that fit beside each other, then the next ones; the first column heads each part. */
static void sheet_write(struct sheet *sheet)
{
    size_t total = sheet->table->columns.count, *columns = ARENA_ARRAY(sheet->pen->arena, size_t, total);
    size_t all = GAP * (total - 1);
    for (size_t c = 0; c < total; c++)
        all += sheet->stands[c].least;
    struct stand *first = &sheet->stands[0];
    if (all >
        sheet->pen->width) /* in parts anyhow: then the labels may be as wide as they wish, within reason */
        first->least = larger(first->least, smaller(first->wish, sheet->pen->width / 3));
    for (size_t next = 1; next == 1 || next < total;) {
        size_t count = 1, used = sheet->stands[0].least;
        if (next > 1) {
            pen_line(sheet->pen, LOOK_plain, "");
            pen_line(sheet->pen, LOOK_dim, "(continued)");
        }
        while (next < total && (count == 1 || used + GAP + sheet->stands[next].least <= sheet->pen->width)) {
            used += GAP + sheet->stands[next].least;
            columns[count++] = next++;
        }
        part_write(sheet, columns, count);
        if (total == 1)
            break;
    }
}

void pen_table(struct pen *pen, const struct table *table)
{
    table_complete(table);
    pen_wrapped(pen, LOOK_bold, "", "", table->caption);
    size_t count = table->columns.count;
    if (count > 0) {
        struct sheet sheet = {.pen = pen, .table = table};
        sheet.stands = ARENA_ARRAY(pen->arena, struct stand, count);
        sheet.shown = ARENA_ARRAY(pen->arena, const char *, count *(table->rows.count + 1));
        sheet.tails = ARENA_ARRAY(pen->arena, size_t, count * (table->rows.count + 1));
        for (size_t c = 0; c < count; c++)
            sheet_measure(&sheet, c);
        sheet_write(&sheet);
    }
    pen_notes(pen, &table->notes, &table->remarks);
}
