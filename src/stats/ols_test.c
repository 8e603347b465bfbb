#include "stats/ols.h"

#include <assert.h>
#include <math.h>

#include <Rmath.h>

#include "base/banned.h"

static struct mean_test test_absent_because(const char *why)
{
    struct figure none = figure_absent(why);
    return (struct mean_test){none, none, none, none, interval_absent(why)};
}

struct mean_test ols_test(const struct ols *ols, size_t at, enum ols_se kind, double conf)
{
    assert(at < ols->count && kind < OLS_SES && conf > 0 && conf < 1);
    const struct figure estimate = ols->coefficients[at].estimate, se = ols->coefficients[at].se[kind];
    if (estimate.absent || se.absent)
        return test_absent_because(estimate.absent ? estimate.absent : se.absent);
    if (!(se.value > 0))
        return test_absent_because("nothing varies around the line");
    double df = kind >= OLS_CLUSTER_HC0 ? (double)ols->clusters - 1 : (double)ols->used - (double)ols->rank;
    double t = estimate.value / se.value, reach = qt((1 - conf) / 2, df, 0, 0) * se.value;
    return (struct mean_test){se, figure_of(t), figure_of(df), figure_of(2 * pt(-fabs(t), df, 1, 0)),
                              interval_of(estimate.value - reach, estimate.value + reach)};
}
