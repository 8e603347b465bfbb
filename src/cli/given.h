/* given: options of a command as values: a day, a code of a list, a whole number. */
#ifndef CLI_GIVEN_H
#define CLI_GIVEN_H

#include "cli/cli.h"

/* Each: `otherwise` when the option was not given. FAILS ERR_usage with what would be right. */
bool given_day(const struct job *job, enum option_id option, int32_t otherwise, int32_t *day,
               struct err *err);
bool given_number(const struct job *job, enum option_id option, int64_t otherwise, int64_t *number,
                  struct err *err);
bool given_choice(const struct job *job, enum option_id option, enum list_id list, int otherwise, int *number,
                  struct err *err);

bool given_real(const struct job *job, enum option_id option, double otherwise, double *number,
                struct err *err);

/* The id of the record whose key was given; 0 when the option was not. FAILS ERR_absent: there is none. */
bool given_record(const struct job *job, enum option_id option, const struct record *record, int64_t *id,
                  struct err *err);

/* A code of a list, wherever it was typed; `what` names it: "--duty". */
bool given_code(struct text typed, const char *what, enum list_id list, int *number, struct err *err);

/* What was typed, or empty. */
struct text given_text(const struct job *job, enum option_id option);

#endif
