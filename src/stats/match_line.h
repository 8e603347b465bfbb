/* match_line: people in line, group by group. Private to the matching sources of src/stats. */
#ifndef STATS_MATCH_LINE_H
#define STATS_MATCH_LINE_H

#include <stddef.h>
#include <stdint.h>

/* Sorts people 0..n by group, then by value; who has both alike stays in file order.
 * IN finite values; group NULL for one group, else each under `groups`; n under 2^32.
 * OUT their places into order[0..n).
 * COST of order_doubles, and room for n + groups places when there are groups. */
void match_line(const double *values, const uint32_t *group, size_t groups, size_t n, uint32_t *order);

#endif
