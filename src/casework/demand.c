#include "casework/demand.h"

#include "casework/fetch.h"
#include "base/banned.h"

enum { GAPS_MAX = 20 };

#define HERE(region) "(" region " IN (SELECT id FROM here) OR (SELECT max(id) FROM here) IS NULL)"

/* $1 the intake, $2 the day. Vacancies and placements are passed over once, not once for each occupation. */
static const char *const gaps =
    "WITH RECURSIVE here (id) AS (SELECT p.region FROM intake i JOIN programme p ON p.id = i.programme WHERE "
    "i.id = $1 UNION SELECT n.office FROM here h JOIN office_name n ON n.parent = h.id WHERE "
    "n.effective_from <= $2), "
    "wanted AS (SELECT COALESCE((SELECT g.occupation FROM goal g WHERE g.client = e.client AND g.rank = 1 "
    "AND g.effective_from <= $2 ORDER BY g.effective_from DESC, g.id DESC LIMIT 1), (SELECT w.occupation "
    "FROM work_history w WHERE w.client = e.client AND w.effective_from <= $2 ORDER BY w.effective_from "
    "DESC, w.id DESC LIMIT 1)) AS occupation FROM enrolment e WHERE e.intake = $1), "
    "seekers AS (SELECT occupation, count(*) AS people FROM wanted GROUP BY occupation), "
    "open AS (SELECT v.occupation, sum(v.posts) AS posts FROM vacancy v WHERE v.opened_on <= $2 AND "
    "(v.closed_on IS NULL OR v.closed_on >= $2) AND " HERE(
        "v.region") " GROUP BY v.occupation), "
                    "found AS (SELECT p.occupation, count(*) AS placed FROM placement p JOIN employer m ON "
                    "m.id = p.employer "
                    "WHERE p.kind <> %d AND p.started_on > $2 - 364 AND p.started_on <= $2 AND " HERE(
                        "m.region") " GROUP BY p.occupation), "
                                    "counts AS (SELECT o.label AS label, s.people AS people, "
                                    "COALESCE(v.posts, 0) AS posts, "
                                    "COALESCE(f.placed, 0) AS placed FROM seekers s JOIN occupation o ON "
                                    "o.id = s.occupation "
                                    "LEFT JOIN open v ON v.occupation = o.id LEFT JOIN found f ON "
                                    "f.occupation = o.id) "
                                    "SELECT label, people, posts, placed FROM counts WHERE 10 * (posts + "
                                    "placed) < people ORDER BY people "
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
