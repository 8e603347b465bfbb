/* times: how long people take to find work, with those still searching counted as such (R70, R161, R217).
 *
 * Each person is followed from their index date, or without a programme from the beginning of their last
 * registration without a break, until the first day of unsubsidised work; whoever dies or leaves the country
 * can no longer find any here, and is counted apart; whoever is still searching, or was last seen searching,
 * is followed up to that day and no farther. A date that is fixed beforehand hides whom it comes too early
 * for; a curve does not. */
#ifndef CASEWORK_TIMES_H
#define CASEWORK_TIMES_H

#include "report/report.h"
#include "store/ask.h"

struct times_request {
    int64_t programme;     /* its groups; 0: everybody who was registered */
    const struct ask *ask; /* NULL, or one question: those of whom it is true, is not, cannot be told */
    const char *words;     /* of the question */
    int32_t since, until;  /* only who began then; DATE_MIN, DATE_MAX: all */
    int32_t today;
};

/* COST some 20 microseconds a person. METHOD cumulative incidence (stats/competing.h), limits at 95 %.
 * FAILS ERR_absent: nobody is followed. */
bool times_report(struct arena *arena, const struct store *store, const struct times_request *request,
                  struct report **out, struct err *err);

#endif
