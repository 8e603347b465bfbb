#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "casework/cv.h"
#include "casework/fetch.h"
#include "dict/value.h"
#include "stats/random.h"
#include "base/banned.h"

/* One document under work. */
struct building {
    struct arena *arena;
    const struct store *store;
    const struct cv_wanted *wanted;
    json_t *root;
};

/* What was not recorded is left out, not written as nothing. */
static void put(json_t *object, const char *key, const char *words)
{
    if (words && words[0])
        json_object_set_new(object, key, json_string(words));
}

static void put_day(json_t *object, const char *key, const struct fetch *row, int column)
{
    struct str day;
    if (fetch_is_null(row, column))
        return;
    str_init(&day);
    date_print(&day, (int32_t)fetch_int(row, column, 0));
    put(object, key, day.at);
    str_clear(&day);
}

static const char *country_of(const struct fetch *row, int column)
{
    const char *code = fetch_text(row, column), *name = iso_country(text_of(code));
    return name ? name : code;
}

/* "a, b", or the one that is there. */
static const char *joined(struct arena *arena, const char *a, const char *b)
{
    return a[0] && b[0] ? arena_format(arena, "%s, %s", a, b) : a[0] ? a : b;
}

typedef void add_row(struct building *building, const struct fetch *row, json_t *section);

/* Rows of a question about the client, $1, and the day, $2, each into the section. */
static bool add_section(struct building *building, const char *name, const char *sql, add_row *add,
                        struct err *err)
{
    const int64_t numbers[] = {building->wanted->client_id, building->wanted->day};
    struct fetch row;
    bool there = true;
    json_t *section = json_object_get(building->root, name);
    if (!section) {
        section = json_array();
        json_object_set_new(building->root, name, section);
    }
    bool good = fetch_open(&row, building->arena, building->store, sql, numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there)
        add(building, &row, section);
    fetch_close(&row);
    return good;
}

static bool add_basics(struct building *building, struct err *err)
{
    const int64_t numbers[] = {building->wanted->client_id, building->wanted->occupation_id};
    struct fetch row;
    bool there = false;
    bool good =
        fetch_open(
            &row, building->arena, building->store,
            "SELECT c.given_names, c.family_name, (SELECT o.label FROM occupation o WHERE o.id = $2) FROM "
            "client c WHERE c.id = $1",
            numbers, 2, err) &&
        fetch_next(&row, &there, err);
    if (good && there) {
        json_t *basics = json_object();
        const char *given = fetch_text(&row, 0);
        put(basics, "name",
            given[0] ? arena_format(building->arena, "%s %s", given, fetch_text(&row, 1))
                     : fetch_text(&row, 1));
        put(basics, "label", fetch_text(&row, 2));
        put(basics, "summary", building->wanted->summary);
        json_object_set_new(building->root, "basics", basics);
    }
    fetch_close(&row);
    return good;
}

/* By the way of a contact point: the member of the basics that holds it. */
static const char *const reached_keys[] = {[CODED_contact_point_way_mobile] = "phone",
                                           [CODED_contact_point_way_phone] = "phone",
                                           [CODED_contact_point_way_e_mail] = "email",
                                           [CODED_contact_point_way_post] = "location"};

/* Where an employer reaches the person: one of each kind, and none that is somebody else's. */
static bool add_reached(struct building *building, struct err *err)
{
    const int64_t numbers[] = {building->wanted->client_id, building->wanted->day};
    json_t *basics = json_object_get(building->root, "basics");
    struct fetch row;
    bool there = true;
    bool good =
        fetch_open(&row, building->arena, building->store,
                   "SELECT p.way, p.address FROM contact_point p WHERE p.client = $1 AND p.whose IS NULL AND "
                   "p.effective_from <= $2 AND (p.effective_to IS NULL OR p.effective_to >= $2) "
                   "ORDER BY COALESCE(p.preferred, 0) DESC, p.way, p.effective_from DESC, p.id DESC",
                   numbers, 2, err);
    while (good && (good = fetch_next(&row, &there, err)) && there) {
        const int way = (int)fetch_int(&row, 0, 0);
        const char *key = reached_keys[way];
        json_t *holder = basics;
        if (json_object_get(basics, key))
            continue;
        if (way == CODED_contact_point_way_post) {
            holder = json_object();
            json_object_set_new(basics, key, holder);
            key = "address";
        }
        put(holder, key, fetch_text(&row, 1));
    }
    fetch_close(&row);
    return good;
}

/* position, employer, country, from, to, kind of placement */
static void add_work(struct building *building, const struct fetch *row, json_t *section)
{
    json_t *work = json_object();
    (void)building;
    put(work, "name", fetch_text(row, 1));
    put(work, "position", fetch_text(row, 0));
    put(work, "location", country_of(row, 2));
    put_day(work, "startDate", row, 3);
    put_day(work, "endDate", row, 4);
    if (!fetch_is_null(row, 5))
        put(work, "summary", list_numbered(LIST_placement_kind, (int)fetch_int(row, 5, 0))->label);
    json_array_append_new(section, work);
}

/* title, field, awarded by, country, day */
static void add_qualification(struct building *building, const struct fetch *row, json_t *section)
{
    json_t *education = json_object();
    put(education, "institution", joined(building->arena, fetch_text(row, 2), country_of(row, 3)));
    put(education, "area", fetch_text(row, 1));
    put(education, "studyType", fetch_text(row, 0));
    put_day(education, "endDate", row, 4);
    json_array_append_new(section, education);
}

/* title, kind, provider, from, to */
static void add_training(struct building *building, const struct fetch *row, json_t *section)
{
    json_t *education = json_object();
    (void)building;
    put(education, "institution", fetch_text(row, 2));
    put(education, "area", list_numbered(LIST_training_kind, (int)fetch_int(row, 1, 0))->label);
    put(education, "studyType", fetch_text(row, 0));
    put_day(education, "startDate", row, 3);
    put_day(education, "endDate", row, 4);
    json_array_append_new(section, education);
}

/* title, body, its name, result, New Zealand level, day */
static void add_assessment(struct building *building, const struct fetch *row, json_t *section)
{
    json_t *certificate = json_object();
    const char *result = list_numbered(LIST_assessment_result, (int)fetch_int(row, 3, 0))->label;
    const char *title = fetch_text(row, 0), *body = fetch_text(row, 2);
    put(certificate, "name",
        fetch_is_null(row, 4) ? arena_format(building->arena, "%s: %s in New Zealand", title, result)
                              : arena_format(building->arena, "%s: %s at New Zealand level %d", title, result,
                                             (int)fetch_int(row, 4, 0)));
    put_day(certificate, "date", row, 5);
    put(certificate, "issuer",
        body[0] ? body : list_numbered(LIST_assessing_body, (int)fetch_int(row, 1, 0))->label);
    json_array_append_new(section, certificate);
}

/* body, step, day */
static void add_registration(struct building *building, const struct fetch *row, json_t *section)
{
    json_t *certificate = json_object();
    (void)building;
    put(certificate, "name", fetch_text(row, 1));
    put_day(certificate, "date", row, 2);
    put(certificate, "issuer", fetch_text(row, 0));
    json_array_append_new(section, certificate);
}

static void add_first_language(struct building *building, const struct fetch *row, json_t *section)
{
    const char *code = fetch_text(row, 0), *name = iso_language(text_of(code));
    json_t *language = json_object();
    (void)building;
    put(language, "language", name ? name : code);
    put(language, "fluency", "First language");
    json_array_append_new(section, language);
}

/* English is one language, its skills one after the other. */
static void add_english(struct building *building, const struct fetch *row, json_t *section)
{
    const size_t count = json_array_size(section);
    json_t *last = count > 0 ? json_array_get(section, count - 1) : NULL;
    const json_t *marked = last ? json_object_get(last, "language") : NULL;
    const char *words = arena_format(building->arena, "%s: %s",
                                     list_numbered(LIST_english_skill, (int)fetch_int(row, 0, 0))->label,
                                     list_numbered(LIST_english, (int)fetch_int(row, 1, 0))->label);
    if (marked && strcmp(json_string_value(marked), "English") == 0) {
        const char *before = json_string_value(json_object_get(last, "fluency"));
        put(last, "fluency", arena_format(building->arena, "%s; %s", before, words));
        return;
    }
    json_t *english = json_object();
    put(english, "language", "English");
    put(english, "fluency", words);
    json_array_append_new(section, english);
}

/* name, known from, said, reached at */
static void add_referee(struct building *building, const struct fetch *row, json_t *section)
{
    json_t *referee = json_object();
    const char *said = fetch_text(row, 2), *reached = fetch_text(row, 3);
    const char *quoted = said[0] ? arena_format(building->arena, "\xe2\x80\x9c%s\xe2\x80\x9d", said) : "";
    put(referee, "name", fetch_text(row, 0));
    put(referee, "reference",
        joined(building->arena, fetch_text(row, 1), joined(building->arena, quoted, reached)));
    json_array_append_new(section, referee);
}

#define LATEST_OF(body)                                                                                      \
    "a.id = (SELECT s.id FROM qualification_assessment s WHERE s.qualification = q.id AND s.body = " body    \
    " AND s.effective_from <= $2 ORDER BY s.effective_from DESC, s.id DESC LIMIT 1)"

static const struct {
    const char *name, *sql;
    add_row *add;
} sections[] = {
    {"work",
     "SELECT COALESCE(o.label, ''), e.name, 'NZ', p.started_on, p.ended_on, p.kind FROM placement p JOIN "
     "employer e ON "
     "e.id = p.employer LEFT JOIN occupation o ON o.id = p.occupation WHERE p.client = $1 AND p.started_on "
     "<= $2 ORDER BY "
     "p.started_on DESC, p.id DESC",
     add_work},
    {"work",
     "SELECT w.title, w.employer, w.country, w.effective_from, w.effective_to, NULL FROM work_history w "
     "WHERE w.client = "
     "$1 AND w.effective_from <= $2 ORDER BY w.effective_from DESC, w.id DESC",
     add_work},
    {"education",
     "SELECT t.title, t.kind, o.name, t.effective_from, t.effective_to FROM training t LEFT JOIN "
     "organisation o ON o.id = "
     "t.organisation WHERE t.client = $1 AND t.effective_from <= $2 AND t.completed = 1 ORDER BY "
     "t.effective_from DESC, "
     "t.id DESC",
     add_training},
    {"education",
     "SELECT q.title, q.field, q.awarded_by, q.country, q.effective_from FROM qualification q WHERE q.client "
     "= $1 AND "
     "q.effective_from <= $2 ORDER BY q.effective_from DESC, q.id DESC",
     add_qualification},
    {"certificates",
     "SELECT q.title, a.body, a.body_name, a.result, a.nz_level, a.effective_from FROM qualification q JOIN "
     "qualification_assessment a ON " LATEST_OF("1") " OR " LATEST_OF(
         "2") " WHERE q.client = $1 AND a.result <> 3 ORDER BY a.effective_from DESC, a.id DESC",
     add_assessment},
    {"certificates",
     "SELECT r.body, r.step, r.effective_from FROM registration_step r WHERE r.client = $1 AND "
     "r.effective_from <= $2 AND "
     "r.result = 1 ORDER BY r.effective_from DESC, r.id DESC",
     add_registration},
    {"languages",
     "SELECT c.first_language FROM client c WHERE c.id = $1 AND CAST($2 AS integer) IS NOT NULL AND "
     "c.first_language <> 'eng'",
     add_first_language},
    {"languages",
     "SELECT e.skill, e.level FROM english_level e WHERE e.client = $1 AND e.id = (SELECT s.id FROM "
     "english_level s WHERE "
     "s.client = $1 AND s.skill = e.skill AND s.effective_from <= $2 AND (s.method = 3 OR s.verified_by IS "
     "NOT NULL) ORDER "
     "BY s.effective_from DESC, s.id DESC LIMIT 1) ORDER BY e.skill",
     add_english},
    {"references",
     "SELECT f.name, f.known_from, f.said, f.reached_at FROM referee f WHERE f.client = $1 AND "
     "f.effective_from <= $2 AND "
     "f.agreed_on <= $2 ORDER BY f.name",
     add_referee},
};
_Static_assert(CODED_assessing_body_nzqa == 1 && CODED_assessing_body_profession == 2 &&
                   CODED_assessment_result_refused == 3 && CODED_assessment_result_accepted == 1 &&
                   CODED_method_test == 3,
               "the numbers in the questions are these codes");

bool cv_build(struct arena *arena, const struct store *store, const struct cv_wanted *wanted,
              const char **json, struct err *err)
{
    struct building building = {.arena = arena, .store = store, .wanted = wanted, .root = json_object()};
    bool good = add_basics(&building, err) && add_reached(&building, err);
    for (size_t i = 0; good && i < sizeof sections / sizeof *sections; i++)
        good = add_section(&building, sections[i].name, sections[i].sql, sections[i].add, err);
    if (good) {
        char *dump = json_dumps(building.root, JSON_COMPACT);
        *json = arena_text(arena, dump, strlen(dump));
        free(dump);
    }
    json_decref(building.root);
    return good;
}

void cv_fingerprint(const char *json, char digits[CV_FINGERPRINT_DIGITS + 1])
{
    const struct random_seed hash = random_seed_of_words(text_of(json));
    char all[RANDOM_SEED_DIGITS + 1];
    random_seed_print(&hash, all);
    memcpy(digits, all, CV_FINGERPRINT_DIGITS);
    digits[CV_FINGERPRINT_DIGITS] = '\0';
}
