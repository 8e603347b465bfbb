/* oracle: the truths the number tests compare with.
 *
 * Files (oracle_file.h) made elsewhere by another program, in $MAHI_SHARED/oracles. A file that is
 * not there fails the test with a sentence that says where it was expected; it is never passed over. */
#ifndef TESTS_NUMBERS_ORACLE_H
#define TESTS_NUMBERS_ORACLE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "stats/figure.h"

#include "oracle_file.h"

/* `path` is under oracles: "01_proportions/pairs_input.csv". */
void oracle_open(struct oracle *oracle, const char *path);

/* The worst relative error met, and where. */
struct worst {
    double error;
    char where[80];
    size_t compared;
};

void worst_print(const struct worst *worst, const char *topic);

/* Both compare with the expected `value` of a case and statistic in a long-form file (case,stat,value): NA
 * and NaN there must be absent here, numbers must agree to `tolerance`, relatively. */
void oracle_expect(const struct oracle *expected, const char *name, const char *stat, struct figure got,
                   double tolerance, struct worst *worst);
void oracle_expect_interval(const struct oracle *expected, const char *name, const char *stat_low,
                            const char *stat_high, struct interval got, double tolerance,
                            struct worst *worst);

/* One number against one number. */
void expect_close(double got, double expected, double tolerance, const char *where, struct worst *worst);

/* Not absent, and within `tolerance`, absolutely: for numbers done by pencil. */
void expect_figure(struct figure got, double expected, double tolerance);
void expect_absent(const char *absent, const char *part_of_reason);

/* The call must fail an assert: it runs in a process of its own, which must abort. */
void expect_abort(void (*call)(void));

#endif
