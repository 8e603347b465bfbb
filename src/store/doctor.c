#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "store/doctor_work.h"
#include "store/read.h"
#include "base/banned.h"

static const struct doctor_check all_checks[DOCTOR_CHECKS] = {
    [DOCTOR_files] = {"files", "The engine's own files and constraints are whole", "tables", NULL, 0, 0},
    [DOCTOR_tables] = {"tables", "Tables, columns and indexes are those of the dictionary",
                       "tables, columns, indexes", NULL, 0, 0},
    [DOCTOR_values] = {"values", "Each value is one that its field may hold", "values", NULL, 0, 0},
    [DOCTOR_required] = {"required", "Required values are there", "required values", NULL, 0, 0},
    [DOCTOR_dates] = {"dates", "Dates are in order", "records", NULL, 0, 0},
    [DOCTOR_verification] = {"verification", "Verifications are whole, and never by who recorded",
                             "verifications", NULL, 0, 0},
    [DOCTOR_references] = {"references", "What is pointed at is there", "references", NULL, 0, 0},
    [DOCTOR_clients] = {"clients", "What is about one client points at nobody else's records", "records",
                        NULL, 0, 0},
    [DOCTOR_lost] = {"lost", "No record is gone whose earlier versions remain", "earlier versions", NULL, 0,
                     0},
    [DOCTOR_versions] = {"versions", "No two versions stood at the same time", "earlier versions", NULL, 0,
                         0},
    [DOCTOR_spells] = {"spells", "Spells of one series do not overlap", "spells", NULL, 0, 0},
    [DOCTOR_enrolments] = {"enrolments",
                           "Dates of enrolments agree with each other, the group and the intake",
                           "enrolments", NULL, 0, 0},
    [DOCTOR_twice] = {"twice", "Nobody stands in two intakes of one programme", "enrolments", NULL, 0, 0},
    [DOCTOR_guards] = {"guards", "What must hold between records does, or somebody said why not",
                       "rules on records", NULL, 0, 0},
    [DOCTOR_owned] = {"owned", "No open work is in the name of somebody who has left", "members of staff",
                      NULL, 0, 0},
    [DOCTOR_standing] = {"standing", "What stands of each client is what the records say", "clients", NULL, 0,
                         0},
};

void doctor_looked(struct doctor *doctor, enum doctor_check_id check, int64_t count)
{
    doctor->report->checks[check].looked_at += count;
}

void doctor_tell(struct doctor *doctor, const char *doing, int64_t steps_more)
{
    doctor->steps_done += steps_more;
    if (doctor->progress && doctor->progress->tell)
        doctor->progress->tell(doctor->progress->context, doing, doctor->steps_done,
                               doctor->steps > 0 ? (double)doctor->steps_done / (double)doctor->steps : -1);
}

static struct finding *room_for_one(struct doctor *doctor)
{
    struct doctor_report *report = doctor->report;
    if (report->finding_count == report->finding_room) {
        size_t room = report->finding_room ? report->finding_room * 2 : 32;
        struct finding *more = ARENA_ARRAY(doctor->arena, struct finding, room);
        if (report->finding_count > 0)
            memcpy(more, report->findings, report->finding_count * sizeof *more);
        report->findings = more;
        report->finding_room = room;
    }
    return &report->findings[report->finding_count++];
}

void doctor_found(struct doctor *doctor, enum doctor_check_id check, const struct record *record, int64_t id,
                  const char *format, ...)
{
    doctor->report->found++;
    doctor->report->checks[check].found++;
    if (doctor->kept[check] == DOCTOR_KEPT)
        return;
    doctor->kept[check]++;
    struct str sentence;
    va_list args;
    str_init(&sentence);
    va_start(args, format);
    str_add_args(&sentence, format, args);
    va_end(args);
    *room_for_one(doctor) =
        (struct finding){.check = check,
                         .record = record,
                         .id = id,
                         .key = "",
                         .sentence = arena_text(doctor->arena, sentence.at, sentence.length)};
    str_clear(&sentence);
}

static void ask_one(struct doctor *doctor, const struct question *question, struct statement *found)
{
    struct str phrase;
    str_init(&phrase);
    bool absent = question->phrase == PHRASE_none || statement_is_null(found, 1);
    if (!absent && question->phrase == PHRASE_day)
        value_print(&phrase, &(struct field){.kind = KIND_DATE}, value_number(statement_int(found, 1)));
    else if (!absent && question->phrase == PHRASE_instant)
        value_print(&phrase, &(struct field){.kind = KIND_INSTANT}, value_number(statement_int(found, 1)));
    else if (!absent)
        str_add_bytes(&phrase, statement_text(found, 1).at, statement_text(found, 1).length);
    if (absent)
        doctor_found(doctor, question->check, question->record, statement_int(found, 0), "%s",
                     question->without);
    else
        doctor_found(doctor, question->check, question->record, statement_int(found, 0), "%s%s%s",
                     question->before, phrase.at, question->after);
    str_clear(&phrase);
}

bool doctor_ask(struct doctor *doctor, const struct question *question, struct err *err)
{
    struct statement *found;
    bool row, good;
    if (!db_stream(doctor->store->db, &found, question->sql, err))
        return false;
    while ((good = statement_step(found, &row, err)) && row)
        ask_one(doctor, question, found);
    statement_close(found);
    return good;
}

static bool name_rows(struct doctor *doctor, struct err *err)
{
    bool good = true;
    for (size_t i = 0; good && i < doctor->report->finding_count; i++) {
        struct finding *finding = &doctor->report->findings[i];
        bool there = false;
        if (!finding->record || finding->id == 0)
            continue;
        if (store_may_see(doctor->store, finding->record))
            good = record_key(doctor->arena, doctor->store, finding->record, finding->id, &finding->key,
                              &there, err);
        if (good && !there)
            finding->key = arena_format(doctor->arena, "id %" PRId64, finding->id);
    }
    return good;
}

static bool count_rows(struct doctor *doctor, struct err *err)
{
    bool good = true;
    for (int r = R_none + 1; good && r < R_end; r++) {
        char sql[120];
        const char *name = dict_record((enum record_id)r)->name;
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", name);
        good = db_number(doctor->store->db, sql, 0, &doctor->rows[r], err);
        snprintf(sql, sizeof sql, "SELECT count(*) FROM %s_history", name);
        good = good && db_number(doctor->store->db, sql, 0, &doctor->history_rows[r], err);
        doctor->steps += 2 * doctor->rows[r] + doctor->history_rows[r];
    }
    return good;
}

static bool look_at_records(struct doctor *doctor, struct err *err)
{
    if (!db_begin_read(doctor->store->db, err))
        return false;
    bool good = count_rows(doctor, err) && doctor_look_at_values(doctor, err) &&
                doctor_look_at_links(doctor, err) && doctor_look_at_people(doctor, err) &&
                doctor_look_at_guards(doctor, err) && name_rows(doctor, err);
    db_rollback(doctor->store->db); /* nothing was written */
    return good;
}

static int finding_order(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->check != y->check)
        return x->check > y->check ? 1 : -1;
    int x_record = x->record ? (int)x->record->id : 0, y_record = y->record ? (int)y->record->id : 0;
    return x_record != y_record ? x_record - y_record : (x->id > y->id) - (x->id < y->id);
}

bool doctor_run(struct arena *arena, struct store *store, const struct import_progress *progress,
                struct doctor_report *report, struct err *err)
{
    struct doctor doctor = {.arena = arena, .store = store, .progress = progress, .report = report};
    bool readable;
    *report = (struct doctor_report){0};
    memcpy(report->checks, all_checks, sizeof all_checks);
    if (!doctor_look_at_tables(&doctor, &readable, err) || (readable && !look_at_records(&doctor, err)))
        return false;
    for (int check = DOCTOR_values; !readable && check < DOCTOR_CHECKS; check++)
        report->checks[check].skipped = "tables or columns are missing; mend those first";
    if (report->finding_count > 1)
        qsort(report->findings, report->finding_count, sizeof *report->findings, finding_order);
    return true;
}
