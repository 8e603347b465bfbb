#include "casework/board_work.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "base/nearest.h"
#include "store/sql.h"
#include "base/banned.h"

/* ---- what was given ---- */

/* "; it takes --office and --weeks" */
static void add_taken(struct str *out, const struct board *board)
{
    size_t count = 0, at = 0;
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        count += board_takes(board, (enum restriction)r);
    str_add(out, count == 0 ? "it takes none" : "it takes ");
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        if (board_takes(board, (enum restriction)r))
            str_addf(out, "%s--%s",
                     at++ == 0     ? ""
                     : at == count ? " and "
                                   : ", ",
                     restriction_row((enum restriction)r)->name);
}

static bool check_given(const struct board_request *request, struct err *err)
{
    const struct board *board = board_of(request->board);
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++) {
        if (!request->given[r] || board_takes(board, (enum restriction)r))
            continue;
        struct str taken;
        str_init(&taken);
        add_taken(&taken, board);
        err_set(err, ERR_usage, "the board \"%s\" cannot be restricted by --%s; %s", board->name,
                restriction_row((enum restriction)r)->name, taken.at);
        str_clear(&taken);
        return false;
    }
    if (board->needs != RESTRICTION_none && !request->given[board->needs])
        return err_set(err, ERR_usage, "the board \"%s\" is of one %s; say which with --%s %s", board->name,
                       restriction_row(board->needs)->name, restriction_row(board->needs)->name,
                       restriction_row(board->needs)->argument);
    return true;
}

static bool no_such_record(struct arena *arena, const struct store *store, const struct restriction_row *row,
                           const char *given, struct err *err)
{
    enum { OFFERED_MAX = 10000 };
    const struct record *record = dict_record(row->to);
    const char *key = dict_field(record->key[0])->name;
    struct statement *all = NULL;
    struct nearest nearest;
    bool there = true;
    nearest_init(&nearest, text_of(given));
    bool good =
        db_prepare(store->db, &all,
                   arena_format(arena, "SELECT %s FROM %s LIMIT %d", key, record->name, OFFERED_MAX), err);
    while (good && (good = statement_step(all, &there, err)) && there) {
        const struct text offered = statement_text(all, 0);
        nearest_offer(&nearest, arena_text(arena, offered.at, offered.length));
    }
    statement_close(all);
    return good && err_set(err, ERR_absent, "there is no %s \"%s\"%s%s%s; mahi list %s shows those there are",
                           row->name, given, nearest.name ? "; did you mean \"" : "",
                           nearest.name ? nearest.name : "", nearest.name ? "\"?" : "", record->name);
}

static bool find_record(struct arena *arena, const struct store *store, const struct restriction_row *row,
                        const char *given, int64_t *id, struct err *err)
{
    const struct record *record = dict_record(row->to);
    struct statement *find = NULL;
    bool there = false;
    bool good = db_prepare(store->db, &find,
                           arena_format(arena, "SELECT id FROM %s WHERE %s = $1", record->name,
                                        dict_field(record->key[0])->name),
                           err);
    if (good) {
        statement_bind_text(find, 0, text_of(given));
        good = statement_step(find, &there, err);
    }
    if (good && there)
        *id = statement_int(find, 0);
    statement_close(find);
    return good && (there || no_such_record(arena, store, row, given, err));
}

/* The record and what stands under it. */
static bool find_below(struct arena *arena, const struct store *store, const struct restriction_row *row,
                       int64_t id, int32_t today, int64_t **ids, size_t *count, struct err *err)
{
    struct statement *find = NULL;
    size_t room = 0;
    bool there = true;
    *count = 0;
    bool good = db_prepare(store->db, &find, row->below, err);
    if (good) {
        statement_bind_int(find, 0, id);
        if (strstr(row->below, "$2"))
            statement_bind_int(find, 1, today);
    }
    while (good && (good = statement_step(find, &there, err)) && there) {
        if (*count == room) {
            room = room ? 2 * room : 8;
            int64_t *more = ARENA_ARRAY(arena, int64_t, room);
            if (*count > 0)
                memcpy(more, *ids, *count * sizeof *more);
            *ids = more;
        }
        (*ids)[(*count)++] = statement_int(find, 0);
    }
    statement_close(find);
    return good;
}

static bool read_one(struct arena *arena, const struct store *store, const struct board_request *request,
                     enum restriction restriction, struct board_values *out, struct err *err)
{
    const struct restriction_row *row = restriction_row(restriction);
    const char *given = request->given[restriction];
    int64_t *value = ARENA_NEW(arena, int64_t);
    int32_t day;
    out->of[restriction] = value;
    out->count[restriction] = 1;
    switch (row->given_as) {
    case GIVEN_RECORD:
        if (!find_record(arena, store, row, given, value, err))
            return false;
        return !row->below || find_below(arena, store, row, *value, request->today, &out->of[restriction],
                                         &out->count[restriction], err);
    case GIVEN_DAY:
        if (!date_parse(text_of(given), &day, err))
            return err_at(err, "--%s", row->name), false;
        *value = day;
        return true;
    case GIVEN_NUMBER:
        if (!text_to_int(text_of(given), value) || *value < 1 || *value > 100000)
            return err_set(err, ERR_usage, "--%s \"%s\" is not a number from 1; write a number such as 4",
                           row->name, given);
        return true;
    }
    return false;
}

bool board_values_read(struct arena *arena, const struct store *store, const struct board_request *request,
                       struct board_values *out, struct err *err)
{
    const struct board *board = board_of(request->board);
    *out = (struct board_values){0};
    if (!check_given(request, err))
        return false;
    for (size_t i = 0; i < BOARD_READS_MAX && board->reads[i] != R_none; i++)
        if (!store_check_may_see(store, dict_record(board->reads[i]), err))
            return false;
    if (board->weeks > 0) {
        out->of[RESTRICTION_weeks] = ARENA_NEW(arena, int64_t);
        *out->of[RESTRICTION_weeks] = board->weeks;
        out->count[RESTRICTION_weeks] = 1;
    }
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        if (request->given[r] && !read_one(arena, store, request, (enum restriction)r, out, err))
            return false;
    return true;
}

/* ---- the text ---- */

enum { BOUND_MAX = 2000 };

/* The SQL under way: each value that it names is bound once. */
struct board_sql {
    struct str text;
    const struct board_values *values;
    int64_t *bound;
    size_t bound_count;
    size_t first[RESTRICTION_end], today_at, me_at; /* $1 is 1; 0: not yet named */
    int64_t today, me;
};

static size_t bind(struct board_sql *sql, const int64_t *values, size_t count, size_t *at)
{
    if (*at == 0) {
        assert(sql->bound_count + count <= BOUND_MAX);
        memcpy(sql->bound + sql->bound_count, values, count * sizeof *values);
        *at = sql->bound_count + 1;
        sql->bound_count += count;
    }
    return *at;
}

static enum restriction restriction_called(struct text name)
{
    int r = RESTRICTION_none + 1;
    while (r < RESTRICTION_end && !text_is(name, restriction_row((enum restriction)r)->name))
        r++;
    assert(r < RESTRICTION_end); /* a board names something that is not there */
    return (enum restriction)r;
}

/* The name after a $, and what becomes of it. */
static void add_value(struct board_sql *sql, struct text name)
{
    if (text_is(name, "today")) {
        str_addf(&sql->text, "$%zu", bind(sql, &sql->today, 1, &sql->today_at));
        return;
    }
    if (text_is(name, "me")) {
        str_addf(&sql->text, "$%zu", bind(sql, &sql->me, 1, &sql->me_at));
        return;
    }
    const enum restriction r = restriction_called(name);
    const size_t count = sql->values->count[r];
    assert(count > 0); /* it stands outside its piece */
    const size_t at = bind(sql, sql->values->of[r], count, &sql->first[r]);
    const bool list = restriction_row(r)->given_as == GIVEN_RECORD;
    str_add(&sql->text, list ? "(" : "");
    for (size_t i = 0; i < count; i++)
        str_addf(&sql->text, "%s$%zu", i == 0 ? "" : ", ", at + i);
    str_add(&sql->text, list ? ")" : "");
}

static struct text name_at(const char *at)
{
    return (struct text){at, strspn(at, "abcdefghijklmnopqrstuvwxyz_")};
}

/* The board's SQL with the pieces whose restriction was given. */
static void add_template(struct board_sql *sql, const char *at)
{
    while (*at) {
        const size_t plain = strcspn(at, "{}$");
        str_add_bytes(&sql->text, at, plain);
        at += plain;
        if (*at == '$') {
            const struct text name = name_at(at + 1);
            add_value(sql, name);
            at = name.at + name.length;
        } else if (*at == '{') {
            const struct text name = name_at(at + 1);
            assert(name.at[name.length] == ':');
            if (sql->values->count[restriction_called(name)] > 0)
                at = name.at + name.length + 1;
            else
                at = strchr(at, '}') + 1;
        } else if (*at == '}') {
            at++;
        }
    }
}

bool board_open(struct arena *arena, const struct store *store, const struct board_request *request,
                const struct board_values *values, int64_t most, struct statement **out, struct err *err)
{
    struct board_sql sql = {.values = values,
                            .bound = ARENA_ARRAY(arena, int64_t, BOUND_MAX),
                            .today = request->today,
                            .me = store->staff_id};
    struct str whole;
    str_init(&sql.text);
    str_init(&whole);
    const char *template = board_of(request->board)->sql;
    add_template(&sql, request->today < date_today() ? board_sql_as_at(arena, template) : template);
    sql_add_coded(&whole, sql.text.at);
    if (most > 0)
        str_addf(&whole, " LIMIT %" PRId64, most);
    const bool good = db_prepare(store->db, out, whole.at, err);
    for (size_t i = 0; good && i < sql.bound_count; i++)
        statement_bind_int(*out, (int)i, sql.bound[i]);
    str_clear(&whole);
    str_clear(&sql.text);
    return good;
}
