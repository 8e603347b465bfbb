#include "store/ask.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "store/ask_work.h"
#include "base/banned.h"

static bool may_see(const void *who, const struct fact *fact)
{
    const struct store *store = who;
    return store_may_see(store, dict_record(pick_of(fact->pick)->record)) &&
           (fact->field == F_none || store_may_see_field(store, dict_field(fact->field)));
}

bool ask_compile(struct arena *arena, const struct store *store, struct text text, bool verified_only,
                 struct rule **out, struct spot *where, struct err *err)
{
    const struct rule_options options = {
        .mode = RULE_profile, .verified_only = verified_only, .may_see = may_see, .who = store};
    return rule_compile(arena, text, &options, out, where, err);
}

/* The answers in one number, three to the power of the question's place. Each question stands there once, so
 * that it is evaluated once. */
static void sql_code(struct str *sql, const struct asking *asking)
{
    int64_t power = 1;
    for (size_t q = 0; q < asking->ask->count; q++, power *= 3)
        str_addf(sql, "%sCOALESCE(CAST(%s AS integer), 2) * CAST(%" PRId64 " AS bigint)", q == 0 ? "" : " + ",
                 asking->answers[q].at, power);
}

static void decode(int64_t code, size_t count, unsigned char *answers)
{
    for (size_t q = 0; q < count; q++, code /= 3)
        answers[q] = (unsigned char)(code % 3);
}

static void add_people(struct asking *asking, struct ask_counts *out, const unsigned char *answers,
                       int64_t people)
{
    const size_t count = asking->ask->count;
    size_t i = 0;
    out->people += people;
    while (i < out->pattern_count && memcmp(out->patterns[i].answers, answers, count) != 0)
        i++;
    if (i == out->pattern_count) {
        if ((i & (i - 1)) == 0) { /* full at every power of two */
            struct ask_pattern *more = ARENA_ARRAY(asking->arena, struct ask_pattern, i == 0 ? 1 : 2 * i);
            if (i > 0)
                memcpy(more, out->patterns, i * sizeof *more);
            out->patterns = more;
        }
        memcpy(out->patterns[i].answers, answers, count);
        out->pattern_count++;
    }
    out->patterns[i].people += people;
}

/* One question is counted in one sum: a yes is 1, an answer that is not known is this. */
#define NOT_KNOWN (INT64_C(1) << 30)

static void sql_counts(struct str *sql, const struct asking *asking, enum part part)
{
    if (asking->ask->count == 1) {
        str_addf(sql, "SELECT count(*), sum(COALESCE(CAST(%s AS integer), %" PRId64 "))",
                 asking->answers[0].at, NOT_KNOWN);
        asking_sql_from(sql, asking, part);
        return;
    }
    str_add(sql, "SELECT count(*), code FROM (SELECT ");
    sql_code(sql, asking);
    str_add(sql, " AS code");
    asking_sql_from(sql, asking, part);
    str_add(sql, ") t GROUP BY code");
}

static void add_one_question(struct asking *asking, struct ask_counts *out, int64_t people, int64_t sum)
{
    const int64_t of[] = {[ANSWER_no] = people - sum % NOT_KNOWN - sum / NOT_KNOWN,
                          [ANSWER_yes] = sum % NOT_KNOWN,
                          [ANSWER_unknown] = sum / NOT_KNOWN};
    assert(people < NOT_KNOWN);
    for (unsigned char answer = ANSWER_no; answer <= ANSWER_unknown; answer++)
        if (of[answer] > 0)
            add_people(asking, out, &answer, of[answer]);
}

static bool count_part(struct asking *asking, enum part part, struct ask_counts *out, struct err *err)
{
    struct str sql;
    struct statement *statement;
    unsigned char answers[ASK_MAX] = {0};
    bool row = true;
    str_init(&sql);
    sql_counts(&sql, asking, part);
    bool good = asking_prepare(asking, sql.at, false, &statement, err);
    while (good && (good = statement_step(statement, &row, err)) && row) {
        const int64_t people = statement_int(statement, 0), code = statement_int(statement, 1);
        if (asking->ask->count == 1) {
            add_one_question(asking, out, people, code);
            continue;
        }
        decode(code, asking->ask->count, answers);
        add_people(asking, out, answers, people);
    }
    if (statement)
        statement_close(statement);
    str_clear(&sql);
    return good;
}

static bool each_of_part(struct asking *asking, enum part part, ask_each_person *each, void *with,
                         struct err *err)
{
    struct str sql;
    struct statement *statement = NULL;
    unsigned char answers[ASK_MAX] = {0};
    bool row = true;
    str_init(&sql);
    str_add(&sql, "SELECT f.client, ");
    sql_code(&sql, asking);
    asking_sql_from(&sql, asking, part);
    bool good = asking_prepare(asking, sql.at, true, &statement, err);
    while (good && (good = statement_step(statement, &row, err)) && row) {
        decode(statement_int(statement, 1), asking->ask->count, answers);
        good = each(with, statement_int(statement, 0), answers, err);
    }
    if (statement)
        statement_close(statement);
    str_clear(&sql);
    return good;
}

struct counting {
    struct asking *asking;
    struct ask_counts *out;
};

static bool count_one(void *with, int64_t client, const unsigned char *answers, struct err *err)
{
    struct counting *counting = with;
    (void)client;
    (void)err;
    add_people(counting->asking, counting->out, answers, 1);
    return true;
}

bool ask_count(struct arena *arena, const struct store *store, const struct ask *ask, struct ask_counts *out,
               struct err *err)
{
    struct asking *asking = asking_open(arena, store, ask);
    struct counting counting = {asking, out};
    *out = (struct ask_counts){.one_by_one = asking->why};
    bool good = db_begin_read(store->db, err);
    if (good && asking->why)
        good = asking_one_by_one(asking, 0, count_one, &counting, err);
    for (enum part part = PART_standing; good && !asking->why && part < PART_end; part++)
        good = !asking_has_part(asking, part) || count_part(asking, part, out, err);
    db_rollback(store->db);
    asking_close(asking);
    return good;
}

int64_t ask_people(const struct ask_counts *counts, size_t question, enum answer answer)
{
    int64_t people = 0;
    for (size_t i = 0; i < counts->pattern_count; i++)
        if (counts->patterns[i].answers[question] == answer)
            people += counts->patterns[i].people;
    return people;
}

enum answer ask_together(const unsigned char *answers, size_t count)
{
    enum answer together = ANSWER_yes;
    for (size_t q = 0; q < count; q++) {
        if (answers[q] == ANSWER_no)
            return ANSWER_no;
        if (answers[q] == ANSWER_unknown)
            together = ANSWER_unknown;
    }
    return together;
}

bool ask_each(struct arena *arena, const struct store *store, const struct ask *ask, ask_each_person *each,
              void *with, struct err *err)
{
    struct asking *asking = asking_open(arena, store, ask);
    bool good = ask->within || db_begin_read(store->db, err);
    if (good && asking->why)
        good = asking_one_by_one(asking, 0, each, with, err);
    for (enum part part = PART_standing; good && !asking->why && part < PART_end; part++)
        good = !asking_has_part(asking, part) || each_of_part(asking, part, each, with, err);
    if (!ask->within)
        db_rollback(store->db);
    asking_close(asking);
    return good;
}

static bool choose_part(struct asking *asking, enum part part, enum answer answer, struct err *err)
{
    struct str sql;
    struct statement *statement = NULL;
    bool row;
    str_init(&sql);
    str_add(&sql, "INSERT INTO asked (client) SELECT f.client");
    asking_sql_from(&sql, asking, part);
    asking_sql_answer(&sql, asking, answer);
    const bool good =
        asking_prepare(asking, sql.at, false, &statement, err) && statement_step(statement, &row, err);
    if (statement)
        statement_close(statement);
    str_clear(&sql);
    return good;
}

struct choosing {
    enum answer answer;
    size_t questions;
    int64_t *clients;
    size_t count, room;
};

static bool choose_one(void *with, int64_t client, const unsigned char *answers, struct err *err)
{
    struct choosing *choosing = with;
    (void)err;
    if (ask_together(answers, choosing->questions) != choosing->answer)
        return true;
    if (choosing->count == choosing->room) {
        choosing->room = choosing->room ? 2 * choosing->room : 1024;
        choosing->clients = memory_resize(choosing->clients, choosing->room * sizeof *choosing->clients);
    }
    choosing->clients[choosing->count++] = client;
    return true;
}

static bool add_asked(struct db *db, const int64_t *clients, size_t count, struct err *err)
{
    const char *const columns[] = {"client"};
    struct bulk *bulk = NULL;
    bool good = bulk_open(db, &bulk, "asked", columns, 1, err);
    for (size_t i = 0; good && i < count; i++) {
        bulk_int(bulk, clients[i]);
        good = bulk_row(bulk, err);
    }
    if (bulk)
        good = bulk_close(bulk, good, err) && good;
    return good;
}

static bool empty_asked(struct db *db, struct err *err)
{
    return db_execute(db, "CREATE TEMPORARY TABLE IF NOT EXISTS asked (client bigint PRIMARY KEY)", err) &&
           db_execute(db, "DELETE FROM asked", err);
}

bool ask_keep(const struct store *store, const int64_t *clients, size_t count, struct err *err)
{
    return empty_asked(store->db, err) && add_asked(store->db, clients, count, err);
}

static bool choose_one_by_one(struct asking *asking, enum answer answer, struct err *err)
{
    struct choosing choosing = {.answer = answer, .questions = asking->ask->count};
    const bool good = asking_one_by_one(asking, 0, choose_one, &choosing, err) &&
                      add_asked(asking->store->db, choosing.clients, choosing.count, err);
    free(choosing.clients);
    return good;
}

bool ask_choose(struct arena *arena, const struct store *store, const struct ask *ask, enum answer answer,
                int64_t *people, struct err *err)
{
    struct asking *asking = asking_open(arena, store, ask);
    bool good = empty_asked(store->db, err) && db_begin_read(store->db, err);
    if (good && asking->why)
        good = choose_one_by_one(asking, answer, err);
    for (enum part part = PART_standing; good && !asking->why && part < PART_end; part++)
        good = !asking_has_part(asking, part) || choose_part(asking, part, answer, err);
    good = good && db_commit(store->db, err);
    db_rollback(store->db);
    asking_close(asking);
    return good && db_number(store->db, "SELECT count(*) FROM asked", 0, people, err);
}
