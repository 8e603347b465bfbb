/* How two values or ranges lie to each other: the range functions of DMN 1.5, 10.3.4, after Allen,
 * "Maintaining knowledge about temporal intervals", Communications of the ACM 26, 1983.
 *
 * Each end is an edge: a value, and whether the edge is just below it, at it, or just above it. A closed end
 * is at its value; an open beginning is just above, an open end just below. The table's many cases of open
 * and closed are then plain comparisons of edges. */
#include "rule/call.h"

#include "base/banned.h"

struct edge {
    struct datum value;
    int nudge;    /* -1, 0, 1 */
    int infinite; /* -1, 1: before, after every value */
};

struct span {
    struct edge low, high;
    bool is_range;
};

static bool span_of(const struct call *call, size_t index, struct span *out)
{
    struct datum value = argument(call, index);
    if (value.type == DATUM_null || (value.type == DATUM_range && value.range->except))
        return false;
    *out = (struct span){
        .low = {.value = value}, .high = {.value = value}, .is_range = value.type == DATUM_range};
    if (!out->is_range)
        return true;
    const struct datum_range *range = value.range;
    out->low = (struct edge){range->low, range->low_end == END_open, -(range->low_end == END_unbounded)};
    out->high = (struct edge){range->high, -(range->high_end == END_open), range->high_end == END_unbounded};
    return true;
}

static enum datum_order compare(const struct edge *a, const struct edge *b)
{
    int a_order = a->infinite, b_order = b->infinite;
    if (!a_order && !b_order) {
        enum datum_order order = datum_compare(a->value, b->value);
        if (order != DATUM_same)
            return order;
        a_order = a->nudge;
        b_order = b->nudge;
    }
    return a_order < b_order ? DATUM_less : a_order > b_order ? DATUM_greater : DATUM_same;
}

enum kinds { ANY_BOTH, RANGE_BOTH, RANGE_SECOND, ALIKE };

struct pair {
    enum datum_order lows, highs; /* a's to b's */
    enum datum_order high_to_low; /* a's high to b's low */
};

/* The two arguments, in turn or swapped, compared; false when a test between them means nothing. */
static bool pair_of(const struct call *call, bool swapped, enum kinds kinds, struct pair *out)
{
    struct span a, b;
    if (call->count != 2 || !span_of(call, swapped, &a) || !span_of(call, !swapped, &b))
        return false;
    if ((kinds == RANGE_BOTH && !(a.is_range && b.is_range)) || (kinds == RANGE_SECOND && !b.is_range) ||
        (kinds == ALIKE && a.is_range != b.is_range))
        return false;
    *out = (struct pair){compare(&a.low, &b.low), compare(&a.high, &b.high), compare(&a.high, &b.low)};
    return out->lows != DATUM_unordered && out->highs != DATUM_unordered &&
           out->high_to_low != DATUM_unordered;
}

static struct datum is_before(const struct call *call, bool swapped)
{
    struct pair pair;
    return pair_of(call, swapped, ANY_BOTH, &pair) ? datum_boolean(pair.high_to_low == DATUM_less)
                                                   : datum_null();
}

static struct datum is_met(const struct call *call, bool swapped)
{
    struct pair pair;
    return pair_of(call, swapped, RANGE_BOTH, &pair) ? datum_boolean(pair.high_to_low == DATUM_same)
                                                     : datum_null();
}

static struct datum overlaps_before(const struct call *call, bool swapped)
{
    struct pair pair;
    if (!pair_of(call, swapped, RANGE_BOTH, &pair))
        return datum_null();
    return datum_boolean(pair.lows == DATUM_less && pair.high_to_low != DATUM_less &&
                         pair.highs != DATUM_greater);
}

static struct datum finishes(const struct call *call, bool swapped)
{
    struct pair pair;
    if (!pair_of(call, swapped, RANGE_SECOND, &pair))
        return datum_null();
    return datum_boolean(pair.highs == DATUM_same && pair.lows != DATUM_less);
}

static struct datum starts(const struct call *call, bool swapped)
{
    struct pair pair;
    if (!pair_of(call, swapped, RANGE_SECOND, &pair))
        return datum_null();
    return datum_boolean(pair.lows == DATUM_same && pair.highs != DATUM_greater);
}

static struct datum during(const struct call *call, bool swapped)
{
    struct pair pair;
    if (!pair_of(call, swapped, RANGE_SECOND, &pair))
        return datum_null();
    return datum_boolean(pair.lows != DATUM_less && pair.highs != DATUM_greater);
}

struct datum call_before(const struct call *call)
{
    return is_before(call, false);
}

struct datum call_after(const struct call *call)
{
    return is_before(call, true);
}

struct datum call_meets(const struct call *call)
{
    return is_met(call, false);
}

struct datum call_met_by(const struct call *call)
{
    return is_met(call, true);
}

struct datum call_overlaps(const struct call *call)
{
    struct pair forth, back;
    if (!pair_of(call, false, RANGE_BOTH, &forth) || !pair_of(call, true, RANGE_BOTH, &back))
        return datum_null();
    return datum_boolean(forth.high_to_low != DATUM_less && back.high_to_low != DATUM_less);
}

struct datum call_overlaps_before(const struct call *call)
{
    return overlaps_before(call, false);
}

struct datum call_overlaps_after(const struct call *call)
{
    return overlaps_before(call, true);
}

struct datum call_finishes(const struct call *call)
{
    return finishes(call, false);
}

struct datum call_finished_by(const struct call *call)
{
    return finishes(call, true);
}

struct datum call_includes(const struct call *call)
{
    return during(call, true);
}

struct datum call_during(const struct call *call)
{
    return during(call, false);
}

struct datum call_starts(const struct call *call)
{
    return starts(call, false);
}

struct datum call_started_by(const struct call *call)
{
    return starts(call, true);
}

struct datum call_coincides(const struct call *call)
{
    struct pair pair;
    if (!pair_of(call, false, ALIKE, &pair))
        return datum_null();
    return datum_boolean(pair.lows == DATUM_same && pair.highs == DATUM_same);
}
