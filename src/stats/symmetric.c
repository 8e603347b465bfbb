#include "stats/symmetric.h"

#include "base/banned.h"

static const double COMBINATION = 1e-10;

size_t symmetric_factor(double *matrix, size_t n, bool *kept)
{
    size_t rank = 0;
    for (size_t i = 0; i < n; i++) {
        double *row = matrix + i * n, whole = row[i], left = whole;
        for (size_t j = 0; j < i; j++) {
            double sum = row[j], *above = matrix + j * n;
            for (size_t k = 0; k < j; k++)
                sum -= row[k] * above[k] * matrix[k * n + k];
            row[j] = kept[j] ? sum / above[j] : 0;
            left -= row[j] * row[j] * above[j];
        }
        kept[i] = left > COMBINATION * whole && whole > 0;
        row[i] = kept[i] ? left : 0;
        rank += kept[i];
    }
    return rank;
}

/* L y = b, in place; rows not kept get 0. */
static void solve_forward(const double *factor, const bool *kept, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++)
            b[i] -= factor[i * n + j] * b[j];
        if (!kept[i])
            b[i] = 0;
    }
}

void symmetric_solve(const double *factor, const bool *kept, size_t n, double *b)
{
    solve_forward(factor, kept, n, b);
    for (size_t i = n; i-- > 0;) {
        if (!kept[i])
            continue;
        b[i] /= factor[i * n + i];
        for (size_t j = i + 1; j < n; j++)
            if (kept[j])
                b[i] -= factor[j * n + i] * b[j];
    }
}

double symmetric_form(const double *factor, const bool *kept, size_t n, double *b)
{
    double form = 0;
    solve_forward(factor, kept, n, b);
    for (size_t i = 0; i < n; i++)
        if (kept[i])
            form += b[i] * b[i] / factor[i * n + i];
    return form;
}
