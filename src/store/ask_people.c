#include "store/ask_work.h"

#include <inttypes.h>
#include <stdlib.h>

#include "store/person.h"
#include "base/banned.h"

struct ids {
    int64_t *at;
    size_t count, room;
};

static bool gather(const struct asking *asking, const char *sql, struct ids *ids, struct err *err)
{
    struct statement *statement = NULL;
    bool row = true;
    bool good = asking_prepare(asking, sql, true, &statement, err);
    while (good && (good = statement_step(statement, &row, err)) && row) {
        if (ids->count == ids->room) {
            ids->room = ids->room ? 2 * ids->room : 1024;
            ids->at = memory_resize(ids->at, ids->room * sizeof *ids->at);
        }
        ids->at[ids->count++] = statement_int(statement, 0);
    }
    if (statement)
        statement_close(statement);
    return good;
}

/* Everybody's, as known then. */
static bool everybody(const struct asking *asking, int64_t after, struct ids *ids, struct err *err)
{
    struct str sql;
    str_init(&sql);
    str_add(&sql, "SELECT s.id FROM ");
    sql_source(&sql, dict_record(R_client), &asking->ask->moment);
    str_addf(&sql, " WHERE s.id > %" PRId64 " ORDER BY s.id", after);
    const bool good = gather(asking, sql.at, ids, err);
    str_clear(&sql);
    return good;
}

static bool of_the_scope(const struct asking *asking, int64_t after, struct ids *ids, struct err *err)
{
    bool good = true;
    for (enum part part = PART_standing; good && part < PART_end; part++) {
        struct str sql;
        if (!asking_has_part(asking, part))
            continue;
        str_init(&sql);
        str_add(&sql, "SELECT f.client");
        asking_sql_from(&sql, asking, part);
        str_addf(&sql, " AND f.client > %" PRId64, after);
        good = gather(asking, sql.at, ids, err);
        str_clear(&sql);
    }
    return good;
}

static int by_id(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

bool asking_people(const struct asking *asking, int64_t after, int64_t **out, size_t *count, struct err *err)
{
    struct ids ids = {0};
    const bool good = (asking->ask->scope ? of_the_scope : everybody)(asking, after, &ids, err);
    if (asking->ask->scope && ids.count > 1)
        qsort(ids.at, ids.count, sizeof *ids.at, by_id);
    *out = ids.at;
    *count = ids.count;
    return good;
}

static enum answer answer_of(struct datum datum)
{
    return datum.type != DATUM_boolean ? ANSWER_unknown : datum.boolean ? ANSWER_yes : ANSWER_no;
}

static bool ask_one(const struct asking *asking, struct person_reader *people, struct arena *loop,
                    int64_t client, struct datum *all, unsigned char *answers, struct err *err)
{
    const struct ask *ask = asking->ask;
    struct datum values[RULE_USES_MAX];
    bool there;
    if (!person_read(people, client, all, NULL, &there, err))
        return false;
    for (size_t q = 0; q < ask->count; q++) {
        for (size_t u = 0; u < ask->questions[q]->use_count; u++)
            values[u] = all[asking->at[q][u]];
        const struct evaluation evaluation = {.arena = loop, .values = values, .today = ask->moment.as_at};
        answers[q] = (unsigned char)answer_of(rule_evaluate(ask->questions[q], &evaluation));
    }
    return true;
}

bool asking_one_by_one(struct asking *asking, int64_t after, ask_each_person *each, void *with,
                       struct err *err)
{
    enum { TELL_EVERY = 1024 };
    const struct ask *ask = asking->ask;
    int64_t *ids = NULL;
    size_t count = 0;
    struct person_reader people;
    struct arena loop;
    unsigned char answers[ASK_MAX] = {0};
    struct datum *all = ARENA_ARRAY(asking->arena, struct datum, asking->use_count + 1);
    bool good = person_open(&people, asking->arena, asking->store, &ask->moment, asking->uses,
                            asking->use_count, err) &&
                asking_people(asking, after, &ids, &count, err);
    arena_init(&loop);
    for (size_t i = 0; good && i < count; i++) {
        good = ask_one(asking, &people, &loop, ids[i], all, answers, err) && each(with, ids[i], answers, err);
        arena_clear(&loop);
        if (ask->progress && i % TELL_EVERY == 0)
            ask->progress(ask->with, (int64_t)i, (int64_t)count);
    }
    arena_clear(&loop);
    person_close(&people);
    free(ids);
    return good;
}

bool ask_person(struct arena *arena, const struct store *store, const struct ask *ask, int64_t client,
                unsigned char *answers, struct err *err)
{
    struct asking *asking = asking_open(arena, store, ask);
    struct datum *all = ARENA_ARRAY(arena, struct datum, asking->use_count + 1);
    struct person_reader people;
    const bool good =
        person_open(&people, arena, store, &ask->moment, asking->uses, asking->use_count, err) &&
        ask_one(asking, &people, arena, client, all, answers, err);
    person_close(&people);
    asking_close(asking);
    return good;
}
