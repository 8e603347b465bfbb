#include "store/ask_work.h"

#include <assert.h>

#include "store/standing.h"
#include "base/banned.h"

static size_t use_at(struct asking *asking, struct use use)
{
    size_t i = 0;
    while (i < asking->use_count &&
           (asking->uses[i].fact != use.fact || asking->uses[i].aspect != use.aspect))
        i++;
    if (i == asking->use_count)
        asking->uses[asking->use_count++] = use;
    return i;
}

static void gather_uses(struct asking *asking)
{
    const struct rule *scope = asking->ask->scope;
    for (size_t q = 0; q < asking->ask->count; q++)
        for (size_t u = 0; u < asking->ask->questions[q]->use_count; u++)
            asking->at[q][u] = use_at(asking, asking->ask->questions[q]->uses[u]);
    for (size_t u = 0; scope && u < scope->use_count; u++)
        use_at(asking, scope->uses[u]);
}

static void rows_of_list(struct str *sql, const struct fact *list, const void *with)
{
    sql_fact_rows(sql, with, list);
}

static void emit(struct asking *asking, const struct rule *rule, struct str *sql)
{
    struct emitted emitted = {.sql = *sql};
    const struct emit_options options = {
        .engine = db_engine(asking->store->db) == ENGINE_sqlite ? EMIT_sqlite : EMIT_postgres,
        .today = asking->ask->moment.as_at,
        .column = fact_column,
        .rows = rows_of_list,
        .with = &asking->ask->moment,
        .first_parameter = (int)asking->text_count + 1,
    };
    const bool exact = rule_emit(asking->arena, rule, &options, &emitted);
    *sql = emitted.sql;
    if (!exact)
        asking->why = emitted.why;
    else if (asking->text_count + emitted.text_count > EMIT_TEXTS_MAX)
        asking->why = "so many texts";
    for (size_t i = 0; i < emitted.text_count && !asking->why; i++)
        asking->texts[asking->text_count++] = emitted.texts[i];
}

struct asking *asking_open(struct arena *arena, const struct store *store, const struct ask *ask)
{
    struct asking *asking = ARENA_NEW(arena, struct asking);
    assert(ask->count >= 1 && ask->count <= ASK_MAX && ask->moment.dated);
    asking->arena = arena;
    asking->store = store;
    asking->ask = ask;
    for (size_t q = 0; q < ask->count; q++)
        str_init(&asking->answers[q]);
    str_init(&asking->scope);
    gather_uses(asking);
    if (ask->scope) /* first: people are looked up by it when the questions are asked one by one, too */
        emit(asking, ask->scope, &asking->scope);
    assert(!asking->why); /* a scope is what SQL can say */
    asking->scope_texts = asking->text_count;
    for (size_t q = 0; q < ask->count && !asking->why; q++)
        emit(asking, ask->questions[q], &asking->answers[q]);
    return asking;
}

void asking_close(struct asking *asking)
{
    for (size_t q = 0; q < asking->ask->count; q++)
        str_clear(&asking->answers[q]);
    str_clear(&asking->scope);
}

bool asking_has_part(const struct asking *asking, enum part part)
{
    return part == PART_computed || !asking->ask->moment.known_then;
}

/* Whether the table standing tells who is in the scope, but for those of whom one of its own records still
 * changes. */
static bool scope_stands(const struct asking *asking)
{
    const struct rule *scope = asking->ask->scope;
    for (size_t u = 0; scope && u < scope->use_count; u++)
        if (scope->uses[u].aspect != ASPECT_value ||
            !standing_settles_alone(pick_of(fact_of(scope->uses[u].fact)->pick)->record))
            return false;
    return scope != NULL;
}

/* "c.id IN (…)": who is not settled by the day. In a scope: who is in it as far as its own records are
 * settled, and those of whom these are not, who are asked again. */
static void sql_unsettled(struct str *sql, const struct asking *asking)
{
    const int day = (int)asking->ask->moment.as_at;
    str_addf(sql, "c.id IN (SELECT f.client FROM standing f WHERE f.settled_on > %d", day);
    if (scope_stands(asking)) {
        for (int r = R_none + 1, any = 0; r < R_end; r++)
            if (standing_settles_alone((enum record_id)r))
                str_addf(sql, "%sf.%s_settled_on > %d", any++ ? " OR " : " AND (",
                         dict_record((enum record_id)r)->name, day);
        str_addf(sql, ") UNION SELECT f.client FROM standing f WHERE +f.settled_on > %d AND %s", day,
                 asking->scope.at);
    }
    str_add(sql, ")");
}

void asking_sql_from(struct str *sql, const struct asking *asking, enum part part)
{
    const struct moment *moment = &asking->ask->moment;
    struct facts_request request = {.from = part == PART_standing ? FACTS_standing : FACTS_computed,
                                    .moment = *moment,
                                    .uses = asking->uses,
                                    .use_count = asking->use_count};
    struct str unsettled;
    str_init(&unsettled);
    if (part == PART_computed && !moment->known_then) {
        sql_unsettled(&unsettled, asking);
        request.which = unsettled.at;
    }
    str_add(sql, " FROM ");
    sql_facts(sql, &request);
    str_clear(&unsettled);
    if (part == PART_standing) /* the + keeps SQLite from the index on it: nearly all are settled */
        str_addf(sql, " WHERE +f.settled_on <= %d", (int)moment->as_at);
    else
        str_add(sql, " WHERE 1 = 1");
    if (asking->ask->scope)
        str_addf(sql, " AND %s", asking->scope.at);
}

void asking_sql_answer(struct str *sql, const struct asking *asking, enum answer answer)
{
    str_add(sql, answer == ANSWER_no ? " AND NOT (" : " AND (");
    for (size_t q = 0; q < asking->ask->count; q++)
        str_addf(sql, "%s%s", q == 0 ? "" : " AND ", asking->answers[q].at);
    str_add(sql, answer == ANSWER_unknown ? ") IS NULL" : ")");
}

bool asking_prepare(const struct asking *asking, const char *sql, size_t texts, bool stream,
                    struct statement **out, struct err *err)
{
    struct db *db = asking->store->db;
    if (!(stream ? db_stream(db, out, sql, err) : db_prepare(db, out, sql, err)))
        return false;
    for (size_t i = 0; i < texts; i++)
        statement_bind_text(*out, (int)i, asking->texts[i]);
    return true;
}
