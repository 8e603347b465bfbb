/* mix: who people are, by one fact: those on the register, and of them those who were chosen (R31, R80).
 *
 * "The participants reflected the composition of the register" becomes counts. */
#ifndef STORE_MIX_H
#define STORE_MIX_H

#include "rule/fact.h"
#include "store/moment.h"
#include "store/store.h"

struct mix_row {
    const char *label; /* as people read it; "not recorded" */
    int64_t registered, chosen;
};

struct mix {
    struct mix_row *rows; /* the most registered first, not recorded last */
    size_t count;
    int64_t registered, chosen;
};

/* Counts by a fact whose values are codes, keys, texts, or yes and no: those registered on the day, and of
 * them those in the table `asked` (ask_choose). The moment is dated. */
bool mix_make(struct arena *arena, const struct store *store, const struct moment *moment, enum fact_id fact,
              struct mix *mix, struct err *err);

#endif
