#include "casework/check_work.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "rule/rule.h"
#include "store/ask.h"
#include "store/kept.h"
#include "base/banned.h"

/* What a rule finds: the row, and what the other side says. */
struct doubt {
    int64_t row;
    const char *says;
};

struct sweeping {
    struct arena *arena;
    struct store *store;
    int32_t today;
    int64_t left; /* how many checks may still be opened */
    struct sweep_found *out;
};

/* " AND NOT EXISTS …": of rows a, those with an open check of that kind, or one settled since the day. */
static void sql_unchecked(struct str *sql, const struct record *record, int why, const char *since)
{
    str_addf(
        sql,
        " AND NOT EXISTS (SELECT 1 FROM fact_check f WHERE f.row_id = a.id AND f.about = '%s' AND f.why = %d "
        "AND (f.settled_on IS NULL OR f.settled_on >= %s))",
        record->name, why, since);
}

static bool open_doubt(struct sweeping *sweeping, const struct record *record, const struct doubt *doubt,
                       struct err *err)
{
    struct fact_found fact;
    const char *number;
    struct opening opening = {
        .record = record, .fact = &fact, .why = sweeping->out->why, .says = doubt->says, .due_on = DATE_MIN};
    if (!fact_read(sweeping->arena, sweeping->store, record, doubt->row, &fact, err) ||
        !check_owner(sweeping->store, fact.client_id, fact.recorded_by_id, 0, &opening.owner, err))
        return false;
    if (!opening.owner)
        opening.owner = sweeping->store->staff_id;
    sweeping->out->opened++;
    sweeping->left--;
    return check_open(sweeping->arena, sweeping->store, &opening, &number, err);
}

/* Columns: id, client, then what `says` is made of: a day, a level, a text. */
typedef const char *say(struct arena *arena, const struct fetch *row);

/* Every doubt is counted; as many are opened as may be. */
static bool run_rule(struct sweeping *sweeping, const struct record *record, const char *sql, say *says,
                     struct err *err)
{
    struct fetch rows;
    bool there = true;
    size_t count = 0, room = (size_t)sweeping->left;
    struct doubt *doubts = ARENA_ARRAY(sweeping->arena, struct doubt, room + 1);
    const int64_t today = sweeping->today;
    bool good = fetch_open(&rows, sweeping->arena, sweeping->store, sql, &today, 1, err);
    while (good && (good = fetch_next(&rows, &there, err)) && there) {
        sweeping->out->found++;
        if (count < room)
            doubts[count++] =
                (struct doubt){.row = fetch_int(&rows, 0, 0), .says = says(sweeping->arena, &rows)};
    }
    fetch_close(&rows);
    for (size_t i = 0; good && i < count; i++)
        good = open_doubt(sweeping, record, &doubts[i], err);
    return good;
}

/* ---- English ---- */

static const char *english_words(const struct fetch *row, int column)
{
    const struct coded_row *level = list_numbered(LIST_english, (int)fetch_int(row, column, 0));
    return level ? level->label : "another level";
}

static const char *say_course(struct arena *arena, const struct fetch *row)
{
    return arena_format(arena, "An English course ended on %s since: %s",
                        date_words(arena, (int32_t)fetch_int(row, 2, 0)), fetch_text(row, 4));
}

/* Courses outside the programmes, and runs of programmes that teach English. */
static bool sweep_after_course(struct sweeping *sweeping, struct err *err)
{
    const struct record *record = dict_record(R_english_level);
    struct str sql;
    str_init(&sql);
    str_addf(
        &sql,
        "SELECT a.id, a.client, max(t.ended), 0, min(t.title) FROM english_level a JOIN (SELECT client, "
        "effective_to AS ended, title FROM training WHERE kind IN (%d, %d) AND effective_to <= $1 UNION ALL "
        "SELECT e.client, e.completed_on, p.name FROM enrolment e JOIN intake i ON i.id = e.intake JOIN "
        "programme p "
        "ON p.id = i.programme WHERE e.completed_on <= $1 AND EXISTS (SELECT 1 FROM component k WHERE "
        "k.programme = "
        "p.id AND k.kind = %d)) t ON t.client = a.client WHERE t.ended > a.effective_from AND (a.verified_on "
        "IS NULL "
        "OR a.verified_on < t.ended)",
        CODED_training_kind_english, CODED_training_kind_professional_english, CODED_component_kind_english);
    sql_last_of_series(&sql, record, "a");
    sql_unchecked(&sql, record, CODED_check_why_after_course, "t.ended");
    str_add(&sql, " GROUP BY a.id, a.client ORDER BY max(t.ended), a.id");
    const bool good = run_rule(sweeping, record, sql.at, say_course, err);
    str_clear(&sql);
    return good;
}

static const char *say_test(struct arena *arena, const struct fetch *row)
{
    return arena_format(arena, "A test of %s by %s says: %s",
                        date_words(arena, (int32_t)fetch_int(row, 2, 0)), fetch_text(row, 4),
                        english_words(row, 3));
}

/* An officer's impression and a test that lie two levels apart, within two years (R15). */
static bool sweep_contradicted(struct sweeping *sweeping, struct err *err)
{
    const struct record *record = dict_record(R_english_level);
    struct str sql;
    str_init(&sql);
    str_addf(&sql,
             "SELECT a.id, a.client, b.effective_from, b.level, b.assessor FROM english_level a JOIN "
             "english_level b ON "
             "b.client = a.client AND b.skill = a.skill AND b.method = %d WHERE a.method = %d AND (a.level "
             ">= b.level + 2 "
             "OR a.level <= b.level - 2) AND a.effective_from BETWEEN b.effective_from - 730 AND "
             "b.effective_from + 730 "
             "AND a.effective_from <= $1 AND NOT EXISTS (SELECT 1 FROM english_level c WHERE c.client = "
             "b.client AND "
             "c.skill = b.skill AND c.method = b.method AND c.effective_from > b.effective_from)",
             CODED_method_test, CODED_method_officer_impression);
    sql_unchecked(&sql, record, CODED_check_why_disagreement, "a.recorded_at / 86400000");
    str_add(&sql, " ORDER BY a.effective_from, a.id");
    const bool good = run_rule(sweeping, record, sql.at, say_test, err);
    str_clear(&sql);
    return good;
}

static const char *say_rise(struct arena *arena, const struct fetch *row)
{
    return arena_format(arena, "On %s it was %s, and nobody tested it since",
                        date_words(arena, (int32_t)fetch_int(row, 2, 0)), english_words(row, 3));
}

/* Two levels up or down since the level before, and neither a test nor somebody's check shows it. */
static bool sweep_jump(struct sweeping *sweeping, struct err *err)
{
    const struct record *record = dict_record(R_english_level);
    struct str sql;
    str_init(&sql);
    str_addf(&sql,
             "SELECT a.id, a.client, b.effective_from, b.level FROM english_level a JOIN english_level b ON "
             "b.client = "
             "a.client AND b.skill = a.skill AND b.effective_from < a.effective_from WHERE a.method NOT IN "
             "(%d, %d) AND "
             "(a.level >= b.level + 2 OR a.level <= b.level - 2) AND a.verified_by IS NULL AND "
             "a.effective_from <= $1 AND "
             "NOT EXISTS (SELECT 1 FROM english_level c WHERE c.client = a.client AND c.skill = a.skill AND "
             "c.effective_from > b.effective_from AND (c.effective_from < a.effective_from OR c.method IN "
             "(%d, %d)))",
             CODED_method_test, CODED_method_document, CODED_method_test, CODED_method_document);
    sql_unchecked(&sql, record, CODED_check_why_implausible, "a.recorded_at / 86400000");
    str_add(&sql, " ORDER BY a.effective_from, a.id");
    const bool good = run_rule(sweeping, record, sql.at, say_rise, err);
    str_clear(&sql);
    return good;
}

/* ---- what cannot well be ---- */

static const char *say_age(struct arena *arena, const struct fetch *row)
{
    return arena_format(arena, "Then they would be %" PRId64 " years old, and are registered for work",
                        fetch_int(row, 2, 0));
}

static bool sweep_age(struct sweeping *sweeping, struct err *err)
{
    const struct record *record = dict_record(R_client);
    struct str sql;
    str_init(&sql);
    str_add(&sql,
            "SELECT a.id, a.id, (($1 - a.birth_date) * 100) / 36525 FROM client a WHERE (a.birth_date > $1 - "
            "5479 OR "
            "a.birth_date < $1 - 29220) AND EXISTS (SELECT 1 FROM register_spell r WHERE r.client = a.id AND "
            "r.effective_from <= $1 AND (r.effective_to IS NULL OR r.effective_to >= $1))");
    sql_unchecked(&sql, record, CODED_check_why_implausible, "a.recorded_at / 86400000");
    str_add(&sql, " ORDER BY a.id");
    const bool good = run_rule(sweeping, record, sql.at, say_age, err);
    str_clear(&sql);
    return good;
}

/* ---- what more is asked of than one officer's word ---- */

static const char *say_unverified(struct arena *arena, const struct fetch *row)
{
    return arena_format(arena, "Programme %s asks for facts that a second person checked",
                        fetch_text(row, 2));
}

/* The facts that a criterion asks for of who is on a list of the programme that is not over. */
static bool sweep_asked(struct sweeping *sweeping, const struct pick *pick, int64_t programme,
                        struct err *err)
{
    const struct record *record = dict_record(pick->record);
    struct str sql;
    if (!record->verified_by || !store_may_see(sweeping->store, record))
        return true;
    const char *client = record->client ? dict_field(record->client)->name : "id";
    str_init(&sql);
    str_addf(&sql,
             "SELECT a.id, a.%s, p.code FROM %s a JOIN enrolment e ON e.client = a.%s JOIN intake i ON i.id "
             "= e.intake "
             "JOIN programme p ON p.id = i.programme WHERE p.id = %" PRId64
             " AND e.side IN (%d, %d) AND a.verified_by IS "
             "NULL AND (i.ends_on IS NULL OR i.ends_on >= $1)",
             client, record->name, client, programme, CODED_enrolment_side_programme,
             CODED_enrolment_side_undecided);
    sql_last_of_series(&sql, record, "a");
    if (pick->where != F_none)
        str_addf(&sql, " AND a.%s = %d", dict_field(pick->where)->name, pick->is);
    sql_unchecked(&sql, record, CODED_check_why_unverified, "a.recorded_at / 86400000");
    str_addf(&sql, " GROUP BY a.id, a.%s, p.code ORDER BY a.id", client);
    const bool good = run_rule(sweeping, record, sql.at, say_unverified, err);
    str_clear(&sql);
    return good;
}

/* Which rows of a person the criteria of the programme ask for verified. */
static bool asked_verified(struct sweeping *sweeping, const char *programme, bool wanted[PICK_end],
                           struct err *err)
{
    struct criterion *criteria;
    const char *name;
    int64_t id;
    size_t count;
    if (!kept_criteria(sweeping->arena, sweeping->store, text_of(programme), &criteria, &count, &name, &id,
                       err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct rule *rule;
        struct spot where;
        if (!criteria[i].kept.verified_only)
            continue;
        if (!ask_compile(sweeping->arena, sweeping->store, criteria[i].kept.text, true, &rule, &where, err))
            return false;
        for (size_t u = 0; u < rule->use_count; u++)
            wanted[fact_of(rule->uses[u].fact)->pick] = true;
    }
    return true;
}

static bool sweep_unverified(struct sweeping *sweeping, struct err *err)
{
    enum { PROGRAMMES_MAX = 256 };
    int64_t ids[PROGRAMMES_MAX];
    const char *codes[PROGRAMMES_MAX];
    size_t count = 0;
    struct fetch rows;
    bool there = true;
    bool good = fetch_open(
        &rows, sweeping->arena, sweeping->store,
        "SELECT DISTINCT p.id, p.code FROM programme p JOIN criterion c ON c.programme = p.id JOIN "
        "question_version v ON v.id = c.version WHERE v.verified_only = 1 AND (p.status IS NULL OR "
        "p.status <> 3) ORDER BY p.id",
        NULL, 0, err);
    while (good && count < PROGRAMMES_MAX && (good = fetch_next(&rows, &there, err)) && there) {
        ids[count] = fetch_int(&rows, 0, 0);
        codes[count++] = fetch_text(&rows, 1);
    }
    fetch_close(&rows);
    for (size_t p = 0; good && p < count; p++) {
        bool wanted[PICK_end] = {false};
        good = asked_verified(sweeping, codes[p], wanted, err);
        for (int k = PICK_none + 1; good && k < PICK_end; k++)
            if (wanted[k])
                good = sweep_asked(sweeping, pick_of((enum pick_id)k), ids[p], err);
    }
    return good;
}

/* ---- what is too old ---- */

static const char *say_stale(struct arena *arena, const struct fetch *row)
{
    return arena_format(arena, "Nobody has looked at it since %s; it is good for %" PRId64 " weeks",
                        date_words(arena, (int32_t)fetch_int(row, 2, 0)), fetch_int(row, 3, 0));
}

/* Of who is on the register; a spell only while it runs. */
static bool sweep_old(struct sweeping *sweeping, const struct record *record, int64_t weeks, struct err *err)
{
    struct str sql;
    const char *seen =
        "CASE WHEN a.verified_on > a.effective_from THEN a.verified_on ELSE a.effective_from END";
    str_init(&sql);
    str_addf(&sql,
             "SELECT a.id, a.client, %s, %" PRId64 " FROM %s a WHERE %s < $1 - %" PRId64
             " AND a.effective_from <= $1 AND EXISTS (SELECT 1 FROM register_spell r WHERE r.client = "
             "a.client AND "
             "r.effective_from <= $1 AND (r.effective_to IS NULL OR r.effective_to >= $1))",
             seen, weeks, record->name, seen, 7 * weeks);
    if (record->effective_to)
        str_add(&sql, " AND (a.effective_to IS NULL OR a.effective_to >= $1)");
    sql_last_of_series(&sql, record, "a");
    sql_unchecked(&sql, record, CODED_check_why_stale,
                  arena_format(sweeping->arena, "$1 - %" PRId64, 7 * weeks));
    str_addf(&sql, " ORDER BY %s, a.id", seen);
    const bool good = run_rule(sweeping, record, sql.at, say_stale, err);
    str_clear(&sql);
    return good;
}

static bool sweep_stale(struct sweeping *sweeping, struct err *err)
{
    int64_t weeks[R_end] = {0};
    struct fetch rows;
    bool there = true;
    bool good = fetch_open(&rows, sweeping->arena, sweeping->store,
                           "SELECT about, weeks FROM staleness ORDER BY about", NULL, 0, err);
    while (good && (good = fetch_next(&rows, &there, err)) && there) {
        const struct record *record = dict_record_named(text_of(fetch_text(&rows, 0)));
        if (record)
            weeks[record->id] = fetch_int(&rows, 1, 0);
    }
    fetch_close(&rows);
    for (int r = R_none + 1; good && r < R_end; r++) {
        const struct record *record = dict_record((enum record_id)r);
        if (weeks[r] && record->verified_by && record->client && store_may_see(sweeping->store, record))
            good = sweep_old(sweeping, record, weeks[r], err);
    }
    return good;
}

/* ---- all of them ---- */

static const struct {
    const char *rule;
    int why;
    bool (*sweep)(struct sweeping *sweeping, struct err *err);
} rules[SWEEP_RULES] = {
    {"English that an English course has followed", CODED_check_why_after_course, sweep_after_course},
    {"English by impression that a test contradicts by two levels", CODED_check_why_disagreement,
     sweep_contradicted},
    {"English that moved two levels and nobody tested", CODED_check_why_implausible, sweep_jump},
    {"An age at which nobody looks for work", CODED_check_why_implausible, sweep_age},
    {"On one officer's word, where a programme asks for more", CODED_check_why_unverified, sweep_unverified},
    {"Older than its shelf life", CODED_check_why_stale, sweep_stale},
};

bool check_sweep(struct arena *arena, struct store *store, int64_t most, struct sweep_found out[SWEEP_RULES],
                 struct err *err)
{
    struct sweeping sweeping = {.arena = arena, .store = store, .today = date_today(), .left = most};
    if (!db_begin(store->db, err))
        return false;
    bool good = true;
    for (size_t i = 0; good && i < SWEEP_RULES; i++) {
        out[i] = (struct sweep_found){.why = rules[i].why, .rule = rules[i].rule};
        sweeping.out = &out[i];
        good = rules[i].sweep(&sweeping, err);
    }
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
