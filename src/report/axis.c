#include "report/axis.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/banned.h"

static struct axis axis_with(double low, double high, double step, int exponent)
{
    /* A value that is a tick but for its last bits stays on it. */
    double first = floor(low / step + 1e-9), last = ceil(high / step - 1e-9);
    if (last <= first)
        last = first + 1;
    struct axis axis = {.low = first * step, .high = last * step, .step = step};
    axis.ticks = last - first < 1000 ? (int)(last - first) + 1 : 1001;
    axis.decimals = exponent < 0 ? -exponent : 0;
    return axis;
}

struct axis axis_make(double low, double high, int ticks_max)
{
    assert(isfinite(low) && isfinite(high) && low <= high && ticks_max >= 3);
    double span = high - low;
    assert(isfinite(span));
    if (span <= fabs(high) * 1e-12) { /* one value: room on both sides */
        span = high == 0 ? 1 : fabs(high) / 2;
        low -= span / 2;
        high += span / 2;
    }
    static const double steps[] = {1, 2, 5};
    for (int exponent = (int)floor(log10(span / ticks_max)) - 1;; exponent++)
        for (int i = 0; i < 3; i++) {
            /* Below one, dividing by a power of ten is exacter than multiplying by its inverse. */
            double power = pow(10, abs(exponent));
            double step = exponent < 0 ? steps[i] / power : steps[i] * power;
            struct axis axis = axis_with(low, high, step, exponent);
            if (axis.ticks <= ticks_max)
                return axis;
        }
}

double axis_tick(const struct axis *axis, int tick)
{
    return (round(axis->low / axis->step) + tick) * axis->step;
}

double axis_place(const struct axis *axis, double value)
{
    return (value - axis->low) / (axis->high - axis->low);
}
