#include "evaluation/comparison.h"

#include <string.h>

#include "base/nearest.h"
#include "store/queries.h"
#include "base/banned.h"

_Static_assert(STATE_COUNT == CODED_labour_status_left_country + 1, "a state more: give it a place");
_Static_assert(MISSED_COUNT == CODED_follow_up_result_died + 1, "a result more: give it a place");

#define WORTHWHILE_SHARE 0.10 /* ten points, where the programme has not said what would matter */

static const char *column_text(struct arena *arena, struct statement *statement, int column)
{
    struct text text = statement_text(statement, column);
    return arena_text(arena, text.at, text.length);
}

static bool load_head(struct arena *arena, struct store *store, struct text code,
                      struct comparison *comparison, struct err *err)
{
    struct statement *head;
    bool row = false;
    if (!query_open(store->db, &head, QUERY_programme_head, false, NULL, 0, err))
        return false;
    statement_bind_text(head, 0, code);
    bool good = statement_step(head, &row, err);
    if (good && row) {
        comparison->programme = statement_int(head, 0);
        comparison->code = arena_text(arena, code.at, code.length);
        comparison->name = column_text(arena, head, 1);
        comparison->caution = column_text(arena, head, 2);
        comparison->how = column_text(arena, head, 3);
        comparison->worthwhile =
            statement_is_null(head, 4) ? WORTHWHILE_SHARE : statement_real(head, 4) / 100;
    }
    statement_close(head);
    if (!good || row)
        return good;
    struct nearest nearest;
    nearest_init(&nearest, code);
    if (!query_open(store->db, &head, QUERY_programme_nearest, false, NULL, 0, err))
        return false;
    while ((good = statement_step(head, &row, err)) && row)
        nearest_offer(&nearest, column_text(arena, head, 0));
    statement_close(head);
    return good &&
           err_set(err, ERR_absent,
                   "there is no programme \"" TEXT_FORMAT
                   "\" here%s%s; mahi list programme shows those there are",
                   TEXT_ARGS(code), nearest.name ? "; did you mean " : "", nearest.name ? nearest.name : "");
}

/* Steps through a query to count its rows, for an array of the right size. */
static bool count_rows(struct statement *statement, size_t *count, struct err *err)
{
    bool row, good;
    *count = 0;
    while ((good = statement_step(statement, &row, err)) && row)
        ++*count;
    return good;
}

static bool load_outcome_states(struct store *store, struct outcome *outcome, struct err *err)
{
    struct statement *states;
    bool row, good;
    if (!query_open(store->db, &states, QUERY_outcome_states, false, &outcome->id, 1, err))
        return false;
    while ((good = statement_step(states, &row, err)) && row) {
        int64_t status = statement_int(states, 0);
        if (status > 0 && status < STATE_COUNT)
            outcome->counts[status] = true;
    }
    statement_close(states);
    return good;
}

static bool load_outcomes(struct arena *arena, struct store *store, struct comparison *comparison,
                          struct err *err)
{
    struct statement *rows;
    bool row = false, good;
    if (!query_open(store->db, &rows, QUERY_programme_outcomes, false, &comparison->programme, 1, err))
        return false;
    good = count_rows(rows, &comparison->outcome_count, err);
    comparison->outcomes = ARENA_ARRAY(arena, struct outcome, comparison->outcome_count);
    statement_reset(rows);
    statement_bind_int(rows, 0, comparison->programme);
    for (size_t i = 0; good && i < comparison->outcome_count; i++) {
        struct outcome *outcome = &comparison->outcomes[i];
        if (!(good = statement_step(rows, &row, err)) || !row)
            break;
        *outcome = (struct outcome){.place = i,
                                    .id = statement_int(rows, 0),
                                    .code = column_text(arena, rows, 1),
                                    .label = column_text(arena, rows, 2),
                                    .measure = (int)statement_int(rows, 3),
                                    .has_worthwhile = !statement_is_null(rows, 4),
                                    .worthwhile = statement_real(rows, 4),
                                    .has_hours = !statement_is_null(rows, 5),
                                    .hours_at_least = statement_real(rows, 5),
                                    .declared = statement_int(rows, 6) == 1};
        if (outcome->measure == CODED_measure_share) {
            outcome->worthwhile =
                outcome->has_worthwhile ? outcome->worthwhile / 100 : comparison->worthwhile;
            outcome->has_worthwhile = true;
        }
    }
    statement_close(rows);
    for (size_t i = 0; good && i < comparison->outcome_count; i++)
        good = load_outcome_states(store, &comparison->outcomes[i], err);
    return good;
}

/* The number of a code to a place on a side; false for who stands on neither. */
static bool side_of(int64_t coded, enum side *side)
{
    *side = coded == CODED_enrolment_side_programme ? SIDE_programme : SIDE_comparison;
    return coded != CODED_enrolment_side_undecided;
}

static bool load_passages(struct store *store, struct comparison *comparison, struct err *err)
{
    struct statement *counts;
    bool row, good;
    enum side side;
    if (!query_open(store->db, &counts, QUERY_enrolment_counts, comparison->where != NULL,
                    &comparison->programme, 1, err))
        return false;
    while ((good = statement_step(counts, &row, err)) && row) {
        if (!side_of(statement_int(counts, 0), &side)) {
            comparison->undecided = statement_int(counts, 1);
            continue;
        }
        comparison->passages[side] = (struct passage){.eligible = statement_int(counts, 1),
                                                      .offered = statement_int(counts, 2),
                                                      .enrolled = statement_int(counts, 3),
                                                      .started = statement_int(counts, 4),
                                                      .completed = statement_int(counts, 5),
                                                      .withdrew = statement_int(counts, 6),
                                                      .followed = statement_int(counts, 7)};
    }
    statement_close(counts);
    return good;
}

static bool load_states(struct store *store, struct wave_result *wave, bool chosen, const int64_t *parameters,
                        struct err *err)
{
    struct statement *counts;
    bool row, good;
    enum side side;
    if (!query_open(store->db, &counts, QUERY_wave_states, chosen, parameters, 3, err))
        return false;
    while ((good = statement_step(counts, &row, err)) && row) {
        if (!side_of(statement_int(counts, 0), &side))
            continue;
        struct wave_side *of = &wave->sides[side];
        int64_t result = statement_int(counts, 1), status = statement_int(counts, 2),
                count = statement_int(counts, 3);
        of->followed += count;
        if (result == CODED_follow_up_result_reached) {
            of->reached += count;
            of->states[status > 0 && status < STATE_COUNT ? status : STATE_unknown] += count;
        } else {
            of->missed[result > 0 && result < MISSED_COUNT ? result : 0] += count;
        }
    }
    statement_close(counts);
    return good;
}

/* Whom an outcome that asks for hours does not count, though their state is one of its states. */
static bool load_short_hours(struct arena *arena, struct store *store, const struct comparison *comparison,
                             struct wave_result *wave, const int64_t *parameters, struct err *err)
{
    bool good = true;
    enum side side;
    for (int i = 0; i < SIDE_count; i++)
        wave->sides[i].short_hours = ARENA_ARRAY(arena, int64_t, comparison->outcome_count);
    for (size_t o = 0; good && o < comparison->outcome_count; o++) {
        const struct outcome *outcome = &comparison->outcomes[o];
        const int64_t with_outcome[] = {parameters[0], parameters[1], parameters[2], outcome->id};
        struct statement *counts = NULL;
        bool row = true;
        if (!outcome->has_hours || outcome->measure != CODED_measure_share)
            continue;
        good = query_open(store->db, &counts, QUERY_wave_short_hours, comparison->where != NULL, with_outcome,
                          4, err);
        while (good && (good = statement_step(counts, &row, err)) && row)
            if (side_of(statement_int(counts, 0), &side))
                wave->sides[side].short_hours[o] = statement_int(counts, 1);
        statement_close(counts);
    }
    return good;
}

static bool load_earnings(struct arena *arena, struct store *store, struct wave_result *wave, bool chosen,
                          const int64_t *parameters, struct err *err)
{
    struct statement *amounts;
    bool row, good;
    enum side side;
    for (int i = 0; i < SIDE_count; i++)
        wave->sides[i].earnings = ARENA_ARRAY(arena, double, (size_t)wave->sides[i].reached);
    if (!query_open(store->db, &amounts, QUERY_wave_earnings, chosen, parameters, 3, err))
        return false;
    while ((good = statement_step(amounts, &row, err)) && row)
        if (side_of(statement_int(amounts, 0), &side) &&
            wave->sides[side].earnings_count < (size_t)wave->sides[side].reached)
            wave->sides[side].earnings[wave->sides[side].earnings_count++] = statement_real(amounts, 1);
    statement_close(amounts);
    return good;
}

static bool load_waves(struct arena *arena, struct store *store, const char *only,
                       struct comparison *comparison, struct err *err)
{
    struct statement *rows;
    bool row = false;
    size_t count;
    if (!query_open(store->db, &rows, QUERY_programme_waves, false, &comparison->programme, 1, err))
        return false;
    bool good = count_rows(rows, &count, err);
    comparison->waves = ARENA_ARRAY(arena, struct wave_result, count);
    statement_reset(rows);
    statement_bind_int(rows, 0, comparison->programme);
    bool any = false;
    while (good && (good = statement_step(rows, &row, err)) && row) {
        bool shown = !only || text_is(statement_text(rows, 1), only);
        any |= shown;
        comparison->waves[comparison->wave_count++] =
            (struct wave_result){.id = statement_int(rows, 0),
                                 .code = column_text(arena, rows, 1),
                                 .label = column_text(arena, rows, 2),
                                 .months_after = (int)statement_int(rows, 3),
                                 .shown = shown};
    }
    statement_close(rows);
    if (good && only && !any)
        return err_set(err, ERR_absent, "%s has no wave \"%s\"; mahi list wave shows them", comparison->code,
                       only);
    return good;
}

bool comparison_load(struct arena *arena, struct store *store, const struct comparison_request *request,
                     struct comparison *comparison, struct err *err)
{
    const bool chosen = request->where != NULL;
    *comparison = (struct comparison){.where = request->where};
    if (!db_begin_read(store->db, err)) /* one view of the data, whoever writes meanwhile */
        return false;
    bool good = load_head(arena, store, request->code, comparison, err) &&
                load_outcomes(arena, store, comparison, err) && load_passages(store, comparison, err) &&
                load_waves(arena, store, request->wave, comparison, err);
    for (size_t i = 0; good && i < comparison->wave_count; i++) {
        const int64_t parameters[] = {comparison->programme, comparison->waves[i].id, request->completers};
        good = load_states(store, &comparison->waves[i], chosen, parameters, err) &&
               load_short_hours(arena, store, comparison, &comparison->waves[i], parameters, err) &&
               load_earnings(arena, store, &comparison->waves[i], chosen, parameters, err);
    }
    db_rollback(store->db);
    return good;
}

int64_t outcome_count_of(const struct outcome *outcome, const struct wave_side *side)
{
    int64_t count = 0;
    for (int state = 1; state < STATE_COUNT; state++)
        count += outcome->counts[state] ? side->states[state] : 0;
    return outcome->has_hours ? count - side->short_hours[outcome->place] : count;
}
