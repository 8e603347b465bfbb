/* reach_work: asking one programme's hard criteria as at a day; private to newcomers.c and forecast.c. */
#ifndef CASEWORK_REACH_WORK_H
#define CASEWORK_REACH_WORK_H

#include "casework/reach.h"

/* Fills the table `asked` with those whose answer to all hard criteria together is `answer`. */
bool reach_choose(struct arena *arena, const struct store *store, const struct reach_request *request,
                  struct text programme, int32_t day, enum answer answer, const char **name, int64_t *id,
                  struct err *err);

#endif
