#include "casework/desk.h"

#include <inttypes.h>
#include <string.h>

#include "casework/contact_point.h"
#include "casework/fetch.h"
#include "casework/responsible.h"
#include "rule/say.h"
#include "store/ask.h"
#include "store/kept.h"
#include "store/person.h"
#include "base/banned.h"

static bool compile(struct arena *arena, const struct store *store, struct text text, bool verified_only,
                    const char *what, struct rule **out, struct err *err)
{
    struct spot where;
    if (ask_compile(arena, store, text, verified_only, out, &where, err))
        return true;
    err_at(err, "%s", what);
    return false;
}

/* The people of the list as a question that finds them by index; NULL: everybody. */
static bool scope_of(struct arena *arena, const struct store *store, const struct desk *desk, int reach,
                     const struct rule **out, struct err *err)
{
    struct rule *rule = NULL;
    const char *words;
    *out = NULL;
    if (reach == CODED_reach_everyone)
        return true;
    if (reach == CODED_reach_office && !desk_check_office(desk, err))
        return false;
    words = reach == CODED_reach_office
                ? arena_format(arena, "office in (%s)", desk->offices)
                : arena_format(
                      arena,
                      "case manager = \"%s\" or specialist = \"%s\" or work broker = \"%s\" or facilitator = "
                      "\"%s\"",
                      desk->login, desk->login, desk->login, desk->login);
    const bool good = compile(arena, store, text_of(words), false, "whose people they are", &rule, err);
    *out = rule;
    return good;
}

/* Who they are, how they are reached, and who answers for them. */
static bool read_names(struct arena *arena, const struct store *store, int32_t day, struct desk_page *page,
                       struct err *err)
{
    struct statement *find = NULL;
    bool there = true;
    bool good = db_prepare(
        store->db, &find,
        "SELECT c.number, c.family_name, c.given_names, (SELECT s.name FROM staff s WHERE "
        "s.id = " RESPONSIBLE("c.id", "$2") "), " REACHED_AT("c.id", "$2") " FROM client c WHERE c.id = $1",
        err);
    for (size_t i = 0; good && i < page->count; i++) {
        struct desk_person *person = &page->people[i];
        statement_reset(find);
        statement_bind_int(find, 0, person->client);
        statement_bind_int(find, 1, day);
        good = statement_step(find, &there, err);
        if (!good || !there)
            continue;
        const char **texts[] = {&person->number, &person->family_name, &person->given_names,
                                &person->responsible, &person->reached_at};
        for (int c = 0; c < 5; c++) {
            const struct text text = statement_text(find, c);
            *texts[c] = c >= 3 && statement_is_null(find, c) ? NULL : arena_text(arena, text.at, text.length);
        }
    }
    statement_close(find);
    return good;
}

static const char *value_words(struct arena *arena, struct use use, struct datum value)
{
    struct str words;
    str_init(&words);
    say_value(&words, use, value);
    return str_into(&words, arena);
}

static bool read_facts(struct arena *arena, const struct store *store, const struct moment *moment,
                       struct desk_page *page, struct err *err)
{
    const struct rule *rule = page->rule;
    struct datum values[RULE_USES_MAX];
    struct person_reader people;
    bool there;
    bool good = person_open(&people, arena, store, moment, rule->uses, rule->use_count, err);
    for (size_t i = 0; good && i < page->count; i++) {
        good = person_read(&people, page->people[i].client, values, NULL, &there, err);
        page->people[i].facts = ARENA_ARRAY(arena, const char *, rule->use_count + 1);
        for (size_t u = 0; good && u < rule->use_count; u++)
            page->people[i].facts[u] = value_words(arena, rule->uses[u], values[u]);
    }
    person_close(&people);
    return good;
}

static bool find_people(struct arena *arena, const struct store *store, const struct ask *ask, int64_t after,
                        size_t most, struct desk_page *out, struct err *err)
{
    int64_t *clients;
    struct ask_counts counts;
    if (!ask_page(arena, store, ask, ANSWER_yes, after, most + 1, &clients, &out->count, err))
        return false;
    out->more = out->count > most;
    out->count = out->more ? most : out->count;
    out->people = ARENA_ARRAY(arena, struct desk_person, most + 1);
    for (size_t i = 0; i < out->count; i++)
        out->people[i].client = clients[i];
    out->all = -1;
    if (!out->more && after == 0)
        out->all = (int64_t)out->count;
    else if (ask->scope && ask_count(arena, store, ask, &counts, err))
        out->all = ask_people(&counts, 0, ANSWER_yes);
    return err->kind == ERR_none;
}

bool desk_page(struct arena *arena, const struct store *store, const struct desk *desk,
               const struct desk_list *list, int64_t after, size_t most, struct desk_page *out,
               struct err *err)
{
    const struct moment moment = {.dated = true, .as_at = desk->day};
    struct kept kept;
    struct rule *rule;
    *out = (struct desk_page){0};
    if (!kept_find(arena, store, text_of(list->question), &kept, err) ||
        !compile(arena, store, kept.text, kept.verified_only, kept.version_code.at, &rule, err))
        return false;
    out->rule = rule;
    out->version = kept.version_code.at;
    const struct rule *question = rule;
    struct ask ask = {.questions = &question, .count = 1, .moment = moment};
    if (!scope_of(arena, store, desk, list->reach, &ask.scope, err))
        return false;
    return find_people(arena, store, &ask, after, most, out, err) &&
           read_names(arena, store, desk->day, out, err) && read_facts(arena, store, &moment, out, err);
}
