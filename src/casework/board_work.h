/* board_work: a board's SQL for one asking; private to board*.c. */
#ifndef CASEWORK_BOARD_WORK_H
#define CASEWORK_BOARD_WORK_H

#include "casework/board.h"

/* What a board is restricted to: the ids or the one number that stand for each restriction that was given. */
struct board_values {
    int64_t *of[RESTRICTION_end];
    size_t count[RESTRICTION_end];
};

/* Reads what was given, and finds the records that it names. Fails as board_report says. */
bool board_values_read(struct arena *arena, const struct store *store, const struct board_request *request,
                       struct board_values *out, struct err *err);

/* The board's SQL with the pieces that were asked for, prepared and its values bound. `most` rows at most; 0:
 * all. */
bool board_open(struct arena *arena, const struct store *store, const struct board_request *request,
                const struct board_values *values, int64_t most, struct statement **out, struct err *err);

/* The same SQL over what had happened by $today (as_at.def), for a day that is past: each record's table is
 * read through a part of its name_then. */
const char *board_sql_as_at(struct arena *arena, const char *sql);

#endif
