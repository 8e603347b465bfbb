#include "cli/question.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "rule/say.h"
#include "store/kept.h"
#include "base/banned.h"

enum { TITLE_MAX = 100 }; /* bytes; a longer question stands below the title */

static const char *copied(struct job *job, struct str *text)
{
    const char *copy = arena_text(job->arena, text->at, text->length);
    str_clear(text);
    return copy;
}

/* The line at fault and the carets under it, for the end of the error's message. */
static void point(struct job *job, struct text text, struct spot where)
{
    struct str lines;
    str_init(&lines);
    rule_point(&lines, text, where);
    job->pointer = copied(job, &lines);
}

bool question_day(struct job *job, enum option_id as_at, enum option_id known, struct moment *moment,
                  struct err *err)
{
    if (!job_moment(job, as_at, known, moment, err))
        return false;
    if (!moment->dated)
        moment->as_at = date_today();
    moment->dated = true;
    return true;
}

bool question_read(struct job *job, struct text words, const struct question_options *options,
                   struct question *out, struct err *err)
{
    struct spot where;
    struct kept kept = {.text = words};
    *out = (struct question){0};
    if (!question_day(job, options->as_at, options->known, &out->moment, err))
        return false;
    if (words.length > 1 && words.at[0] == '@' && words.at[1] != '"') {
        if (!kept_find(job->arena, &job->store, (struct text){words.at + 1, words.length - 1}, &kept, err))
            return false;
        out->kept = true;
    }
    out->words = arena_text(job->arena, kept.text.at, kept.text.length);
    if (out->kept)
        out->title =
            arena_format(job->arena, "%s (" TEXT_FORMAT ")", kept.label, TEXT_ARGS(kept.version_code));
    else
        out->title = kept.text.length > TITLE_MAX ? "A question" : out->words;
    const bool verified = kept.verified_only || job_option(job, options->verified) != NULL;
    if (ask_compile(job->arena, &job->store, kept.text, verified, &out->rule, &where, err))
        return true;
    point(job, kept.text, where);
    return false;
}

static void tell(void *with, int64_t done, int64_t all)
{
    progress_tell(with, "asking one by one", done, all > 0 ? (double)done / (double)all : 1);
}

void question_ask(struct job *job, const struct moment *moment, const struct rule *const *rules, size_t count,
                  struct progress *progress, struct ask *out)
{
    progress_init(progress, job->progress ? job->err_out : NULL, "clients");
    *out = (struct ask){
        .questions = rules, .count = count, .moment = *moment, .progress = tell, .with = progress};
}

bool question_where(struct job *job, enum option_id where, const struct record *record,
                    const struct moment *moment, bool *chosen, const char **words, struct err *err)
{
    const struct question_options options = {OPTION_end, OPTION_end, OPTION_end};
    struct question question;
    struct progress progress;
    struct ask ask;
    int64_t people;
    *chosen = job_option(job, where) != NULL;
    *words = "";
    if (!*chosen)
        return true;
    if (record->id != R_client && record->client == F_none)
        return err_set(err, ERR_usage, "--where asks about clients, and a record of type %s is about none",
                       record->name);
    if (!question_read(job, text_of(job_option(job, where)), &options, &question, err))
        return false;
    if (moment->dated)
        question.moment.as_at = moment->as_at;
    question.moment.known_then = moment->known_then;
    question.moment.known = moment->known;
    const struct rule *rule = question.rule;
    question_ask(job, &question.moment, &rule, 1, &progress, &ask);
    const bool good = ask_choose(job->arena, &job->store, &ask, ANSWER_yes, &people, err);
    progress_clear(&progress);
    *words = question.kept ? question.title : question.words;
    return good;
}

const char *question_use_words(struct job *job, struct use use)
{
    struct str out;
    str_init(&out);
    say_use(&out, use);
    return copied(job, &out);
}

const char *question_value_words(struct job *job, struct use use, struct datum value)
{
    struct str out;
    str_init(&out);
    say_value(&out, use, value);
    return copied(job, &out);
}

const char *question_answer_words(struct datum answer)
{
    return answer.type != DATUM_boolean ? "not recorded" : answer.boolean ? "yes" : "no";
}
