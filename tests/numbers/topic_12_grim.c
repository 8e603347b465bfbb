#include "topic.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "stats/grim.h"

#include "base/banned.h"

/* The truths' gaps are differences of two rounded numbers of some thousand units: their tenth digit is noise.
 */
static const struct rule RULES[] = {{"gap_*", 1e-12, 1e-10}, {"share_*", 1e-12, 0}, {"*", 0, 0}};

static struct answer checked(void *context, const struct oracle *table, size_t row, const char *column)
{
    (void)context;
    const char *reported = oracle_cell(table, row, "reported"), *point = strchr(reported, '.');
    int64_t n = oracle_int(table, row, "n"), items = oracle_int(table, row, "items");
    bool percentage = strcmp(oracle_cell(table, row, "percent"), "TRUE") == 0;
    struct grim_check check;
    struct err err = {.kind = ERR_none};
    if (strcmp(column, "decimals") == 0)
        return answer_count(point ? (int64_t)strlen(point + 1) : 0);
    if (!(percentage ? grim_percentage(reported, n * items, &check, &err)
                     : grim_mean(reported, n, items, &check, &err)))
        return answer_unknown();
    const struct {
        const char *column;
        int64_t value;
    } answers[] = {{"half_up", check.half_up}, {"half_down", check.half_down}, {"half_even", check.half_even},
                   {"any", check.any},         {"nearest_total", check.count}, {"testable", check.testable}};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (strcmp(answers[i].column, column) == 0)
            return answer_count(answers[i].value);
    return strcmp(column, "gap_units_last_digit") == 0 ? answer_real(check.gap_units) : answer_unknown();
}

/* The share of the hundred means x.00 … x.99 that n whole numbers can have. */
static struct answer grid(void *context, const struct oracle *table, size_t row, const char *column)
{
    (void)context;
    int possible = 0;
    for (int hundredths = 0; hundredths < 100; hundredths++) {
        char text[16];
        struct grim_check check;
        struct err err = {.kind = ERR_none};
        snprintf(text, sizeof text, "3.%02d", hundredths);
        if (!grim_mean(text, oracle_int(table, row, "n"), 1, &check, &err))
            return answer_unknown();
        possible += check.any;
    }
    return strcmp(column, "share_consistent") == 0 ? answer_real(possible / 100.0) : answer_unknown();
}

void topic_12_grim(struct topic *topic)
{
    topic_wide(topic, "grim_expected.csv", "reported,n,items,percent", RULES, checked, NULL);
    topic_wide(topic, "grim_grid_expected.csv", "n", RULES, grid, NULL);
}
