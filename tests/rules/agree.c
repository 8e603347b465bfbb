/* agree: the same question asked of one client and of all has one answer (R12, R52): random questions, random
 * people, both engines, as at days and as known then.
 *
 *   agree [COUNT [SEED]]   COUNT questions on each engine; one SEED alone is asked at length: its SQL, its
 *                          answers, and who differs
 *
 * Everybody's facts are read one by one (person.h) and each question is evaluated on them; then questions go
 * by the dozen through ask_each, which asks in SQL. A question that SQL cannot say is counted with its
 * reason; no more than a tenth may be. */
#include "../unit/random_people.h"

#include <inttypes.h>

#include "made_up.h"
#include "rule/emit.h"
#include "store/ask.h"
#include "store/facts.h"
#include "store/person.h"

#include "base/banned.h"

enum { CLIENTS = 200, ROUNDS = 40, REASONS_MAX = 64, SHOWN_MAX = 6, MOMENTS = 4 };

#define FIRST_SEED 20000831u

struct question {
    uint64_t seed;
    struct text text;
    const struct rule *rule;
    size_t texts;            /* parameters of its SQL */
    const char *why;         /* SQL cannot say it */
    unsigned char *expected; /* by client */
};

struct reason {
    const char *why;
    char example[100]; /* what was refused, the first time */
    size_t count;
};

struct trial {
    struct place *place;
    struct arena arena; /* of one moment */
    struct moment moment;
    struct question *questions;
    size_t count;
    int64_t *clients; /* ids, rising */
    size_t client_count;
    struct use uses[FACT_end * ASPECT_end]; /* all there are */
    size_t use_count;
    size_t differ, shown;
    bool at_length;
};

struct tally_of_all {
    size_t asked, by_sql, refused, meaningless;
    struct reason reasons[REASONS_MAX];
    size_t reason_count;
};

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && text[0] ? strtoull(text, NULL, 10) : otherwise;
}

static void count_reason(struct tally_of_all *all, const char *why, struct text text, struct spot where)
{
    size_t i = 0;
    while (i < all->reason_count && strcmp(all->reasons[i].why, why) != 0)
        i++;
    if (i == all->reason_count) {
        assert_true(i < REASONS_MAX);
        all->reasons[all->reason_count++] = (struct reason){.why = why};
        snprintf(all->reasons[i].example, sizeof all->reasons[i].example, "%.*s", (int)where.length,
                 text.at + where.offset);
    }
    all->reasons[i].count++;
}

/* The people. */

static void all_uses(struct trial *trial)
{
    for (int f = FACT_none + 1; f < FACT_end; f++)
        for (int a = ASPECT_value; a < ASPECT_end; a++)
            if (fact_has_aspect(fact_of((enum fact_id)f), (enum aspect)a))
                trial->uses[trial->use_count++] = (struct use){(enum fact_id)f, (enum aspect)a};
}

static int64_t wait_a_moment(void)
{
    const int64_t now = instant_now();
    while (instant_now() < now + 2)
        usleep(1000);
    return now + 1;
}

/* Half of what is recorded is known at the instant that is returned. */
static int64_t people(struct place *place)
{
    struct dice dice = {.state = FIRST_SEED, .people = CLIENTS, .wide = true};
    if (db_engine(place->store.db) == ENGINE_sqlite)
        place_execute(place, "PRAGMA synchronous = OFF");
    add_surroundings(place);
    come(place, &dice, 2 * CLIENTS);
    live(place, &dice, ROUNDS / 2);
    const int64_t known = wait_a_moment();
    live(place, &dice, ROUNDS / 2);
    return known;
}

static void everybody(struct trial *trial)
{
    struct str sql;
    struct statement *rows;
    struct err err = {0};
    bool row;
    str_init(&sql);
    str_add(&sql, "SELECT s.id FROM ");
    sql_source(&sql, dict_record(R_client), &trial->moment);
    str_add(&sql, " ORDER BY s.id");
    trial->clients = ARENA_ARRAY(&trial->arena, int64_t, 4096);
    trial->client_count = 0;
    must(db_prepare(trial->place->store.db, &rows, sql.at, &err), &err);
    while (statement_step(rows, &row, &err) && row)
        trial->clients[trial->client_count++] = statement_int(rows, 0);
    must(err.kind == ERR_none, &err);
    statement_close(rows);
    str_clear(&sql);
    assert_true(trial->client_count > CLIENTS / 3);
}

static size_t place_of_client(const struct trial *trial, int64_t client)
{
    size_t low = 0, high = trial->client_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (trial->clients[middle] < client)
            low = middle + 1;
        else
            high = middle;
    }
    assert_true(low < trial->client_count && trial->clients[low] == client);
    return low;
}

/* The questions. */

static void rows_of_list(struct str *sql, const struct fact *list, const void *with)
{
    sql_fact_rows(sql, with, list);
}

static struct emitted emit(struct trial *trial, const struct question *question)
{
    struct emitted emitted = {.texts = {{0}}};
    const struct emit_options options = {
        .engine = db_engine(trial->place->store.db) == ENGINE_sqlite ? EMIT_sqlite : EMIT_postgres,
        .today = trial->moment.as_at,
        .column = fact_column,
        .rows = rows_of_list,
        .with = &trial->moment,
        .first_parameter = 1,
    };
    str_init(&emitted.sql);
    if (!rule_emit(&trial->arena, question->rule, &options, &emitted))
        assert_non_null(emitted.why);
    return emitted;
}

/* False when it means nothing, which the compiler must have said in a sentence with a place. */
static bool make_question(struct trial *trial, uint64_t seed, struct question *question)
{
    struct str text;
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    uint64_t state = seed;
    str_init(&text);
    made_up_rare_question(&text, &state, 3);
    *question =
        (struct question){.seed = seed, .text = text_of(arena_text(&trial->arena, text.at, text.length))};
    str_clear(&text);
    const bool verified = made_up_below(&state, 16) == 0;
    const bool good =
        ask_compile(&trial->arena, &trial->place->store, question->text, verified, &rule, &where, &err);
    question->rule = good ? rule : NULL;
    if (!good && (err.kind != ERR_input || !err.sentence[0] || !err.place[0]))
        fail_msg("seed %" PRIu64 ": refused without a sentence: %s", seed, question->text.at);
    if (trial->at_length)
        print_message("# %s\n# %s\n", question->text.at, good ? "" : err.sentence);
    return good;
}

static void make_questions(struct trial *trial, struct tally_of_all *all, uint64_t seed, size_t count)
{
    trial->questions = ARENA_ARRAY(&trial->arena, struct question, count);
    trial->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct question *question = &trial->questions[trial->count];
        all->asked++;
        if (!make_question(trial, seed + i, question)) {
            all->meaningless++;
            continue;
        }
        struct emitted emitted = emit(trial, question);
        question->texts = emitted.text_count;
        question->why = emitted.why;
        question->expected = ARENA_ARRAY(&trial->arena, unsigned char, trial->client_count);
        if (emitted.why)
            count_reason(all, emitted.why, question->text, emitted.where);
        emitted.why ? all->refused++ : all->by_sql++;
        if (trial->at_length)
            print_message("# %s\n", emitted.why ? emitted.why : emitted.sql.at);
        str_clear(&emitted.sql);
        trial->count++;
    }
}

/* One by one. */

static unsigned char answer_of(struct datum datum)
{
    return datum.type != DATUM_boolean ? ANSWER_unknown : datum.boolean ? ANSWER_yes : ANSWER_no;
}

static void values_of(const struct trial *trial, const struct rule *rule, const struct datum *all,
                      struct datum *values)
{
    for (size_t u = 0; u < rule->use_count; u++) {
        size_t i = 0;
        while (trial->uses[i].fact != rule->uses[u].fact || trial->uses[i].aspect != rule->uses[u].aspect)
            i++;
        values[u] = all[i];
    }
}

static void evaluate_everybody(struct trial *trial)
{
    struct person_reader reader;
    struct err err = {0};
    struct arena loop;
    struct datum all[FACT_end * ASPECT_end], values[RULE_USES_MAX];
    bool there;
    must(person_open(&reader, &trial->arena, &trial->place->store, &trial->moment, trial->uses,
                     trial->use_count, &err),
         &err);
    arena_init(&loop);
    for (size_t c = 0; c < trial->client_count; c++) {
        must(person_read(&reader, trial->clients[c], all, NULL, &there, &err), &err);
        assert_true(there);
        for (size_t q = 0; q < trial->count; q++) {
            const struct question *question = &trial->questions[q];
            values_of(trial, question->rule, all, values);
            const struct evaluation evaluation = {
                .arena = &loop, .values = values, .today = trial->moment.as_at};
            question->expected[c] = answer_of(rule_evaluate(question->rule, &evaluation));
        }
        arena_clear(&loop);
    }
    arena_clear(&loop);
    person_close(&reader);
}

/* By SQL. */

struct batch {
    struct trial *trial;
    const struct question *questions[ASK_MAX];
    const struct rule *rules[ASK_MAX];
    size_t count, texts;
    int64_t seen;
    bool differs[ASK_MAX];
};

static void show_facts(struct trial *trial, const struct question *question, int64_t client)
{
    struct person_reader reader;
    struct err err = {0};
    struct datum values[RULE_USES_MAX];
    struct str said;
    bool there;
    str_init(&said);
    must(person_open(&reader, &trial->arena, &trial->place->store, &trial->moment, question->rule->uses,
                     question->rule->use_count, &err),
         &err);
    must(person_read(&reader, client, values, NULL, &there, &err), &err);
    for (size_t u = 0; u < question->rule->use_count; u++) {
        const struct use *use = &question->rule->uses[u];
        str_addf(&said, "%s%s%s = ", u ? "; " : "", fact_of(use->fact)->name, aspect_words(use->aspect));
        datum_write(&said, values[u]);
    }
    person_close(&reader);
    print_message("#   %s\n", said.at);
    str_clear(&said);
}

static bool hold_against(void *with, int64_t client, const unsigned char *answers, struct err *err)
{
    static const char *const words[] = {"no", "yes", "not recorded"};
    struct batch *batch = with;
    struct trial *trial = batch->trial;
    const size_t c = place_of_client(trial, client);
    (void)err;
    batch->seen++;
    for (size_t q = 0; q < batch->count; q++) {
        const struct question *question = batch->questions[q];
        if (answers[q] == question->expected[c])
            continue;
        trial->differ++;
        if (!batch->differs[q] && trial->shown < SHOWN_MAX) {
            trial->shown++;
            print_message(
                "# agree 1 %" PRIu64 ", as at %d%s, client %" PRId64 ": all together %s, alone %s\n# %s\n",
                question->seed, (int)trial->moment.as_at, trial->moment.known_then ? " as known then" : "",
                client, words[answers[q]], words[question->expected[c]], question->text.at);
        }
        batch->differs[q] = true;
        if (trial->at_length)
            print_message("#   client %" PRId64 ": all together %s, alone %s\n", client, words[answers[q]],
                          words[question->expected[c]]);
    }
    return true;
}

static void show_differences(struct batch *batch)
{
    for (size_t q = 0; q < batch->count; q++) {
        if (!batch->differs[q] || !batch->trial->at_length)
            continue;
        for (size_t c = 0; c < batch->trial->client_count; c++)
            show_facts(batch->trial, batch->questions[q], batch->trial->clients[c]);
    }
}

/* How many answered how, as counted by the database. */
static void hold_counts_against(struct batch *batch, const struct ask *ask, bool by_sql)
{
    struct ask_counts counts;
    struct err err = {0};
    struct trial *trial = batch->trial;
    must(ask_count(&trial->arena, &trial->place->store, ask, &counts, &err), &err);
    assert_true(!counts.one_by_one == by_sql);
    assert_int_equal(counts.people, trial->client_count);
    for (size_t q = 0; q < batch->count; q++)
        for (enum answer answer = ANSWER_no; answer <= ANSWER_unknown; answer++) {
            int64_t expected = 0;
            for (size_t c = 0; c < trial->client_count; c++)
                expected += batch->questions[q]->expected[c] == answer;
            if (ask_people(&counts, q, answer) != expected && !batch->differs[q])
                fail_msg("agree 1 %" PRIu64 ": counted otherwise", batch->questions[q]->seed);
        }
}

static void ask_batch(struct batch *batch, bool counts_too)
{
    struct trial *trial = batch->trial;
    struct err err = {0};
    struct ask ask = {.questions = batch->rules, .count = batch->count, .moment = trial->moment};
    if (batch->count == 0)
        return;
    if (!ask_each(&trial->arena, &trial->place->store, &ask, hold_against, batch, &err)) {
        for (size_t q = 0; q < batch->count; q++)
            print_message("# agree 1 %" PRIu64 ": %s\n", batch->questions[q]->seed,
                          batch->questions[q]->text.at);
        fail_msg("%s: %s", err.place, err.sentence);
    }
    assert_int_equal(batch->seen, trial->client_count);
    if (counts_too)
        hold_counts_against(batch, &ask, !batch->questions[0]->why);
    show_differences(batch);
    *batch = (struct batch){.trial = trial};
}

static void put_in(struct batch *batch, const struct question *question)
{
    batch->questions[batch->count] = question;
    batch->rules[batch->count++] = question->rule;
    batch->texts += question->texts;
}

/* Batches of every size; those that SQL cannot say, one batch. */
static void ask_everybody(struct trial *trial)
{
    struct batch batch = {.trial = trial}, others = {.trial = trial};
    size_t batches = 0, size = ASK_MAX;
    for (size_t q = 0; q < trial->count; q++) {
        const struct question *question = &trial->questions[q];
        if (question->why) {
            if (others.count < ASK_MAX)
                put_in(&others, question);
            continue;
        }
        if (batch.count == size || batch.texts + question->texts > EMIT_TEXTS_MAX) {
            ask_batch(&batch, batches % 8 == 0);
            size = batches++ % 4 == 0 ? 1 + q % ASK_MAX : ASK_MAX;
        }
        put_in(&batch, question);
    }
    ask_batch(&batch, true);
    ask_batch(&others, true);
}

static size_t one_moment(struct place *place, struct tally_of_all *all, const struct moment *moment,
                         uint64_t seed, size_t count)
{
    struct trial *trial = memory_alloc(sizeof *trial);
    *trial = (struct trial){.place = place, .moment = *moment, .at_length = count == 1};
    arena_init(&trial->arena);
    all_uses(trial);
    everybody(trial);
    make_questions(trial, all, seed, count);
    evaluate_everybody(trial);
    ask_everybody(trial);
    const size_t differ = trial->differ;
    arena_clear(&trial->arena);
    free(trial);
    return differ;
}

static void say(const struct tally_of_all *all, uint64_t seed)
{
    print_message("# seeds %" PRIu64 " and on: %zu questions, %zu by SQL, %zu one by one, %zu meaningless\n",
                  seed, all->asked, all->by_sql, all->refused, all->meaningless);
    for (size_t i = 0; i < all->reason_count; i++)
        print_message("# %6zu  %s, as in %s\n", all->reasons[i].count, all->reasons[i].why,
                      all->reasons[i].example);
}

static void agree(void **state)
{
    struct place *place = place_open_store(state);
    struct tally_of_all all = {0};
    const size_t count = number_from("MAHI_AGREE_COUNT", 10000);
    const uint64_t seed = number_from("MAHI_AGREE_SEED", FIRST_SEED);
    const int64_t known = people(place);
    const struct moment moments[MOMENTS] = {
        {.dated = true, .as_at = FIRST_DAY + DAYS + 3},
        {.dated = true, .as_at = 12477 /* 2004-02-29 */},
        {.dated = true, .as_at = FIRST_DAY + DAYS / 2},
        {.dated = true, .as_at = FIRST_DAY + DAYS / 3, .known_then = true, .known = known},
    };
    size_t differ = 0;
    for (size_t m = 0; m < MOMENTS; m++)
        differ += count == 1
                      ? one_moment(place, &all, &moments[m], seed, 1)
                      : one_moment(place, &all, &moments[m], seed + m * (count / MOMENTS), count / MOMENTS);
    say(&all, seed);
    if (differ > 0)
        fail_msg("%zu answers differ", differ);
    if (count > 1) {
        assert_true(all.by_sql * 10 >= (all.by_sql + all.refused) * 9);
        assert_true(all.meaningless * 20 <= all.asked);
    }
}

int main(int count, char **words)
{
    const struct CMUnitTest cases[] = {
        BOTH("R12, R52: what is asked of one and of all has one answer", agree),
    };
    if (count > 1)
        setenv("MAHI_AGREE_COUNT", words[1], 1);
    if (count > 2)
        setenv("MAHI_AGREE_SEED", words[2], 1);
    return RUN(cases);
}
