#include "cli/stats_input.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/sort_doubles.h"
#include "base/banned.h"

struct stats_data *stats_data_make(struct arena *arena)
{
    struct stats_data *data = ARENA_NEW(arena, struct stats_data);
    data->arena = arena;
    return data;
}

struct stats_column *stats_want(struct stats_data *data, const char *name, enum stats_want want)
{
    if (!name)
        return NULL;
    assert(data->count < STATS_COLUMNS_MAX);
    struct stats_column *column = ARENA_NEW(data->arena, struct stats_column);
    column->name = name;
    column->want = want;
    column->least = -INFINITY;
    data->columns[data->count++] = column;
    return column;
}

void stats_want_side(struct stats_data *data, const struct formula_side *side)
{
    for (size_t i = 0; i < side->count; i++)
        stats_want(data, side->terms[i].name, WANT_COVARIATE)->categories = side->terms[i].categories;
}

static int compare_labels(const void *a, const void *b)
{
    return strcmp(**(const char *const *const *)a, **(const char *const *const *)b);
}

/* Text: the labels in the order of their bytes; value[] becomes places in that order. */
static void order_labels(struct arena *arena, const struct frame_column *from, size_t rows,
                         struct stats_column *column)
{
    const char ***order = ARENA_ARRAY(arena, const char **, from->label_count);
    double *place = ARENA_ARRAY(arena, double, from->label_count);
    for (size_t i = 0; i < from->label_count; i++)
        order[i] = &from->label[i];
    qsort(order, from->label_count, sizeof *order, compare_labels);
    column->levels = ARENA_ARRAY(arena, const char *, from->label_count);
    column->level_count = from->label_count;
    for (size_t i = 0; i < from->label_count; i++) {
        column->levels[i] = arena_text(arena, *order[i], strlen(*order[i]));
        place[order[i] - from->label] = (double)i;
    }
    for (size_t row = 0; row < rows; row++)
        column->value[row] = isnan(from->value[row]) ? NAN : place[(size_t)from->value[row]];
}

static const char *number_label(struct arena *arena, double number)
{
    struct str text;
    str_init(&text);
    str_add_real(&text, number);
    return str_into(&text, arena);
}

static size_t place_of(const double *sorted, size_t count, double value)
{
    size_t low = 0, high = count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (sorted[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Numbers: the different ones ascending. `most` of them are labelled; more are only counted. */
static void order_numbers(struct arena *arena, const struct frame_column *from, size_t rows, size_t most,
                          struct stats_column *column)
{
    double *sorted = memory_alloc((rows + 1) * sizeof *sorted),
           *room = memory_alloc((rows + 1) * sizeof *room);
    size_t n = 0, different = 0;
    for (size_t row = 0; row < rows; row++)
        if (!isnan(from->value[row]))
            sorted[n++] = from->value[row];
    sort_doubles(sorted, room, n);
    for (size_t i = 0; i < n; i++)
        if (different == 0 || sorted[i] > sorted[different - 1])
            sorted[different++] = sorted[i];
    column->level_count = different;
    column->levels = ARENA_ARRAY(arena, const char *, different < most ? different : most);
    for (size_t i = 0; i < different && i < most; i++)
        column->levels[i] = number_label(arena, sorted[i]);
    for (size_t row = 0; row < rows; row++)
        column->value[row] =
            isnan(from->value[row]) ? NAN : (double)place_of(sorted, different, from->value[row]);
    free(sorted);
    free(room);
}

static void order_levels(struct arena *arena, const struct frame_column *from, size_t rows,
                         struct stats_column *column)
{
    if (from->label)
        order_labels(arena, from, rows, column);
    else
        order_numbers(arena, from, rows, STATS_LEVELS_MAX, column);
}

static bool too_many(const struct stats_column *column, struct err *err)
{
    return err_set(
        err, ERR_input,
        "column \"%s\" has %zu different values, too many for groups or categories (at most %d); name "
        "another column, or make a coarser one",
        column->name, column->level_count, STATS_LEVELS_MAX);
}

/* "black", "hispan" and "white": the first few. */
const char *stats_level_list(struct arena *arena, const struct stats_column *column)
{
    enum { SHOWN = 6 };
    struct str list;
    str_init(&list);
    for (size_t i = 0; i < column->level_count && i < SHOWN; i++)
        str_addf(&list, "%s\"%.60s\"",
                 i == 0                         ? ""
                 : i + 1 == column->level_count ? " and "
                                                : ", ",
                 column->levels[i]);
    str_add(&list, column->level_count > SHOWN ? " …" : "");
    return str_into(&list, arena);
}

/* The place of a value that was typed. FAILS when no row has it. */
static bool level_named(struct arena *arena, const struct stats_column *column, const char *typed,
                        const char *option, size_t *place, struct err *err)
{
    double number;
    const char *wanted =
        text_to_real(text_trim(text_of(typed)), &number) ? number_label(arena, number) : typed;
    for (*place = 0; *place < column->level_count; ++*place)
        if (*place < STATS_LEVELS_MAX &&
            (strcmp(column->levels[*place], typed) == 0 || strcmp(column->levels[*place], wanted) == 0))
            return true;
    return err_set(err, ERR_input, "column \"%s\" never holds \"%.100s\" (%s); it holds %s", column->name,
                   typed, option, stats_level_list(arena, column));
}

static void choose_level(struct stats_column *column, size_t rows, size_t place)
{
    for (size_t row = 0; row < rows; row++)
        if (!isnan(column->value[row]))
            column->value[row] = column->value[row] >= (double)place && column->value[row] <= (double)place;
}

static bool make_two(struct stats_data *data, const struct frame_column *from, struct stats_column *column,
                     struct err *err)
{
    size_t place = 1;
    order_levels(data->arena, from, data->rows, column);
    if (column->level_count < 2)
        return err_set(err, ERR_input, "column \"%s\" %s%s%s; two groups are needed", column->name,
                       column->level_count == 0 ? "is empty" : "has one value only, \"",
                       column->level_count == 0 ? "" : column->levels[0],
                       column->level_count == 0 ? "" : "\"");
    if (column->level_count > 2 && !column->chosen)
        return err_set(err, ERR_input,
                       "column \"%s\" has %zu different values, %s; two groups are needed: say which is the "
                       "programme with --programme VALUE, and all others are the comparison",
                       column->name, column->level_count, stats_level_list(data->arena, column));
    if (column->chosen && !level_named(data->arena, column, column->chosen, "--programme", &place, err))
        return false;
    const char *others = column->level_count > 2 ? arena_format(data->arena, "not %s", column->levels[place])
                                                 : column->levels[1 - place];
    choose_level(column, data->rows, place);
    const char *programme = column->levels[place];
    column->levels = ARENA_ARRAY(data->arena, const char *, 2);
    column->levels[0] = others;
    column->levels[1] = programme;
    column->level_count = 2;
    return true;
}

static bool levels_are(const struct stats_column *column, const char *no, const char *yes)
{
    for (size_t i = 0; i < column->level_count; i++)
        if (!text_is_ignoring_case(text_of(column->levels[i]), no) &&
            !text_is_ignoring_case(text_of(column->levels[i]), yes))
            return false;
    return column->level_count <= 2;
}

static bool make_yes_no(struct stats_data *data, const struct frame_column *from, struct stats_column *column,
                        struct err *err)
{
    size_t place = column->level_count;
    order_levels(data->arena, from, data->rows, column);
    if (column->chosen) {
        if (!level_named(data->arena, column, column->chosen, "--yes", &place, err))
            return false;
    } else if (levels_are(column, "0", "1") || levels_are(column, "no", "yes") ||
               levels_are(column, "false", "true")) {
        static const char *const yes[] = {"1", "yes", "true"};
        place = column->level_count;
        for (size_t i = 0; i < column->level_count; i++)
            for (size_t y = 0; y < 3; y++)
                place = text_is_ignoring_case(text_of(column->levels[i]), yes[y]) ? i : place;
    } else {
        return err_set(
            err, ERR_input,
            "column \"%s\" must hold 0 and 1, or no and yes; it holds %s: say which value counts with "
            "--yes VALUE",
            column->name, stats_level_list(data->arena, column));
    }
    choose_level(column, data->rows, place);
    return true;
}

static bool make_number(struct stats_data *data, const struct frame *frame, const struct frame_column *from,
                        struct stats_column *column, struct err *err)
{
    struct covariate numbers;
    if (!frame_numbers(frame, column->name, &numbers, err))
        return false;
    memcpy(column->value, from->value, data->rows * sizeof *column->value);
    for (size_t row = 0; row < data->rows; row++)
        if (column->value[row] < column->least) {
            err_set(err, ERR_input, "column \"%s\" holds %s; it must be %s or more", column->name,
                    number_label(data->arena, column->value[row]), number_label(data->arena, column->least));
            err_at(err, "%s, row %zu", data->name, row + 2);
            return false;
        }
    return true;
}

/* One column from the file, rows not yet left out. */
static bool column_make(struct stats_data *data, const struct frame *frame, struct stats_column *column,
                        struct err *err)
{
    const struct frame_column *from = frame_find(frame, column->name);
    column->value = ARENA_ARRAY(data->arena, double, data->rows);
    bool categories = column->want == WANT_GROUPS ||
                      (column->want == WANT_COVARIATE && (column->categories || from->label));
    if (column->want == WANT_TWO)
        return make_two(data, from, column, err);
    if (column->want == WANT_YES_NO)
        return make_yes_no(data, from, column, err);
    if (categories) {
        order_levels(data->arena, from, data->rows, column);
        column->categories = true;
        return column->level_count <= STATS_LEVELS_MAX || too_many(column, err);
    }
    if (column->want == WANT_CODE) {
        memcpy(column->value, from->value, data->rows * sizeof *column->value);
        return true;
    }
    return make_number(data, frame, from, column, err);
}

/* Leaves out who lacks anything. */
static void rows_keep(struct stats_data *data)
{
    data->row = ARENA_ARRAY(data->arena, uint32_t, data->rows);
    for (size_t row = 0; row < data->rows; row++) {
        size_t at = 0;
        while (at < data->count && (data->columns[at]->may_miss || !isnan(data->columns[at]->value[row])))
            at++;
        if (at < data->count)
            data->columns[at]->dropped++;
        else
            data->row[data->n++] = (uint32_t)row;
    }
    for (size_t c = 0; c < data->count; c++)
        for (size_t i = 0; i < data->n; i++)
            data->columns[c]->value[i] = data->columns[c]->value[data->row[i]];
}

static bool data_make(struct stats_data *data, const struct frame *frame, struct err *err)
{
    data->rows = frame->rows;
    if (data->rows == 0)
        return err_set(err, ERR_input, "\"%s\" has a heading row and nothing under it", data->name);
    for (size_t c = 0; c < data->count; c++)
        if (!column_make(data, frame, data->columns[c], err)) {
            err_at(err, "%s", data->name);
            return false;
        }
    rows_keep(data);
    size_t worst = 0;
    for (size_t c = 0; c < data->count; c++)
        worst = data->columns[c]->dropped > data->columns[worst]->dropped ? c : worst;
    return data->n > 0 || err_set(err, ERR_input,
                                  "every row of \"%s\" lacks something that is needed, most of them column "
                                  "\"%s\"; leave that column out, or name another",
                                  data->name, data->columns[worst]->name);
}

bool stats_load(struct stats_data *data, const char *path, struct err *err)
{
    const char *wanted[STATS_COLUMNS_MAX + 1];
    struct frame frame = {0};
    bool standard = strcmp(path, "-") == 0;
    data->name = standard ? "standard input" : path;
    for (size_t c = 0; c < data->count; c++)
        wanted[c] = data->columns[c]->name;
    wanted[data->count] = NULL;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (!file)
        return err_system(err, "cannot read", path);
    bool good = frame_read(&frame, file, data->name, wanted, err);
    if (!standard)
        fclose(file);
    good = good && data_make(data, &frame, err);
    frame_clear(&frame);
    return good;
}

struct covariate *stats_covariates(const struct stats_data *data, size_t *count)
{
    *count = 0;
    for (size_t c = 0; c < data->count; c++)
        if (data->columns[c]->want == WANT_COVARIATE)
            *count += data->columns[c]->categories
                          ? (data->columns[c]->level_count > 0 ? data->columns[c]->level_count - 1 : 0)
                          : 1;
    struct covariate *covariates = ARENA_ARRAY(data->arena, struct covariate, *count);
    size_t at = 0;
    for (size_t c = 0; c < data->count; c++) {
        const struct stats_column *column = data->columns[c];
        if (column->want == WANT_COVARIATE && !column->categories)
            covariates[at++] = (struct covariate){column->name, column->value};
        for (size_t level = 1;
             column->want == WANT_COVARIATE && column->categories && level < column->level_count; level++) {
            double *is = ARENA_ARRAY(data->arena, double, data->n);
            for (size_t i = 0; i < data->n; i++)
                is[i] = isnan(column->value[i]) ? NAN : (size_t)column->value[i] == level;
            covariates[at++] = (struct covariate){
                arena_format(data->arena, "%s: %s", column->name, column->levels[level]), is};
        }
    }
    return covariates;
}

double *stats_part(struct arena *arena, const struct stats_column *column, const double *which, double code,
                   size_t n, size_t *count)
{
    double *part = ARENA_ARRAY(arena, double, n);
    *count = 0;
    for (size_t i = 0; i < n; i++)
        if (which[i] >= code && which[i] <= code)
            part[(*count)++] = column->value[i];
    return part;
}

int *stats_codes(const struct stats_data *data, const struct stats_column *column)
{
    int *codes = ARENA_ARRAY(data->arena, int, data->n);
    for (size_t i = 0; column && i < data->n; i++)
        codes[i] = (int)column->value[i];
    return codes;
}
