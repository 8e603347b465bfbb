#include "casework/selection_report.h"
#include "casework/targeting_report.h"
#include "base/banned.h"

static bool keep_chosen(struct arena *arena, const struct store *store, const struct selection *selection,
                        size_t *count, struct err *err)
{
    int64_t *clients = ARENA_ARRAY(arena, int64_t, selection->count + 1);
    *count = 0;
    for (size_t i = 0; i < selection->count; i++)
        if (selection->list[i].side == CODED_enrolment_side_programme)
            clients[(*count)++] = selection->list[i].client;
    return *count == 0 || ask_keep(store, clients, *count, err);
}

static bool add_mixes(struct arena *arena, const struct store *store, struct report *report,
                      const struct selection *selection, const enum fact_id *facts, size_t count,
                      struct err *err)
{
    const struct moment moment = {.dated = true,
                                  .as_at = selection->as_at,
                                  .known_then = true,
                                  .known =
                                      selection->frozen_at}; /* never from impressions afterwards (R43) */
    size_t chosen;
    if (!keep_chosen(arena, store, selection, &chosen, err))
        return false;
    for (size_t i = 0; chosen > 0 && i < count; i++) {
        struct mix mix;
        if (!mix_make(arena, store, &moment, facts[i], &mix, err))
            return false;
        if (mix.registered > 0)
            mix_table(arena, report, facts[i], &mix, "chosen");
    }
    return true;
}

bool selection_report_mix(struct arena *arena, const struct store *store, struct report *report,
                          const struct selection *selection, const enum fact_id *facts, size_t count,
                          struct err *err)
{
    if (!db_begin(store->db, err)) /* whom it counts is kept in a table of its own */
        return false;
    if (add_mixes(arena, store, report, selection, facts, count, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
