#include <inttypes.h>

#include "base/date.h"
#include "casework/action_plan.h"
#include "casework/fetch.h"
#include "store/read.h"
#include "base/banned.h"

static void cell_day(struct table *table, const struct fetch *row, int column, const char *absent)
{
    struct str words;
    if (fetch_is_null(row, column)) {
        table_absent(table, absent);
        return;
    }
    str_init(&words);
    date_print(&words, (int32_t)fetch_int(row, column, 0));
    table_text(table, words.at);
    str_clear(&words);
}

static void cell_code(struct table *table, const struct fetch *row, int column, enum list_id list)
{
    if (fetch_is_null(row, column))
        table_absent(table, "not recorded");
    else
        table_text(table, list_numbered(list, (int)fetch_int(row, column, 0))->label);
}

static bool add_head(struct arena *arena, const struct store *store, int64_t plan_id, struct text number,
                     struct report **out, struct err *err)
{
    struct fetch row;
    bool there;
    const bool good =
        fetch_open(&row, arena, store,
                   "SELECT c.number, p.aim, p.readiness, p.review_on, p.closed_on FROM action_plan p JOIN "
                   "client c ON c.id = p.client WHERE p.id = $1",
                   &plan_id, 1, err) &&
        fetch_next(&row, &there, err);
    if (good) {
        struct report *report = *out = report_make(
            arena, "plan",
            arena_format(arena, "Plan " TEXT_FORMAT " of %s", TEXT_ARGS(number), fetch_text(&row, 0)));
        struct str words;
        str_init(&words);
        report_sentence(report, "%s", fetch_text(&row, 1));
        if (!fetch_is_null(&row, 2))
            str_addf(&words, "Readiness: %s. ",
                     list_numbered(LIST_readiness, (int)fetch_int(&row, 2, 0))->label);
        str_add(&words, fetch_is_null(&row, 4) ? "Looked at again: " : "Closed: ");
        const int day = fetch_is_null(&row, 4) ? 3 : 4;
        if (fetch_is_null(&row, day))
            str_add(&words, "no day is set");
        else
            date_print(&words, (int32_t)fetch_int(&row, day, 0));
        report_paragraph(report, "%s.", words.at);
        str_clear(&words);
    }
    fetch_close(&row);
    return good;
}

static const char *state_words(const struct fetch *row, int32_t today)
{
    if (!fetch_is_null(row, 5))
        return "done";
    if (!fetch_is_null(row, 6))
        return "dropped";
    return !fetch_is_null(row, 4) && fetch_int(row, 4, 0) < today ? "overdue" : "open";
}

static bool add_steps(struct arena *arena, const struct store *store, int64_t plan_id, int32_t today,
                      struct report *report, struct err *err)
{
    const int64_t numbers[] = {plan_id, today};
    struct table *table = report_table(report, "steps", "Steps");
    struct fetch row;
    bool there = true;
    table_column(table, "rank", "Step", COLUMN_number);
    table_column(table, "state", "State", COLUMN_text);
    table_column(table, "kind", "Kind", COLUMN_text);
    table_column(table, "what", "What", COLUMN_text);
    table_column(table, "who", "Who", COLUMN_text);
    table_column(table, "by", "By", COLUMN_text);
    table_column(table, "done", "Done", COLUMN_text);
    table_column(table, "result", "Result", COLUMN_text);
    bool good = fetch_open(
        &row, arena, store,
        "SELECT s.rank, s.kind, s.what, CASE WHEN s.by_client = 1 THEN 'the client' ELSE t.login END, "
        "s.due_on, s.done_on, s.dropped_why, s.result FROM plan_step s LEFT JOIN staff t ON t.id = "
        "s.owner WHERE s.action_plan = $1 ORDER BY CASE WHEN s.done_on IS NULL AND s.dropped_why IS NULL "
        "AND s.due_on < $2 THEN 0 ELSE 1 END, s.rank",
        numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        table_row(table);
        table_int(table, fetch_int(&row, 0, 0));
        table_text(table, state_words(&row, today));
        cell_code(table, &row, 1, LIST_step_kind);
        table_text(table, fetch_text(&row, 2));
        if (fetch_is_null(&row, 3))
            table_absent(table, "nobody answers for it");
        else
            table_text(table, fetch_text(&row, 3));
        cell_day(table, &row, 4, "no day is set");
        cell_day(table, &row, 5, fetch_is_null(&row, 6) ? "not done" : "dropped");
        table_text(table, fetch_text(&row, fetch_is_null(&row, 6) ? 7 : 6));
    }
    fetch_close(&row);
    return good;
}

static bool add_reviews(struct arena *arena, const struct store *store, int64_t plan_id,
                        struct report *report, struct err *err)
{
    struct table *table = report_table(report, "reviews", "Reviews");
    struct fetch row;
    bool there = true;
    table_column(table, "day", "Day", COLUMN_text);
    table_column(table, "readiness", "Readiness", COLUMN_text);
    table_column(table, "words", "Words", COLUMN_text);
    bool good = fetch_open(
        &row, arena, store,
        "SELECT r.effective_from, r.readiness, r.words FROM plan_review r WHERE r.action_plan = $1 "
        "ORDER BY r.effective_from DESC, r.id DESC",
        &plan_id, 1, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        table_row(table);
        cell_day(table, &row, 0, "");
        cell_code(table, &row, 1, LIST_readiness);
        table_text(table, fetch_text(&row, 2));
    }
    fetch_close(&row);
    return good;
}

bool plan_report(struct arena *arena, const struct store *store, struct text plan, int32_t today,
                 struct report **out, struct err *err)
{
    int64_t id;
    return record_find(store, dict_record(R_action_plan), plan, &id, err) &&
           add_head(arena, store, id, plan, out, err) && add_steps(arena, store, id, today, *out, err) &&
           add_reviews(arena, store, id, *out, err);
}
