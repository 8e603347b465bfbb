#include "cli/question.h"

#include "base/date.h"
#include "evaluation/comparison_report.h"
#include "store/queries.h"
#include "base/banned.h"

/* A part of the people is told by what was true before any of them could have been changed: as at the day
 * from which the first is followed, unless another is named. */
static bool day_of_where(struct job *job, struct moment *moment, struct err *err)
{
    struct statement *find = NULL;
    bool row;
    if (!job_moment(job, OPTION_compare_as_at, OPTION_end, moment, err))
        return false;
    if (moment->dated)
        return true;
    bool good = query_open(job->store.db, &find, QUERY_programme_first_index, false, NULL, 0, err);
    if (good) {
        statement_bind_text(find, 0, job->arguments[0]);
        good = statement_step(find, &row, err);
    }
    if (good && row && !statement_is_null(find, 0))
        *moment = (struct moment){.dated = true, .as_at = (int32_t)statement_int(find, 0)};
    statement_close(find);
    return good;
}

static bool read_where(struct job *job, const char **where, struct err *err)
{
    struct moment moment;
    const char *words;
    bool chosen;
    if (!day_of_where(job, &moment, err) ||
        !question_where(job, OPTION_compare_where, dict_record(R_enrolment), &moment, &chosen, &words, err))
        return false;
    *where = NULL;
    if (!chosen)
        return true;
    const char *day = date_words(job->arena, moment.dated ? moment.as_at : date_today());
    *where = arena_format(job->arena, "In are those of whom this is true as at %s: %s.", day, words);
    return true;
}

bool cmd_compare(struct job *job, struct err *err)
{
    struct comparison everyone, completers;
    struct comparison_request request = {.code = job->arguments[0],
                                         .wave = job_option(job, OPTION_compare_wave)};
    const bool both = job_option(job, OPTION_compare_completers) != NULL;
    if (!read_where(job, &request.where, err) ||
        !comparison_load(job->arena, &job->store, &request, &everyone, err))
        return false;
    request.completers = true;
    if (both && !comparison_load(job->arena, &job->store, &request, &completers, err))
        return false;
    job_report(job, comparison_report(job->arena, &everyone, both ? &completers : NULL));
    return true;
}
