#include "store/owned.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "store/sql.h"
#include "base/banned.h"

static const struct owned rows[] = {
#define OWNED(record, field, words, condition) {F_##record##_##field, OWNED_work, words, condition},
#define BY_HAND(record, field, words, condition) {F_##record##_##field, OWNED_by_hand, words, condition},
#define DID(record, field) {F_##record##_##field, OWNED_did, NULL, NULL},
#include "store/owned.def"
#undef OWNED
#undef BY_HAND
#undef DID
};

const struct owned *owned_rows(size_t *count)
{
    *count = sizeof rows / sizeof *rows;
    return rows;
}

/* The condition with `day`, as SQL, for {today}. */
static void add_condition(struct str *sql, const struct owned *owned, const char *day)
{
    static const char mark[] = "{today}";
    const char *rest = owned->condition;
    str_add_char(sql, '(');
    for (const char *at; (at = strstr(rest, mark)); rest = at + strlen(mark)) {
        str_add_bytes(sql, rest, (size_t)(at - rest));
        str_add(sql, day);
    }
    str_addf(sql, "%s)", rest);
}

void sql_orphaned(struct str *sql, const struct owned *owned, int32_t day)
{
    const struct field *field = dict_field(owned->field);
    char number[16];
    snprintf(number, sizeof number, "%d", (int)day);
    str_addf(sql, "SELECT r.id, t.login FROM %s r JOIN staff t ON t.id = r.%s WHERE t.left_on < %s AND ",
             dict_record(field->record)->name, field->name, number);
    add_condition(sql, owned, number);
}

/* id, client, owner, and the parts of the key. */
static void add_question(struct str *sql, const struct owned *owned, bool of_client)
{
    const struct field *field = dict_field(owned->field);
    const struct record *record = dict_record(field->record);
    str_addf(sql, "SELECT o.id, %s%s", record->client ? "o." : "CAST(NULL AS bigint)",
             record->client ? dict_field(record->client)->name : "");
    str_addf(sql, ", o.%s", field->name);
    for (size_t i = 0; i < record_key_count(record); i++) {
        const struct field *key = dict_field(record->key[i]);
        str_add(sql, ", ");
        if (key->kind == KIND_REF)
            sql_key_of(sql, key, "o");
        else
            str_addf(sql, "o.%s", key->name);
    }
    str_addf(sql, " FROM %s o WHERE o.id IN (SELECT r.id FROM %s r WHERE r.%s = $1 AND ", record->name,
             record->name, of_client ? dict_field(record->client)->name : field->name);
    str_add(sql, "CAST($2 AS integer) IS NOT NULL AND "); /* it stands there where no condition has it */
    add_condition(sql, owned, "CAST($2 AS integer)");
    str_add(sql, ") ORDER BY o.id");
}

static const char *key_words(struct arena *arena, struct statement *row, const struct record *record)
{
    struct str words;
    str_init(&words);
    for (size_t i = 0; i < record_key_count(record); i++) {
        const struct field *key = dict_field(record->key[i]);
        if (i > 0)
            str_add(&words, ", ");
        value_show(&words, key, statement_value(row, (int)i + 3, key));
    }
    return str_into(&words, arena);
}

struct owning {
    struct arena *arena;
    const struct store *store;
    struct owned_thing *things;
    size_t count, room;
};

static struct owned_thing *next_thing(struct owning *owning)
{
    if (owning->count == owning->room) {
        owning->room = owning->room ? 2 * owning->room : 64;
        struct owned_thing *more = ARENA_ARRAY(owning->arena, struct owned_thing, owning->room);
        if (owning->count > 0)
            memcpy(more, owning->things, owning->count * sizeof *more);
        owning->things = more;
    }
    return &owning->things[owning->count++];
}

/* Of a member of staff, or of a client. */
static bool add_things(struct owning *owning, const struct owned *owned, bool of_client, int64_t of,
                       int32_t day, size_t *unseen, struct err *err)
{
    const struct record *record = dict_record(dict_field(owned->field)->record);
    const bool seen = store_may_see(owning->store, record);
    struct statement *find;
    struct str sql;
    bool row = true;
    str_init(&sql);
    add_question(&sql, owned, of_client);
    bool good = db_prepare(owning->store->db, &find, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    statement_bind_int(find, 0, of);
    statement_bind_int(find, 1, day);
    while ((good = statement_step(find, &row, err)) && row) {
        if (!seen) {
            ++*unseen;
            continue;
        }
        *next_thing(owning) = (struct owned_thing){.owned = owned,
                                                   .id = statement_int(find, 0),
                                                   .client_id = statement_int(find, 1),
                                                   .owner_id = statement_int(find, 2),
                                                   .key = key_words(owning->arena, find, record)};
    }
    statement_close(find);
    return good;
}

bool owned_by(struct arena *arena, const struct store *store, int64_t staff_id, int32_t day,
              struct owned_thing **out, size_t *count, size_t *unseen, struct err *err)
{
    struct owning owning = {.arena = arena, .store = store};
    *unseen = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].sort != OWNED_did && !add_things(&owning, &rows[i], false, staff_id, day, unseen, err))
            return false;
    *out = owning.things;
    *count = owning.count;
    return true;
}

bool owned_of_client(struct arena *arena, const struct store *store, int64_t client_id, int32_t day,
                     struct owned_thing **out, size_t *count, size_t *unseen, struct err *err)
{
    struct owning owning = {.arena = arena, .store = store};
    *unseen = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].sort != OWNED_did && dict_record(dict_field(rows[i].field)->record)->client != F_none &&
            !add_things(&owning, &rows[i], true, client_id, day, unseen, err))
            return false;
    *out = owning.things;
    *count = owning.count;
    return true;
}
