/* sample: a made-up register of any size, for trying Mahi out and for timing it.
 *
 * Everything that the dictionary knows of a service at work: offices, staff, employers, programmes, and
 * people with what happened to them, over some years up to a day. Nobody in it exists. It also has the faults
 * that the documents report, each at a stated rate, so that what is meant to expose them has something to
 * find.
 *
 *     words of the seed ─► a stream of chance for each person ─► sheets, one per record type ─► import
 *
 * The same seed, number of clients and day give the same records, on both engines and on any machine. Records
 * go in by the door for many rows and are checked as anybody's are; all of it is one transaction, so a sample
 * is there whole or not at all.
 *
 * What the documents do not say (how a rating is called, what a level of English asks of a person) stays
 * set-up data here too: the sample brings no meanings, only codes. */
#ifndef SAMPLE_SAMPLE_H
#define SAMPLE_SAMPLE_H

#include "base/arena.h"
#include "store/import.h"
#include "store/store.h"

enum { SAMPLE_CLIENTS_MAX = 9999999 };

enum sample_fault {
#define FAULT(name, ...) FAULT_##name,
#include "sample/faults.def"
#undef FAULT
    FAULT_end
};

struct sample_fault_info {
    int permille;         /* how often, of the chances there are */
    const char *of;       /* what a chance is */
    const char *sentence; /* what is wrong then */
    const char *number;   /* of the requirement or the failure */
};

const struct sample_fault_info *sample_fault_info(enum sample_fault fault);

struct sample_request {
    int64_t clients; /* 1 .. SAMPLE_CLIENTS_MAX */
    const char *seed;
    int32_t as_at; /* the last day on which anything happened */
    struct import_progress progress;
};

struct sample_result {
    int64_t rows[R_end]; /* written, by record type */
    struct {
        int64_t chances, made;
    } faults[FAULT_end];
};

/* FAILS ERR_conflict when there are clients in the database already.
 * COST some 30 records per client; memory does not grow with the people, only with offices, staff and
 * employers, a few hundred bytes per hundred clients. */
bool sample_make(struct arena *arena, struct store *store, const struct sample_request *request,
                 struct sample_result *result, struct err *err);

#endif
