/* draw: who gets a place, by lot.
 *
 * Where more people qualify than there are places, a lottery is the fairest rule and makes the
 * comparison group (R230). The draw is a pure function of the seed and the frozen list: the list's
 * order does not matter, a block's draw hangs on nobody outside the block, and whoever has both, and
 * this page, can repeat it to the last name. Theory: docs/theory/random-draws.md.
 * METHOD in each block, (1) people of one group, who must stay together, are one unit, named by the
 * least of their keys; anybody else is a unit of one. (2) Units stand in the order of their names,
 * byte by byte, a name before all longer ones that begin with it. (3) random_shuffle (random.h) puts
 * them in another order, on the stream of the seed's branch for the block's name. (4) In that order
 * each unit gets places for all its people if so many are left, and is passed over if not.
 * CHECKED by a program of its own, tests/numbers/draw_again.py, and by hand. */
#ifndef STATS_DRAW_H
#define STATS_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "stats/figure.h"
#include "stats/random.h"

struct draw_person {
    struct text key;   /* what names the person on the frozen list, each another: a client number */
    struct text block; /* the name of one of the blocks; "" is a name like any other */
    struct text group; /* who has the same group goes together (a household); "" goes alone */
};

struct draw_block {
    struct text name;
    int64_t places; /* 0 or more */
};

/* What became of one person. */
struct draw_lot {
    bool drawn;
    size_t
        turn; /* of the person's unit in the order of the draw, from 1: who comes next if somebody declines */
};

/* What became of one block. */
struct draw_outcome {
    size_t people, units;
    size_t drawn;         /* people; at most the places */
    size_t passed_over;   /* units too large for the places that were still left */
    struct figure chance; /* of a place, the same for everybody; absent where units are of several sizes, or
                             nobody is there */
};

struct draw {
    const struct draw_lot *lots;         /* as the people */
    const struct draw_outcome *outcomes; /* as the blocks */
    const char *note;                    /* NULL, or a caution: chances differ */
};

/* Draws.
 * FAILS a key or a block's name given twice, a person of a block that is not listed, a group in two
 * blocks, an empty key: ERR_input with a sentence.
 * COST sorting the people; a million in about a second. */
bool draw_places(struct arena *arena, const struct random_seed *seed, const struct draw_person *people,
                 size_t people_count, const struct draw_block *blocks, size_t block_count, struct draw *draw,
                 struct err *err);

#endif
