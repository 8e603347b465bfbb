#include "cli/question.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "rule/explain.h"
#include "store/read.h"
#include "base/banned.h"

struct account {
    struct job *job;
    const struct question *question;
    struct datum values[RULE_USES_MAX];
    struct provenance provenance[RULE_USES_MAX];
    struct explanation why;
    struct table *table;
};

static const char *code_label(enum list_id list, int number)
{
    const struct coded_row *row = list_numbered(list, number);
    return row ? row->label : "?";
}

/* "from 2000-03-01, officer, interview; checked by mere on 2000-03-09" */
static void add_provenance(struct str *out, const struct provenance *from)
{
    if (from->row == 0)
        return;
    str_add(out, " (");
    if (from->has_from) {
        str_add(out, "since ");
        date_print(out, from->from);
        str_add(out, ", ");
    }
    if (from->has_source)
        str_addf(out, "%s, %s", code_label(LIST_source, from->source), code_label(LIST_method, from->method));
    str_addf(out, "%srecorded by " TEXT_FORMAT, from->has_source ? ", " : "", TEXT_ARGS(from->recorded_by));
    if (from->has_verified) {
        str_addf(out, "; checked by " TEXT_FORMAT " on ", TEXT_ARGS(from->verified_by));
        date_print(out, from->verified_on);
    } else {
        str_add(out, "; not checked by a second person");
    }
    str_add(out, ")");
}

static const char *facts_of_leaf(struct account *account, const struct reason *leaf)
{
    const struct rule *rule = account->question->rule;
    struct str out;
    str_init(&out);
    for (size_t u = 0; u < rule->use_count; u++) {
        if (!(leaf->uses >> u & 1) || rule->uses[u].aspect == ASPECT_verified)
            continue;
        str_addf(&out, "%s%s: %s", out.length > 0 ? "; " : "",
                 question_use_words(account->job, rule->uses[u]),
                 question_value_words(account->job, rule->uses[u], account->values[u]));
        add_provenance(&out, &account->provenance[u]);
    }
    const char *copy = arena_text(account->job->arena, out.at, out.length);
    str_clear(&out);
    return copy;
}

static const char *words_of(const struct reason *reason, const struct account *account)
{
    switch (reason->node->type) {
    case NODE_and:
        return "all of:";
    case NODE_or:
        return "at least one of:";
    case NODE_not:
        return "not:";
    case NODE_if:
        return "if, then, else:";
    default:
        break;
    }
    const struct text words = rule_words(account->question->rule, reason->node);
    return arena_format(account->job->arena, TEXT_FORMAT, TEXT_ARGS(words));
}

/* A row a node; what stands deeper is indented by its number: 1, 1.2, 1.2.1. */
static void add_reason(struct account *account, const struct reason *reason, const char *number)
{
    struct table *table = account->table;
    const bool leaf = reason->count == 0;
    table_row(table);
    table_text(table, number);
    table_text(table, words_of(reason, account));
    table_text(table, question_answer_words(reason->value));
    table_text(table, reason->responsible ? "yes" : "");
    table_text(table, leaf ? facts_of_leaf(account, reason) : "");
    for (size_t i = 0; i < reason->count; i++)
        add_reason(account, &reason->parts[i], arena_format(account->job->arena, "%s.%zu", number, i + 1));
}

static void add_blame(struct account *account, struct report *report, const struct reason *reason)
{
    if (!reason->responsible)
        return;
    for (size_t i = 0; i < reason->count; i++)
        add_blame(account, report, &reason->parts[i]);
    if (reason->count > 0)
        return;
    const char *facts = facts_of_leaf(account, reason);
    report_paragraph(report, "%s: %s%s%s", words_of(reason, account), question_answer_words(reason->value),
                     facts[0] ? ". " : "", facts);
}

/* One set of facts: "SGI and English speaking (checked by a second person)". */
static const char *set_words(struct account *account, uint64_t set)
{
    const struct rule *rule = account->question->rule;
    struct str out;
    str_init(&out);
    for (size_t u = 0; u < rule->use_count; u++) {
        if (!(set >> u & 1))
            continue;
        const struct use use = rule->uses[u];
        str_add(&out, out.length > 0 ? " and " : "");
        if (use.aspect == ASPECT_verified)
            str_addf(&out, "a second person's check of %s", fact_of(use.fact)->name);
        else
            str_add(&out, question_use_words(account->job, use));
    }
    const char *copy = arena_text(account->job->arena, out.at, out.length);
    str_clear(&out);
    return copy;
}

static void add_sets(struct account *account, struct report *report, const char *key, const char *caption,
                     const struct explain_sets *sets)
{
    if (sets->count == 0)
        return;
    struct table *table = report_table(report, key, caption);
    table_column(table, "record", "Record", COLUMN_text);
    table_column(table, "facts", "Facts", COLUMN_number);
    for (size_t i = 0; i < sets->count; i++) {
        table_row(table);
        table_text(table, set_words(account, sets->at[i]));
        table_int(table, __builtin_popcountll(sets->at[i]));
    }
}

static struct report *account_report(struct account *account, struct text client)
{
    const struct explanation *why = &account->why;
    struct report *report = report_make(account->job->arena, "explain",
                                        arena_format(account->job->arena, "%s", account->question->title));
    struct str day;
    str_init(&day);
    date_print(&day, account->question->moment.as_at);
    report_sentence(report, "Client " TEXT_FORMAT ", as at %s: %s.", TEXT_ARGS(client), day.at,
                    question_answer_words(why->answer));
    str_clear(&day);
    if (why->answer.type == DATUM_boolean) {
        report_heading(report, 1, "Because");
        add_blame(account, report, &why->tree);
    } else {
        report_heading(report, 1, "What to ask");
        add_sets(account, report, "to_know", "Any one of these could settle it", &why->settle);
        if (why->yes.count == 0)
            report_paragraph(report, "Nothing that could be recorded makes it a yes.");
        else
            add_sets(account, report, "to_yes", "For a yes, all of one line", &why->yes);
    }
    report_heading(report, 1, "The whole question");
    account->table = report_table(report, "parts", "Part by part");
    table_column(account->table, "part", "Part", COLUMN_text);
    table_column(account->table, "question", "Question", COLUMN_text);
    table_column(account->table, "answer", "Answer", COLUMN_text);
    table_column(account->table, "decides", "Decides", COLUMN_text);
    table_column(account->table, "facts", "Facts", COLUMN_text);
    add_reason(account, &why->tree, "1");
    return report;
}

bool cmd_explain(struct job *job, struct err *err)
{
    const struct question_options options = {OPTION_explain_as_at, OPTION_explain_known,
                                             OPTION_explain_verified};
    struct account *account = ARENA_NEW(job->arena, struct account);
    struct question question;
    struct person_reader people;
    int64_t client;
    bool there;
    if (!question_read(job, job->arguments[0], &options, &question, err) ||
        !record_find(&job->store, dict_record(R_client), job->arguments[1], &client, err))
        return false;
    const struct rule *rule = question.rule;
    account->job = job;
    account->question = &question;
    bool good =
        person_open(&people, job->arena, &job->store, &question.moment, rule->uses, rule->use_count, err) &&
        person_read(&people, client, account->values, account->provenance, &there, err);
    if (good && !there)
        good = err_set(err, ERR_absent, "client \"" TEXT_FORMAT "\" was not known then",
                       TEXT_ARGS(job->arguments[1]));
    if (good) {
        const struct evaluation evaluation = {
            .arena = job->arena, .values = account->values, .today = question.moment.as_at};
        rule_explain(job->arena, rule, &evaluation, &account->why);
        job_report(job, account_report(account, job->arguments[1]));
    }
    person_close(&people);
    return good;
}
