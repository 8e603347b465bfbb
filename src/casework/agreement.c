#include "casework/agreement.h"

#include "base/date.h"
#include "base/nearest.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "base/banned.h"

static bool read_head(struct arena *arena, const struct store *store, struct text code, struct agreement *out,
                      struct err *err)
{
    struct fetch rows;
    struct nearest nearest;
    bool there = true, good = fetch_open(&rows, arena, store,
                                         "SELECT a.id, a.code, a.title, p.code, a.kind FROM agreement a LEFT "
                                         "JOIN programme p ON p.id = a.programme ORDER BY a.code",
                                         NULL, 0, err);
    nearest_init(&nearest, code);
    while (good && (good = fetch_next(&rows, &there, err)) && there) {
        nearest_offer(&nearest, fetch_text(&rows, 1));
        if (!text_is(code, fetch_text(&rows, 1)))
            continue;
        *out = (struct agreement){.id = fetch_int(&rows, 0, 0),
                                  .code = fetch_text(&rows, 1),
                                  .title = fetch_text(&rows, 2),
                                  .programme = fetch_text(&rows, 3),
                                  .kind = (int)fetch_int(&rows, 4, 0)};
    }
    fetch_close(&rows);
    if (!good || out->id != 0)
        return good;
    return err_set(err, ERR_absent,
                   "there is no agreement \"" TEXT_FORMAT
                   "\" here%s%s%s; mahi board agreements shows those there are",
                   TEXT_ARGS(code), nearest.name ? "; did you mean \"" : "", nearest.name ? nearest.name : "",
                   nearest.name ? "\"?" : "");
}

static bool count_of(const struct store *store, const char *sql, int64_t id, size_t *count, struct err *err)
{
    int64_t number;
    if (!fetch_number(store, sql, &id, 1, 0, &number, err))
        return false;
    *count = (size_t)number;
    return true;
}

static bool read_versions(struct arena *arena, const struct store *store, int32_t day, struct agreement *out,
                          struct err *err)
{
    struct fetch rows;
    size_t room, n = 0;
    bool there = true;
    if (!count_of(store, "SELECT count(*) FROM agreement_version WHERE agreement = $1", out->id, &room, err))
        return false;
    out->versions = ARENA_ARRAY(arena, struct agreement_version, room + 1);
    bool good = fetch_open(&rows, arena, store,
                           "SELECT code, version, starts_on, review_on, purpose_words, duties, steps, "
                           "clients_told FROM agreement_version WHERE agreement = $1 ORDER BY version DESC",
                           &out->id, 1, err);
    out->standing = room;
    while (good && n < room && (good = fetch_next(&rows, &there, err)) && there) {
        struct agreement_version *version = &out->versions[n++];
        *version = (struct agreement_version){.code = fetch_text(&rows, 0),
                                              .version = (int)fetch_int(&rows, 1, 0),
                                              .starts_on = (int32_t)fetch_int(&rows, 2, DATE_MIN),
                                              .review_on = (int32_t)fetch_int(&rows, 3, DATE_MIN),
                                              .purpose = fetch_text(&rows, 4),
                                              .duties = fetch_text(&rows, 5),
                                              .steps = fetch_text(&rows, 6),
                                              .clients_told = fetch_text(&rows, 7)};
        if (out->standing == room && version->starts_on <= day)
            out->standing = n - 1;
    }
    fetch_close(&rows);
    out->version_count = n;
    return good;
}

static bool read_parties(struct arena *arena, const struct store *store, int32_t day, struct agreement *out,
                         struct err *err)
{
    struct fetch rows;
    size_t room;
    bool there = true;
    const int64_t numbers[] = {
        out->id, out->standing < out->version_count ? out->versions[out->standing].version : 0, day};
    if (!count_of(store, "SELECT count(*) FROM agreement_party WHERE agreement = $1", out->id, &room, err))
        return false;
    out->parties = ARENA_ARRAY(arena, struct agreement_party, room + 1);
    bool good = fetch_open(
        &rows, arena, store,
        "SELECT g.code, g.name, s.agreed_on, s.signed_by FROM agreement_party y JOIN organisation g ON g.id "
        "= "
        "y.organisation LEFT JOIN agreement_version v ON v.agreement = y.agreement AND v.version = $2 LEFT "
        "JOIN "
        "agreement_signature s ON s.version = v.id AND s.organisation = y.organisation AND s.agreed_on <= $3 "
        "WHERE y.agreement = $1 ORDER BY g.code",
        numbers, 3, err);
    while (good && out->party_count < room && (good = fetch_next(&rows, &there, err)) && there) {
        out->parties[out->party_count++] =
            (struct agreement_party){.code = fetch_text(&rows, 0),
                                     .name = fetch_text(&rows, 1),
                                     .agreed_on = (int32_t)fetch_int(&rows, 2, DATE_MIN),
                                     .signed_by = fetch_text(&rows, 3)};
        out->agreed_count += !fetch_is_null(&rows, 2);
    }
    fetch_close(&rows);
    return good;
}

bool agreement_read(struct arena *arena, const struct store *store, struct text code, int32_t day,
                    struct agreement *out, struct err *err)
{
    *out = (struct agreement){0};
    return read_head(arena, store, code, out, err) && read_versions(arena, store, day, out, err) &&
           read_parties(arena, store, day, out, err);
}

bool agreement_is_agreed(const struct agreement *agreement)
{
    return agreement->standing < agreement->version_count && agreement->party_count > 0 &&
           agreement->agreed_count == agreement->party_count;
}

bool agreement_sign(struct arena *arena, struct store *store, const struct agreement_signing *request,
                    struct err *err)
{
    struct agreement agreement;
    struct form form;
    struct saved saved;
    bool there;
    if (!agreement_read(arena, store, request->agreement, request->day, &agreement, err))
        return false;
    if (agreement.standing == agreement.version_count)
        return err_set(err, ERR_absent,
                       "no version of agreement \"%s\" stands on that day, so there is nothing to agree to; "
                       "record an agreement_version",
                       agreement.code);
    form_new(&form, arena, dict_record(R_agreement_signature));
    form_key(&form, F_agreement_signature_version, text_of(agreement.versions[agreement.standing].code));
    form_key(&form, F_agreement_signature_organisation, request->party);
    form_day(&form, F_agreement_signature_agreed_on, request->day);
    form_words(&form, F_agreement_signature_signed_by, request->signed_by);
    return form_find(&form, store, &there, err) && form_save(&form, store, NULL, &saved, err);
}

/* ---- report ---- */

static void parties_table(struct report *report, struct arena *arena, const struct agreement *agreement)
{
    struct table *table = report_table(report, "parties", "Who has agreed to it");
    table_column(table, "party", "Party", COLUMN_text);
    table_column(table, "name", "Name", COLUMN_text);
    table_column(table, "agreed", "Agreed", COLUMN_text);
    table_column(table, "by", "By", COLUMN_text);
    for (size_t i = 0; i < agreement->party_count; i++) {
        const struct agreement_party *party = &agreement->parties[i];
        table_row(table);
        table_text(table, party->code);
        table_text(table, party->name);
        if (party->agreed_on == DATE_MIN)
            table_absent(table, "not yet");
        else
            table_text(table, date_words(arena, party->agreed_on));
        table_text(table, party->signed_by);
    }
}

static void words_of_version(struct report *report, const struct agreement_version *version)
{
    const struct {
        const char *heading, *words;
    } parts[] = {{"Purpose", version->purpose},
                 {"Duties", version->duties},
                 {"Steps", version->steps},
                 {"What clients are told", version->clients_told}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        report_heading(report, 1, "%s", parts[i].heading);
        report_paragraph(report, "%s", parts[i].words[0] ? parts[i].words : "Nobody wrote it down.");
    }
}

static void versions_table(struct report *report, struct arena *arena, const struct agreement *agreement)
{
    struct table *table = report_table(report, "versions", "Its versions, the newest first");
    table_column(table, "version", "Version", COLUMN_text);
    table_column(table, "from", "From", COLUMN_text);
    table_column(table, "review", "Looked at again", COLUMN_text);
    for (size_t i = 0; i < agreement->version_count; i++) {
        table_row(table);
        table_text(table, agreement->versions[i].code);
        table_text(table, date_words(arena, agreement->versions[i].starts_on));
        if (agreement->versions[i].review_on == DATE_MIN)
            table_absent(table, "no day is set");
        else
            table_text(table, date_words(arena, agreement->versions[i].review_on));
    }
}

struct report *agreement_report(struct arena *arena, const struct agreement *agreement, int32_t day)
{
    struct report *report = report_make(arena, "agreement", agreement->title);
    report_paragraph(report, "%s%s%s, as at %s.", list_numbered(LIST_agreement_kind, agreement->kind)->label,
                     agreement->programme[0] ? " for programme " : "", agreement->programme,
                     date_words(arena, day));
    if (agreement->standing == agreement->version_count) {
        report_caution(report, "no version stands on that day; nobody can be referred under it.");
    } else {
        const struct agreement_version *standing = &agreement->versions[agreement->standing];
        report_sentence(report, "%s stands. %zu of %zu parties have agreed to it%s", standing->code,
                        agreement->agreed_count, agreement->party_count,
                        agreement_is_agreed(agreement) ? "." : ": nobody can be referred under it yet.");
        if (standing->review_on != DATE_MIN && standing->review_on < day)
            report_caution(report, "it should have been looked at again on %s.",
                           date_words(arena, standing->review_on));
        words_of_version(report, standing);
    }
    report_heading(report, 1, "Parties and versions");
    parties_table(report, arena, agreement);
    versions_table(report, arena, agreement);
    return report;
}
