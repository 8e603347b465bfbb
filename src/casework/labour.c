#include "casework/labour.h"

#include "base/date.h"
#include "casework/fetch.h"

#include "base/banned.h"

int labour_work(bool has_hours, double hours)
{
    return !has_hours                        ? CODED_labour_status_in_work
           : hours >= LABOUR_FULL_TIME_HOURS ? CODED_labour_status_full_time
                                             : CODED_labour_status_part_time;
}

static const char *label_of(int status)
{
    const struct coded_row *row = list_numbered(LIST_labour_status, status);
    return row ? row->label : "a state";
}

/* The first spell of the client of which `where` is true; $2 is the day. *id is 0 when there is none. */
static bool find_spell(struct done *done, const struct store *store, const char *where, int64_t client,
                       int32_t day, int64_t *id, int32_t *from, struct err *err)
{
    const int64_t numbers[] = {client, day};
    struct fetch rows;
    bool there = false;
    *id = 0;
    const bool good = fetch_open(&rows, done->arena, store,
                                 arena_format(done->arena,
                                              "SELECT s.id, s.effective_from FROM labour_status s WHERE "
                                              "s.client = $1 AND %s ORDER BY s.effective_from",
                                              where),
                                 numbers, 2, err) &&
                      fetch_next(&rows, &there, err);
    if (good && there) {
        *id = fetch_int(&rows, 0, 0);
        *from = (int32_t)fetch_int(&rows, 1, 0);
    }
    fetch_close(&rows);
    return good;
}

/* What ran until now ends the day before. */
static bool end_running(struct done *done, struct store *store, const struct labour_state *state,
                        struct err *err)
{
    struct form spell;
    int64_t id;
    int32_t from;
    if (!find_spell(done, store, "s.effective_from < $2 AND (s.effective_to IS NULL OR s.effective_to >= $2)",
                    state->client, state->from, &id, &from, err))
        return false;
    if (id == 0)
        return true;
    if (!form_load(&spell, done->arena, store, dict_record(R_labour_status), id, err))
        return false;
    form_day(&spell, F_labour_status_effective_to, state->from - 1);
    done_say(done, "\"%s\", since %s, ended on %s.",
             label_of((int)form_number(&spell, F_labour_status_status)), date_words(done->arena, from),
             date_words(done->arena, state->from - 1));
    return done_save(done, &spell, store, NULL, err);
}

bool labour_begin(struct done *done, struct store *store, const struct labour_state *state, struct err *err)
{
    struct form spell;
    int64_t later;
    int32_t from = 0;
    if (!find_spell(done, store, "s.effective_from >= $2", state->client, state->from, &later, &from, err))
        return false;
    if (later != 0)
        return err_set(
            err, ERR_conflict,
            "a labour-market status from %s on is recorded already, so that \"%s\" cannot begin on "
            "%s; see mahi list labour_status, and correct or withdraw what is wrong there",
            date_words(done->arena, from), label_of(state->status), date_words(done->arena, state->from));
    if (!end_running(done, store, state, err))
        return false;
    form_new(&spell, done->arena, dict_record(R_labour_status));
    form_ref(&spell, F_labour_status_client, state->client);
    form_day(&spell, F_labour_status_effective_from, state->from);
    form_choice(&spell, F_labour_status_status, state->status);
    if (state->has_hours)
        form_real(&spell, F_labour_status_hours_per_week, state->hours);
    if (state->subsidised)
        form_bool(&spell, F_labour_status_subsidy, true);
    if (state->employer)
        form_ref(&spell, F_labour_status_employer, state->employer);
    if (state->occupation)
        form_ref(&spell, F_labour_status_occupation, state->occupation);
    if (state->in_profession >= 0)
        form_bool(&spell, F_labour_status_in_profession, state->in_profession > 0);
    form_choice(&spell, F_labour_status_source, CODED_source_officer);
    form_choice(&spell, F_labour_status_method, CODED_method_record);
    done_say(done, "The state \"%s\" runs from %s.", label_of(state->status),
             date_words(done->arena, state->from));
    return done_save(done, &spell, store, NULL, err);
}

bool labour_end(struct done *done, struct store *store, int64_t client, int32_t from, int32_t to, int reason,
                struct err *err)
{
    struct form spell;
    int64_t id;
    int32_t began;
    if (!find_spell(done, store, "s.effective_from = $2", client, from, &id, &began, err))
        return false;
    if (id == 0)
        return true;
    if (!form_load(&spell, done->arena, store, dict_record(R_labour_status), id, err))
        return false;
    if (form_has(&spell, F_labour_status_effective_to) &&
        form_number(&spell, F_labour_status_effective_to) <= to)
        return true;
    form_day(&spell, F_labour_status_effective_to, to);
    if (reason)
        form_choice(&spell, F_labour_status_end_reason, reason);
    done_say(done, "The state \"%s\" ended on %s.",
             label_of((int)form_number(&spell, F_labour_status_status)), date_words(done->arena, to));
    return done_save(done, &spell, store, NULL, err);
}
