#include <assert.h>
#include <math.h>
#include <string.h>

#include "report/model.h"

#include "base/banned.h"

struct table *table_make(struct arena *arena, const char *key, const char *caption)
{
    assert(model_key_valid(key) && *caption);
    struct table *table = ARENA_NEW(arena, struct table);
    table->arena = arena;
    table->key = model_text(arena, key);
    table->caption = model_text(arena, caption);
    return table;
}

void table_column_in(struct table *table, const char *key, const char *label, const char *unit,
                     enum column_kind kind)
{
    assert(table->rows.count == 0 && model_key_valid(key) && *label);
    for (size_t i = 0; i < table->columns.count; i++)
        assert(!text_is(text_of(table->columns.at[i].key), key));
    *LIST_ADD(table->arena, table->columns) = (struct column){
        .key = model_text(table->arena, key),
        .label = model_text(table->arena, label),
        .unit = unit && *unit ? model_text(table->arena, unit) : NULL,
        .kind = kind,
    };
}

void table_column(struct table *table, const char *key, const char *label, enum column_kind kind)
{
    table_column_in(table, key, label, NULL, kind);
}

void table_complete(const struct table *table)
{
    if (table->rows.count > 0)
        assert(table->rows.at[table->rows.count - 1].count == table->columns.count);
}

static void row_add(struct table *table, bool total)
{
    assert(table->columns.count > 0);
    table_complete(table);
    struct row *row = LIST_ADD(table->arena, table->rows);
    row->total = total;
    row->cells = ARENA_ARRAY(table->arena, struct cell, table->columns.count);
}

void table_row(struct table *table)
{
    row_add(table, false);
}

void table_total(struct table *table)
{
    row_add(table, true);
}

static struct cell *cell_add(struct table *table, enum cell_kind kind)
{
    assert(table->rows.count > 0);
    struct row *row = &table->rows.at[table->rows.count - 1];
    assert(row->count < table->columns.count);
    enum column_kind column = table->columns.at[row->count].kind;
    if (kind > CELL_text)
        assert(column == (kind == CELL_rate       ? COLUMN_rate
                          : kind == CELL_interval ? COLUMN_interval
                                                  : COLUMN_number));
    struct cell *cell = &row->cells[row->count++];
    cell->kind = kind;
    return cell;
}

void table_text(struct table *table, const char *text)
{
    cell_add(table, CELL_text)->text = model_text(table->arena, text);
}

void table_int(struct table *table, int64_t number)
{
    cell_add(table, CELL_int)->count = number;
}

void table_number(struct table *table, double value, int decimals, enum measure measure, bool with_sign)
{
    assert(isfinite(value) && decimals >= 0 && decimals <= 9);
    struct cell *cell = cell_add(table, CELL_number);
    cell->value = value;
    cell->decimals = decimals;
    cell->measure = measure;
    cell->with_sign = with_sign;
}

void table_real(struct table *table, double number, int decimals)
{
    table_number(table, number, decimals, MEASURE_number, false);
}

void table_share(struct table *table, double share)
{
    assert(share >= 0 && share <= 1);
    table_number(table, share, 1, MEASURE_share, false);
}

void table_money(struct table *table, double dollars, int decimals)
{
    table_number(table, dollars, decimals, MEASURE_money, false);
}

void table_signed(struct table *table, double number, int decimals, enum measure measure)
{
    table_number(table, number, decimals, measure, true);
}

void table_p(struct table *table, double p)
{
    assert(p >= 0 && p <= 1);
    cell_add(table, CELL_p)->value = p;
}

void table_rate(struct table *table, int64_t count, int64_t of)
{
    assert(count >= 0 && count <= of);
    struct cell *cell = cell_add(table, CELL_rate);
    cell->count = count;
    cell->of = of;
    if (of == 0)
        cell->note = notes_number(table->arena, &table->notes, "There is nobody to take a share of.");
    else
        cell->value = (double)count / (double)of;
}

void table_interval(struct table *table, double low, double high, int decimals, enum measure measure)
{
    assert(isfinite(low) && isfinite(high) && low <= high && decimals >= 0 && decimals <= 9);
    struct cell *cell = cell_add(table, CELL_interval);
    cell->low = low;
    cell->high = high;
    cell->decimals = decimals;
    cell->measure = measure;
}

void table_absent(struct table *table, const char *why)
{
    assert(*why);
    struct cell *cell = cell_add(table, CELL_absent);
    cell->text = model_text(table->arena, why);
    cell->note = notes_number(table->arena, &table->notes, cell->text);
}

void table_blank(struct table *table)
{
    cell_add(table, CELL_blank);
}

void table_remark(struct table *table, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = model_args(table->arena, format, args);
    va_end(args);
    assert(table->rows.count > 0);
    struct row *row = &table->rows.at[table->rows.count - 1];
    /* One number on a cell: an absent cell's is its reason. */
    assert(row->count > 0 && row->cells[row->count - 1].note == 0);
    row->cells[row->count - 1].note = notes_number(table->arena, &table->notes, text);
}

void table_note(struct table *table, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    notes_number(table->arena, &table->remarks, model_args(table->arena, format, args));
    va_end(args);
}
