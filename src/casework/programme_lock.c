#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "casework/design_work.h"
#include "store/form.h"
#include "base/banned.h"

/* ---- what is fixed ---- */

/* A value of several lines goes on below, further in, so that no text can look like a field. */
static void add_fixed_value(struct str *out, const struct field *field, struct value value)
{
    struct str words;
    str_init(&words);
    value_print(&words, field, value);
    str_addf(out, "  %s: ", field->name);
    for (size_t i = 0; i < words.length; i++)
        str_add(out, words.at[i] == '\n' ? "\n    " : (char[]){words.at[i], '\0'});
    str_add_char(out, '\n');
    str_clear(&words);
}

static void add_fixed_row(struct arena *arena, struct str *out, const struct design_row *row)
{
    size_t count;
    const struct field *fields = record_fields(row->record, &count);
    str_addf(out, "%s %s\n", row->record->name, design_key(arena, row));
    for (size_t i = 0; i < count; i++) {
        const bool fixed = row->part == PART_none ? row_has_field(row, &fields[i])
                                                  : part_fixes(programme_part(row->part), &fields[i]);
        if (fixed && row->values[i].type != VALUE_absent)
            add_fixed_value(out, &fields[i], row->values[i]);
    }
}

/* The rows of one part, the least key first. */
static void add_fixed_part(struct arena *arena, struct str *out, enum programme_part part,
                           const struct design_row *first)
{
    const struct design_row *last = NULL;
    for (;;) {
        const struct design_row *least = NULL;
        for (const struct design_row *row = first; row; row = row->next)
            if (row->part == part && (!last || design_row_order(arena, row, last) > 0) &&
                (!least || design_row_order(arena, row, least) < 0))
                least = row;
        if (!least)
            return;
        add_fixed_row(arena, out, least);
        for (int p = PART_none + 1; p < PART_end; p++)
            if (programme_part((enum programme_part)p)->under == part)
                add_fixed_part(arena, out, (enum programme_part)p, least->below);
        last = least;
    }
}

static bool fixes_anything(enum programme_part part)
{
    return programme_part(part)->whole || programme_part(part)->fixed[0] != F_none;
}

const char *design_fixed(struct arena *arena, const struct design *design)
{
    struct str out;
    str_init(&out);
    add_fixed_row(arena, &out, design->programme);
    for (int p = PART_none + 1; p < PART_end; p++)
        if (programme_part((enum programme_part)p)->under == PART_programme &&
            fixes_anything((enum programme_part)p))
            add_fixed_part(arena, &out, (enum programme_part)p, design->programme->below);
    for (const struct design_row *row = design->carried; row; row = row->next)
        if (carried_row(row->record->id)->fixed)
            add_fixed_row(arena, &out, row);
    return str_into(&out, arena);
}

void design_fingerprint(struct arena *arena, const struct design *design, char digits[RANDOM_SEED_DIGITS + 1])
{
    const struct random_seed hash = random_seed_of_words(text_of(design_fixed(arena, design)));
    random_seed_print(&hash, digits);
}

/* ---- cautions ---- */

struct caution {
    const char *sentence, *sql;
};

static const struct caution cautions[] = {
#define CAUTION(name, requirement, sentence, sql) {sentence, sql},
#include "casework/lock_cautions.def"
#undef CAUTION
};

/* {list.code} is the code's number. */
static const char *sql_of_caution(struct arena *arena, const char *sql)
{
    struct str out;
    str_init(&out);
    while (*sql) {
        const char *open = strchr(sql, '{'), *dot = open ? strchr(open, '.') : NULL;
        if (!open) {
            str_add(&out, sql);
            break;
        }
        const char *close = strchr(dot, '}');
        str_add_bytes(&out, sql, (size_t)(open - sql));
        for (int list = LIST_none + 1; list < LIST_end; list++)
            if (text_is((struct text){open + 1, (size_t)(dot - open - 1)},
                        dict_list((enum list_id)list)->name))
                str_add_int(&out,
                            list_coded((enum list_id)list, (struct text){dot + 1, (size_t)(close - dot - 1)})
                                ->number);
        sql = close + 1;
    }
    return str_into(&out, arena);
}

struct caution_list {
    const char **words;
    size_t count, room;
};

static void add_caution(struct arena *arena, struct caution_list *list, const char *words)
{
    if (list->count == list->room) {
        const char **more = ARENA_ARRAY(arena, const char *, list->room = list->room ? 2 * list->room : 16);
        if (list->count > 0)
            memcpy(more, list->words, list->count * sizeof *more);
        list->words = more;
    }
    list->words[list->count++] = words;
}

static const char *put_in(struct arena *arena, const char *sentence, struct text words)
{
    const char *at = strstr(sentence, "%s");
    return arena_format(arena, "%.*s" TEXT_FORMAT "%s", (int)(at - sentence), sentence, TEXT_ARGS(words),
                        at + 2);
}

static bool ask_caution(struct arena *arena, const struct store *store, const struct caution *caution,
                        int64_t programme, int32_t today, struct caution_list *list, struct err *err)
{
    struct statement *find = NULL;
    bool row = true;
    bool good = db_prepare(store->db, &find, sql_of_caution(arena, caution->sql), err);
    if (good) {
        statement_bind_int(find, 0, programme);
        statement_bind_int(find, 1, today);
    }
    while (good && (good = statement_step(find, &row, err)) && row)
        add_caution(arena, list, put_in(arena, caution->sentence, statement_text(find, 0)));
    statement_close(find);
    return good;
}

/* Months are the calendar's, so a wave's day is worked out here; it counts from the intake's last day, as
 * index dates do, or its first. */
static bool ask_waves(struct arena *arena, const struct store *store, int64_t programme,
                      struct caution_list *list, struct err *err)
{
    struct statement *find = NULL;
    bool row = true;
    bool good = db_prepare(
        store->db, &find,
        "SELECT w.code, w.months_after, i.code, COALESCE(i.ends_on, i.starts_on), d.name, d.starts_on, "
        "d.ends_on "
        "FROM wave w JOIN intake i ON i.programme = w.programme JOIN programme p ON p.id = w.programme "
        "JOIN dead_period d ON d.region IS NULL OR d.region IN (i.office, p.region) "
        "WHERE w.programme = $1 AND COALESCE(i.ends_on, i.starts_on) IS NOT NULL "
        "ORDER BY w.months_after, w.code, i.code, d.code",
        err);
    if (good)
        statement_bind_int(find, 0, programme);
    while (good && (good = statement_step(find, &row, err)) && row) {
        const int32_t day = date_add_months((int32_t)statement_int(find, 3), (int)statement_int(find, 1));
        if (day < statement_int(find, 5) || day > statement_int(find, 6))
            continue;
        add_caution(arena, list,
                    arena_format(arena,
                                 "Wave " TEXT_FORMAT " of intake " TEXT_FORMAT
                                 " falls on %s, into a dead period: " TEXT_FORMAT ".",
                                 TEXT_ARGS(statement_text(find, 0)), TEXT_ARGS(statement_text(find, 2)),
                                 date_words(arena, day), TEXT_ARGS(statement_text(find, 4))));
    }
    statement_close(find);
    return good;
}

bool programme_cautions(struct arena *arena, const struct store *store, struct text code, int32_t today,
                        const char ***out, size_t *count, struct err *err)
{
    struct caution_list list = {0};
    int64_t id;
    if (!design_id_of(store, dict_record(R_programme), code, &id, err))
        return false;
    for (size_t i = 0; i < sizeof cautions / sizeof *cautions; i++)
        if (!ask_caution(arena, store, &cautions[i], id, today, &list, err))
            return false;
    if (!ask_waves(arena, store, id, &list, err))
        return false;
    *out = list.words;
    *count = list.count;
    return true;
}

/* ---- locking ---- */

static bool declare_outcomes(struct arena *arena, struct store *store, const struct design *design,
                             struct err *err)
{
    for (const struct design_row *row = design->programme->below; row; row = row->next) {
        struct form form;
        struct saved saved;
        if (row->part != PART_outcomes || design_value(row, F_outcome_declared_on).type != VALUE_absent)
            continue;
        if (!form_load(&form, arena, store, row->record, row->id, err))
            return false;
        form_day(&form, F_outcome_declared_on, date_today());
        if (!form_save_in(&form, store, NULL, &saved, err))
            return false;
    }
    return true;
}

static bool check_not_locked(struct arena *arena, const struct store *store, const struct design *design,
                             struct err *err)
{
    struct statement *find = NULL;
    bool row = false;
    bool good = db_prepare(store->db, &find,
                           "SELECT s.login, l.locked_on FROM programme_lock l JOIN staff s ON s.id = "
                           "l.locked_by WHERE l.programme = $1",
                           err);
    if (good)
        statement_bind_int(find, 0, design->programme->id);
    good = good && statement_step(find, &row, err);
    if (good && row) {
        const char *day = date_words(arena, (int32_t)statement_int(find, 1));
        good = err_set(err, ERR_conflict,
                       "programme \"" TEXT_FORMAT "\" was locked by " TEXT_FORMAT
                       " on %s; mahi programme amend changes it",
                       TEXT_ARGS(design_text(design->programme, F_programme_code)),
                       TEXT_ARGS(statement_text(find, 0)), day);
    }
    statement_close(find);
    return good;
}

/* What is written from here on must come after the lock, on any clock. */
static void wait_past(int64_t instant)
{
    while (instant_now() <= instant)
        ;
}

static const char *joined(struct arena *arena, const char **words, size_t count)
{
    struct str out;
    str_init(&out);
    for (size_t i = 0; i < count; i++)
        str_addf(&out, "%s%s", i > 0 ? "\n" : "", words[i]);
    return str_into(&out, arena);
}

static bool write_lock(struct arena *arena, struct store *store, const struct design *design,
                       struct programme_locked *out, struct err *err)
{
    struct form form;
    struct saved saved;
    char digits[RANDOM_SEED_DIGITS + 1];
    design_fingerprint(arena, design, digits);
    out->fingerprint = arena_text(arena, digits, strlen(digits));
    form_new(&form, arena, dict_record(R_programme_lock));
    form_ref(&form, F_programme_lock_programme, design->programme->id);
    form_day(&form, F_programme_lock_locked_on, date_today());
    form_value(&form, F_programme_lock_locked_at, value_number(instant_now()));
    form_ref(&form, F_programme_lock_locked_by, store->staff_id);
    form_words(&form, F_programme_lock_fingerprint, digits);
    form_words(&form, F_programme_lock_fixed, design_fixed(arena, design));
    form_words(&form, F_programme_lock_shown, joined(arena, out->cautions, out->caution_count));
    if (!form_save_in(&form, store, NULL, &saved, err))
        return false;
    wait_past(saved.recorded_at);
    return true;
}

static bool lock_in(struct arena *arena, struct store *store, struct text code, struct programme_locked *out,
                    struct err *err)
{
    struct design design;
    return design_hold(store, err) && design_read(arena, store, code, &design, err) &&
           check_not_locked(arena, store, &design, err) && declare_outcomes(arena, store, &design, err) &&
           design_read(arena, store, code, &design, err) &&
           programme_cautions(arena, store, code, date_today(), &out->cautions, &out->caution_count, err) &&
           write_lock(arena, store, &design, out, err);
}

bool programme_lock(struct arena *arena, struct store *store, struct text code, struct programme_locked *out,
                    struct err *err)
{
    *out = (struct programme_locked){0};
    if (!db_begin(store->db, err))
        return false;
    if (lock_in(arena, store, code, out, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

/* ---- whether it holds ---- */

static const char *column_words(struct arena *arena, struct statement *row, int column)
{
    const struct text text = statement_text(row, column);
    return arena_text(arena, text.at, text.length);
}

static bool read_lock(struct arena *arena, const struct store *store, const struct design *design,
                      struct programme_proof *out, struct err *err)
{
    struct statement *find = NULL;
    bool row = false;
    bool good = db_prepare(
        store->db, &find,
        "SELECT l.locked_at, s.login, l.fingerprint, l.fixed, l.shown, l.locked_on FROM programme_lock l "
        "JOIN staff s ON s.id = l.locked_by WHERE l.programme = $1",
        err);
    if (good)
        statement_bind_int(find, 0, design->programme->id);
    good = good && statement_step(find, &row, err);
    if (good && row) {
        out->locked = true;
        out->locked_at = statement_int(find, 0);
        out->locked_by = column_words(arena, find, 1);
        out->fingerprint = column_words(arena, find, 2);
        out->fixed = column_words(arena, find, 3);
        out->shown = column_words(arena, find, 4);
        out->locked_on = (int32_t)statement_int(find, 5);
    }
    statement_close(find);
    return good;
}

static bool read_amendments(struct arena *arena, const struct store *store, const struct design *design,
                            struct programme_proof *out, struct err *err)
{
    struct statement *find = NULL;
    bool row = true;
    size_t room = 0;
    bool good =
        db_prepare(store->db, &find,
                   "SELECT a.rank, a.made_at, s.login, a.what, a.words, a.why, a.fingerprint FROM "
                   "amendment a JOIN staff s ON s.id = a.made_by WHERE a.programme = $1 ORDER BY a.rank",
                   err);
    if (good)
        statement_bind_int(find, 0, design->programme->id);
    while (good && (good = statement_step(find, &row, err)) && row) {
        if (out->amendment_count == room) {
            room = room ? 2 * room : 8;
            struct programme_amendment *more = ARENA_ARRAY(arena, struct programme_amendment, room);
            if (out->amendment_count > 0)
                memcpy(more, out->amendments, out->amendment_count * sizeof *more);
            out->amendments = more;
        }
        out->amendments[out->amendment_count++] = (struct programme_amendment){
            .number = statement_int(find, 0),
            .made_at = statement_int(find, 1),
            .made_by = column_words(arena, find, 2),
            .what = (int)statement_int(find, 3),
            .words = column_words(arena, find, 4),
            .why = column_words(arena, find, 5),
            .fingerprint = column_words(arena, find, 6),
        };
    }
    statement_close(find);
    return good;
}

bool programme_verify(struct arena *arena, const struct store *store, const struct design *design,
                      struct programme_proof *out, struct err *err)
{
    char digits[RANDOM_SEED_DIGITS + 1];
    *out = (struct programme_proof){0};
    if (!read_lock(arena, store, design, out, err) || !read_amendments(arena, store, design, out, err))
        return false;
    design_fingerprint(arena, design, digits);
    const char *last =
        out->amendment_count > 0 ? out->amendments[out->amendment_count - 1].fingerprint : out->fingerprint;
    out->holds = out->locked && strcmp(last, digits) == 0;
    return true;
}
