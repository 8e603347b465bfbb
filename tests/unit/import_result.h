/* import_result: what an import said, as assertions. */
#ifndef TESTS_IMPORT_RESULT_H
#define TESTS_IMPORT_RESULT_H

#include "store_place.h"

static inline void counts(struct import_result result, int64_t added, int64_t changed, int64_t unchanged,
                          int64_t rejected)
{
    if (result.added != added || result.changed != changed || result.unchanged != unchanged ||
        result.rejected != rejected)
        fail_msg("%lld added, %lld changed, %lld unchanged, %lld rejected; first problem: %s",
                 (long long)result.added, (long long)result.changed, (long long)result.unchanged,
                 (long long)result.rejected,
                 result.problems.count ? result.problems.kept[0].sentence : "none");
}

static inline void has_problem(const struct import_result *result, size_t at, int64_t row, const char *field,
                               const char *words)
{
    if (at >= result->problems.kept_count)
        fail_msg("there are only %zu problems, and none about %s", result->problems.kept_count, words);
    const struct problem *problem = &result->problems.kept[at];
    if (problem->row != row || strcmp(problem->field, field) != 0 || !strstr(problem->sentence, words))
        fail_msg("row %lld, %s: %s", (long long)problem->row, problem->field, problem->sentence);
}

#endif
