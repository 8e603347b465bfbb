/* case: what a unit test includes first. A case's name begins with what it proves: "R14: …", or "house: …"
 * when no numbered promise is meant. One group a program, so that its TAP is one plan. */
#ifndef TESTS_CASE_H
#define TESTS_CASE_H

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CASE(name, function)                                                                                 \
    {                                                                                                        \
        name, function, NULL, NULL, NULL                                                                     \
    }
/* As main does, for text_width. */
#define RUN(cases) (setlocale(LC_CTYPE, "C.UTF-8"), cmocka_run_group_tests_name(__FILE__, cases, NULL, NULL))

#endif
