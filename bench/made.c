#include "made.h"

/* Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* low .. high */
static int32_t between(uint64_t *state, int32_t low, int32_t high)
{
    return low + (int32_t)(next(state) % (uint64_t)(high - low + 1));
}

static bool percent(uint64_t *state, int32_t share)
{
    return between(state, 1, 100) <= share;
}

/* One in four hundred begins after the day, in each of the seven kinds of record: that is 1 or 2% of clients.
 */
static int32_t begins(uint64_t *state, int32_t days_back)
{
    bool ahead = between(state, 1, 400) == 1;
    int32_t distance = between(state, 1, ahead ? 90 : days_back);
    return ahead ? MADE_TODAY + distance : MADE_TODAY - distance;
}

/* Nobody writes down an end that is still to come, but of what has not begun. */
static int32_t ends(uint64_t *state, int32_t from, int32_t days)
{
    int32_t to = from + between(state, 1, days);
    if (from <= MADE_TODAY && to >= MADE_TODAY)
        return from < MADE_TODAY ? MADE_TODAY - 1 : MADE_TODAY;
    return to;
}

/* The level now, for four in ten an earlier one. */
static int levels(uint64_t *state, struct made_level *out, int missing)
{
    if (percent(state, missing))
        return 0;
    out[0] = (struct made_level){begins(state, 700), between(state, 1, 5)};
    if (!percent(state, 40))
        return 1;
    out[1] = (struct made_level){out[0].from - between(state, 30, 400), between(state, 1, 5)};
    return 2;
}

/* Most run; every tenth is the second half of a move between offices; a fifth are over. */
static int registrations(uint64_t *state, struct made_spell *out)
{
    if (percent(state, 8))
        return 0;
    out[0] = (struct made_spell){begins(state, 365), MADE_NOT};
    if (percent(state, 20)) {
        out[0].to = ends(state, out[0].from, 600);
        return 1;
    }
    if (!percent(state, 10))
        return 1;
    out[1] = (struct made_spell){out[0].from - between(state, 20, 200), out[0].from - 1};
    return 2;
}

void made_client(int64_t number, struct made *out)
{
    uint64_t state = (uint64_t)number * UINT64_C(0xd1342543de82ef95);
    *out = (struct made){.number = number, .arrived = MADE_NOT};
    out->no_benefit = out->no_jobs = out->no_qualifications = MADE_NOT;
    if (!percent(&state, 12))
        out->arrived = MADE_TODAY - between(&state, 1, 2500);
    out->registered_count = registrations(&state, out->registered);
    if (percent(&state, 55)) {
        out->benefit[0] = (struct made_spell){begins(&state, 1500), MADE_NOT};
        out->benefit_count = 1;
    } else if (percent(&state, 78)) {
        out->no_benefit = MADE_TODAY - between(&state, 1, 300);
    }
    out->sgi_count = levels(&state, out->sgi, 5);
    out->speaking_count = levels(&state, out->speaking, 15);
    out->understanding_count = levels(&state, out->understanding, 15);
    int kind = between(&state, 1, 100);
    if (kind > 60)
        out->no_qualifications = MADE_TODAY - between(&state, 1, 700);
    else if (kind > 12)
        for (out->qualification_count = 0; out->qualification_count < 1 + kind % 3;
             out->qualification_count++)
            out->qualifications[out->qualification_count] = begins(&state, 9000);
    kind = between(&state, 1, 100);
    if (kind > 85)
        out->no_jobs = MADE_TODAY - between(&state, 1, 700);
    else if (kind > 10)
        for (out->job_count = 0; out->job_count < 1 + kind % 3; out->job_count++) {
            struct made_spell *job = &out->jobs[out->job_count];
            job->from = begins(&state, 6000);
            job->to = ends(&state, job->from, 900);
        }
}

static int32_t latest(const struct made_level *levels, int count)
{
    int32_t value = MADE_NOT, from = MADE_NOT;
    for (int i = 0; i < count; i++)
        if (levels[i].from <= MADE_TODAY && levels[i].from > from) {
            from = levels[i].from;
            value = levels[i].value;
        }
    return value;
}

static bool runs(const struct made_spell *spell)
{
    return spell->from <= MADE_TODAY && (spell->to == MADE_NOT || spell->to >= MADE_TODAY);
}

static int32_t begun(int32_t day)
{
    return day != MADE_NOT && day <= MADE_TODAY;
}

void made_facts(const struct made *client, struct made_facts *out)
{
    *out = (struct made_facts){
        .days_registered = MADE_NOT, .on_benefit = MADE_NOT, .qualifications = 0, .jobs = 0};
    out->arrived = client->arrived;
    for (int i = 0; i < client->registered_count; i++)
        if (runs(&client->registered[i])) /* the move left no gap */
            out->days_registered = MADE_TODAY - client->registered[client->registered_count - 1].from;
    if (client->benefit_count > 0 && begun(client->benefit[0].from))
        out->on_benefit = 1;
    else if (begun(client->no_benefit))
        out->on_benefit = 0;
    out->sgi = latest(client->sgi, client->sgi_count);
    out->speaking = latest(client->speaking, client->speaking_count);
    out->understanding = latest(client->understanding, client->understanding_count);
    for (int i = 0; i < client->qualification_count; i++)
        out->qualifications += begun(client->qualifications[i]);
    if (out->qualifications == 0 && !begun(client->no_qualifications))
        out->qualifications = MADE_NOT;
    for (int i = 0; i < client->job_count; i++)
        out->jobs += begun(client->jobs[i].from);
    if (out->jobs == 0 && !begun(client->no_jobs))
        out->jobs = MADE_NOT;
}
