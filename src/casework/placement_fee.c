#include "casework/placement.h"

#include "base/date.h"
#include "store/read.h"
#include "base/banned.h"

/* The fee of a placement, when there is one. */
static bool find_fee(struct store *store, struct text number, struct form *fee, struct form *placement,
                     struct done *done, bool *there, struct err *err)
{
    if (!form_load_key(placement, done->arena, store, dict_record(R_placement), number, err))
        return false;
    done->number = arena_text(done->arena, number.at, number.length);
    form_new(fee, done->arena, dict_record(R_placement_fee));
    form_ref(fee, F_placement_fee_placement, placement->id);
    return form_find(fee, store, there, err);
}

static const char *dollars(struct done *done, const struct form *fee)
{
    return arena_format(done->arena, "$%.2f", form_get(fee, F_placement_fee_amount).real);
}

static bool due(struct store *store, const struct placement_fee *request, struct done *done, struct err *err)
{
    struct form fee, placement;
    bool there;
    if (!find_fee(store, request->number, &fee, &placement, done, &there, err))
        return false;
    if (there)
        return err_set(
            err, ERR_conflict, "placement \"%s\" has a fee of %s already, %s; a placement has one fee",
            done->number, dollars(done, &fee),
            form_has(&fee, F_placement_fee_paid_on)
                ? arena_format(done->arena, "paid on %s",
                               date_words(done->arena, (int32_t)form_number(&fee, F_placement_fee_paid_on)))
                : "not paid yet");
    if (request->organisation.length > 0)
        form_key(&fee, F_placement_fee_organisation, request->organisation);
    form_otherwise(&fee, F_placement_fee_client, &placement, F_placement_client);
    form_otherwise(&fee, F_placement_fee_organisation, &placement, F_placement_organisation);
    if (!form_has(&fee, F_placement_fee_organisation))
        return err_set(err, ERR_input,
                       "placement \"%s\" names no agency; say with --organisation to whom the fee is due",
                       done->number);
    form_day(&fee, F_placement_fee_effective_from, date_today());
    form_text(&fee, F_placement_fee_claim, request->claim);
    form_real(&fee, F_placement_fee_amount, request->amount);
    if (!done_save(done, &fee, store, request->because, err))
        return false;
    done->id = fee.id;
    done_say(done, "A fee of %s is due for placement \"%s\".", dollars(done, &fee), done->number);
    return true;
}

bool placement_fee_due(struct store *store, const struct placement_fee *fee, struct done *done,
                       struct err *err)
{
    return db_begin(store->db, err) && done_end(store, due(store, fee, done, err), err);
}

static bool pay(struct store *store, struct text number, int32_t day, struct done *done, struct err *err)
{
    struct form fee, placement;
    bool there;
    if (!find_fee(store, number, &fee, &placement, done, &there, err))
        return false;
    if (!there)
        return err_set(err, ERR_absent,
                       "no fee is due for placement \"%s\"; mahi place fee %s AMOUNT says one", done->number,
                       done->number);
    if (form_has(&fee, F_placement_fee_paid_on))
        return err_set(err, ERR_conflict, "the fee of placement \"%s\" was paid on %s; it is not paid twice",
                       done->number,
                       date_words(done->arena, (int32_t)form_number(&fee, F_placement_fee_paid_on)));
    form_day(&fee, F_placement_fee_paid_on, day);
    if (!done_save(done, &fee, store, NULL, err))
        return false;
    done->id = fee.id;
    done_say(done, "The fee of %s for placement \"%s\" was paid on %s.", dollars(done, &fee), done->number,
             date_words(done->arena, day));
    return true;
}

bool placement_fee_pay(struct store *store, struct text number, int32_t day, struct done *done,
                       struct err *err)
{
    return db_begin(store->db, err) && done_end(store, pay(store, number, day, done, err), err);
}
