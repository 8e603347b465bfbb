/* question: what the commands that take a question share: its words, kept or typed; its day; its answers and
 * facts as people read them. */
#ifndef CLI_QUESTION_H
#define CLI_QUESTION_H

#include "cli/cli.h"
#include "cli/progress.h"
#include "rule/rule.h"
#include "store/ask.h"
#include "store/person.h"

struct question {
    struct rule *rule;
    struct moment moment; /* dated: the day asked about, or today */
    bool kept;
    const char *words; /* as it was written */
    const char *title; /* of a kept question its label and version, of a short one its words */
};

/* Which options of a command say what it is about. */
struct question_options {
    enum option_id as_at, known, verified;
};

/* `words` is a question, or @CODE of a kept one, or @CODE/3 for an earlier version.
 * FAILS ERR_input with place; job->pointer then shows the line with carets. */
bool question_read(struct job *job, struct text words, const struct question_options *options,
                   struct question *out, struct err *err);

/* The day that is asked about: --as-at or today; and --known. */
bool question_day(struct job *job, enum option_id as_at, enum option_id known, struct moment *moment,
                  struct err *err);

/* What is to be asked of everybody, with a bar on a terminal where people are asked one by one. */
void question_ask(struct job *job, const struct moment *moment, const struct rule *const *rules, size_t count,
                  struct progress *progress, struct ask *out);

/* --where QUESTION of list, table and compare: fills the table `asked` with those who answer yes. *words: the
 * question, for a caption; "" without the option. */
bool question_where(struct job *job, enum option_id where, const struct record *record,
                    const struct moment *moment, bool *chosen, const char **words, struct err *err);

/* "English speaking is verified"; "Clear"; "not recorded". In the arena. */
const char *question_use_words(struct job *job, struct use use);
const char *question_value_words(struct job *job, struct use use, struct datum value);

/* "yes", "no", "not recorded" */
const char *question_answer_words(struct datum answer);

#endif
