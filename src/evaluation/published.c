#include "evaluation/published.h"

#include <string.h>

#include "base/csv.h"
#include "base/nearest.h"
#include "base/banned.h"

enum column {
    COLUMN_GROUP,
    COLUMN_WAVE,
    COLUMN_LABEL,
    COLUMN_PERCENT,
    COLUMN_N,
    COLUMN_EXCLUSIVE,
    COLUMN_COUNT
};

static const struct {
    const char *name;
    bool needed;
} columns[COLUMN_COUNT] = {
    [COLUMN_GROUP] = {"group", true}, [COLUMN_WAVE] = {"wave", false},
    [COLUMN_LABEL] = {"label", true}, [COLUMN_PERCENT] = {"percent", true},
    [COLUMN_N] = {"n", false},        [COLUMN_EXCLUSIVE] = {"exclusive", false},
};

struct reading {
    struct arena *arena;
    struct csv_reader csv;
    struct published *published;
    struct problems *problems;
    size_t column_count;
    int places[COLUMN_COUNT]; /* in the file; -1: not there */
};

/* ---- the heading ---- */

static void settle_heading(struct reading *reading, size_t at, struct str *unknown, struct str *twice)
{
    struct text name = text_trim(reading->csv.fields[at]);
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        nearest_offer(&nearest, columns[i].name);
        if (!text_is(name, columns[i].name))
            continue;
        if (reading->places[i] >= 0)
            str_addf(twice, "%s\"%s\"", twice->length > 0 ? ", " : "", columns[i].name);
        reading->places[i] = (int)at;
        return;
    }
    str_addf(unknown, "%s\"" TEXT_FORMAT "\"", unknown->length > 0 ? ", " : "", TEXT_ARGS(name));
    if (nearest.name)
        str_addf(unknown, " (did you mean %s?)", nearest.name);
}

static bool heading_judge(const struct reading *reading, const struct str *unknown, const struct str *twice,
                          struct err *err)
{
    struct str missing, sentence;
    str_init(&missing);
    str_init(&sentence);
    for (int i = 0; i < COLUMN_COUNT; i++)
        if (columns[i].needed && reading->places[i] < 0)
            str_addf(&missing, "%s\"%s\"", missing.length > 0 ? ", " : "", columns[i].name);
    if (unknown->length > 0)
        str_addf(&sentence, "a table of percentages has no column %s. ", unknown->at);
    if (twice->length > 0)
        str_addf(&sentence, "%s twice: %s. ", sentence.length > 0 ? "Named" : "named", twice->at);
    if (missing.length > 0)
        str_addf(&sentence, "%s: %s. ", sentence.length > 0 ? "Missing" : "missing", missing.at);
    bool good = sentence.length == 0;
    if (!good) {
        err_set(err, ERR_input, "%sThe columns are group, wave, label, percent, n and exclusive",
                sentence.at);
        err_at(err, "%s, row 1", reading->csv.name);
    }
    str_clear(&missing);
    str_clear(&sentence);
    return good;
}

static bool read_heading(struct reading *reading, struct err *err)
{
    if (!csv_read(&reading->csv, err))
        return err_set(err, ERR_input, "\"%s\" is empty; its first row must name the columns",
                       reading->csv.name);
    struct str unknown, twice;
    str_init(&unknown);
    str_init(&twice);
    reading->column_count = reading->csv.field_count;
    for (int i = 0; i < COLUMN_COUNT; i++)
        reading->places[i] = -1;
    for (size_t i = 0; i < reading->column_count; i++)
        settle_heading(reading, i, &unknown, &twice);
    bool good = heading_judge(reading, &unknown, &twice, err);
    str_clear(&unknown);
    str_clear(&twice);
    return good;
}

/* ---- a row ---- */

struct typed_row {
    const char *group, *wave, *label, *percent;
    int64_t n; /* 0: not stated */
    bool exclusive;
};

static struct text cell(const struct reading *reading, enum column column)
{
    int place = reading->places[column];
    return place < 0 ? (struct text){"", 0} : text_trim(reading->csv.fields[place]);
}

static const char *cell_text(const struct reading *reading, enum column column)
{
    struct text text = cell(reading, column);
    if (text.length == 0 && columns[column].needed)
        problems_add(reading->problems, reading->csv.row, columns[column].name,
                     "nothing is written; %s is needed",
                     column == COLUMN_PERCENT ? "a percentage such as 6.4" : "a name");
    return arena_text(reading->arena, text.at, text.length);
}

const char *published_percent(struct arena *arena, struct text typed)
{
    typed = text_trim(typed);
    if (typed.length > 0 && typed.at[typed.length - 1] == '%')
        typed.length--;
    typed = text_trim(typed);
    return arena_text(arena, typed.at, typed.length);
}

static const char *cell_percent(const struct reading *reading)
{
    struct grim_check ignored;
    struct err bad = {0};
    const char *percent = published_percent(reading->arena, text_of(cell_text(reading, COLUMN_PERCENT)));
    if (cell(reading, COLUMN_PERCENT).length > 0 && !grim_percentage(percent, 1, &ignored, &bad))
        problems_add(reading->problems, reading->csv.row, "percent", "%s", bad.sentence);
    return percent;
}

static int64_t cell_n(const struct reading *reading)
{
    struct text text = cell(reading, COLUMN_N);
    int64_t n = 0;
    if (text.length > 0 && (!text_to_int(text, &n) || n < 1 || n > GRIM_PEOPLE_MAX))
        problems_add(reading->problems, reading->csv.row, "n",
                     "\"%.*s\" is no number of people; write a whole number from 1, or nothing where the "
                     "document states none",
                     (int)(text.length < 40 ? text.length : 40), text.at);
    return n;
}

static bool cell_exclusive(const struct reading *reading)
{
    struct text text = cell(reading, COLUMN_EXCLUSIVE);
    bool no = text_is_ignoring_case(text, "no");
    if (!no && text.length > 0 && !text_is_ignoring_case(text, "yes"))
        problems_add(
            reading->problems, reading->csv.row, "exclusive",
            "\"%.*s\" is not yes or no; yes, or nothing, says that nobody can be in two of these states",
            (int)(text.length < 40 ? text.length : 40), text.at);
    return !no;
}

/* ---- where it belongs ---- */

static struct published_group *group_named(struct reading *reading, const char *name)
{
    struct published_group **end = &reading->published->groups;
    for (; *end; end = &(*end)->next)
        if (strcmp((*end)->name, name) == 0)
            return *end;
    *end = ARENA_NEW(reading->arena, struct published_group);
    (*end)->name = name;
    return *end;
}

static struct published_wave *wave_named(struct reading *reading, struct published_group *group,
                                         const char *name)
{
    struct published_wave **end = &group->waves;
    for (; *end; end = &(*end)->next)
        if (strcmp((*end)->name, name) == 0)
            return *end;
    *end = ARENA_NEW(reading->arena, struct published_wave);
    (*end)->name = name;
    group->wave_count++;
    return *end;
}

static struct published_figure *figure_of(struct reading *reading, struct published_wave *wave,
                                          const struct typed_row *row)
{
    struct published_figure **end = &wave->figures;
    for (; *end; end = &(*end)->next)
        if (strcmp((*end)->label, row->label) == 0)
            return *end;
    *end = ARENA_NEW(reading->arena, struct published_figure);
    **end = (struct published_figure){
        .label = row->label, .percent = row->percent, .exclusive = row->exclusive, .row = reading->csv.row};
    wave->figure_count++;
    reading->published->figure_count++;
    return *end;
}

/* Rows of one figure must agree in everything but N. */
static bool figure_agrees(struct reading *reading, const struct published_figure *figure,
                          const struct typed_row *row)
{
    int64_t at = reading->csv.row;
    bool same_percent = strcmp(figure->percent, row->percent) == 0;
    if (!same_percent)
        problems_add(reading->problems, at, "percent",
                     "\"%.40s\" contradicts \"%.40s\" in row %lld for the same group, wave and label; give "
                     "each percentage a label of its own",
                     row->percent, figure->percent, (long long)figure->row);
    if (figure->exclusive != row->exclusive)
        problems_add(reading->problems, at, "exclusive",
                     "\"%s\" contradicts row %lld for the same group, wave and label; write the same in both",
                     row->exclusive ? "yes" : "no", (long long)figure->row);
    return same_percent && figure->exclusive == row->exclusive;
}

static void figure_add_n(struct reading *reading, struct published_figure *figure, int64_t n)
{
    struct published_stated **end = &figure->stated;
    int64_t twice = n == 0 ? figure->row_without_n : 0;
    for (; n > 0 && *end && twice == 0; end = &(*end)->next)
        twice = (*end)->n == n ? (*end)->row : 0;
    if (twice > 0) {
        problems_add(reading->problems, reading->csv.row, "",
                     "row %lld says the same; take one of the two out", (long long)twice);
    } else if (n == 0) {
        figure->row_without_n = reading->csv.row;
    } else {
        *end = ARENA_NEW(reading->arena, struct published_stated);
        **end = (struct published_stated){.n = n, .row = reading->csv.row};
    }
}

static void read_row(struct reading *reading)
{
    const struct csv_reader *csv = &reading->csv;
    int64_t before = reading->problems->count;
    if (csv->field_count != reading->column_count) {
        problems_add(reading->problems, csv->row, "",
                     "the row has %zu fields where the heading has %zu; quote values that hold the separator",
                     csv->field_count, reading->column_count);
        return;
    }
    struct typed_row row = {.group = cell_text(reading, COLUMN_GROUP),
                            .wave = cell_text(reading, COLUMN_WAVE),
                            .label = cell_text(reading, COLUMN_LABEL),
                            .percent = cell_percent(reading),
                            .n = cell_n(reading),
                            .exclusive = cell_exclusive(reading)};
    if (reading->problems->count > before)
        return;
    struct published_wave *wave = wave_named(reading, group_named(reading, row.group), row.wave);
    struct published_figure *figure = figure_of(reading, wave, &row);
    if (figure_agrees(reading, figure, &row))
        figure_add_n(reading, figure, row.n);
}

static bool read_table(struct reading *reading, struct err *err)
{
    if (!read_heading(reading, err))
        return false;
    int64_t rows = 0;
    while (csv_read(&reading->csv, err)) {
        if (++rows > PUBLISHED_ROWS_MAX)
            return err_set(err, ERR_input, "\"%s\" has more than %d rows; check it in parts",
                           reading->csv.name, PUBLISHED_ROWS_MAX);
        read_row(reading);
    }
    if (err->kind == ERR_none && rows == 0)
        err_set(err, ERR_input, "\"%s\" has a heading and no rows; write a row for each printed percentage",
                reading->csv.name);
    return err->kind == ERR_none;
}

bool published_read(struct arena *arena, FILE *file, const char *name, struct published *published,
                    struct problems *problems, struct err *err)
{
    struct reading reading = {.arena = arena, .published = published, .problems = problems};
    *published = (struct published){0};
    problems_init(problems, arena);
    csv_open(&reading.csv, file, name);
    bool good = read_table(&reading, err);
    csv_close(&reading.csv);
    problems_sort(problems);
    return good;
}
