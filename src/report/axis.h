/* axis: round marks for a scale. */
#ifndef REPORT_AXIS_H
#define REPORT_AXIS_H

#include <stddef.h>

struct axis {
    double low, high; /* the ends, on ticks; low < high */
    double step;      /* 1, 2 or 5 times a power of ten */
    int ticks;        /* including both ends; at least 2 */
    int decimals;     /* that tell neighbouring ticks apart */
};

/* An axis that holds low..high with the smallest such step that gives at most `ticks_max` ticks.
 * IN finite, low <= high; equal ends get room on both sides. ticks_max >= 3.
 * METHOD Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990, with the step searched upward. */
struct axis axis_make(double low, double high, int ticks_max);

double axis_tick(const struct axis *axis, int tick);      /* 0 is exactly 0 */
double axis_place(const struct axis *axis, double value); /* 0 at the low end, 1 at the high end */

#endif
