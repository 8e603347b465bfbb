#include "cli/question.h"

#include "base/date.h"
#include "rule/dmn.h"
#include "store/kept.h"
#include "base/banned.h"

static bool compile_kept(struct job *job, const struct kept *kept, struct rule **rule, struct err *err)
{
    struct spot where;
    struct str lines;
    if (ask_compile(job->arena, &job->store, kept->text, kept->verified_only, rule, &where, err))
        return true;
    str_init(&lines);
    rule_point(&lines, kept->text, where);
    job->pointer = str_into(&lines, job->arena);
    return false;
}

static void versions_table(struct arena *arena, struct report *report, const struct kept *all, size_t count,
                           const char *key, const char *caption)
{
    struct table *table = report_table(report, key, caption);
    table_column(table, "version", "Version", COLUMN_text);
    table_column(table, "label", "Label", COLUMN_text);
    table_column(table, "question", "Question", COLUMN_text);
    table_column(table, "verified", "Checked facts only", COLUMN_text);
    table_column(table, "saved", "Saved", COLUMN_text);
    table_column(table, "owner", "Owner", COLUMN_text);
    table_column(table, "reason", "Reason", COLUMN_text);
    for (size_t i = 0; i < count; i++) {
        table_row(table);
        table_text(table, all[i].version_code.at);
        table_text(table, all[i].label);
        table_text(table, all[i].text.at);
        table_text(table, all[i].verified_only ? "yes" : "no");
        table_text(table, date_words(arena, all[i].saved_on));
        table_text(table, all[i].owner);
        table_text(table, all[i].reason);
    }
}

static bool question_list(struct job *job, struct err *err)
{
    struct kept *all;
    size_t count;
    if (!kept_list(job->arena, &job->store, (struct text){0}, &all, &count, err))
        return false;
    struct report *report = report_make(job->arena, "questions", "Kept questions");
    if (count == 0)
        report_sentence(report,
                        "There are none yet; mahi question save CODE 'QUESTION' --label LABEL keeps one.");
    else
        versions_table(job->arena, report, all, count, "questions", "Each in its last version");
    job_report(job, report);
    return true;
}

static bool question_show(struct job *job, struct err *err)
{
    struct kept found, *all;
    size_t count;
    if (!kept_find(job->arena, &job->store, job->arguments[1], &found, err) ||
        !kept_list(job->arena, &job->store, found.code, &all, &count, err))
        return false;
    struct report *report = report_make(job->arena, "question", found.label);
    if (found.sentence[0])
        report_paragraph(report, "%s", found.sentence);
    versions_table(job->arena, report, all, count, "versions", "Its versions, the newest first");
    job_report(job, report);
    return true;
}

static bool question_save(struct job *job, struct err *err)
{
    struct kept_request request = {.code = job->arguments[1],
                                   .text = job->arguments[2],
                                   .label = job_option(job, OPTION_question_label),
                                   .sentence = job_option(job, OPTION_question_sentence),
                                   .reason = job_option(job, OPTION_question_reason),
                                   .verified_only = job_option(job, OPTION_question_verified) != NULL};
    const struct kept draft = {.text = request.text, .verified_only = request.verified_only};
    struct rule *rule;
    struct kept saved;
    bool changed;
    if (job->argument_count < 3)
        return err_set(err, ERR_usage, "write: mahi question save CODE 'QUESTION' --label LABEL");
    if (!compile_kept(job, &draft, &rule, err) ||
        !kept_save(job->arena, &job->store, &request, &saved, &changed, err))
        return false;
    struct report *report = report_make(job->arena, "question", saved.label);
    report_sentence(
        report, changed ? "Saved as " TEXT_FORMAT "." : TEXT_FORMAT " says the same already; no new version.",
        TEXT_ARGS(saved.version_code));
    job_report(job, report);
    return true;
}

static bool question_export(struct job *job, struct err *err)
{
    struct kept kept;
    struct rule *rule;
    struct str xml;
    if (!kept_find(job->arena, &job->store, job->arguments[1], &kept, err) ||
        !compile_kept(job, &kept, &rule, err))
        return false;
    str_init(&xml);
    rule_to_dmn(&xml, rule,
                &(struct dmn_header){.code = kept.code.at,
                                     .label = kept.label,
                                     .sentence = kept.sentence,
                                     .owner = kept.owner,
                                     .version = kept.version});
    fwrite(xml.at, 1, xml.length, job->out);
    str_clear(&xml);
    return true;
}

bool cmd_question(struct job *job, struct err *err)
{
    static const struct {
        const char *name;
        bool (*run)(struct job *, struct err *);
        size_t arguments;
    } actions[] = {{"save", question_save, 2},
                   {"show", question_show, 2},
                   {"list", question_list, 1},
                   {"export", question_export, 2}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!text_is(job->arguments[0], actions[i].name))
            continue;
        if (job->argument_count < actions[i].arguments)
            return err_set(err, ERR_usage, "name the question: mahi question %s CODE", actions[i].name);
        return actions[i].run(job, err);
    }
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT
                   "\" is nothing that can be done with a question; write save, show, list or export",
                   TEXT_ARGS(job->arguments[0]));
}
