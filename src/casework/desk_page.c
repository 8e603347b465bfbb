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

/* Whose people they are; *is_all: everybody's. */
static bool scope_of(struct arena *arena, const struct desk *desk, int reach, struct ask_scope *out,
                     bool *is_all, struct err *err)
{
    static const enum fact_id duties[] = {FACT_case_manager, FACT_specialist, FACT_work_broker,
                                          FACT_facilitator};
    struct text *login = ARENA_NEW(arena, struct text);
    *out = (struct ask_scope){0};
    *is_all = reach == CODED_reach_everyone;
    if (reach == CODED_reach_office) {
        out->facts[out->fact_count++] = FACT_office;
        out->values = desk->offices;
        out->value_count = desk->office_count;
        return desk_check_office(desk, err);
    }
    *login = text_of(desk->login);
    memcpy(out->facts, duties, sizeof duties);
    out->fact_count = sizeof duties / sizeof *duties;
    out->values = login;
    out->value_count = 1;
    return true;
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
    else if (ask->scope)
        return ask_count_most(arena, store, ask, ANSWER_yes, DESK_COUNTED_MAX, &out->all, err);
    return true;
}

static bool page_in(struct arena *arena, const struct store *store, const struct desk *desk,
                    const struct desk_list *list, int64_t after, size_t most, struct desk_page *out,
                    struct err *err)
{
    const struct moment moment = {.dated = true, .as_at = desk->day};
    struct kept kept;
    struct rule *rule;
    struct ask_scope scope;
    struct spot where;
    bool is_all;
    if (!kept_find(arena, store, text_of(list->question), &kept, err))
        return false;
    if (!ask_compile(arena, store, kept.text, kept.verified_only, &rule, &where, err))
        return err_at(err, "%s", kept.version_code.at), false;
    out->rule = rule;
    out->version = kept.version_code.at;
    if (!scope_of(arena, desk, list->reach, &scope, &is_all, err))
        return false;
    const struct rule *question = rule;
    const struct ask ask = {.questions = &question,
                            .count = 1,
                            .moment = moment,
                            .scope = is_all ? NULL : &scope,
                            .within = true};
    return find_people(arena, store, &ask, after, most, out, err) &&
           read_names(arena, store, desk->day, out, err) && read_facts(arena, store, &moment, out, err);
}

bool desk_page(struct arena *arena, const struct store *store, const struct desk *desk,
               const struct desk_list *list, int64_t after, size_t most, struct desk_page *out,
               struct err *err)
{
    *out = (struct desk_page){0};
    const bool good =
        db_begin_read(store->db, err) && page_in(arena, store, desk, list, after, most, out, err);
    db_rollback(store->db);
    return good;
}
