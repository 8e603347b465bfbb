#include "expect.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "stats/suppress.h"

#include "base/banned.h"

enum { PLACES_MAX = 20, MARGINS_MAX = 8 };

/* A small table with its own memory. */
struct sample {
    struct count_table table;
    int64_t counts[PLACES_MAX];
    bool row_withheld[MARGINS_MAX], col_withheld[MARGINS_MAX];
};

/* Numbers for the tables of a test; nothing hangs on their quality. */
static uint32_t next_number(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static void sample_fill(struct sample *sample, uint32_t *state, uint32_t count_max, bool withhold)
{
    sample->table = (struct count_table){
        .rows = 1 + next_number(state) % 4,
        .cols = 1 + next_number(state) % 4,
        .counts = sample->counts,
        .row_withheld = withhold ? sample->row_withheld : NULL,
        .col_withheld = withhold ? sample->col_withheld : NULL,
        .total_withheld = withhold && next_number(state) % 2,
    };
    for (size_t i = 0; i < PLACES_MAX; i++)
        sample->counts[i] = next_number(state) % (count_max + 1);
    for (size_t i = 0; i < MARGINS_MAX; i++) {
        sample->row_withheld[i] = next_number(state) % 3 == 0;
        sample->col_withheld[i] = next_number(state) % 3 == 0;
    }
}

/* ---- all tables that agree with the print, one by one ---- */

struct counting {
    const struct sample *sample;
    const bool *hidden;
    int64_t now[PLACES_MAX], low[PLACES_MAX], high[PLACES_MAX], most;
};

static int64_t sum_of(const int64_t *counts, size_t start, size_t step, size_t count)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += counts[start + i * step];
    return sum;
}

static bool print_agrees(const struct counting *counting)
{
    const struct count_table *table = &counting->sample->table;
    size_t rows = table->rows, cols = table->cols;
    for (size_t row = 0; row < rows; row++)
        if (!(table->row_withheld && table->row_withheld[row]) &&
            sum_of(counting->now, row * cols, 1, cols) != sum_of(table->counts, row * cols, 1, cols))
            return false;
    for (size_t col = 0; col < cols; col++)
        if (!(table->col_withheld && table->col_withheld[col]) &&
            sum_of(counting->now, col, cols, rows) != sum_of(table->counts, col, cols, rows))
            return false;
    return table->total_withheld ||
           sum_of(counting->now, 0, 1, rows * cols) == sum_of(table->counts, 0, 1, rows * cols);
}

static void count_from(struct counting *counting, size_t place)
{
    const struct count_table *table = &counting->sample->table;
    if (place == table->rows * table->cols) {
        for (size_t i = 0; i < place && print_agrees(counting); i++) {
            if (counting->now[i] < counting->low[i])
                counting->low[i] = counting->now[i];
            if (counting->now[i] > counting->high[i])
                counting->high[i] = counting->now[i];
        }
        return;
    }
    counting->now[place] = table->counts[place];
    if (!counting->hidden[place]) {
        count_from(counting, place + 1);
        return;
    }
    for (int64_t count = 0; count <= counting->most; count++) {
        counting->now[place] = count;
        count_from(counting, place + 1);
    }
}

/* With counts 0 to 2 in 4 hidden cells no count above 8 can come out, unless there is no end. */
static void audit_agrees_with_counting(void **state)
{
    (void)state;
    uint32_t number = 1;
    int looked = 0, without_end = 0;
    for (int round = 0; round < 3000; round++) {
        struct sample sample;
        sample_fill(&sample, &number, 2, round % 2);
        bool hidden[PLACES_MAX] = {false};
        size_t places = sample.table.rows * sample.table.cols, hidden_count = 0;
        for (size_t i = 0; i < places; i++) {
            hidden[i] = hidden_count < 4 && next_number(&number) % 2;
            hidden_count += hidden[i];
        }
        struct counting counting = {.sample = &sample, .hidden = hidden, .most = 9};
        struct cell_bounds bounds[PLACES_MAX];
        for (size_t i = 0; i < places; i++)
            counting.low[i] = INT64_MAX;
        count_from(&counting, 0);
        size_t exact = suppress_audit(&sample.table, hidden, bounds), exact_expected = 0;
        for (size_t i = 0; i < places; i++) {
            int64_t high = bounds[i].high == SUPPRESS_NO_END ? counting.most : bounds[i].high;
            without_end += bounds[i].high == SUPPRESS_NO_END;
            assert_int_equal(bounds[i].low, counting.low[i]);
            assert_int_equal(high, counting.high[i]);
            assert_int_equal(bounds[i].exact, counting.low[i] == counting.high[i]);
            exact_expected += hidden[i] && bounds[i].exact;
            looked++;
        }
        assert_int_equal(exact, exact_expected);
    }
    print_message("# %d cells, %d without end\n", looked, without_end);
    assert_true(without_end > 50 && looked > 5000);
}

/* ---- all patterns, one by one ---- */

struct best {
    size_t extra;
    int64_t people, patterns;
};

static struct best patterns_try(const struct sample *sample, const bool *small)
{
    struct best best = {.extra = PLACES_MAX + 1};
    size_t places = sample->table.rows * sample->table.cols, spares[PLACES_MAX], spare_count = 0;
    for (size_t i = 0; i < places; i++)
        if (!small[i] && sample->counts[i] > 0)
            spares[spare_count++] = i;
    for (uint32_t pattern = 0; pattern < 1u << spare_count; pattern++) {
        bool hidden[PLACES_MAX];
        struct cell_bounds bounds[PLACES_MAX];
        size_t extra = (size_t)__builtin_popcount(pattern);
        int64_t people = 0;
        if (extra > best.extra)
            continue;
        memcpy(hidden, small, sizeof hidden);
        for (size_t i = 0; i < spare_count; i++)
            hidden[spares[i]] = hidden[spares[i]] || (pattern >> i & 1);
        suppress_audit(&sample->table, hidden, bounds);
        bool safe = true;
        for (size_t i = 0; i < places; i++) {
            people += hidden[i] ? sample->counts[i] : 0;
            safe = safe && !(small[i] && bounds[i].exact);
        }
        if (!safe || (extra == best.extra && people > best.people))
            continue;
        if (extra == best.extra && people == best.people)
            best.patterns++;
        else
            best = (struct best){extra, people, 1};
    }
    return best;
}

static void patterns_agree(int rounds, uint32_t count_max, bool withhold)
{
    uint32_t number = 7 + count_max;
    int none = 0, several = 0, most = 0;
    for (int round = 0; round < rounds; round++) {
        struct sample sample;
        sample_fill(&sample, &number, count_max, withhold);
        bool small[PLACES_MAX] = {false};
        size_t places = sample.table.rows * sample.table.cols, primary = 0;
        for (size_t i = 0; i < places; i++) {
            small[i] = sample.counts[i] > 0 && sample.counts[i] < 6;
            primary += small[i];
        }
        struct arena arena;
        arena_init(&arena);
        struct best best = patterns_try(&sample, small);
        struct suppression got = suppress_minimal(&arena, &sample.table, 6);
        assert_int_equal(got.primary, primary);
        assert_true((best.extra > PLACES_MAX) == (got.absent != NULL));
        if (!got.absent) {
            struct cell_bounds bounds[PLACES_MAX];
            assert_int_equal(got.extra, best.extra);
            assert_int_equal(got.people, best.people);
            assert_int_equal(got.patterns, best.patterns);
            assert_true(got.minimal);
            assert_int_equal(suppress_audit(&sample.table, got.hidden, bounds), 0);
        }
        none += got.absent != NULL;
        several += got.patterns > 1;
        most = (int)got.extra > most ? (int)got.extra : most;
        arena_clear(&arena);
    }
    print_message("# %d tables: %d cannot be protected, %d have several best patterns, up to %d cells more\n",
                  rounds, none, several, most);
}

static void minimal_agrees_with_trying(void **state)
{
    (void)state;
    patterns_agree(300, 12, false);
    patterns_agree(300, 30, false);
    patterns_agree(200, 12, true);
    patterns_agree(200, 60, true);
}

/* ---- by pencil ---- */

/* 3 stands alone: 2 x 2 has one way, all four cells, and what goes round is at most the smallest that
 * shrinks. 3 20 | 23 15 30 | 45 */
static void square_by_pencil(void **state)
{
    (void)state;
    const int64_t counts[] = {3, 20, 15, 30};
    struct count_table table = {.rows = 2, .cols = 2, .counts = counts};
    struct arena arena;
    arena_init(&arena);
    struct suppression made = suppress_minimal(&arena, &table, 6);
    struct cell_bounds bounds[4];
    assert_null(made.absent);
    assert_int_equal(made.primary, 1);
    assert_int_equal(made.extra, 3);
    assert_int_equal(made.people, 68);
    assert_int_equal(made.patterns, 1);
    assert_true(made.minimal && !made.note);
    assert_int_equal(suppress_audit(&table, made.hidden, bounds), 0);
    assert_int_equal(bounds[0].low, 0);
    assert_int_equal(bounds[0].high, 18);
    assert_int_equal(bounds[3].low, 27);
    assert_int_equal(bounds[3].high, 45);
    bool alone[] = {true, false, false, false};
    assert_int_equal(suppress_audit(&table, alone, bounds), 1);
    assert_int_equal(bounds[0].low, 3);
    assert_int_equal(bounds[0].high, 3);
    arena_clear(&arena);
}

/* A list of counts with its sum: one row whose columns have no total of their own. */
static void list_by_pencil(void **state)
{
    (void)state;
    const int64_t counts[] = {40, 2, 9, 7};
    const bool none[] = {true, true, true, true};
    struct count_table table = {.rows = 1, .cols = 4, .counts = counts, .col_withheld = none};
    struct arena arena;
    arena_init(&arena);
    struct suppression made = suppress_minimal(&arena, &table, 6);
    struct cell_bounds bounds[4];
    assert_int_equal(made.extra, 1);
    assert_true(made.hidden[1] && made.hidden[3]);
    assert_int_equal(suppress_audit(&table, made.hidden, bounds), 0);
    assert_int_equal(bounds[1].high, 9);
    table.total_withheld = true;
    const bool row_too[] = {true};
    table.row_withheld = row_too;
    made = suppress_minimal(&arena, &table, 6);
    assert_int_equal(made.extra, 0);
    suppress_audit(&table, made.hidden, bounds);
    assert_true(bounds[1].high == SUPPRESS_NO_END && bounds[1].low == 0);
    arena_clear(&arena);
}

static void what_cannot_be_protected_is_absent(void **state)
{
    (void)state;
    const int64_t row[] = {40, 2, 9, 7}, corner[] = {3, 0, 0, 30};
    struct count_table table = {.rows = 1, .cols = 4, .counts = row};
    struct arena arena;
    arena_init(&arena);
    struct suppression made = suppress_minimal(&arena, &table, 6);
    expect_absent(made.absent, "withhold a margin");
    assert_null(made.hidden);
    table = (struct count_table){.rows = 2, .cols = 2, .counts = corner};
    expect_absent(suppress_minimal(&arena, &table, 6).absent, "merge rows");
    assert_null(suppress_minimal(&arena, &table, 3).absent);
    assert_int_equal(suppress_minimal(&arena, &table, 3).extra, 0);
    arena_clear(&arena);
}

/* ---- properties ---- */

/* Columns for rows, and rows in another order: the same cells under another name. */
static void order_changes_nothing(void **state)
{
    (void)state;
    uint32_t number = 99;
    for (int round = 0; round < 100; round++) {
        struct sample sample, turned;
        sample_fill(&sample, &number, 25, false);
        turned = sample;
        size_t rows = sample.table.rows, cols = sample.table.cols;
        turned.table.rows = cols;
        turned.table.cols = rows;
        turned.table.counts = turned.counts;
        sample.table.counts = sample.counts;
        for (size_t i = 0; i < rows * cols; i++)
            turned.counts[(i % cols) * rows + (rows - 1 - i / cols)] = sample.counts[i];
        struct arena arena;
        arena_init(&arena);
        struct suppression one = suppress_minimal(&arena, &sample.table, 6);
        struct suppression other = suppress_minimal(&arena, &turned.table, 6);
        assert_int_equal(one.absent != NULL, other.absent != NULL);
        assert_int_equal(one.extra, other.extra);
        assert_int_equal(one.people, other.people);
        assert_int_equal(one.patterns, other.patterns);
        arena_clear(&arena);
    }
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

/* One cell in `one_in` is small, the others up to 1000. */
static void large_table(size_t rows, size_t cols, uint32_t one_in)
{
    struct arena arena;
    arena_init(&arena);
    int64_t *counts = ARENA_ARRAY(&arena, int64_t, rows * cols);
    struct cell_bounds *bounds = ARENA_ARRAY(&arena, struct cell_bounds, rows * cols);
    uint32_t number = 5;
    for (size_t i = 0; i < rows * cols; i++)
        counts[i] =
            next_number(&number) % one_in == 0 ? next_number(&number) % 6 : 6 + next_number(&number) % 995;
    struct count_table table = {.rows = rows, .cols = cols, .counts = counts};
    double start = now_ms();
    struct suppression made = suppress_minimal(&arena, &table, 6);
    double chosen = now_ms() - start;
    start = now_ms();
    assert_null(made.absent);
    assert_true(made.minimal ? made.patterns >= 1 || !made.note : made.note != NULL);
    assert_int_equal(suppress_audit(&table, made.hidden, bounds), 0);
    print_message("# %zu x %zu: %zu small, %zu more, %s; %.1f ms, audit %.1f ms\n", rows, cols, made.primary,
                  made.extra, made.minimal ? "minimal" : "cut short", chosen, now_ms() - start);
    assert_true(chosen < 30000);
    arena_clear(&arena);
}

static void ordinary_tables_are_quick(void **state)
{
    (void)state;
    large_table(6, 5, 6);
    large_table(10, 10, 10);
    large_table(16, 10, 15);
    large_table(20, 20, 10);
    large_table(20, 20, 4);
    large_table(120, 60, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R13: the audit agrees with counting every table that fits the print", audit_agrees_with_counting,
         NULL, NULL, NULL},
        {"R13: the fewest cells agree with trying every pattern", minimal_agrees_with_trying, NULL, NULL,
         NULL},
        {"R13: one small cell by pencil", square_by_pencil, NULL, NULL, NULL},
        {"R13: a list with its sum by pencil", list_by_pencil, NULL, NULL, NULL},
        {"R13: what cannot be protected is absent with its reason", what_cannot_be_protected_is_absent, NULL,
         NULL, NULL},
        {"R13: rows for columns, and another order, change nothing", order_changes_nothing, NULL, NULL, NULL},
        {"R13: ordinary tables are quick, large ones end", ordinary_tables_are_quick, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_suppress", tests, NULL, NULL);
}
