#include "sample/sample_work.h"
#include "base/banned.h"

/* Of ANZSCO 1.2, as share/codes has them; some need a degree, of some more there is work. */
static const struct {
    const char *code, *label;
    bool profession;
    int posts;
} occupations[] = {
    {"anzsco-1.2:233211", "Civil Engineer", true, 3},
    {"anzsco-1.2:233512", "Mechanical Engineer", true, 2},
    {"anzsco-1.2:261312", "Developer Programmer", true, 5},
    {"anzsco-1.2:253111", "General Practitioner", true, 1},
    {"anzsco-1.2:254499", "Registered Nurses nec", true, 5},
    {"anzsco-1.2:221111", "Accountant (General)", true, 4},
    {"anzsco-1.2:241213", "Primary School Teacher", true, 3},
    {"anzsco-1.2:225113", "Marketing Specialist", true, 2},
    {"anzsco-1.2:311213", "Medical Laboratory Technician", true, 1},
    {"anzsco-1.2:351311", "Chef", false, 5},
    {"anzsco-1.2:341111", "Electrician (General)", false, 3},
    {"anzsco-1.2:331212", "Carpenter", false, 4},
    {"anzsco-1.2:811211", "Commercial Cleaner", false, 9},
    {"anzsco-1.2:423111", "Aged or Disabled Carer", false, 7},
    {"anzsco-1.2:621111", "Sales Assistant (General)", false, 9},
    {"anzsco-1.2:521111", "Personal Assistant", false, 3},
    {"anzsco-1.2:531111", "General Clerk", false, 5},
    {"anzsco-1.2:733111", "Truck Driver (General)", false, 4},
    {"anzsco-1.2:831311", "Meat Process Worker", false, 6},
    {"anzsco-1.2:851311", "Kitchenhand", false, 7},
    {"anzsco-1.2:841411", "Garden Labourer", false, 4},
    {"anzsco-1.2:721311", "Forklift Driver", false, 3},
    {"anzsco-1.2:431511", "Waiter", false, 5},
};
enum { OCCUPATIONS = sizeof occupations / sizeof *occupations };

const int occupation_count = OCCUPATIONS;

const char *occupation_code(int occupation)
{
    return occupations[occupation].code;
}

const char *occupation_title(int occupation)
{
    return occupations[occupation].label;
}

bool occupation_is_profession(int occupation)
{
    return occupations[occupation].profession;
}

int draw_occupation(struct sample *sample, bool profession)
{
    int weights[OCCUPATIONS];
    for (int i = 0; i < OCCUPATIONS; i++)
        weights[i] = occupations[i].profession == profession ? occupations[i].posts : 0;
    return weighted(sample, weights, OCCUPATIONS);
}

static bool is_there(struct sample *sample, const char *sql, const char *code, bool *there, struct err *err)
{
    struct statement *find;
    if (!db_prepare(sample->store->db, &find, sql, err))
        return false;
    statement_bind_text(find, 0, text_of(code));
    const bool good = statement_step(find, there, err);
    statement_close(find);
    return good;
}

/* The service may have brought its own lists: what stands there is left as it is. */
bool make_codes(struct sample *sample, struct err *err)
{
    bool there, good = true;
    for (int i = 0; good && i < OCCUPATIONS; i++) {
        good = is_there(sample, "SELECT 1 FROM occupation WHERE code = $1", occupations[i].code, &there, err);
        if (!good || there)
            continue;
        row(sample, R_occupation);
        put(sample, F_occupation_code, occupations[i].code);
        put(sample, F_occupation_label, occupations[i].label);
        row_end(sample);
    }
    for (int i = 0; good && i < group_count; i++) {
        good = is_there(sample, "SELECT 1 FROM cultural_group WHERE code = $1", group_code(i), &there, err);
        if (good && !there)
            make_group(sample, i);
    }
    return good;
}
