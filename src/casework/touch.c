#include "casework/touch.h"

#include "base/date.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* The run that they are in, when it is one: its time is counted for it (R134). */
static bool only_intake(struct arena *arena, const struct store *store, int64_t client_id, int32_t day,
                        int64_t *intake, const char **code, struct err *err)
{
    const int64_t numbers[] = {client_id, day};
    struct fetch row;
    bool there = false, more = false;
    bool good =
        fetch_open(
            &row, arena, store,
            "SELECT i.id, i.code FROM enrolment e JOIN intake i ON i.id = e.intake WHERE e.client = $1 AND "
            "e.enrolled_on <= $2 AND e.completed_on IS NULL AND e.withdrew_on IS NULL",
            numbers, 2, err) &&
        fetch_next(&row, &there, err);
    if (good && there) {
        *intake = fetch_int(&row, 0, 0);
        *code = fetch_text(&row, 1);
        good = fetch_next(&row, &more, err);
    }
    fetch_close(&row);
    if (!there || more) {
        *intake = 0;
        *code = "";
    }
    return good;
}

static int method_of(int way)
{
    return way == CODED_contact_way_visit || way == CODED_contact_way_interview ? CODED_method_interview
                                                                                : CODED_method_statement;
}

/* A second one on that day in that way: minutes add up, words stand below one another. */
static void add_to(struct arena *arena, struct form *form, const struct touch *touch)
{
    const struct text words = form_get_text(form, F_contact_about);
    if (touch->minutes > 0 && form_has(form, F_contact_minutes))
        form_int(form, F_contact_minutes, form_number(form, F_contact_minutes) + touch->minutes);
    else if (touch->minutes > 0)
        form_int(form, F_contact_minutes, touch->minutes);
    if (touch->about && words.length > 0)
        form_words(form, F_contact_about,
                   arena_format(arena, TEXT_FORMAT "\n%s", TEXT_ARGS(words), touch->about));
    else if (touch->about)
        form_words(form, F_contact_about, touch->about);
}

static void fill(struct form *form, const struct store *store, const struct touch *touch)
{
    form_ref(form, F_contact_staff, store->staff_id);
    if (touch->minutes > 0)
        form_int(form, F_contact_minutes, touch->minutes);
    form_words(form, F_contact_about, touch->about);
    form_choice(form, F_contact_source, CODED_source_officer);
    form_choice(form, F_contact_method, method_of(touch->way));
}

static bool write_in(struct arena *arena, struct store *store, const struct touch *touch, struct touched *out,
                     struct err *err)
{
    struct form form;
    struct saved saved;
    int64_t client_id, intake = 0;
    if (touch->day > date_today())
        return err_set(err, ERR_input,
                       "that day is still to come; a contact is written down when it has been");
    if (!record_find(store, dict_record(R_client), touch->client, &client_id, err))
        return false;
    if (touch->intake.length > 0) {
        out->intake = arena_text(arena, touch->intake.at, touch->intake.length);
        if (!record_find(store, dict_record(R_intake), touch->intake, &intake, err))
            return false;
    } else if (!only_intake(arena, store, client_id, touch->day, &intake, &out->intake, err)) {
        return false;
    }
    if (!fetch_lock(arena, store, R_client, client_id, err)) /* minutes of two at once add up */
        return false;
    form_new(&form, arena, dict_record(R_contact));
    form_ref(&form, F_contact_client, client_id);
    form_day(&form, F_contact_effective_from, touch->day);
    form_choice(&form, F_contact_way, touch->way);
    if (!form_find(&form, store, &out->more, err))
        return false;
    if (out->more)
        add_to(arena, &form, touch);
    else
        fill(&form, store, touch);
    if (touch->help)
        form_choice(&form, F_contact_help, touch->help);
    if (intake)
        form_ref(&form, F_contact_intake, intake);
    if (!form_save_in(&form, store, NULL, &saved, err))
        return false;
    out->minutes = form_has(&form, F_contact_minutes) ? form_number(&form, F_contact_minutes) : 0;
    return true;
}

bool touch_write(struct arena *arena, struct store *store, const struct touch *touch, struct touched *out,
                 struct err *err)
{
    *out = (struct touched){.intake = ""};
    if (!db_begin(store->db, err))
        return false;
    if (write_in(arena, store, touch, out, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
