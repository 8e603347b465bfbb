/* typed_record: one record as words of a command line; what `mahi record` and `mahi withdraw` share. */
#ifndef CLI_TYPED_RECORD_H
#define CLI_TYPED_RECORD_H

#include "cli/cli.h"
#include "store/form.h"

/* --if RECORDED-AT: the version that somebody looked at; 0 when the option was not given. */
bool typed_version(const struct job *job, enum option_id option, int64_t *recorded_at, struct err *err);

/* The key of the record in words, "C-1, 2000-03-01, phone". */
bool typed_key(struct job *job, const struct form *form, const char **key, struct err *err);

/* Appends a word as a shell reads it: in quotes when it has anything but what no shell looks at. */
void typed_word(struct str *line, struct text word);

/* The command as it was typed, on a line that may be pasted, with `option` (as typed, with its --) put to
 * `value` instead of what it had. */
const char *typed_again(const struct job *job, const char *option, const char *value);

/* The notes of what was saved (save.h), as cautions. */
void report_notes(struct report *report, const struct saved *saved);

#endif
