#include "cli/question.h"

#include <inttypes.h>

#include "base/date.h"
#include "cli/rows.h"
#include "base/banned.h"

enum { LIST_LIMIT = 50 };

static const struct {
    const char *typed, *label;
} answers[] = {[ANSWER_no] = {"no", "No"},
               [ANSWER_yes] = {"yes", "Yes"},
               [ANSWER_unknown] = {"unknown", "Not recorded"}};

static bool read_answer(const char *typed, enum answer *answer, struct err *err)
{
    for (*answer = ANSWER_no; *answer <= ANSWER_unknown; (*answer)++)
        if (text_is(text_of(typed), answers[*answer].typed))
            return true;
    return err_set(err, ERR_usage, "--list \"%s\" is no answer; write yes, no or unknown", typed);
}

static void counts_table(struct job *job, struct report *report, const struct question *question,
                         const struct ask_counts *counts)
{
    static const enum answer order[] = {ANSWER_yes, ANSWER_no, ANSWER_unknown};
    const char *day = date_words(job->arena, question->moment.as_at);
    struct table *table = report_table(report, "answers", arena_format(job->arena, "As at %s", day));
    table_column(table, "answer", "Answer", COLUMN_text);
    table_column(table, "people", "People", COLUMN_rate);
    for (size_t i = 0; i < 3; i++) {
        table_row(table);
        table_text(table, answers[order[i]].label);
        table_rate(table, ask_people(counts, 0, order[i]), counts->people);
    }
    if (counts->one_by_one)
        table_note(table, "People were asked one by one: SQL cannot say \"%s\" exactly.", counts->one_by_one);
}

/* "english_speaking_is_verified" */
static const char *use_key(struct job *job, struct use use)
{
    struct str key;
    str_init(&key);
    str_addf(&key, "%s%s", fact_of(use.fact)->column, aspect_words(use.aspect));
    for (size_t i = 0; i < key.length; i++)
        key.at[i] = key.at[i] == ' ' ? '_' : key.at[i];
    return str_into(&key, job->arena);
}

/* A column for the person, and one for each fact that was asked for. */
static void people_columns(struct job *job, struct table *table, const struct rule *rule)
{
    table_column(table, "number", "Number", COLUMN_text);
    table_column(table, "family_name", "Family name", COLUMN_text);
    table_column(table, "given_names", "Given names", COLUMN_text);
    for (size_t u = 0; u < rule->use_count; u++)
        table_column(table, use_key(job, rule->uses[u]), question_use_words(job, rule->uses[u]), COLUMN_text);
}

static const char *field_text(struct job *job, const struct reader *reader, enum field_id id)
{
    for (size_t i = 0; i < reader->field_count; i++)
        if (reader->fields[i]->id == id)
            return rows_text(job, reader->fields[i], reader->values[i]);
    return "";
}

struct listing {
    struct reader reader;
    struct person_reader people;
    int64_t rows;
};

static bool people_rows(struct job *job, struct table *table, struct listing *listing,
                        const struct question *question, int64_t limit, struct err *err)
{
    const struct rule *rule = question->rule;
    struct datum values[RULE_USES_MAX];
    bool row = true, there, good = true;
    while (good && (limit == 0 || listing->rows < limit) &&
           (good = reader_next(&listing->reader, &row, err)) && row) {
        good = person_read(&listing->people, listing->reader.id, values, NULL, &there, err);
        if (!good)
            break;
        listing->rows++;
        table_row(table);
        table_text(table, field_text(job, &listing->reader, F_client_number));
        table_text(table, field_text(job, &listing->reader, F_client_family_name));
        table_text(table, field_text(job, &listing->reader, F_client_given_names));
        for (size_t u = 0; u < rule->use_count; u++)
            table_text(table, question_value_words(job, rule->uses[u], values[u]));
    }
    return good;
}

static bool list_people(struct job *job, struct report *report, const struct question *question,
                        enum answer answer, int64_t limit, struct err *err)
{
    const struct rule *rule = question->rule;
    struct listing listing = {0};
    struct progress progress;
    struct ask ask;
    int64_t people;
    question_ask(job, &question->moment, &rule, 1, &progress, &ask);
    const bool chosen = ask_choose(job->arena, &job->store, &ask, answer, &people, err);
    progress_clear(&progress);
    if (!chosen)
        return false;
    const struct reading reading = {
        .record = dict_record(R_client), .moment = question->moment, .limit = limit, .chosen = true};
    bool good = person_open(&listing.people, job->arena, &job->store, &question->moment, rule->uses,
                            rule->use_count, err) &&
                reader_open(&listing.reader, &job->store, &reading, err);
    if (good && people > 0) {
        struct table *table =
            report_table(report, "people", arena_format(job->arena, "Who: %s", answers[answer].label));
        people_columns(job, table, rule);
        good = people_rows(job, table, &listing, question, limit, err);
        if (people > listing.rows)
            table_note(table, "The first %" PRId64 " of %" PRId64 "; --limit 0 lists them all.", listing.rows,
                       people);
    }
    if (listing.reader.statement)
        reader_close(&listing.reader);
    person_close(&listing.people);
    return good;
}

bool cmd_ask(struct job *job, struct err *err)
{
    const struct question_options options = {OPTION_ask_as_at, OPTION_ask_known, OPTION_ask_verified};
    const char *list = job_option(job, OPTION_ask_list), *limit_typed = job_option(job, OPTION_ask_limit);
    struct question question;
    struct progress progress;
    struct ask ask;
    struct ask_counts counts;
    enum answer answer = ANSWER_yes;
    int64_t limit = LIST_LIMIT;
    if ((list && !read_answer(list, &answer, err)) ||
        !question_read(job, job->arguments[0], &options, &question, err))
        return false;
    if (limit_typed && (!text_to_int(text_of(limit_typed), &limit) || limit < 0))
        return err_set(err, ERR_usage, "--limit \"%s\" is not a number of rows; write 50, or 0 for all",
                       limit_typed);
    const struct rule *rule = question.rule;
    question_ask(job, &question.moment, &rule, 1, &progress, &ask);
    const bool counted = ask_count(job->arena, &job->store, &ask, &counts, err);
    progress_clear(&progress);
    if (!counted)
        return false;
    struct report *report = report_make(job->arena, "ask", question.title);
    if (question.title != question.words)
        report_paragraph(report, "%s", question.words);
    counts_table(job, report, &question, &counts);
    if (list && !list_people(job, report, &question, answer, limit, err))
        return false;
    job_report(job, report);
    return true;
}
