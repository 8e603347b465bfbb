#include "casework/appointment.h"

#include <inttypes.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "dict/value.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* ---- times ---- */

const char *time_words(struct arena *arena, int64_t minutes)
{
    return arena_format(arena, "%02" PRId64 ":%02" PRId64, minutes / 60, minutes % 60);
}

static bool two_digits(struct text text, size_t at, int64_t most, int64_t *out)
{
    const char a = text.at[at], b = text.at[at + 1];
    *out = (a - '0') * 10 + (b - '0');
    return a >= '0' && a <= '9' && b >= '0' && b <= '9' && *out <= most;
}

bool time_parse(struct text typed, int32_t *day, int64_t *minutes, struct err *err)
{
    enum { DATE_LENGTH = 10, TIME_LENGTH = 16 };
    int64_t hours, rest;
    if (typed.length != TIME_LENGTH || typed.at[DATE_LENGTH] != 'T' || typed.at[13] != ':' ||
        !two_digits(typed, 11, 23, &hours) || !two_digits(typed, 14, 59, &rest))
        return err_set(err, ERR_input, "\"" TEXT_FORMAT "\" is no day and time; write 2000-10-09T10:30",
                       TEXT_ARGS(typed));
    *minutes = hours * 60 + rest;
    return date_parse((struct text){typed.at, DATE_LENGTH}, day, err);
}

/* ---- what the person understands ---- */

static void judge_language(struct arena *arena, const struct fetch *row, struct language_needs *out)
{
    const int64_t asked = fetch_int(row, 1, -1), level = fetch_int(row, 2, 0);
    const char *name = iso_language(text_of(out->code));
    out->language = name ? name : out->code;
    if (asked >= 0) {
        out->need = asked ? LANGUAGE_interpreter : LANGUAGE_alone;
        out->why = asked ? "they ask for one" : "they say that they need none";
    } else if (text_is(text_of(out->code), "eng")) {
        out->need = LANGUAGE_alone;
        out->why = "grew up with English";
    } else if (level) {
        out->need = level <= CODED_english_basic ? LANGUAGE_interpreter : LANGUAGE_alone;
        out->why = arena_format(arena, "how well spoken English is followed: %s",
                                list_numbered(LIST_english, (int)level)->label);
    } else {
        out->need = LANGUAGE_unknown;
        out->why = "nobody recorded how well they follow spoken English";
    }
}

bool appointment_language(struct arena *arena, const struct store *store, int64_t client_id, int32_t day,
                          struct language_needs *out, struct err *err)
{
    const int64_t numbers[] = {client_id, day, CODED_english_skill_understanding};
    struct fetch row;
    bool there;
    bool good =
        fetch_open(
            &row, arena, store,
            "SELECT c.first_language, c.interpreter, (SELECT e.level FROM english_level e WHERE e.client = "
            "c.id AND e.skill = $3 AND e.effective_from <= $2 ORDER BY e.effective_from DESC, e.id DESC "
            "LIMIT 1) FROM client c WHERE c.id = $1",
            numbers, 3, err) &&
        fetch_next(&row, &there, err);
    if (good) {
        *out = (struct language_needs){.code = fetch_text(&row, 0)};
        judge_language(arena, &row, out);
    }
    fetch_close(&row);
    return good;
}

/* ---- booking ---- */

static bool find_length(struct arena *arena, const struct store *store, int64_t client_id,
                        struct appointment *out, struct err *err)
{
    const int64_t numbers[] = {client_id, out->day, CODED_practice_appointment_minutes};
    struct fetch row;
    bool there = false;
    bool good =
        fetch_open(
            &row, arena, store,
            "SELECT v.number, p.code FROM enrolment e JOIN intake i ON i.id = e.intake JOIN programme p ON "
            "p.id = i.programme JOIN practice_override v ON v.programme = p.id AND v.practice = $3 AND "
            "v.number >= 1 WHERE e.client = $1 AND e.enrolled_on <= $2 AND e.completed_on IS NULL AND "
            "e.withdrew_on IS NULL AND (p.ends_on IS NULL OR p.ends_on >= $2) ORDER BY v.number DESC LIMIT 1",
            numbers, 3, err) &&
        fetch_next(&row, &there, err);
    if (good && there) {
        out->minutes = (int64_t)fetch_real(&row, 0, 0);
        out->length_by = fetch_text(&row, 1);
    }
    fetch_close(&row);
    return good &&
           (there ||
            err_set(err, ERR_input,
                    "say how long it is to take, with --minutes; no programme of theirs sets a length"));
}

static bool book_interpreter(struct arena *arena, struct store *store, int64_t client_id,
                             int64_t appointment_id, int32_t day, struct text from, const char *language,
                             const char *because, struct err *err)
{
    struct form form;
    struct saved saved;
    if (!language[0] || text_is(text_of(language), "eng"))
        return err_set(err, ERR_input, "an interpreter is booked into the person's first language, and %s",
                       language[0] ? "that is English" : "nobody recorded it; record it first");
    form_new(&form, arena, dict_record(R_interpreter_booking));
    form_ref(&form, F_interpreter_booking_client, client_id);
    form_day(&form, F_interpreter_booking_effective_from, day);
    form_ref(&form, F_interpreter_booking_appointment, appointment_id);
    form_words(&form, F_interpreter_booking_language, language);
    form_key(&form, F_interpreter_booking_organisation, from);
    return form_save_in(&form, store, because, &saved, err);
}

static bool set_appointment(struct arena *arena, struct store *store, int64_t client_id, int64_t staff_id,
                            int kind, const char *because, struct appointment *out, int64_t *id,
                            struct err *err)
{
    struct form form;
    struct saved saved;
    form_new(&form, arena, dict_record(R_appointment));
    form_ref(&form, F_appointment_client, client_id);
    form_day(&form, F_appointment_effective_from, out->day);
    form_int(&form, F_appointment_starts_at, out->starts_at);
    form_int(&form, F_appointment_minutes, out->minutes);
    form_ref(&form, F_appointment_staff, staff_id);
    form_choice(&form, F_appointment_kind, kind);
    if (out->language.need != LANGUAGE_unknown)
        form_bool(&form, F_appointment_interpreter, out->language.need == LANGUAGE_interpreter);
    if (!form_save_in(&form, store, because, &saved, err))
        return false;
    *id = saved.id;
    const struct text number = form_get_text(&form, F_appointment_number);
    out->number = arena_text(arena, number.at, number.length);
    return true;
}

static bool book_in(struct arena *arena, struct store *store, const struct appointment_request *request,
                    struct appointment *out, struct err *err)
{
    int64_t client_id, staff_id, id;
    if (request->day < date_today())
        return err_set(err, ERR_input, "that day is past; an appointment is booked for today or later");
    if (!record_find(store, dict_record(R_client), request->client, &client_id, err) ||
        !record_find(store, dict_record(R_staff), request->staff, &staff_id, err) ||
        !appointment_language(arena, store, client_id, request->day, &out->language, err) ||
        (request->minutes == 0 && !find_length(arena, store, client_id, out, err)) ||
        !set_appointment(arena, store, client_id, staff_id, request->kind, request->because, out, &id, err))
        return false;
    return request->interpreter_from.length == 0 ||
           book_interpreter(arena, store, client_id, id, request->day, request->interpreter_from,
                            out->language.code, request->because, err);
}

bool appointment_book(struct arena *arena, struct store *store, const struct appointment_request *request,
                      struct appointment *out, struct err *err)
{
    *out = (struct appointment){
        .day = request->day,
        .starts_at = request->starts_at,
        .minutes = request->minutes,
        .client = arena_text(arena, request->client.at, request->client.length),
        .staff = arena_text(arena, request->staff.at, request->staff.length),
        .interpreter_from = arena_text(arena, request->interpreter_from.at, request->interpreter_from.length),
        .length_by = ""};
    if (!db_begin(store->db, err))
        return false;
    if (book_in(arena, store, request, out, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

/* ---- what became of it ---- */

static bool load_open(struct form *form, struct arena *arena, struct store *store, struct text number,
                      struct err *err)
{
    int64_t id;
    if (!record_find(store, dict_record(R_appointment), number, &id, err) ||
        !form_load(form, arena, store, dict_record(R_appointment), id, err))
        return false;
    if (!form_has(form, F_appointment_kept))
        return true;
    const struct coded_row *kept = list_numbered(LIST_kept, (int)form_number(form, F_appointment_kept));
    return err_set(err, ERR_conflict, "appointment \"" TEXT_FORMAT "\" is closed already: %s",
                   TEXT_ARGS(number), kept->label);
}

/* The interpreter's booking of an appointment. *there: whether there is one. */
static bool load_interpreter(struct form *form, struct arena *arena, struct store *store,
                             int64_t appointment_id, bool *there, struct err *err)
{
    form_new(form, arena, dict_record(R_interpreter_booking));
    form_ref(form, F_interpreter_booking_appointment, appointment_id);
    return form_find(form, store, there, err);
}

static bool carry_interpreter(struct arena *arena, struct store *store, const struct form *old,
                              int64_t new_id, struct appointment *out, const char *because, struct err *err)
{
    struct form booking;
    struct saved saved;
    bool there;
    const int64_t client_id = form_number(old, F_appointment_client);
    if (!load_interpreter(&booking, arena, store, old->id, &there, err))
        return false;
    if (!there)
        return true;
    const bool from = form_has(&booking, F_interpreter_booking_organisation);
    const int64_t organisation = from ? form_number(&booking, F_interpreter_booking_organisation) : 0;
    const struct text language = form_get_text(&booking, F_interpreter_booking_language);
    form_choice(&booking, F_interpreter_booking_kept, CODED_kept_moved);
    if (!form_save_in(&booking, store, because, &saved, err))
        return false;
    form_new(&booking, arena, dict_record(R_interpreter_booking));
    form_ref(&booking, F_interpreter_booking_client, client_id);
    form_day(&booking, F_interpreter_booking_effective_from, out->day);
    form_ref(&booking, F_interpreter_booking_appointment, new_id);
    form_text(&booking, F_interpreter_booking_language, language);
    if (from)
        form_ref(&booking, F_interpreter_booking_organisation, organisation);
    out->interpreter_from = "the same";
    return form_save_in(&booking, store, because, &saved, err);
}

static bool key_of(struct arena *arena, const struct store *store, const char *sql, int64_t id,
                   const char **out, struct err *err)
{
    struct fetch row;
    bool there = false;
    const bool good = fetch_open(&row, arena, store, sql, &id, 1, err) && fetch_next(&row, &there, err);
    *out = good && there ? fetch_text(&row, 0) : "";
    fetch_close(&row);
    return good;
}

static bool move_in(struct arena *arena, struct store *store, struct text number, const char *why,
                    const char *because, struct appointment *out, struct err *err)
{
    struct form old;
    struct saved saved;
    int64_t id;
    if (!load_open(&old, arena, store, number, err))
        return false;
    const int64_t client_id = form_number(&old, F_appointment_client),
                  staff_id = form_number(&old, F_appointment_staff);
    const int kind = (int)form_number(&old, F_appointment_kind);
    out->minutes = form_number(&old, F_appointment_minutes);
    form_choice(&old, F_appointment_kept, CODED_kept_moved);
    form_words(&old, F_appointment_why, why);
    return form_save_in(&old, store, because, &saved, err) &&
           appointment_language(arena, store, client_id, out->day, &out->language, err) &&
           key_of(arena, store, "SELECT number FROM client WHERE id = $1", client_id, &out->client, err) &&
           key_of(arena, store, "SELECT login FROM staff WHERE id = $1", staff_id, &out->staff, err) &&
           set_appointment(arena, store, client_id, staff_id, kind, because, out, &id, err) &&
           carry_interpreter(arena, store, &old, id, out, because, err);
}

bool appointment_move(struct arena *arena, struct store *store, struct text number, int32_t day,
                      int64_t starts_at, const char *why, const char *because, struct appointment *out,
                      struct err *err)
{
    *out = (struct appointment){.day = day, .starts_at = starts_at, .length_by = "", .interpreter_from = ""};
    if (day < date_today())
        return err_set(err, ERR_input, "that day is past; an appointment is moved to today or later");
    if (!db_begin(store->db, err))
        return false;
    if (move_in(arena, store, number, why, because, out, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

static bool interpret_in(struct arena *arena, struct store *store, struct text number,
                         struct text organisation, const char *because, struct language_needs *language,
                         struct err *err)
{
    struct form form, booking;
    bool there;
    if (!load_open(&form, arena, store, number, err) ||
        !load_interpreter(&booking, arena, store, form.id, &there, err))
        return false;
    if (there)
        return err_set(err, ERR_conflict, "an interpreter is booked for \"" TEXT_FORMAT "\" already",
                       TEXT_ARGS(number));
    const int64_t client_id = form_number(&form, F_appointment_client);
    const int32_t day = (int32_t)form_number(&form, F_appointment_effective_from);
    return appointment_language(arena, store, client_id, day, language, err) &&
           book_interpreter(arena, store, client_id, form.id, day, organisation, language->code, because,
                            err);
}

bool appointment_interpret(struct arena *arena, struct store *store, struct text number,
                           struct text organisation, const char *because, const char **language,
                           struct err *err)
{
    struct language_needs needs = {0};
    if (!db_begin(store->db, err))
        return false;
    const bool good = interpret_in(arena, store, number, organisation, because, &needs, err);
    *language = needs.language;
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

/* What was kept is a contact. One more on that day in the same way stays as it is. */
static bool write_contact(struct arena *arena, struct store *store, const struct form *appointment,
                          const struct appointment_kept *kept, struct err *err)
{
    struct form contact;
    struct saved saved;
    bool there;
    form_new(&contact, arena, dict_record(R_contact));
    form_ref(&contact, F_contact_client, form_number(appointment, F_appointment_client));
    form_day(&contact, F_contact_effective_from,
             (int32_t)form_number(appointment, F_appointment_effective_from));
    form_choice(&contact, F_contact_way, CODED_contact_way_interview);
    if (!form_find(&contact, store, &there, err) || there)
        return there;
    form_ref(&contact, F_contact_staff, form_number(appointment, F_appointment_staff));
    if (kept->minutes > 0)
        form_int(&contact, F_contact_minutes, kept->minutes);
    form_words(&contact, F_contact_about, kept->about);
    form_choice(&contact, F_contact_source, CODED_source_officer);
    form_choice(&contact, F_contact_method, CODED_method_record);
    return form_save_in(&contact, store, NULL, &saved, err);
}

static bool keep_in(struct arena *arena, struct store *store, struct text number,
                    const struct appointment_kept *kept, struct err *err)
{
    struct form form, booking;
    struct saved saved;
    bool there;
    if (!load_open(&form, arena, store, number, err))
        return false;
    form_choice(&form, F_appointment_kept, kept->kept);
    form_words(&form, F_appointment_why, kept->why);
    if (!form_save_in(&form, store, NULL, &saved, err) ||
        (kept->kept == CODED_kept_kept && !write_contact(arena, store, &form, kept, err)) ||
        !load_interpreter(&booking, arena, store, form.id, &there, err))
        return false;
    if (!kept->interpreter)
        return true;
    if (!there)
        return err_set(err, ERR_absent, "no interpreter was booked for \"" TEXT_FORMAT "\"",
                       TEXT_ARGS(number));
    form_choice(&booking, F_interpreter_booking_kept, kept->interpreter);
    return form_save_in(&booking, store, NULL, &saved, err);
}

bool appointment_keep(struct arena *arena, struct store *store, struct text number,
                      const struct appointment_kept *kept, struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (keep_in(arena, store, number, kept, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
