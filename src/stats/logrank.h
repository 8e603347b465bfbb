/* logrank: do the groups have the event at the same rate?
 *
 * At each time with events, those at risk are compared: if the groups do not differ, each should have had
 * its share of the events. Observed minus expected, added up over time, is the test. With rho 0 all times
 * count alike (log-rank); with rho 1 early ones count more, by the share still waiting (Peto & Peto's kin
 * of Gehan-Wilcoxon). Choose before looking; the log-rank is the one to lock.
 *
 * With several causes the test of one cause, the others counted as censored, compares the rates at which
 * people leave that way (cause-specific hazards). It does not compare the shares who did: that is
 * gray_test (competing.h). Theory: docs/theory/logrank.md.
 * CHECKED against 09_survival and 10_competing (1e-12), and by hand in fractions. */
#ifndef STATS_LOGRANK_H
#define STATS_LOGRANK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "stats/durations.h"
#include "stats/figure.h"

/* A chi-squared test. */
struct chi_test {
    struct figure chi2, p; /* p: as far off or farther by chance */
    size_t df;
};

/* The upper tail, or why there is no test, and then in both figures. */
struct chi_test chi_test_of(double chi2, size_t df);
struct chi_test chi_test_absent(const char *why);

struct logrank {
    size_t groups;
    double *observed, *expected; /* of each group, weighted, summed over strata; they have the same sum */
    double *variance;            /* of observed - expected: groups * groups, row by row */
    struct chi_test test;
    bool compared; /* false: no event happened while two groups were at risk. The test then stands at chi2 0
                      and p 1, and means nothing: say that nothing could be compared */
};

/* The events of `cause` (CAUSE_ANY for all), stratum by stratum if there are strata.
 * IN rho >= 0.
 * OUT as above. df: groups with an expected event, less one; of which there are none when nothing was
 * compared: then groups with people, less one.
 * ABSENT the test, when fewer than two groups have people.
 * COST linear in people, times groups squared: 20 ms for a million people in two groups.
 * METHOD Mantel 1966; Peto & Peto 1972, Journal of the Royal Statistical Society A 135:185-207; Harrington
 * & Fleming 1982, Biometrika 69:553-566: weight S(t-)^rho, S the Kaplan-Meier curve of the stratum's
 * people together. Ties: the hypergeometric variance. */
struct logrank logrank_test(struct arena *arena, const struct durations *durations, size_t cause, double rho);

#endif
