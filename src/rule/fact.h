/* fact: the names that a question may use, from dictionary/facts.def: each said once, with its kind, its
 * unit, its sentence and where it comes from, always as at a day.
 *
 * A PICK chooses, of one client's records of one type, the one that counts on the day: the client's own row,
 * the latest of a dated series, the spell that runs. A FACT is a field of what was picked, or that there is
 * one, or a date it counts from; or the list of all that is true on the day. Whatever was picked knows since
 * when, how, from whom, who wrote it down and whether somebody checked it: those are the fact's aspects, and
 * a question may ask for them ("English speaking is verified"). */
#ifndef RULE_FACT_H
#define RULE_FACT_H

#include "dict/dict.h"

enum pick_how {
    HOW_client,  /* the client's own row */
    HOW_latest,  /* of a dated series: the last that began by the day; on one day a verified one first, then
                    the last written */
    HOW_running, /* of spells: the one that runs on the day; of several the last that began */
    HOW_all,     /* a list: all that are true on the day */
    HOW_ever,    /* a list: all that began by the day, ended or not */
    HOW_next,    /* of what is not done, what is due first: a day to come counts too */
};

struct pick {
    const char *name; /* of its columns: english_speaking, english_speaking_from … */
    enum record_id record;
    enum pick_how how;
    /* the tail */
    enum field_id where; /* only rows in which this field holds `is` */
    int is;
    enum field_id open; /* HOW_next: open while this field is empty; a date closes from that day on */
    int none; /* what a record of none_known calls it: "was asked and has none"; 0: nobody can say so */
};

enum pick_id {
    PICK_none,
#define PICK(name, ...) PICK_##name,
#define FACT(...)
#define TERM(...)
#include "facts.def"
#undef PICK
#undef FACT
#undef TERM
    PICK_end
};

enum fact_id {
    FACT_none,
#define PICK(...)
#define FACT(name, ...) FACT_##name,
#define TERM(...)
#include "facts.def"
#undef PICK
#undef FACT
#undef TERM
    FACT_end
};

enum fact_what {
    WHAT_field,  /* a field of the row picked, as its kind is */
    WHAT_exists, /* whether a spell runs: yes; no where one that began by the day is known, or it was said
                    that there is none; else not recorded */
    WHAT_weeks,  /* whole and part weeks from a date to the day: days / 7 */
    WHAT_years, /* years from a date to the day, with the part of the current one: 5 on the fifth anniversary,
                   more a day later */
    WHAT_age,   /* completed years */
    WHAT_list,  /* the list itself; empty where all have ended, or it was said that there is none; where
                    nothing is known, not recorded */
    WHAT_key,   /* a REF field: the key of what it points at, as text */
    WHAT_top,   /* the same of the topmost that it is part of, itself where it is part of nothing */
};

struct fact {
    enum fact_id id;
    const char *column; /* of its value in a row of facts */
    const char *name;   /* as questions write it */
    enum pick_id pick;
    enum fact_what what;
    enum field_id field; /* WHAT_field, WHAT_key, WHAT_top: the field; WHAT_weeks, WHAT_years, WHAT_age: the
                            date field, or F_none: the date from which spells run without a break */
    const char *doc;
    /* the tail */
    const char *unit;
    bool hot;     /* asked for most: its column stands in front, where it is read fastest */
    bool indexed; /* people are looked up by it: whom somebody is responsible for; when hot too, many people:
                     who is registered where */
};

enum aspect {
    ASPECT_value,
    ASPECT_verified,    /* "NAME is verified": boolean */
    ASPECT_since,       /* "NAME since": date, from which the row counts */
    ASPECT_method,      /* "NAME method": choice */
    ASPECT_source,      /* "NAME source": choice */
    ASPECT_recorded_on, /* "NAME recorded on": date */
    ASPECT_recorded_by, /* "NAME recorded by": login */
    ASPECT_end,
};

struct use { /* what a question asks of a person */
    enum fact_id fact;
    enum aspect aspect;
};

const struct fact *fact_of(enum fact_id id);
const struct pick *pick_of(enum pick_id id);

/* The list of codes that the value is one of; LIST_none when it is no choice. */
enum list_id fact_list(const struct fact *fact, enum aspect aspect);

/* Whether the fact has the aspect. A list has only a value, and so has what is due; what stands in the
 * client's own row counts from no day, and has all but "since"; what the service does is known from nobody
 * and checked by nobody. */
bool fact_has_aspect(const struct fact *fact, enum aspect aspect);

/* " is verified"; "" for the value. */
const char *aspect_words(enum aspect aspect);

/* The longest name, of a fact with or without an aspect, that stands at the beginning of `text` and ends
 * there at a word's end; blanks between words count as one. Returns its length in `text`, 0 when there is
 * none. COST a walk over the table. */
size_t fact_match(struct text text, enum fact_id *fact, enum aspect *aspect);

/* A name for what is asked often, in the question language: where it stands, what it stands for is asked. */
struct term {
    const char *id, *name, *text, *doc;
};

size_t terms(const struct term **out);

/* The longest term at the beginning of `text`, as fact_match; NULL when there is none. */
const struct term *term_match(struct text text, size_t *length);

/* The nearest known name, of a fact or a term, for "did you mean"; NULL when nothing is near. */
const char *fact_nearest(struct text name);

#endif
