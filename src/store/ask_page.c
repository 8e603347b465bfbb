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
    bool good = asking_prepare(asking, sql.at, asking->text_count, false, &statement, err);
    while (good && (good = statement_step(statement, &row, err)) && row)
        add(page, statement_int(statement, 0));
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
        good = !asking_has_part(asking, part) || page_part(asking, part, answer, after, &page, err);
    if (!ask->within)
        db_rollback(store->db);
    asking_close(asking);
    *clients = page.clients;
    *count = page.count;
    return good;
}
