#include "casework/employer.h"

#include "base/date.h"
#include "casework/fetch.h"
#include "casework/referral.h"
#include "store/read.h"
#include "base/banned.h"

/* Who asked, where nobody said. */
static bool complete_contact(struct store *store, struct form *contact, struct err *err)
{
    int64_t staff, role;
    if (!form_has(contact, F_employer_contact_held_on))
        form_day(contact, F_employer_contact_held_on, date_today());
    const bool by_client = form_has(contact, F_employer_contact_participant),
               by_agency = form_has(contact, F_employer_contact_organisation);
    if (!form_has(contact, F_employer_contact_staff) && !by_client && !by_agency && store->staff_id)
        form_ref(contact, F_employer_contact_staff, store->staff_id);
    if (form_has(contact, F_employer_contact_asked_by))
        return true;
    if (by_client || by_agency) {
        form_choice(contact, F_employer_contact_asked_by,
                    by_client ? CODED_asked_by_participant : CODED_asked_by_agency);
        return true;
    }
    if (!form_has(contact, F_employer_contact_staff))
        return true;
    if (!form_ref_id(contact, store, F_employer_contact_staff, &staff, err) ||
        !fetch_number(store, "SELECT role FROM staff WHERE id = $1", &staff, 1, 0, &role, err))
        return false;
    form_choice(contact, F_employer_contact_asked_by,
                role == CODED_staff_role_work_broker ? CODED_asked_by_broker : CODED_asked_by_case_manager);
    return true;
}

static int reached_by(int asked_by)
{
    switch (asked_by) {
    case CODED_asked_by_broker:
        return CODED_reached_by_broker;
    case CODED_asked_by_agency:
    case CODED_asked_by_provider:
        return CODED_reached_by_agency;
    case CODED_asked_by_participant:
        return CODED_reached_by_participant;
    case CODED_asked_by_group:
        return CODED_reached_by_group;
    default:
        return CODED_reached_by_case_manager;
    }
}

/* The first time ever: through whom the service came to it. */
static bool reached(struct store *store, struct form *employer, const struct form *contact, struct done *done,
                    struct err *err)
{
    if (form_has(employer, F_employer_reached_by))
        return true;
    const int by = reached_by((int)form_number(contact, F_employer_contact_asked_by));
    form_choice(employer, F_employer_reached_by, by);
    form_otherwise(employer, F_employer_reached_on, contact, F_employer_contact_held_on);
    if (by == CODED_reached_by_agency)
        form_otherwise(employer, F_employer_reached_through, contact, F_employer_contact_organisation);
    done_say(done, "It is the first contact with this employer, which was reached by: %s.",
             list_numbered(LIST_reached_by, by)->label);
    return done_save(done, employer, store, NULL, err);
}

static bool keep_promise(struct store *store, const struct form *employer, const struct form *contact,
                         const struct employer_promise *promise, struct done *done, struct err *err)
{
    struct form form;
    if (!promise->words)
        return true;
    form_new(&form, done->arena, dict_record(R_promise));
    form_ref(&form, F_promise_employer, employer->id);
    form_otherwise(&form, F_promise_made_on, contact, F_employer_contact_held_on);
    form_otherwise(&form, F_promise_what, contact, F_employer_contact_asked_for);
    form_words(&form, F_promise_words, promise->words);
    form_otherwise(&form, F_promise_owner, employer, F_employer_owner);
    if (!form_has(&form, F_promise_owner) && store->staff_id)
        form_ref(&form, F_promise_owner, store->staff_id);
    if (promise->call_on != DATE_MIN)
        form_day(&form, F_promise_call_on, promise->call_on);
    done_say(done, "Its promise is kept%s%s.", promise->call_on != DATE_MIN ? ", to be called back on " : "",
             promise->call_on != DATE_MIN ? date_words(done->arena, promise->call_on) : "");
    return done_save(done, &form, store, NULL, err);
}

static bool ask(struct store *store, struct form *contact, const struct employer_promise *promise,
                const char *because, struct done *done, struct err *err)
{
    struct form employer;
    int64_t id, participant = 0;
    if (!form_has(contact, F_employer_contact_employer))
        return err_set(err, ERR_input, "say which employer was asked: employer=CODE");
    if (!form_ref_id(contact, store, F_employer_contact_employer, &id, err) ||
        !form_load(&employer, done->arena, store, dict_record(R_employer), id, err) ||
        !complete_contact(store, contact, err) || !done_save(done, contact, store, because, err))
        return false;
    done_about(done, contact, F_employer_contact_number);
    done_say(
        done, "Contact \"%s\" with employer \"" TEXT_FORMAT "\": %s.", done->number,
        TEXT_ARGS(form_get_text(&employer, F_employer_code)),
        list_numbered(LIST_employer_answer, (int)form_number(contact, F_employer_contact_answer))->label);
    if (form_has(contact, F_employer_contact_participant) &&
        !form_ref_id(contact, store, F_employer_contact_participant, &participant, err))
        return false;
    const int refusal = form_has(contact, F_employer_contact_refusal)
                            ? (int)form_number(contact, F_employer_contact_refusal)
                            : 0;
    return refusal_answered(store, refusal, participant, done, err) &&
           reached(store, &employer, contact, done, err) &&
           keep_promise(store, &employer, contact, promise, done, err);
}

bool employer_ask(struct store *store, struct form *contact, const struct employer_promise *promise,
                  const char *because, struct done *done, struct err *err)
{
    return db_begin(store->db, err) && done_end(store, ask(store, contact, promise, because, done, err), err);
}
