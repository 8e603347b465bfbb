#include "rule/elapsed.h"

#include <assert.h>

#include "base/date.h"
#include "base/banned.h"

int32_t anniversary(int32_t from, int years)
{
    struct civil civil = date_to_civil(from);
    civil.year += years;
    if (civil.day > date_days_in_month(civil.year, civil.month))
        civil.day = date_days_in_month(civil.year, civil.month);
    return date_from_civil(civil);
}

static int completed_years(int32_t from, int32_t day)
{
    int years = date_to_civil(day).year - date_to_civil(from).year;
    return anniversary(from, years) > day ? years - 1 : years;
}

static struct number share(int32_t part, int32_t whole)
{
    struct number share;
    bool exists = number_divide(number_of(part), number_of(whole), &share);
    assert(exists);
    return share;
}

struct number elapsed(enum fact_what what, int32_t from, int32_t day)
{
    if (what == WHAT_weeks)
        return share(day - from, 7);
    assert(what == WHAT_years || what == WHAT_age);
    int years = completed_years(from, day);
    struct number sum = number_of(years);
    if (what == WHAT_age)
        return sum;
    int32_t last = anniversary(from, years), next = anniversary(from, years + 1);
    bool exists = number_add(sum, share(day - last, next - last), &sum);
    assert(exists);
    return sum;
}
