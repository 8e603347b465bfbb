/* profile: the rows of a .test file, whose form its head describes: profile FILE prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

#include "base/banned.h"

struct profile {
    struct arena arena;
    size_t passed, failed;
};

static bool same(const struct datum *a, const struct datum *b)
{
    return a->type == b->type && (a->type == DATUM_null || datum_is(datum_equal(*a, *b), true));
}

static bool contains(const char *sentence, struct text words)
{
    return words.length == 0 || memmem(sentence, strlen(sentence), words.at, words.length);
}

/* "refused L:C words" */
static bool is_refused_so(struct text expected, const struct err *err, struct str *found)
{
    static const char REFUSED[] = "refused";
    char place[64];
    str_addf(found, "refused at %s: %s", err->place, err->sentence);
    struct text rest =
        text_trim((struct text){expected.at + strlen(REFUSED), expected.length - strlen(REFUSED)});
    struct text line, column;
    if (rest.length == 0 || *rest.at < '0' || *rest.at > '9')
        return contains(err->sentence, rest);
    text_split(&rest, ':', &line);
    text_split(&rest, ' ', &column);
    snprintf(place, sizeof place, "line " TEXT_FORMAT ", column " TEXT_FORMAT, TEXT_ARGS(line),
             TEXT_ARGS(column));
    return strcmp(place, err->place) == 0 && contains(err->sentence, text_trim(rest));
}

static bool run_row(struct profile *profile, const struct row *row, struct str *found)
{
    struct known *known = ARENA_NEW(&profile->arena, struct known);
    struct rule_options options = {.mode = RULE_profile, .any_value = true};
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    bool refused = rows_refused(row), ok;
    if (!rows_facts(&profile->arena, row->facts, known)) {
        str_add(found, "the facts of the row cannot be read");
        return false;
    }
    if (!rule_compile(&profile->arena, row->expression, &options, &rule, &where, &err)) {
        bool so = is_refused_so(row->expected, &err, found);
        return refused && so;
    }
    struct datum values[RULE_USES_MAX];
    for (size_t i = 0; i < rule->use_count; i++)
        values[i] = known->values[rule->uses[i].fact][rule->uses[i].aspect];
    struct evaluation evaluation = {.arena = &profile->arena, .values = values, .today = ROWS_TODAY};
    struct datum got = rule_evaluate(rule, &evaluation);
    datum_write(found, got);
    struct datum expected = rows_literal(&profile->arena, row->expected, &ok);
    return !refused && ok && same(&got, &expected);
}

static void say_row(void *with, const struct row *row)
{
    struct profile *profile = with;
    struct str found, shown;
    str_init(&found);
    str_init(&shown);
    bool ok = run_row(profile, row, &found);
    ok ? profile->passed++ : profile->failed++;
    str_addf(&shown, TEXT_FORMAT " | " TEXT_FORMAT, TEXT_ARGS(row->expression), TEXT_ARGS(row->facts));
    for (size_t i = 0; i < shown.length; i++) /* a line is a line, and # would begin a directive */
        if (shown.at[i] == '\n' || shown.at[i] == '#')
            shown.at[i] = ' ';
    printf("%s %zu - " TEXT_FORMAT ": %s\n", ok ? "ok" : "not ok", profile->passed + profile->failed,
           TEXT_ARGS(row->proves), shown.at);
    if (!ok)
        printf("# line %zu: expected " TEXT_FORMAT ", found %s\n", row->line, TEXT_ARGS(row->expected),
               found.at);
    str_clear(&found);
    str_clear(&shown);
}

int main(int count, char **words)
{
    struct profile profile = {0};
    arena_init(&profile.arena);
    printf("TAP version 13\n");
    if (count != 2 || !rows_read(words[1], say_row, &profile)) {
        fprintf(stderr, "profile FILE.test\n");
        return 2;
    }
    printf("1..%zu\n", profile.passed + profile.failed);
    arena_clear(&profile.arena);
    return profile.failed > 0;
}
