#include "oracle.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

void oracle_open(struct oracle *oracle, const char *path)
{
    const char *shared = getenv("MAHI_SHARED");
    char name[1024];
    snprintf(name, sizeof name, "%s/oracles/%s", shared ? shared : "../shared", path);
    if (!oracle_read(oracle, name))
        fail_msg("the truths were expected in \"%s\" and are not there; set MAHI_SHARED to the folder that "
                 "holds oracles",
                 name);
    assert_true(oracle->rows > 0);
}

void worst_print(const struct worst *worst, const char *topic)
{
    print_message("# %s: %zu numbers, worst relative error %.2g (%s)\n", topic, worst->compared, worst->error,
                  worst->error > 0 ? worst->where : "all alike");
    assert_true(worst->compared > 0);
}

void expect_close(double got, double expected, double tolerance, const char *where, struct worst *worst)
{
    double off = fabs(got - expected), error = expected < 0 || expected > 0 ? off / fabs(expected) : off;
    if (!(error <= tolerance))
        fail_msg("%s: got %.17g, expected %.17g, relative error %.3g over %.3g", where, got, expected, error,
                 tolerance);
    worst->compared++;
    if (error > worst->error) {
        worst->error = error;
        snprintf(worst->where, sizeof worst->where, "%s", where);
    }
}

static const char *expected_value(const struct oracle *expected, const char *name, const char *stat)
{
    for (size_t row = 0; row < expected->rows; row++)
        if (strcmp(oracle_cell(expected, row, "case"), name) == 0 &&
            strcmp(oracle_cell(expected, row, "stat"), stat) == 0)
            return oracle_cell(expected, row, "value");
    fail_msg("the truths have no \"%s\" of \"%s\"", stat, name);
    return NULL;
}

void oracle_expect(const struct oracle *expected, const char *name, const char *stat, struct figure got,
                   double tolerance, struct worst *worst)
{
    const char *value = expected_value(expected, name, stat);
    char where[80];
    snprintf(where, sizeof where, "%s %s", name, stat);
    if (strcmp(value, "NA") == 0 || strcmp(value, "NaN") == 0) {
        if (!got.absent)
            fail_msg("%s: got %.17g where nothing exists", where, got.value);
        worst->compared++;
        return;
    }
    if (got.absent)
        fail_msg("%s: absent (\"%s\"), expected %s", where, got.absent, value);
    expect_close(got.value, strtod(value, NULL), tolerance, where, worst);
}

void oracle_expect_interval(const struct oracle *expected, const char *name, const char *stat_low,
                            const char *stat_high, struct interval got, double tolerance, struct worst *worst)
{
    oracle_expect(expected, name, stat_low, (struct figure){got.low, got.absent}, tolerance, worst);
    oracle_expect(expected, name, stat_high, (struct figure){got.high, got.absent}, tolerance, worst);
}

void expect_figure(struct figure got, double expected, double tolerance)
{
    if (got.absent)
        fail_msg("absent (\"%s\"), expected %.17g", got.absent, expected);
    if (!(fabs(got.value - expected) <= tolerance))
        fail_msg("got %.17g, expected %.17g", got.value, expected);
}

void expect_absent(const char *absent, const char *part_of_reason)
{
    assert_non_null(absent);
    if (!strstr(absent, part_of_reason))
        fail_msg("the reason \"%s\" does not say \"%s\"", absent, part_of_reason);
}

void expect_abort(void (*call)(void))
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        call();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT)
        fail_msg("the call went through where an assert should have stopped it");
}
