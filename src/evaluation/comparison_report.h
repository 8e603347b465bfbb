/* comparison_report: a comparison as tables, charts and sentences. Numbers and words come from the counts
 * alone. */
#ifndef EVALUATION_COMPARISON_REPORT_H
#define EVALUATION_COMPARISON_REPORT_H

#include "evaluation/comparison.h"
#include "report/report.h"

/* The whole report: what must be said first; how many were eligible, enrolled, reached and missed; wave by
 * wave every state of both groups, how far they differ, each outcome with its sentence, and the worst case
 * when people were missed. `completers`: a second reading of the same programme in which only those who
 * completed count, or NULL. */
struct report *comparison_report(struct arena *arena, const struct comparison *comparison,
                                 const struct comparison *completers);

#endif
