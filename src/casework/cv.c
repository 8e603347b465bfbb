#include "casework/cv.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "casework/fetch.h"
#include "store/form.h"
#include "store/read.h"
#include "base/banned.h"

/* ---- reading ---- */

static const char version_sql[] =
    "SELECT v.id, v.number, c.number, v.client, v.effective_from, t.login, g.code, o.code, v.occupation, "
    "v.summary, "
    "v.document, v.fingerprint FROM cv v JOIN client c ON c.id = v.client LEFT JOIN staff t ON t.id = "
    "v.made_with LEFT "
    "JOIN organisation g ON g.id = v.organisation LEFT JOIN occupation o ON o.id = v.occupation ";

static void take_version(const struct fetch *row, struct cv_version *out)
{
    *out = (struct cv_version){.id = fetch_int(row, 0, 0),
                               .number = fetch_text(row, 1),
                               .client = fetch_text(row, 2),
                               .client_id = fetch_int(row, 3, 0),
                               .made_on = (int32_t)fetch_int(row, 4, 0),
                               .with = fetch_text(row, 5),
                               .organisation = fetch_text(row, 6),
                               .occupation = fetch_text(row, 7),
                               .occupation_id = fetch_int(row, 8, 0),
                               .summary = fetch_text(row, 9),
                               .document = fetch_text(row, 10)};
    const char *digits = fetch_text(row, 11);
    const size_t length = strlen(digits);
    memcpy(out->fingerprint, digits, length < CV_FINGERPRINT_DIGITS ? length : CV_FINGERPRINT_DIGITS);
}

bool cv_read(struct arena *arena, const struct store *store, struct text number, struct cv_version *out,
             struct err *err)
{
    struct fetch row;
    bool there = false;
    bool good = fetch_open(&row, arena, store, arena_format(arena, "%s WHERE v.number = $1", version_sql),
                           NULL, 0, err);
    if (good)
        fetch_bind(&row, 0, number);
    good = good && fetch_next(&row, &there, err);
    if (good && there)
        take_version(&row, out);
    fetch_close(&row);
    return good && (there || err_set(err, ERR_absent,
                                     "there is no CV \"" TEXT_FORMAT "\"; mahi cv list CLIENT shows them",
                                     TEXT_ARGS(number)));
}

bool cv_list(struct arena *arena, const struct store *store, struct text client, struct cv_version **out,
             size_t *count, struct err *err)
{
    struct fetch row;
    int64_t client_id, all;
    bool there = true;
    *count = 0;
    if (!record_find(store, dict_record(R_client), client, &client_id, err) ||
        !fetch_number(store, "SELECT count(*) FROM cv WHERE client = $1", &client_id, 1, 0, &all, err))
        return false;
    *out = ARENA_ARRAY(arena, struct cv_version, (size_t)all + 1);
    bool good = fetch_open(
        &row, arena, store,
        arena_format(arena, "%s WHERE v.client = $1 ORDER BY v.effective_from DESC, v.id DESC", version_sql),
        &client_id, 1, err);
    while (good && (good = fetch_next(&row, &there, err)) && there && *count < (size_t)all)
        take_version(&row, &(*out)[(*count)++]);
    fetch_close(&row);
    return good;
}

bool cv_now(struct arena *arena, const struct store *store, const struct cv_version *version, int32_t day,
            const char **json, bool *current, struct err *err)
{
    const struct cv_wanted wanted = {.client_id = version->client_id,
                                     .occupation_id = version->occupation_id,
                                     .summary = version->summary,
                                     .day = day};
    char digits[CV_FINGERPRINT_DIGITS + 1];
    if (!cv_build(arena, store, &wanted, json, err))
        return false;
    cv_fingerprint(*json, digits);
    *current = strcmp(digits, version->fingerprint) == 0;
    return true;
}

/* ---- making ---- */

/* The last version for that work. */
static bool last_version(struct arena *arena, const struct store *store, int64_t client_id,
                         int64_t occupation_id, struct cv_version *out, bool *there, struct err *err)
{
    const int64_t numbers[] = {client_id, occupation_id};
    struct fetch row;
    *there = false;
    bool good = fetch_open(&row, arena, store,
                           arena_format(arena,
                                        "%s WHERE v.client = $1 AND COALESCE(v.occupation, 0) = $2 ORDER BY "
                                        "v.effective_from DESC, v.id DESC LIMIT 1",
                                        version_sql),
                           numbers, 2, err) &&
                fetch_next(&row, there, err);
    if (good && *there)
        take_version(&row, out);
    fetch_close(&row);
    return good;
}

static bool write_version(struct arena *arena, struct store *store, const struct cv_request *request,
                          const struct cv_wanted *wanted, const char *json, const char *digits,
                          struct cv_version *out, struct err *err)
{
    struct form form;
    struct saved saved;
    form_new(&form, arena, dict_record(R_cv));
    form_ref(&form, F_cv_client, wanted->client_id);
    form_day(&form, F_cv_effective_from, wanted->day);
    if (request->organisation.length > 0)
        form_key(&form, F_cv_organisation, request->organisation);
    else
        form_ref(&form, F_cv_made_with, store->staff_id);
    if (wanted->occupation_id)
        form_ref(&form, F_cv_occupation, wanted->occupation_id);
    form_words(&form, F_cv_summary, wanted->summary);
    form_words(&form, F_cv_document, json);
    form_words(&form, F_cv_fingerprint, digits);
    return form_save_in(&form, store, NULL, &saved, err) &&
           cv_read(arena, store, form_get_text(&form, F_cv_number), out, err);
}

static bool make_in(struct arena *arena, struct store *store, const struct cv_request *request,
                    struct cv_version *out, bool *made, struct err *err)
{
    struct cv_wanted wanted = {.day = date_today(), .summary = ""};
    char digits[CV_FINGERPRINT_DIGITS + 1];
    const char *json;
    bool there;
    if (!record_find(store, dict_record(R_client), request->client, &wanted.client_id, err) ||
        (request->occupation.length > 0 &&
         !record_find(store, dict_record(R_occupation), request->occupation, &wanted.occupation_id, err)) ||
        !last_version(arena, store, wanted.client_id, wanted.occupation_id, out, &there, err))
        return false;
    wanted.summary = request->summary ? request->summary : there ? out->summary : "";
    if (!cv_build(arena, store, &wanted, &json, err))
        return false;
    cv_fingerprint(json, digits);
    *made = !there || strcmp(digits, out->fingerprint) != 0;
    return !*made || write_version(arena, store, request, &wanted, json, digits, out, err);
}

bool cv_make(struct arena *arena, struct store *store, const struct cv_request *request,
             struct cv_version *out, bool *made, struct err *err)
{
    if (!db_begin(store->db, err))
        return false;
    if (make_in(arena, store, request, out, made, err))
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

bool cv_json(struct str *out, const struct cv_version *version, struct err *err)
{
    json_error_t why;
    json_t *root = json_loads(version->document, 0, &why);
    struct str day;
    if (!root)
        return err_set(err, ERR_input, "CV \"%s\" is no JSON any more: %s; run mahi doctor", version->number,
                       why.text);
    json_t *meta = json_object();
    str_init(&day);
    date_print(&day, version->made_on);
    str_add(&day, "T00:00:00");
    json_object_set_new(meta, "version", json_string("v1.0.0"));
    json_object_set_new(meta, "lastModified", json_string(day.at));
    json_object_set_new(root, "meta", meta);
    str_clear(&day);
    char *dump = json_dumps(root, JSON_INDENT(2));
    str_add(out, dump);
    str_add_char(out, '\n');
    free(dump);
    json_decref(root);
    return true;
}
