#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "sample/sample_work.h"
#include "base/banned.h"

enum {
    CLIENTS_PER_CENTRE = 900,
    CLIENTS_PER_MANAGER = 90,
    CLIENTS_PER_BROKER = 450,
    CENTRES_PER_REGION = 8,
    STANDARD_CLIENTS = 80,
    YEARS = 7 /* of history */
};

static const char *const towns[] = {"Ashmere",   "Brackenford", "Copsewell", "Dunmarsh",    "Eastholm",
                                    "Fernley",   "Glenorrin",   "Hartsbay",  "Islay Cross", "Junipers",
                                    "Kelmere",   "Larchfield",  "Moorgate",  "Northwick",   "Oakenshore",
                                    "Pebblebay", "Quarrytown",  "Rushbrook", "Saltmarsh",   "Tidewell"};
enum { TOWNS = sizeof towns / sizeof *towns };

void region_code(int region, char out[KEY_SIZE])
{
    snprintf(out, KEY_SIZE, "S-R%02d", region + 1);
}

static void put_office(struct sample *sample, const char *code, int kind)
{
    row(sample, R_office);
    put(sample, F_office_code, code);
    put_code(sample, F_office_kind, kind);
    row_end(sample);
}

static void put_office_name(struct sample *sample, const char *code, int32_t from, const char *name,
                            const char *parent)
{
    row(sample, R_office_name);
    put(sample, F_office_name_office, code);
    put_day(sample, F_office_name_effective_from, from);
    put(sample, F_office_name_name, name);
    put(sample, F_office_name_parent, parent);
    row_end(sample);
}

/* Some were renamed on the way (R3). */
static void make_centre(struct sample *sample, int i, int32_t from)
{
    struct centre *centre = &sample->centres[i];
    char name[80], parent[KEY_SIZE];
    centre->region = i * sample->region_count / sample->centre_count;
    snprintf(centre->code, sizeof centre->code, "S-C%04d", i + 1);
    region_code(centre->region, parent);
    put_office(sample, centre->code, CODED_office_kind_service_centre);
    snprintf(name, sizeof name, "%s %d", towns[i % TOWNS], i / TOWNS + 1);
    put_office_name(sample, centre->code, from, name, parent);
    if (chance(sample, 200)) {
        snprintf(name, sizeof name, "%s %d Work Centre", towns[i % TOWNS], i / TOWNS + 1);
        put_office_name(sample, centre->code, sample->today - between(sample, 200, 1200), name, parent);
    }
    row(sample, R_caseload_standard);
    put(sample, F_caseload_standard_office, centre->code);
    put_code(sample, F_caseload_standard_role, CODED_duty_case_manager);
    put_real(sample, F_caseload_standard_clients, STANDARD_CLIENTS);
    row_end(sample);
}

static void make_offices(struct sample *sample)
{
    const int32_t from = sample->today - YEARS * 366;
    put_office(sample, "S-ministry", CODED_office_kind_ministry);
    put_office(sample, "S-service", CODED_office_kind_service);
    put_office_name(sample, "S-ministry", from, "Sample Ministry", "");
    put_office_name(sample, "S-service", from, "Sample Employment Service", "S-ministry");
    for (int i = 0; i < sample->region_count; i++) {
        char code[KEY_SIZE], name[80];
        region_code(i, code);
        snprintf(name, sizeof name, "Region %s", towns[(i * 7 + 3) % TOWNS]);
        put_office(sample, code, CODED_office_kind_region);
        put_office_name(sample, code, from, name, "S-service");
    }
    for (int i = 0; i < sample->centre_count; i++)
        make_centre(sample, i, from);
}

static void put_staff(struct sample *sample, const char *login, const char *office, int role, int32_t left_on)
{
    char family[64], given[64];
    made_name(sample, NULL, true, family, sizeof family);
    made_name(sample, NULL, false, given, sizeof given);
    row(sample, R_staff);
    put(sample, F_staff_login, login);
    put_words(sample, F_staff_name, "%s %s", given, family);
    put(sample, F_staff_office, office);
    put_code(sample, F_staff_role, role);
    put_day(sample, F_staff_left_on, left_on);
    row_end(sample);
}

static void put_specialty(struct sample *sample, const char *login, int kind, const char *subject)
{
    row(sample, R_staff_specialty);
    put(sample, F_staff_specialty_staff, login);
    put_code(sample, F_staff_specialty_kind, kind);
    put(sample, F_staff_specialty_subject, subject);
    put_day(sample, F_staff_specialty_declared_on, sample->today - between(sample, 100, 1500));
    row_end(sample);
}

/* The first of a centre stays, so that somebody is always there. */
static void make_worker(struct sample *sample, struct centre *centre, bool broker, bool first)
{
    static const char *const languages[] = {"smo", "ton", "hif", "cmn", "hin", "kor", "arb", "som"};
    const int i = sample->worker_count++;
    struct worker *worker = &sample->workers[i];
    snprintf(worker->login, sizeof worker->login, "%s%05d", broker ? "wb" : "cm", i + 1);
    worker->left_on = !first && chance(sample, 100) ? sample->today - between(sample, 20, 900) : NEVER;
    worker->weight = !broker && fault(sample, FAULT_overloaded) ? 3 : 1;
    put_staff(sample, worker->login, centre->code,
              broker ? CODED_staff_role_work_broker : CODED_staff_role_case_manager, worker->left_on);
    if (chance(sample, 350))
        put_specialty(sample, worker->login, CODED_specialty_kind_language, languages[below(sample, 8)]);
    if (broker && chance(sample, 500))
        put_specialty(sample, worker->login, CODED_specialty_kind_occupation,
                      occupation_code(below(sample, occupation_count)));
    if (!chance(sample, 400))
        return;
    const int32_t on = sample->today - between(sample, 30, 900);
    row(sample, R_staff_training);
    put(sample, F_staff_training_staff, worker->login);
    put(sample, F_staff_training_topic, chance(sample, 500) ? "recognition" : "settlement");
    put_day(sample, F_staff_training_trained_on, on);
    put_code(sample, F_staff_training_issue, CODED_barrier_kind_recognition);
    put_day(sample, F_staff_training_good_until, on + 730);
    row_end(sample);
}

static int at_least(int least, int64_t number)
{
    return number < least ? least : (int)number;
}

static void make_staff(struct sample *sample)
{
    const int64_t each = sample->clients / sample->centre_count;
    const int managers = at_least(2, each / CLIENTS_PER_MANAGER),
              brokers = at_least(1, each / CLIENTS_PER_BROKER);
    char login[KEY_SIZE];
    put_staff(sample, sample->steward, "S-service", CODED_staff_role_steward, NEVER);
    put_staff(sample, sample->coordinator, "S-service", CODED_staff_role_coordinator, NEVER);
    put_staff(sample, sample->facilitator, "S-service", CODED_staff_role_facilitator, NEVER);
    put_staff(sample, "s-evaluator", "S-ministry", CODED_staff_role_evaluator, NEVER);
    put_staff(sample, "s-administrator", "S-service", CODED_staff_role_administrator, NEVER);
    sample->workers = ARENA_ARRAY(sample->arena, struct worker,
                                  (size_t)(managers + brokers) * (size_t)sample->centre_count);
    for (int i = 0; i < sample->centre_count; i++) {
        struct centre *centre = &sample->centres[i];
        centre->managers = managers;
        centre->brokers = brokers;
        snprintf(login, sizeof login, "s-manager%04d", i + 1);
        put_staff(sample, login, centre->code, CODED_staff_role_manager, NEVER);
        centre->first_manager = sample->worker_count;
        for (int k = 0; k < managers; k++)
            make_worker(sample, centre, false, k == 0);
        centre->first_broker = sample->worker_count;
        for (int k = 0; k < brokers; k++)
            make_worker(sample, centre, true, k == 0);
    }
}

static void make_organisations(struct sample *sample)
{
    static const struct {
        const char *code, *name;
        int kind;
    } bodies[] = {
        {"S-service", "The sample service itself", CODED_organisation_kind_service},
        {"S-agency", "Made-up Placements", CODED_organisation_kind_agency},
        {"S-english", "Made-up School of English", CODED_organisation_kind_provider},
        {"S-cv", "Made-up CV Service", CODED_organisation_kind_cv_service},
        {"S-interpreters", "Made-up Interpreters", CODED_organisation_kind_interpreters},
        {"S-community", "Made-up Community Council", CODED_organisation_kind_community},
        {"S-employers", "Made-up Employers' Association", CODED_organisation_kind_employers},
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        row(sample, R_organisation);
        put(sample, F_organisation_code, bodies[i].code);
        put(sample, F_organisation_name, bodies[i].name);
        put_code(sample, F_organisation_kind, bodies[i].kind);
        put_yes(sample, F_organisation_formal, bodies[i].kind != CODED_organisation_kind_community);
        put(sample, F_organisation_owner, sample->coordinator);
        row_end(sample);
    }
}

/* From three weeks before Christmas to three after it, each year of the history. */
static void make_dead_periods(struct sample *sample)
{
    const int year = date_to_civil(sample->today).year;
    for (int y = year - YEARS; y <= year; y++) {
        const int32_t christmas = date_from_civil((struct civil){y, 12, 25});
        row(sample, R_dead_period);
        put_words(sample, F_dead_period_code, "S-christmas-%d", y);
        put(sample, F_dead_period_name, "Christmas and the students' holidays");
        put_day(sample, F_dead_period_starts_on, christmas - 5);
        put_day(sample, F_dead_period_ends_on, christmas + 16);
        row_end(sample);
    }
}

void make_service(struct sample *sample)
{
    chance_begin(sample, "service", 0);
    sample->centre_count = at_least(2, sample->clients / CLIENTS_PER_CENTRE);
    sample->region_count = at_least(1, sample->centre_count / CENTRES_PER_REGION);
    sample->centres = ARENA_ARRAY(sample->arena, struct centre, (size_t)sample->centre_count);
    snprintf(sample->steward, KEY_SIZE, "s-steward");
    snprintf(sample->coordinator, KEY_SIZE, "s-coordinator");
    snprintf(sample->facilitator, KEY_SIZE, "s-facilitator");
    make_offices(sample);
    make_staff(sample);
    make_organisations(sample);
    make_dead_periods(sample);
}

/* ---- who is there ---- */

const char *worker_login(const struct sample *sample, int worker)
{
    return worker == NOBODY ? "" : sample->workers[worker].login;
}

int draw_manager(struct sample *sample, int at, int32_t day)
{
    const struct centre *centre = &sample->centres[at];
    for (int tries = 0; tries < 12; tries++) {
        const int worker = centre->first_manager + below(sample, centre->managers);
        if (sample->workers[worker].left_on > day &&
            (sample->workers[worker].weight > 1 || chance(sample, 1000 / 3)))
            return worker;
    }
    return centre->first_manager;
}

int draw_broker(struct sample *sample, int at)
{
    const struct centre *centre = &sample->centres[at];
    const int worker = centre->first_broker + below(sample, centre->brokers);
    return sample->workers[worker].left_on == NEVER ? worker : centre->first_broker;
}
