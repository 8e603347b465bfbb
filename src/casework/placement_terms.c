#include "casework/placement.h"

#include "store/read.h"
#include "base/banned.h"

static const enum field_id terms[] = {
    F_placement_client,           F_placement_employer,
    F_placement_occupation,       F_placement_kind,
    F_placement_planned_from,     F_placement_planned_to,
    F_placement_hours_per_week,   F_placement_pay,
    F_placement_who_pays,         F_placement_wage,
    F_placement_training_duty,    F_placement_supervisor,
    F_placement_client_agreed_on, F_placement_employer_agreed_on,
};

static void add_term(struct table *table, const struct reader *reader, enum field_id id)
{
    struct str shown;
    for (size_t i = 0; i < reader->field_count; i++) {
        if (reader->fields[i]->id != id)
            continue;
        table_row(table);
        table_text(table, reader->fields[i]->label);
        str_init(&shown);
        value_show(&shown, reader->fields[i], reader->values[i]);
        if (reader->values[i].type == VALUE_absent)
            table_absent(table, "not agreed");
        else
            table_text(table, shown.at);
        str_clear(&shown);
    }
}

bool placement_terms(struct arena *arena, const struct store *store, struct text number, struct report **out,
                     struct err *err)
{
    const struct reading reading = {.record = dict_record(R_placement), .key = number};
    struct reader reader;
    int64_t id;
    bool there = false;
    if (!record_find(store, reading.record, number, &id, err) || !reader_open(&reader, store, &reading, err))
        return false;
    const bool good = reader_next(&reader, &there, err);
    if (good && there) {
        *out = report_make(arena, "placement",
                           arena_format(arena, "Terms of placement " TEXT_FORMAT, TEXT_ARGS(number)));
        struct table *table = report_table(*out, "terms", "What is agreed");
        table_column(table, "term", "Term", COLUMN_text);
        table_column(table, "agreed", "Agreed", COLUMN_text);
        for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
            add_term(table, &reader, terms[i]);
    }
    reader_close(&reader);
    return good;
}
