#include <inttypes.h>

#include "store/doctor_work.h"
#include "store/save.h"
#include "store/sql.h"
#include "base/banned.h"

enum { TELL_EVERY_ROWS = 16384 };

struct look {
    struct doctor *doctor;
    const struct record *record;
    const struct field *fields;
    size_t count;
    const struct field *verified_by, *verified_on, *recorded_by; /* NULL: the record has none */
};

static bool is_restricted(const struct record *record, const struct field *field)
{
    return record->privacy == PRIVACY_restricted || field->privacy == PRIVACY_restricted;
}

static void look_at_value(struct look *look, int64_t id, const struct field *field, struct value value)
{
    struct doctor *doctor = look->doctor;
    struct err bad = {0};
    bool needed = field->required || field->stamped;
    doctor_looked(doctor, DOCTOR_required, needed);
    if (value.type == VALUE_absent) {
        if (needed)
            doctor_found(doctor, DOCTOR_required, look->record, id, "%s is not there; %s is needed",
                         field->name, dict_kind(field->kind)->typed);
        return;
    }
    doctor_looked(doctor, field->kind == KIND_REF ? DOCTOR_references : DOCTOR_values, 1);
    if (field->kind == KIND_REF || value_sound(field, value, &bad))
        return;
    if (is_restricted(look->record, field))
        doctor_found(doctor, DOCTOR_values, look->record, id,
                     "%s holds a value that it may not hold (restricted, so not shown); it is %s",
                     field->name, dict_kind(field->kind)->typed);
    else
        doctor_found(doctor, DOCTOR_values, look->record, id, "%s: %s", field->name, bad.sentence);
}

/* values_check names the dates, so those of a restricted record are told without them. */
static void look_at_dates(struct look *look, int64_t id, const struct value *values)
{
    const struct field *field;
    struct err bad = {0};
    doctor_looked(look->doctor, DOCTOR_dates, 1);
    if (values_check(look->record, values, &field, &bad) || field == look->verified_by ||
        field == look->verified_on)
        return;
    if (is_restricted(look->record, field))
        doctor_found(look->doctor, DOCTOR_dates, look->record, id,
                     "%s comes before %s; put the two dates in order", field->name,
                     dict_field(field->not_before)->name);
    else
        doctor_found(look->doctor, DOCTOR_dates, look->record, id, "%s: %s", field->name, bad.sentence);
}

static void look_at_verification(struct look *look, int64_t id, const struct value *values)
{
    if (!look->verified_by)
        return;
    struct value by = values[look->verified_by - look->fields], on = values[look->verified_on - look->fields],
                 recorded_by = values[look->recorded_by - look->fields];
    doctor_looked(look->doctor, DOCTOR_verification, by.type != VALUE_absent || on.type != VALUE_absent);
    if ((by.type == VALUE_absent) != (on.type == VALUE_absent))
        doctor_found(look->doctor, DOCTOR_verification, look->record, id,
                     "%s is there without %s; fill both, or neither",
                     by.type == VALUE_absent ? "verified_on" : "verified_by",
                     by.type == VALUE_absent ? "verified_by" : "verified_on");
    if (by.type == VALUE_number && value_equal(by, recorded_by))
        doctor_found(look->doctor, DOCTOR_verification, look->record, id,
                     "who recorded it is said to have verified it; have a second person check, or clear the "
                     "verification");
}

static void look_at_row(struct look *look, struct statement *row)
{
    struct value values[RECORD_FIELDS_MAX];
    int64_t id = statement_int(row, 0);
    for (size_t i = 0; i < look->count; i++) {
        values[i] = statement_stored(row, (int)i + 1, &look->fields[i]);
        look_at_value(look, id, &look->fields[i], values[i]);
    }
    look_at_dates(look, id, values);
    look_at_verification(look, id, values);
}

static bool look_at_record(struct look *look, struct err *err)
{
    const struct field *columns[RECORD_FIELDS_MAX];
    struct statement *rows;
    struct str sql;
    bool row, good;
    int64_t seen = 0;
    for (size_t i = 0; i < look->count; i++)
        columns[i] = &look->fields[i];
    str_init(&sql);
    str_add(&sql, "SELECT id, ");
    sql_columns(&sql, columns, look->count, "");
    str_addf(&sql, " FROM %s", look->record->name);
    good = db_stream(look->doctor->store->db, &rows, sql.at, err);
    str_clear(&sql);
    if (!good)
        return false;
    while ((good = statement_step(rows, &row, err)) && row) {
        look_at_row(look, rows);
        if (++seen % TELL_EVERY_ROWS == 0)
            doctor_tell(look->doctor, look->record->name, TELL_EVERY_ROWS);
    }
    statement_close(rows);
    doctor_tell(look->doctor, look->record->name, seen % TELL_EVERY_ROWS);
    return good;
}

bool doctor_look_at_values(struct doctor *doctor, struct err *err)
{
    bool good = true;
    for (int r = R_none + 1; good && r < R_end; r++) {
        const struct record *record = dict_record((enum record_id)r);
        struct look look = {.doctor = doctor,
                            .record = record,
                            .verified_by = record->verified_by ? dict_field(record->verified_by) : NULL,
                            .verified_on = record->verified_on ? dict_field(record->verified_on) : NULL,
                            .recorded_by = dict_field(record->recorded_by)};
        look.fields = record_fields(record, &look.count);
        good = doctor->rows[r] == 0 || look_at_record(&look, err);
    }
    return good;
}
