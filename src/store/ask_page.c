#include "store/ask_work.h"

#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

/* Those found so far, by id. */
struct page {
    int64_t *clients;
    size_t count, most;
};

/* Puts one in its place; who falls off the end comes on a later page. */
static void add(struct page *page, int64_t client)
{
    size_t at = page->count;
    while (at > 0 && page->clients[at - 1] > client)
        at--;
    if (at == page->most)
        return;
    if (page->count < page->most)
        page->count++;
    memmove(page->clients + at + 1, page->clients + at, (page->count - at - 1) * sizeof *page->clients);
    page->clients[at] = client;
}

static bool page_part(const struct asking *asking, enum part part, enum answer answer, int64_t after,
                      struct page *page, struct err *err)
{
    struct statement *statement = NULL;
    struct str sql;
    bool row = true;
    str_init(&sql);
    str_add(&sql, "SELECT f.client");
    asking_sql_from(&sql, asking, part);
    str_addf(&sql, " AND f.client > %" PRId64, after);
    asking_sql_answer(&sql, asking, answer);
    str_addf(&sql, " ORDER BY f.client LIMIT %zu", page->most);
    bool good = asking_prepare(asking, sql.at, false, &statement, err);
    while (good && (good = statement_step(statement, &row, err)) && row)
        add(page, statement_int(statement, 0));
    if (statement)
        statement_close(statement);
    str_clear(&sql);
    return good;
}

/* One statement for all values of a scope of one fact, those of each in their order in its index: so no more
 * people are looked at than the page needs, where all values at once would be sorted first. */
static bool value_by_value(const struct asking *asking, enum part part)
{
    return part == PART_standing && asking->ask->scope && asking->ask->scope->fact_count == 1;
}

/* " … WHERE … AND f.office = $7 AND …": the value stands behind the texts of the questions. */
static void sql_of_value(struct str *sql, const struct asking *asking, enum answer answer)
{
    asking_sql_from_all(sql, asking, PART_standing);
    str_addf(sql, " AND f.%s = $%zu", fact_of(asking->ask->scope->facts[0])->column,
             asking->question_texts + 1);
    asking_sql_answer(sql, asking, answer);
}

static void bind_value(const struct asking *asking, struct statement *statement, size_t value)
{
    statement_reset(statement);
    asking_bind(asking, statement, asking->question_texts);
    statement_bind_text(statement, (int)asking->question_texts, asking->ask->scope->values[value]);
}

/* Once the page is full, of the next value only who comes before its last. */
static bool page_of_values(const struct asking *asking, enum answer answer, int64_t after, struct page *page,
                           struct err *err)
{
    struct statement *statement = NULL;
    struct str sql;
    str_init(&sql);
    str_add(&sql, "SELECT f.client");
    sql_of_value(&sql, asking, answer);
    str_addf(&sql, " AND f.client > %" PRId64 " AND f.client < $%zu ORDER BY f.client LIMIT %zu", after,
             asking->question_texts + 2, page->most);
    bool good = db_prepare(asking->store->db, &statement, sql.at, err);
    for (size_t v = 0; good && v < asking->ask->scope->value_count; v++) {
        bool row = true;
        bind_value(asking, statement, v);
        statement_bind_int(statement, (int)asking->question_texts + 1,
                           page->count == page->most ? page->clients[page->most - 1] : INT64_MAX);
        while ((good = statement_step(statement, &row, err)) && row)
            add(page, statement_int(statement, 0));
    }
    if (statement)
        statement_close(statement);
    str_clear(&sql);
    return good;
}

struct leafing {
    struct page *page;
    enum answer answer;
    size_t questions;
};

/* They come by id: a full page is the end. */
static bool add_one(void *with, int64_t client, const unsigned char *answers, struct err *err)
{
    struct leafing *leafing = with;
    (void)err;
    if (ask_together(answers, leafing->questions) == leafing->answer)
        add(leafing->page, client);
    return leafing->page->count < leafing->page->most;
}

bool ask_page(struct arena *arena, const struct store *store, const struct ask *ask, enum answer answer,
              int64_t after, size_t most, int64_t **clients, size_t *count, struct err *err)
{
    struct asking *asking = asking_open(arena, store, ask);
    struct page page = {.clients = ARENA_ARRAY(arena, int64_t, most + 1), .most = most};
    struct leafing leafing = {&page, answer, ask->count};
    bool good = ask->within || db_begin_read(store->db, err);
    if (good && asking->why)
        good = asking_one_by_one(asking, after, add_one, &leafing, err) || err->kind == ERR_none;
    for (enum part part = PART_standing; good && !asking->why && part < PART_end; part++)
        good = !asking_has_part(asking, part) ||
               (value_by_value(asking, part) ? page_of_values(asking, answer, after, &page, err)
                                             : page_part(asking, part, answer, after, &page, err));
    if (!ask->within)
        db_rollback(store->db);
    asking_close(asking);
    *clients = page.clients;
    *count = page.count;
    return good;
}

/* ---- how many, up to a limit ---- */

static bool add_count(struct statement *statement, int64_t *people, struct err *err)
{
    bool row;
    if (!statement_step(statement, &row, err))
        return false;
    *people += statement_int(statement, 0);
    return true;
}

/* Adds the people of a part. */
static bool count_some(const struct asking *asking, enum part part, enum answer answer, int64_t most,
                       int64_t *people, struct err *err)
{
    const bool each = value_by_value(asking, part);
    struct statement *statement = NULL;
    struct str sql;
    str_init(&sql);
    str_add(&sql, "SELECT count(*) FROM (SELECT 1 AS one");
    if (each) {
        sql_of_value(&sql, asking, answer);
    } else {
        asking_sql_from(&sql, asking, part);
        asking_sql_answer(&sql, asking, answer);
    }
    str_addf(&sql, " LIMIT %" PRId64 ") t", most + 1);
    bool good = each ? db_prepare(asking->store->db, &statement, sql.at, err)
                     : asking_prepare(asking, sql.at, false, &statement, err);
    if (good && !each)
        good = add_count(statement, people, err);
    for (size_t v = 0; good && each && *people <= most && v < asking->ask->scope->value_count; v++) {
        bind_value(asking, statement, v);
        good = add_count(statement, people, err);
    }
    if (statement)
        statement_close(statement);
    str_clear(&sql);
    return good;
}

struct counting_most {
    enum answer answer;
    size_t questions;
    int64_t most, people;
};

static bool count_until(void *with, int64_t client, const unsigned char *answers, struct err *err)
{
    struct counting_most *counting = with;
    (void)client;
    (void)err;
    if (ask_together(answers, counting->questions) == counting->answer)
        counting->people++;
    return counting->people <= counting->most;
}

bool ask_count_most(struct arena *arena, const struct store *store, const struct ask *ask, enum answer answer,
                    int64_t most, int64_t *people, struct err *err)
{
    struct asking *asking = asking_open(arena, store, ask);
    struct counting_most counting = {answer, ask->count, most, 0};
    bool good = ask->within || db_begin_read(store->db, err);
    *people = 0;
    if (good && asking->why) {
        good = asking_one_by_one(asking, 0, count_until, &counting, err) || err->kind == ERR_none;
        *people = counting.people;
    }
    for (enum part part = PART_standing; good && !asking->why && part < PART_end; part++)
        good = !asking_has_part(asking, part) || count_some(asking, part, answer, most, people, err);
    if (!ask->within)
        db_rollback(store->db);
    asking_close(asking);
    if (*people > most)
        *people = most + 1;
    return good;
}
