#include "stats/sort_doubles.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#include "base/banned.h"

enum { DIGIT_BITS = 11, DIGITS = 6, HEAPS = 1 << DIGIT_BITS, FIRST_DIGITS = 3 };

/* Bits in the place of a double: the compiler must know that both are the same memory. */
typedef uint64_t __attribute__((may_alias)) key_in_place;

static uint64_t key_of(double x)
{
    assert(x == x);
    return sort_key(x);
}

static double number_of(uint64_t key)
{
    uint64_t bits = key ^ ((key >> 63) ? UINT64_C(1) << 63 : UINT64_MAX);
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The keys' highest differing bits are dealt out first; what they do not tell apart is left to the end. */
struct dealing {
    unsigned shift[DIGITS];
    size_t digits; /* lowest first */
    uint32_t heaps[DIGITS][HEAPS];
};

static size_t digit_of(uint64_t key, unsigned shift)
{
    return (size_t)(key >> shift) & (HEAPS - 1);
}

/* `differing` has the bits in which any two keys differ. */
static struct dealing *dealing_open(uint64_t differing, bool all_bits)
{
    struct dealing *dealing = memory_alloc(sizeof *dealing);
    unsigned bits = differing ? 64 - (unsigned)__builtin_clzll(differing) : 0;
    unsigned lowest = all_bits || bits <= FIRST_DIGITS * DIGIT_BITS ? 0 : bits - FIRST_DIGITS * DIGIT_BITS;
    for (unsigned shift = lowest; shift < bits; shift += DIGIT_BITS)
        if (differing >> shift & (HEAPS - 1))
            dealing->shift[dealing->digits++] = shift;
    return dealing;
}

static void dealing_count(struct dealing *dealing, uint64_t key)
{
    for (size_t digit = 0; digit < dealing->digits; digit++)
        dealing->heaps[digit][digit_of(key, dealing->shift[digit])]++;
}

/* Turns how many into where each heap begins. */
static void dealing_begin(struct dealing *dealing)
{
    for (size_t digit = 0; digit < dealing->digits; digit++) {
        uint32_t begin = 0;
        for (size_t i = 0; i < HEAPS; i++) {
            uint32_t here = dealing->heaps[digit][i];
            dealing->heaps[digit][i] = begin;
            begin += here;
        }
    }
}

static void insert_few(double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert(x[i] == x[i]);
        double moving = x[i] + 0.0;
        size_t to = i;
        for (; to > 0 && x[to - 1] > moving; to--)
            x[to] = x[to - 1];
        x[to] = moving;
    }
}

/* Keys that are nearly in order. False when they are not so near that this is the way to do it. */
static bool insert_rest(key_in_place *keys, size_t n)
{
    size_t moves_left = 4 * n;
    for (size_t i = 1; i < n; i++) {
        uint64_t moving = keys[i];
        size_t to = i;
        for (; to > 0 && keys[to - 1] > moving; to--)
            keys[to] = keys[to - 1];
        keys[to] = moving;
        if (i - to > moves_left)
            return false;
        moves_left -= i - to;
    }
    return true;
}

/* Deals keys[0..n) out by their differing bits, highest FIRST_DIGITS digits or all; `room` as long. */
static void deal_keys(key_in_place *keys, key_in_place *room, size_t n, uint64_t differing, bool all_bits)
{
    struct dealing *dealing = dealing_open(differing, all_bits);
    for (size_t i = 0; i < n; i++)
        dealing_count(dealing, keys[i]);
    dealing_begin(dealing);
    key_in_place *from = keys, *to = room;
    for (size_t digit = 0; digit < dealing->digits; digit++) {
        uint32_t *heaps = dealing->heaps[digit];
        unsigned shift = dealing->shift[digit];
        for (size_t i = 0; i < n; i++)
            to[heaps[digit_of(from[i], shift)]++] = from[i];
        key_in_place *other = from;
        from = to;
        to = other;
    }
    if (from != keys)
        memcpy(keys, from, n * sizeof *keys);
    free(dealing);
}

void sort_doubles(double *x, double *room, size_t n)
{
    assert(n < UINT32_MAX);
    if (n < 200) {
        insert_few(x, n);
        return;
    }
    key_in_place *keys = (key_in_place *)x;
    uint64_t differing = 0, first = key_of(x[0]);
    for (size_t i = 0; i < n; i++) {
        keys[i] = key_of(x[i]);
        differing |= keys[i] ^ first;
    }
    deal_keys(keys, (key_in_place *)room, n, differing, false);
    if (!insert_rest(keys, n))
        deal_keys(keys, (key_in_place *)room, n, differing, true);
    for (size_t i = 0; i < n; i++)
        x[i] = number_of(keys[i]);
}

/* As deal_keys; who has the same digits keeps their order. OUT where the people now are: `people` or `room`.
 */
static struct keyed *deal_keyed(struct keyed *people, struct keyed *room, size_t n, uint64_t differing,
                                bool all_bits)
{
    struct dealing *dealing = dealing_open(differing, all_bits);
    for (size_t i = 0; i < n; i++)
        dealing_count(dealing, people[i].key);
    dealing_begin(dealing);
    struct keyed *from = people, *to = room;
    for (size_t digit = 0; digit < dealing->digits; digit++) {
        uint32_t *heaps = dealing->heaps[digit];
        unsigned shift = dealing->shift[digit];
        for (size_t i = 0; i < n; i++)
            to[heaps[digit_of(from[i].key, shift)]++] = from[i];
        struct keyed *other = from;
        from = to;
        to = other;
    }
    free(dealing);
    return from;
}

/* As insert_rest; equal keys keep their order, also when it gives up. */
static bool insert_rest_keyed(struct keyed *people, size_t n)
{
    size_t moves_left = 4 * n;
    for (size_t i = 1; i < n; i++) {
        struct keyed moving = people[i];
        size_t to = i;
        for (; to > 0 && people[to - 1].key > moving.key; to--)
            people[to] = people[to - 1];
        people[to] = moving;
        if (i - to > moves_left)
            return false;
        moves_left -= i - to;
    }
    return true;
}

struct keyed *sort_keyed(struct keyed *people, struct keyed *room, size_t n)
{
    uint64_t differing = 0;
    for (size_t i = 0; i < n; i++)
        differing |= people[i].key ^ people[0].key;
    struct keyed *sorted = deal_keyed(people, room, n, differing, false);
    return insert_rest_keyed(sorted, n)
               ? sorted
               : deal_keyed(sorted, sorted == people ? room : people, n, differing, true);
}

void order_doubles(const double *x, size_t n, uint32_t *order)
{
    assert(n < UINT32_MAX);
    if (n == 0)
        return;
    struct keyed *both = memory_alloc(2 * n * sizeof *both);
    for (size_t i = 0; i < n; i++)
        both[i] = (struct keyed){.key = key_of(x[i]), .place = (uint32_t)i};
    const struct keyed *sorted = sort_keyed(both, both + n, n);
    for (size_t i = 0; i < n; i++)
        order[i] = sorted[i].place;
    free(both);
}
