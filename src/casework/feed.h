/* feed: what happened to the people somebody answers for, computed from the records themselves (R159).
 *
 * Who took a place, started, finished or left, did not come to a session, has a CV, was placed, was asked at
 * a follow-up, moves: each the first time that it was written down, by whoever wrote it. What is later than
 * the reader's mark (feed_mark) is unread; what they wrote themselves is no news. The boards `feed` and
 * `feed_unread` show it, to the reader and to managers. */
#ifndef CASEWORK_FEED_H
#define CASEWORK_FEED_H

#include "base/arena.h"
#include "store/store.h"

/* SQL of boards: a table news (client, at, who, day, what, which), for a WITH that has a table mine (client).
 */
#define NEWS                                                                                                 \
    "news AS (SELECT client, at, who, day, what, which FROM (SELECT e.client, e.recorded_at AS at, "         \
    "e.recorded_by AS who, COALESCE(e.withdrew_on, e.completed_on, e.started_on, e.enrolled_on) AS "         \
    "day, " NEWS_STAGE                                                                                       \
    " AS what, i.code AS which, ROW_NUMBER() OVER (PARTITION BY e.client, e.intake, " NEWS_STAGE             \
    " ORDER BY e.recorded_at) AS n FROM (SELECT client, intake, recorded_at, recorded_by, withdrew_on, "     \
    "completed_on, started_on, enrolled_on FROM enrolment WHERE client IN (SELECT client FROM mine) "        \
    "UNION ALL SELECT client, intake, recorded_at, recorded_by, withdrew_on, completed_on, started_on, "     \
    "enrolled_on FROM enrolment_history WHERE id IN (SELECT id FROM enrolment WHERE client IN (SELECT "      \
    "client FROM mine))) e JOIN intake i ON i.id = e.intake) t WHERE n = 1 AND day IS NOT NULL "             \
    "UNION ALL SELECT client, at, who, day, what, which FROM (SELECT p.client, p.recorded_at AS at, "        \
    "p.recorded_by AS who, COALESCE(p.ended_on, p.started_on, p.client_agreed_on) AS day, " NEWS_PLACED      \
    " AS what, m.name AS which, ROW_NUMBER() OVER (PARTITION BY p.id, " NEWS_PLACED                          \
    " ORDER BY p.recorded_at) AS n FROM (SELECT id, client, employer, recorded_at, recorded_by, ended_on, "  \
    "started_on, client_agreed_on, employer_agreed_on FROM placement WHERE client IN (SELECT client FROM "   \
    "mine) UNION ALL SELECT id, client, employer, recorded_at, recorded_by, ended_on, started_on, "          \
    "client_agreed_on, employer_agreed_on FROM placement_history WHERE id IN (SELECT id FROM placement "     \
    "WHERE client IN (SELECT client FROM mine))) p JOIN employer m ON m.id = p.employer) t WHERE n = 1 "     \
    "AND what IS NOT NULL "                                                                                  \
    "UNION ALL SELECT a.client, a.recorded_at, a.recorded_by, s.held_on, 'Did not come', s.code FROM "       \
    "attendance a JOIN session s ON s.id = a.session WHERE a.came IN (3, 4) AND a.client IN (SELECT "        \
    "client FROM mine) "                                                                                     \
    "UNION ALL SELECT v.client, v.recorded_at, v.recorded_by, v.effective_from, 'Has a CV', v.number FROM "  \
    "cv v WHERE v.client IN (SELECT client FROM mine) "                                                      \
    "UNION ALL SELECT d.client, d.recorded_at, d.recorded_by, d.done_on, CASE d.result WHEN 1 THEN "         \
    "'Reached at a follow-up' WHEN 2 THEN 'Not found at a follow-up' WHEN 3 THEN 'Refused a follow-up' "     \
    "ELSE 'Has died' END, i.code FROM follow_up_due d JOIN intake i ON i.id = d.intake WHERE d.done_on IS "  \
    "NOT NULL AND d.client IN (SELECT client FROM mine) "                                                    \
    "UNION ALL SELECT t.client, t.recorded_at, t.recorded_by, t.effective_from, CASE WHEN t.carried IS NOT " \
    "NULL THEN 'Moved office' WHEN t.refused_on IS NOT NULL THEN 'A move was refused' ELSE 'A move is "      \
    "proposed' END, t.number FROM transfer t WHERE t.client IN (SELECT client FROM mine))"

#define NEWS_STAGE                                                                                           \
    "CASE WHEN e.withdrew_on IS NOT NULL THEN 'Left the course' WHEN e.completed_on IS NOT NULL THEN "       \
    "'Finished the course' WHEN e.started_on IS NOT NULL THEN 'Started the course' WHEN e.enrolled_on IS "   \
    "NOT NULL THEN 'Took a place' END"
#define NEWS_PLACED                                                                                          \
    "CASE WHEN p.ended_on IS NOT NULL THEN 'Placement ended' WHEN p.started_on IS NOT NULL THEN 'Began in "  \
    "a placement' WHEN p.client_agreed_on IS NOT NULL AND p.employer_agreed_on IS NOT NULL THEN "            \
    "'Placement agreed' END"

_Static_assert(CODED_attendance_excused == 3 && CODED_attendance_absent == 4 &&
                   CODED_follow_up_result_reached == 1 && CODED_follow_up_result_not_found == 2 &&
                   CODED_follow_up_result_refused == 3,
               "NEWS names them");

/* Whoever works here has read everything up to that moment. In a transaction of its own; never back. */
bool feed_read(struct arena *arena, struct store *store, int64_t until, struct err *err);

#endif
