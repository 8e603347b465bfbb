#include "store/doctor_work.h"
#include "store/sql.h"
#include "base/banned.h"

static bool look_at_reference(struct doctor *doctor, const struct field *field, struct err *err)
{
    const struct record *record = dict_record(field->record), *to = dict_record(field->to);
    char sql[400], sentence[300];
    snprintf(
        sql, sizeof sql,
        "SELECT t.id FROM %s t WHERE t.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM %s r WHERE r.id = t.%s)",
        record->name, field->name, to->name, field->name);
    snprintf(sentence, sizeof sentence,
             "%s points at a %s that is not there; import this record again with the right %s", field->name,
             to->name, field->name);
    const struct question question = {
        .check = DOCTOR_references, .record = record, .sql = sql, .without = sentence};
    return doctor_ask(doctor, &question, err);
}

static bool look_at_owner(struct doctor *doctor, const struct field *field, struct err *err)
{
    const struct record *record = dict_record(field->record), *to = dict_record(field->to);
    char sql[400], before[120];
    snprintf(sql, sizeof sql,
             "SELECT t.id, c.number FROM %s t JOIN %s r ON r.id = t.%s JOIN client c ON c.id = r.client "
             "WHERE r.client <> t.client",
             record->name, to->name, field->name);
    snprintf(before, sizeof before, "its %s belongs to the client \"", field->name);
    doctor_looked(doctor, DOCTOR_clients, doctor->rows[record->id]);
    const struct question question = {.check = DOCTOR_clients,
                                      .record = record,
                                      .sql = sql,
                                      .phrase = PHRASE_text,
                                      .before = before,
                                      .after = "\"; correct one of the two",
                                      .without =
                                          "it points at another client's record; correct one of the two"};
    return doctor_ask(doctor, &question, err);
}

static bool look_at_references(struct doctor *doctor, const struct record *record, struct err *err)
{
    size_t count;
    const struct field *fields = record_fields(record, &count);
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        if (fields[i].kind != KIND_REF)
            continue;
        good = look_at_reference(doctor, &fields[i], err);
        if (good && fields[i].to != R_client && record->client && dict_record(fields[i].to)->client)
            good = look_at_owner(doctor, &fields[i], err);
    }
    return good;
}

/* A record that was withdrawn left a mark: a version that lasted for no time at all (save.h). */
static bool look_for_lost(struct doctor *doctor, const struct record *record, struct err *err)
{
    char sql[600];
    const char *name = record->name;
    snprintf(sql, sizeof sql,
             "SELECT DISTINCT h.id FROM %s_history h WHERE NOT EXISTS (SELECT 1 FROM %s t WHERE t.id = h.id) "
             "AND NOT EXISTS "
             "(SELECT 1 FROM %s_history w WHERE w.id = h.id AND w.recorded_at = w.superseded_at AND "
             "w.recorded_at >= h.superseded_at)",
             name, name, name);
    const struct question question = {.check = DOCTOR_lost,
                                      .record = record,
                                      .sql = sql,
                                      .without = "the record is gone and nobody withdrew it; its earlier "
                                                 "versions are there: record it again from the last of them, "
                                                 "or restore the last backup"};
    return doctor_ask(doctor, &question, err);
}

static bool look_at_versions(struct doctor *doctor, const struct record *record, struct err *err)
{
    char sql[600];
    struct question question = {
        .check = DOCTOR_versions, .record = record, .sql = sql, .phrase = PHRASE_instant};
    question.before = "two of its versions stood at ";
    question.after = "; questions about what was known then count it twice: correct the times in its history";
    question.without = "two of its versions stood at the same time; correct the times in its history";
    const char *name = record->name;
    snprintf(sql, sizeof sql,
             "SELECT v.id, v.recorded_at FROM (SELECT h.id, h.recorded_at, max(h.superseded_at) OVER "
             "(PARTITION BY h.id "
             "ORDER BY h.recorded_at, h.superseded_at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "
             "before FROM %s_history h) AS v "
             "WHERE v.before > v.recorded_at",
             name);
    if (!doctor_ask(doctor, &question, err))
        return false;
    snprintf(
        sql, sizeof sql,
        "SELECT t.id, t.recorded_at FROM %s t WHERE EXISTS (SELECT 1 FROM %s_history h WHERE h.id = t.id "
        "AND h.superseded_at > t.recorded_at)",
        name, name);
    if (!doctor_ask(doctor, &question, err))
        return false;
    question.before = "an earlier version was superseded before it was recorded, at ";
    question.after = "; correct the times in its history";
    snprintf(sql, sizeof sql,
             "SELECT h.id, h.superseded_at FROM %s_history h WHERE h.superseded_at < h.recorded_at", name);
    return doctor_ask(doctor, &question, err);
}

static bool look_at_superseders(struct doctor *doctor, const struct record *record, struct err *err)
{
    char sql[300];
    snprintf(
        sql, sizeof sql,
        "SELECT h.id FROM %s_history h WHERE NOT EXISTS (SELECT 1 FROM staff s WHERE s.id = h.superseded_by)",
        record->name);
    const struct question question = {.check = DOCTOR_references,
                                      .record = record,
                                      .sql = sql,
                                      .without = "an earlier version was superseded by a staff member who is "
                                                 "not there; import that staff member again"};
    return doctor_ask(doctor, &question, err);
}

bool doctor_look_at_links(struct doctor *doctor, struct err *err)
{
    bool good = true;
    for (int r = R_none + 1; good && r < R_end; r++) {
        const struct record *record = dict_record((enum record_id)r);
        doctor_looked(doctor, DOCTOR_references, doctor->history_rows[r]);
        doctor_looked(doctor, DOCTOR_lost, doctor->history_rows[r]);
        doctor_looked(doctor, DOCTOR_versions, doctor->history_rows[r]);
        doctor_tell(doctor, "looking at references and versions", doctor->rows[r] + doctor->history_rows[r]);
        good = (doctor->rows[r] == 0 || look_at_references(doctor, record, err)) &&
               (doctor->history_rows[r] == 0 ||
                (look_for_lost(doctor, record, err) && look_at_versions(doctor, record, err) &&
                 look_at_superseders(doctor, record, err)));
    }
    return good;
}
