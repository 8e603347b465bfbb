/* plot: what the character plot and the picture of an interval chart have in common. */
#ifndef REPORT_PLOT_H
#define REPORT_PLOT_H

#include "report/axis.h"
#include "report/model.h"

struct scale {
    struct axis axis; /* in shown units: percent and points, not shares */
    double factor;    /* from given to shown */
};

/* An axis that holds every interval and the reference. ABSENT (false): no row has an interval. */
bool plot_scale(const struct chart *chart, int ticks_max, struct scale *scale);

double plot_place(const struct scale *scale, double given); /* 0..1 along the axis */

const char *plot_tick(struct arena *arena, const struct chart *chart, const struct scale *scale, int tick,
                      bool unicode);
const char *plot_estimate(struct arena *arena, const struct chart *chart, const struct mark *mark,
                          bool unicode);
const char *plot_interval(struct arena *arena, const struct chart *chart, const struct mark *mark,
                          bool unicode, size_t high_width);
size_t plot_high_width(const struct chart *chart, bool unicode);

#endif
