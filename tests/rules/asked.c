/* asked: the rows of profile.test put to everybody: each row's facts are recorded of a client of its own, and
 * what SQL answers of that client is what the row says (R12, R52); from the standing table, and worked out
 * for a moment of knowledge.
 *
 *   asked FILE.test
 *
 * A row whose facts no record can say (an aspect without its fact, half a code) is left to profile.c, and so
 * is one whose question is refused. What is not yes or no is asked as (question) = (answer). */
#include "../unit/random_people.h"

#include <inttypes.h>

#include "base/date.h"
#include "rule/elapsed.h"
#include "rule/entry.h"
#include "rows.h"
#include "store/ask.h"

#include "base/banned.h"

enum { ROWS_MAX = 1000, LATEST = ROWS_TODAY - 40 };

struct asked {
    struct text expression;
    size_t line;
    enum answer expected;
    const struct rule *rule;
    int64_t client;
};

struct rows {
    struct place *place;
    struct asked *asked;
    size_t count, unrecorded, by_sql, one_by_one, failed;
};

/* One value into a field; false when it does not go there. */
static bool put(struct form *form, const struct field *field, struct datum value)
{
    size_t count;
    struct value *out = &form->values[field - record_fields(form->record, &count)];
    int64_t whole;
    switch (value.type) {
    case DATUM_boolean:
        *out = value_number(value.boolean);
        return field->kind == KIND_BOOL;
    case DATUM_date:
        *out = value_number(value.day);
        return field->kind == KIND_DATE;
    case DATUM_string:
        *out = value_text(value.string);
        return field->kind != KIND_BOOL && field->kind != KIND_DATE && field->kind != KIND_INTEGER &&
               field->kind != KIND_REAL && field->kind != KIND_CHOICE;
    case DATUM_number:
        if (field->kind == KIND_REAL) {
            *out = value_real(number_to_real(value.number));
            return true;
        }
        if (!number_to_int(value.number, &whole))
            return false;
        *out = value_number(whole);
        return field->kind == KIND_INTEGER || field->kind == KIND_CHOICE;
    default:
        return false;
    }
}

/* A record with whatever it must have, and nothing besides. */
static struct form required(struct rows *rows, enum record_id id, int64_t client)
{
    struct form form = {.record = dict_record(id)};
    struct dice dice = {.state = 1};
    size_t count;
    const struct field *fields = record_fields(form.record, &count);
    const char *number = arena_format(&rows->place->arena, "R-%" PRId64, client);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].stamped || !fields[i].required)
            continue;
        form.values[i] =
            fields[i].to == R_client ? value_text(text_of(number)) : random_value(&dice, &fields[i]);
    }
    if (id == R_client)
        form.values[dict_field(F_client_number) - fields] = value_text(text_of(number));
    else
        form.values[dict_field(form.record->effective_from) - fields] = value_number(LATEST);
    return form;
}

static bool keep(struct rows *rows, const struct form *form)
{
    struct saved saved;
    struct err err = {0};
    const bool kept =
        record_save(&rows->place->store,
                    &(struct save_request){.record = form->record, .values = form->values}, &saved, &err);
    if (!kept && err.kind != ERR_input)
        must(false, &err);
    return kept;
}

static bool say_none(struct rows *rows, const struct pick *pick, int64_t client)
{
    struct form form = required(rows, R_none_known, client);
    return pick->none && put(&form, dict_field(F_none_known_what), datum_whole(pick->none)) &&
           keep(rows, &form);
}

static bool keep_member(struct rows *rows, enum record_id record, int64_t client, size_t turn,
                        struct datum member)
{
    struct form form = required(rows, record, client);
    const char *unique = arena_format(&rows->place->arena, "m-%" PRId64 "-%zu", client, turn);
    if (record == R_qualification)
        put(&form, dict_field(F_qualification_number), datum_string(text_of(unique)));
    if (record == R_work_history)
        put(&form, dict_field(F_work_history_title), datum_string(text_of(unique)));
    for (size_t i = 0; i < member.context.count; i++) {
        const struct datum_entry *entry = &member.context.at[i];
        const struct field *field = entry_named(record, entry->name);
        int64_t days = 0;
        if (entry->value.type == DATUM_null)
            continue;
        if (text_is(entry->name, "days") && number_to_int(entry->value.number, &days)) {
            field = dict_field(form.record->effective_from);
            if (!put(&form, field, datum_date((int32_t)(ROWS_TODAY - days))))
                return false;
        } else if (!field || !put(&form, field, entry->value)) {
            return false;
        }
    }
    return keep(rows, &form);
}

static bool keep_list(struct rows *rows, const struct pick *pick, int64_t client, struct datum list)
{
    if (list.type != DATUM_list)
        return false;
    for (size_t i = 0; i < list.list.count; i++)
        if (list.list.at[i].type != DATUM_context ||
            !keep_member(rows, pick->record, client, i, list.list.at[i]))
            return false;
    return list.list.count > 0 || say_none(rows, pick, client);
}

/* The latest day from which so much has passed. */
static bool day_since(enum fact_what what, struct datum value, int32_t *day)
{
    for (*day = ROWS_TODAY; *day > ROWS_TODAY - 40000; --*day)
        if (value.type == DATUM_number && number_compare(elapsed(what, *day, ROWS_TODAY), value.number) == 0)
            return true;
    return false;
}

static bool fill_fact(struct form *form, const struct fact *fact, struct datum value)
{
    int32_t day;
    switch (fact->what) {
    case WHAT_field:
    case WHAT_key:
    case WHAT_top: /* a record that is part of nothing is its own topmost */
        return put(form, dict_field(fact->field), value);
    case WHAT_exists:
        return datum_is(value, true);
    case WHAT_weeks:
    case WHAT_years:
    case WHAT_age:
        return day_since(fact->what, value, &day) &&
               put(form, dict_field(fact->field ? fact->field : form->record->effective_from),
                   datum_date(day));
    default:
        return false;
    }
}

static bool fill_aspect(struct form *form, enum aspect aspect, struct datum value)
{
    if (aspect == ASPECT_since)
        return put(form, dict_field(form->record->effective_from), value);
    if (aspect != ASPECT_verified || !datum_is(value, true))
        return aspect == ASPECT_verified && datum_is(value, false);
    return put(form, dict_field(form->record->verified_by), datum_string(text_of("ana"))) &&
           put(form, dict_field(form->record->verified_on), datum_date(LATEST));
}

static bool is_given(const struct known *known, const struct fact *fact, int aspect)
{
    return fact_has_aspect(fact, (enum aspect)aspect) && known->values[fact->id][aspect].type != DATUM_null;
}

/* All that is known of what one pick chooses, as one record. */
static bool keep_pick(struct rows *rows, const struct known *known, enum pick_id id, int64_t client)
{
    const struct pick *pick = pick_of(id);
    struct form form = required(rows, pick->record, client);
    bool any = pick->how == HOW_client, none = false;
    if (pick->where)
        put(&form, dict_field(pick->where), datum_whole(pick->is));
    for (int f = FACT_none + 1; f < FACT_end; f++) {
        const struct fact *fact = fact_of((enum fact_id)f);
        if (fact->pick != id)
            continue;
        for (int a = ASPECT_value; a < ASPECT_end; a++) {
            const struct datum value = known->values[f][a];
            if (!is_given(known, fact, a))
                continue;
            if (fact->what == WHAT_list)
                return keep_list(rows, pick, client, value);
            if (fact->what == WHAT_exists && datum_is(value, false))
                none = true;
            else if (a == ASPECT_value ? !fill_fact(&form, fact, value)
                                       : !fill_aspect(&form, (enum aspect)a, value))
                return false;
            else
                any = true;
        }
    }
    if (none)
        return !any && say_none(rows, pick, client);
    return !any || keep(rows, &form);
}

static bool keep_known(struct rows *rows, const struct known *known, int64_t client)
{
    for (int p = PICK_none + 1; p < PICK_end; p++)
        if (!keep_pick(rows, known, (enum pick_id)p, client))
            return false;
    return true;
}

/* As it stands, or held against its answer. */
static bool compile(struct rows *rows, const struct row *row, struct asked *asked)
{
    struct place *place = rows->place;
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    bool ok;
    const struct datum expected = rows_literal(&place->arena, row->expected, &ok);
    asked->expected = expected.type != DATUM_boolean ? ANSWER_unknown
                      : expected.boolean             ? ANSWER_yes
                                                     : ANSWER_no;
    if (!ask_compile(&place->arena, &place->store, row->expression, false, &rule, &where, &err)) {
        const char *equal = arena_format(&place->arena, "(" TEXT_FORMAT "\n) = (" TEXT_FORMAT ")",
                                         TEXT_ARGS(row->expression), TEXT_ARGS(row->expected));
        asked->expected = ANSWER_yes;
        ok = ok && expected.type != DATUM_null && expected.type != DATUM_boolean &&
             ask_compile(&place->arena, &place->store, text_of(equal), false, &rule, &where, &err);
    }
    asked->rule = ok ? rule : NULL;
    return ok;
}

static void add_row(void *with, const struct row *row)
{
    struct rows *rows = with;
    struct known *known = ARENA_NEW(&rows->place->arena, struct known);
    struct asked *asked = &rows->asked[rows->count];
    char sql[100];
    if (rows_refused(row))
        return;
    assert_true(rows->count < ROWS_MAX);
    assert_true(rows_facts(&rows->place->arena, row->facts, known));
    *asked = (struct asked){.line = row->line};
    asked->expression = text_of(arena_text(&rows->place->arena, row->expression.at, row->expression.length));
    if (!compile(rows, row, asked) || !keep_known(rows, known, (int64_t)row->line)) {
        rows->unrecorded++;
        return;
    }
    snprintf(sql, sizeof sql, "SELECT id FROM client WHERE number = 'R-%zu'", row->line);
    asked->client = place_number(rows->place, sql);
    rows->count++;
}

struct answered {
    int64_t client;
    int answer;
};

static bool note(void *with, int64_t client, const unsigned char *answers, struct err *err)
{
    struct answered *answered = with;
    (void)err;
    if (client == answered->client)
        answered->answer = answers[0];
    return true;
}

static void ask_row(struct rows *rows, const struct asked *asked, const struct moment *moment)
{
    static const char *const words[] = {"no", "yes", "not recorded"};
    struct place *place = rows->place;
    struct answered answered = {asked->client, -1};
    struct ask_counts counts;
    struct err err = {0};
    struct ask ask = {.questions = &asked->rule, .count = 1, .moment = *moment};
    must(ask_each(&place->arena, &place->store, &ask, note, &answered, &err), &err);
    must(ask_count(&place->arena, &place->store, &ask, &counts, &err), &err);
    counts.one_by_one ? rows->one_by_one++ : rows->by_sql++;
    if (answered.answer == (int)asked->expected)
        return;
    rows->failed++;
    print_message("# line %zu%s: " TEXT_FORMAT ": %s and not %s\n", asked->line,
                  moment->known_then ? ", as known then" : "", TEXT_ARGS(asked->expression),
                  answered.answer < 0 ? "nothing" : words[answered.answer], words[asked->expected]);
}

static void rows_by_sql(void **state)
{
    struct place *place = place_open_store(state);
    struct rows rows = {.place = place, .asked = ARENA_ARRAY(&place->arena, struct asked, ROWS_MAX)};
    add_surroundings(place);
    assert_true(rows_read(getenv("MAHI_ROWS"), add_row, &rows));
    const struct moment moments[] = {
        {.dated = true, .as_at = ROWS_TODAY},
        {.dated = true, .as_at = ROWS_TODAY, .known_then = true, .known = instant_now() + 1},
    };
    for (size_t m = 0; m < sizeof moments / sizeof *moments; m++)
        for (size_t i = 0; i < rows.count; i++)
            ask_row(&rows, &rows.asked[i], &moments[m]);
    print_message("# %zu rows, %zu whose facts no record says; asked %zu times by SQL, %zu one by one\n",
                  rows.count, rows.unrecorded, rows.by_sql, rows.one_by_one);
    if (rows.failed > 0)
        fail_msg("%zu answers are not the rows'", rows.failed);
    assert_true(rows.by_sql > 2 * rows.one_by_one && rows.count > 6 * rows.unrecorded);
}

int main(int count, char **words)
{
    const struct CMUnitTest cases[] = {
        BOTH("R12, R52: what a row says of one, SQL says of all", rows_by_sql),
    };
    if (count == 2)
        setenv("MAHI_ROWS", words[1], 1);
    return RUN(cases);
}
