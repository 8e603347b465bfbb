#include "casework/selection_work.h"

#include <stdlib.h>
#include <string.h>

#include "store/facts.h"
#include "base/banned.h"

/* One asking for a list: the questions compiled, and who was found so far. */
struct finding {
    struct arena *arena;
    const struct asking_list *request;
    struct asked_list *out;
    const struct rule *rules[ASK_MAX];
    size_t room;
};

static bool compile(struct finding *finding, const struct store *store, struct err *err)
{
    const struct asking_list *request = finding->request;
    for (size_t i = 0; i < request->count; i++) {
        const struct kept *kept = &request->criteria[i].kept;
        struct rule *rule;
        struct spot where;
        if (!ask_compile(finding->arena, store, kept->text, kept->verified_only, &rule, &where, err)) {
            const struct err inner = *err;
            *err = (struct err){0};
            err_at(err, TEXT_FORMAT ", %s", TEXT_ARGS(kept->version_code), inner.place);
            return err_set(err, inner.kind, "%s", inner.sentence);
        }
        finding->rules[i] = rule;
    }
    return true;
}

static enum answer together(const struct asking_list *request, const unsigned char *answers)
{
    unsigned char hard[ASK_MAX];
    size_t count = 0;
    for (size_t i = 0; i < request->count; i++)
        if (!request->criteria[i].preferred)
            hard[count++] = answers[i];
    return ask_together(hard, count);
}

static void set_answers(struct arena *arena, const struct asking_list *request, const unsigned char *answers,
                        struct asked_person *person)
{
    char letters[ASK_MAX + 1];
    person->preferred_met = 0;
    for (size_t i = 0; i < request->count; i++) {
        letters[i] = "nyu"[answers[i]];
        person->preferred_met += request->criteria[i].preferred && answers[i] == ANSWER_yes;
    }
    person->answers = arena_text(arena, letters, request->count);
}

static bool find_one(void *with, int64_t client, const unsigned char *answers, struct err *err)
{
    struct finding *finding = with;
    struct asked_list *out = finding->out;
    const enum answer answer = together(finding->request, answers);
    (void)err;
    out->answers[answer]++;
    if (answer != ANSWER_yes)
        return true;
    if (out->count == finding->room) {
        finding->room = finding->room ? 2 * finding->room : 1024;
        struct asked_person *more = ARENA_ARRAY(finding->arena, struct asked_person, finding->room);
        if (out->count > 0)
            memcpy(more, out->people, out->count * sizeof *more);
        out->people = more;
    }
    struct asked_person *person = &out->people[out->count++];
    *person = (struct asked_person){.client = client, .number = "", .block = "", .household = ""};
    set_answers(finding->arena, finding->request, answers, person);
    return true;
}

static int by_client(const void *a, const void *b)
{
    const struct asked_person *left = a, *right = b;
    return left->client < right->client ? -1 : left->client > right->client;
}

static int by_number(const void *a, const void *b)
{
    const struct asked_person *left = a, *right = b;
    return strcmp(left->number, right->number);
}

/* A fact's value as files have it: the code of a choice, yes or no. */
static const char *value_words(struct arena *arena, struct statement *row, int column,
                               const struct fact *fact)
{
    const struct text text = statement_text(row, column);
    if (statement_is_null(row, column))
        return "";
    const enum list_id list = fact_list(fact, ASPECT_value);
    if (list != LIST_none) {
        const struct coded_row *code = list_numbered(list, (int)statement_int(row, column));
        return code ? code->code : "?";
    }
    if (fact->what == WHAT_exists || (fact->field && dict_field(fact->field)->kind == KIND_BOOL))
        return statement_int(row, column) ? "yes" : "no";
    return arena_text(arena, text.at, text.length);
}

/* Number, household and block of those found, who stand in the table `asked`. */
static bool read_details(struct finding *finding, const struct store *store, struct err *err)
{
    const struct asking_list *request = finding->request;
    struct asked_list *out = finding->out;
    const struct fact *household = fact_of(FACT_household);
    const struct fact *block = request->block_by ? fact_of(request->block_by) : NULL;
    const struct use uses[] = {{FACT_household, ASPECT_value}, {request->block_by, ASPECT_value}};
    const struct facts_request facts = {
        .from = FACTS_computed,
        .moment = request->moment,
        .uses = uses,
        .use_count = request->block_by != FACT_none && request->block_by != FACT_household ? 2 : 1,
        .which = "c.id IN (SELECT client FROM asked)"};
    struct statement *rows = NULL;
    struct str sql;
    bool row = true;
    str_init(&sql);
    str_addf(&sql, "SELECT f.client, c.number, f.%s, %s%s FROM ", household->column,
             request->block_by ? "f." : "NULL", request->block_by ? block->column : "");
    sql_facts(&sql, &facts);
    str_add(&sql, " JOIN client c ON c.id = f.client");
    bool good = db_prepare(store->db, &rows, sql.at, err);
    while (good && (good = statement_step(rows, &row, err)) && row) {
        const struct asked_person key = {.client = statement_int(rows, 0)};
        struct asked_person *person = bsearch(&key, out->people, out->count, sizeof key, by_client);
        if (!person)
            continue;
        const struct text number = statement_text(rows, 1);
        person->number = arena_text(finding->arena, number.at, number.length);
        if (request->together)
            person->household = value_words(finding->arena, rows, 2, household);
        if (request->block_by)
            person->block = value_words(finding->arena, rows, 3, block);
    }
    statement_close(rows);
    str_clear(&sql);
    return good;
}

static bool keep_found(struct finding *finding, const struct store *store, struct err *err)
{
    const struct asked_list *out = finding->out;
    int64_t *clients = ARENA_ARRAY(finding->arena, int64_t, out->count + 1);
    for (size_t i = 0; i < out->count; i++)
        clients[i] = out->people[i].client;
    return ask_keep(store, clients, out->count, err);
}

static struct ask ask_of(const struct finding *finding)
{
    const struct asking_list *request = finding->request;
    return (struct ask){.questions = finding->rules,
                        .count = request->count,
                        .moment = request->moment,
                        .within = true,
                        .progress = request->progress,
                        .with = request->with};
}

static void sort_people(struct asked_list *list, int (*order)(const void *, const void *))
{
    if (list->count > 1)
        qsort(list->people, list->count, sizeof *list->people, order);
}

bool selection_ask(struct arena *arena, const struct store *store, const struct asking_list *request,
                   struct asked_list *out, struct err *err)
{
    struct finding finding = {.arena = arena, .request = request, .out = out};
    *out = (struct asked_list){0};
    if (!compile(&finding, store, err))
        return false;
    const struct ask ask = ask_of(&finding);
    if (!ask_each(arena, store, &ask, find_one, &finding, err))
        return false;
    sort_people(out, by_client);
    if (!keep_found(&finding, store, err) || !read_details(&finding, store, err))
        return false;
    sort_people(out, by_number);
    return true;
}

bool selection_ask_one(struct arena *arena, const struct store *store, const struct asking_list *request,
                       int64_t client, struct asked_person *out, struct err *err)
{
    struct asked_list none = {0};
    struct finding finding = {.arena = arena, .request = request, .out = &none};
    unsigned char answers[ASK_MAX] = {0};
    *out = (struct asked_person){.client = client};
    if (!compile(&finding, store, err))
        return false;
    const struct ask ask = ask_of(&finding);
    if (!ask_person(arena, store, &ask, client, answers, err))
        return false;
    set_answers(arena, request, answers, out);
    return true;
}

void asked_lottery(struct arena *arena, const struct asked_list *list, struct lottery *out)
{
    *out = (struct lottery){.people = ARENA_ARRAY(arena, struct lottery_person, list->count + 1),
                            .count = list->count};
    for (size_t i = 0; i < list->count; i++)
        out->people[i] = (struct lottery_person){.number = list->people[i].number,
                                                 .answers = list->people[i].answers,
                                                 .block = list->people[i].block,
                                                 .household = list->people[i].household};
}
