/* made: clients for the question bench, made up from their number alone: the same number gives the same
 * client, in whatever order and program.
 *
 * What is written to import files (made_files.c), to JSON for the peer, and evaluated in memory (evaluate.c)
 * are the same clients, so that the answers can be held against one another. 5 to 15% of each fact are not
 * recorded; about 1% of clients have something that begins after the day. The day is MADE_TODAY. */
#ifndef BENCH_MADE_H
#define BENCH_MADE_H

#include <stdbool.h>
#include <stdint.h>

enum { MADE_TODAY = 11200 }; /* 2000-08-31 */
enum { MADE_NOT = INT32_MIN };

struct made_spell {
    int32_t from, to; /* to: MADE_NOT while it goes on */
};

struct made_level {
    int32_t from;
    int value;
};

/* What is recorded of one client. */
struct made {
    int64_t number;
    int32_t arrived; /* MADE_NOT: not recorded */
    struct made_spell registered[2], benefit[1], jobs[3];
    struct made_level sgi[2], speaking[2], understanding[2];
    int32_t qualifications[3]; /* awarded on */
    int registered_count, benefit_count, job_count, sgi_count, speaking_count, understanding_count,
        qualification_count;
    int32_t no_benefit, no_jobs,
        no_qualifications; /* the day on which they said that they have none, or MADE_NOT */
};

void made_client(int64_t number, struct made *out);

/* The facts that the question asks for, as at MADE_TODAY; worked out here a second time, apart from the
 * store. */
struct made_facts {
    int32_t days_registered; /* MADE_NOT: null; so to the others */
    int32_t on_benefit;      /* 0, 1 */
    int32_t sgi, speaking, understanding;
    int32_t qualifications, jobs; /* how many */
    int32_t arrived;
};

void made_facts(const struct made *client, struct made_facts *out);

#endif
