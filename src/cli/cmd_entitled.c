#include "base/date.h"
#include "casework/entitlement.h"
#include "cli/given.h"
#include "cli/question.h"
#include "store/person.h"
#include "store/read.h"
#include "base/banned.h"

static const char *answer_words(enum answer answer)
{
    static const char *const words[] = {
        [ANSWER_no] = "no", [ANSWER_yes] = "yes", [ANSWER_unknown] = "not recorded"};
    return words[answer];
}

/* ---- everybody ---- */

static void add_rules(struct report *report, const struct entitlement *scheme)
{
    struct table *table = report_table(report, "rules", "What each rule does");
    table_column(table, "rule", "Rule", COLUMN_text);
    table_column(table, "question", "Asks", COLUMN_text);
    table_column(table, "meets", "Meet it", COLUMN_rate);
    table_column(table, "shut_out", "Shut out", COLUMN_rate);
    table_column(table, "alone", "Shut out by it alone", COLUMN_number);
    table_column(table, "unknown", "Not recorded", COLUMN_rate);
    for (size_t i = 0; i < scheme->count; i++) {
        const struct entitlement_rule *rule = &scheme->rules[i];
        table_row(table);
        table_text(table, rule->label);
        table_text(table, rule->version);
        table_rate(table, rule->answers[ANSWER_yes], scheme->people);
        table_rate(table, rule->answers[ANSWER_no], scheme->people);
        table_int(table, rule->alone);
        table_rate(table, rule->answers[ANSWER_unknown], scheme->people);
    }
    table_total(table);
    table_text(table, "All rules together");
    table_blank(table);
    table_rate(table, scheme->together[ANSWER_yes], scheme->people);
    table_rate(table, scheme->together[ANSWER_no], scheme->people);
    table_blank(table);
    table_rate(table, scheme->together[ANSWER_unknown], scheme->people);
}

static void add_others(struct report *report, const struct entitlement *scheme)
{
    struct table *table =
        report_table(report, "others", "Of those shut out: whom another of the same kind would take");
    table_column(table, "scheme", "Scheme", COLUMN_text);
    table_column(table, "label", "Name", COLUMN_text);
    table_column(table, "takes", "Would take", COLUMN_rate);
    for (size_t i = 0; i < scheme->other_count; i++) {
        table_row(table);
        table_text(table, scheme->others[i].code);
        table_text(table, scheme->others[i].label);
        table_rate(table, scheme->others[i].takes, scheme->together[ANSWER_no]);
    }
}

static bool everybody(struct job *job, struct entitlement_request *request, struct err *err)
{
    struct entitlement scheme;
    struct progress progress;
    struct ask ask;
    question_ask(job, &request->moment, NULL, 0, &progress, &ask);
    request->progress = ask.progress;
    request->with = ask.with;
    const bool counted = entitlement_count(job->arena, &job->store, request, &scheme, err);
    progress_clear(&progress);
    if (!counted)
        return false;
    struct report *report = report_make(job->arena, "entitled", scheme.label);
    report_sentence(report, "%d of %d are let in, %d are shut out, and of %d nobody knows.",
                    (int)scheme.together[ANSWER_yes], (int)scheme.people, (int)scheme.together[ANSWER_no],
                    (int)scheme.together[ANSWER_unknown]);
    add_rules(report, &scheme);
    add_others(report, &scheme);
    job_report(job, report);
    return true;
}

/* ---- one person ---- */

/* "age: 41 years; country of origin: WS" */
static bool facts_of(struct job *job, const struct entitlement_rule *rule, const struct moment *moment,
                     int64_t client_id, const char **out, struct err *err)
{
    struct datum values[RULE_USES_MAX];
    struct person_reader people;
    struct str words;
    bool there;
    str_init(&words);
    bool good =
        person_open(&people, job->arena, &job->store, moment, rule->rule->uses, rule->rule->use_count, err) &&
        person_read(&people, client_id, values, NULL, &there, err);
    for (size_t u = 0; good && u < rule->rule->use_count; u++)
        if (rule->rule->uses[u].aspect == ASPECT_value)
            str_addf(&words, "%s%s: %s", words.length > 0 ? "; " : "",
                     question_use_words(job, rule->rule->uses[u]),
                     question_value_words(job, rule->rule->uses[u], values[u]));
    person_close(&people);
    *out = str_into(&words, job->arena);
    return good;
}

static bool add_scheme(struct job *job, struct table *table, const struct entitlement *scheme,
                       const struct moment *moment, int64_t client_id, struct err *err)
{
    for (size_t i = 0; i < scheme->count; i++) {
        const char *facts;
        if (!facts_of(job, &scheme->rules[i], moment, client_id, &facts, err))
            return false;
        table_row(table);
        table_text(table, scheme->code);
        table_text(table, scheme->rules[i].label);
        table_text(table, answer_words(scheme->rules[i].answer));
        table_text(table, facts);
        table_text(table, scheme->rules[i].version);
    }
    return true;
}

static void add_verdict(struct report *report, const struct entitlement *scheme)
{
    if (scheme->answer == ANSWER_yes) {
        report_sentence(report, "%s: entitled.", scheme->label);
        return;
    }
    for (size_t i = 0; i < scheme->count; i++)
        if (scheme->rules[i].answer == scheme->answer)
            report_sentence(report,
                            scheme->answer == ANSWER_no ? "%s: shut out by the rule \"%s\"."
                                                        : "%s: nobody knows whether the rule \"%s\" is met.",
                            scheme->label, scheme->rules[i].label);
}

/* The rule that shuts them out, as a need that was not met. */
static bool note_need(struct job *job, const struct entitlement *scheme, int kind, struct err *err)
{
    struct entitlement_need need = {.client = job->arguments[1],
                                    .scheme = job->arguments[0],
                                    .kind = kind,
                                    .asked_by_client = job_option(job, OPTION_entitled_asked) != NULL};
    for (size_t i = 0; i < scheme->count && !need.rule; i++)
        if (scheme->rules[i].answer == ANSWER_no)
            need.rule = scheme->rules[i].label;
    if (!need.rule)
        return err_set(err, ERR_conflict,
                       "no rule of \"%s\" shuts them out, so that no rule can be the reason", scheme->code);
    return entitlement_note_need(job->arena, &job->store, &need, err);
}

/* Of the same kind, who would take them. */
static bool add_elsewhere(struct job *job, struct report *report, const struct entitlement *scheme,
                          const struct entitlement_request *request, int64_t client_id, struct err *err)
{
    struct entitlement_request all = *request;
    struct entitlement *schemes;
    size_t count;
    all.scheme = text_of("");
    if (scheme->answer == ANSWER_yes)
        return true;
    if (!entitlement_of(job->arena, &job->store, &all, client_id, &schemes, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        if (schemes[i].scheme_id != scheme->scheme_id && schemes[i].kind == scheme->kind &&
            schemes[i].answer == ANSWER_yes)
            report_paragraph(report, "Entitled instead: %s (%s).", schemes[i].label, schemes[i].code);
    return true;
}

static bool one_person(struct job *job, struct entitlement_request *request, struct text client,
                       struct err *err)
{
    struct entitlement *schemes;
    size_t count;
    int64_t client_id;
    int need;
    if (!given_choice(job, OPTION_entitled_need, LIST_training_kind, 0, &need, err) ||
        !record_find(&job->store, dict_record(R_client), client, &client_id, err) ||
        !entitlement_of(job->arena, &job->store, request, client_id, &schemes, &count, err))
        return false;
    struct report *report =
        report_make(job->arena, "entitled",
                    arena_format(job->arena, "What " TEXT_FORMAT " is entitled to", TEXT_ARGS(client)));
    for (size_t i = 0; i < count; i++)
        add_verdict(report, &schemes[i]);
    if (request->scheme.length > 0 && !add_elsewhere(job, report, &schemes[0], request, client_id, err))
        return false;
    struct table *table = report_table(report, "rules", "Rule by rule");
    table_column(table, "scheme", "Scheme", COLUMN_text);
    table_column(table, "rule", "Rule", COLUMN_text);
    table_column(table, "answer", "Met", COLUMN_text);
    table_column(table, "facts", "Facts", COLUMN_text);
    table_column(table, "question", "Asks", COLUMN_text);
    table_note(
        table,
        "mahi explain @QUESTION CLIENT says where each fact comes from, and what to ask where nobody knows.");
    for (size_t i = 0; i < count; i++)
        if (!add_scheme(job, table, &schemes[i], &request->moment, client_id, err))
            return false;
    if (need && !note_need(job, &schemes[0], need, err))
        return false;
    job_report(job, report);
    return true;
}

bool cmd_entitled(struct job *job, struct err *err)
{
    struct entitlement_request request = {0};
    const struct text client =
        job->argument_count > 1 ? job->arguments[1] : given_text(job, OPTION_entitled_client);
    if (job->argument_count > 0)
        request.scheme = job->arguments[0];
    if (job->argument_count == 0 && client.length == 0)
        return err_set(err, ERR_usage, "name a scheme, or with --client whose entitlements to look at");
    if (job_option(job, OPTION_entitled_need) && job->argument_count < 2)
        return err_set(err, ERR_usage, "--need is written down of one scheme and one client");
    if (!question_day(job, OPTION_entitled_as_at, OPTION_end, &request.moment, err))
        return false;
    return client.length > 0 ? one_person(job, &request, client, err) : everybody(job, &request, err);
}
