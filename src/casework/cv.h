/* cv: a CV built from the record, in versions, and whether it still says what the record says (R47).
 *
 * the record ─ cv_build ─► JSON Resume ─ cv_make ─► a version, kept for good: when, with whose help, for
 * which work └ its fingerprint, held against that of the record now ─► current, or not a version ─ cv_page ─►
 * a page to print      two versions ─ cv_compare ─► what one says and the other does not
 *
 * On it: the name; how the person is reached, by what is their own; work here and before; qualifications with
 * what the authority and the profession made of them; courses that were finished; the first language, and
 * English only where it was tested or checked; referees who agreed. Never: gender, birth date, country,
 * residence, benefit, barriers, ratings, wellbeing, discrimination (R41, R42). FORMAT JSON Resume v1.0.0
 * (jsonresume.org). CHECKED against its structure by tests/stories/cv.story.sh. */
#ifndef CASEWORK_CV_H
#define CASEWORK_CV_H

#include "base/arena.h"
#include "base/str.h"
#include "store/store.h"

enum { CV_FINGERPRINT_DIGITS = 32 };

struct cv_wanted {
    int64_t client_id;
    int64_t occupation_id; /* 0: for no work in particular */
    const char *summary;   /* ""; in the person's words */
    int32_t day;           /* as at that day */
};

/* *json: the document without its meta, in the arena. */
bool cv_build(struct arena *arena, const struct store *store, const struct cv_wanted *wanted,
              const char **json, struct err *err);

/* METHOD the first 32 hexadecimal digits of the BLAKE2b of the document (stats/random.h). */
void cv_fingerprint(const char *json, char digits[CV_FINGERPRINT_DIGITS + 1]);

struct cv_version {
    int64_t id;
    const char *number, *client, *with, *organisation, *occupation; /* "" where there is none */
    int64_t client_id, occupation_id;
    int32_t made_on;
    const char *summary, *document;
    char fingerprint[CV_FINGERPRINT_DIGITS + 1];
};

struct cv_request {
    struct text client, occupation, organisation; /* the last two may be empty */
    const char *summary;                          /* NULL: as in the version before for that work */
};

/* A new version, unless the last for that work says the same: then *made is false, and *out is that one. */
bool cv_make(struct arena *arena, struct store *store, const struct cv_request *request,
             struct cv_version *out, bool *made, struct err *err);

bool cv_read(struct arena *arena, const struct store *store, struct text number, struct cv_version *out,
             struct err *err);

/* All of a client's, the newest first. */
bool cv_list(struct arena *arena, const struct store *store, struct text client, struct cv_version **out,
             size_t *count, struct err *err);

/* The document that would be made of the record as at the day for the same work with the same summary. */
bool cv_now(struct arena *arena, const struct store *store, const struct cv_version *version, int32_t day,
            const char **json, bool *current, struct err *err);

/* ---- what it says ---- */

struct cv_line {
    const char *section; /* "Work" */
    const char *words;   /* "Staff nurse, Apia Hospital, Samoa, 1990-02-01 to 1997-06-30" */
};

/* FAILS ERR_input when it is no JSON Resume. */
bool cv_lines(struct arena *arena, const char *json, struct cv_line **out, size_t *count, struct err *err);

struct cv_difference {
    const char *section, *was, *is; /* "" on the side that does not say it */
};

bool cv_compare(struct arena *arena, const char *was, const char *is, struct cv_difference **out,
                size_t *count, struct err *err);

/* Appends a whole page to print, of A4 leaves, that needs nothing else: its style sheet is in it, no script.
 */
bool cv_page(struct str *out, const char *json, struct err *err);

/* Appends the document as it leaves the office, with its meta. */
bool cv_json(struct str *out, const struct cv_version *version, struct err *err);

#endif
