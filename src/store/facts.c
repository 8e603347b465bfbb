#include "store/facts.h"

#include <assert.h>
#include <stdio.h>

#include "store/facts_work.h"
#include "store/sql.h"
#include "base/banned.h"

static const char *const part_names[PART_end] = {
    [PART_row] = "_row",
    [PART_from] = "_from",
    [PART_verified] = "_verified",
    [PART_method] = "_method",
    [PART_source] = "_source",
    [PART_recorded_on] = "_recorded_on",
    [PART_recorded_by] = "_recorded_by",
};

const char *pick_part_name(enum pick_part part)
{
    return part_names[part];
}

enum pick_part part_of_aspect(enum aspect aspect)
{
    switch (aspect) {
    case ASPECT_verified:
        return PART_verified;
    case ASPECT_since:
        return PART_from;
    case ASPECT_method:
        return PART_method;
    case ASPECT_source:
        return PART_source;
    case ASPECT_recorded_on:
        return PART_recorded_on;
    case ASPECT_recorded_by:
        return PART_recorded_by;
    case ASPECT_value:
    case ASPECT_end:
        break;
    }
    return PART_end;
}

void fact_column(struct str *sql, const struct fact *fact, enum aspect aspect)
{
    assert(fact_has_aspect(fact, aspect));
    if (aspect == ASPECT_value)
        str_add(sql, fact->column);
    else
        str_addf(sql, "%s%s", pick_of(fact->pick)->name, part_names[part_of_aspect(aspect)]);
}

static void want(struct facts_wanted *wanted, const struct use *use)
{
    const struct fact *fact = fact_of(use->fact);
    assert(fact_has_aspect(fact, use->aspect));
    if (use->aspect == ASPECT_value)
        wanted->facts[use->fact] = true;
    else
        wanted->parts[fact->pick][part_of_aspect(use->aspect)] = true;
}

/* The parts that the table standing has; the others are read from the row itself. */
static bool is_standing(enum pick_part part)
{
    return part == PART_row || part == PART_from || part == PART_verified;
}

static bool has_rarer_part(const bool *parts)
{
    for (int part = PART_row; part < PART_end; part++)
        if (parts[part] && !is_standing((enum pick_part)part))
            return true;
    return false;
}

/* standing with what else its rows point at. */
static void sql_standing_and_rows(struct str *sql, const struct facts_wanted *wanted)
{
    str_add(sql, "(SELECT t.*");
    for (int p = PICK_none + 1; p < PICK_end; p++)
        for (int part = PART_row; part < PART_end; part++)
            if (wanted->parts[p][part] && !is_standing((enum pick_part)part)) {
                str_add(sql, ", ");
                sql_part(sql, (enum pick_id)p, (enum pick_part)part);
            }
    str_add(sql, " FROM standing t");
    for (int p = PICK_none + 1; p < PICK_end; p++) {
        const struct pick *pick = pick_of((enum pick_id)p);
        if (has_rarer_part(wanted->parts[p]))
            str_addf(sql, " LEFT JOIN %s %s ON %s.id = t.%s%s", dict_record(pick->record)->name,
                     pick_alias(pick), pick_alias(pick), pick->how == HOW_client ? "client" : pick->name,
                     pick->how == HOW_client ? "" : part_names[PART_row]);
    }
    str_add(sql, ") f");
}

static void sql_from_standing(struct str *sql, const struct facts_wanted *wanted)
{
    bool rarer = false;
    for (int p = PICK_none + 1; p < PICK_end; p++)
        rarer = rarer || has_rarer_part(wanted->parts[p]);
    if (rarer)
        sql_standing_and_rows(sql, wanted);
    else
        str_add(sql, "standing f");
}

void sql_facts(struct str *sql, const struct facts_request *request)
{
    struct facts_wanted wanted = {.moment = &request->moment, .which = request->which};
    char day[16];
    assert(request->moment.dated);
    for (size_t i = 0; i < request->use_count; i++)
        want(&wanted, &request->uses[i]);
    if (request->from == FACTS_standing) {
        assert(!request->moment.known_then);
        sql_from_standing(sql, &wanted);
        return;
    }
    snprintf(day, sizeof day, "%d", (int)request->moment.as_at);
    wanted.day = day;
    str_add(sql, "(");
    sql_computed(sql, &wanted);
    str_add(sql, ") f");
}

void sql_fact_rows(struct str *sql, const struct moment *moment, const struct fact *list)
{
    const struct pick *pick = pick_of(list->pick);
    char day[16];
    assert(list->what == WHAT_list && moment->dated);
    snprintf(day, sizeof day, "%d", (int)moment->as_at);
    sql_source(sql, dict_record(pick->record), moment);
    str_add(sql, " WHERE s.client = f.client");
    sql_pick_condition(sql, pick, day);
}
