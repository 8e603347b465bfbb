#include "casework/entitlement.h"

#include <string.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* ---- schemes and their rules on a day ---- */

static const char schemes_sql[] = "SELECT s.id, s.code, s.label, s.kind FROM scheme s WHERE EXISTS (SELECT 1 "
                                  "FROM scheme_rule r WHERE r.scheme = s.id AND "
                                  "r.starts_on <= $1 AND (r.ends_on IS NULL OR r.ends_on >= $1)) AND ($2 = 0 "
                                  "OR s.id = $2) ORDER BY s.kind, s.code";

static bool compile(struct arena *arena, const struct store *store, struct entitlement_rule *rule,
                    const char *text, struct err *err)
{
    struct spot where;
    if (ask_compile(arena, store, text_of(text), rule->verified_only, &rule->rule, &where, err))
        return true;
    struct err inner = *err;
    *err = (struct err){0};
    err_at(err, "%s, %s", rule->version, inner.place);
    return err_set(err, inner.kind, "%s", inner.sentence);
}

static bool read_rules(struct arena *arena, const struct store *store, struct entitlement *scheme,
                       int32_t day, struct err *err)
{
    const int64_t numbers[] = {scheme->scheme_id, day};
    struct fetch row;
    bool there = true;
    scheme->rules = ARENA_ARRAY(arena, struct entitlement_rule, ASK_MAX);
    bool good = fetch_open(
        &row, arena, store,
        "SELECT r.label, v.code, v.verified_only, v.text FROM scheme_rule r JOIN question_version v ON "
        "v.id = r.version WHERE r.scheme = $1 AND r.starts_on <= $2 AND (r.ends_on IS NULL OR r.ends_on "
        ">= $2) ORDER BY r.rank, r.starts_on",
        numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        if (scheme->count == ASK_MAX) {
            good =
                err_set(err, ERR_input, "scheme \"%s\" has more than %d rules on that day; join some by and",
                        scheme->code, ASK_MAX);
            break;
        }
        struct entitlement_rule *rule = &scheme->rules[scheme->count++];
        *rule = (struct entitlement_rule){.label = fetch_text(&row, 0),
                                          .version = fetch_text(&row, 1),
                                          .verified_only = fetch_int(&row, 2, 0) == 1};
        good = compile(arena, store, rule, fetch_text(&row, 3), err);
    }
    fetch_close(&row);
    return good;
}

/* All schemes with rules on the day, or the one. */
static bool read_schemes(struct arena *arena, const struct store *store, int64_t only, int32_t day,
                         struct entitlement **out, size_t *count, struct err *err)
{
    const int64_t numbers[] = {day, only};
    struct fetch row;
    int64_t most;
    bool there = true;
    *count = 0;
    if (!db_number(store->db, "SELECT count(*) FROM scheme", 0, &most, err))
        return false;
    *out = ARENA_ARRAY(arena, struct entitlement, (size_t)most + 1);
    bool good = fetch_open(&row, arena, store, schemes_sql, numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there && *count < (size_t)most)
        (*out)[(*count)++] = (struct entitlement){.scheme_id = fetch_int(&row, 0, 0),
                                                  .code = fetch_text(&row, 1),
                                                  .label = fetch_text(&row, 2),
                                                  .kind = (int)fetch_int(&row, 3, 0)};
    fetch_close(&row);
    for (size_t i = 0; good && i < *count; i++)
        good = read_rules(arena, store, &(*out)[i], day, err);
    return good;
}

static bool find_scheme(const struct store *store, struct text code, int64_t *id, struct err *err)
{
    *id = 0;
    return code.length == 0 || record_find(store, dict_record(R_scheme), code, id, err);
}

static bool no_rules(struct text code, struct err *err)
{
    return err_set(err, ERR_absent,
                   "scheme \"" TEXT_FORMAT
                   "\" has no rule on that day; rules are set-up data, kept as scheme_rule",
                   TEXT_ARGS(code));
}

/* ---- everybody ---- */

static struct ask asking(const struct entitlement_request *request, const struct rule *const *rules,
                         size_t count)
{
    return (struct ask){.questions = rules,
                        .count = count,
                        .moment = request->moment,
                        .progress = request->progress,
                        .with = request->with};
}

static void add_pattern(struct entitlement *out, const struct ask_pattern *pattern)
{
    size_t failed = 0, unknown = 0, last_failed = 0;
    for (size_t i = 0; i < out->count; i++) {
        out->rules[i].answers[pattern->answers[i]] += pattern->people;
        unknown += pattern->answers[i] == ANSWER_unknown;
        if (pattern->answers[i] == ANSWER_no) {
            failed++;
            last_failed = i;
        }
    }
    out->together[ask_together(pattern->answers, out->count)] += pattern->people;
    if (failed == 1 && unknown == 0)
        out->rules[last_failed].alone += pattern->people;
}

/* Of those whom the scheme shuts out, who meets every rule of the other. */
static bool count_other(struct arena *arena, const struct store *store,
                        const struct entitlement_request *request, struct entitlement *out,
                        const struct entitlement *other, struct err *err)
{
    const struct rule *both[2 * ASK_MAX];
    struct ask_counts counts;
    if (other->scheme_id == out->scheme_id || other->kind != out->kind || out->count + other->count > ASK_MAX)
        return true;
    for (size_t i = 0; i < out->count; i++)
        both[i] = out->rules[i].rule;
    for (size_t i = 0; i < other->count; i++)
        both[out->count + i] = other->rules[i].rule;
    const struct ask ask = asking(request, both, out->count + other->count);
    if (!ask_count(arena, store, &ask, &counts, err))
        return false;
    struct entitlement_other *entry = &out->others[out->other_count++];
    *entry = (struct entitlement_other){.code = other->code, .label = other->label};
    for (size_t i = 0; i < counts.pattern_count; i++)
        if (ask_together(counts.patterns[i].answers, out->count) == ANSWER_no &&
            ask_together(counts.patterns[i].answers + out->count, other->count) == ANSWER_yes)
            entry->takes += counts.patterns[i].people;
    return true;
}

bool entitlement_count(struct arena *arena, const struct store *store,
                       const struct entitlement_request *request, struct entitlement *out, struct err *err)
{
    const struct rule *rules[ASK_MAX];
    struct entitlement *all;
    struct ask_counts counts;
    size_t count, at = 0;
    int64_t id;
    if (!find_scheme(store, request->scheme, &id, err) ||
        !read_schemes(arena, store, 0, request->moment.as_at, &all, &count, err))
        return false;
    while (at < count && all[at].scheme_id != id)
        at++;
    if (at == count)
        return no_rules(request->scheme, err);
    *out = all[at];
    out->others = ARENA_ARRAY(arena, struct entitlement_other, count);
    for (size_t i = 0; i < out->count; i++)
        rules[i] = out->rules[i].rule;
    const struct ask ask = asking(request, rules, out->count);
    if (!ask_count(arena, store, &ask, &counts, err))
        return false;
    out->people = counts.people;
    for (size_t i = 0; i < counts.pattern_count; i++)
        add_pattern(out, &counts.patterns[i]);
    bool good = true;
    for (size_t i = 0; good && i < count; i++)
        good = count_other(arena, store, request, out, &all[i], err);
    return good;
}

/* ---- one person ---- */

static bool answer_scheme(struct arena *arena, const struct store *store,
                          const struct entitlement_request *request, int64_t client_id,
                          struct entitlement *scheme, struct err *err)
{
    const struct rule *rules[ASK_MAX];
    unsigned char answers[ASK_MAX];
    for (size_t i = 0; i < scheme->count; i++)
        rules[i] = scheme->rules[i].rule;
    const struct ask ask = asking(request, rules, scheme->count);
    if (!ask_person(arena, store, &ask, client_id, answers, err))
        return false;
    for (size_t i = 0; i < scheme->count; i++)
        scheme->rules[i].answer = (enum answer)answers[i];
    scheme->answer = ask_together(answers, scheme->count);
    return true;
}

bool entitlement_of(struct arena *arena, const struct store *store, const struct entitlement_request *request,
                    int64_t client_id, struct entitlement **out, size_t *count, struct err *err)
{
    int64_t id;
    if (!find_scheme(store, request->scheme, &id, err) ||
        !read_schemes(arena, store, id, request->moment.as_at, out, count, err))
        return false;
    if (id && *count == 0)
        return no_rules(request->scheme, err);
    bool good = true;
    for (size_t i = 0; good && i < *count; i++)
        good = answer_scheme(arena, store, request, client_id, &(*out)[i], err);
    return good;
}

/* ---- what came of it ---- */

static bool note_in(struct arena *arena, struct store *store, const struct entitlement_need *need,
                    struct err *err)
{
    struct form form;
    struct saved saved;
    bool there;
    form_new(&form, arena, dict_record(R_training_need));
    form_key(&form, F_training_need_client, need->client);
    form_choice(&form, F_training_need_kind, need->kind);
    form_day(&form, F_training_need_effective_from, date_today());
    if (!form_find(&form, store, &there, err))
        return false;
    form_key(&form, F_training_need_scheme, need->scheme);
    form_choice(&form, F_training_need_not_offered, CODED_not_offered_rule);
    form_words(&form, F_training_need_rule, need->rule);
    form_bool(&form, F_training_need_asked_by_client, need->asked_by_client);
    form_choice(&form, F_training_need_source,
                need->asked_by_client ? CODED_source_client : CODED_source_officer);
    form_choice(&form, F_training_need_method, CODED_method_interview);
    return form_save_in(&form, store, NULL, &saved, err);
}

bool entitlement_note_need(struct arena *arena, struct store *store, const struct entitlement_need *need,
                           struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (note_in(arena, store, need, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
