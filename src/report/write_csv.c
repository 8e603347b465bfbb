#include <string.h>

#include "base/csv.h"
#include "report/model.h"
#include "report/show.h"

#include "base/banned.h"

/* Fields of one row; a row of one empty field is written "" so that it is not an empty line. */
struct csv_row {
    struct str *out;
    size_t fields, start;
};

static void field_add(struct csv_row *row, struct text field)
{
    if (row->fields++ > 0)
        str_add_char(row->out, ',');
    else
        row->start = row->out->length;
    csv_add_field(row->out, field);
}

static void row_end(struct csv_row *row)
{
    if (row->fields == 1 && row->out->length == row->start)
        str_add(row->out, "\"\"");
    str_add_char(row->out, '\n');
    row->fields = 0;
}

/* A spreadsheet runs what begins with = + - @, a tab or a carriage return; an apostrophe makes it text. */
static void field_text(struct csv_row *row, const char *text)
{
    struct str guarded;
    str_init(&guarded);
    if (*text && strchr("=+-@\t\r", *text))
        str_add_char(&guarded, '\'');
    str_add(&guarded, text);
    field_add(row, str_text(&guarded));
    str_clear(&guarded);
}

static void field_int(struct csv_row *row, int64_t number)
{
    struct str digits;
    str_init(&digits);
    str_add_int(&digits, number);
    field_add(row, str_text(&digits));
    str_clear(&digits);
}

static void field_real(struct csv_row *row, double number)
{
    struct str digits;
    str_init(&digits);
    str_add_real(&digits, number);
    field_add(row, str_text(&digits));
    str_clear(&digits);
}

static void fields_empty(struct csv_row *row, size_t count)
{
    for (size_t i = 0; i < count; i++)
        field_add(row, (struct text){"", 0});
}

static size_t column_fields(const struct column *column)
{
    return column->kind == COLUMN_rate ? 3 : column->kind == COLUMN_interval ? 2 : 1;
}

static void heading_add(struct csv_row *row, struct arena *arena, const struct column *column)
{
    static const char *const rate[] = {"count", "of", "share"}, *const interval[] = {"low", "high"};
    if (column_fields(column) == 1)
        field_text(row, column->key);
    for (size_t i = 0; column->kind == COLUMN_rate && i < 3; i++)
        field_text(row, arena_format(arena, "%s_%s", column->key, rate[i]));
    for (size_t i = 0; column->kind == COLUMN_interval && i < 2; i++)
        field_text(row, arena_format(arena, "%s_%s", column->key, interval[i]));
}

static void cell_add(struct csv_row *row, const struct column *column, const struct cell *cell)
{
    size_t given = 1;
    switch (cell->kind) {
    case CELL_blank:
    case CELL_absent:
        given = 0;
        break;
    case CELL_text:
        field_text(row, cell->text);
        break;
    case CELL_int:
        field_int(row, cell->count);
        break;
    case CELL_number:
    case CELL_p:
        field_real(row, cell->value);
        break;
    case CELL_rate:
        field_int(row, cell->count);
        field_int(row, cell->of);
        if (cell->of > 0)
            field_real(row, cell->value);
        given = cell->of > 0 ? 3 : 2;
        break;
    case CELL_interval:
        field_real(row, cell->low);
        field_real(row, cell->high);
        given = 2;
        break;
    }
    fields_empty(row, column_fields(column) - given);
}

static void table_add(struct str *out, struct arena *arena, const struct table *table)
{
    struct csv_row row = {.out = out};
    table_complete(table);
    if (table->columns.count == 0)
        return;
    for (size_t c = 0; c < table->columns.count; c++)
        heading_add(&row, arena, &table->columns.at[c]);
    row_end(&row);
    for (size_t r = 0; r < table->rows.count; r++) {
        for (size_t c = 0; c < table->columns.count; c++)
            cell_add(&row, &table->columns.at[c], &table->rows.at[r].cells[c]);
        row_end(&row);
    }
}

/* The block's table; NULL when it has none of its own. */
static const struct table *block_table(struct arena *arena, const struct block *block)
{
    if (block->kind == BLOCK_chart && !block->chart->table)
        return chart_numbers(arena, block->chart);
    return block->table;
}

/* What must be known before the numbers, and what was found, as comments. */
static void words_add(struct str *out, struct arena *arena, const struct block *block)
{
    if (block->kind != BLOCK_caution && block->kind != BLOCK_sentence)
        return;
    const char *lead = block->kind == BLOCK_caution ? "Caution: " : "";
    csv_add_field(out, text_of(arena_format(arena, "# %s%s", lead, show_flat(arena, block->text))));
    str_add_char(out, '\n');
}

void report_to_csv(const struct report *report, struct str *out)
{
    struct arena arena;
    arena_init(&arena);
    LIST(const struct table *) tables = {0};
    for (size_t i = 0; i < report->blocks.count; i++) {
        const struct table *table = block_table(&arena, &report->blocks.at[i]);
        if (table)
            *LIST_ADD(&arena, tables) = table;
    }
    for (size_t i = 0; tables.count > 1 && i < report->blocks.count; i++)
        words_add(out, &arena, &report->blocks.at[i]);
    for (size_t i = 0; i < tables.count; i++) {
        if (i > 0)
            str_add_char(out, '\n');
        if (tables.count > 1) {
            csv_add_field(out,
                          text_of(arena_format(&arena, "# %s", show_flat(&arena, tables.at[i]->caption))));
            str_add_char(out, '\n');
        }
        table_add(out, &arena, tables.at[i]);
    }
    arena_clear(&arena);
}
