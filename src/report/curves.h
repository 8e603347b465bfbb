/* curves: what the drawings of curves share. */
#ifndef REPORT_CURVES_H
#define REPORT_CURVES_H

#include "report/plot.h"

/* Both axes hold every point, and 0. ABSENT (false): there is no point. */
bool curves_scale(const struct chart *chart, int ticks_across, int ticks_up, struct scale *across,
                  struct scale *up);

/* The point that holds at x; NULL before the first and after the last. */
const struct curve_point *curve_at(const struct curve *curve, double x);

const char *curves_tick_across(struct arena *arena, const struct scale *across, int tick, bool unicode);

/* A row for each point of each curve. */
struct table *curves_numbers(struct arena *arena, const struct chart *chart);

#endif
