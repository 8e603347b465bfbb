#include "casework/targeting.h"

#include <string.h>

#include "casework/selection.h"
#include "base/banned.h"

struct aiming {
    struct arena *arena;
    const struct store *store;
    const struct targeting_request *request;
    struct targeting *out;
    const struct rule *hard[ASK_MAX], *all[ASK_MAX];
    size_t hard_count;
    int64_t programme_id;
};

static bool compile(struct aiming *aiming, const struct criterion *criterion, bool verified,
                    struct rule **rule, struct err *err)
{
    struct spot where;
    if (ask_compile(aiming->arena, aiming->store, criterion->kept.text, verified, rule, &where, err))
        return true;
    struct err inner = *err;
    *err = (struct err){0};
    err_at(err, TEXT_FORMAT ", %s", TEXT_ARGS(criterion->kept.version_code), inner.place);
    return err_set(err, inner.kind, "%s", inner.sentence);
}

static bool load(struct aiming *aiming, struct err *err)
{
    struct targeting *out = aiming->out;
    struct criterion *criteria;
    if (!kept_criteria(aiming->arena, aiming->store, aiming->request->programme, &criteria, &out->count,
                       &out->name, &aiming->programme_id, err))
        return false;
    if (out->count > ASK_MAX)
        return err_set(err, ERR_input,
                       "programme \"" TEXT_FORMAT
                       "\" has %zu criteria, and at most %d can be asked together; join some by and",
                       TEXT_ARGS(aiming->request->programme), out->count, ASK_MAX);
    out->criteria = ARENA_ARRAY(aiming->arena, struct criterion_counts, out->count);
    for (size_t i = 0; i < out->count; i++) {
        struct criterion_counts *of = &out->criteria[i];
        of->criterion = criteria[i];
        if (!compile(aiming, &criteria[i], criteria[i].kept.verified_only, &of->rule, err))
            return false;
        aiming->all[i] = of->rule;
        if (criteria[i].preferred)
            out->preferred_count++;
        else
            aiming->hard[aiming->hard_count++] = of->rule;
    }
    return true;
}

static struct ask asking(const struct aiming *aiming, const struct rule *const *rules, size_t count)
{
    return (struct ask){.questions = rules,
                        .count = count,
                        .moment = aiming->request->moment,
                        .progress = aiming->request->progress,
                        .with = aiming->request->with};
}

/* Adds those who gave one pattern of answers to what it says of each criterion. */
static void add_pattern(struct targeting *out, const struct ask_pattern *pattern)
{
    enum answer together = ANSWER_yes;
    size_t met = 0, failed = 0, unknown = 0, last_failed = 0;
    for (size_t i = 0; i < out->count; i++) {
        const enum answer answer = (enum answer)pattern->answers[i];
        out->criteria[i].answers[answer] += pattern->people;
        if (out->criteria[i].criterion.preferred) {
            met += answer == ANSWER_yes;
            continue;
        }
        failed += answer == ANSWER_no;
        unknown += answer == ANSWER_unknown;
        last_failed = answer == ANSWER_no ? i : last_failed;
    }
    together = failed > 0 ? ANSWER_no : unknown > 0 ? ANSWER_unknown : ANSWER_yes;
    out->eligible[together] += pattern->people;
    if (together == ANSWER_yes)
        out->by_preferred[met] += pattern->people;
    if (failed == 1 && unknown == 0)
        out->criteria[last_failed].alone += pattern->people;
}

static bool count_all(struct aiming *aiming, struct err *err)
{
    struct targeting *out = aiming->out;
    const struct ask ask = asking(aiming, aiming->all, out->count);
    struct ask_counts counts;
    if (!ask_count(aiming->arena, aiming->store, &ask, &counts, err))
        return false;
    out->people = counts.people;
    out->by_preferred = ARENA_ARRAY(aiming->arena, int64_t, out->preferred_count + 1);
    for (size_t i = 0; i < counts.pattern_count; i++)
        add_pattern(out, &counts.patterns[i]);
    return true;
}

/* Of those who meet it, who would not if only checked facts counted. */
static bool count_unchecked(struct aiming *aiming, struct criterion_counts *of, struct err *err)
{
    struct rule *checked;
    struct ask_counts counts;
    if (of->criterion.kept.verified_only)
        return true;
    if (!compile(aiming, &of->criterion, true, &checked, err))
        return false;
    const struct rule *const both[] = {of->rule, checked};
    const struct ask ask = asking(aiming, both, 2);
    if (!ask_count(aiming->arena, aiming->store, &ask, &counts, err))
        return false;
    for (size_t i = 0; i < counts.pattern_count; i++)
        if (counts.patterns[i].answers[0] == ANSWER_yes && counts.patterns[i].answers[1] != ANSWER_yes)
            of->rest_on_unchecked += counts.patterns[i].people;
    return true;
}

static void find_conflicts(struct aiming *aiming)
{
    struct targeting *out = aiming->out;
    const int32_t today = aiming->request->moment.as_at;
    out->conflicts = ARENA_ARRAY(aiming->arena, struct criterion_pair, out->count * out->count + 1);
    for (size_t a = 0; a < out->count; a++)
        out->criteria[a].never =
            rule_conflict(aiming->arena, out->criteria[a].rule, NULL, today) == CONFLICT_found;
    for (size_t a = 0; a < out->count; a++)
        for (size_t b = a + 1; b < out->count; b++) {
            const struct criterion_counts *left = &out->criteria[a], *right = &out->criteria[b];
            if (left->never || right->never || left->criterion.preferred || right->criterion.preferred)
                continue;
            if (rule_conflict(aiming->arena, left->rule, right->rule, today) == CONFLICT_found)
                out->conflicts[out->conflict_count++] = (struct criterion_pair){a, b};
        }
}

static bool look_at_eligible(struct aiming *aiming, struct err *err)
{
    struct targeting *out = aiming->out;
    const struct ask ask = asking(aiming, aiming->hard, aiming->hard_count);
    int64_t people;
    if (aiming->hard_count == 0)
        return true;
    bool good = ask_choose(aiming->arena, aiming->store, &ask, ANSWER_yes, &people, err) &&
                selection_left_out(aiming->arena, aiming->store, aiming->programme_id, &out->left_out,
                                   &out->left_out_words, err);
    for (size_t i = 0; good && i < aiming->request->mix_count; i++) {
        out->mixes[i].fact = aiming->request->mixes[i];
        good = mix_make(aiming->arena, aiming->store, &aiming->request->moment, out->mixes[i].fact,
                        &out->mixes[i].mix, err);
        out->mix_count++;
    }
    return good;
}

bool targeting_make(struct arena *arena, const struct store *store, const struct targeting_request *request,
                    struct targeting *out, struct err *err)
{
    struct aiming aiming = {.arena = arena, .store = store, .request = request, .out = out};
    *out = (struct targeting){.moment = request->moment};
    out->programme = arena_text(arena, request->programme.at, request->programme.length);
    bool good = load(&aiming, err) && count_all(&aiming, err);
    for (size_t i = 0; good && i < out->count; i++)
        good = count_unchecked(&aiming, &out->criteria[i], err);
    if (!good)
        return false;
    find_conflicts(&aiming);
    return look_at_eligible(&aiming, err);
}
