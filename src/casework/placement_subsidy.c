#include "casework/placement.h"

#include "base/date.h"
#include "casework/entitlement.h"
#include "base/banned.h"

/* The rules of that answer, apart by commas; "" none. */
static const char *rules_that_say(struct arena *arena, const struct entitlement *scheme, enum answer answer)
{
    struct str words;
    str_init(&words);
    for (size_t i = 0; i < scheme->count; i++)
        if (scheme->rules[i].answer == answer)
            str_addf(&words, "%s\"%s\"", words.length > 0 ? ", " : "", scheme->rules[i].label);
    const char *copy = arena_text(arena, words.at, words.length);
    str_clear(&words);
    return copy;
}

static bool refuse(struct arena *arena, const struct entitlement *scheme, struct err *err)
{
    if (scheme->answer == ANSWER_no)
        return err_set(err, ERR_reason,
                       "scheme \"%s\" shuts them out on that day by its rule %s; choose another scheme (mahi "
                       "entitled), or say why it is done all the same, with --because WHY",
                       scheme->code, rules_that_say(arena, scheme, ANSWER_no));
    return err_set(err, ERR_reason,
                   "whether scheme \"%s\" lets them in on that day is not recorded: %s; record what is "
                   "missing, or say why it is done all the same, with --because WHY",
                   scheme->code, rules_that_say(arena, scheme, ANSWER_unknown));
}

/* What the rules say of the person, written into the subsidy. */
static bool ask_rules(struct store *store, const struct placement_subsidy *request, int64_t client,
                      struct form *subsidy, struct done *done, struct err *err)
{
    const struct entitlement_request asking = {.scheme = request->scheme,
                                               .moment = {.dated = true, .as_at = request->from}};
    struct entitlement *schemes;
    size_t count;
    if (!entitlement_of(done->arena, store, &asking, client, &schemes, &count, err))
        return false;
    const struct entitlement *scheme = &schemes[0];
    if (scheme->answer != ANSWER_yes && !request->because)
        return refuse(done->arena, scheme, err);
    form_key(subsidy, F_subsidy_scheme, request->scheme);
    if (scheme->answer != ANSWER_unknown)
        form_bool(subsidy, F_subsidy_lets_in, scheme->answer == ANSWER_yes);
    if (scheme->answer == ANSWER_yes && !form_has(subsidy, F_subsidy_grounds))
        form_words(subsidy, F_subsidy_grounds, rules_that_say(done->arena, scheme, ANSWER_yes));
    return true;
}

static bool subsidise(struct store *store, const struct placement_subsidy *request, struct done *done,
                      struct err *err)
{
    struct form subsidy, placement;
    int64_t client;
    bool there;
    if (!form_load_key(&placement, done->arena, store, dict_record(R_placement), request->number, err) ||
        !form_ref_id(&placement, store, F_placement_client, &client, err))
        return false;
    done->number = arena_text(done->arena, request->number.at, request->number.length);
    form_new(&subsidy, done->arena, dict_record(R_subsidy));
    form_ref(&subsidy, F_subsidy_placement, placement.id);
    form_day(&subsidy, F_subsidy_effective_from, request->from);
    if (!form_find(&subsidy, store, &there, err))
        return false;
    if (there)
        return err_set(err, ERR_conflict,
                       "placement \"%s\" has a subsidy from %s already; mahi record subsidy changes it",
                       done->number, date_words(done->arena, request->from));
    form_ref(&subsidy, F_subsidy_client, client);
    form_real(&subsidy, F_subsidy_amount, request->amount);
    if (request->to != DATE_MIN)
        form_day(&subsidy, F_subsidy_effective_to, request->to);
    if (request->grounds.length > 0)
        form_text(&subsidy, F_subsidy_grounds, request->grounds);
    if ((request->scheme.length > 0 && !ask_rules(store, request, client, &subsidy, done, err)) ||
        !done_save(done, &subsidy, store, request->because, err))
        return false;
    done->id = subsidy.id;
    done_say(done, "Placement \"%s\" is subsidised with $%.2f a week from %s.", done->number, request->amount,
             date_words(done->arena, request->from));
    if (form_has(&subsidy, F_subsidy_grounds))
        done_say(done, "Grounds: " TEXT_FORMAT ".", TEXT_ARGS(form_get(&subsidy, F_subsidy_grounds).text));
    return true;
}

bool placement_subsidise(struct store *store, const struct placement_subsidy *subsidy, struct done *done,
                         struct err *err)
{
    return db_begin(store->db, err) && done_end(store, subsidise(store, subsidy, done, err), err);
}
