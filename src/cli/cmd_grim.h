/* cmd_grim: what its files share: the words in which a verdict is said. Each call adds to `out`. */
#ifndef CLI_CMD_GRIM_H
#define CLI_CMD_GRIM_H

#include "cli/cli.h"
#include "evaluation/published.h"

#define GRIM_NEVER_DATA "Reconstructions, never data."

/* "5.3%": so many of so many, with the decimals of the percentage `like`, at least one. */
void grim_add_percent(struct str *out, int64_t count, int64_t n, const char *like);

/* "15, 30, 45 or 60, the multiples of 15"; "38 to 40" for neighbours. `most` is how far they were sought. */
void grim_add_sizes(struct str *out, struct published_sizes sizes, int64_t most);

/* The same with the count of one percentage at each: "2 of 15, 4 of 30, 6 of 45 or 8 of 60"; "N 11, 17 or …"
 * when they are many. */
void grim_add_sizes_of(struct str *out, const char *percent, struct published_sizes sizes, int64_t most);

/* "2 of 26", "impossible: 2 of 38 is 5.3% and 3 of 38 is 7.9%", or why it proves nothing. */
void grim_add_verdict(struct str *out, const char *percent, int64_t n, const struct grim_check *check);

/* ", " between all but the last two, which have `last` between them: " or ". */
void grim_add_joint(struct str *out, size_t at, size_t count, const char *last);

/* The text in the job's arena; clears `str`. */
const char *grim_text(struct job *job, struct str *str);

bool grim_most(const struct job *job, int64_t *most, struct err *err);

/* A table for programs rather than sections for people. */
bool grim_is_flat(const struct job *job);

/* The verdicts on a file as tables for programs. */
void grim_report_rows(struct job *job, struct report *report, const struct published *published);

/* A file of percentages: mahi grim FILE. */
bool grim_file(struct job *job, struct text path, struct err *err);

#endif
