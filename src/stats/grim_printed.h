/* grim_printed: a printed number as integers, shared by the grim files; other folders use grim.h.
 *
 * "36.3" is 363 units of 1/10. A count k of M prints near k * scale / M units, so every question becomes one
 * about integers: is there a k with (2 units - 1) M <= 2 k scale < (2 units + 1) M? The limits of grim.h
 * keep every product inside 63 bits. */
#ifndef STATS_GRIM_PRINTED_H
#define STATS_GRIM_PRINTED_H

#include "stats/grim.h"

struct printed {
    int64_t units; /* the digits without the point */
    int64_t scale; /* units in one whole: 10 to the decimals, times 100 for a percentage */
    int decimals;
    bool percentage;
};

/* Reads the text.
 * FAILS as grim.h says. */
bool printed_read(const char *text, bool percentage, struct printed *printed, struct err *err);

/* The counts of `parts` (people, or people times items) that print as this number; none when low > high. */
struct count_range {
    int64_t low, high;
};

struct count_range printed_range(const struct printed *printed, int64_t parts, enum grim_rounding rounding);

/* The count of `parts` nearest to the printed number; the lower of two. */
int64_t printed_nearest(const struct printed *printed, int64_t parts);

/* True when some rounding makes some count print as this number. */
bool printed_is_possible(const struct printed *printed, int64_t parts);

/* FAILS when `parts` is not in 1..most. `what` names them in the sentence: "people". */
bool parts_check(int64_t parts, int64_t most, const char *what, struct err *err);

#endif
