/* topic: one folder of truths against the statistics engine, figure by figure.
 *
 * A topic is a folder like 01_proportions: inputs, and files of expected figures made from them by another
 * program. A topic's function walks the expected files and, for each figure there, says what the engine
 * makes of the inputs. It takes cases, rows and parameters from the files and knows none by heart, so it
 * runs on any folder of the same layout.
 *
 *     static struct answer produce(void *context, const char *name, const char *stat)
 *     {
 *         ...find the case `name` in the inputs, and the figure `stat` of it...
 *         return answer_figure(proportion_share(k, n));    or  return answer_unknown();
 *     }
 *     void topic_01_proportions(struct topic *topic)
 *     {
 *         topic_long(topic, "singles_expected.csv", RULES, produce, &context);
 *     }
 *
 * A figure that the function does not know counts as failed, and so does every figure of an expected file
 * that it never opened, and of what was left when it broke off. To add a topic: a row in topics.def and a
 * file topic_NAME.c. */
#ifndef TESTS_NUMBERS_TOPIC_H
#define TESTS_NUMBERS_TOPIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stats/figure.h"

#include "oracle_file.h"

/* How far a figure may be off: the first rule whose pattern (* and ? as in a shell) fits its name. */
struct rule {
    const char *pattern;
    double relative; /* of the expected value; 0 for exact. An expected 0 is compared absolutely */
    double absolute; /* this far off is right at any size; 0 unless the truth itself is rounding noise */
};

/* What the engine says: a figure, or a word (an id, a name). */
struct answer {
    bool known;
    struct figure figure;
    const char *text; /* NULL for a figure */
};

static inline struct answer answer_unknown(void)
{
    return (struct answer){0};
}

static inline struct answer answer_figure(struct figure figure)
{
    return (struct answer){.known = true, .figure = figure};
}

static inline struct answer answer_real(double value)
{
    return answer_figure(figure_of(value));
}

static inline struct answer answer_count(int64_t count)
{
    return answer_figure(figure_of((double)count));
}

static inline struct answer answer_text(const char *text)
{
    return (struct answer){.known = true, .text = text};
}

static inline struct answer answer_low(struct interval interval)
{
    return answer_figure((struct figure){interval.low, interval.absent});
}

static inline struct answer answer_high(struct interval interval)
{
    return answer_figure((struct figure){interval.high, interval.absent});
}

/* The answers that a case has, by the names that the expected files give them.
 *
 *     const struct named answers[] = {{"n", answer_count(n)}, {"mean", answer_figure(mean)}};
 *     return ANSWER_NAMED(answers, stat);
 *
 * OUT the answer of that name, unknown when there is none. */
struct named {
    const char *name;
    struct answer answer;
};

struct named_figure {
    const char *name;
    struct figure figure;
};

struct answer answer_named(const struct named *answers, size_t count, const char *name);
struct answer figure_named(const struct named_figure *figures, size_t count, const char *name);

#define ANSWER_NAMED(answers, name) answer_named(answers, sizeof(answers) / sizeof *(answers), name)
#define FIGURE_NAMED(figures, name) figure_named(figures, sizeof(figures) / sizeof *(figures), name)

enum { SAID_FAILURES_MAX = 5, TOPIC_SAID_MAX = 6000, TOPIC_OPENED_MAX = 512, TOPIC_NAME_MAX = 128 };

/* The tally of one topic. It outlives the process that the topic runs in, so that what was compared before a
 * crash is known. */
struct topic {
    char folder[1024];
    size_t passed, failed, said_failures;
    double worst;          /* relative error of the figures that passed or failed with a number */
    char worst_where[256]; /* "pairs_expected.csv newcombe98_a rd" */
    char asking[256];      /* what is being produced, for when it breaks off */
    char said[TOPIC_SAID_MAX];
    char opened[TOPIC_OPENED_MAX][TOPIC_NAME_MAX];
    size_t opened_count;
};

/* Reads a file of the topic's folder. OUT false when it is not there, then `table` is empty (no rows): a
 * folder need not hold every file. Close it with oracle_close. */
bool topic_open(struct topic *topic, const char *file, struct oracle *table);

/* The names in the folder that fit `pattern` ("*_pairs.csv"), in order, into names[0..max).
 * OUT how many. */
size_t topic_files(const struct topic *topic, const char *pattern, char (*names)[TOPIC_NAME_MAX], size_t max);

/* Every row of a long-form file (case,stat,value). A file that is not there has no rows. */
void topic_long(struct topic *topic, const char *file, const struct rule *rules,
                struct answer (*produce)(void *context, const char *name, const char *stat), void *context);

/* Every cell of a wide file but those of the columns named in `keys` ("case,i,p"); the rules look at the
 * column. */
void topic_wide(struct topic *topic, const char *file, const char *keys, const struct rule *rules,
                struct answer (*produce)(void *context, const struct oracle *table, size_t row,
                                         const char *column),
                void *context);

/* One figure: `expected` as the file writes it (NA and NaN must be absent, Inf must be infinite, TRUE and
 * FALSE are 1 and 0), against `got`. `where` says what it is, `stat` chooses the rule. */
void topic_compare(struct topic *topic, const char *where, const char *stat, const char *expected,
                   const struct rule *rules, struct answer got);

/* One figure judged by the topic itself: `right`, or else what to say about it. */
void topic_judge(struct topic *topic, const char *where, bool right, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Every topic of topics.def is a function topic_NAME. */
#define TOPIC(name, files, proves) void topic_##name(struct topic *topic);
#include "topics.def"
#undef TOPIC

#endif
