#include "casework/board_work.h"

#include <assert.h>
#include <inttypes.h>

#include "base/date.h"
#include "dict/value.h"
#include "base/banned.h"

/* A board on its way from rows to a report. */
struct showing {
    struct arena *arena;
    const struct board *board;
    const struct board_column *columns;
    size_t column_count;
    const char *key; /* of its table */
    struct report *report;
    struct table *table;   /* NULL until there is a row */
    struct chart *chart;   /* of a board with .flow */
    int64_t *counts, *ofs; /* the sums so far, by column */
};

static enum column_kind kind_in_report(enum board_kind kind)
{
    switch (kind) {
    case BOARD_KIND_NUMBER:
    case BOARD_KIND_REAL:
    case BOARD_KIND_MONEY:
        return COLUMN_number;
    case BOARD_KIND_RATE:
        return COLUMN_rate;
    case BOARD_KIND_TEXT:
    case BOARD_KIND_COUNTRY:
    case BOARD_KIND_LANGUAGE:
    case BOARD_KIND_DAY:
    case BOARD_KIND_INSTANT:
    case BOARD_KIND_CODED:
    case BOARD_KIND_YESNO:
    case BOARD_KIND_end:
        break;
    }
    return COLUMN_text;
}

static bool counts_people(const struct board_column *column)
{
    return column->kind == BOARD_KIND_NUMBER;
}

static void begin_chart(struct showing *showing)
{
    int series = 0;
    showing->chart = report_flow(showing->report, arena_format(showing->arena, "%s_flow", showing->key),
                                 showing->board->title);
    for (size_t c = 0; c < showing->column_count && series < showing->board->flow; c++)
        if (counts_people(&showing->columns[c])) {
            chart_series(showing->chart, showing->columns[c].key, showing->columns[c].label);
            series++;
        }
    chart_draws(showing->chart, showing->table);
}

static void begin_table(struct showing *showing)
{
    showing->table = report_table(showing->report, showing->key, showing->board->title);
    for (size_t c = 0; c < showing->column_count; c++) {
        const struct board_column *column = &showing->columns[c];
        table_column_in(showing->table, column->key, column->label, column->unit,
                        kind_in_report(column->kind));
    }
    if (showing->board->note)
        table_note(showing->table, "%s", showing->board->note);
    if (showing->board->flow)
        begin_chart(showing);
}

/* A value as people read it, by the dictionary's printer of that kind. */
static const char *words_of(struct arena *arena, const struct board_column *column, struct statement *row,
                            int at)
{
    static const enum kind kinds[] = {
        [BOARD_KIND_TEXT] = KIND_TEXT,         [BOARD_KIND_COUNTRY] = KIND_COUNTRY,
        [BOARD_KIND_LANGUAGE] = KIND_LANGUAGE, [BOARD_KIND_DAY] = KIND_DATE,
        [BOARD_KIND_INSTANT] = KIND_INSTANT,   [BOARD_KIND_CODED] = KIND_CHOICE,
        [BOARD_KIND_YESNO] = KIND_BOOL,
    };
    const struct field field = {.kind = kinds[column->kind], .of = column->of};
    struct str words;
    str_init(&words);
    value_show(&words, &field,
               dict_kind(field.kind)->held_as == HELD_text ? value_text(statement_text(row, at))
                                                           : value_number(statement_int(row, at)));
    return str_into(&words, arena);
}

static bool is_null(struct statement *row, const struct board_column *column, int at)
{
    return statement_is_null(row, at) || (column->kind == BOARD_KIND_RATE && statement_is_null(row, at + 1));
}

static void add_cell(struct showing *showing, size_t c, struct statement *row, int at)
{
    const struct board_column *column = &showing->columns[c];
    const char *absent = column->absent ? column->absent : "not recorded";
    if (is_null(row, column, at)) {
        if (c == 0) /* what heads its row is never a dash */
            table_text(showing->table, absent);
        else
            table_absent(showing->table, absent);
        return;
    }
    switch (column->kind) {
    case BOARD_KIND_NUMBER:
        table_int(showing->table, statement_int(row, at));
        break;
    case BOARD_KIND_REAL:
        table_real(showing->table, statement_real(row, at), column->decimals);
        break;
    case BOARD_KIND_MONEY:
        table_money(showing->table, statement_real(row, at), column->decimals);
        break;
    case BOARD_KIND_RATE:
        table_rate(showing->table, statement_int(row, at), statement_int(row, at + 1));
        break;
    case BOARD_KIND_TEXT:
    case BOARD_KIND_COUNTRY:
    case BOARD_KIND_LANGUAGE:
    case BOARD_KIND_DAY:
    case BOARD_KIND_INSTANT:
    case BOARD_KIND_CODED:
    case BOARD_KIND_YESNO:
    case BOARD_KIND_end:
        table_text(showing->table, words_of(showing->arena, column, row, at));
        break;
    }
}

static int columns_in_sql(const struct board_column *column)
{
    return column->kind == BOARD_KIND_RATE ? 2 : 1;
}

static void add_step(struct showing *showing, struct statement *row)
{
    int at = 0, series = 0;
    chart_step(showing->chart, words_of(showing->arena, &showing->columns[0], row, 0));
    for (size_t c = 0; c < showing->column_count && series < showing->board->flow;
         at += columns_in_sql(&showing->columns[c]), c++) {
        if (!counts_people(&showing->columns[c]))
            continue;
        series++;
        if (statement_is_null(row, at))
            chart_absent(showing->chart,
                         showing->columns[c].absent ? showing->columns[c].absent : "not recorded");
        else
            chart_count(showing->chart, statement_int(row, at));
    }
}

static void add_row(struct showing *showing, struct statement *row)
{
    int at = 0;
    if (!showing->table)
        begin_table(showing);
    table_row(showing->table);
    for (size_t c = 0; c < showing->column_count; at += columns_in_sql(&showing->columns[c]), c++)
        add_cell(showing, c, row, at);
    if (showing->chart)
        add_step(showing, row);
}

static void sum_up(struct showing *showing, struct statement *row)
{
    int at = 0;
    for (size_t c = 0; c < showing->column_count; at += columns_in_sql(&showing->columns[c]), c++) {
        const struct board_column *column = &showing->columns[c];
        if ((column->kind != BOARD_KIND_NUMBER && column->kind != BOARD_KIND_RATE) ||
            is_null(row, column, at))
            continue;
        showing->counts[c] += statement_int(row, at);
        if (column->kind == BOARD_KIND_RATE)
            showing->ofs[c] += statement_int(row, at + 1);
    }
}

static void add_total(struct showing *showing)
{
    table_total(showing->table);
    table_text(showing->table, "Total");
    for (size_t c = 1; c < showing->column_count; c++) {
        const struct board_column *column = &showing->columns[c];
        if (column->kind == BOARD_KIND_RATE && !column->apart)
            table_rate(showing->table, showing->counts[c], showing->ofs[c]);
        else if (column->kind == BOARD_KIND_NUMBER && !column->apart)
            table_int(showing->table, showing->counts[c]);
        else
            table_blank(showing->table);
    }
}

/* "As at 2000-10-02, office newton, since 2000-08-01." */
static void add_scope(struct showing *showing, const struct board_request *request)
{
    struct str words;
    str_init(&words);
    str_add(&words, "As at ");
    date_print(&words, request->today);
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        if (request->given[r])
            str_addf(&words, ", %s %s", restriction_row((enum restriction)r)->name, request->given[r]);
    report_paragraph(showing->report, "%s %s.", showing->board->sentence, words.at);
    str_clear(&words);
}

/* What every report of a programme must say first. */
static bool add_caution(struct showing *showing, const struct store *store, const struct board_values *values,
                        struct err *err)
{
    const bool intake = values->count[RESTRICTION_intake] > 0;
    struct statement *find = NULL;
    bool row = false;
    if (!intake && values->count[RESTRICTION_programme] == 0)
        return true;
    bool good = db_prepare(
        store->db, &find,
        intake ? "SELECT p.caution FROM intake i JOIN programme p ON p.id = i.programme WHERE i.id = $1"
               : "SELECT p.caution FROM programme p WHERE p.id = $1",
        err);
    if (good) {
        statement_bind_int(find, 0, values->of[intake ? RESTRICTION_intake : RESTRICTION_programme][0]);
        good = statement_step(find, &row, err);
    }
    if (good && row && !statement_is_null(find, 0))
        report_caution(showing->report, TEXT_FORMAT, TEXT_ARGS(statement_text(find, 0)));
    statement_close(find);
    return good;
}

static bool add_rows(struct showing *showing, struct statement *rows, int64_t most, int64_t *count,
                     struct err *err)
{
    bool row = true, good = true;
    *count = 0;
    while ((good = statement_step(rows, &row, err)) && row) {
        if (most == 0 || *count < most)
            add_row(showing, rows);
        if (showing->board->total)
            sum_up(showing, rows);
        ++*count;
    }
    return good;
}

/* The rows as a table of the report; none when there is no row. */
static bool show(struct showing *showing, const struct store *store, const struct board_request *request,
                 const struct board_values *values, int64_t *count, struct err *err)
{
    struct statement *rows = NULL;
    int in_sql = 0;
    /* one row more tells whether there are more; a total is of all */
    const int64_t read = request->most > 0 && !showing->board->total ? request->most + 1 : 0;
    for (size_t c = 0; c < showing->column_count; c++)
        in_sql += columns_in_sql(&showing->columns[c]);
    const bool good = board_open(showing->arena, store, request, values, read, &rows, err) &&
                      add_rows(showing, rows, request->most, count, err);
    assert(!good || statement_columns(rows) == in_sql); /* as many COLUMN rows as the SQL has columns */
    statement_close(rows);
    if (good && showing->board->total && *count > 0)
        add_total(showing);
    return good;
}

static struct showing showing_of(struct arena *arena, const struct board_request *request, const char *key,
                                 struct report *report)
{
    struct showing showing = {
        .arena = arena, .board = board_of(request->board), .key = key, .report = report};
    showing.columns = board_columns(request->board, &showing.column_count);
    showing.counts = ARENA_ARRAY(arena, int64_t, showing.column_count);
    showing.ofs = ARENA_ARRAY(arena, int64_t, showing.column_count);
    return showing;
}

bool board_report(struct arena *arena, const struct store *store, const struct board_request *request,
                  struct report **out, struct err *err)
{
    const struct board *board = board_of(request->board);
    struct report *report = *out = report_make(arena, board->name, board->title);
    struct showing showing = showing_of(arena, request, board->name, report);
    struct board_values values;
    int64_t count = 0;
    add_scope(&showing, request);
    if (!board_values_read(arena, store, request, &values, err) ||
        !add_caution(&showing, store, &values, err) || !show(&showing, store, request, &values, &count, err))
        return false;
    if (count == 0)
        report_sentence(report, "There are none.");
    if (request->most > 0 && count > request->most)
        report_paragraph(report,
                         board->total ? "The first %" PRId64 " of %" PRId64 "; --limit 0 shows them all."
                                      : "The first %" PRId64 "; there are more. --limit 0 shows them all.",
                         request->most, count);
    return true;
}

bool board_add(struct arena *arena, const struct store *store, const struct board_request *request,
               struct report *report, const char *key, int64_t *count, struct err *err)
{
    struct showing showing = showing_of(arena, request, key, report);
    struct board_values values;
    return board_values_read(arena, store, request, &values, err) &&
           show(&showing, store, request, &values, count, err);
}
