#include "casework/demand.h"

#include "casework/fetch.h"
#include "base/banned.h"

enum { GAPS_MAX = 20 };

/* $1 the intake, $2 the day. Seekers are in it as a table of its own, so that each person is looked up once.
 */
static const char *const gaps =
    "WITH RECURSIVE here (id) AS (SELECT p.region FROM intake i JOIN programme p ON p.id = i.programme WHERE "
    "i.id = $1 "
    "UNION SELECT n.office FROM here h JOIN office_name n ON n.parent = h.id WHERE n.effective_from <= $2), "
    "wanted AS (SELECT e.client AS client, COALESCE((SELECT g.occupation FROM goal g WHERE g.client = "
    "e.client AND "
    "g.rank = 1 AND g.effective_from <= $2 ORDER BY g.effective_from DESC, g.id DESC LIMIT 1), (SELECT "
    "w.occupation "
    "FROM work_history w WHERE w.client = e.client AND w.effective_from <= $2 ORDER BY w.effective_from "
    "DESC, w.id "
    "DESC LIMIT 1)) AS occupation FROM enrolment e WHERE e.intake = $1), "
    "counts AS (SELECT o.label AS label, count(*) AS people, (SELECT COALESCE(sum(v.posts), 0) FROM vacancy "
    "v WHERE "
    "v.occupation = o.id AND v.opened_on <= $2 AND (v.closed_on IS NULL OR v.closed_on >= $2) AND (v.region "
    "IN (SELECT "
    "id FROM here) OR (SELECT max(id) FROM here) IS NULL)) AS posts, (SELECT count(*) FROM placement p JOIN "
    "employer m "
    "ON m.id = p.employer WHERE p.occupation = o.id AND p.kind <> %d AND p.started_on > $2 - 364 AND "
    "p.started_on <= $2 "
    "AND (m.region IN (SELECT id FROM here) OR (SELECT max(id) FROM here) IS NULL)) AS placed FROM wanted w "
    "JOIN "
    "occupation o ON o.id = w.occupation GROUP BY o.id, o.label) "
    "SELECT label, people, posts, placed FROM counts WHERE 10 * (posts + placed) < people ORDER BY people "
    "DESC, label";

bool demand_gaps(struct arena *arena, const struct store *store, int64_t intake, int32_t day,
                 struct demand_gap **out, size_t *count, struct err *err)
{
    const int64_t numbers[] = {intake, day};
    struct fetch rows;
    bool there = true;
    *count = 0;
    *out = ARENA_ARRAY(arena, struct demand_gap, GAPS_MAX);
    bool good = fetch_open(&rows, arena, store,
                           arena_format(arena, gaps, CODED_placement_kind_work_experience), numbers, 2, err);
    while (good && *count < GAPS_MAX && (good = fetch_next(&rows, &there, err)) && there)
        (*out)[(*count)++] = (struct demand_gap){.occupation = fetch_text(&rows, 0),
                                                 .people = fetch_int(&rows, 1, 0),
                                                 .posts = fetch_int(&rows, 2, 0),
                                                 .placed = fetch_int(&rows, 3, 0)};
    fetch_close(&rows);
    return good;
}
