/* expect: what the tests by pencil and by property ask of a figure. */
#ifndef TESTS_NUMBERS_EXPECT_H
#define TESTS_NUMBERS_EXPECT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "stats/figure.h"

/* Not absent, and within `tolerance`, absolutely. */
void expect_figure(struct figure got, double expected, double tolerance);
void expect_absent(const char *absent, const char *part_of_reason);

/* The call must fail an assert: it runs in a process of its own, which must abort. */
void expect_abort(void (*call)(void));

#endif
