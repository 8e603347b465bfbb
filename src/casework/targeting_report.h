/* targeting_report: the targeting report as people read it (R53). */
#ifndef CASEWORK_TARGETING_REPORT_H
#define CASEWORK_TARGETING_REPORT_H

#include "casework/targeting.h"
#include "report/report.h"

/* A table of the criteria, one of those eligible by how many preferred criteria they meet, one for each mix,
 * and a caution for each pair that cannot both hold and for each criterion that nobody could meet. */
struct report *targeting_report(struct arena *arena, const struct targeting *targeting);

/* The table of a mix: "By gender: the register, and of it those eligible". `chosen`: "eligible", in small
 * letters. */
void mix_table(struct arena *arena, struct report *report, enum fact_id fact, const struct mix *mix,
               const char *chosen);

#endif
