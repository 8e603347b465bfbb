#include "stats/contingency.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <Rmath.h>

#include "base/arena.h"
#include "stats/contingency_table.h"
#include "stats/fisher.h"

#include "base/banned.h"

static const char TOO_LARGE[] =
    "the table is too large to list all tables of its kind; chi-square holds for it";

/* A way of filling some columns: how much it takes from each row, packed; minus the logs of its cells'
 * factorials; and how many ways do just that. */
struct filling {
    uint64_t taken;
    double log_weight, ways;
};

/* Fillings of some columns, and what all of this table's kind share. */
struct listing {
    const struct contingency_table *table; /* its columns are filled one by one */
    const double *log_factorial;           /* of 0..table->all */
    const uint64_t *place;                 /* what one taken from each row adds to `taken` */
    uint64_t whole;                        /* what all rows hold, packed */
    double log_total;                      /* of the weights of all tables of this kind */
    double log_least;                      /* less likely fillings cannot be seen in p */
    struct filling *fillings;
    size_t count, room;
    uint64_t steps;  /* looked at so far */
    double certain;  /* the probability of fillings that belong to p however they go on; these are dropped */
    double log_most; /* of the weights that belong to p */
    const struct listing *partner; /* the other half, listed before; NULL for the first */
    bool at_last;                  /* this half's last column is being filled */
    bool sorts;                    /* puts what is left in falling order */
    bool judges;                   /* drops fillings by how they can go on */
    bool too_large;
};

enum { STEPS_FOR_AN_ENTRY = 25 };

static int filling_compare(const void *left, const void *right)
{
    const struct filling *a = left, *b = right;
    if (a->taken != b->taken)
        return a->taken < b->taken ? -1 : 1;
    return (a->log_weight > b->log_weight) - (a->log_weight < b->log_weight);
}

/* Sorts, and makes one of those that take the same and are equally likely. */
static void listing_merge(struct listing *listing)
{
    static const double SAME = 1e-11;
    struct filling *fillings = listing->fillings;
    size_t kept = 0;
    if (listing->count > 0)
        qsort(fillings, listing->count, sizeof *fillings, filling_compare);
    for (size_t i = 0; i < listing->count; i++) {
        struct filling *before = kept > 0 ? &fillings[kept - 1] : NULL;
        if (before && before->taken == fillings[i].taken &&
            fillings[i].log_weight - before->log_weight <= SAME)
            before->ways += fillings[i].ways;
        else
            fillings[kept++] = fillings[i];
    }
    listing->count = kept;
}

/* A full listing is merged, and is too large when that hardly helps. */
static void listing_add(struct listing *listing, struct filling filling)
{
    if (listing->count == CONTINGENCY_WORK_MAX) {
        listing_merge(listing);
        listing->too_large = listing->count > CONTINGENCY_WORK_MAX / 4 * 3;
    }
    if (listing->count == listing->room) {
        listing->room = listing->room ? 2 * listing->room : 1024;
        listing->fillings = memory_resize(listing->fillings, listing->room * sizeof *listing->fillings);
    }
    listing->fillings[listing->count++] = filling;
}

/* One column being filled on top of a filling. */
struct column {
    struct listing *listing;
    const int64_t *left; /* in each row before */
    int64_t *after;      /* in each row after; room for it and for a copy */
    int64_t left_all;    /* in all rows, once the column is full */
    double log_rest;     /* minus the log factorials of the columns not yet filled */
    struct filling made;
};

/* The chance that a random table begins so: what is left can be dealt in a known number of ways. */
static bool likely_enough(const struct column *column, double log_weight, double log_left)
{
    const struct listing *listing = column->listing;
    double log_ways = listing->log_factorial[column->left_all] - log_left + column->log_rest;
    return log_weight + log(column->made.ways) + log_ways - listing->log_total >= listing->log_least;
}

/* How many tables there are after a filling hangs on what is left in the rows, in whatever order: the first
 * half puts it in falling order, as the rows are, so that more are alike. OUT it packed. */
static uint64_t taken_sorted(const struct column *column)
{
    const struct listing *listing = column->listing;
    size_t rows = listing->table->rows;
    int64_t *sorted = column->after + rows;
    uint64_t taken = 0;
    for (size_t row = 0; row < rows; row++) {
        size_t at = row;
        for (; at > 0 && sorted[at - 1] < column->after[row]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = column->after[row];
    }
    for (size_t row = 0; row < rows; row++)
        taken += (uint64_t)(listing->table->row_sums[row] - sorted[row]) * listing->place[row];
    return taken;
}

/* Whether the first half has left just this for the second to take. */
static bool wanted_by(const struct listing *one, uint64_t taken)
{
    uint64_t wanted = one->whole - taken;
    size_t from = 0, to = one->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (one->fillings[middle].taken < wanted)
            from = middle + 1;
        else
            to = middle;
    }
    return from < one->count && one->fillings[from].taken == wanted;
}

static void column_done(struct column *column, uint64_t taken, double log_weight, double log_left)
{
    struct listing *listing = column->listing;
    if (++listing->steps > (uint64_t)CONTINGENCY_WORK_MAX * STEPS_FOR_AN_ENTRY) {
        listing->too_large = true;
        return;
    }
    if (listing->judges && !likely_enough(column, log_weight, log_left))
        return;
    if (listing->sorts)
        taken = taken_sorted(column);
    else if (listing->partner && listing->at_last && !wanted_by(listing->partner, taken))
        return;
    listing_add(listing, (struct filling){taken, log_weight, column->made.ways});
}

/* Puts `people` more into the rows from `row` on, in every way; `room` is what these rows have left. */
static void column_fill(struct column *column, size_t row, int64_t people, int64_t room, uint64_t taken,
                        double log_weight, double log_left)
{
    struct listing *listing = column->listing;
    const double *log_factorial = listing->log_factorial;
    int64_t left = column->left[row], after = room - left;
    int64_t least = people > after ? people - after : 0, most = people < left ? people : left;
    bool last = row + 1 == listing->table->rows;
    for (int64_t here = least; here <= most && !listing->too_large; here++) {
        uint64_t now_taken = taken + (uint64_t)here * listing->place[row];
        double now_weight = log_weight - log_factorial[here],
               now_left = log_left + log_factorial[left - here];
        column->after[row] = left - here;
        if (last)
            column_done(column, now_taken, now_weight, now_left);
        else
            column_fill(column, row + 1, people - here, after, now_taken, now_weight, now_left);
    }
}

/* The largest sum of log factorials that `people` make in places that hold up to holds[0..count), largest
 * first: they crowd together. */
static double crowded(const double *log_factorial, const int64_t *holds, size_t count, int64_t people)
{
    double sum = 0;
    for (size_t i = 0; i < count && people > 0; i++) {
        int64_t here = holds[i] < people ? holds[i] : people;
        sum += log_factorial[here];
        people -= here;
    }
    return sum;
}

/* Tables with these sums: between which two values their sum of log factorials lies for certain. */
struct bounds {
    double least, most;
};

/* What is left: each row's and each column's people, both without zeros. Most: each row on its own crowds
 * into the largest columns, or each column into the largest rows, whichever says less. Least: Lagrange's,
 * with multipliers as if rows and columns were unrelated; x people where e are expected make log x! - x log e
 * at least, which is smallest at the whole number under e. */
static struct bounds bounds_make(const double *log_factorial, const int64_t *rows, size_t row_count,
                                 const int64_t *columns, size_t column_count, int64_t all)
{
    double by_row = 0, by_column = 0, least = all > 0 ? -(double)all * log((double)all) : 0;
    for (size_t i = 0; i < row_count; i++) {
        by_row += crowded(log_factorial, columns, column_count, rows[i]);
        least += (double)rows[i] * log((double)rows[i]);
    }
    for (size_t j = 0; j < column_count; j++) {
        by_column += crowded(log_factorial, rows, row_count, columns[j]);
        least += (double)columns[j] * log((double)columns[j]);
    }
    for (size_t i = 0; i < row_count; i++)
        for (size_t j = 0; j < column_count; j++) {
            double expected = (double)rows[i] * (double)columns[j] / (double)all, whole = floor(expected);
            least += log_factorial[(int64_t)whole] - whole * log(expected);
        }
    return (struct bounds){least, fmin(by_row, by_column)};
}

static int compare_falling(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a < *b) - (*a > *b);
}

/* What a filling has left in each row; `all` of it. The last row's place is the first of the packing. */
static int64_t left_after(const struct listing *listing, uint64_t taken, int64_t *left)
{
    int64_t all = 0;
    for (size_t row = listing->table->rows; row-- > 0;) {
        uint64_t here = taken / listing->place[row];
        taken -= here * listing->place[row];
        left[row] = listing->table->row_sums[row] - (int64_t)here;
        all += left[row];
    }
    return all;
}

/* The sums that are not 0, largest first. OUT how many. */
static size_t sums_sort(int64_t *sums, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (sums[i] > 0)
            sums[kept++] = sums[i];
    qsort(sums, kept, sizeof *sums, compare_falling);
    return kept;
}

/* After a merge: of those that take the same, the likeliest never belong to p, however they go on, and are
 * dropped; the least likely always do, and are dropped from the first half too, all their tables counted.
 */
static void listing_prune(struct listing *listing, int64_t *left, const int64_t *rest, size_t rest_count)
{
    static const double SLACK = 1e-9; /* for the rounding of the bounds */
    struct filling *fillings = listing->fillings;
    size_t kept = 0, to;
    double log_rest = 0;
    for (size_t i = 0; i < rest_count; i++)
        log_rest -= listing->log_factorial[rest[i]];
    for (size_t from = 0; from < listing->count; from = to) {
        int64_t all = left_after(listing, fillings[from].taken, left);
        double log_ways = listing->log_factorial[all] + log_rest;
        for (size_t row = 0; row < listing->table->rows; row++)
            log_ways -= listing->log_factorial[left[row]];
        size_t row_count = sums_sort(left, listing->table->rows);
        struct bounds bounds = bounds_make(listing->log_factorial, left, row_count, rest, rest_count, all);
        for (to = from; to < listing->count && fillings[to].taken == fillings[from].taken; to++) {
            double log_weight = fillings[to].log_weight;
            if (log_weight - bounds.most > listing->log_most + SLACK)
                continue;
            if (!listing->partner && log_weight - bounds.least <= listing->log_most - SLACK)
                listing->certain += fillings[to].ways * exp(log_weight + log_ways - listing->log_total);
            else
                fillings[kept++] = fillings[to];
            /* `from` may have been overwritten by now, but with one that takes the same. */
        }
    }
    listing->count = kept;
}

/* Lists every filling of the columns of `mine` (by place), the others being filled later. */
static void listing_make(struct listing *listing, const bool *mine, int64_t *left, int64_t *rest)
{
    const struct contingency_table *table = listing->table;
    double log_rest = 0;
    for (size_t column = 0; column < table->columns; column++)
        log_rest -= listing->log_factorial[table->column_sums[column]];
    listing_add(listing, (struct filling){0, 0, 1});
    for (size_t at = 0; at < table->columns && !listing->too_large; at++) {
        if (!mine[at])
            continue;
        int64_t people = table->column_sums[at];
        log_rest += listing->log_factorial[people];
        listing->at_last = true;
        for (size_t i = at + 1; i < table->columns; i++)
            listing->at_last &= !mine[i];
        struct filling *before = listing->fillings;
        size_t before_count = listing->count;
        listing->fillings = NULL;
        listing->count = listing->room = 0;
        for (size_t i = 0; i < before_count && !listing->too_large; i++) {
            int64_t all = left_after(listing, before[i].taken, left);
            struct column column = {listing, left, left + table->rows, all - people, log_rest, before[i]};
            column_fill(&column, 0, people, all, before[i].taken, before[i].log_weight, 0);
        }
        free(before);
        listing_merge(listing);
        size_t rest_count = 0;
        for (size_t i = 0; listing->judges && i < table->columns; i++)
            if (i > at || !mine[i])
                rest[rest_count++] = table->column_sums[i];
        qsort(rest, rest_count, sizeof *rest, compare_falling);
        if (listing->judges)
            listing_prune(listing, left, rest, rest_count);
    }
}

/* Of both halves' fillings that fit together, the probability of those that belong to p. */
static double join(const struct listing *one, const struct listing *two)
{
    const struct filling *a = one->fillings, *b = two->fillings;
    double p = one->certain;
    size_t end = two->count;
    for (size_t from = 0, to; from < one->count; from = to) {
        for (to = from + 1; to < one->count && a[to].taken == a[from].taken; to++)
            ;
        uint64_t wanted = one->whole - a[from].taken;
        while (end > 0 && b[end - 1].taken > wanted)
            end--;
        size_t first = end;
        while (first > 0 && b[first - 1].taken == wanted)
            first--;
        if (first == end)
            continue;
        double base = b[end - 1].log_weight, sum = 0;
        size_t next = first;
        for (size_t i = to; i-- > from;) {
            for (; next < end && a[i].log_weight + b[next].log_weight <= one->log_most; next++)
                sum += b[next].ways * exp(b[next].log_weight - base);
            p += a[i].ways * exp(a[i].log_weight + base - one->log_total) * sum;
        }
        end = first;
    }
    return p;
}

/* The log of the number of ways to fill one column. */
static double log_ways(struct arena *arena, const struct contingency_table *table, size_t column)
{
    size_t people = (size_t)table->column_sums[column];
    double *ways = ARENA_ARRAY(arena, double, people + 1), *sums = ARENA_ARRAY(arena, double, people + 2);
    ways[0] = 1;
    for (size_t row = 0; row < table->rows; row++) {
        size_t room = (size_t)table->row_sums[row];
        for (size_t i = 0; i <= people; i++)
            sums[i + 1] = sums[i] + ways[i];
        for (size_t i = 0; i <= people; i++)
            ways[i] = sums[i + 1] - (i > room ? sums[i - room] : 0);
    }
    return log(fmax(ways[people], 1));
}

/* The first half is cut back as it grows, so it may have more columns: ways^0.75 are met. */
static const double FIRST_IS_LIGHTER = 0.75;

/* Deals the columns to two halves, those with the most ways first, each to the half with the fewer.
 * OUT the log of the ways of the larger half. */
static double halve(struct arena *arena, const struct contingency_table *table, bool *mine)
{
    double *ways = ARENA_ARRAY(arena, double, table->columns), half[2] = {0, 0};
    for (size_t i = 0; i < table->columns; i++)
        ways[i] = log_ways(arena, table, i);
    for (size_t round = 0; round < table->columns; round++) {
        size_t most = 0;
        for (size_t i = 1; i < table->columns; i++)
            if (ways[i] > ways[most])
                most = i;
        mine[most] = FIRST_IS_LIGHTER * half[1] < half[0];
        half[mine[most]] += ways[most];
        ways[most] = -1;
    }
    return fmax(half[0], FIRST_IS_LIGHTER * half[1]);
}

static struct contingency_table turned(struct arena *arena, const struct contingency_table *table)
{
    struct contingency_table other = {table->columns,     table->rows,     NULL,
                                      table->column_sums, table->row_sums, table->all};
    other.counts = ARENA_ARRAY(arena, int64_t, table->rows * table->columns);
    for (size_t row = 0; row < table->rows; row++)
        for (size_t column = 0; column < table->columns; column++)
            other.counts[column * table->rows + row] = table->counts[row * table->columns + column];
    return other;
}

/* Fills listing->place. False when what is taken from all rows does not fit into 64 bits. */
static bool places_make(struct arena *arena, struct listing *listing)
{
    uint64_t *place = ARENA_ARRAY(arena, uint64_t, listing->table->rows), next = 1;
    for (size_t row = 0; row < listing->table->rows; row++) {
        uint64_t values = (uint64_t)listing->table->row_sums[row] + 1;
        if (values > (UINT64_C(1) << 62) / next)
            return false;
        place[row] = next;
        listing->whole += (values - 1) * next;
        next *= values;
    }
    listing->place = place;
    return true;
}

static struct figure exact_p(struct arena *arena, const struct contingency_table *table, const bool *mine)
{
    double *log_factorial = ARENA_ARRAY(arena, double, (size_t)table->all + 1);
    for (int64_t i = 0; i <= table->all; i++)
        log_factorial[i] = lgammafn((double)i + 1);
    qsort(table->row_sums, table->rows, sizeof *table->row_sums,
          compare_falling); /* p does not mind the order */
    struct listing one = {.table = table, .log_factorial = log_factorial};
    if (!places_make(arena, &one))
        return figure_absent(TOO_LARGE);
    double log_seen = 0;
    one.log_total = log_factorial[table->all];
    for (size_t row = 0; row < table->rows; row++)
        one.log_total -= log_factorial[table->row_sums[row]];
    for (size_t column = 0; column < table->columns; column++)
        one.log_total -= log_factorial[table->column_sums[column]];
    for (size_t cell = 0; cell < table->rows * table->columns; cell++)
        log_seen -= log_factorial[table->counts[cell]];
    /* p is at least the seen table's own probability, and e^-45 of that, millions of times, is under 1e-12.
     */
    one.log_least = log_seen - one.log_total - 45;
    one.log_most = log_seen + 1e-7;
    struct listing two = one;
    one.judges = true;
    /* Two rows gain nothing from being put in order. With more, the second half's fillings are met by first
     * halves whose rows were in another order, so that how they go on is not known from where they stand. */
    one.sorts = table->rows > 2;
    two.partner = &one;
    two.judges = !one.sorts;
    bool *others = ARENA_ARRAY(arena, bool, table->columns);
    for (size_t i = 0; i < table->columns; i++)
        others[i] = !mine[i];
    int64_t *left = ARENA_ARRAY(arena, int64_t, 3 * table->rows),
            *rest = ARENA_ARRAY(arena, int64_t, table->columns);
    listing_make(&one, mine, left, rest);
    if (!one.too_large)
        listing_make(&two, others, left, rest);
    bool too_large = one.too_large || two.too_large;
    double p = too_large ? 0 : join(&one, &two);
    free(one.fillings);
    free(two.fillings);
    return too_large ? figure_absent(TOO_LARGE) : figure_of(fmin(p, 1));
}

struct figure contingency_exact(const int64_t *counts, size_t rows, size_t columns)
{
    static const int64_t PEOPLE_MAX = 2000000;
    struct arena arena;
    arena_init(&arena);
    struct contingency_table table = contingency_table_make(&arena, counts, rows, columns), other;
    struct figure p;
    if (table.all == 0) {
        p = figure_absent("nobody was counted");
    } else if (table.rows < 2 || table.columns < 2) {
        p = figure_of(1);
    } else if (table.rows == 2 && table.columns == 2) {
        p = fisher_two_sided(table.counts[0], table.row_sums[0], table.counts[2], table.row_sums[1]);
    } else if (table.all > PEOPLE_MAX) {
        p = figure_absent(TOO_LARGE);
    } else {
        other = turned(&arena, &table);
        bool *mine = ARENA_ARRAY(&arena, bool, table.columns),
             *others = ARENA_ARRAY(&arena, bool, table.rows);
        double work = halve(&arena, &table, mine), other_work = halve(&arena, &other, others);
        p = work <= other_work ? exact_p(&arena, &table, mine) : exact_p(&arena, &other, others);
    }
    arena_clear(&arena);
    return p;
}
