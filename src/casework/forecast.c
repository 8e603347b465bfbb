#include <inttypes.h>

#include "base/date.h"
#include "casework/reach_work.h"
#include "casework/fetch.h"
#include "base/banned.h"

/* Who fitted on one day, by id. */
struct fitting {
    int64_t *clients;
    size_t count;
};

/* Those in `asked` who did not take a place in the programme by then. */
static bool read_fitting(struct arena *arena, const struct store *store, int64_t programme, int32_t day,
                         struct fitting *out, struct err *err)
{
    struct statement *find = NULL;
    int64_t room;
    bool row = true;
    bool good =
        db_number(store->db, "SELECT count(*) FROM asked", 0, &room, err) &&
        db_prepare(store->db, &find,
                   "SELECT a.client FROM asked a WHERE NOT EXISTS (SELECT 1 FROM enrolment e JOIN intake i "
                   "ON i.id = e.intake WHERE e.client = a.client AND i.programme = $1 AND e.enrolled_on <= "
                   "$2) ORDER BY a.client",
                   err);
    *out = (struct fitting){0};
    if (!good)
        return false;
    out->clients = ARENA_ARRAY(arena, int64_t, (size_t)room + 1);
    statement_bind_int(find, 0, programme);
    statement_bind_int(find, 1, day);
    while ((good = statement_step(find, &row, err)) && row && (int64_t)out->count < room)
        out->clients[out->count++] = statement_int(find, 0);
    statement_close(find);
    return good;
}

static int64_t not_among(const struct fitting *now, const struct fitting *before)
{
    int64_t more = 0;
    size_t b = 0;
    for (size_t n = 0; n < now->count; n++) {
        while (b < before->count && before->clients[b] < now->clients[n])
            b++;
        more += b == before->count || before->clients[b] != now->clients[n];
    }
    return more;
}

static bool read_months(struct arena *arena, const struct store *store, const struct reach_request *request,
                        struct forecast *out, int64_t *programme, struct err *err)
{
    struct fitting before = {0};
    int64_t all = 0;
    for (int64_t m = request->span; m >= 0; m--) {
        struct forecast_month *month = &out->months[out->month_count];
        struct fitting now;
        month->day = date_add_months(request->today, -(int)m);
        if (!reach_choose(arena, store, request, request->programme, month->day, ANSWER_yes, &out->programme,
                          programme, err) ||
            !read_fitting(arena, store, *programme, month->day, &now, err))
            return false;
        month->eligible = (int64_t)now.count;
        month->more = out->month_count == 0 ? -1 : not_among(&now, &before);
        all += out->month_count == 0 ? 0 : month->more;
        before = now;
        out->month_count++;
    }
    out->a_month = (double)all / (double)request->span;
    return true;
}

/* The runs to come, in their order; each takes its places off what is there for the next. */
static bool read_runs(struct arena *arena, const struct store *store, const struct reach_request *request,
                      int64_t programme, struct forecast *out, struct err *err)
{
    enum { RUNS_MAX = 200 };
    const double days_a_month = 365.25 / 12;
    struct statement *find;
    bool row = true, good;
    double taken = 0;
    if (!db_prepare(
            store->db, &find,
            "SELECT i.code, i.starts_on, i.places, (SELECT count(*) FROM enrolment e WHERE e.intake = i.id "
            "AND e.side = $3) FROM intake i WHERE i.programme = $1 AND i.starts_on > $2 ORDER BY "
            "i.starts_on, i.code",
            err))
        return false;
    statement_bind_int(find, 0, programme);
    statement_bind_int(find, 1, request->today);
    statement_bind_int(find, 2, CODED_enrolment_side_programme);
    out->runs = ARENA_ARRAY(arena, struct forecast_run, RUNS_MAX);
    while ((good = statement_step(find, &row, err)) && row && out->run_count < RUNS_MAX) {
        struct forecast_run *run = &out->runs[out->run_count++];
        const int64_t eligible = out->months[out->month_count - 1].eligible;
        *run = (struct forecast_run){.code = statement_copied(arena, find, 0),
                                     .starts_on = (int32_t)statement_int(find, 1),
                                     .places = statement_is_null(find, 2) ? -1 : statement_int(find, 2),
                                     .chosen = statement_int(find, 3)};
        taken += run->places > 0 ? (double)run->places : 0;
        run->expected =
            (double)eligible + out->a_month * (run->starts_on - request->today) / days_a_month - taken;
        if (out->weeks_to_fill == 0 && run->places > 0 && out->a_month > 0)
            out->weeks_to_fill = (double)run->places / out->a_month * days_a_month / 7;
    }
    statement_close(find);
    return good;
}

bool forecast_make(struct arena *arena, const struct store *store, const struct reach_request *request,
                   struct forecast *out, struct err *err)
{
    int64_t programme;
    *out = (struct forecast){0};
    if (request->span < 1 || request->span > FORECAST_MONTHS_MAX)
        return err_set(err, ERR_input, "a forecast looks back over 1 to %d months", FORECAST_MONTHS_MAX);
    return read_months(arena, store, request, out, &programme, err) &&
           read_runs(arena, store, request, programme, out, err);
}

static void add_runs(struct arena *arena, struct report *report, const struct forecast *forecast)
{
    struct table *table = report_table(report, "runs", "Runs to come");
    table_column(table, "run", "Run", COLUMN_text);
    table_column(table, "starts", "Starts", COLUMN_text);
    table_column(table, "places", "Places", COLUMN_number);
    table_column(table, "chosen", "Chosen already", COLUMN_number);
    table_column(table, "left", "People left over", COLUMN_number);
    for (size_t i = 0; i < forecast->run_count; i++) {
        const struct forecast_run *run = &forecast->runs[i];
        table_row(table);
        table_text(table, run->code);
        table_text(table, date_words(arena, run->starts_on));
        if (run->places < 0)
            table_absent(table, "nobody recorded how many places there are");
        else
            table_int(table, run->places);
        table_int(table, run->chosen);
        table_real(table, run->expected, 0);
        if (run->expected < 0)
            table_remark(table, "too few would fit by then to fill it");
    }
    table_note(
        table,
        "Left over: those who fit now and those who would by then, at the pace of the months above, less "
        "the places of this run and of those before it.");
}

struct report *forecast_report(struct arena *arena, const struct forecast *forecast)
{
    struct report *report = report_make(
        arena, "forecast", arena_format(arena, "Who could fill the runs of %s", forecast->programme));
    const struct forecast_month *last = &forecast->months[forecast->month_count - 1];
    report_sentence(
        report,
        "%" PRId64 " people fit the criteria on %s; in the %zu months before, %.1f more came to fit "
        "each month.",
        last->eligible, date_words(arena, last->day), forecast->month_count - 1, forecast->a_month);
    if (forecast->weeks_to_fill > 0)
        report_sentence(report, "At that pace a run like the next could be filled every %.1f weeks.",
                        forecast->weeks_to_fill);
    report_caution(report,
                   "it supposes that the months to come are like those before, and that all who fit would "
                   "come.");
    struct table *table = report_table(report, "months", "Month by month");
    table_column(table, "day", "As at", COLUMN_text);
    table_column(table, "eligible", "Fit the criteria", COLUMN_number);
    table_column(table, "more", "Newly", COLUMN_number);
    for (size_t i = 0; i < forecast->month_count; i++) {
        table_row(table);
        table_text(table, date_words(arena, forecast->months[i].day));
        table_int(table, forecast->months[i].eligible);
        if (forecast->months[i].more < 0)
            table_absent(table, "the month before was not asked about");
        else
            table_int(table, forecast->months[i].more);
    }
    table_note(table, "Who took a place in the programme by then is left out.");
    if (forecast->run_count > 0)
        add_runs(arena, report, forecast);
    return report;
}
