#include "cli/question.h"

#include "base/date.h"
#include "casework/targeting_report.h"
#include "base/banned.h"

/* --by FACT,…: facts by which those eligible are set beside the register. */
static bool read_mixes(const char *names, struct targeting_request *request, struct err *err)
{
    struct text rest = text_of(names), name;
    while (text_split(&rest, ',', &name)) {
        enum fact_id fact;
        enum aspect aspect;
        name = text_trim(name);
        if (fact_match(name, &fact, &aspect) != name.length || aspect != ASPECT_value) {
            const char *nearest = fact_nearest(name);
            return err_set(err, ERR_usage, "--by \"" TEXT_FORMAT "\" is no fact; %s%s%s", TEXT_ARGS(name),
                           nearest ? "did you mean \"" : "mahi help questions lists them",
                           nearest ? nearest : "", nearest ? "\"?" : "");
        }
        if (request->mix_count == TARGETING_MIX_MAX)
            return err_set(err, ERR_usage, "--by names more than %d facts; name fewer", TARGETING_MIX_MAX);
        request->mixes[request->mix_count++] = fact;
    }
    return true;
}

bool cmd_targeting(struct job *job, struct err *err)
{
    struct targeting *targeting = ARENA_NEW(job->arena, struct targeting);
    struct targeting_request request = {.programme = job->arguments[0]};
    const char *by = job_option(job, OPTION_targeting_by);
    struct progress progress;
    struct ask ask;
    if (!question_day(job, OPTION_targeting_as_at, OPTION_targeting_known, &request.moment, err) ||
        !read_mixes(by ? by : "cultural group, occupation, gender", &request, err))
        return false;
    question_ask(job, &request.moment, NULL, 0, &progress, &ask);
    request.progress = ask.progress;
    request.with = ask.with;
    const bool made = targeting_make(job->arena, &job->store, &request, targeting, err);
    progress_clear(&progress);
    if (!made)
        return false;
    job_report(job, targeting_report(job->arena, targeting));
    return true;
}
