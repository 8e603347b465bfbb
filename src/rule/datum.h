/* datum: one value of the question language: what FEEL calls a value (DMN 1.5, 10.3.2).
 *
 * Texts, lists and contexts point into an arena or into constant text; a datum is copied by assignment and
 * owns nothing. Null says that a value does not exist or was not recorded. */
#ifndef RULE_DATUM_H
#define RULE_DATUM_H

#include "base/arena.h"
#include "rule/number.h"

enum datum_type {
    DATUM_null,
    DATUM_boolean,
    DATUM_number,
    DATUM_string,
    DATUM_date,
    DATUM_time,
    DATUM_date_time,
    DATUM_days,   /* days and time duration */
    DATUM_months, /* years and months duration */
    DATUM_list,
    DATUM_context,
    DATUM_range,
};

enum zone { ZONE_none, ZONE_offset, ZONE_named };

struct clock {
    int64_t nanoseconds; /* of the day, 0 .. 86399999999999 */
    enum zone zone;
    int32_t offset;        /* ZONE_offset, ZONE_named: seconds east of Greenwich */
    struct text zone_name; /* ZONE_named: as written, "Pacific/Auckland" (standard mode only) */
};

enum range_end { END_closed, END_open, END_unbounded };

struct datum;

struct datum_list {
    size_t count;
    struct datum *at;
};

struct datum_entry;

struct datum_context {
    size_t count;
    struct datum_entry *at; /* in the order of writing; names differ */
};

struct datum_range; /* ends, and whether each belongs to it */

struct datum {
    enum datum_type type;
    union {
        bool boolean;
        struct number number;
        struct text string;
        struct {
            int64_t day;        /* date, date_time: days since 1970-01-01, years -999999999 .. 999999999 */
            struct clock clock; /* time, date_time */
        };
        struct {
            int64_t seconds;     /* days: the whole seconds, towards minus infinity */
            int32_t nanoseconds; /* 0 .. 999999999, added to them */
        };
        int64_t months;
        struct datum_list list;
        struct datum_context context;
        const struct datum_range *range;
    };
};

struct datum_entry {
    struct text name;
    struct datum value;
};

struct datum_range {
    bool except; /* (!= x): everything but `low`, which is `high` too */
    enum range_end low_end, high_end;
    struct datum low, high; /* null where unbounded */
};

static inline struct datum datum_null(void)
{
    return (struct datum){.type = DATUM_null};
}

static inline struct datum datum_boolean(bool boolean)
{
    return (struct datum){.type = DATUM_boolean, .boolean = boolean};
}

static inline struct datum datum_number(struct number number)
{
    return (struct datum){.type = DATUM_number, .number = number};
}

static inline struct datum datum_whole(int64_t whole)
{
    return datum_number(number_of(whole));
}

static inline struct datum datum_string(struct text string)
{
    return (struct datum){.type = DATUM_string, .string = string};
}

static inline struct datum datum_date(int64_t day)
{
    return (struct datum){.type = DATUM_date, .day = day};
}

static inline bool datum_is(struct datum a, bool boolean)
{
    return a.type == DATUM_boolean && a.boolean == boolean;
}

enum datum_order { DATUM_less = -1, DATUM_same = 0, DATUM_greater = 1, DATUM_unordered = 2 };

/* Less, same or greater of two values of one ordered type; unordered otherwise. Of times and date-times the
 * instant decides, in whole seconds, as the standard counts them (10.3.2.2); one with a zone and one without
 * are unordered. */
enum datum_order datum_compare(struct datum a, struct datum b);

/* FEEL's equality: true, false, or null (other types). Lists and contexts deep, ranges by their ends. Null
 * equals null and nothing else. */
struct datum datum_equal(struct datum a, struct datum b);

/* The same to the letter, for is(): 10:00Z is not 11:00+01:00. */
bool datum_identical(struct datum a, struct datum b);

/* As FEEL writes it, so that it reads back as the same: "a text", date("2000-08-31"), [1, 2], {a: 1}. */
void datum_write(struct str *out, struct datum a);

/* As string() gives it: a text without quotes, 2000-08-31, P1DT2H. */
void datum_print(struct str *out, struct datum a);

/* "number", "string", "years and months duration": as sentences name it. */
const char *datum_type_name(enum datum_type type);

/* Dates, times, date-times and durations from their ISO 8601 texts, as date("…") and @"…" read them. False on
 * anything else, and on a time zone by name, which the language leaves out. */
bool datum_read_date(struct text text, struct datum *out);
bool datum_read_time(struct text text, struct datum *out);
bool datum_read_date_time(struct text text, struct datum *out); /* a date alone is its midnight */
bool datum_read_duration(struct text text, struct datum *out);
bool datum_read_at(struct text text, struct datum *out); /* whichever of them it is: @"…" */

/* a + b and so on, for every pair of types that DMN 1.5 table 54 to 59 allow; null otherwise, and when the
 * result does not exist. A date plus months clamps to the month's end. */
struct datum datum_add(struct arena *arena, struct datum a, struct datum b);
struct datum datum_subtract(struct datum a, struct datum b);
struct datum datum_multiply(struct datum a, struct datum b);
struct datum datum_divide(struct datum a, struct datum b);
struct datum datum_power(struct datum a, struct datum b);
struct datum datum_negate(struct datum a);

/* value.name: an entry of a context, a property of a date, time, duration or range ("year", "start
 * included"); of a list the list of its members' properties. Null when there is none. */
struct datum datum_property(struct arena *arena, struct datum a, struct text name);

/* Whether a value lies in a range, equals a value, or is in a list of either: the `in` of two values. Null
 * when it cannot be compared. */
struct datum datum_in(struct datum a, struct datum in);

#endif
