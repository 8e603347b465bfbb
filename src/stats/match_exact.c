#include "stats/match_exact.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "stats/match_line.h"

#include "base/banned.h"

static uint64_t bits_of(double value)
{
    uint64_t bits;
    value += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* How many cuts a value has reached. A few are counted without asking one by one, so that nothing hangs on
 * guessing the answers. */
static size_t bin_of(const struct match_column *column, double value)
{
    enum { FEW_CUTS = 16 };
    size_t low = 0, high = column->cut_count;
    if (high <= FEW_CUTS) {
        for (size_t i = 0; i < high; i++)
            low += column->cuts[i] <= value;
        return low;
    }
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (column->cuts[middle] <= value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What must be the same: the number of the bin, or the value's bits. */
static uint64_t code_of(const struct match_column *column, size_t row)
{
    double value = column->values[row];
    assert(isfinite(value));
    return column->cuts ? bin_of(column, value) : bits_of(value);
}

/* People alike so far, and in one more column: a stratum by the columns until there. */
struct slot {
    uint64_t code; /* of the column */
    uint32_t before,
        number; /* the stratum by the columns before; by this one too, from 1; 0: an empty slot */
};

struct table {
    struct slot *slots;
    size_t mask; /* slots - 1, a power of two less one */
    uint32_t strata;
};

static size_t place_of(const struct table *table, uint64_t code, uint32_t before)
{
    uint64_t hash =
        (code ^ before) * UINT64_C(0x9E3779B97F4A7C15); /* 2^64 / the golden ratio, Knuth 1973, 6.4 */
    hash = (hash ^ hash >> 32 ^ before) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(hash >> 32) & table->mask;
}

static void table_double(struct table *table)
{
    size_t old_slots = table->mask + 1;
    struct slot *old = table->slots;
    table->mask = 2 * old_slots - 1;
    table->slots = memory_alloc(2 * old_slots * sizeof *table->slots);
    for (size_t i = 0; i < old_slots; i++) {
        if (old[i].number == 0)
            continue;
        size_t at = place_of(table, old[i].code, old[i].before);
        while (table->slots[at].number)
            at = (at + 1) & table->mask;
        table->slots[at] = old[i];
    }
    free(old);
}

/* The number of a person's stratum, a new one if nobody like them has come before. */
static uint32_t table_number(struct table *table, uint64_t code, uint32_t before)
{
    size_t at = place_of(table, code, before);
    for (; table->slots[at].number; at = (at + 1) & table->mask)
        if (table->slots[at].code == code && table->slots[at].before == before)
            return table->slots[at].number - 1;
    table->slots[at] = (struct slot){.code = code, .before = before, .number = ++table->strata};
    if (2 * (size_t)table->strata > table->mask)
        table_double(table);
    return table->strata - 1;
}

/* Splits the strata so far by one more column. */
static uint32_t strata_split(const struct match_column *column, size_t n, uint32_t *stratum)
{
    enum { FIRST_SLOTS = 1024 };
    for (size_t cut = 1; column->cuts && cut < column->cut_count; cut++)
        assert(column->cuts[cut - 1] < column->cuts[cut]);
    struct table table = {.slots = memory_alloc(FIRST_SLOTS * sizeof *table.slots), .mask = FIRST_SLOTS - 1};
    for (size_t row = 0; row < n; row++)
        stratum[row] = table_number(&table, code_of(column, row), stratum[row]);
    free(table.slots);
    return table.strata;
}

uint32_t match_strata(const struct match_column *columns, size_t column_count, size_t n, uint32_t *stratum)
{
    assert(n < UINT32_MAX);
    uint32_t strata = n > 0;
    for (size_t row = 0; row < n; row++)
        stratum[row] = 0;
    for (size_t i = 0; i < column_count; i++)
        strata = strata_split(&columns[i], n, stratum);
    return strata;
}

/* How many of both sides a stratum holds. */
struct sides {
    uint32_t treated, controls, first_row;
};

static struct sides *sides_count(const double *treat, const uint32_t *stratum, uint32_t strata, size_t n)
{
    struct sides *sides = memory_alloc(strata * sizeof *sides);
    for (size_t row = n; row-- > 0;) {
        struct sides *own = &sides[stratum[row]];
        bool took_part = match_took_part(treat[row]);
        own->treated += took_part;
        own->controls += !took_part;
        own->first_row = (uint32_t)row;
    }
    return sides;
}

struct match_exact match_exact(struct arena *arena, const double *treat, const struct match_column *columns,
                               size_t column_count, size_t n)
{
    struct match_exact made = {.weights = ARENA_ARRAY(arena, double, n),
                               .first_row = ARENA_ARRAY(arena, uint32_t, n)};
    uint32_t *stratum = memory_alloc(n * sizeof *stratum),
             strata = match_strata(columns, column_count, n, stratum);
    struct sides *sides = sides_count(treat, stratum, strata, n);
    double all_treated = 0, all_controls = 0;
    for (uint32_t i = 0; i < strata; i++)
        if (sides[i].treated > 0 && sides[i].controls > 0) {
            made.strata++;
            all_treated += sides[i].treated;
            all_controls += sides[i].controls;
        }
    for (size_t row = 0; row < n; row++) {
        const struct sides *own = &sides[stratum[row]];
        bool in = own->treated > 0 && own->controls > 0;
        made.first_row[row] = in ? own->first_row : MATCH_NO_STRATUM;
        if (in)
            made.weights[row] = match_took_part(treat[row])
                                    ? 1
                                    : (double)own->treated / own->controls * (all_controls / all_treated);
    }
    made.count = match_counted(treat, made.weights, n);
    free(sides);
    free(stratum);
    return made;
}

/* The matched, side by side, and their order: stratum by stratum, each by covariate. */
struct matched {
    double *values;
    uint32_t *stratum, *order;
    bool *took_part;
    size_t count;
};

static void matched_make(struct matched *matched, const struct match_exact *match, const double *treat,
                         const double *values, size_t n)
{
    *matched = (struct matched){.values = memory_alloc(n * sizeof *matched->values),
                                .stratum = memory_alloc(n * sizeof *matched->stratum),
                                .order = memory_alloc(n * sizeof *matched->order),
                                .took_part = memory_alloc(n * sizeof *matched->took_part)};
    for (size_t row = 0; row < n; row++)
        if (match->first_row[row] != MATCH_NO_STRATUM) {
            matched->values[matched->count] = values[row];
            matched->stratum[matched->count] = match->first_row[row];
            matched->took_part[matched->count++] = match_took_part(treat[row]);
        }
    match_line(matched->values, matched->stratum, n, matched->count, matched->order);
}

static void matched_clear(struct matched *matched)
{
    free(matched->values);
    free(matched->stratum);
    free(matched->order);
    free(matched->took_part);
}

/* Along a stratum in order of the covariate, each step from one person to the next is part of the distance of
 * those pairs that have one end on either side of it. */
struct figure match_exact_distance(const struct match_exact *match, const double *treat, const double *values,
                                   size_t n)
{
    struct matched of;
    matched_make(&of, match, treat, values, n);
    double sum = 0, pairs = 0;
    for (size_t first = 0, end; first < of.count; first = end) {
        double all[2] = {0}, passed[2] = {0}, before = of.values[of.order[first]];
        for (end = first; end < of.count && of.stratum[of.order[end]] == of.stratum[of.order[first]]; end++)
            all[of.took_part[of.order[end]]]++;
        for (size_t i = first; i < end; i++) {
            double here = of.values[of.order[i]];
            sum += (here - before) * (passed[0] * (all[1] - passed[1]) + passed[1] * (all[0] - passed[0]));
            passed[of.took_part[of.order[i]]]++;
            before = here;
        }
        pairs += all[0] * all[1];
    }
    matched_clear(&of);
    return pairs > 0 ? figure_of(sum / pairs) : figure_absent("nobody was matched");
}
