#include <stdio.h>
#include <string.h>

#include "sample/sample_work.h"
#include "base/banned.h"

enum style { STYLE_isles, STYLE_ocean, STYLE_south, STYLE_east, STYLE_desert, STYLE_steppe, STYLES };

/* Names are put together from pieces, so that they look like names and are nobody's. */
static const struct {
    const char *first[8], *middle[8], *last[8];
} pieces[STYLES] = {
    [STYLE_isles] = {{"Hart", "Wel", "Mar", "Bran", "Ash", "Thorn", "Lind", "Row"},
                     {"", "", "", "en", "er", "", "in", ""},
                     {"wood", "ley", "ton", "by", "field", "more", "den", "ford"}},
    [STYLE_ocean] = {{"Ta", "Fa", "Lo", "Se", "Ma", "Pa", "Tu", "Vai"},
                     {"lo", "fa", "le", "ta", "va", "mo", "ni", "si"},
                     {"na", "la", "ga", "li", "tu", "fo", "mea", "no"}},
    [STYLE_south] = {{"Ra", "Vi", "Su", "Pra", "Cha", "Ma", "De", "Ni"},
                     {"jan", "nesh", "man", "ka", "vin", "dar", "lak", "shi"},
                     {"a", "i", "an", "am", "esh", "ya", "ika", "ar"}},
    [STYLE_east] = {{"Zh", "X", "L", "Ch", "W", "K", "P", "H"},
                    {"", "", "", "", "", "", "", ""},
                    {"ao", "en", "ing", "un", "ei", "ang", "im", "oh"}},
    [STYLE_desert] = {{"Al", "Ha", "Sa", "Mo", "Ya", "Na", "Ab", "Fa"},
                      {"sir", "mid", "lim", "har", "din", "rou", "dir", "zan"},
                      {"a", "i", "ad", "an", "e", "ah", "ur", "iya"}},
    [STYLE_steppe] = {{"Bo", "Ka", "Ve", "Mi", "Do", "Va", "Gor", "Ste"},
                      {"ris", "lin", "ro", "ner", "lan", "va", "da", "fi"},
                      {"ov", "ka", "in", "sen", "ic", "na", "er", "ek"}},
};

/* A name as its bearer writes it: one of the first with one of the last. */
static const struct {
    const char *first[4], *last[4];
} scripts[] = {
    {{"", "", "", ""}, {"", "", "", ""}},
    {{"\xe6\x9e\x97", "\xe9\x99\x88", "\xe9\xab\x98", "\xe4\xbd\x95"}, /* Chinese */
     {"\xe6\x96\x87", "\xe4\xb8\xbd", "\xe6\xb5\xb7", "\xe6\x98\x8e"}},
    {{"\xe0\xa4\xb0\xe0\xa4\xbe", "\xe0\xa4\xae\xe0\xa4\xbe", "\xe0\xa4\xb5\xe0\xa4\xbf",
      "\xe0\xa4\xa8\xe0\xa5\x80"}, /* Devanagari */
     {"\xe0\xa4\xa8\xe0\xa4\xbe", "\xe0\xa4\xb2\xe0\xa4\xbe", "\xe0\xa4\x95\xe0\xa4\xbe",
      "\xe0\xa4\xb8\xe0\xa4\xbe"}},
    {{"\xd8\xb3\xd8\xa7", "\xd9\x86\xd9\x88", "\xd9\x83\xd8\xb1", "\xd9\x81\xd8\xa7"}, /* Arabic */
     {"\xd9\x84\xd9\x85", "\xd8\xb1\xd8\xa7", "\xd9\x8a\xd9\x85", "\xd8\xaf\xd9\x8a"}},
};

struct origin {
    const char *country, *language, *group;
    enum style style;
    int script;
    int weight;
    int english; /* 1 .. 5: what most of them can do */
    int degrees; /* permille who have one */
};

static const struct origin origins[] = {
    {"NZ", "eng", "european", STYLE_isles, 0, 300, 5, 120},
    {"NZ", "eng", "maori", STYLE_ocean, 0, 120, 5, 70},
    {"WS", "smo", "samoan", STYLE_ocean, 0, 60, 3, 90},
    {"TO", "ton", "tongan", STYLE_ocean, 0, 40, 3, 80},
    {"FJ", "hif", "indo-fijian", STYLE_south, 0, 50, 4, 250},
    {"FJ", "fij", "fijian", STYLE_ocean, 0, 20, 4, 120},
    {"CN", "cmn", "chinese", STYLE_east, 1, 90, 2, 450},
    {"TW", "cmn", "chinese", STYLE_east, 1, 30, 3, 500},
    {"IN", "hin", "indian", STYLE_south, 2, 70, 4, 550},
    {"LK", "sin", "sri-lankan", STYLE_south, 0, 35, 4, 500},
    {"KR", "kor", "korean", STYLE_east, 0, 40, 2, 450},
    {"PH", "tgl", "filipino", STYLE_steppe, 0, 30, 4, 450},
    {"ZA", "afr", "african", STYLE_steppe, 0, 30, 5, 350},
    {"GB", "eng", "european", STYLE_isles, 0, 45, 5, 300},
    {"IQ", "arb", "middle-eastern", STYLE_desert, 3, 30, 2, 500},
    {"IR", "pes", "middle-eastern", STYLE_desert, 0, 20, 2, 450},
    {"SO", "som", "african", STYLE_desert, 0, 25, 2, 100},
    {"AF", "prs", "middle-eastern", STYLE_desert, 0, 12, 2, 200},
    {"VN", "vie", "asian", STYLE_east, 0, 18, 2, 150},
    {"KH", "khm", "asian", STYLE_east, 0, 18, 2, 60},
    {"RU", "rus", "european", STYLE_steppe, 0, 17, 3, 600},
};
enum { ORIGINS = sizeof origins / sizeof *origins };

static const struct {
    const char *code, *label, *part_of;
} groups[] = {
    {"pacific", "Pacific peoples", ""},
    {"asian", "Asian", ""},
    {"european", "European", ""},
    {"maori", "M\xc4\x81ori", ""},
    {"african", "African", ""},
    {"middle-eastern", "Middle Eastern", ""},
    {"samoan", "Samoan", "pacific"},
    {"tongan", "Tongan", "pacific"},
    {"fijian", "Fijian", "pacific"},
    {"indo-fijian", "Indo-Fijian", "pacific"},
    {"chinese", "Chinese", "asian"},
    {"indian", "Indian", "asian"},
    {"sri-lankan", "Sri Lankan", "asian"},
    {"korean", "Korean", "asian"},
    {"filipino", "Filipino", "asian"},
};

const int group_count = sizeof groups / sizeof *groups;

const char *group_code(int group)
{
    return groups[group].code;
}

void make_group(struct sample *sample, int group)
{
    row(sample, R_cultural_group);
    put(sample, F_cultural_group_code, groups[group].code);
    put(sample, F_cultural_group_label, groups[group].label);
    put(sample, F_cultural_group_part_of, groups[group].part_of);
    row_end(sample);
}

const char *origin_country(const struct origin *origin)
{
    return origin->country;
}

const char *origin_language(const struct origin *origin)
{
    return origin->language;
}

bool origin_speaks_english(const struct origin *origin)
{
    return strcmp(origin->language, "eng") == 0;
}

void made_name(struct sample *sample, const struct origin *origin, bool family, char *out, size_t size)
{
    const enum style style = origin ? origin->style : (enum style)below(sample, STYLES);
    const char *first = pieces[style].first[below(sample, 8)],
               *middle = pieces[style].middle[below(sample, 8)], *last = pieces[style].last[below(sample, 8)];
    if (style == STYLE_east && !family) /* of two syllables */
        snprintf(out, size, "%s%s-%s%s", first, last, pieces[style].first[below(sample, 8)],
                 pieces[style].last[below(sample, 8)]);
    else if (family)
        snprintf(out, size, "%s%s%s", first, middle, last);
    else
        snprintf(out, size, "%s%s", first, *middle && style != STYLE_isles ? middle : last);
}

static int truth_of_english(struct sample *sample, const struct origin *origin, int education)
{
    int level = origin->english + between(sample, -1, 1) + (education >= 6 && chance(sample, 500));
    if (origin_speaks_english(origin))
        level = 5 - chance(sample, 100);
    return level < 1 ? 1 : level > 5 ? 5 : level;
}

static void choose_truth(struct sample *sample, struct person *person)
{
    const struct origin *origin = person->origin;
    const int age = (sample->today - person->born) / 365;
    if (chance(sample, origin->degrees))
        person->education = age >= 23 ? between(sample, 6, 7) : 3;
    else
        person->education = chance(sample, 550) ? 3 : chance(sample, 400) && age >= 20 ? 5 : 2;
    person->occupation = draw_occupation(sample, person->education >= 6);
    const int english = truth_of_english(sample, origin, person->education);
    for (int skill = 1; skill < SKILLS; skill++) {
        const int level = english + (origin_speaks_english(origin) ? 0 : between(sample, -1, 1));
        person->english[skill] = level < 1 ? 1 : level > 5 ? 5 : level;
    }
}

/* As somebody heard it: one letter more, or one less. */
static void misspell(struct sample *sample, char *name)
{
    const size_t length = strlen(name), at = length / 2;
    if (length >= 4 && chance(sample, 500))
        memmove(name + at, name + at + 1, length - at);
    else if (length < 60) {
        memmove(name + at + 1, name + at, length - at + 1);
    }
}

/* The same person again, under another number. */
static void make_twin(struct sample *sample, struct person *person, const struct person *head)
{
    person->gender = head->gender;
    person->born = head->born;
    person->arrived = head->arrived;
    snprintf(person->given_names, sizeof person->given_names, "%s", head->given_names);
    misspell(sample, person->family_name);
}

static void choose_person(struct sample *sample, struct person *person, const struct person *head)
{
    int weights[ORIGINS];
    for (int i = 0; i < ORIGINS; i++)
        weights[i] = origins[i].weight;
    person->origin = head ? head->origin : &origins[weighted(sample, weights, ORIGINS)];
    person->migrant = strcmp(person->origin->country, "NZ") != 0;
    person->gender = chance(sample, 515) ? CODED_gender_female : CODED_gender_male;
    person->born = sample->today - between(sample, 18 * 366, 62 * 365);
    person->arrived = NEVER;
    if (person->migrant && head && head->arrived > person->born)
        person->arrived = head->arrived;
    else if (person->migrant)
        person->arrived = sample->today - 200 - below(sample, 1 + below(sample, 5000));
    if (person->migrant && person->arrived < person->born)
        person->arrived = person->born + 365;
    made_name(sample, person->origin, false, person->given_names, sizeof person->given_names);
    if (head)
        snprintf(person->family_name, sizeof person->family_name, "%s", head->family_name);
    else
        made_name(sample, person->origin, true, person->family_name, sizeof person->family_name);
    if (head && fault(sample, FAULT_twin))
        make_twin(sample, person, head);
}

void make_origin(struct sample *sample, struct person *person, const struct person *head)
{
    choose_person(sample, person, head);
    choose_truth(sample, person);
    const struct origin *origin = person->origin;
    row(sample, R_client);
    put(sample, F_client_number, person->key);
    put(sample, F_client_family_name, person->family_name);
    put(sample, F_client_given_names, person->given_names);
    if (origin->script && chance(sample, 500))
        put_words(sample, F_client_native_name, "%s%s", scripts[origin->script].first[below(sample, 4)],
                  scripts[origin->script].last[below(sample, 4)]);
    if (!fault(sample, FAULT_blank))
        put_day(sample, F_client_birth_date, person->born);
    if (!fault(sample, FAULT_blank))
        put_code(sample, F_client_gender, person->gender);
    put_day(sample, F_client_arrived_on, person->arrived);
    put(sample, F_client_country, origin->country);
    if (!fault(sample, FAULT_blank))
        put(sample, F_client_first_language, origin->language);
    if (chance(sample, 850))
        put(sample, F_client_cultural_group, origin->group);
    put_yes(sample, F_client_interpreter, person->english[CODED_english_skill_speaking] <= 2);
    if (chance(sample, 500))
        put_real(sample, F_client_travels_km, 5 * between(sample, 1, 10));
    if (chance(sample, 600))
        put_yes(sample, F_client_willing_to_move, chance(sample, 300));
    row_known(sample, CODED_source_client, CODED_method_interview);
    row_end(sample);
}
