#include "topic.h"

#include <string.h>

#include "stats/proportion.h"

#include "base/banned.h"

/* What a paper prints is right to half of its last digit; what was computed again is right to the end. */
static const struct rule RULES[] = {{"printed_*", 0, 0.5e-4 + 1e-9}, {"*", 1e-12, 0}};

/* "printed_m10_lo" and "m10_lo" are both the low end of "m10". OUT false when it is not an end of `name`. */
static bool is_end(const char *column, const char *name, bool *low)
{
    static const char PRINTED[] = "printed_";
    if (strncmp(column, PRINTED, sizeof PRINTED - 1) == 0)
        column += sizeof PRINTED - 1;
    size_t length = strlen(name);
    if (strncmp(column, name, length) != 0)
        return false;
    *low = strcmp(column + length, "_lo") == 0;
    return *low || strcmp(column + length, "_hi") == 0;
}

static struct answer one_group(void *context, const struct oracle *table, size_t row, const char *column)
{
    (void)context;
    static const struct {
        const char *name;
        struct interval (*make)(int64_t k, int64_t n, double conf);
    } METHODS[] = {{"score", proportion_wilson},
                   {"cc", proportion_wilson_corrected},
                   {"cp", proportion_clopper_pearson}};
    bool low;
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        if (is_end(column, METHODS[i].name, &low)) {
            struct interval made =
                METHODS[i].make(oracle_int(table, row, "x"), oracle_int(table, row, "n"), 0.95);
            return low ? answer_low(made) : answer_high(made);
        }
    return answer_unknown();
}

static struct answer two_groups(void *context, const struct oracle *table, size_t row, const char *column)
{
    (void)context;
    static const struct {
        const char *name;
        struct interval (*make)(int64_t k1, int64_t n1, int64_t k2, int64_t n2, double conf);
    } METHODS[] = {{"m10", difference_newcombe}, {"m11", difference_newcombe_corrected}};
    bool low;
    for (size_t i = 0; i < sizeof METHODS / sizeof *METHODS; i++)
        if (is_end(column, METHODS[i].name, &low)) {
            struct interval made =
                METHODS[i].make(oracle_int(table, row, "x1"), oracle_int(table, row, "n1"),
                                oracle_int(table, row, "x2"), oracle_int(table, row, "n2"), 0.95);
            return low ? answer_low(made) : answer_high(made);
        }
    return answer_unknown();
}

void topic_17_published_newcombe(struct topic *topic)
{
    topic_wide(topic, "newcombe1998a_table1.csv", "x,n", RULES, one_group, NULL);
    topic_wide(topic, "newcombe1998b_table2.csv", "case,x1,n1,x2,n2", RULES, two_groups, NULL);
}
