#include "sample/sample_work.h"
#include "base/banned.h"

static const struct {
    const char *code, *label;
    bool profession;
    int posts;
} occupations[] = {
#define OCCUPATION(code, label, profession, posts) {code, label, profession, posts},
#include "sample/occupations.def"
#undef OCCUPATION
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
