#include "cli/question.h"

#include <string.h>

#include "base/date.h"
#include "casework/demand.h"
#include "casework/selection_report.h"
#include "base/banned.h"

static bool read_day(const struct job *job, enum option_id option, int32_t otherwise, int32_t *day,
                     struct err *err)
{
    const char *typed = job_option(job, option);
    *day = otherwise;
    return !typed || date_parse(text_of(typed), day, err);
}

static bool read_fact(const struct job *job, enum fact_id *fact, struct err *err)
{
    const char *name = job_option(job, OPTION_select_by);
    enum aspect aspect;
    *fact = FACT_none;
    if (!name)
        return true;
    if (fact_match(text_of(name), fact, &aspect) == strlen(name) && aspect == ASPECT_value)
        return true;
    const char *nearest = fact_nearest(text_of(name));
    return err_set(err, ERR_usage, "--by \"%s\" is no fact%s%s; mahi help questions lists them", name,
                   nearest ? "; did you mean " : "", nearest ? nearest : "");
}

static bool read_limit(const struct job *job, int64_t *limit, struct err *err)
{
    const char *typed = job_option(job, OPTION_select_limit);
    *limit = 50;
    if (!typed || (text_to_int(text_of(typed), limit) && *limit >= 0))
        return true;
    return err_set(err, ERR_usage, "--limit \"%s\" is no number of people; write 0 for all", typed);
}

/* Whether there is work for those on the list (R103). */
static bool caution_demand(struct job *job, const struct selection *selection, struct report *report,
                           struct err *err)
{
    struct demand_gap *gaps;
    size_t count;
    if (!demand_gaps(job->arena, &job->store, selection->intake_id, selection->as_at, &gaps, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        report_caution(report,
                       "demand is near nil for %d on the list whose work is \"%s\": %d posts are open in the "
                       "programme's region, and %d people were placed in 52 weeks.",
                       (int)gaps[i].people, gaps[i].occupation, (int)gaps[i].posts, (int)gaps[i].placed);
    return true;
}

/* Whether somebody stands in two runs of one programme (R78). */
static bool caution_elsewhere(struct job *job, const struct selection *selection, struct report *report,
                              struct err *err)
{
    int64_t took_part, compared;
    if (!selection_elsewhere(job->arena, &job->store, selection->intake_id, &took_part, &compared, err))
        return false;
    if (took_part + compared > 0)
        report_caution(report,
                       "of this list %d took part in another run of the programme, and %d are what another "
                       "run is compared with: over both runs they count twice. Decide them out, or say in "
                       "the report which run counts them.",
                       (int)took_part, (int)compared);
    return true;
}

/* --by FACT, or the facts by which a programme is asked whether it reflects the register (R80). */
static bool add_mix(struct job *job, struct report *report, const struct selection *selection,
                    struct err *err)
{
    enum fact_id facts[] = {FACT_cultural_group, FACT_occupation, FACT_gender}, by;
    if (!read_fact(job, &by, err))
        return false;
    if (by != FACT_none)
        facts[0] = by;
    return selection_report_mix(job->arena, &job->store, report, selection, facts,
                                by != FACT_none ? 1 : sizeof facts / sizeof *facts, err);
}

/* Says what was done, and where everybody stands now. */
static bool select_list(struct job *job, struct err *err)
{
    struct selection selection;
    int64_t limit;
    if (!read_limit(job, &limit, err) ||
        !selection_read(job->arena, &job->store, job->arguments[1], &selection, err))
        return false;
    if (!selection.frozen)
        return err_set(err, ERR_conflict,
                       "intake \"%s\" has no frozen list yet; mahi select freeze %s makes it",
                       selection.intake, selection.intake);
    struct report *report = selection_report(job->arena, &selection, limit);
    if (!caution_demand(job, &selection, report, err) || !caution_elsewhere(job, &selection, report, err) ||
        !add_mix(job, report, &selection, err))
        return false;
    job_report(job, report);
    return true;
}

static bool select_freeze(struct job *job, struct err *err)
{
    struct selection_freezing request = {.intake = job->arguments[1],
                                         .apart = job_option(job, OPTION_select_apart) != NULL,
                                         .reason = job_option(job, OPTION_select_reason)};
    struct progress progress;
    struct ask ask;
    int64_t limit;
    if (!read_limit(job, &limit, err) ||
        !read_day(job, OPTION_select_as_at, date_today(), &request.as_at, err) ||
        !read_day(job, OPTION_select_index_on, DATE_MIN, &request.index_on, err) ||
        !read_fact(job, &request.block_by, err))
        return false;
    question_ask(job, &(struct moment){0}, NULL, 0, &progress, &ask);
    request.progress = ask.progress;
    request.with = ask.with;
    const bool frozen = selection_freeze(job->arena, &job->store, &request, err);
    progress_clear(&progress);
    return frozen && select_list(job, err);
}

static bool select_decide(struct job *job, struct err *err)
{
    struct selection_decision request = {.intake = job->arguments[1],
                                         .client = job->arguments[2],
                                         .in = text_is(job->arguments[3], "in"),
                                         .reason = job_option(job, OPTION_select_reason)};
    struct selection_decided decided;
    if (!request.in && !text_is(job->arguments[3], "out"))
        return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is no decision; write in or out",
                       TEXT_ARGS(job->arguments[3]));
    if (!selection_decide(job->arena, &job->store, &request, &decided, err))
        return false;
    struct report *report = report_make(
        job->arena, "decision", arena_format(job->arena, "Intake " TEXT_FORMAT, TEXT_ARGS(request.intake)));
    report_sentence(report, "\"" TEXT_FORMAT "\" is %s: %s.", TEXT_ARGS(request.client),
                    request.in ? "in the programme" : "in the comparison group", request.reason);
    if (decided.outside)
        report_caution(report,
                       "the criteria did not find this person; they are counted as from outside the list.");
    if (decided.places >= 0)
        report_sentence(report, "%d people are chosen for %d places.", (int)decided.chosen,
                        (int)decided.places);
    if (decided.places >= 0 && decided.chosen > decided.places)
        report_caution(report,
                       "more people are chosen than there are places; the last ones wait, in the order in "
                       "which they were decided.");
    job_report(job, report);
    return true;
}

static bool select_announce(struct job *job, struct err *err)
{
    const char *source = arena_text(job->arena, job->arguments[2].at, job->arguments[2].length);
    if (!selection_announce(job->arena, &job->store, job->arguments[1], source,
                            job_option(job, OPTION_select_reason), err))
        return false;
    struct selection selection;
    if (!selection_read_names(job->arena, &job->store, job->arguments[1], &selection, err))
        return false;
    struct report *report = report_make(job->arena, "announcement",
                                        arena_format(job->arena, "The draw of %s", selection.intake_name));
    report_sentence(report, "The seed will come from: %s.", selection.seed_source);
    report_paragraph(report, "Publish this with the fingerprint of the list, before the seed is known: %s",
                     selection.fingerprint);
    job_report(job, report);
    return true;
}

static bool select_draw(struct job *job, struct err *err)
{
    const char *note, *words = arena_text(job->arena, job->arguments[2].at, job->arguments[2].length);
    struct selection selection;
    int64_t limit;
    if (!read_limit(job, &limit, err) ||
        !selection_draw(job->arena, &job->store, job->arguments[1], words, &note, err) ||
        !selection_read(job->arena, &job->store, job->arguments[1], &selection, err))
        return false;
    struct report *report = selection_report(job->arena, &selection, limit);
    if (note)
        report_caution(report, "%s", note);
    job_report(job, report);
    return true;
}

static bool select_verify(struct job *job, struct err *err)
{
    struct selection selection;
    struct selection_proof proof;
    int64_t limit;
    if (!read_limit(job, &limit, err) ||
        !selection_read_names(job->arena, &job->store, job->arguments[1], &selection, err) ||
        !selection_verify(job->arena, &job->store, job->arguments[1], &proof, err))
        return false;
    job_report(job, selection_proof_report(job->arena, &selection, &proof, limit));
    if (!proof.list_holds || !proof.fingerprint_holds || proof.count > 0 ||
        (proof.drawn && !proof.draw_holds))
        job->outcome = ERR_findings;
    return true;
}

static bool select_export(struct job *job, struct err *err)
{
    struct selection selection;
    struct lottery lottery;
    if (!selection_read(job->arena, &job->store, job->arguments[1], &selection, err))
        return false;
    if (!selection.frozen)
        return err_set(err, ERR_conflict, "intake \"%s\" has no frozen list yet", selection.intake);
    selection_lottery(job->arena, &selection, &lottery);
    lottery_write(&lottery, job->out);
    return true;
}

bool cmd_select(struct job *job, struct err *err)
{
    static const struct {
        const char *name, *arguments;
        bool (*run)(struct job *, struct err *);
        size_t count;
    } actions[] = {{"freeze", "INTAKE", select_freeze, 2},
                   {"list", "INTAKE", select_list, 2},
                   {"decide", "INTAKE CLIENT in|out --reason WHY", select_decide, 4},
                   {"announce", "INTAKE 'SOURCE'", select_announce, 3},
                   {"draw", "INTAKE 'WORDS'", select_draw, 3},
                   {"verify", "INTAKE", select_verify, 2},
                   {"export", "INTAKE", select_export, 2}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!text_is(job->arguments[0], actions[i].name))
            continue;
        if (job->argument_count != actions[i].count)
            return err_set(err, ERR_usage, "write: mahi select %s %s", actions[i].name, actions[i].arguments);
        return actions[i].run(job, err);
    }
    return err_set(
        err, ERR_usage,
        "\"" TEXT_FORMAT
        "\" is no step of a selection; write freeze, list, decide, announce, draw, verify or export",
        TEXT_ARGS(job->arguments[0]));
}
