/* reach: whom open programmes could reach, before anybody freezes a list.
 *
 *   newcomers_find   who came on the register lately and fits a programme that still takes people: days
 * count, for the work is to come early (R51) forecast_make    how many fit a programme's criteria now, how
 * many more each month, and the places of its runs to come: whether they could be filled (R68)
 *
 * Both ask the programme's own criteria (store/kept.h), the hard ones together; nothing is written. */
#ifndef CASEWORK_REACH_H
#define CASEWORK_REACH_H

#include "report/report.h"
#include "store/ask.h"

struct newcomer {
    const char *client, *programme, *run, *case_manager; /* run: the next to begin; "" where none is known */
    enum answer answer;                                  /* yes, or not recorded: somebody should ask */
    int32_t since;                                       /* on the register, over moves between offices */
    int64_t days;
    bool reached; /* somebody was in touch with them, or they took a place, since */
};

struct newcomers {
    struct newcomer *people; /* who fits first, then the latest */
    size_t count;
    size_t programmes; /* that were asked */
};

struct reach_request {
    struct text programme; /* newcomers: "" is all that still take people */
    int32_t today;
    int64_t span; /* newcomers: days; forecast: months, 1 .. FORECAST_MONTHS_MAX */
    void (*progress)(void *with, int64_t done, int64_t all);
    void *with;
};

/* A programme takes people when it has criteria, has not ended, and has a run that has not begun. Who stands
 * on one of its lists already is left out. FAILS ERR_absent: no such programme, or it has no criteria. COST
 * as ask_choose, twice for each programme. */
bool newcomers_find(struct arena *arena, const struct store *store, const struct reach_request *request,
                    struct newcomers *out, struct err *err);
struct report *newcomers_report(struct arena *arena, const struct newcomers *newcomers, int64_t span,
                                int64_t most);

enum { FORECAST_MONTHS_MAX = 24 };

struct forecast_month {
    int32_t day;            /* asked as at this day; the last is today */
    int64_t eligible, more; /* more: who did not fit a month before; -1 of the first */
};

struct forecast_run {
    const char *code;
    int32_t starts_on;      /* DATE_MIN: not set */
    int64_t places, chosen; /* places -1 not recorded */
    double expected;        /* who will fit by then, less the places of the runs before; below 0: too few */
};

struct forecast {
    const char *programme;
    struct forecast_month months[FORECAST_MONTHS_MAX + 1];
    size_t month_count;
    double a_month; /* mean of `more` */
    struct forecast_run *runs;
    size_t run_count;
    double weeks_to_fill; /* weeks until as many more fit as a run has places; 0: never, or no run */
};

/* Those who took a place in the programme before are not counted again.
 * FAILS as newcomers_find; ERR_input: too many months. COST as facts are worked out for another day, for each
 * month. */
bool forecast_make(struct arena *arena, const struct store *store, const struct reach_request *request,
                   struct forecast *out, struct err *err);
struct report *forecast_report(struct arena *arena, const struct forecast *forecast);

#endif
