#include "sample/sample.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "sample/sample_work.h"
#include "base/banned.h"

enum { TELL_EVERY = 1024 };

static void make_person(struct sample *sample, struct person *person, const struct person *head, int centre)
{
    make_origin(sample, person, head);
    make_timeline(sample, person, centre);
    make_abilities(sample, person);
    make_care(sample, person);
    make_meetings(sample, person);
    make_course_person(sample, person);
    make_placings(sample, person);
}

/* A family's members come one after another; who lives alone is a family of one. */
static void make_people(struct sample *sample)
{
    static const int sizes[] = {62, 22, 9, 7};
    const struct import_progress *progress = &sample->request->progress;
    for (int64_t first = 1; first <= sample->clients;) {
        struct person head, other;
        chance_begin(sample, "family", first);
        int size = 1 + weighted(sample, sizes, 4);
        const int centre = below(sample, sample->centre_count);
        if (size > sample->clients - first + 1)
            size = (int)(sample->clients - first + 1);
        make_household(sample, first, size);
        for (int i = 0; i < size; i++) {
            struct person *person = i == 0 ? &head : &other;
            memset(person, 0, sizeof *person);
            person->number = first + i;
            snprintf(person->key, sizeof person->key, "C%07lld", (long long)person->number);
            chance_begin(sample, "person", person->number);
            make_person(sample, person, i == 0 ? NULL : &head, centre);
            if (progress->tell && person->number % TELL_EVERY == 0)
                progress->tell(progress->context, "making people up", person->number,
                               0.2 * (double)person->number / (double)sample->clients);
        }
        first += size;
    }
}

static bool check_empty(struct store *store, struct err *err)
{
    int64_t clients;
    return db_number(store->db, "SELECT count(*) FROM (SELECT 1 FROM client LIMIT 1) c", 0, &clients, err) &&
           (clients == 0 || err_set(err, ERR_conflict,
                                    "There are clients in this database already, and a sample is not mixed "
                                    "with them; make a new database with mahi --db FILE init"));
}

bool sample_make(struct arena *arena, struct store *store, const struct sample_request *request,
                 struct sample_result *result, struct err *err)
{
    struct sample sample = {.store = store,
                            .arena = arena,
                            .request = request,
                            .result = result,
                            .today = request->as_at,
                            .clients = request->clients,
                            .seed = random_seed_of_words(text_of(request->seed))};
    assert(request->clients >= 1 && request->clients <= SAMPLE_CLIENTS_MAX);
    memset(result, 0, sizeof *result);
    if (!db_begin(store->db, err))
        return false;
    bool good = check_empty(store, err);
    if (good) {
        rows_open(&sample);
        make_service(&sample);
        make_firms(&sample);
        make_courses(&sample);
        good = make_codes(&sample, err);
        if (good)
            make_people(&sample);
        good = rows_write(&sample, good, err);
    }
    if (good)
        good = db_commit(store->db, err);
    else
        db_rollback(store->db);
    return good && db_settle(store->db, err);
}
