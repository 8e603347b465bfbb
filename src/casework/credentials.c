#include "casework/credentials.h"

#include "base/date.h"
#include "casework/fetch.h"
#include "dict/value.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

struct sheet_rows {
    struct arena *arena;
    const struct store *store;
    int64_t client_id;
    int32_t day;
    struct report *report;
    int64_t rows, verified;
};

static void cell_words(struct table *table, const char *words)
{
    if (words[0])
        table_text(table, words);
    else
        table_absent(table, "not recorded");
}

static void cell_day(struct table *table, const struct fetch *row, int column)
{
    struct str words;
    str_init(&words);
    if (!fetch_is_null(row, column))
        date_print(&words, (int32_t)fetch_int(row, column, 0));
    cell_words(table, words.at);
    str_clear(&words);
}

static void cell_code(struct table *table, const struct fetch *row, int column, enum list_id list)
{
    const struct coded_row *code = list_numbered(list, (int)fetch_int(row, column, 0));
    cell_words(table, code ? code->label : "");
}

/* How it is known, who says so, who checked it and when: the last four columns. */
static void verification_columns(struct table *table)
{
    table_column(table, "source", "Who says so", COLUMN_text);
    table_column(table, "method", "How it is known", COLUMN_text);
    table_column(table, "verified_by", "Verified by", COLUMN_text);
    table_column(table, "verified_on", "Verified on", COLUMN_text);
}

static void verification_cells(struct sheet_rows *sheet, struct table *table, const struct fetch *row,
                               int column)
{
    cell_code(table, row, column, LIST_source);
    cell_code(table, row, column + 1, LIST_method);
    sheet->rows++;
    if (fetch_is_null(row, column + 2)) {
        table_text(table, "NOT VERIFIED");
        table_absent(table, "nobody has verified it");
        return;
    }
    sheet->verified++;
    table_text(table, fetch_text(row, column + 2));
    cell_day(table, row, column + 3);
}

#define VERIFIED(r)                                                                                          \
    r ".source, " r ".method, (SELECT t.name FROM staff t WHERE t.id = " r ".verified_by), " r ".verified_"  \
                                                                                               "on"

static bool add_qualifications(struct sheet_rows *sheet, struct err *err)
{
    const int64_t numbers[] = {sheet->client_id, sheet->day};
    struct table *table = report_table(sheet->report, "qualifications", "Qualifications");
    struct fetch row;
    bool there = true;
    table_column(table, "title", "Qualification", COLUMN_text);
    table_column(table, "awarded_by", "Awarded by", COLUMN_text);
    table_column(table, "country", "Country", COLUMN_text);
    table_column(table, "awarded", "Awarded", COLUMN_text);
    verification_columns(table);
    bool good =
        fetch_open(&row, sheet->arena, sheet->store,
                   "SELECT q.title, q.awarded_by, q.country, q.effective_from, " VERIFIED(
                       "q") " FROM qualification q WHERE q.client = $1 AND q.effective_from <= $2 ORDER BY "
                            "q.effective_from DESC, q.number",
                   numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        const char *code = fetch_text(&row, 2), *country = iso_country(text_of(code));
        table_row(table);
        table_text(table, fetch_text(&row, 0));
        cell_words(table, fetch_text(&row, 1));
        cell_words(table, country ? country : code);
        cell_day(table, &row, 3);
        verification_cells(sheet, table, &row, 4);
    }
    fetch_close(&row);
    return good;
}

/* Both bodies side by side: approved for immigration is not accepted by the profession (R182). */
static bool add_assessments(struct sheet_rows *sheet, struct err *err)
{
    const int64_t numbers[] = {sheet->client_id, sheet->day};
    struct table *table = report_table(sheet->report, "assessments", "What New Zealand bodies made of them");
    struct fetch row;
    bool there = true;
    table_column(table, "title", "Qualification", COLUMN_text);
    table_column(table, "body", "Body", COLUMN_text);
    table_column(table, "result", "Result", COLUMN_text);
    table_column(table, "level", "New Zealand level", COLUMN_number);
    table_column(table, "reference", "Reference", COLUMN_text);
    table_column(table, "day", "Day", COLUMN_text);
    verification_columns(table);
    bool good = fetch_open(
        &row, sheet->arena, sheet->store,
        "SELECT q.title, a.body, a.body_name, a.result, a.nz_level, a.reference, a.effective_from, " VERIFIED(
            "a") " FROM qualification_assessment a JOIN qualification q ON q.id = a.qualification WHERE "
                 "a.client = $1 AND a.effective_from <= $2 AND NOT EXISTS (SELECT 1 FROM "
                 "qualification_assessment l WHERE l.qualification = a.qualification AND l.body = a.body "
                 "AND l.effective_from > a.effective_from AND l.effective_from <= $2) ORDER BY q.title, "
                 "a.body",
        numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        table_row(table);
        table_text(table, fetch_text(&row, 0));
        if (fetch_is_null(&row, 2))
            cell_code(table, &row, 1, LIST_assessing_body);
        else
            table_text(table, fetch_text(&row, 2));
        cell_code(table, &row, 3, LIST_assessment_result);
        if (fetch_is_null(&row, 4))
            table_absent(table, "not recorded");
        else
            table_int(table, fetch_int(&row, 4, 0));
        cell_words(table, fetch_text(&row, 5));
        cell_day(table, &row, 6);
        verification_cells(sheet, table, &row, 7);
    }
    fetch_close(&row);
    return good;
}

static bool add_referees(struct sheet_rows *sheet, struct err *err)
{
    const int64_t numbers[] = {sheet->client_id, sheet->day};
    struct table *table = report_table(sheet->report, "referees", "Referees who agreed to be named");
    struct fetch row;
    bool there = true;
    table_column(table, "name", "Referee", COLUMN_text);
    table_column(table, "known_from", "Known from", COLUMN_text);
    table_column(table, "reached_at", "Reached at", COLUMN_text);
    table_column(table, "said", "Said", COLUMN_text);
    verification_columns(table);
    bool good =
        fetch_open(&row, sheet->arena, sheet->store,
                   "SELECT f.name, f.known_from, f.reached_at, f.said, " VERIFIED(
                       "f") " FROM referee f WHERE f.client = $1 AND f.agreed_on <= $2 ORDER BY f.name",
                   numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        table_row(table);
        for (int column = 0; column < 4; column++)
            cell_words(table, fetch_text(&row, column));
        verification_cells(sheet, table, &row, 4);
    }
    fetch_close(&row);
    return good;
}

/* ---- that it was shown ---- */

static bool write_disclosure(struct arena *arena, struct store *store,
                             const struct credentials_request *request, int64_t client_id,
                             const char **number, struct err *err)
{
    struct form form;
    struct saved saved;
    form_new(&form, arena, dict_record(R_disclosure));
    form_ref(&form, F_disclosure_client, client_id);
    form_day(&form, F_disclosure_effective_from, request->day);
    form_choice(&form, F_disclosure_what, CODED_disclosed_credentials);
    form_key(&form, F_disclosure_employer, request->employer);
    form_key(&form, F_disclosure_organisation, request->organisation);
    if (request->consent_on != DATE_MIN)
        form_day(&form, F_disclosure_consent_on, request->consent_on);
    if (!form_save_in(&form, store, NULL, &saved, err))
        return false;
    const struct text given = form_get_text(&form, F_disclosure_number);
    *number = arena_text(arena, given.at, given.length);
    return true;
}

static bool make_report(struct sheet_rows *sheet, const struct credentials_request *request,
                        const char *number, struct err *err)
{
    struct fetch row;
    struct str consent;
    bool there;
    bool good =
        fetch_open(&row, sheet->arena, sheet->store,
                   "SELECT given_names, family_name FROM client WHERE id = $1", &sheet->client_id, 1, err) &&
        fetch_next(&row, &there, err);
    if (good)
        sheet->report = report_make(
            sheet->arena, "credentials",
            arena_format(sheet->arena, "Credentials of %s %s", fetch_text(&row, 0), fetch_text(&row, 1)));
    fetch_close(&row);
    if (!good)
        return false;
    str_init(&consent);
    date_print(&consent, request->consent_on);
    const struct text to = request->employer.length > 0 ? request->employer : request->organisation;
    report_paragraph(sheet->report, "Shown to \"" TEXT_FORMAT "\" with the consent of the person of %s (%s).",
                     TEXT_ARGS(to), consent.at, number);
    str_clear(&consent);
    good = add_qualifications(sheet, err) && add_assessments(sheet, err) && add_referees(sheet, err);
    if (good && sheet->verified < sheet->rows)
        report_caution(sheet->report, "%d of %d entries are not verified, and marked so.",
                       (int)(sheet->rows - sheet->verified), (int)sheet->rows);
    return good;
}

static bool show_in(struct arena *arena, struct store *store, const struct credentials_request *request,
                    struct report **out, struct err *err)
{
    struct sheet_rows sheet = {.arena = arena, .store = store, .day = request->day};
    const char *number;
    if (!record_find(store, dict_record(R_client), request->client, &sheet.client_id, err) ||
        !write_disclosure(arena, store, request, sheet.client_id, &number, err) ||
        !make_report(&sheet, request, number, err))
        return false;
    *out = sheet.report;
    return true;
}

bool credentials_show(struct arena *arena, struct store *store, const struct credentials_request *request,
                      struct report **out, struct err *err)
{
    if ((request->employer.length > 0) == (request->organisation.length > 0))
        return err_set(err, ERR_usage,
                       "say to whom it is shown: one employer (--to), or one body (--to-body)");
    if (!db_begin(store->db, err))
        return false;
    if (show_in(arena, store, request, out, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}
