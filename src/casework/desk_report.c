#include "casework/desk.h"

#include <inttypes.h>

#include "base/date.h"
#include "casework/board.h"
#include "casework/fetch.h"
#include "rule/say.h"
#include "base/banned.h"

/* "english_speaking_is_verified" */
static const char *use_key(struct arena *arena, struct use use)
{
    char *key = arena_format(arena, "%s%s", fact_of(use.fact)->column, aspect_words(use.aspect));
    for (char *at = key; *at; at++)
        *at = *at == ' ' ? '_' : *at;
    return key;
}

static const char *use_words(struct arena *arena, struct use use)
{
    struct str words;
    str_init(&words);
    say_use(&words, use);
    return str_into(&words, arena);
}

static void add_people(struct arena *arena, struct report *report, const char *key, const char *caption,
                       const struct desk_page *page)
{
    const struct rule *rule = page->rule;
    struct table *table = report_table(report, key, caption);
    table_column(table, "number", "Number", COLUMN_text);
    table_column(table, "family_name", "Family name", COLUMN_text);
    table_column(table, "given_names", "Given names", COLUMN_text);
    table_column(table, "reached_at", "Reached at", COLUMN_text);
    for (size_t u = 0; u < rule->use_count; u++)
        table_column(table, use_key(arena, rule->uses[u]), use_words(arena, rule->uses[u]), COLUMN_text);
    table_column(table, "responsible", "Who answers for them", COLUMN_text);
    for (size_t i = 0; i < page->count; i++) {
        const struct desk_person *person = &page->people[i];
        table_row(table);
        table_text(table, person->number);
        table_text(table, person->family_name);
        table_text(table, person->given_names);
        if (person->reached_at)
            table_text(table, person->reached_at);
        else
            table_absent(table, "neither a telephone nor an address is recorded: mahi record contact_point");
        for (size_t u = 0; u < rule->use_count; u++)
            table_text(table, person->facts[u]);
        if (person->responsible)
            table_text(table, person->responsible);
        else
            table_absent(table, "nobody answers for them");
    }
}

/* Restricted as far as the board takes it: to who works here, or to their office. */
static bool board_request(const struct desk *desk, const struct desk_list *list, size_t most,
                          struct board_request *out, struct err *err)
{
    *out = (struct board_request){.today = desk->day, .most = (int64_t)most};
    if (!board_named(text_of(list->board), &out->board, err))
        return false;
    const struct board *board = board_of(out->board);
    if (list->reach == CODED_reach_office && !desk_check_office(desk, err))
        return false;
    if (list->weeks && board_takes(board, RESTRICTION_weeks))
        out->given[RESTRICTION_weeks] = list->weeks;
    if (list->reach == CODED_reach_mine && board_takes(board, RESTRICTION_staff))
        out->given[RESTRICTION_staff] = desk->login;
    else if (list->reach == CODED_reach_office && board_takes(board, RESTRICTION_office))
        out->given[RESTRICTION_office] = desk->office;
    return true;
}

/* The first of a list, under a key. *count: how many there are, or of which there are more. */
static bool add_first(struct arena *arena, const struct store *store, const struct desk *desk,
                      const struct desk_list *list, size_t most, struct report *report, const char *key,
                      int64_t *count, bool *more, struct err *err)
{
    struct board_request request;
    struct desk_page page;
    if (list->board) {
        if (!board_request(desk, list, most, &request, err) ||
            !board_add(arena, store, &request, report, key, count, err))
            return false;
        *more = *count > (int64_t)most;
        *count = *more ? (int64_t)most : *count;
        return true;
    }
    if (!desk_page(arena, store, desk, list, 0, most, &page, err))
        return false;
    *more = page.all < 0 || page.all > DESK_COUNTED_MAX;
    *count = page.all < 0 ? (int64_t)page.count : page.all > DESK_COUNTED_MAX ? DESK_COUNTED_MAX : page.all;
    if (page.count > 0)
        add_people(arena, report, key, list->label, &page);
    return true;
}

static void add_line(struct table *table, const struct desk_list *list, int64_t count, bool more)
{
    table_row(table);
    table_text(table, list->code);
    table_text(table, list->label);
    table_int(table, count);
    if (more)
        table_remark(table, "There are more.");
    table_text(table, list->to_do);
}

static void add_line_without(struct table *table, const struct desk_list *list, const char *why)
{
    table_row(table);
    table_text(table, list->code);
    table_text(table, list->label);
    table_absent(table, why);
    table_text(table, list->to_do);
}

/* What is wrong with one list does not keep the others from the desk. */
static bool is_about_the_list(const struct err *err)
{
    return err->kind == ERR_usage || err->kind == ERR_input || err->kind == ERR_absent ||
           err->kind == ERR_denied;
}

bool desk_report(struct arena *arena, const struct store *store, const struct desk *desk, size_t first,
                 struct report **out, struct err *err)
{
    struct report *report = *out =
        report_make(arena, "today", arena_format(arena, "Today's work of %s", desk->name));
    report_paragraph(report, "%s%s%s, as at %s. mahi today LIST shows one whole.",
                     list_numbered(LIST_staff_role, desk->role)->label, desk->office ? ", office " : "",
                     desk->office ? desk->office : "", date_words(arena, desk->day));
    struct table *table = report_table(report, "lists", "Lists");
    table_column(table, "list", "List", COLUMN_text);
    table_column(table, "label", "What it is", COLUMN_text);
    table_column(table, "count", "How many", COLUMN_number);
    table_column(table, "to_do", "What to do", COLUMN_text);
    for (size_t i = 0; i < desk->count; i++) {
        const struct desk_list *list = &desk->lists[i];
        struct err wrong = {0};
        int64_t count = 0;
        bool more = false;
        if (add_first(arena, store, desk, list, first, report, arena_format(arena, "list_%zu", i + 1), &count,
                      &more, &wrong))
            add_line(table, list, count, more);
        else if (is_about_the_list(&wrong))
            add_line_without(table, list, wrong.sentence);
        else
            return *err = wrong, false;
    }
    return true;
}

static bool client_of(struct arena *arena, const struct store *store, const char *number, int64_t *out,
                      struct err *err)
{
    struct fetch row;
    bool there = false;
    *out = 0;
    if (!number)
        return true;
    bool good = fetch_open(&row, arena, store, "SELECT id FROM client WHERE number = $1", NULL, 0, err);
    if (good) {
        fetch_bind(&row, 0, text_of(number));
        good = fetch_next(&row, &there, err);
    }
    if (good && there)
        *out = fetch_int(&row, 0, 0);
    fetch_close(&row);
    return good && (there || err_set(err, ERR_absent, "there is no client \"%s\" to go on after", number));
}

/* "50 of 312", "50 of more than 1,000" */
static const char *how_many(struct arena *arena, const struct desk_page *page)
{
    struct str words;
    str_init(&words);
    str_addf(&words, "%zu of ", page->count);
    if (page->all < 0)
        str_add(&words, "many");
    else if (page->all > DESK_COUNTED_MAX)
        str_add(&words, "more than ");
    if (page->all >= 0)
        str_add_grouped(&words, page->all > DESK_COUNTED_MAX ? DESK_COUNTED_MAX : page->all);
    return str_into(&words, arena);
}

static bool people_report(struct arena *arena, const struct store *store, const struct desk *desk,
                          const struct desk_list *list, const char *after, size_t most, struct report *report,
                          struct err *err)
{
    struct desk_page page;
    int64_t from;
    if (!client_of(arena, store, after, &from, err) ||
        !desk_page(arena, store, desk, list, from, most, &page, err))
        return false;
    report_paragraph(report, "%s As at %s; the question is %s.", list->to_do, date_words(arena, desk->day),
                     page.version);
    if (page.count == 0)
        report_sentence(report, after ? "There are no more." : "There is nobody.");
    else
        add_people(arena, report, "people", how_many(arena, &page), &page);
    if (page.more)
        report_paragraph(report, "There are more: mahi today %s --after %s", list->code,
                         page.people[page.count - 1].number);
    return true;
}

bool desk_list_report(struct arena *arena, const struct store *store, const struct desk *desk,
                      const struct desk_list *list, const char *after, size_t most, struct report **out,
                      struct err *err)
{
    struct report *report = *out = report_make(arena, "list", list->label);
    struct board_request request;
    int64_t count = 0;
    if (!list->board)
        return people_report(arena, store, desk, list, after, most, report, err);
    if (after)
        return err_set(err, ERR_usage, "the list \"%s\" is a board and has one page; leave out --after",
                       list->code);
    if (!board_request(desk, list, most, &request, err))
        return false;
    report_paragraph(report, "%s As at %s; mahi board %s has it for everybody.", list->to_do,
                     date_words(arena, desk->day), list->board);
    if (!board_add(arena, store, &request, report, "things", &count, err))
        return false;
    if (count == 0)
        report_sentence(report, "There is nothing.");
    if (most > 0 && count > (int64_t)most)
        report_paragraph(report, "The first %zu; there are more. --limit shows more.", most);
    return true;
}
