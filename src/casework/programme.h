/* programme: a programme with all its parts, from the file that people write to the lock before its first
 * start (R4-R10, R59, R130, R192, R226).
 *
 *   FILE.yaml ─ design_from_file ─► struct design ─ programme_load ─► the records, in the store
 *   the store ─ design_read ──────► struct design ─ design_to_file ─► FILE.yaml
 *                                        ├ programme_report.h ─► group, objectives, methods, outcomes (R6)
 *                                        ├ programme_copy ─► the same design for another region (R162)
 *                                        └ design_fixed ─► what is fixed, in words ─► its fingerprint
 *
 *   programme_lock    before the first start: fixes criteria, comparison, objectives, outcomes, targets,
 * waves programme_amend   afterwards: a dated amendment with its reason, never an edit
 *
 * programme_parts.def says which records hang under a programme, by which field, and which are fixed.
 * Whether a programme may be locked, and that a locked design is not edited at any door, the guards of
 * programme_lock, criterion, outcome, wave and the others say (guards.def). */
#ifndef CASEWORK_PROGRAMME_H
#define CASEWORK_PROGRAMME_H

#include "base/problem.h"
#include "stats/random.h"
#include "store/store.h"

enum programme_part {
    PART_none,
#define PART(name, ...) PART_##name,
#define CARRIED(...)
#include "casework/programme_parts.def"
#undef PART
#undef CARRIED
    PART_end
};

enum { PART_FIXED_MAX = 12 };

struct programme_part_row {
    const char *name;
    enum record_id record;
    enum programme_part under;
    enum field_id by;
    /* the tail */
    bool whole, copied;
    enum field_id fixed[PART_FIXED_MAX]; /* ended by F_none */
};

struct design_place {
    int line, column; /* 0: the file does not give it */
    bool bad;         /* a problem was said of it */
};

/* One record of a design. */
struct design_row {
    enum programme_part part; /* PART_none: carried along */
    const struct record *record;
    struct value *values;    /* in the order of record_fields; a REF is the other record's key as text */
    int64_t id, recorded_at; /* of the version in the store; 0: it comes from a file */
    int line, column;        /* in the file; 0: it comes from the store */
    struct design_place
        *places;              /* of each value that the file gives, in the same order; NULL: from the store */
    struct design_row *below; /* in the order of the parts, and of the file within a part */
    struct design_row *next;
};

struct design {
    const char *file; /* NULL: it comes from the store */
    struct design_row *programme;
    struct design_row *carried; /* what it points at besides, by record and key */
};

const struct programme_part_row *programme_part(enum programme_part id);
bool part_fixes(const struct programme_part_row *part, const struct field *field);

/* A programme as it stands, with everything that hangs under it.
 * FAILS ERR_absent with the nearest code. */
bool design_read(struct arena *arena, const struct store *store, struct text code, struct design *out,
                 struct err *err);

/* The value of one field; its text where it is one, else "". */
struct value design_value(const struct design_row *row, enum field_id field);
struct text design_text(const struct design_row *row, enum field_id field);

/* The key of a row in words: "2", "mwt-5m"; of one under the programme without the programme. */
const char *design_key(struct arena *arena, const struct design_row *row);

/* ---- files ---- */

/* Reads a file. What is wrong with its words goes to `problems`, with the line as the row and the name and
 * column as the field, all of them at once; `out` is whole only when there are none.
 * FAILS as yaml_read; ERR_input for a file that is no programme. */
bool design_from_file(struct arena *arena, struct text bytes, const char *name, struct design *out,
                      struct problems *problems, struct err *err);

/* Writes the file; what design_from_file reads of it is the same design. Adds to `out`. */
void design_to_file(struct arena *arena, const struct design *design, struct str *out);

/* ---- the store ---- */

struct programme_loaded {
    const char *code;
    int64_t added, changed, unchanged, withdrawn;
    const char **left; /* what stands here and not in the file: "wave mwt-2m", "programme mwt: its caution" */
    size_t left_count;
    const char **notes; /* what guards warn of, and what was done although they ask */
    size_t note_count, note_room;
};

/* Writes a design down: what is new is added, what differs is changed, what is the same stays. What stands
 * here and the file leaves out, a record or a field, is left, and said; with `withdraw` it is taken out,
 * unless other records point at it. The rows of the design get what was left. What the design only points at
 * is added where it is not here, and never changed. One transaction. FAILS as record_save, with
 * FILE:LINE:COLUMN; a locked programme by its guards; ERR_conflict: the file carries other words of a
 * question's version than stand here. */
struct programme_loading {
    const struct design *design;
    bool withdraw;
    const char *because; /* why, where a guard asks; NULL: no reason is given */
};
bool programme_load(struct arena *arena, struct store *store, const struct programme_loading *request,
                    struct programme_loaded *out, struct err *err);

/* The same design under another code, for another region (R162): criteria, objectives, components, stages,
 * outcomes, waves. What belongs to a place, a day or a person stays behind: dates, owners, providers,
 * intakes, agreements, demand. Codes that begin with the programme's begin with the new one.
 * FAILS ERR_conflict: there is a programme of that code. */
struct programme_copying {
    struct text from, code, name, region; /* name empty: as it was; region empty: none */
};
bool programme_copy(struct arena *arena, struct store *store, const struct programme_copying *request,
                    struct programme_loaded *out, struct err *err);

/* ---- what is fixed ---- */

/* What is fixed, in words: a line for each record in the order of parts and keys, and one for each of its
 * fixed fields that says something. The same whatever the database and the order of writing. */
const char *design_fixed(struct arena *arena, const struct design *design);

/* OUT 64 digits. METHOD BLAKE2b (random.h) of design_fixed. */
void design_fingerprint(struct arena *arena, const struct design *design,
                        char digits[RANDOM_SEED_DIGITS + 1]);

struct programme_locked {
    const char *fingerprint;
    const char **cautions; /* programme_cautions */
    size_t caution_count;
};

/* Locks a programme before its first start. An outcome that no day is given for was written down today.
 * FAILS ERR_conflict: it is locked already; the guards of programme_lock. */
bool programme_lock(struct arena *arena, struct store *store, struct text code, struct programme_locked *out,
                    struct err *err);

/* What whoever locks it should see and may accept: gaps of the inter-agency plan (R63), thin demand (R192),
 * dead periods (R155), objectives without a measure (R59). */
bool programme_cautions(struct arena *arena, const struct store *store, struct text code, int32_t today,
                        const char ***out, size_t *count, struct err *err);

struct programme_amending {
    const struct design *design; /* as it is to be from now on, whole */
    int what;                    /* CODED_design_part_… */
    const char *why;             /* of the amendment, and where a guard asks */
    bool withdraw;               /* as programme_load */
};

struct programme_amended {
    struct programme_loaded loaded;
    int64_t number; /* of the amendment */
    const char *fingerprint, *words;
};

/* Changes a locked design: one transaction with the amendment, the records that it changes, and what each
 * was and is.
 * FAILS ERR_conflict: it is not locked; ERR_usage: no reason; ERR_input: nothing of what is fixed differs. */
bool programme_amend(struct arena *arena, struct store *store, const struct programme_amending *request,
                     struct programme_amended *out, struct err *err);

struct programme_amendment {
    int64_t number, made_at;
    const char *made_by, *words, *why, *fingerprint;
    int what;
};

/* Whether the design follows from the lock and its amendments. */
struct programme_proof {
    bool locked;
    int64_t locked_at;
    int32_t locked_on;
    const char *locked_by, *fingerprint, *fixed, *shown; /* as locked */
    struct programme_amendment *amendments;              /* by number */
    size_t amendment_count;
    bool holds; /* the design that stands now has the fingerprint written down last */
};

bool programme_verify(struct arena *arena, const struct store *store, const struct design *design,
                      struct programme_proof *out, struct err *err);

#endif
