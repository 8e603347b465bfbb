/* agreement: what was agreed, in versions, by which parties, and who agreed to the one that stands (R95,
 * R129).
 *
 * An agreement has versions, each with its purpose, duties, steps and what clients are told; a change is a
 * new version, which every party agrees to anew. Until all have, nobody is referred under it: a guard of
 * agency_referral says so at every door. */
#ifndef CASEWORK_AGREEMENT_H
#define CASEWORK_AGREEMENT_H

#include "report/report.h"
#include "store/store.h"

struct agreement_party {
    const char *code, *name;
    int32_t agreed_on;     /* to the version that stands; DATE_MIN: not yet */
    const char *signed_by; /* "" */
};

struct agreement_version {
    const char *code;
    int version;
    int32_t starts_on, review_on;                        /* DATE_MIN: none */
    const char *purpose, *duties, *steps, *clients_told; /* "" where nobody wrote it */
};

struct agreement {
    int64_t id;
    const char *code, *title, *programme; /* programme "" when of none */
    int kind;                             /* CODED_agreement_kind_… */
    struct agreement_version *versions;   /* the newest first */
    size_t version_count;
    size_t standing; /* which of them stands on the day; version_count: none does */
    struct agreement_party *parties;
    size_t party_count, agreed_count;
};

/* As at a day. FAILS ERR_absent with the nearest code. */
bool agreement_read(struct arena *arena, const struct store *store, struct text code, int32_t day,
                    struct agreement *out, struct err *err);

/* Whether somebody may be referred under it on that day: there are parties, and all agreed to what stands. */
bool agreement_is_agreed(const struct agreement *agreement);

struct agreement_signing {
    struct text agreement, party; /* codes */
    int32_t day;
    const char *signed_by;
};

/* One party agrees to the version that stands on the day.
 * FAILS ERR_absent: no such agreement, no version stands; the guards of agreement_signature: no party. */
bool agreement_sign(struct arena *arena, struct store *store, const struct agreement_signing *request,
                    struct err *err);

struct report *agreement_report(struct arena *arena, const struct agreement *agreement, int32_t day);

#endif
