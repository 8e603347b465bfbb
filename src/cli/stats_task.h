/* stats_task: what the tasks of `mahi stats` share: their rows, their options, and how numbers are put into
 * tables.
 *
 * stats_tasks.def says what there is. cmd_stats finds the task, refuses options that it does not read, and
 * calls its task_NAME, which makes a report. A report ends with stats_people (N, and who is left out and why)
 * and stats_method (one line). */
#ifndef CLI_STATS_TASK_H
#define CLI_STATS_TASK_H

#include "cli/cli.h"
#include "cli/stats_input.h"

struct stats_task {
    const char *name, *arguments;
    int least, most;     /* arguments after the task's name */
    const char *options; /* their names, apart by blanks */
    const char *sentence, *details, *example;
};

#define TASK(name, ...) bool task_##name(struct job *job, struct err *err);
#include "cli/stats_tasks.def"
#undef TASK

size_t stats_tasks(const struct stats_task **out); /* names with _ for -, as in the rows */
bool stats_task_named(struct text name, const struct stats_task **task, struct err *err);
void stats_add_task_name(struct str *out, const struct stats_task *task); /* as typed */
void stats_help_task(struct str *out, const struct stats_task *task);
void stats_help_tasks(struct str *out); /* the list of all */

/* ---- options ---- */

/* The number typed after an option, or what it is without one. FAILS outside [low, high]. */
bool stats_real(const struct job *job, enum option_id option, double otherwise, double low, double high,
                double *number, struct err *err);
bool stats_count(const struct job *job, enum option_id option, int64_t otherwise, int64_t low, int64_t high,
                 int64_t *number, struct err *err);
bool stats_conf(const struct job *job, double *conf, struct err *err); /* --conf, inside (0, 1); 0.95 */

/* "10,20,30" of an option or an argument; count 0 when `typed` is NULL. FAILS what is no number in [low,
 * high]. */
bool stats_reals(struct arena *arena, const char *what, const char *typed, double low, double high,
                 double **numbers, size_t *count, struct err *err);

/* One of the words "a|b|c"; the first when the option is not given. */
bool stats_word(const struct job *job, enum option_id option, const char *words, size_t *which,
                struct err *err);

/* "COLUMN,COLUMN" as wanted columns. */
bool stats_want_list(const struct job *job, struct stats_data *data, enum option_id option,
                     enum stats_want want, struct stats_column ***columns, size_t *count, struct err *err);

/* "3/17": so many of so many. */
bool stats_is_count_of(struct text typed);
bool stats_count_of(struct text typed, int64_t *k, int64_t *n, struct err *err);

/* The argument after the file as a formula with so many columns a side; `shape` says it in words: "OUTCOME ~
 * GROUP". */
struct formula_shape {
    const char *words;
    size_t left_least, left_most, right_least, right_most;
};
bool stats_formula(const struct job *job, struct formula_shape shape, struct formula *formula,
                   struct err *err);

const char *job_text(const struct job *job, size_t argument); /* an argument, zero-terminated */

/* ---- output ---- */

/* "Of 228 rows …": N, and who is left out and why. */
void stats_people(struct report *report, const struct stats_data *data);
void stats_method(struct report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Decimals that show three digits of a standard error (or of the number itself), at least `least`. */
int stats_decimals(double size);
int stats_decimals_of(struct figure size, int otherwise);

const char *stats_percent(struct arena *arena, double conf); /* "95%" */

/* A cell each. Infinite numbers are the word "infinite". */
void put_figure(struct table *table, struct figure figure, int decimals);
void put_share(struct table *table, struct figure share);
void put_points(struct table *table, struct figure difference);
void put_signed(struct table *table, struct figure difference, int decimals);
void put_p(struct table *table, struct figure p);
void put_interval(struct table *table, struct interval interval, int decimals, enum measure measure);
void put_count(struct table *table, size_t count);
void put_text(struct table *table, const char *text);

/* Columns of a table in one go: "key|Label|kind" or "key|Label|kind|unit", the kind t, n, r or i for text,
 * number, rate, interval; ended by NULL. */
void stats_columns(struct table *table, const char *const *columns);

/* A file that a task writes beside its report; FAILS one that exists. */
bool stats_write_out(struct job *job, enum option_id option, const struct str *text, struct report *report,
                     struct err *err);

#endif
