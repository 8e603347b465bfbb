/* form: one record under edit, by the ids of its fields; what a page, a command and a library call fill in
 * alike.
 *
 * form_new, or form_load / form_find with what stands ─► form_text, form_day, form_key … ─► form_save ─►
 * struct saved
 *
 *     struct form form;
 *     form_new(&form, arena, dict_record(R_contact));
 *     form_ref(&form, F_contact_client, client_id);
 *     form_day(&form, F_contact_effective_from, date_today());
 *     form_choice(&form, F_contact_way, CODED_contact_way_phone);
 *     …
 *     return form_save_in(&form, store, NULL, &saved, err);
 *
 * A form that was made new adds: when somebody has written another record of that key already, saving fails
 * and says who. A form that was loaded changes: it keeps which version it showed, and when somebody changed
 * that one meanwhile, saving fails, says who changed which fields, and nothing is lost. Who wants either uses
 * form_find. */
#ifndef STORE_FORM_H
#define STORE_FORM_H

#include "store/save.h"

struct form {
    struct arena *arena;
    const struct record *record;
    const struct field *fields; /* of the record, all */
    size_t count;
    struct value values[RECORD_FIELDS_MAX]; /* in the order of `fields`; a REF is an id or, as typed, a key */
    struct value before[RECORD_FIELDS_MAX]; /* what stands, with references as ids; absent in a new form */
    bool given[RECORD_FIELDS_MAX];          /* by a setter */
    const enum guard_id *kept;              /* as in save.h; NULL unless the caller says so */
    int64_t id, recorded_at;                /* of the version that was loaded; 0: the record is new */
};

void form_new(struct form *form, struct arena *arena, const struct record *record);

/* The record of that id as it stands. What the one who works here may not see is left out, and stays as it is
 * when the form is saved. FAILS ERR_absent, ERR_denied. */
bool form_load(struct form *form, struct arena *arena, struct store *store, const struct record *record,
               int64_t id, struct err *err);

/* Of a new form: looks for the record whose natural key the form has, and, when it is there, loads every
 * field that was not given. *there says which; not when a part of the key is absent or points at nothing.
 * FAILS ERR_denied. */
bool form_find(struct form *form, struct store *store, bool *there, struct err *err);

/* One field each; the field must be of the form's record and of that kind. Texts are copied. */
void form_text(struct form *form, enum field_id field,
               struct text text); /* TEXT NOTE CODE COUNTRY LANGUAGE */
void form_words(struct form *form, enum field_id field, const char *words); /* the same; NULL or "": absent */
void form_int(struct form *form, enum field_id field, int64_t number);
void form_real(struct form *form, enum field_id field, double real);
void form_day(struct form *form, enum field_id field, int32_t day);
void form_bool(struct form *form, enum field_id field, bool yes);
void form_choice(struct form *form, enum field_id field, int number); /* CODED_list_code */
void form_ref(struct form *form, enum field_id field, int64_t id);
void form_key(struct form *form, enum field_id field, struct text key); /* of what it points at */
void form_value(struct form *form, enum field_id field, struct value value);
void form_clear(struct form *form, enum field_id field);

/* As typed; empty is absent. FAILS ERR_input with what would be right, and the field's name as the place. */
bool form_typed(struct form *form, enum field_id field, struct text typed, struct err *err);

bool form_has(const struct form *form, enum field_id field);
struct value form_get(const struct form *form, enum field_id field);
int64_t form_number(const struct form *form, enum field_id field); /* which must be there, as a number */
struct text form_get_text(const struct form *form, enum field_id field); /* "" when absent */

/* The value that stands, or that stood when the form was loaded, as it may be typed again, in the form's
 * arena: a reference comes as the other record's key. "" when absent. */
bool form_print(const struct form *form, struct store *store, enum field_id field, bool before,
                const char **out, struct err *err);

/* The required fields that are empty, but for a key that saving gives; `out` has room for RECORD_FIELDS_MAX.
 */
size_t form_missing(const struct form *form, const struct field **out);

/* Whether Mahi gives the record its number: its key is one required code called `number`. (A `code` or a
 * `login` is chosen by people.) */
bool record_is_numbered(const struct record *record);

/* In the caller's transaction, to be rolled back when this fails; or in one of its own. `because`: why, where
 * a rule asks for a reason (save.h); NULL none. A record that has no number gets the next, as ho-1042, which
 * nobody else can get. Afterwards the form is of the version that stands now, and may be changed and saved
 * again. FAILS as record_save does. COST as record_save, and reading the record once. */
bool form_save_in(struct form *form, struct store *store, const char *because, struct saved *saved,
                  struct err *err);
bool form_save(struct form *form, struct store *store, const char *because, struct saved *saved,
               struct err *err);

#endif
