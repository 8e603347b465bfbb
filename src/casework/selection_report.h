/* selection_report: a selection as people read it: who is on the list with which answers, who was chosen how,
 * and counts that sum. */
#ifndef CASEWORK_SELECTION_REPORT_H
#define CASEWORK_SELECTION_REPORT_H

#include "casework/selection.h"
#include "report/report.h"

/* `most` rows of the list; 0: all. */
struct report *selection_report(struct arena *arena, const struct selection *selection, int64_t most);

/* Adds a table for each fact: who was on the register on the day of the list, and of them those in the
 * programme, so that "they reflected the register" becomes counts (R80). Nothing while nobody is chosen. */
bool selection_report_mix(struct arena *arena, const struct store *store, struct report *report,
                          const struct selection *selection, const enum fact_id *facts, size_t count,
                          struct err *err);

/* What verifying found; at most `most` differences are listed, all are counted. */
struct report *selection_proof_report(struct arena *arena, const struct selection *selection,
                                      const struct selection_proof *proof, int64_t most);

/* The table of those who differ; none when nobody does. */
void lottery_differences_table(struct report *report, const struct lottery_difference *differences,
                               size_t count, int64_t most);

#endif
