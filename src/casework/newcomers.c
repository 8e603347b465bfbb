#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "casework/reach_work.h"
#include "casework/responsible.h"
#include "casework/fetch.h"
#include "store/kept.h"
#include "base/banned.h"

bool reach_choose(struct arena *arena, const struct store *store, const struct reach_request *request,
                  struct text programme, int32_t day, enum answer answer, const char **name, int64_t *id,
                  struct err *err)
{
    struct criterion *criteria;
    const struct rule *hard[ASK_MAX];
    struct ask ask = {.questions = hard,
                      .moment = {.dated = true, .as_at = day},
                      .progress = request->progress,
                      .with = request->with};
    size_t count;
    int64_t people;
    if (!kept_criteria(arena, store, programme, &criteria, &count, name, id, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct spot where;
        struct rule *rule;
        if (criteria[i].preferred)
            continue;
        if (ask.count == ASK_MAX)
            return err_set(err, ERR_input,
                           "programme \"" TEXT_FORMAT "\" has too many criteria to ask together",
                           TEXT_ARGS(programme));
        if (!ask_compile(arena, store, criteria[i].kept.text, criteria[i].kept.verified_only, &rule, &where,
                         err))
            return false;
        hard[ask.count++] = rule;
    }
    return (ask.count > 0 ||
            err_set(err, ERR_input,
                    "programme \"" TEXT_FORMAT "\" has only criteria that rank; give it one that decides",
                    TEXT_ARGS(programme))) &&
           ask_choose(arena, store, &ask, answer, &people, err);
}

/* ---- who came lately ---- */

enum { NEWCOMERS_MAX = 100000, PROGRAMMES_MAX = 1000 };

/* Of those in `asked`: the day since which they are on the register without a break. */
static const char lately_sql[] =
    "SELECT c.number, t.since, w.login, CASE WHEN EXISTS (SELECT 1 FROM contact k WHERE k.client = c.id AND "
    "k.effective_from >= t.since AND k.effective_from <= $1) OR EXISTS (SELECT 1 FROM enrolment e WHERE "
    "e.client = c.id AND e.enrolled_on >= t.since AND e.enrolled_on <= $1) THEN 1 ELSE 0 END, "
    "(SELECT i.code FROM intake i WHERE i.programme = $3 AND i.starts_on > $1 ORDER BY i.starts_on, i.code "
    "LIMIT 1) FROM (SELECT r.client AS client, max(r.effective_from) AS since FROM register_spell r WHERE "
    "r.effective_from BETWEEN $2 AND $1 AND (r.effective_to IS NULL OR r.effective_to >= $2) AND NOT EXISTS "
    "(SELECT 1 "
    "FROM "
    "register_spell b WHERE b.client = r.client AND b.effective_from < r.effective_from AND b.effective_to "
    ">= "
    "r.effective_from - 1) GROUP BY r.client) t JOIN asked a ON a.client = t.client JOIN client c ON "
    "c.id = t.client LEFT JOIN staff w ON w.id = " RESPONSIBLE(
        "c.id",
        "CAST($1 AS integer)") " WHERE t.since >= $2 AND EXISTS (SELECT 1 FROM register_spell n WHERE "
                               "n.client = t.client AND "
                               "n.effective_from <= $1 AND (n.effective_to IS NULL OR n.effective_to "
                               ">= $1)) AND NOT EXISTS (SELECT 1 FROM "
                               "enrolment e JOIN intake i ON i.id = e.intake WHERE e.client = "
                               "t.client AND i.programme = $3) "
                               "ORDER BY t.since DESC, c.number";

static bool add_people(struct arena *arena, const struct store *store, const struct reach_request *request,
                       const char *code, int64_t programme, enum answer answer, struct newcomers *out,
                       struct err *err)
{
    struct statement *find;
    bool row = true, good;
    if (!db_prepare(store->db, &find, lately_sql, err))
        return false;
    statement_bind_int(find, 0, request->today);
    statement_bind_int(find, 1, request->today - request->span);
    statement_bind_int(find, 2, programme);
    while ((good = statement_step(find, &row, err)) && row && out->count < NEWCOMERS_MAX) {
        const int32_t since = (int32_t)statement_int(find, 1);
        out->people[out->count++] = (struct newcomer){.client = statement_copied(arena, find, 0),
                                                      .programme = code,
                                                      .since = since,
                                                      .days = request->today - since,
                                                      .case_manager = statement_copied(arena, find, 2),
                                                      .reached = statement_int(find, 3) == 1,
                                                      .run = statement_copied(arena, find, 4),
                                                      .answer = answer};
    }
    statement_close(find);
    return good;
}

/* Programmes that still take people, by code. */
static bool find_open(struct arena *arena, const struct store *store, int32_t today, struct text *codes,
                      size_t *count, struct err *err)
{
    struct statement *find;
    bool row = true, good;
    if (!db_prepare(
            store->db, &find,
            "SELECT p.code FROM programme p WHERE (p.status IS NULL OR p.status <> $2) AND (p.ends_on IS "
            "NULL OR p.ends_on >= $1) AND EXISTS (SELECT 1 FROM criterion c WHERE c.programme = p.id) AND "
            "EXISTS (SELECT 1 FROM intake i WHERE i.programme = p.id AND (i.starts_on IS NULL OR "
            "i.starts_on > $1)) ORDER BY p.code",
            err))
        return false;
    statement_bind_int(find, 0, today);
    statement_bind_int(find, 1, CODED_programme_status_ended);
    *count = 0;
    while ((good = statement_step(find, &row, err)) && row && *count < PROGRAMMES_MAX)
        codes[(*count)++] = text_of(statement_copied(arena, find, 0));
    statement_close(find);
    return good;
}

/* Who fits before of whom nobody knows; then the latest first. */
static int compare(const void *a, const void *b)
{
    const struct newcomer *left = a, *right = b;
    if (left->answer != right->answer)
        return left->answer == ANSWER_yes ? -1 : 1;
    if (left->since != right->since)
        return left->since > right->since ? -1 : 1;
    const int by_client = strcmp(left->client, right->client);
    return by_client ? by_client : strcmp(left->programme, right->programme);
}

bool newcomers_find(struct arena *arena, const struct store *store, const struct reach_request *request,
                    struct newcomers *out, struct err *err)
{
    static const enum answer wanted[] = {ANSWER_yes, ANSWER_unknown};
    struct text *codes = ARENA_ARRAY(arena, struct text, PROGRAMMES_MAX);
    *out = (struct newcomers){.people = ARENA_ARRAY(arena, struct newcomer, NEWCOMERS_MAX)};
    codes[0] = request->programme;
    out->programmes = 1;
    if (request->programme.length == 0 &&
        !find_open(arena, store, request->today, codes, &out->programmes, err))
        return false;
    for (size_t p = 0; p < out->programmes; p++)
        for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
            const char *name, *code = arena_text(arena, codes[p].at, codes[p].length);
            int64_t id;
            if (!reach_choose(arena, store, request, codes[p], request->today, wanted[w], &name, &id, err) ||
                !add_people(arena, store, request, code, id, wanted[w], out, err))
                return false;
        }
    qsort(out->people, out->count, sizeof *out->people, compare);
    return true;
}

struct report *newcomers_report(struct arena *arena, const struct newcomers *newcomers, int64_t span,
                                int64_t most)
{
    struct report *report = report_make(arena, "newcomers", "New on the register, for open programmes");
    size_t fit = 0, untouched = 0;
    for (size_t i = 0; i < newcomers->count; i++) {
        fit += newcomers->people[i].answer == ANSWER_yes;
        untouched += newcomers->people[i].answer == ANSWER_yes && !newcomers->people[i].reached;
    }
    if (newcomers->programmes == 0)
        report_sentence(report,
                        "No programme takes people now: none has criteria and a run that has not begun.");
    report_sentence(report,
                    "Of those who came on the register in the last %" PRId64
                    " days, %zu fit a programme, and with %zu of them nobody has been in touch yet; of %zu "
                    "something is not recorded.",
                    span, fit, untouched, newcomers->count - fit);
    if (newcomers->count == 0)
        return report;
    struct table *table = report_table(report, "people", "Who they are");
    table_column(table, "client", "Client", COLUMN_text);
    table_column(table, "programme", "Programme", COLUMN_text);
    table_column(table, "run", "Next run", COLUMN_text);
    table_column(table, "fits", "Fits", COLUMN_text);
    table_column(table, "since", "Registered", COLUMN_text);
    table_column_in(table, "days", "Since then", "days", COLUMN_number);
    table_column(table, "reached", "In touch", COLUMN_text);
    table_column(table, "case_manager", "Case manager", COLUMN_text);
    for (size_t i = 0; i < newcomers->count && (most == 0 || (int64_t)i < most); i++) {
        const struct newcomer *person = &newcomers->people[i];
        table_row(table);
        table_text(table, person->client);
        table_text(table, person->programme);
        table_text(table, person->run);
        table_text(table, person->answer == ANSWER_yes ? "yes" : "not recorded");
        table_text(table, date_words(arena, person->since));
        table_int(table, person->days);
        table_text(table, person->reached ? "yes" : "no");
        table_text(table, person->case_manager);
    }
    if (most > 0 && (int64_t)newcomers->count > most)
        table_note(table, "%" PRId64 " of %zu; --limit 0 shows all.", most, newcomers->count);
    table_note(table, "Who stands on a list of the programme already is left out.");
    return report;
}
