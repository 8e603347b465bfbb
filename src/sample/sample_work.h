/* sample_work: what the parts of a sample share; private to src/sample. */
#ifndef SAMPLE_WORK_H
#define SAMPLE_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "casework/sheet.h"
#include "sample/sample.h"
#include "stats/random.h"

enum { NEVER = INT32_MAX }; /* a day that has not come: open, not done */
enum { NOBODY = -1 };
enum { KEY_SIZE = 24 };

/* ---- the service ---- */

struct centre { /* a service centre; those of a region stand one after another */
    char code[KEY_SIZE];
    int region;
    int managers, first_manager; /* case managers, among the workers */
    int brokers, first_broker;
};

struct worker {
    char login[KEY_SIZE];
    int32_t left_on; /* NEVER: works here */
    int weight;      /* of the clients of the centre */
};

struct firm { /* an employer */
    int region, owner;
};

struct opening { /* a vacancy; those of a region stand in the order in which they opened */
    int firm, occupation, kind;
    int32_t opened, closed; /* NEVER: open */
};

struct run { /* an intake */
    char code[KEY_SIZE];
    int programme, region;
    int32_t starts, ends;
    int places, taken, sessions, session_every;
    bool lottery;
};

struct span {
    int first, count;
};

/* ---- one person ---- */

struct origin;

struct episode {      /* on the register */
    int32_t from, to; /* to NEVER: still there */
    int end;          /* CODED_register_end_…; 0 while it runs */
    int centre;
};

struct stay {         /* a state of the labour market */
    int32_t from, to; /* to NEVER: still */
    int status;       /* CODED_labour_status_… */
    bool placed;      /* the service had a hand in it */
};

struct duty { /* of the case manager */
    int32_t from, to;
    int worker;
};

enum { EPISODES_MAX = 8, STAYS_MAX = 40, DUTIES_MAX = 16, REFERRALS_MAX = 64, SKILLS = 6 };

struct person {
    int64_t number;
    char key[KEY_SIZE];
    const struct origin *origin;
    bool migrant;
    int gender, education, occupation; /* education: ISCED level */
    int32_t born, arrived;             /* arrived NEVER: was born here */
    int english[SKILLS];               /* the truth, by skill */
    char family_name[64], given_names[64];
    struct episode episodes[EPISODES_MAX];
    struct stay stays[STAYS_MAX];
    struct duty duties[DUTIES_MAX];
    int referred[REFERRALS_MAX]; /* vacancies, each once */
    int episode_count, stay_count, duty_count, referred_count;
    int broker; /* a worker, or NOBODY */
    bool registered;
    /* the run for which they were eligible */
    const struct run *run;
    bool takes_part, declined;
    int32_t enrolled, started, completed, withdrew;
    int32_t left_follow_ups_on; /* a transfer that left them behind, or NEVER */
    int left_follow_ups_with;
};

/* ---- the work ---- */

struct page { /* of one record type */
    struct sheet sheet;
    const struct field *fields;
    size_t count;
    const struct field *source, *method; /* NULL: the record has none */
    struct {
        size_t at, length;
    } cells[RECORD_FIELDS_MAX];
};

struct sample {
    struct store *store;
    struct arena *arena;
    const struct sample_request *request;
    struct sample_result *result;
    int32_t today;
    int64_t clients;
    struct random_seed seed;
    struct random random; /* of what is under way: a part of the service, a person */
    struct page *pages;   /* by record id */
    struct page *page;    /* with the row under way */
    struct str words;     /* of that row */
    struct centre *centres;
    struct worker *workers;
    struct firm *firms;
    struct opening *openings;
    struct run *runs;
    int centre_count, region_count, worker_count, firm_count, opening_count, run_count, programme_count;
    struct span *firms_of, *openings_of, *runs_of; /* by region */
    int64_t contacts_with_firms, promises;         /* so many are made up by now */
    char facilitator[KEY_SIZE], coordinator[KEY_SIZE], steward[KEY_SIZE];
};

/* ---- chance: from the stream of what is under way ---- */

void chance_begin(struct sample *sample, const char *kind, int64_t number);
int below(struct sample *sample, int n);                 /* 0 .. n - 1 */
int between(struct sample *sample, int least, int most); /* both included */
bool chance(struct sample *sample, int permille);
/* A place among weights that sum to more than 0. */
int weighted(struct sample *sample, const int *weights, int count);

/* One chance for a fault: whether it is made. Counted. */
bool fault(struct sample *sample, enum sample_fault fault);

/* ---- rows ---- */

void rows_open(struct sample *sample);
bool rows_write(struct sample *sample, bool good, struct err *err); /* all of them, and frees */

void row(struct sample *sample, enum record_id record);
void put(struct sample *sample, enum field_id field, const char *text);
void put_words(struct sample *sample, enum field_id field, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void put_int(struct sample *sample, enum field_id field, int64_t number);
void put_real(struct sample *sample, enum field_id field, double number);
void put_day(struct sample *sample, enum field_id field, int32_t day); /* NEVER: nothing */
void put_code(struct sample *sample, enum field_id field, int number); /* 0: nothing */
void put_yes(struct sample *sample, enum field_id field, bool yes);
void row_end(struct sample *sample);

/* A row about a person, from a day on; and to a day, NEVER while it goes on. */
void row_of(struct sample *sample, enum record_id record, const struct person *person, int32_t from);
void row_to(struct sample *sample, int32_t to);
/* Who says so, and how they know. */
void row_known(struct sample *sample, int source, int method);
/* Perhaps a second person checked it, some days after `day`. */
void row_checked(struct sample *sample, int32_t day);

/* ---- the parts ---- */

void make_service(struct sample *sample);
bool make_codes(struct sample *sample, struct err *err);
void make_firms(struct sample *sample);
void make_courses(struct sample *sample);

/* Members of one household: `count` people, whose numbers begin at `first`. */
void make_household(struct sample *sample, int64_t first, int count);

void make_origin(struct sample *sample, struct person *person, const struct person *head);
void made_name(struct sample *sample, const struct origin *origin, bool family, char *out, size_t size);
void make_timeline(struct sample *sample, struct person *person, int centre);
void make_abilities(struct sample *sample, const struct person *person);
void choose_duties(struct sample *sample, struct person *person);
void make_care(struct sample *sample, struct person *person);
void make_meetings(struct sample *sample, const struct person *person);
void choose_run(struct sample *sample, struct person *person);
void make_course_person(struct sample *sample, const struct person *person);
void make_placings(struct sample *sample, struct person *person);

/* ---- what the parts ask one another ---- */

extern const int occupation_count;
const char *occupation_code(int occupation);
const char *occupation_title(int occupation);
bool occupation_is_profession(int occupation);
int draw_occupation(struct sample *sample, bool profession);

const char *origin_country(const struct origin *origin);
const char *origin_language(const struct origin *origin);
bool origin_speaks_english(const struct origin *origin);

extern const int group_count; /* cultural groups */
const char *group_code(int group);
void make_group(struct sample *sample, int group);

void region_code(int region, char out[KEY_SIZE]);
const char *worker_login(const struct sample *sample, int worker);
/* A case manager, or a work broker, of the centre who works on the day. */
int draw_manager(struct sample *sample, int centre, int32_t day);
int draw_broker(struct sample *sample, int centre);
/* A vacancy of the region that was open on the day; NOBODY when none is found. */
int draw_opening(struct sample *sample, int region, int32_t day);

/* Who had the duty on a day: the worker, or NOBODY. */
int manager_on(const struct person *person, int32_t day);
/* Who answers for what is open today: always somebody who works here. */
int manager_now(const struct sample *sample, const struct person *person);
/* The state on a day: the stay, or NULL. */
const struct stay *stay_on(const struct person *person, int32_t day);
int centre_on(const struct person *person, int32_t day);

#endif
