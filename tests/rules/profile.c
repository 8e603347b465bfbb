/* profile: the rows of a .test file, whose form its head describes: profile FILE prints TAP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/rule.h"

#include "base/banned.h"

enum { PARTS = 3, TODAY = 11200 /* 2000-08-31 */ };

struct row {
    struct text expression, facts, expected;
    size_t line;
};

struct profile {
    struct arena arena;
    struct text proves;
    size_t passed, failed;
};

/* One value per fact and aspect. */
struct known {
    struct datum values[FACT_end][ASPECT_end];
};

static struct datum literal(struct arena *arena, struct text text, bool *ok)
{
    struct rule_options options = {.mode = RULE_standard, .any_value = true};
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    *ok = rule_compile(arena, text, &options, &rule, &where, &err);
    struct evaluation evaluation = {.arena = arena, .today = TODAY};
    return *ok ? rule_evaluate(rule, &evaluation) : datum_null();
}

/* "name = value; name = value"; no value has a semicolon in it. */
static bool read_facts(struct arena *arena, struct text text, struct known *known)
{
    struct text part;
    while (text_split(&text, ';', &part)) {
        enum fact_id fact;
        enum aspect aspect;
        bool ok;
        part = text_trim(part);
        if (part.length == 0)
            continue;
        size_t length = fact_match(part, &fact, &aspect);
        struct text rest = text_trim((struct text){part.at + length, part.length - length});
        if (length == 0 || rest.length == 0 || *rest.at != '=')
            return false;
        known->values[fact][aspect] = literal(arena, (struct text){rest.at + 1, rest.length - 1}, &ok);
        if (!ok)
            return false;
    }
    return true;
}

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
    bool refused = row->expected.length >= 7 && memcmp(row->expected.at, "refused", 7) == 0, ok;
    if (!read_facts(&profile->arena, row->facts, known)) {
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
    struct evaluation evaluation = {.arena = &profile->arena, .values = values, .today = TODAY};
    struct datum got = rule_evaluate(rule, &evaluation);
    datum_write(found, got);
    struct datum expected = literal(&profile->arena, row->expected, &ok);
    return !refused && ok && same(&got, &expected);
}

static void say_row(struct profile *profile, const struct row *row)
{
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
           TEXT_ARGS(profile->proves), shown.at);
    if (!ok)
        printf("# line %zu: expected " TEXT_FORMAT ", found %s\n", row->line, TEXT_ARGS(row->expected),
               found.at);
    str_clear(&found);
    str_clear(&shown);
}

/* A row goes on over lines until it has its two bars. */
static void run_text(struct profile *profile, struct text text)
{
    struct text line;
    const char *begin = NULL;
    for (size_t number = 1; text_split(&text, '\n', &line); number++) {
        if (!begin && (line.length == 0 || *line.at == '#'))
            continue;
        if (!begin && *line.at == '=') {
            profile->proves = text_trim((struct text){line.at + 1, line.length - 1});
            continue;
        }
        begin = begin ? begin : line.at;
        struct text whole = {begin, (size_t)(line.at + line.length - begin)};
        struct row row = {.line = number};
        if (text_split(&whole, '|', &row.expression) && text_split(&whole, '|', &row.facts) &&
            whole.length > 0) {
            row.expression = text_trim(row.expression);
            row.facts = text_trim(row.facts);
            row.expected = text_trim(whole);
            begin = NULL;
            say_row(profile, &row);
        }
    }
}

int main(int count, char **words)
{
    struct profile profile = {.proves = {"R52: rows", 9}};
    char *text = NULL;
    size_t size = 0;
    FILE *file = count == 2 ? fopen(words[1], "r") : NULL;
    ssize_t length = file ? getdelim(&text, &size, '\0', file) : -1;
    if (length < 0) {
        fprintf(stderr, "profile FILE.test\n");
        return 2;
    }
    arena_init(&profile.arena);
    printf("TAP version 13\n");
    run_text(&profile, (struct text){text, (size_t)length});
    printf("1..%zu\n", profile.passed + profile.failed);
    arena_clear(&profile.arena);
    free(text);
    fclose(file);
    return profile.failed > 0;
}
