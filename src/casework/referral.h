/* referral: a person is put forward for a vacancy, and what came of it: who said no, and why (R19, R65,
 * R109).
 *
 *   referral_make ─► open ─ referral_result ─► offered, started, refused, withdrawn ─ refusal_review ─►
 * checked
 *
 * A person's gender is read nowhere here (R42). What must hold (the vacancy is open, nobody is put forward
 * for it twice, an employer's refusal has a coded reason, who reviews is not who recorded) are guards. */
#ifndef CASEWORK_REFERRAL_H
#define CASEWORK_REFERRAL_H

#include "casework/done.h"

struct referral_request {
    struct text client, vacancy;
    struct text organisation, intake; /* may be empty */
    int32_t day;
    const char *because;
};

/* Says what whoever puts the person forward should know: the English that the work needs beside what was
 * tested and how (R112, R197), whether a work broker has met the person (R212), what they learned before a
 * placement (R101), and how often they were refused without an interview. */
bool referral_make(struct store *store, const struct referral_request *request, struct done *done,
                   struct err *err);

struct referral_end {
    struct text number;
    int result, refusal;         /* CODED_referral_result_…; CODED_refusal_… or 0 */
    int32_t day, interviewed_on; /* DATE_MIN: there was no interview */
    const char *words, *because; /* NULL: none */
};

/* Of a refusal, what answers it is said: the verified credentials, the tested English, evidence notes
 * (R196, R197, R206). FAILS ERR_conflict when it has a final result already. */
bool referral_result(struct store *store, const struct referral_end *end, struct done *done, struct err *err);

struct refusal_verdict {
    enum record_id record; /* R_referral or R_employer_contact */
    struct text number;
    int verdict;   /* CODED_refusal_review_… */
    bool unlawful; /* whether the reviewer thinks the ground unlawful (R199) */
};

/* By who works here. FAILS ERR_conflict when nobody refused there. */
bool refusal_review(struct store *store, const struct refusal_verdict *verdict, struct done *done,
                    struct err *err);

/* What an employer's reason is answered with; nothing for 0. `client` 0: nobody in particular. */
bool refusal_answered(const struct store *store, int refusal, int64_t client, struct done *done,
                      struct err *err);

#endif
