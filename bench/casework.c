/* casework: how long what staff do takes, in this process, warm, on a database that is there.
 *
 *   bench_casework DATABASE RUNS INTAKE…
 *
 * The first page of every list of every role, as somebody of that role sees it who has most to do; a contact,
 * a placement and a whole record of people from all over the register; and for each INTAKE, which has places
 * and criteria and no list yet, the list is frozen and drawn, then one place is offered and one is taken. A
 * line each:
 *
 *   kind|name|detail|median ms|worst ms|median processor ms
 *
 * by the clock, and by the processor for a machine that others load too. Every act is a call of the library
 * with its checks, its history and its commit. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "casework/desk.h"
#include "casework/enrol.h"
#include "casework/placement.h"
#include "casework/selection.h"
#include "casework/touch.h"
#include "store/read.h"
#include "base/banned.h"

enum { RUNS_MAX = 1000, PAGE = 50 };

struct bench {
    struct arena arena; /* of the whole */
    struct store store;
    size_t runs;
    int64_t clients;  /* the highest id */
    int64_t employer; /* with whom people are placed */
};

/* One kind of act: how long each run of it took. */
struct times {
    double wall[RUNS_MAX], processor[RUNS_MAX];
    size_t count;
};

struct instant {
    double wall, processor;
};

static double ms_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static struct instant start(void)
{
    return (struct instant){ms_of(CLOCK_MONOTONIC), ms_of(CLOCK_PROCESS_CPUTIME_ID)};
}

static void stop(struct times *times, struct instant began)
{
    const struct instant now = start();
    times->wall[times->count] = now.wall - began.wall;
    times->processor[times->count++] = now.processor - began.processor;
}

static int by_size(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void say(const char *kind, const char *name, const char *detail, struct times *times)
{
    if (times->count == 0)
        return;
    qsort(times->wall, times->count, sizeof *times->wall, by_size);
    qsort(times->processor, times->count, sizeof *times->processor, by_size);
    printf("%s|%s|%s|%.2f|%.2f|%.2f\n", kind, name, detail, times->wall[times->count / 2],
           times->wall[times->count - 1], times->processor[times->count / 2]);
    fflush(stdout);
}

/* ---- lists ---- */

/* The first showing warms, and is not counted. */
static bool time_list(struct bench *bench, const struct desk *desk, const struct desk_list *list,
                      struct err *err)
{
    struct times times = {.count = 0};
    struct desk_page page = {.all = -1};
    char detail[200];
    for (size_t i = 0; i <= bench->runs; i++) {
        struct arena arena;
        struct report *report;
        arena_init(&arena);
        const struct instant began = start();
        const bool good = desk_list_report(&arena, &bench->store, desk, list, NULL, PAGE, &report, err);
        if (i > 0)
            stop(&times, began);
        arena_clear(&arena);
        if (!good)
            return false;
    }
    if (list->question && !desk_page(&bench->arena, &bench->store, desk, list, 0, PAGE, &page, err))
        return false;
    snprintf(detail, sizeof detail, "%s of %s, %s", list_numbered(LIST_reach, list->reach)->code, desk->login,
             list->board ? "board" : "question");
    if (list->question)
        snprintf(detail + strlen(detail), sizeof detail - strlen(detail), ", %zu of %" PRId64, page.count,
                 page.all);
    say("list", list->code, detail, &times);
    return true;
}

/* Who has the role, and most people; "" nobody. */
static bool busiest(struct bench *bench, int role, const char **login, struct err *err)
{
    struct statement *find = NULL;
    bool there = false;
    *login = "";
    bool good =
        db_prepare(bench->store.db, &find,
                   "SELECT s.login FROM staff s WHERE s.role = $1 AND s.office IS NOT NULL AND s.left_on "
                   "IS NULL ORDER BY (SELECT count(*) FROM assignment a WHERE a.staff = s.id AND "
                   "a.effective_to IS NULL) DESC, s.id LIMIT 1",
                   err);
    if (good) {
        statement_bind_int(find, 0, role);
        good = statement_step(find, &there, err);
    }
    if (good && there) {
        const struct text text = statement_text(find, 0);
        *login = arena_text(&bench->arena, text.at, text.length);
    }
    statement_close(find);
    return good;
}

static bool open_as(struct bench *bench, const char *where, const char *login, struct err *err)
{
    return store_open(&bench->store, &bench->arena, where, login, err);
}

static bool time_role(struct bench *bench, const char *where, int role, struct err *err)
{
    struct desk desk;
    const char *login;
    if (!busiest(bench, role, &login, err))
        return false;
    if (!login[0])
        return true;
    store_close(&bench->store);
    if (!open_as(bench, where, login, err))
        return false;
    if (!desk_open(&bench->arena, &bench->store, 0, date_today(), &desk, err)) {
        const bool none = err->kind == ERR_absent; /* no list is kept for the role */
        if (none)
            *err = (struct err){0};
        return none;
    }
    for (size_t i = 0; i < desk.count; i++)
        if (!time_list(bench, &desk, &desk.lists[i], err))
            return false;
    return true;
}

/* ---- acts ---- */

/* The number of a client, another for each run, from all over the register. */
static bool client_at(struct bench *bench, size_t run, int64_t *id, const char **number, struct err *err)
{
    const int64_t step = bench->clients / (int64_t)(bench->runs + 1), want = 1 + (int64_t)run * step;
    struct statement *find = NULL;
    bool there = false;
    bool good = db_prepare(bench->store.db, &find,
                           "SELECT id, number FROM client WHERE id >= $1 ORDER BY id LIMIT 1", err);
    if (good) {
        statement_bind_int(find, 0, want);
        good = statement_step(find, &there, err);
    }
    if (good && there) {
        const struct text text = statement_text(find, 1);
        *id = statement_int(find, 0);
        *number = arena_text(&bench->arena, text.at, text.length);
    }
    statement_close(find);
    return good && (there || err_set(err, ERR_absent, "there are no clients"));
}

static bool contact(struct bench *bench, struct arena *arena, int64_t id, const char *number, struct err *err)
{
    (void)id;
    struct touched touched;
    const struct touch touch = {.client = text_of(number),
                                .intake = text_of(""),
                                .way = CODED_contact_way_phone,
                                .day = date_today(),
                                .minutes = 10,
                                .about = "Asked how the first week went."};
    return touch_write(arena, &bench->store, &touch, &touched, err);
}

static bool placement(struct bench *bench, struct arena *arena, int64_t id, const char *number,
                      struct err *err)
{
    (void)number;
    struct form terms;
    struct done done;
    done_init(&done, arena);
    form_new(&terms, arena, dict_record(R_placement));
    form_ref(&terms, F_placement_client, id);
    form_ref(&terms, F_placement_employer, bench->employer);
    form_choice(&terms, F_placement_kind, CODED_placement_kind_job);
    form_day(&terms, F_placement_effective_from, date_today());
    form_day(&terms, F_placement_planned_from, date_today() + 7);
    form_choice(&terms, F_placement_pay, CODED_pay_terms_paid);
    form_choice(&terms, F_placement_channel, CODED_reached_by_broker);
    return placement_agree(&bench->store, &terms, "A run of the bench", &done, err);
}

/* All records of a person, with their fields as values. */
static bool whole_record(struct bench *bench, struct arena *arena, int64_t id, const char *number,
                         struct err *err)
{
    (void)number;
    (void)arena;
    bool has[R_end], good = client_has(&bench->store, id, has, err);
    for (int r = R_none + 1; good && r < R_end; r++) {
        struct reader reader;
        bool row = true;
        if (!has[r])
            continue;
        const struct reading reading = {.record = dict_record((enum record_id)r), .client_id = id};
        good = reader_open(&reader, &bench->store, &reading, err);
        while (good && row)
            good = reader_next(&reader, &row, err);
        reader_close(&reader);
    }
    return good;
}

static bool time_act(struct bench *bench, const char *name,
                     bool (*act)(struct bench *, struct arena *, int64_t, const char *, struct err *),
                     struct err *err)
{
    struct times times = {.count = 0};
    bool good = true;
    for (size_t i = 0; good && i <= bench->runs; i++) {
        struct arena arena;
        const char *number = "";
        int64_t id = 0;
        if (!client_at(bench, i, &id, &number, err))
            return false;
        arena_init(&arena);
        const struct instant began = start();
        good = act(bench, &arena, id, number, err);
        if (i > 0)
            stop(&times, began);
        arena_clear(&arena);
    }
    say("act", name, "", &times);
    return good;
}

/* ---- a list from its freezing to the first place that is taken ---- */

static bool time_step(struct bench *bench, const struct selection *list, enum enrol_step step,
                      struct times *times, struct err *err)
{
    const struct selection_person *first = NULL;
    for (size_t i = 0; i < list->count && !first; i++)
        if (list->list[i].turn == 1)
            first = &list->list[i];
    if (!first)
        return err_set(err, ERR_absent, "nobody was drawn for \"%s\"", list->intake);
    struct arena arena;
    struct enrolled enrolled;
    const struct text number = text_of(first->number);
    const struct enrolling request = {.intake = text_of(list->intake),
                                      .clients = &number,
                                      .count = 1,
                                      .step = step,
                                      .on = date_today(),
                                      .because = "A run of the bench"};
    arena_init(&arena);
    const struct instant began = start();
    const bool good = enrol_step(&arena, &bench->store, &request, &enrolled, err);
    stop(times, began);
    arena_clear(&arena);
    return good;
}

struct selecting {
    struct times freeze, draw, both, offer, accept;
    size_t people;
};

static bool time_intake(struct bench *bench, const char *intake, struct selecting *out, struct err *err)
{
    struct arena arena;
    struct selection list;
    const char *note;
    const struct selection_freezing freezing = {
        .intake = text_of(intake), .as_at = date_today(), .index_on = DATE_MIN};
    arena_init(&arena);
    struct instant began = start();
    const struct instant first = began;
    bool good = selection_freeze(&arena, &bench->store, &freezing, err);
    stop(&out->freeze, began);
    began = start();
    good = good && selection_announce(&arena, &bench->store, freezing.intake, "the bench", NULL, err) &&
           selection_draw(&arena, &bench->store, freezing.intake, "words of the bench", &note, err);
    stop(&out->draw, began);
    stop(&out->both, first);
    good = good && selection_read(&arena, &bench->store, freezing.intake, &list, err) &&
           time_step(bench, &list, STEP_offer, &out->offer, err) &&
           time_step(bench, &list, STEP_accept, &out->accept, err);
    out->people = good ? list.count : 0;
    arena_clear(&arena);
    return good;
}

static bool time_intakes(struct bench *bench, char **intakes, int count, struct err *err)
{
    struct selecting *all = ARENA_NEW(&bench->arena, struct selecting);
    char detail[60];
    for (int i = 0; i < count; i++)
        if (!time_intake(bench, intakes[i], all, err))
            return false;
    snprintf(detail, sizeof detail, "a list of %zu", all->people);
    say("act", "freeze", detail, &all->freeze);
    say("act", "announce and draw", detail, &all->draw);
    say("act", "freeze and draw", detail, &all->both);
    say("act", "offer a place", detail, &all->offer);
    say("act", "enrol", detail, &all->accept);
    return true;
}

static bool run(struct bench *bench, const char *where, char **intakes, int intake_count, struct err *err)
{
    size_t roles;
    const struct coded_row *rows = list_rows(LIST_staff_role, &roles);
    if (!open_as(bench, where, NULL, err) ||
        !db_number(bench->store.db, "SELECT max(id) FROM client", 0, &bench->clients, err) ||
        !db_number(bench->store.db, "SELECT min(id) FROM employer", 0, &bench->employer, err) ||
        !time_intakes(bench, intakes, intake_count, err) || !time_act(bench, "contact", contact, err) ||
        !time_act(bench, "placement", placement, err) || !time_act(bench, "whole record", whole_record, err))
        return false;
    for (size_t r = 0; r < roles; r++)
        if (!time_role(bench, where, rows[r].number, err))
            return false;
    return true;
}

int main(int count, char **words)
{
    struct bench bench = {.store = {.db = NULL}};
    struct err err = {0};
    int64_t runs;
    if (count < 3 || !text_to_int(text_of(words[2]), &runs) || runs < 1 || runs >= RUNS_MAX) {
        fputs("write: bench_casework DATABASE RUNS INTAKE…\n", stderr);
        return 2;
    }
    arena_init(&bench.arena);
    bench.runs = (size_t)runs;
    if (!run(&bench, words[1], words + 3, count - 3, &err))
        fprintf(stderr, "bench_casework: %s\n", err.sentence);
    if (bench.store.db)
        store_close(&bench.store);
    arena_clear(&bench.arena);
    return err_exit_code(err.kind);
}
