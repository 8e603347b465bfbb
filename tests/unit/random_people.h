/* random_people: clients of whom anything may be recorded, corrected and withdrawn, from a seed: nulls, ties
 * on one day, spells that touch, overlap or leave a gap, rows of days to come. What the dictionary lets in
 * may come. */
#ifndef TESTS_RANDOM_PEOPLE_H
#define TESTS_RANDOM_PEOPLE_H

#include "save_form.h"

#include "base/csv.h"
#include "base/date.h"
#include "rule/fact.h"

enum { PEOPLE = 10, FIRST_DAY = 11000, DAYS = 12 };

struct dice {
    uint64_t state;
    int people; /* how many there are; 0: PEOPLE */
    bool wide;  /* dates of decades, every code, texts that quote, escape and count bytes */
};

/* METHOD xorshift64*: Vigna, ACM Trans. Math. Softw. 42 (2016). */
static inline int roll(struct dice *dice, int sides)
{
    dice->state ^= dice->state >> 12;
    dice->state ^= dice->state << 25;
    dice->state ^= dice->state >> 27;
    return (int)((dice->state * (uint64_t)2685821657736338717 >> 33) % (uint64_t)sides);
}

static inline int how_many(const struct dice *dice)
{
    return dice->people ? dice->people : PEOPLE;
}

/* Days on which something turns: 26 weeks, five years and 29 February before the days that are asked about,
 * and the ends of time. */
static inline int64_t wide_date(struct dice *dice)
{
    static const int days[] = {DATE_MIN, DATE_MAX, 9555 /* 1996-02-29 */, 11016 /* 2000-02-29 */, 0, -1};
    switch (roll(dice, 8)) {
    case 0:
        return days[roll(dice, (int)(sizeof days / sizeof *days))];
    case 1:
        return FIRST_DAY - 182 + roll(dice, DAYS + 4);
    case 2:
        return FIRST_DAY - 1827 + roll(dice, DAYS + 4);
    case 3:
        return FIRST_DAY - roll(dice, 15000);
    default:
        return FIRST_DAY + roll(dice, DAYS);
    }
}

static inline struct value wide_value(struct dice *dice, const struct field *field)
{
    static const char *const words[] = {
        "a",          "b",
        "Ng\xc4\x81", "A",
        "a'b",        "say \"a\"",
        "50%",        "a_b",
        "a\\b",       "\xc3\xa9t\xc3\xa9",
        "Zoo",        "zoo",
        "NZ",         "Suva, Fiji",
        "B1",         "eng",
        "a b",        "\xe6\x97\xa5\xe6\x9c\xac",
    };
    size_t count;
    const struct coded_row *codes;
    switch (field->kind) {
    case KIND_CHOICE:
        codes = list_rows(field->of, &count);
        return value_number(codes[roll(dice, (int)count)].number);
    case KIND_INTEGER:
        return value_number((int64_t)field->min +
                            roll(dice, field->max > field->min ? (int)(field->max - field->min) + 1 : 40));
    case KIND_DATE:
        return value_number(wide_date(dice));
    default:
        return value_text(text_of(words[roll(dice, (int)(sizeof words / sizeof *words))]));
    }
}

/* Whether records of the type have numbers of their own: Q0, Q1, … */
static inline bool is_numbered(const struct record *record)
{
    return record->client != F_none && record_key_count(record) == 1;
}

static inline struct value random_value(struct dice *dice, const struct field *field)
{
    static const char *const words[] = {"a", "b", "Ng\xc4\x81"}, *const numbers[] = {"Q0", "Q1", "Q2"};
    size_t count;
    const struct coded_row *codes;
    if (dice->wide && (field->kind == KIND_CHOICE || field->kind == KIND_INTEGER ||
                       field->kind == KIND_DATE || field->kind == KIND_TEXT))
        return wide_value(dice, field);
    switch (field->kind) {
    case KIND_CHOICE:
        codes = list_rows(field->of, &count);
        return value_number(codes[roll(dice, count < 3 ? (int)count : 3)].number);
    case KIND_BOOL:
        return value_number(roll(dice, 2));
    case KIND_INTEGER:
        return value_number((int64_t)field->min + roll(dice, 3));
    case KIND_REAL:
        return value_real(roll(dice, 40) / 4.0);
    case KIND_DATE:
        return value_number(FIRST_DAY + roll(dice, DAYS));
    case KIND_REF:
        if (is_numbered(dict_record(field->to)))
            return value_text(text_of(numbers[roll(dice, 3)]));
        return value_text(text_of(field->to == R_client ? "" : words[roll(dice, 2)]));
    case KIND_CODE:
        return value_text(text_of(words[roll(dice, 2)]));
    case KIND_COUNTRY:
        return value_text(text_of(roll(dice, 2) ? "NZ" : "FJ"));
    case KIND_LANGUAGE:
        return value_text(text_of(roll(dice, 2) ? "eng" : "smo"));
    default:
        return value_text(text_of(words[roll(dice, 3)]));
    }
}

/* A record of any content about one of them. */
static inline void random_form(struct place *place, struct dice *dice, struct form *form, int whom)
{
    const struct record *record = form->record;
    size_t count;
    const struct field *fields = record_fields(record, &count);
    const char *client = arena_format(&place->arena, "P-%d", whom);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].stamped || fields[i].id == record->verified_by || fields[i].id == record->verified_on ||
            (!fields[i].required && roll(dice, fields[i].id == record->effective_to ? 9 : 3) == 0))
            continue;
        form->values[i] = random_value(dice, &fields[i]);
        if (fields[i].to == R_client)
            form->values[i] = value_text(text_of(client));
    }
    if (record->id == R_client)
        form->values[dict_field(F_client_number) - fields] = value_text(text_of(client));
    if (is_numbered(record))
        form->values[dict_field(record->key[0]) - fields] =
            value_text(text_of(arena_format(&place->arena, "Q%d", roll(dice, how_many(dice)))));
    if (record->verified_by && roll(dice, 3) == 0) {
        form->values[dict_field(record->verified_by) - fields] = value_text(text_of("ana"));
        form->values[dict_field(record->verified_on) - fields] = value_number(FIRST_DAY);
    }
}

/* Saves one; what is refused was worth a try. */
static inline void save_random(struct place *place, struct dice *dice, const struct record *record)
{
    struct form form = {.record = record};
    struct err err = {0};
    struct saved saved;
    random_form(place, dice, &form, roll(dice, how_many(dice)));
    if (!record_save(&place->store,
                     &(struct save_request){.record = record, .values = form.values, .because = "Chance"},
                     &saved, &err) &&
        err.kind != ERR_input)
        must(false, &err);
}

/* Many at once, as a file; of everybody one at least. */
static inline void import_random(struct place *place, struct dice *dice, const struct record *record,
                                 int rows)
{
    struct str csv, cell;
    size_t count;
    const struct field *fields = record_fields(record, &count);
    str_init(&csv);
    str_init(&cell);
    for (int row = -1; row < rows; row++) {
        struct form form = {.record = record};
        if (row >= 0)
            random_form(place, dice, &form, row < how_many(dice) ? row : roll(dice, how_many(dice)));
        for (size_t i = 0, written = 0; i < count; i++) {
            if (fields[i].stamped)
                continue;
            str_cut(&cell, 0);
            if (row < 0)
                str_add(&cell, fields[i].name);
            else
                value_print(&cell, &fields[i], form.values[i]);
            str_add(&csv, written++ ? "," : "");
            csv_add_field(&csv, str_text(&cell));
        }
        str_add(&csv, "\n");
    }
    FILE *rejected = tmpfile();
    assert_non_null(rejected);
    place_import_with(place, (struct import_request){.keep_good = true, .rejected = rejected}, record->name,
                      csv.at);
    fclose(rejected);
    str_clear(&csv);
    str_clear(&cell);
}

static inline void withdraw_random(struct place *place, struct dice *dice, const struct record *record)
{
    struct err err = {0};
    char sql[120];
    snprintf(sql, sizeof sql, "SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET %d", record->name,
             roll(dice, dice->people ? 2 * dice->people : 40));
    int64_t id = place_number(place, sql);
    if (id > 0 && !record_withdraw(&place->store, record, id, 0, &err) && err.kind != ERR_conflict)
        must(false, &err);
}

/* What the records of people point at: "a" and "b" of each. */
static inline void add_surroundings(struct place *place)
{
    place_add(place, "office", "code,kind\na,region\nb,region\n");
    place_add(place, "staff", "login,name\nana,Ana\na,A\nb,B\n");
    place_add(place, "cultural_group", "code,label,part_of\na,A,\nb,B,a\n");
    place_add(place, "occupation", "code,label,part_of\na,A,\nb,B,a\n");
    place_add(place, "household", "number\na\nb\n");
    place_add(place, "programme", "code,name\np,P\n");
    place_add(place, "intake", "code,programme\na,p\nb,p\n");
    place_add(place, "wave", "code,programme,label,months_after\na,p,A,1\nb,p,B,2\n");
    place_add(place, "organisation", "code,name,kind\na,A,agency\nb,B,agency\n");
    place_add(place, "employer", "code,name\na,A\nb,B\n");
    place_add(place, "vacancy",
              "number,employer,occupation,kind,opened_on,posts\n"
              "a,a,a,job,2000-01-01,1\nb,b,b,job,2000-01-01,1\n");
}

/* All of them, and of everything that facts rest on so many records. */
static inline void come(struct place *place, struct dice *dice, int rows)
{
    bool done[R_end] = {false};
    import_random(place, dice, dict_record(R_client), how_many(dice));
    done[R_client] = true;
    for (int p = PICK_none; p < PICK_end; p++) {
        const struct record *record =
            dict_record(p == PICK_none ? R_none_known : pick_of((enum pick_id)p)->record);
        if (!done[record->id])
            import_random(place, dice, record, rows);
        done[record->id] = true;
    }
}

/* `rounds` of every record type that facts rest on. */
static inline void live(struct place *place, struct dice *dice, int rounds)
{
    for (int round = 0; round < rounds; round++)
        for (int p = PICK_none; p < PICK_end; p++) {
            const struct record *record =
                dict_record(p == PICK_none ? R_none_known : pick_of((enum pick_id)p)->record);
            save_random(place, dice, record);
            if (roll(dice, 8) == 0)
                withdraw_random(place, dice, record);
        }
}

#endif
