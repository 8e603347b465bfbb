#include <assert.h>

#include "report/model.h"

#include "base/banned.h"

/* "name": with a comma before it unless it is the first of its object. */
static void name_add(struct str *out, const char *name)
{
    char before = out->length > 0 ? out->at[out->length - 1] : '{';
    if (before != '{')
        str_add(out, ", ");
    str_add_json(out, text_of(name));
    str_add(out, ": ");
}

static void member_text(struct str *out, const char *name, const char *text)
{
    if (!text)
        return;
    name_add(out, name);
    str_add_json(out, text_of(text));
}

static void member_real(struct str *out, const char *name, double number)
{
    name_add(out, name);
    str_add_real(out, number);
}

static void member_int(struct str *out, const char *name, int64_t number)
{
    name_add(out, name);
    str_add_int(out, number);
}

static void member_flag(struct str *out, const char *name, bool flag)
{
    name_add(out, name);
    str_add(out, flag ? "true" : "false");
}

static void array_begin(struct str *out, const char *name)
{
    name_add(out, name);
    str_add_char(out, '[');
}

static void array_next(struct str *out, size_t at)
{
    if (at > 0)
        str_add(out, ", ");
}

static void texts_add(struct str *out, const char *name, const struct notes *notes)
{
    if (notes->texts.count == 0)
        return;
    array_begin(out, name);
    for (size_t i = 0; i < notes->texts.count; i++) {
        array_next(out, i);
        str_add_json(out, text_of(notes->texts.at[i]));
    }
    str_add_char(out, ']');
}

static void cell_add(struct str *out, const struct cell *cell)
{
    switch (cell->kind) {
    case CELL_blank:
    case CELL_absent:
        str_add(out, "null");
        break;
    case CELL_text:
        str_add_json(out, text_of(cell->text));
        break;
    case CELL_int:
        str_add_int(out, cell->count);
        break;
    case CELL_number:
    case CELL_p:
        str_add_real(out, cell->value);
        break;
    case CELL_rate:
        str_add_char(out, '{');
        member_int(out, "count", cell->count);
        member_int(out, "of", cell->of);
        name_add(out, "share");
        if (cell->of > 0)
            str_add_real(out, cell->value);
        else
            str_add(out, "null");
        str_add_char(out, '}');
        break;
    case CELL_interval:
        str_add_char(out, '{');
        member_real(out, "low", cell->low);
        member_real(out, "high", cell->high);
        str_add_char(out, '}');
        break;
    }
}

static bool cell_is_absent(const struct cell *cell)
{
    return cell->kind == CELL_absent || (cell->kind == CELL_rate && cell->of == 0);
}

/* The notes of a row's cells, by column: reasons when `absent`, remarks when not. Nothing when there are
 * none. */
static void row_notes(struct str *out, const char *name, const struct table *table, const struct row *row,
                      bool absent)
{
    bool any = false;
    for (size_t c = 0; c < row->count; c++) {
        const struct cell *cell = &row->cells[c];
        if (cell->note == 0 || cell_is_absent(cell) != absent)
            continue;
        if (!any) {
            name_add(out, name);
            str_add_char(out, '{');
        }
        any = true;
        member_text(out, table->columns.at[c].key, table->notes.texts.at[cell->note - 1]);
    }
    if (any)
        str_add_char(out, '}');
}

static void columns_add(struct str *out, const struct table *table)
{
    static const char *const kinds[] = {[COLUMN_text] = "text",
                                        [COLUMN_number] = "number",
                                        [COLUMN_rate] = "rate",
                                        [COLUMN_interval] = "interval"};
    array_begin(out, "columns");
    for (size_t c = 0; c < table->columns.count; c++) {
        const struct column *column = &table->columns.at[c];
        array_next(out, c);
        str_add_char(out, '{');
        member_text(out, "key", column->key);
        member_text(out, "label", column->label);
        member_text(out, "unit", column->unit);
        member_text(out, "kind", kinds[column->kind]);
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
}

static void table_add(struct str *out, const struct table *table)
{
    table_complete(table);
    member_text(out, "key", table->key);
    member_text(out, "caption", table->caption);
    columns_add(out, table);
    array_begin(out, "rows");
    for (size_t r = 0; r < table->rows.count; r++) {
        const struct row *row = &table->rows.at[r];
        array_next(out, r);
        str_add_char(out, '{');
        member_flag(out, "total", row->total);
        name_add(out, "cells");
        str_add_char(out, '{');
        for (size_t c = 0; c < row->count; c++) {
            name_add(out, table->columns.at[c].key);
            cell_add(out, &row->cells[c]);
        }
        str_add_char(out, '}');
        row_notes(out, "absent", table, row, true);
        row_notes(out, "remarks", table, row, false);
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
    texts_add(out, "notes", &table->remarks);
}

static void missed_add(struct str *out, const struct mark *mark)
{
    array_begin(out, "missed");
    for (size_t i = 0; i < mark->missed.count; i++) {
        array_next(out, i);
        str_add_char(out, '{');
        member_int(out, "people", mark->missed.at[i].people);
        member_text(out, "why", mark->missed.at[i].why);
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
}

static void mark_add(struct str *out, const struct chart *chart, size_t row, size_t series)
{
    const struct mark *mark = &chart->rows.at[row].marks[series];
    str_add_char(out, '{');
    if (mark->absent) {
        member_text(out, "absent", mark->absent);
    } else if (chart->kind == CHART_intervals) {
        member_real(out, "estimate", mark->estimate);
        member_real(out, "low", mark->low);
        member_real(out, "high", mark->high);
    } else {
        int64_t lost, explained;
        member_int(out, "count", mark->count);
        if (chart_lost(chart, row, series, &lost, &explained))
            member_int(out, "lost", lost);
        if (mark->missed.count > 0)
            missed_add(out, mark);
    }
    str_add_char(out, '}');
}

static void series_add(struct str *out, const struct chart *chart)
{
    array_begin(out, "series");
    for (size_t s = 0; s < chart->series_count; s++) {
        array_next(out, s);
        str_add_char(out, '{');
        member_text(out, "key", chart->series[s].key);
        member_text(out, "label", chart->series[s].label);
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
}

static void curves_add(struct str *out, const struct chart *chart)
{
    member_text(out, "across", chart->across);
    array_begin(out, "curves");
    for (size_t c = 0; c < chart->curves.count; c++) {
        const struct curve *curve = &chart->curves.at[c];
        array_next(out, c);
        str_add_char(out, '{');
        member_text(out, "key", curve->key);
        member_text(out, "label", curve->label);
        array_begin(out, "points");
        for (size_t p = 0; p < curve->points.count; p++) {
            array_next(out, p);
            str_add_char(out, '{');
            member_real(out, "from", curve->points.at[p].x);
            member_real(out, "estimate", curve->points.at[p].estimate);
            member_real(out, "low", curve->points.at[p].low);
            member_real(out, "high", curve->points.at[p].high);
            str_add_char(out, '}');
        }
        str_add(out, "]}");
    }
    str_add_char(out, ']');
}

static void chart_rows_add(struct str *out, const struct chart *chart)
{
    series_add(out, chart);
    array_begin(out, "rows");
    for (size_t r = 0; r < chart->rows.count; r++) {
        const struct chart_row *row = &chart->rows.at[r];
        array_next(out, r);
        str_add_char(out, '{');
        member_text(out, "label", row->label);
        if (chart->kind == CHART_flow)
            member_text(out, "stage", row->stage == STAGE_wave ? "wave" : "step");
        for (size_t s = 0; s < row->count; s++) {
            name_add(out, chart->series_count > 0 ? chart->series[s].key : "mark");
            mark_add(out, chart, r, s);
        }
        str_add_char(out, '}');
    }
    str_add_char(out, ']');
}

static void chart_add(struct str *out, const struct chart *chart)
{
    static const char *const measures[] = {[MEASURE_number] = "number",
                                           [MEASURE_share] = "share",
                                           [MEASURE_points] = "points",
                                           [MEASURE_money] = "money"};
    member_text(out, "key", chart->key);
    member_text(out, "caption", chart->caption);
    member_text(out, "axis", chart->axis);
    if (chart->kind != CHART_flow)
        member_text(out, "measure", measures[chart->measure]);
    if (chart->has_reference) {
        name_add(out, "reference");
        str_add_char(out, '{');
        member_real(out, "at", chart->reference);
        member_text(out, "label", chart->reference_label);
        str_add_char(out, '}');
    }
    member_text(out, "table", chart->table ? chart->table->key : NULL);
    if (chart->kind == CHART_curves)
        curves_add(out, chart);
    else
        chart_rows_add(out, chart);
}

static const char *block_name(const struct block *block)
{
    static const char *const names[] = {
        [BLOCK_heading] = "heading", [BLOCK_paragraph] = "paragraph", [BLOCK_sentence] = "sentence",
        [BLOCK_caution] = "caution", [BLOCK_table] = "table",         [BLOCK_chart] = "chart"};
    static const char *const charts[] = {
        [CHART_intervals] = "intervals", [CHART_flow] = "flow", [CHART_curves] = "curves"};
    return block->kind == BLOCK_chart ? charts[block->chart->kind] : names[block->kind];
}

void report_to_json(const struct report *report, struct str *out)
{
    str_add_char(out, '{');
    member_text(out, "report", report->key);
    member_text(out, "title", report->title);
    array_begin(out, "blocks");
    for (size_t i = 0; i < report->blocks.count; i++) {
        const struct block *block = &report->blocks.at[i];
        str_add(out, i > 0 ? ",\n {" : "\n {");
        member_text(out, "kind", block_name(block));
        if (block->kind == BLOCK_heading)
            member_int(out, "level", block->level);
        member_text(out, "text", block->text);
        if (block->table)
            table_add(out, block->table);
        if (block->chart)
            chart_add(out, block->chart);
        str_add_char(out, '}');
    }
    str_add(out, "\n]}\n");
}
