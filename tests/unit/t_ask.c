/* Pages and scopes, of random people on random days, held against each person asked alone. */
#include "random_people.h"

#include "base/date.h"
#include "store/ask.h"

enum { CLIENTS_MAX = 64 };

static struct rule *rule_of(struct place *place, const char *words)
{
    struct err err = {0};
    struct spot where;
    struct rule *rule;
    if (!ask_compile(&place->arena, &place->store, text_of(words), false, &rule, &where, &err))
        fail_msg("%s: %s", words, err.sentence);
    return rule;
}

static size_t all_clients(struct place *place, int64_t *out)
{
    struct statement *rows;
    struct err err = {0};
    bool row;
    size_t count = 0;
    must(db_prepare(place->store.db, &rows, "SELECT id FROM client ORDER BY id", &err), &err);
    while (statement_step(rows, &row, &err) && row && count < CLIENTS_MAX)
        out[count++] = statement_int(rows, 0);
    statement_close(rows);
    return count;
}

/* A scope, and the same people as a question. */
struct scope {
    const char *words;
    struct ask_scope of;
};

/* Who should be found: each person is asked alone, by the other way there is to know facts. */
static size_t expected(struct place *place, const struct ask *ask, const struct scope *scope,
                       enum answer answer, int64_t *out)
{
    const struct rule *both[] = {scope ? rule_of(place, scope->words) : NULL, ask->questions[0]};
    int64_t all[CLIENTS_MAX];
    const size_t clients = all_clients(place, all);
    size_t count = 0;
    for (size_t c = 0; c < clients; c++) {
        const struct ask alone = {.questions = ask->scope ? both : ask->questions,
                                  .count = ask->scope ? 2 : 1,
                                  .moment = ask->moment};
        unsigned char answers[2] = {0};
        struct err err = {0};
        must(ask_person(&place->arena, &place->store, &alone, all[c], answers, &err), &err);
        if ((!ask->scope || answers[0] == ANSWER_yes) && answers[alone.count - 1] == answer)
            out[count++] = all[c];
    }
    return count;
}

/* Page after page of three. */
static size_t leaf(struct place *place, const struct ask *ask, enum answer answer, int64_t *out)
{
    size_t count = 0, found = 3;
    while (found == 3 && count + 3 < CLIENTS_MAX) {
        int64_t *clients;
        struct err err = {0};
        must(ask_page(&place->arena, &place->store, ask, answer, count > 0 ? out[count - 1] : 0, 3, &clients,
                      &found, &err),
             &err);
        for (size_t i = 0; i < found; i++)
            out[count++] = clients[i];
    }
    return count;
}

static void holds(struct place *place, const struct ask *ask, const struct scope *scope, const char *question)
{
    enum { COUNTED = 4 };
    struct ask_counts counts;
    struct err err = {0};
    must(ask_count(&place->arena, &place->store, ask, &counts, &err), &err);
    for (enum answer answer = ANSWER_no; answer <= ANSWER_unknown; answer++) {
        int64_t wanted[CLIENTS_MAX], found[CLIENTS_MAX], at_most;
        const size_t want = expected(place, ask, scope, answer, wanted),
                     got = leaf(place, ask, answer, found);
        if (got != want || memcmp(found, wanted, want * sizeof *wanted) != 0)
            fail_msg("\"%s\" of \"%s\" on %d%s: %zu people answer %d, and %zu are on its pages", question,
                     scope ? scope->words : "everybody", (int)ask->moment.as_at,
                     ask->moment.known_then ? " as known then" : "", want, (int)answer, got);
        assert_int_equal(ask_people(&counts, 0, answer), want);
        must(ask_count_most(&place->arena, &place->store, ask, answer, COUNTED, &at_most, &err), &err);
        assert_int_equal(at_most, want > COUNTED ? COUNTED + 1 : want);
    }
}

/* More offices than a question may have texts, two of which there are. */
enum { OFFICES = 300 };

static const struct text *many_offices(struct place *place)
{
    struct text *codes = ARENA_ARRAY(&place->arena, struct text, OFFICES);
    for (int i = 0; i < OFFICES; i++)
        codes[i] = text_of(i == 100 ? "b" : i == 200 ? "a" : arena_format(&place->arena, "office-%d", i));
    return codes;
}

static void pages(void **state)
{
    static const char *const questions[] = {
        "next follow up <= today()",
        "weeks since last contact > 1 or SGI = 2",
        "not(is recorded(residence))",
        "goal = \"any\" or first language = \"smo\"",
        "some q in qualifications satisfies sqrt(q.level) > 2" /* one by one */,
    };
    struct place *place = place_open_store(state);
    const struct text a_and_b[] = {text_of("a"), text_of("b")};
    const struct scope scopes[] = {
        {"office = \"a\"", {{FACT_office}, 1, a_and_b, 1}},
        {"office in (\"a\", \"b\")", {{FACT_office}, 1, a_and_b, 2}},
        {"office in (\"a\", \"b\")", {{FACT_office}, 1, many_offices(place), OFFICES}},
        {"office = \"\"", {{FACT_office}, 1, NULL, 0}},
        {"case manager = \"a\" or specialist = \"a\" or work broker = \"a\"",
         {{FACT_case_manager, FACT_specialist, FACT_work_broker}, 3, a_and_b, 1}},
    };
    struct dice dice = {.state = 20260701};
    add_surroundings(place);
    come(place, &dice, 30);
    live(place, &dice, 3);
    const int64_t then = instant_now();
    for (size_t s = 0; s <= sizeof scopes / sizeof *scopes; s++)
        for (size_t q = 0; q < sizeof questions / sizeof *questions; q++) {
            const struct scope *scope = s > 0 ? &scopes[s - 1] : NULL;
            const struct rule *question = rule_of(place, questions[q]);
            struct ask ask = {.questions = &question,
                              .count = 1,
                              .scope = scope ? &scope->of : NULL,
                              .moment = {.dated = true}};
            for (int day = FIRST_DAY - 1; day <= FIRST_DAY + DAYS; day += 3) {
                ask.moment.as_at = day;
                ask.moment.known_then = false;
                holds(place, &ask, scope, questions[q]);
            }
            ask.moment.known_then = true;
            ask.moment.known = then;
            holds(place, &ask, scope, questions[q]);
        }
}

/* Enough people, now of one office and now of the other, that those of one fill pages. */
static void interleaved(void **state)
{
    enum { PEOPLE_OF_BOTH = 60 };
    struct place *place = place_open_store(state);
    const struct scope both = {"office in (\"a\", \"b\")", {{FACT_office}, 1, many_offices(place), OFFICES}};
    const struct rule *question = rule_of(place, "not(is recorded(SGI))");
    struct ask ask = {.questions = &question, .count = 1, .scope = &both.of, .moment = {.dated = true}};
    struct str clients, spells;
    str_init(&clients);
    str_init(&spells);
    add_surroundings(place);
    str_add(&clients, "number,family_name,source,method\n");
    str_add(&spells, "client,effective_from,office,source,method\n");
    for (int i = 0; i < PEOPLE_OF_BOTH; i++) {
        str_addf(&clients, "I-%d,Lee,client,statement\n", i);
        str_addf(&spells, "I-%d,2000-01-01,%s,officer,record\n", i, i % 7 < 3 ? "a" : "b");
    }
    place_add(place, "client", clients.at);
    place_add(place, "register_spell", spells.at);
    ask.moment.as_at = date_today();
    holds(place, &ask, &both, "not(is recorded(SGI))");
    str_clear(&clients);
    str_clear(&spells);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R139: the pages of a list, in any scope, hold whom each person asked alone says", pages),
        BOTH("R139: the pages of a list of several offices are in one order", interleaved),
    };
    return RUN(cases);
}
