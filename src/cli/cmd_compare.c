#include "cli/cli.h"

#include "evaluation/comparison_report.h"
#include "base/banned.h"

bool cmd_compare(struct job *job, struct err *err)
{
    struct comparison everyone, completers;
    const char *wave = job_option(job, OPTION_compare_wave);
    bool both = job_option(job, OPTION_compare_completers) != NULL;
    if (!comparison_load(job->arena, &job->store, job->arguments[0], wave, false, &everyone, err) ||
        (both && !comparison_load(job->arena, &job->store, job->arguments[0], wave, true, &completers, err)))
        return false;
    job_report(job, comparison_report(job->arena, &everyone, both ? &completers : NULL));
    return true;
}
