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

static struct use value_of(enum fact_id fact)
{
    return (struct use){.fact = fact, .aspect = ASPECT_value};
}

static void gather_uses(struct asking *asking)
{
    const struct ask_scope *scope = asking->ask->scope;
    for (size_t q = 0; q < asking->ask->count; q++)
        for (size_t u = 0; u < asking->ask->questions[q]->use_count; u++)
            asking->at[q][u] = use_at(asking, asking->ask->questions[q]->uses[u]);
    for (size_t f = 0; scope && f < scope->fact_count; f++)
        use_at(asking, value_of(scope->facts[f]));
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

/* "(f.office IN ($3, $4))": the values stand behind the texts of the questions. */
static void add_scope(struct asking *asking)
{
    const struct ask_scope *scope = asking->ask->scope;
    struct str *sql = &asking->scope;
    assert(scope->fact_count >= 1 && scope->fact_count <= SCOPE_FACTS_MAX);
    for (size_t f = 0; f < scope->fact_count; f++) {
        const struct fact *fact = fact_of(scope->facts[f]);
        assert(fact->indexed);
        str_addf(sql, "%sf.%s IN (", f == 0 ? "(" : " OR ", fact->column);
        for (size_t v = 0; v < scope->value_count; v++)
            str_addf(sql, "%s$%zu", v == 0 ? "" : ", ", asking->question_texts + v + 1);
        str_add(sql, scope->value_count == 0 ? "NULL)" : ")");
    }
    str_add(sql, ")");
    for (size_t v = 0; v < scope->value_count; v++)
        asking->texts[asking->text_count++] = scope->values[v];
}

struct asking *asking_open(struct arena *arena, const struct store *store, const struct ask *ask)
{
    struct asking *asking = ARENA_NEW(arena, struct asking);
    assert(ask->count >= 1 && ask->count <= ASK_MAX && ask->moment.dated);
    asking->arena = arena;
    asking->store = store;
    asking->ask = ask;
    asking->texts =
        ARENA_ARRAY(arena, struct text, EMIT_TEXTS_MAX + (ask->scope ? ask->scope->value_count : 0));
    for (size_t q = 0; q < ask->count; q++)
        str_init(&asking->answers[q]);
    str_init(&asking->scope);
    gather_uses(asking);
    for (size_t q = 0; q < ask->count && !asking->why; q++)
        emit(asking, ask->questions[q], &asking->answers[q]);
    if (asking->why)
        asking->text_count = 0; /* no SQL has the questions */
    asking->question_texts = asking->text_count;
    if (ask->scope)
        add_scope(asking);
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

/* " AND (u.register_spell_settled_on > 11200 OR …)": records that the scope rests on still change by
 * themselves; or, joined by AND with <=, they do not. */
static void sql_scope_settled(struct str *sql, const struct asking *asking, const char *alias,
                              const char *compared, const char *joined)
{
    const struct ask_scope *scope = asking->ask->scope;
    bool done[R_end] = {false}, any = false;
    str_add(sql, " AND (");
    for (size_t f = 0; f < scope->fact_count; f++) {
        const enum record_id record = pick_of(fact_of(scope->facts[f])->pick)->record;
        if (done[record])
            continue;
        str_addf(sql, "%s%s.%s_settled_on %s %d", any ? joined : "", alias, dict_record(record)->name,
                 compared, (int)asking->ask->moment.as_at);
        done[record] = any = true;
    }
    str_add(sql, ")");
}

/* From so many values on, the few who are not settled are sooner looked through than those of each value. */
enum { MANY_VALUES = 16 };

/* "SELECT client …": who is in the scope and not settled by the day. The table says so of nearly all of them;
 * of the few whose office, say, is still to change, it is worked out. */
static void sql_unsettled_in_scope(struct str *sql, const struct asking *asking)
{
    const struct ask *ask = asking->ask;
    struct use uses[SCOPE_FACTS_MAX];
    for (size_t f = 0; f < ask->scope->fact_count; f++)
        uses[f] = value_of(ask->scope->facts[f]);
    struct facts_request request = {
        .from = FACTS_computed, .moment = ask->moment, .uses = uses, .use_count = ask->scope->fact_count};
    struct str which;
    str_init(&which);
    str_addf(&which, "c.id IN (SELECT u.client FROM standing u WHERE u.settled_on > %d",
             (int)ask->moment.as_at);
    sql_scope_settled(&which, asking, "u", ">", " OR ");
    str_add(&which, ")");
    request.which = which.at;
    str_add(sql, "SELECT f.client FROM ");
    sql_facts(sql, &request);
    str_addf(sql, " WHERE %s UNION ALL SELECT f.client FROM standing f WHERE ", asking->scope.at);
    if (ask->scope->value_count >= MANY_VALUES)
        str_addf(sql, "f.settled_on > %d AND CASE WHEN %s THEN 1 END = 1", (int)ask->moment.as_at,
                 asking->scope.at);
    else
        str_addf(sql, "%s AND +f.settled_on > %d", asking->scope.at, (int)ask->moment.as_at);
    sql_scope_settled(sql, asking, "f", "<=", " AND ");
    str_clear(&which);
}

/* "c.id IN (…)": who is not settled by the day. */
static void sql_unsettled(struct str *sql, const struct asking *asking)
{
    str_add(sql, "c.id IN (");
    if (asking->ask->scope)
        sql_unsettled_in_scope(sql, asking);
    else
        str_addf(sql, "SELECT f.client FROM standing f WHERE f.settled_on > %d",
                 (int)asking->ask->moment.as_at);
    str_add(sql, ")");
}

void asking_sql_from_all(struct str *sql, const struct asking *asking, enum part part)
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
}

void asking_sql_from(struct str *sql, const struct asking *asking, enum part part)
{
    asking_sql_from_all(sql, asking, part);
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

void asking_bind(const struct asking *asking, struct statement *statement, size_t texts)
{
    for (size_t i = 0; i < texts; i++)
        statement_bind_text(statement, (int)i, asking->texts[i]);
}

bool asking_prepare(const struct asking *asking, const char *sql, bool stream, struct statement **out,
                    struct err *err)
{
    struct db *db = asking->store->db;
    if (!(stream ? db_stream(db, out, sql, err) : db_prepare(db, out, sql, err)))
        return false;
    asking_bind(asking, *out, asking->text_count);
    return true;
}
