#include "expect.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

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
