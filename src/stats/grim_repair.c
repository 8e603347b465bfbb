#include "stats/grim.h"

#include <string.h>

#include "stats/grim_printed.h"

#include "base/banned.h"

/* Repairs found so far. Each candidate changes one of at most 10 places to one of 10 digits, or adds one
 * before the point. */
enum { REPAIRS_MAX = 2 * 10 * (GRIM_DIGITS_MAX + 1) };

struct finder {
    struct grim_repair *at;
    size_t count;
    int64_t n;
};

static bool finder_has(const struct finder *finder, const char *text)
{
    for (size_t i = 0; i < finder->count; i++)
        if (strcmp(finder->at[i].text, text) == 0)
            return true;
    return false;
}

/* "06.4" is not how anybody writes a percentage; "0.4" is. */
static bool has_leading_zero(const char *text)
{
    return text[0] == '0' && text[1] != '\0' && text[1] != '.';
}

static void finder_try(struct finder *finder, const char *candidate)
{
    struct err ignored = {.kind = ERR_none};
    struct printed printed;
    if (has_leading_zero(candidate) || finder_has(finder, candidate) ||
        !printed_read(candidate, true, &printed, &ignored) || !printed_is_possible(&printed, finder->n))
        return;
    struct grim_repair *repair = &finder->at[finder->count++];
    memcpy(repair->text, candidate, strlen(candidate) + 1);
    repair->count = printed_nearest(&printed, finder->n);
}

static void try_lost_digits(struct finder *finder, const char *text)
{
    size_t length = strlen(text), whole = strcspn(text, ".");
    for (size_t place = 0; place <= whole; place++)
        for (char digit = '0'; digit <= '9'; digit++) {
            char candidate[sizeof finder->at->text];
            memcpy(candidate, text, place);
            candidate[place] = digit;
            memcpy(candidate + place + 1, text + place, length - place + 1);
            finder_try(finder, candidate);
        }
}

static void try_mistaken_digits(struct finder *finder, const char *text)
{
    size_t length = strlen(text);
    for (size_t place = 0; place < length; place++)
        for (char digit = '0'; text[place] != '.' && digit <= '9'; digit++) {
            char candidate[sizeof finder->at->text];
            memcpy(candidate, text, length + 1);
            candidate[place] = digit;
            if (digit != text[place])
                finder_try(finder, candidate);
        }
}

bool grim_repair(struct arena *arena, const char *text, int64_t n, struct grim_repairs *repairs,
                 struct err *err)
{
    struct printed printed;
    if (!printed_read(text, true, &printed, err) || !parts_check(n, GRIM_PEOPLE_MAX, "people", err))
        return false;
    struct finder finder = {.at = ARENA_ARRAY(arena, struct grim_repair, REPAIRS_MAX), .n = n};
    try_lost_digits(&finder, text);
    try_mistaken_digits(&finder, text);
    *repairs = (struct grim_repairs){.at = finder.at, .count = finder.count};
    return true;
}
