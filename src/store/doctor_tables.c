#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/doctor_work.h"
#include "store/schema.h"
#include "base/banned.h"

static bool make_and_read(struct db *db, struct str *catalog, struct err *err)
{
    return schema_upgrade(db, DICT_VERSION, err) && db_catalog(db, catalog, err);
}

/* SQLite: a database in a temporary file, which is thrown away. */
static bool fresh_sqlite(struct str *catalog, struct err *err)
{
    const char *folder = getenv("TMPDIR");
    struct str path;
    struct db *db = NULL;
    str_init(&path);
    str_addf(&path, "%s/mahi-doctor.XXXXXX", folder && folder[0] ? folder : "/tmp");
    int file = mkstemp(path.at);
    bool good = file >= 0 || err_system(err, "Cannot make the file", path.at);
    if (good) {
        close(file);
        good = db_open(&db, path.at, DB_create, err) && db_begin(db, err) && make_and_read(db, catalog, err);
        db_close(db);
        unlink(path.at);
    }
    str_clear(&path);
    return good;
}

/* PostgreSQL: a schema beside ours, in a transaction that is taken back. */
static bool fresh_postgres(struct db *db, struct str *catalog, struct err *err)
{
    if (!db_begin(db, err))
        return false;
    bool good = db_execute(db, "CREATE SCHEMA mahi_doctor; SET LOCAL search_path = mahi_doctor", err) &&
                make_and_read(db, catalog, err);
    db_rollback(db);
    return good;
}

static bool begins_with(struct text text, const char *start)
{
    return text.length >= strlen(start) && memcmp(text.at, start, strlen(start)) == 0;
}

/* Whether a line of the fresh catalog names a table or column that ours has, in whatever form. */
static bool can_be_read(const struct str *ours, struct text line)
{
    if (!begins_with(line, "table ") && !begins_with(line, "column "))
        return true;
    struct text rest = line, what, name;
    text_split(&rest, ' ', &what);
    text_split(&rest, ' ', &name);
    size_t length = what.length + 1 + name.length;
    for (struct text left = str_text(ours), have; text_split(&left, '\n', &have);)
        if (have.length >= length && memcmp(have.at, line.at, length) == 0 &&
            (have.length == length || have.at[length] == ' '))
            return true;
    return false;
}

static int line_order(struct text a, struct text b)
{
    int order = memcmp(a.at, b.at, a.length < b.length ? a.length : b.length);
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* Both catalogs are sorted lines: walked side by side, what stands in one only is a finding. */
static void compare(struct doctor *doctor, const struct str *ours, const struct str *fresh, bool *readable)
{
    struct text have_rest = str_text(ours), want_rest = str_text(fresh), have, want;
    bool more_have = text_split(&have_rest, '\n', &have), more_want = text_split(&want_rest, '\n', &want);
    while (more_have || more_want) {
        int order = !more_want ? -1 : !more_have ? 1 : line_order(have, want);
        if (order < 0 && have.length > 0)
            doctor_found(doctor, DOCTOR_tables, NULL, 0,
                         "\"" TEXT_FORMAT "\" is not as the dictionary has it, or none of it; take it away, "
                         "or compare with what is missing",
                         TEXT_ARGS(have));
        if (order > 0 && want.length > 0) {
            doctor_found(doctor, DOCTOR_tables, NULL, 0,
                         "\"" TEXT_FORMAT "\" is missing; somebody changed the tables by hand: put it back, "
                         "or restore the last backup",
                         TEXT_ARGS(want));
            *readable = *readable && can_be_read(ours, want);
        }
        doctor_looked(doctor, DOCTOR_tables, order >= 0 && want.length > 0);
        if (order <= 0)
            more_have = text_split(&have_rest, '\n', &have);
        if (order >= 0)
            more_want = text_split(&want_rest, '\n', &want);
    }
}

static bool look_at_files(struct doctor *doctor, const struct str *catalog, struct err *err)
{
    struct str lines;
    struct text rest = str_text(catalog), line;
    while (text_split(&rest, '\n', &line))
        doctor_looked(doctor, DOCTOR_files, begins_with(line, "table "));
    str_init(&lines);
    bool good = db_integrity(doctor->store->db, &lines, err);
    rest = str_text(&lines);
    while (good && text_split(&rest, '\n', &line))
        if (line.length > 0)
            doctor_found(doctor, DOCTOR_files, NULL, 0,
                         TEXT_FORMAT "; keep a copy of the database as it is, and restore the last backup",
                         TEXT_ARGS(line));
    str_clear(&lines);
    return good;
}

bool doctor_look_at_tables(struct doctor *doctor, bool *readable, struct err *err)
{
    struct db *db = doctor->store->db;
    struct str ours, fresh;
    struct err failed = {0};
    *readable = true;
    str_init(&ours);
    str_init(&fresh);
    doctor_tell(doctor, "looking at the tables", 0);
    bool good = db_catalog(db, &ours, err) && look_at_files(doctor, &ours, err);
    if (good && (db_engine(db) == ENGINE_sqlite ? fresh_sqlite(&fresh, &failed)
                                                : fresh_postgres(db, &fresh, &failed)))
        compare(doctor, &ours, &fresh, readable);
    else if (good) /* nothing to compare with is no damage */
        doctor->report->checks[DOCTOR_tables].skipped = arena_format(
            doctor->arena, "fresh tables to compare with could not be made: %s", failed.sentence);
    str_clear(&ours);
    str_clear(&fresh);
    return good;
}
