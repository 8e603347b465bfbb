/* lottery: a frozen list of people and the places among them, drawn by lot, and drawn again by anybody.
 *
 * Needs no database: what it works on is the list, which may come out of one or out of a file, the number of
 * places and the seed. The draw itself is stats/draw.h's.
 *
 *   struct lottery ─ lottery_draw ─► turn and drawn of each ─ lottery_compare ─► who differs
 *          ▲ lottery_read (CSV)                      lottery_write (CSV) ─► a file for somebody else to check
 */
#ifndef CASEWORK_LOTTERY_H
#define CASEWORK_LOTTERY_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "stats/random.h"

enum lot { LOT_apart, LOT_passed, LOT_drawn }; /* apart: on the list, and not in the draw */

struct lottery_person {
    const char *number;    /* of the client; names the person */
    const char *answers;   /* to the criteria, a letter each */
    const char *block;     /* among whom they are drawn; "" is a block like any other */
    const char *household; /* with whom they are drawn; "" alone */
    enum lot lot;
    int64_t turn; /* in the order of the draw, from 1; 0: not in it */
};

struct lottery {
    struct lottery_person *people;
    size_t count;
    int64_t places;
};

/* 64 digits that follow from who is on the list, with answers, block and household, whatever the order.
 * METHOD BLAKE2b (random.h) of a line for each person, in the order of their numbers byte by byte: number,
 * answers, block and household with tabs between and a newline at the end. */
void lottery_fingerprint(struct arena *arena, const struct lottery *lottery,
                         char digits[RANDOM_SEED_DIGITS + 1]);

/* Sets turn and lot of everybody who is not LOT_apart. *note: NULL, or a caution.
 * METHOD places go to blocks as their people do: the whole part of places times people of the block through
 * all people, and what is left one by one to the largest remainders (Hare's method), of equal ones to the
 * block whose name comes first byte by byte. Then draw.h in each block.
 * FAILS ERR_input: a number twice, a household in two blocks. */
bool lottery_draw(struct arena *arena, struct lottery *lottery, const struct random_seed *seed,
                  const char **note, struct err *err);

/* One person of whom two lists, or a list and its draw, do not say the same. */
struct lottery_difference {
    const char *number, *sentence;
};

/* Draws again and compares. *differences in the order of the list; none: it is the same to the last name. */
bool lottery_compare(struct arena *arena, const struct lottery *lottery, const struct random_seed *seed,
                     struct lottery_difference **differences, size_t *count, struct err *err);

/* The columns client, answers, block, household, places, turn and drawn, a row for each person. */
void lottery_write(const struct lottery *lottery, FILE *out);

/* FAILS ERR_input with the row: a missing column, a number that is none, two different counts of places. */
bool lottery_read(struct arena *arena, FILE *file, const char *name, struct lottery *lottery,
                  struct err *err);

#endif
