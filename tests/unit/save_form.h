/* save_form: a record as somebody fills it in, and what becomes of it. */
#ifndef TESTS_SAVE_FORM_H
#define TESTS_SAVE_FORM_H

#include "store_place.h"

#include "store/save.h"

/* A form: the typed texts of some fields, the others empty. */
struct form {
    const struct record *record;
    struct value values[RECORD_FIELDS_MAX];
};

static inline void fill(struct form *form, const char *name, const char *typed)
{
    size_t count;
    const struct field *fields = record_fields(form->record, &count);
    const struct field *field = record_field_named(form->record, text_of(name));
    struct err err = {0};
    assert_non_null(field);
    must(value_parse(field, text_of(typed), &form->values[field - fields], &err), &err);
}

static inline struct form client_form(const char *number, const char *family_name)
{
    struct form form = {.record = dict_record(R_client)};
    fill(&form, "number", number);
    fill(&form, "family_name", family_name);
    fill(&form, "source", "client");
    fill(&form, "method", "interview");
    return form;
}

static inline struct saved save(struct place *place, const struct form *form)
{
    struct saved saved;
    struct err err = {0};
    must(record_save(&place->store, &(struct save_request){.record = form->record, .values = form->values},
                     &saved, &err),
         &err);
    return saved;
}

/* Refused in this way, and nothing was written. */
static inline void refused(struct place *place, const struct form *form, int64_t expected, enum err_kind kind,
                           const char *where, const char *words)
{
    struct saved saved;
    struct err err = {0};
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT (SELECT count(*) FROM %s) * 1000 + (SELECT count(*) FROM %s_history)",
             form->record->name, form->record->name);
    int64_t before = place_number(place, sql);
    assert_false(record_save(&place->store,
                             &(struct save_request){.record = form->record,
                                                    .values = form->values,
                                                    .expected_recorded_at = expected},
                             &saved, &err));
    if (err.kind != kind || strcmp(err.place, where) != 0 || !strstr(err.sentence, words))
        fail_msg("%s, %s: %s", err_name(err.kind), err.place, err.sentence);
    assert_int_equal(place_number(place, sql), before);
}

#endif
