#include "cli/typed_record.h"

#include "base/banned.h"

/* The record whose key is the words behind the record type. */
static bool find(struct job *job, const struct record *record, struct form *form, struct err *err)
{
    const size_t count = record_key_count(record);
    bool there;
    if (job->argument_count != count + 1) {
        struct str key;
        str_init(&key);
        for (size_t i = 0; i < count; i++)
            str_addf(&key, " %s", dict_field(record->key[i])->name);
        err_set(err, ERR_usage, "the key of a %s has %zu %s; write: mahi withdraw %s%s --because WHY",
                record->name, count, count == 1 ? "word" : "words", record->name, key.at);
        str_clear(&key);
        return false;
    }
    form_new(form, job->arena, record);
    for (size_t i = 0; i < count; i++)
        if (!form_typed(form, record->key[i], job->arguments[i + 1], err))
            return false;
    if (!form_find(form, &job->store, &there, err))
        return false;
    return there || err_set(err, ERR_absent, "there is no such %s here; mahi list %s shows those there are",
                            record->name, record->name);
}

bool cmd_withdraw(struct job *job, struct err *err)
{
    const char *because = job_option(job, OPTION_withdraw_because), *key;
    const struct record *record;
    struct form *form = ARENA_NEW(job->arena, struct form);
    int64_t expected;
    if (!store_record_named(job->arguments[0], &record, err) || !find(job, record, form, err) ||
        !typed_version(job, OPTION_withdraw_if, &expected, err) || !typed_key(job, form, &key, err))
        return false;
    if (!because || !because[0])
        return err_set(
            err, ERR_usage,
            "say with --because why \"%s\" is taken back; what is gone without a reason looks lost", key);
    if (!record_withdraw_because(&job->store, record, form->id, expected ? expected : form->recorded_at,
                                 because, err))
        return false;
    struct report *report = report_make(job->arena, "withdraw", record->label);
    report_sentence(report, "Withdrew %s \"%s\"; it stays in the history.", record->name, key);
    job_report(job, report);
    return true;
}
