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

/* "Provider: Test, since 2000-03-01; written down by ana; checked by mere on 2000-03-09" */
static const char *origin_words(struct job *job, const struct provenance *from)
{
    struct str out;
    str_init(&out);
    if (from->row != 0) {
        if (from->has_source)
            str_addf(&out, "%s: %s", code_label(LIST_source, from->source),
                     code_label(LIST_method, from->method));
        if (from->has_from) {
            str_add(&out, from->has_source ? ", since " : "since ");
            date_print(&out, from->from);
        }
        str_addf(&out, "%swritten down by " TEXT_FORMAT, out.length > 0 ? "; " : "",
                 TEXT_ARGS(from->recorded_by));
        str_add(&out, from->has_verified ? "; checked by " : "; not checked");
        if (from->has_verified) {
            str_addf(&out, TEXT_FORMAT " on ", TEXT_ARGS(from->verified_by));
            date_print(&out, from->verified_on);
        }
    }
    return str_into(&out, job->arena);
}

/* Whether a use is shown for a leaf: that a fact counts only when it was checked shows in its origin. */
static bool is_shown(const struct rule *rule, uint64_t uses, size_t u)
{
    if (!(uses >> u & 1))
        return false;
    for (size_t other = 0; rule->uses[u].aspect == ASPECT_verified && other < rule->use_count; other++)
        if (uses >> other & 1 && rule->uses[other].fact == rule->uses[u].fact &&
            rule->uses[other].aspect == ASPECT_value)
            return false;
    return true;
}

/* "26.1 weeks"; of a leaf that asks for several facts "SGI: 3". */
static const char *fact_words(const struct account *account, uint64_t uses, size_t u)
{
    const struct rule *rule = account->question->rule;
    const char *value = question_value_words(account->job, rule->uses[u], account->values[u]);
    size_t shown = 0;
    for (size_t other = 0; other < rule->use_count; other++)
        shown += is_shown(rule, uses, other);
    return shown == 1 ? value
                      : arena_format(account->job->arena, "%s: %s",
                                     question_use_words(account->job, rule->uses[u]), value);
}

static const char *words_of(const struct reason *reason, const struct account *account)
{
    switch (reason->count > 0 ? reason->node->type : NODE_literal) {
    case NODE_and:
        return "all of these:";
    case NODE_or:
        return "at least one of these:";
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

static void add_words(struct account *account, const struct reason *reason, const char *number)
{
    struct table *table = account->table;
    table_row(table);
    table_text(table, number);
    table_text(table, words_of(reason, account));
    table_text(table, question_answer_words(reason->value));
    table_text(table, reason->responsible ? "yes" : "");
}

/* A leaf's first fact stands in its row, each further one in a row of its own. */
static void add_facts(struct account *account, const struct reason *leaf, const char *number)
{
    const struct rule *rule = account->question->rule;
    struct table *table = account->table;
    bool first = true;
    for (size_t u = 0; u < rule->use_count; u++) {
        if (!is_shown(rule, leaf->uses, u))
            continue;
        if (!first) {
            table_row(table);
            table_text(table, number);
            for (int blank = 0; blank < 3; blank++)
                table_blank(table);
        }
        first = false;
        table_text(table, fact_words(account, leaf->uses, u));
        if (account->values[u].type == DATUM_null)
            table_blank(table);
        else
            table_text(table, origin_words(account->job, &account->provenance[u]));
    }
    for (int blank = 0; first && blank < 2; blank++)
        table_blank(table);
}

/* A row a node. What stands deeper is told by its number: 2, 2.1, 2.1.1. */
static void add_reason(struct account *account, const struct reason *reason, const char *number)
{
    const char *shown = number[0] ? number : "all";
    add_words(account, reason, shown);
    add_facts(account, reason, shown);
    for (size_t i = 0; i < reason->count; i++)
        add_reason(account, &reason->parts[i],
                   arena_format(account->job->arena, "%s%s%zu", number, number[0] ? "." : "", i + 1));
}

/* What made it a no: a line for each leaf. */
static void add_blame(struct account *account, struct report *report, const struct reason *reason)
{
    const struct rule *rule = account->question->rule;
    struct str facts;
    if (!reason->responsible)
        return;
    for (size_t i = 0; i < reason->count; i++)
        add_blame(account, report, &reason->parts[i]);
    if (reason->count > 0)
        return;
    str_init(&facts);
    for (size_t u = 0; u < rule->use_count; u++)
        if (is_shown(rule, reason->uses, u))
            str_addf(&facts, "%s%s", facts.length == 0 ? ": " : "; ", fact_words(account, reason->uses, u));
    report_paragraph(report, "\"%s\" is %s%s.", words_of(reason, account),
                     question_answer_words(reason->value), facts.at);
    str_clear(&facts);
}

/* Whether the use in a set is named: aspects of a fact that is not there come with the fact. */
static bool is_named(const struct account *account, uint64_t set, size_t u)
{
    const struct rule *rule = account->question->rule;
    if (!(set >> u & 1))
        return false;
    for (size_t other = 0; other < u; other++)
        if (set >> other & 1 && rule->uses[other].fact == rule->uses[u].fact)
            return false;
    return true;
}

/* Of the facts in the set those to record, or those that stand there and want a check. */
static size_t add_names(const struct account *account, struct str *out, uint64_t set, bool check)
{
    const struct rule *rule = account->question->rule;
    const char *names[RULE_USES_MAX];
    size_t count = 0;
    for (size_t u = 0; u < rule->use_count; u++)
        if (is_named(account, set, u) &&
            check == (rule->uses[u].aspect == ASPECT_verified && account->values[u].type != DATUM_null))
            names[count++] = fact_of(rule->uses[u].fact)->name;
    for (size_t i = 0; i < count; i++)
        str_addf(out, "%s%s", i == 0 ? "" : i + 1 == count ? " and " : ", ", names[i]);
    return count;
}

/* One set of facts: "SGI and benefit; a second person's check of English speaking". */
static const char *set_words(struct account *account, uint64_t set, int64_t *count)
{
    struct str out, checks;
    str_init(&out);
    str_init(&checks);
    const size_t record = add_names(account, &out, set, false),
                 check = add_names(account, &checks, set, true);
    if (check > 0)
        str_addf(&out, "%sa second person's check of %s", record > 0 ? "; " : "", checks.at);
    *count = (int64_t)(record + check);
    const char *copy = str_into(&out, account->job->arena);
    str_clear(&checks);
    return copy;
}

static void add_sets(struct account *account, struct report *report, const char *key, const char *caption,
                     const struct explain_sets *sets)
{
    struct table *table = report_table(report, key, caption);
    int64_t count;
    table_column(table, "record", "Record", COLUMN_text);
    table_column(table, "facts", "Facts", COLUMN_number);
    for (size_t i = 0; i < sets->count; i++) {
        table_row(table);
        table_text(table, set_words(account, sets->at[i], &count));
        table_int(table, count);
    }
    if (sets->cut)
        table_note(table, "There may be more ways; those with the fewest facts stand here.");
}

static bool same_sets(const struct explain_sets *a, const struct explain_sets *b)
{
    return a->count == b->count && memcmp(a->at, b->at, a->count * sizeof a->at[0]) == 0;
}

static void add_what_to_ask(struct account *account, struct report *report)
{
    const struct explanation *why = &account->why;
    if (same_sets(&why->settle, &why->yes)) {
        add_sets(account, report, "to_yes", "What to ask: one line could settle it, and make it a yes",
                 &why->yes);
        return;
    }
    add_sets(account, report, "to_know", "What to ask: one line could settle it", &why->settle);
    if (why->yes.count > 0)
        add_sets(account, report, "to_yes", "What to ask for a yes: everything in one line", &why->yes);
    else
        report_paragraph(report, "Nothing that could be recorded makes it a yes.");
}

static struct report *account_report(struct account *account, struct text client)
{
    const struct explanation *why = &account->why;
    struct report *report = report_make(account->job->arena, "explain", account->question->title);
    const char *day = date_words(account->job->arena, account->question->moment.as_at);
    report_sentence(report, "Client \"" TEXT_FORMAT "\", as at %s: %s.", TEXT_ARGS(client), day,
                    question_answer_words(why->answer));
    if (datum_is(why->answer, false))
        add_blame(account, report, &why->tree);
    if (why->answer.type != DATUM_boolean)
        add_what_to_ask(account, report);
    account->table = report_table(report, "parts", "Part by part");
    table_column(account->table, "part", "Part", COLUMN_text);
    table_column(account->table, "question", "Question", COLUMN_text);
    table_column(account->table, "answer", "Answer", COLUMN_text);
    table_column(account->table, "decides", "Decides", COLUMN_text);
    table_column(account->table, "fact", "What is known", COLUMN_text);
    table_column(account->table, "origin", "From where", COLUMN_text);
    add_reason(account, &why->tree, "");
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
        good = err_set(err, ERR_absent, "client \"" TEXT_FORMAT "\" was not known then; ask as known later",
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
