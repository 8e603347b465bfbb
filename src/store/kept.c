#include "store/kept.h"

#include <string.h>

#include "base/date.h"
#include "base/nearest.h"
#include "store/read.h"
#include "store/save.h"
#include "base/banned.h"

#define KEPT_COLUMNS                                                                                         \
    "v.id, q.code, v.code, q.label, q.sentence, (SELECT s.login FROM staff s WHERE s.id = q.owner), "        \
    "v.version, v.text, "                                                                                    \
    "v.verified_only, v.saved_on, v.reason"
enum { KEPT_COLUMN_COUNT = 11 };

static struct text kept_text(struct arena *arena, struct statement *row, int column)
{
    const struct text text = statement_text(row, column);
    return (struct text){arena_text(arena, text.at, text.length), text.length};
}

/* From the row's columns at `first` on. */
static void read_kept(struct arena *arena, struct statement *row, int first, struct kept *out)
{
    *out = (struct kept){
        .version_id = statement_int(row, first),
        .code = kept_text(arena, row, first + 1),
        .version_code = kept_text(arena, row, first + 2),
        .label = kept_text(arena, row, first + 3).at,
        .sentence = kept_text(arena, row, first + 4).at,
        .owner = kept_text(arena, row, first + 5).at,
        .version = (int)statement_int(row, first + 6),
        .text = kept_text(arena, row, first + 7),
        .verified_only = statement_int(row, first + 8) == 1,
        .saved_on = (int32_t)statement_int(row, first + 9),
        .reason = kept_text(arena, row, first + 10).at,
    };
}

/* Those that the condition on q and v selects, $1 being the text. */
static bool read_all(struct arena *arena, const struct store *store, const char *condition,
                     struct text parameter, struct kept **out, size_t *count, struct err *err)
{
    struct statement *find = NULL;
    size_t room = 0;
    bool row = true;
    *count = 0;
    *out = NULL;
    const char *sql = arena_format(arena,
                                   "SELECT " KEPT_COLUMNS
                                   " FROM question q JOIN question_version v ON v.question = q.id WHERE %s",
                                   condition);
    bool good = db_prepare(store->db, &find, sql, err);
    if (good && parameter.at)
        statement_bind_text(find, 0, parameter);
    while (good && (good = statement_step(find, &row, err)) && row) {
        if (*count == room) {
            room = room ? 2 * room : 8;
            struct kept *more = ARENA_ARRAY(arena, struct kept, room);
            if (*count > 0)
                memcpy(more, *out, *count * sizeof *more);
            *out = more;
        }
        read_kept(arena, find, 0, &(*out)[(*count)++]);
    }
    statement_close(find);
    return good;
}

#define LAST_VERSION "v.version = (SELECT max(o.version) FROM question_version o WHERE o.question = q.id)"

bool kept_list(struct arena *arena, const struct store *store, struct text code, struct kept **out,
               size_t *count, struct err *err)
{
    return code.at ? read_all(arena, store, "q.code = $1 ORDER BY v.version DESC", code, out, count, err)
                   : read_all(arena, store, LAST_VERSION " ORDER BY q.code", code, out, count, err);
}

static bool unknown_question(struct arena *arena, const struct store *store, struct text code,
                             struct err *err)
{
    struct nearest nearest;
    struct kept *all;
    size_t count;
    nearest_init(&nearest, code);
    if (!kept_list(arena, store, (struct text){0}, &all, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        nearest_offer(&nearest, all[i].code.at);
    return err_set(err, ERR_absent,
                   "no question \"" TEXT_FORMAT
                   "\" is kept here%s%s%s; mahi question list shows those there are",
                   TEXT_ARGS(code), nearest.name ? "; did you mean \"" : "", nearest.name ? nearest.name : "",
                   nearest.name ? "\"?" : "");
}

bool kept_find(struct arena *arena, const struct store *store, struct text code, struct kept *out,
               struct err *err)
{
    struct kept *all;
    size_t count;
    const bool version = memchr(code.at, '/', code.length) != NULL;
    if (!read_all(arena, store, version ? "v.code = $1" : "q.code = $1 AND " LAST_VERSION, code, &all, &count,
                  err))
        return false;
    if (count == 0)
        return unknown_question(arena, store, code, err);
    *out = all[0];
    return true;
}

static struct value *value_of(struct value *values, enum field_id field)
{
    return &values[dict_field(field) - record_fields(dict_record(dict_field(field)->record), &(size_t){0})];
}

static struct value text_or_absent(const char *text)
{
    return text && text[0] ? value_text(text_of(text)) : (struct value){.type = VALUE_absent};
}

static bool save_question(struct store *store, const struct kept_request *request, const struct kept *old,
                          struct err *err)
{
    struct value values[RECORD_FIELDS_MAX] = {0};
    struct saved saved;
    *value_of(values, F_question_code) = value_text(request->code);
    *value_of(values, F_question_label) = text_or_absent(request->label ? request->label : old->label);
    *value_of(values, F_question_sentence) =
        text_or_absent(request->sentence ? request->sentence : old->sentence);
    *value_of(values, F_question_owner) =
        old->owner[0] ? text_or_absent(old->owner) : value_number(store->staff_id);
    return record_save_in(store, &(struct save_request){.record = dict_record(R_question), .values = values},
                          &saved, err);
}

static bool save_version(struct arena *arena, struct store *store, const struct kept_request *request,
                         int version, struct err *err)
{
    struct value values[RECORD_FIELDS_MAX] = {0};
    struct saved saved;
    const char *code = arena_format(arena, TEXT_FORMAT "/%d", TEXT_ARGS(request->code), version);
    *value_of(values, F_question_version_code) = value_text(text_of(code));
    *value_of(values, F_question_version_question) = value_text(request->code);
    *value_of(values, F_question_version_version) = value_number(version);
    *value_of(values, F_question_version_text) = value_text(request->text);
    *value_of(values, F_question_version_verified_only) = value_number(request->verified_only);
    *value_of(values, F_question_version_saved_on) = value_number(date_today());
    *value_of(values, F_question_version_reason) = text_or_absent(request->reason);
    return record_save_in(store,
                          &(struct save_request){.record = dict_record(R_question_version), .values = values},
                          &saved, err);
}

static bool check_request(const struct kept_request *request, const struct kept *old, bool differs,
                          struct err *err)
{
    if (memchr(request->code.at, '/', request->code.length))
        return err_set(err, ERR_usage,
                       "\"" TEXT_FORMAT
                       "\" has a stroke in it, which parts a question's code from its version; leave it out",
                       TEXT_ARGS(request->code));
    if (old->version == 0 && !request->label)
        return err_set(err, ERR_usage,
                       "\"" TEXT_FORMAT "\" is a new question; say what reports call it with --label",
                       TEXT_ARGS(request->code));
    if (old->version > 0 && differs && !request->reason)
        return err_set(
            err, ERR_usage,
            "\"" TEXT_FORMAT
            "\" would get a new version, for its words differ from version %d; say why with --reason",
            TEXT_ARGS(request->code), old->version);
    return true;
}

bool kept_save(struct arena *arena, struct store *store, const struct kept_request *request, struct kept *out,
               bool *changed, struct err *err)
{
    struct kept *versions, old = {.label = "", .sentence = "", .owner = ""};
    size_t count;
    if (!db_begin(store->db, err))
        return false;
    bool good = kept_list(arena, store, request->code, &versions, &count, err);
    if (good && count > 0)
        old = versions[0];
    const bool differs = old.version == 0 || !text_equal(old.text, request->text) ||
                         old.verified_only != request->verified_only;
    good = good && check_request(request, &old, differs, err) && save_question(store, request, &old, err) &&
           (!differs || save_version(arena, store, request, old.version + 1, err));
    if (!good || !db_commit(store->db, err)) {
        db_rollback(store->db);
        return false;
    }
    *changed = differs;
    return kept_find(arena, store, request->code, out, err);
}

bool kept_criteria(struct arena *arena, const struct store *store, struct text programme,
                   struct criterion **out, size_t *count, const char **programme_name, int64_t *programme_id,
                   struct err *err)
{
    enum { CRITERIA_MAX = 1000 };
    struct statement *find = NULL;
    bool row = true;
    *count = 0;
    if (!record_find(store, dict_record(R_programme), programme, programme_id, err))
        return false;
    bool good = db_prepare(store->db, &find,
                           "SELECT " KEPT_COLUMNS ", c.rank, c.label, c.need, p.name FROM criterion c "
                           "JOIN question_version v ON v.id = c.version JOIN question q ON q.id = v.question "
                           "JOIN programme p ON p.id = c.programme WHERE c.programme = $1 ORDER BY c.rank",
                           err);
    if (good)
        statement_bind_int(find, 0, *programme_id);
    *out = ARENA_ARRAY(arena, struct criterion, CRITERIA_MAX);
    while (good && (good = statement_step(find, &row, err)) && row && *count < CRITERIA_MAX) {
        struct criterion *criterion = &(*out)[(*count)++];
        read_kept(arena, find, 0, &criterion->kept);
        criterion->rank = (int)statement_int(find, KEPT_COLUMN_COUNT);
        criterion->label = kept_text(arena, find, KEPT_COLUMN_COUNT + 1).at;
        criterion->preferred = statement_int(find, KEPT_COLUMN_COUNT + 2) == CODED_criterion_need_preferred;
        *programme_name = kept_text(arena, find, KEPT_COLUMN_COUNT + 3).at;
    }
    statement_close(find);
    if (good && *count == 0)
        return err_set(err, ERR_absent,
                       "programme \"" TEXT_FORMAT
                       "\" has no criteria yet; import them: mahi dict criterion lists the columns",
                       TEXT_ARGS(programme));
    return good;
}
