/* dict: the dictionary as values.
 *
 * dictionary/ says once what the data are; these are its tables. A record type is a row, a field is a row, a
 * code is a row. Ids are enums made from the rows, so that a name that does not exist, a field given twice, a
 * forgotten sentence or an unknown key is a compile error. Everything below is constant. */
#ifndef DICT_DICT_H
#define DICT_DICT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum kind {
#define KIND(name, ...) KIND_##name,
#include "kinds.def"
#undef KIND
    KIND_end
};

enum list_id {
    LIST_none,
#define LIST(name, ...) LIST_##name,
#define CODED(...)
#include "choices.def"
#undef LIST
#undef CODED
    LIST_end
};

enum coded { /* CODED_english_clear is 4: what the database holds */
#define LIST(...)
#define CODED(list, code, number, ...) CODED_##list##_##code = number,
#include "choices.def"
#undef LIST
#undef CODED
};

enum record_id {
    R_none,
#define RECORD(name, ...) R_##name,
#define FIELD(...)
#include "all.def"
#undef RECORD
#undef FIELD
    R_end
};

/* The shape's own fields come first in each record. */
#include "shapes.def"
enum field_id {
    F_none,
#define RECORD(name, shape, ...) SHAPE_##shape(name)
#define FIELD(record, name, ...) F_##record##_##name,
#include "all.def"
#undef RECORD
#undef FIELD
    F_end
};

enum shape {
    SHAPE_KIND_THING,
    SHAPE_KIND_DATED,
    SHAPE_KIND_PERSON,
    SHAPE_KIND_FACT,
    SHAPE_KIND_SPELL,
    SHAPE_KIND_ACT,
    SHAPE_KIND_SPAN
};

enum privacy {
    PRIVACY_office,     /* whoever works in Mahi */
    PRIVACY_identity,   /* the same, but never in what leaves the office for research */
    PRIVACY_restricted, /* only staff who see restricted records (R41) */
};

enum held_as { HELD_number, HELD_real, HELD_text };

struct kind_info {
    const char *name;
    enum held_as held_as;
    const char *sqlite_type, *postgres_type;
    const char *typed; /* how people write it */
    const char *doc;
};

struct coded_row {
    enum list_id list;
    int number;
    const char *code, *label, *meaning;
};

struct list {
    const char *name, *label, *doc;
    bool ordered; /* a greater number is more: codes may be compared by < */
};

struct field {
    enum field_id id;
    enum record_id record;
    const char *name;
    enum kind kind;
    const char *label, *doc;
    /* the tail */
    int since;          /* schema version that brought it; 0: the record's */
    enum list_id of;    /* CHOICE: its list */
    enum record_id to;  /* REF: what it points at */
    bool required;      /* never empty */
    bool stamped;       /* set by Mahi, never typed or imported */
    bool provenance;    /* how the fact is known; shown last */
    bool indexed;       /* rows are looked up by it: lists of one owner, one office */
    enum field_id then; /* of what is indexed: and, within one value, by this field of the record; F_none */
    const char *unit;   /* NULL: none */
    double min, max;    /* INTEGER, REAL: both 0 is no limit; a max alone is from 0. TEXT, NOTE: max bytes */
    enum field_id not_before; /* DATE: another date of the same record that it may not precede */
    enum privacy privacy;
};

enum { RECORD_KEY_MAX = 4 };

struct record {
    enum record_id id;
    const char *name;
    enum shape shape;
    /* of its shape; F_none when it has none */
    enum field_id client, effective_from, effective_to, verified_by, verified_on, recorded_at, recorded_by;
    const char *label, *doc;
    /* the tail */
    int since;
    enum field_id
        key[RECORD_KEY_MAX]; /* natural key, ended by F_none; one field where other records point at it */
    enum privacy privacy;
};

#define DICT_VERSION 4 /* of the schema: the greatest `since` */

const struct kind_info *dict_kind(enum kind kind);
const struct record *dict_record(enum record_id id);
const struct field *dict_field(enum field_id id);
const struct list *dict_list(enum list_id id);

/* By name; NULL when there is none. */
const struct record *dict_record_named(struct text name);
const struct field *record_field_named(const struct record *record, struct text name);
const char *dict_record_nearest(struct text name); /* NULL when nothing is near */
const char *record_field_nearest(const struct record *record, struct text name);

/* The fields of a record, in the dictionary's order: shape first, then its own. COST constant. */
const struct field *record_fields(const struct record *record, size_t *count);

/* The order in which people read: person and dates, the record's own, provenance, stamps. `out` has room for
 * RECORD_FIELDS_MAX. */
enum { RECORD_FIELDS_MAX = 40 };
size_t record_fields_for_reading(const struct record *record, const struct field **out);

size_t record_key_count(const struct record *record);
bool field_is_key(const struct field *field);
int field_since(const struct field *field);

/* Rows of a list in their order. */
const struct coded_row *list_rows(enum list_id id, size_t *count);
const struct coded_row *list_numbered(enum list_id id, int number); /* NULL: no such number */
const struct coded_row *list_coded(enum list_id id,
                                   struct text code); /* NULL: no such code; letters' case does not matter */

/* "Client" + "s"; for headings and messages. */
const char *record_plural(const struct record *record, char *buffer, size_t size);

#endif
