#include "stats/disclosure.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

#include "base/banned.h"

/* The largest counts that each base still rounds. */
static const struct {
    int64_t up_to, base;
} GRADES[] = {{18, 3}, {19, 2}, {99, 5}, {999, 10}, {INT64_MAX, 100}};

int64_t round_base(int64_t count)
{
    assert(count >= 0);
    size_t grade = 0;
    while (count > GRADES[grade].up_to)
        grade++;
    return GRADES[grade].base;
}

/* Down with chance (base - rest) / base: the mean stays. */
static int64_t round_unbiased(int64_t count, int64_t base, double u)
{
    int64_t rest = count % base;
    bool down = rest == 0 || u < (double)(base - rest) / (double)base;
    return down ? count - rest : count - rest + base;
}

/* To the nearer multiple of 3 with chance 2/3: with rest 1 that is down, with rest 2 it is up. */
static int64_t round_nearer(int64_t count, double u)
{
    int64_t rest = count % 3;
    bool nearer = u < 2.0 / 3.0, down = rest == 0 || nearer == (rest == 1);
    return down ? count - rest : count - rest + 3;
}

int64_t round_count(enum round_method method, int64_t count, double u)
{
    assert(count >= 0 && 0 <= u && u < 1);
    switch (method) {
    case ROUND_BASE3:
        return round_unbiased(count, 3, u);
    case ROUND_BASE3_FIXED:
        return round_nearer(count, u);
    case ROUND_BASE3_MSD:
        return count == 1 || count == 2 ? 3 : round_unbiased(count, 3, u);
    case ROUND_GRADUATED:
        return round_unbiased(count, round_base(count), u);
    }
    assert(method <= ROUND_GRADUATED);
    return count;
}

double round_fixed_u(uint64_t seed_sum)
{
    return (double)(seed_sum % ROUND_SEEDS) / ROUND_SEEDS;
}

struct release release_row(struct release_rule rule, int64_t people, int64_t having, struct figure mean,
                           double u_people, double u_having)
{
    static const char FEW[] = "too few people to be shown", FEW_HAVE[] = "too few of them to be shown";
    assert(0 <= having && having <= people);
    struct release row = {.people = figure_absent(FEW),
                          .having = figure_absent(FEW),
                          .share = figure_absent(FEW),
                          .mean = figure_absent("too few people for a mean")};
    if (people < rule.count_under)
        return row;
    int64_t shown = round_count(rule.method, people, u_people);
    row.people = figure_of((double)shown);
    row.having = row.share = figure_absent(FEW_HAVE);
    if (having >= rule.count_under) {
        int64_t shown_having = round_count(rule.method, having, u_having);
        row.having = figure_of((double)shown_having);
        row.share = shown > 0 ? figure_of(fmin((double)shown_having / (double)shown, 1)) : figure_absent(FEW);
        if (having < people && people - having < rule.count_under)
            row.note = "few of these people are not in the state; the share comes close to naming them";
    }
    if (people >= rule.mean_under)
        row.mean = mean;
    return row;
}

/* Ends that stand on a multiple of step but for rounding stay there. */
struct interval release_interval(struct interval interval, double step)
{
    static const double SLACK = 1e-9;
    assert(step > 0);
    if (interval.absent)
        return interval;
    return interval_of(floor(interval.low / step + SLACK) * step, ceil(interval.high / step - SLACK) * step);
}

struct figure release_p(struct figure p)
{
    static const double GRID[] = {0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    if (p.absent)
        return p;
    assert(0 <= p.value && p.value <= 1);
    size_t place = 0;
    while (p.value > GRID[place])
        place++;
    return figure_of(GRID[place]);
}
