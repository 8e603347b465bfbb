/* credentials: a sheet on which an employer can rely: each qualification and referee, how it was verified, by
 * whom and when, and what was not (R85). Shown only with the person's consent; that it was shown is written
 * down in the same transaction, so that nothing leaves without a trace. Of what few may see, and of what says
 * how a person is, nothing stands on it (R41). */
#ifndef CASEWORK_CREDENTIALS_H
#define CASEWORK_CREDENTIALS_H

#include "base/arena.h"
#include "report/report.h"
#include "store/store.h"

struct credentials_request {
    struct text client;
    struct text employer, organisation; /* to whom; one of them */
    int32_t consent_on;                 /* DATE_MIN: not said, which is refused */
    int32_t day;
};

/* FAILS ERR_absent; ERR_usage: to nobody, or to two; ERR_input: without consent, or before it (a guard). */
bool credentials_show(struct arena *arena, struct store *store, const struct credentials_request *request,
                      struct report **out, struct err *err);

#endif
