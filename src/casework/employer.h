/* employer: somebody asks an employer for something, and what it answers is written down (R61, R186, R201).
 *
 * The answers are a scale: none, refused, interested, met, offered. How far an employer came is its furthest
 * answer, never an adjective; a promise with a condition becomes a call-back (R107). */
#ifndef CASEWORK_EMPLOYER_H
#define CASEWORK_EMPLOYER_H

#include "casework/done.h"

struct employer_promise {
    const char *words; /* under what condition; NULL: it promised nothing */
    int32_t call_on;   /* when to ask again; DATE_MIN: not said */
};

/* IN `contact`: a new form of R_employer_contact, filled in as far as people did. The day is today unless
 * given, the one who asked is who works here, and in which capacity follows from the agency, the client or
 * the role. The first contact ever says through whom the employer was reached (R93). What its promise was
 * about is what it was asked for; it is called back by the employer's owner, or who asked. */
bool employer_ask(struct store *store, struct form *contact, const struct employer_promise *promise,
                  const char *because, struct done *done, struct err *err);

#endif
