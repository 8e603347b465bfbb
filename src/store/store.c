#include "store/store.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "store/schema.h"
#include "store/standing.h"
#include "base/banned.h"

const char *store_login(struct arena *arena)
{
    struct passwd entry, *found = NULL;
    char buffer[1024];
    if (getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found) == 0 && found)
        return arena_text(arena, found->pw_name, strlen(found->pw_name));
    const char *user = getenv("USER");
    return user ? arena_text(arena, user, strlen(user)) : "";
}

static bool version_fits(struct db *db, struct err *err)
{
    int version;
    if (!schema_version(db, &version, err))
        return false;
    if (version == DICT_VERSION)
        return true;
    if (version == SCHEMA_NONE)
        return err_set(err, ERR_absent, "%s holds no Mahi database yet; make one with: mahi init",
                       db_where(db));
    if (version < DICT_VERSION)
        return err_set(err, ERR_conflict,
                       "%s is of version %d and this Mahi needs %d; upgrade it with: mahi init", db_where(db),
                       version, DICT_VERSION);
    return err_set(err, ERR_conflict,
                   "%s is of version %d, made by a newer Mahi than this (%d); use the newer one",
                   db_where(db), version, DICT_VERSION);
}

static bool find_staff(struct store *store, struct err *err)
{
    struct statement *find;
    bool row = false;
    if (!db_prepare(store->db, &find, "SELECT id, sees_restricted, left_on FROM staff WHERE login = $1", err))
        return false;
    statement_bind_text(find, 0, text_of(store->staff_login));
    bool good = statement_step(find, &row, err);
    if (good && !row)
        good = err_set(
            err, ERR_denied,
            "\"%s\" is nobody's login here; name yours with --as LOGIN, or have an administrator import "
            "a staff record for you",
            store->staff_login);
    else if (good && !statement_is_null(find, 2) && statement_int(find, 2) < date_today())
        good = err_set(err, ERR_denied, "\"%s\" no longer works here; name your own login with --as LOGIN",
                       store->staff_login);
    if (good) {
        store->staff_id = statement_int(find, 0);
        store->sees_restricted = statement_int(find, 1) == 1;
    }
    statement_close(find);
    return good;
}

bool store_open(struct store *store, struct arena *arena, const char *where, const char *login,
                struct err *err)
{
    *store =
        (struct store){.staff_login = login ? arena_text(arena, login, strlen(login)) : store_login(arena)};
    if (!db_open(&store->db, where, DB_open_existing, err))
        return false;
    if (version_fits(store->db, err) && find_staff(store, err))
        return true;
    store_close(store);
    return false;
}

void store_close(struct store *store)
{
    db_close(store->db);
    store->db = NULL;
}

/* The first administrator, whose id is 1 in an empty table, records themselves; everyone after comes by
 * import. */
static bool add_first_staff(struct db *db, const char *login, struct err *err)
{
    struct statement *insert;
    bool row;
    if (!db_prepare(db, &insert,
                    "INSERT INTO staff (login, name, role, sees_restricted, recorded_at, recorded_by) VALUES "
                    "($1, $1, $2, 1, $3, 1)",
                    err))
        return false;
    statement_bind_text(insert, 0, text_of(login));
    statement_bind_int(insert, 1, CODED_staff_role_administrator);
    statement_bind_int(insert, 2, instant_now());
    bool good = statement_step(insert, &row, err);
    statement_close(insert);
    return good;
}

bool store_init(const char *where, const char *login, enum store_init *what, int *from_version,
                struct err *err)
{
    struct db *db;
    if (!db_open(&db, where, DB_create, err))
        return false;
    bool good = db_begin(db, err) && schema_version(db, from_version, err);
    *what = *from_version == SCHEMA_NONE   ? STORE_made
            : *from_version < DICT_VERSION ? STORE_upgraded
                                           : STORE_current;
    if (good && *from_version > DICT_VERSION)
        good = version_fits(db, err);
    good = good && schema_upgrade(db, DICT_VERSION, err);
    if (good && *what == STORE_made)
        good = add_first_staff(db, login, err);
    good = good && db_commit(db, err);
    db_close(db);
    return good;
}

bool store_mend(struct store *store, struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (standing_make(store->db, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

bool store_may_see(const struct store *store, const struct record *record)
{
    return record->privacy != PRIVACY_restricted || store->sees_restricted;
}

bool store_may_see_field(const struct store *store, const struct field *field)
{
    return field->privacy != PRIVACY_restricted || store->sees_restricted;
}

bool store_check_may_see(const struct store *store, const struct record *record, struct err *err)
{
    if (store_may_see(store, record))
        return true;
    return err_set(
        err, ERR_denied,
        "\"%s\" is a restricted record, and \"%s\" may not see those; an administrator can change that in "
        "the staff record",
        record->name, store->staff_login);
}

bool store_record_named(struct text name, const struct record **out, struct err *err)
{
    *out = dict_record_named(name);
    if (*out)
        return true;
    const char *nearest = dict_record_nearest(name);
    return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is no record type%s%s; mahi dict lists them all",
                   TEXT_ARGS(name), nearest ? "; did you mean " : "", nearest ? nearest : "");
}
