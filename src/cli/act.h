/* act: what the commands of acts share (casework/done.h): fields as typed, and what was done. */
#ifndef CLI_ACT_H
#define CLI_ACT_H

#include "casework/done.h"
#include "cli/cli.h"

/* Gives the form each FIELD=VALUE from the argument `first` on. FAILS ERR_usage for a field that the record
 * has not, with the nearest; ERR_input for a value that is none of it. */
bool act_fields(const struct job *job, size_t first, struct form *form, struct err *err);

/* Where a rule asks for a reason, what to type next. Returns false. */
bool act_failed(struct job *job, const struct err *err);

void act_report(struct job *job, const char *key, const char *title, const struct done *done);

#endif
