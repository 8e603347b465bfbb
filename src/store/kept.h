/* kept: questions that the service keeps: criteria, working lists, checks (R8, R52).
 *
 * A question has a code, an owner and a sentence; its words have versions. A change makes a new version with
 * its reason and never touches an old one, so that whoever used a version keeps it (R27). Versions are
 * written as CODE/3. */
#ifndef STORE_KEPT_H
#define STORE_KEPT_H

#include "store/store.h"

struct kept {
    int64_t version_id; /* of question_version */
    struct text code, version_code;
    const char *label, *sentence, *owner; /* "" where nobody wrote it */
    int version;
    struct text text;
    bool verified_only;
    int32_t saved_on;
    const char *reason;
};

/* By CODE, the last version, or CODE/3. Texts in the arena. FAILS ERR_absent with the nearest known code. */
bool kept_find(struct arena *arena, const struct store *store, struct text code, struct kept *out,
               struct err *err);

struct kept_request {
    struct text code, text;
    const char *label, *sentence, *reason; /* NULL: as it was */
    bool verified_only;
};

/* Saves a question under its code: a new question with version 1, a new version where the words differ, or
 * nothing at all. The words must have been compiled. FAILS ERR_usage: a new question without a label; a
 * changed one without a reason. */
bool kept_save(struct arena *arena, struct store *store, const struct kept_request *request, struct kept *out,
               bool *changed, struct err *err);

/* All questions by code, each in its last version; with `code`, all versions of that one, the newest first.
 */
bool kept_list(struct arena *arena, const struct store *store, struct text code, struct kept **out,
               size_t *count, struct err *err);

/* One line of a programme's criteria. */
struct criterion {
    int rank;
    const char *label;
    bool preferred; /* ranks and does not decide (R27) */
    struct kept kept;
};

/* A programme's criteria by rank. FAILS ERR_absent: no such programme, with the nearest; or it has none yet.
 */
bool kept_criteria(struct arena *arena, const struct store *store, struct text programme,
                   struct criterion **out, size_t *count, const char **programme_name, int64_t *programme_id,
                   struct err *err);

#endif
