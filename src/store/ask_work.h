/* ask_work: one asking, its SQL, and asking one by one; private to ask*.c. */
#ifndef STORE_ASK_WORK_H
#define STORE_ASK_WORK_H

#include "base/str.h"
#include "rule/emit.h"
#include "store/ask.h"
#include "store/facts.h"

/* One asking: its SQL, or why there is none. */
struct asking {
    struct arena *arena;
    const struct store *store;
    const struct ask *ask;
    struct use uses[(ASK_MAX + 1) * RULE_USES_MAX]; /* of all questions and the scope, each once */
    size_t use_count;
    size_t at[ASK_MAX][RULE_USES_MAX]; /* where a question's uses stand among them */
    struct str answers[ASK_MAX];       /* each question as a boolean expression over f */
    struct str scope;                  /* and the scope; "" when everybody is asked */
    struct text *texts;                /* of all of them */
    size_t question_texts, text_count; /* those of the questions come first */
    const char *why;                   /* one by one: because of this */
};

struct asking *asking_open(struct arena *arena, const struct store *store, const struct ask *ask);
void asking_close(struct asking *asking);

/* Whose facts stand still since a day before the one asked about are read from the standing table; the
 * others' are worked out. */
enum part { PART_standing, PART_computed, PART_end };

bool asking_has_part(const struct asking *asking, enum part part);

/* " FROM … f WHERE …": who of the part is in the scope; more conditions may follow with AND. */
void asking_sql_from(struct str *sql, const struct asking *asking, enum part part);

/* The same without the scope, for whoever looks its people up value by value. */
void asking_sql_from_all(struct str *sql, const struct asking *asking, enum part part);

/* " AND …": whose answer to all questions together is this one. */
void asking_sql_answer(struct str *sql, const struct asking *asking, enum answer answer);

/* Prepares what was made with these, and binds all texts. */
bool asking_prepare(const struct asking *asking, const char *sql, bool stream, struct statement **out,
                    struct err *err);

/* Binds the first texts, again after a reset: of the questions alone, or all. */
void asking_bind(const struct asking *asking, struct statement *statement, size_t texts);

/* Who is in the scope, by id, of those after `after`. The ids are freed by the caller. */
bool asking_people(const struct asking *asking, int64_t after, int64_t **ids, size_t *count, struct err *err);

/* Each of the people in the scope, of those after `after`, with their answers; false from `each` ends the
 * walk. */
bool asking_one_by_one(struct asking *asking, int64_t after, ask_each_person *each, void *with,
                       struct err *err);

#endif
