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

/* What must be the same: the number of the bin, or the value's bits. */
static uint64_t code_of(const struct match_column *column, size_t row)
{
    double value = column->values[row];
    assert(isfinite(value));
    if (!column->cuts)
        return bits_of(value);
    size_t low = 0, high = column->cut_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (column->cuts[middle] <= value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint64_t stirred(uint64_t hash, uint64_t code)
{
    hash =
        (hash ^ code) * UINT64_C(0x9E3779B97F4A7C15); /* 2^64 / the golden ratio, Knuth 1973, vol. 3, 6.4 */
    return hash ^ hash >> 32;
}

/* A person whose stratum has its place in the table. */
struct slot {
    uint64_t hash;
    uint32_t first_row, number; /* number from 1; 0 marks an empty slot */
};

struct table {
    struct slot *slots;
    size_t mask; /* slots - 1, a power of two less one */
    uint32_t strata;
};

static void table_double(struct table *table)
{
    size_t old_mask = table->mask;
    struct slot *old = table->slots;
    table->mask = 2 * old_mask + 1;
    table->slots = memory_alloc((table->mask + 1) * sizeof *table->slots);
    for (size_t i = 0; i <= old_mask; i++) {
        if (old[i].number == 0)
            continue;
        size_t at = old[i].hash & table->mask;
        while (table->slots[at].number)
            at = (at + 1) & table->mask;
        table->slots[at] = old[i];
    }
    free(old);
}

static bool alike(const uint64_t *codes, size_t n, size_t column_count, size_t one, size_t other)
{
    for (size_t i = 0; i < column_count; i++)
        if (codes[i * n + one] != codes[i * n + other])
            return false;
    return true;
}

/* The number of a person's stratum, a new one if nobody like them has come before. */
static uint32_t table_number(struct table *table, const uint64_t *codes, size_t n, size_t column_count,
                             uint64_t hash, uint32_t row)
{
    size_t at = hash & table->mask;
    for (; table->slots[at].number; at = (at + 1) & table->mask)
        if (table->slots[at].hash == hash && alike(codes, n, column_count, table->slots[at].first_row, row))
            return table->slots[at].number - 1;
    table->slots[at] = (struct slot){.hash = hash, .first_row = row, .number = ++table->strata};
    if (2 * (size_t)table->strata > table->mask)
        table_double(table);
    return table->strata - 1;
}

uint32_t match_strata(const struct match_column *columns, size_t column_count, size_t n, uint32_t *stratum)
{
    enum { FIRST_SLOTS = 1024 };
    assert(n < UINT32_MAX);
    for (size_t i = 0; i < column_count; i++)
        for (size_t cut = 1; columns[i].cuts && cut < columns[i].cut_count; cut++)
            assert(columns[i].cuts[cut - 1] < columns[i].cuts[cut]);
    uint64_t *codes = memory_alloc(n * (column_count + 1) * sizeof *codes),
             *hashes = codes + n * column_count;
    for (size_t i = 0; i < column_count; i++)
        for (size_t row = 0; row < n; row++) {
            codes[i * n + row] = code_of(&columns[i], row);
            hashes[row] = stirred(hashes[row], codes[i * n + row]);
        }
    struct table table = {.slots = memory_alloc(FIRST_SLOTS * sizeof *table.slots), .mask = FIRST_SLOTS - 1};
    for (size_t row = 0; row < n; row++)
        stratum[row] = table_number(&table, codes, n, column_count, hashes[row], (uint32_t)row);
    free(table.slots);
    free(codes);
    return table.strata;
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
