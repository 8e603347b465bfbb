/* sort_doubles: numbers in ascending order, in time proportional to how many there are.
 *
 * A double's bits, with the sign bit turned (all bits, below zero), count upward as the number does, so they
 * can be dealt into heaps eleven bits at a time, the lowest first, without comparing anything. -0 and 0 are
 * equal and come out as 0.
 * IN everywhere: no NaN (asserts); infinities are numbers here.
 * COST about 15 ns a number at a million, 6 passes at most; a pass in which all digits agree is left out. */
#ifndef STATS_SORT_DOUBLES_H
#define STATS_SORT_DOUBLES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Sorts x[0..n) in place. IN `room` for as many again. */
void sort_doubles(double *x, double *room, size_t n);

/* OUT order[0..n): the places of x[0..n) in ascending order of their numbers; equal numbers keep the order
 * of their places. IN n under 2^32. FAILS never; COST room for 2n keys of 16 bytes, freed at the end. */
void order_doubles(const double *x, size_t n, uint32_t *order);

/* The bits of a number that count upward as it does; equal for equal numbers, 0 and -0 among them. */
static inline uint64_t sort_key(double x)
{
    uint64_t bits;
    x += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &x, sizeof bits);
    return bits ^ ((bits >> 63) ? UINT64_MAX : UINT64_C(1) << 63);
}

/* A number, by its key, and what it takes along. */
struct keyed {
    uint64_t key;
    union {
        uint32_t place;
        double number;
    };
};

/* Puts people[0..n) in ascending order of their keys; equal ones keep theirs. IN `room` for as many.
 * OUT where they are now: `people` or `room`. */
struct keyed *sort_keyed(struct keyed *people, struct keyed *room, size_t n);

#endif
