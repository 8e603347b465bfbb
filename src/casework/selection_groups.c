#include "casework/selection.h"

#include <inttypes.h>

#include "casework/fetch.h"
#include "base/banned.h"

enum { NAMED = 3 };

/* The nearest of a group and those above it of which the programme says something, decides. */
static const char left_out[] =
    "WITH RECURSIVE above (cultural_group, within, steps) AS (SELECT g.id, g.id, 0 FROM cultural_group g "
    "UNION "
    "ALL SELECT a.cultural_group, g.part_of, a.steps + 1 FROM above a JOIN cultural_group g ON g.id = "
    "a.within WHERE g.part_of IS NOT NULL), shut AS (SELECT g.id AS id, g.label AS label FROM cultural_group "
    "g WHERE (SELECT COALESCE(x.let_in, 0) FROM above a JOIN exclusion x ON x.cultural_group = a.within "
    "WHERE "
    "a.cultural_group = g.id AND x.programme = $1 ORDER BY a.steps LIMIT 1) = 0) "
    "SELECT c.number, s.label, count(*) OVER () FROM asked q JOIN client c ON c.id = q.client JOIN shut s ON "
    "s.id = c.cultural_group ORDER BY c.number";

bool selection_left_out(struct arena *arena, const struct store *store, int64_t programme_id, int64_t *people,
                        const char **words, struct err *err)
{
    struct fetch rows;
    struct str named;
    int64_t exclusions;
    bool there = true;
    *people = 0;
    *words = "";
    if (!fetch_number(store, "SELECT count(*) FROM exclusion WHERE programme = $1", &programme_id, 1, 0,
                      &exclusions, err))
        return false;
    if (exclusions == 0)
        return true;
    str_init(&named);
    bool good = fetch_open(&rows, arena, store, left_out, &programme_id, 1, err);
    for (int i = 0; good && i < NAMED && (good = fetch_next(&rows, &there, err)) && there; i++) {
        *people = fetch_int(&rows, 2, 0);
        str_addf(&named, "%s\"%s\" (%s)", i > 0 ? ", " : "", fetch_text(&rows, 0), fetch_text(&rows, 1));
    }
    fetch_close(&rows);
    if (*people > NAMED)
        str_add(&named, " …");
    if (good && *people > 0)
        *words = arena_text(arena, named.at, named.length);
    str_clear(&named);
    return good;
}

bool selection_elsewhere(struct arena *arena, const struct store *store, int64_t intake_id,
                         int64_t *took_part, int64_t *compared, struct err *err)
{
    static const char sql[] =
        "SELECT count(DISTINCT CASE WHEN o.side = $2 THEN e.client END), count(DISTINCT CASE WHEN o.side = "
        "$3 "
        "THEN e.client END) FROM enrolment e JOIN intake i ON i.id = e.intake JOIN intake k ON k.programme = "
        "i.programme AND k.id <> i.id JOIN enrolment o ON o.intake = k.id AND o.client = e.client WHERE "
        "e.intake = $1 AND e.side IN ($2, $3, $4)";
    struct fetch rows;
    bool there;
    const int64_t numbers[] = {intake_id, CODED_enrolment_side_programme, CODED_enrolment_side_comparison,
                               CODED_enrolment_side_undecided};
    const bool good = fetch_open(&rows, arena, store, sql, numbers, 4, err) && fetch_next(&rows, &there, err);
    *took_part = good ? fetch_int(&rows, 0, 0) : 0;
    *compared = good ? fetch_int(&rows, 1, 0) : 0;
    fetch_close(&rows);
    return good;
}
