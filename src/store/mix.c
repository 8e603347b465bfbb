#include "store/mix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/facts.h"
#include "base/banned.h"

static const char *label_of(struct arena *arena, const struct fact *fact, struct statement *row)
{
    const struct text text = statement_text(row, 0);
    const struct field *field = fact->field == F_none ? NULL : dict_field(fact->field);
    if (statement_is_null(row, 0))
        return "not recorded";
    if (fact->what == WHAT_field && field->kind == KIND_CHOICE) {
        const struct coded_row *code = list_numbered(field->of, (int)statement_int(row, 0));
        return code ? code->label : "?";
    }
    if (fact->what == WHAT_exists || (field && field->kind == KIND_BOOL))
        return statement_int(row, 0) ? "yes" : "no";
    return arena_text(arena, text.at, text.length);
}

static void add_row(struct arena *arena, struct mix *mix, const char *label, int64_t registered,
                    int64_t chosen)
{
    size_t i = 0;
    while (i < mix->count && strcmp(mix->rows[i].label, label) != 0)
        i++;
    if (i == mix->count) {
        if ((i & (i - 1)) == 0) { /* full at every power of two */
            struct mix_row *more = ARENA_ARRAY(arena, struct mix_row, i == 0 ? 1 : 2 * i);
            if (i > 0)
                memcpy(more, mix->rows, i * sizeof *more);
            mix->rows = more;
        }
        mix->rows[mix->count++].label = label;
    }
    mix->rows[i].registered += registered;
    mix->rows[i].chosen += chosen;
    mix->registered += registered;
    mix->chosen += chosen;
}

/* Those whose facts stand still since before the day, from the standing table, or the others, worked out. */
static bool mix_part(struct arena *arena, const struct store *store, const struct moment *moment,
                     enum fact_id id, bool standing, struct mix *mix, struct err *err)
{
    const struct use uses[] = {{id, ASPECT_value}, {FACT_registered, ASPECT_value}};
    struct facts_request request = {
        .from = standing ? FACTS_standing : FACTS_computed, .moment = *moment, .uses = uses, .use_count = 2};
    struct statement *rows = NULL;
    char unsettled[96];
    struct str sql;
    bool row = true;
    snprintf(unsettled, sizeof unsettled, "c.id IN (SELECT client FROM standing WHERE settled_on > %d)",
             (int)moment->as_at);
    if (!standing && !moment->known_then)
        request.which = unsettled;
    str_init(&sql);
    str_addf(&sql, "SELECT f.%s, count(*), count(a.client) FROM ", fact_of(id)->column);
    sql_facts(&sql, &request);
    str_add(&sql, " LEFT JOIN asked a ON a.client = f.client WHERE f.registered = 1");
    if (standing)
        str_addf(&sql, " AND +f.settled_on <= %d", (int)moment->as_at); /* as asking_sql_from */
    str_addf(&sql, " GROUP BY f.%s", fact_of(id)->column);
    bool good = db_prepare(store->db, &rows, sql.at, err);
    while (good && (good = statement_step(rows, &row, err)) && row)
        add_row(arena, mix, label_of(arena, fact_of(id), rows), statement_int(rows, 1),
                statement_int(rows, 2));
    statement_close(rows);
    str_clear(&sql);
    return good;
}

static int most_first(const void *a, const void *b)
{
    const struct mix_row *left = a, *right = b;
    const bool left_known = strcmp(left->label, "not recorded") != 0,
               right_known = strcmp(right->label, "not recorded") != 0;
    if (left_known != right_known)
        return left_known ? -1 : 1;
    if (left->registered != right->registered)
        return left->registered > right->registered ? -1 : 1;
    return strcmp(left->label, right->label);
}

bool mix_make(struct arena *arena, const struct store *store, const struct moment *moment, enum fact_id fact,
              struct mix *mix, struct err *err)
{
    *mix = (struct mix){0};
    if (!moment->known_then && !mix_part(arena, store, moment, fact, true, mix, err))
        return false;
    if (!mix_part(arena, store, moment, fact, false, mix, err))
        return false;
    if (mix->count > 1)
        qsort(mix->rows, mix->count, sizeof *mix->rows, most_first);
    return true;
}
