#include "casework/desk.h"

#include <string.h>

#include "base/nearest.h"
#include "casework/fetch.h"
#include "base/banned.h"

/* Who works here, where, as what. */
static bool read_who(struct arena *arena, const struct store *store, struct desk *desk, int64_t *office,
                     struct err *err)
{
    struct fetch row;
    bool there = false;
    bool good =
        fetch_open(
            &row, arena, store,
            "SELECT s.login, s.name, s.role, o.code, s.office FROM staff s LEFT JOIN office o ON o.id = "
            "s.office WHERE s.id = $1",
            &store->staff_id, 1, err) &&
        fetch_next(&row, &there, err);
    if (good && there) {
        desk->login = fetch_text(&row, 0);
        desk->name = fetch_text(&row, 1);
        if (desk->role == 0)
            desk->role = (int)fetch_int(&row, 2, 0);
        desk->office = fetch_is_null(&row, 3) ? NULL : fetch_text(&row, 3);
        *office = fetch_int(&row, 4, 0);
    }
    fetch_close(&row);
    return good;
}

/* The office and those that belong to it on the day. */
static bool read_offices(struct arena *arena, const struct store *store, struct desk *desk, int64_t office,
                         struct err *err)
{
    const int64_t numbers[] = {office, desk->day};
    struct fetch row;
    size_t room = 0;
    bool there = true;
    bool good = fetch_open(&row, arena, store,
                           "WITH RECURSIVE below (id) AS (SELECT CAST($1 AS bigint) UNION SELECT n.office "
                           "FROM below b JOIN office_name n "
                           "ON n.parent = b.id WHERE n.effective_from = (SELECT max(m.effective_from) FROM "
                           "office_name m WHERE m.office = "
                           "n.office AND m.effective_from <= $2)) SELECT o.code FROM below b JOIN office o "
                           "ON o.id = b.id ORDER BY o.code",
                           numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        if (desk->office_count == room) {
            room = room ? 2 * room : 8;
            struct text *more = ARENA_ARRAY(arena, struct text, room);
            if (desk->office_count > 0)
                memcpy(more, desk->offices, desk->office_count * sizeof *more);
            desk->offices = more;
        }
        desk->offices[desk->office_count++] = text_of(fetch_text(&row, 0));
    }
    fetch_close(&row);
    return good;
}

#define LIST_COLUMNS "l.code, l.label, l.to_do, l.role, l.reach, q.code, l.board, l.weeks"

static struct desk_list list_of(const struct fetch *row)
{
    return (struct desk_list){
        .code = fetch_text(row, 0),
        .label = fetch_text(row, 1),
        .to_do = fetch_text(row, 2),
        .role = (int)fetch_int(row, 3, 0),
        .reach = (int)fetch_int(row, 4, 0),
        .question = fetch_is_null(row, 5) ? NULL : fetch_text(row, 5),
        .board = fetch_is_null(row, 6) ? NULL : fetch_text(row, 6),
        .weeks = fetch_is_null(row, 7) ? NULL : arena_format(row->arena, "%d", (int)fetch_int(row, 7, 0)),
    };
}

static bool read_lists(struct arena *arena, const struct store *store, struct desk *desk, struct err *err)
{
    const int64_t role = desk->role;
    struct fetch row;
    size_t room = 0;
    bool there = true;
    bool good =
        fetch_open(&row, arena, store,
                   "SELECT " LIST_COLUMNS " FROM working_list l LEFT JOIN question q ON q.id = l.question "
                   "WHERE l.role = $1 ORDER BY l.rank, l.code",
                   &role, 1, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        if (desk->count == room) {
            room = room ? 2 * room : 8;
            struct desk_list *more = ARENA_ARRAY(arena, struct desk_list, room);
            if (desk->count > 0)
                memcpy(more, desk->lists, desk->count * sizeof *more);
            desk->lists = more;
        }
        desk->lists[desk->count++] = list_of(&row);
    }
    fetch_close(&row);
    return good;
}

bool desk_open(struct arena *arena, const struct store *store, int role, int32_t day, struct desk *out,
               struct err *err)
{
    int64_t office = 0;
    *out = (struct desk){.role = role, .day = day};
    if (!read_who(arena, store, out, &office, err))
        return false;
    if (out->role == 0)
        return err_set(
            err, ERR_absent,
            "nobody wrote down as what \"%s\" works here; say it with --role, or write it down: mahi record "
            "staff login=%s role=case_manager",
            out->login, out->login);
    if ((office != 0 && !read_offices(arena, store, out, office, err)) || !read_lists(arena, store, out, err))
        return false;
    return out->count > 0 ||
           err_set(err, ERR_absent,
                   "no working list is kept for the role %s; mahi load share/lists brings some",
                   list_numbered(LIST_staff_role, out->role)->code);
}

bool desk_check_office(const struct desk *desk, struct err *err)
{
    return desk->office || err_set(err, ERR_usage,
                                   "the list is of your office, and nobody wrote down where \"%s\" works; "
                                   "write it down: mahi record "
                                   "staff login=%s office=OFFICE",
                                   desk->login, desk->login);
}

bool desk_find(struct arena *arena, const struct store *store, struct text code, struct desk_list *out,
               struct err *err)
{
    struct nearest nearest;
    struct fetch row;
    bool there = true, found = false;
    nearest_init(&nearest, code);
    bool good =
        fetch_open(&row, arena, store,
                   "SELECT " LIST_COLUMNS " FROM working_list l LEFT JOIN question q ON q.id = l.question",
                   NULL, 0, err);
    while (good && !found && (good = fetch_next(&row, &there, err)) && there) {
        *out = list_of(&row);
        found = text_is(code, out->code);
        nearest_offer(&nearest, out->code);
    }
    fetch_close(&row);
    return good && (found || err_set(err, ERR_absent,
                                     "no working list \"" TEXT_FORMAT
                                     "\" is kept here%s%s%s; mahi list working_list shows those there are",
                                     TEXT_ARGS(code), nearest.name ? "; did you mean \"" : "",
                                     nearest.name ? nearest.name : "", nearest.name ? "\"?" : ""));
}
