/* board: a fixed list or count that staff, co-ordinators and evaluators look at. A board is rows, no C.
 *
 * boards/all.def says in which order the families come; a family's file has its boards:
 *
 *   FAMILY (name, "Title", "what its boards are for")
 *   BOARD (name, "Title", "one sentence: what it shows, and for whom", "SQL", tail)
 *   COLUMN (board, key, "Label", KIND, tail)        belongs to the board before it
 *
 * The SQL is one SELECT with its ORDER BY and without LIMIT, in what SQLite 3.40 and PostgreSQL 15 share,
 * over the records as they stand now, as at an earlier day over what had happened by then (as_at.def). Its
 * columns stand in the order of the COLUMN rows; a RATE takes two. In it
 *
 *   {office: AND r.office IN $office}   a piece that is there only when the board is restricted so; such a
 *                                       piece is what makes the board take the restriction (restrictions.def)
 *   $today                              the day that is asked about: a whole number, CAST($today AS integer)
 *                                       where it stands alone
 *   $me                                 the id of who works here
 *   $weeks                              of a board with .weeks: that number, or the one that was given
 *   @labour_status.full_time            the number of that code
 *
 * and, beside the string: RUNS ("r"), the spell r runs on $today; LATEST_FIRST ("e"), the ORDER BY by which
 * the first row of a dated series is the one that counts; TOUCH_WEEKS ("r.client"), after how many weeks
 * without a contact a client is untouched; TAKES_PART ("e", "s.held_on"), who is enrolled by e
 * has a place on that day; OF_RUN, a board over intakes i may be restricted to a programme or a run;
 * RESPONSIBLE ("c.id", "$today"), who answers for that person (responsible.h); REACHED_AT ("c.id", "$today"),
 * where they are reached (contact_point.h); SEEKERS, a table seekers
 * (client, office, occupation) for WITH; CAME_TO ("k"), how far a contact with an employer came;
 * IN_PLACE ("d"), a placement of d's client runs on $today; NEWS, what happened to people (feed.h).
 *
 * The tail of a board:
 *   .needs = RESTRICTION_x   without it there is no board; $x may then stand anywhere in the SQL
 *   .weeks = 4               $weeks unless another number is given
 *   .reads = {R_x, R_y}      restricted records (R41) that it reads: refused to who may not see them
 *   .total = true            a last row with the sums of NUMBERs and RATEs over all rows, shown or not
 *   .flow = 1                besides, a picture of people on their way: the first column names the steps, the
 *                            first NUMBER counts them; 2: the first two, side by side
 *   .note = "..."            what a reader must know about the figures; stands under the table
 *
 * The kinds of a column, and what the SQL gives for it:
 *   TEXT, COUNTRY, LANGUAGE  a text
 *   NUMBER, REAL, MONEY      a number
 *   DAY, INSTANT             a date, a moment, as the database holds them
 *   CODED                    the number of a code, with .of = LIST_x
 *   YESNO                    1 or 0
 *   RATE                     two whole numbers: how many, of how many (R12)
 *
 * The tail of a column:
 *   .unit = "weeks"          shown behind the label
 *   .decimals = 1            of a REAL or MONEY
 *   .absent = "still runs"   why there is no value where the SQL gives null; "not recorded" unless said
 *                            otherwise. Never shown as 0 (R12)
 *   .apart = true            its rows do not add up: nothing in the total row
 *
 * CHECKED by t_board.c, which runs every board on both engines with no restriction, each alone, and all. */
#ifndef CASEWORK_BOARD_H
#define CASEWORK_BOARD_H

#include "report/report.h"
#include "store/store.h"

enum restriction {
    RESTRICTION_none,
#define RESTRICTION(name, ...) RESTRICTION_##name,
#include "casework/restrictions.def"
#undef RESTRICTION
    RESTRICTION_end
};

enum given_as { GIVEN_RECORD, GIVEN_DAY, GIVEN_NUMBER };

struct restriction_row {
    const char *name;
    enum given_as given_as;
    const char *argument, *sentence;
    enum record_id to; /* GIVEN_RECORD */
    const char *below; /* NULL: the record alone */
};

enum board_id { /* FIRST_x is the first board of family x */
#define FAMILY(name, ...) FIRST_##name, BEFORE_##name = FIRST_##name - 1,
#define BOARD(name, ...) BOARD_##name,
#define COLUMN(...)
#include "casework/boards/all.def"
#undef FAMILY
#undef BOARD
#undef COLUMN
                BOARD_end
};

struct board_family {
    const char *name, *title, *sentence;
    enum board_id first;
};

enum { BOARD_READS_MAX = 4 };

struct board {
    const char *name, *title, *sentence, *sql;
    /* the tail */
    enum restriction needs;
    int weeks;
    enum record_id reads[BOARD_READS_MAX]; /* ended by R_none */
    bool total;
    int flow;
    const char *note;
};

enum board_kind {
    BOARD_KIND_TEXT,
    BOARD_KIND_COUNTRY,
    BOARD_KIND_LANGUAGE,
    BOARD_KIND_NUMBER,
    BOARD_KIND_REAL,
    BOARD_KIND_MONEY,
    BOARD_KIND_DAY,
    BOARD_KIND_INSTANT,
    BOARD_KIND_CODED,
    BOARD_KIND_YESNO,
    BOARD_KIND_RATE,
    BOARD_KIND_end
};

const char *board_kind_words(enum board_kind kind); /* "a day" */

struct board_column {
    enum board_id board;
    const char *key, *label;
    enum board_kind kind;
    /* the tail */
    enum list_id of;
    int decimals;
    const char *unit, *absent;
    bool apart;
};

const struct restriction_row *restriction_row(enum restriction id);
const struct board_family *board_families(size_t *count);
const struct board *board_of(enum board_id id);
const struct board_column *board_columns(enum board_id id, size_t *count);

/* Whether the board may be restricted so. */
bool board_takes(const struct board *board, enum restriction restriction);

/* FAILS ERR_usage with the nearest name. */
bool board_named(struct text name, enum board_id *id, struct err *err);

struct board_request {
    enum board_id board;
    const char *given[RESTRICTION_end]; /* as people type it; NULL: not restricted */
    int32_t today;
    int64_t most; /* how many rows are shown; 0: all */
};

/* The board as a report: how it is restricted, its rows, and whether there are more of them.
 * FAILS ERR_usage for a restriction that the board does not take, or needs and has not; ERR_absent for a key
 * of nothing; ERR_denied where it reads what may not be seen. */
bool board_report(struct arena *arena, const struct store *store, const struct board_request *request,
                  struct report **out, struct err *err);

/* Its rows as a table of another report, under a key of that report; none when there is no row. *count: how
 * many there are, or one more than `most` when there are more. */
bool board_add(struct arena *arena, const struct store *store, const struct board_request *request,
               struct report *report, const char *key, int64_t *count, struct err *err);

#endif
