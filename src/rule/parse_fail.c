#include "rule/parser.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "rule/function.h"

#include "base/banned.h"

enum { SHOWN_MAX = 60 };

void parse_say_place(struct text text, size_t offset, struct err *err)
{
    struct text before = {text.at, offset};
    size_t line = 1, column = 1;
    while (before.length > 0) {
        if (text_utf8_next(&before) == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
    }
    err_at(err, "line %zu, column %zu", line, column);
}

static void say_place(struct parser *p, size_t offset, size_t length)
{
    parse_say_place(p->lex.text, offset, p->err);
    *p->where = (struct spot){(uint32_t)offset, (uint32_t)length};
}

void *parse_fail(struct parser *p, size_t offset, size_t length, const char *format, ...)
{
    char sentence[sizeof p->err->sentence];
    if (p->err->kind != ERR_none)
        return NULL;
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    err_set(p->err, ERR_input, "%s", sentence);
    say_place(p, offset, length);
    return NULL;
}

void *parse_left_out(struct parser *p, size_t offset, size_t length, const char *what)
{
    return parse_fail(p, offset, length,
                      "%s left out of the question language; see \"Left out\" in mahi help questions", what);
}

/* As much of a text as a sentence bears, at a character's end. */
static struct text shown(struct text text)
{
    struct text rest = text;
    while (rest.length > 0 && text.length - rest.length < SHOWN_MAX && *rest.at != '\n')
        text_utf8_next(&rest);
    return (struct text){text.at, text.length - rest.length};
}

struct habit {
    const char *typed, *meant;
};

/* How other languages write what somebody may have meant. The longer first. */
static const struct habit HABITS[] = {
    {"==", "equality is written with one ="},
    {"<>", "\"is not\" is written !="},
    {"=<", "\"at most\" is written <="},
    {"=>", "\"at least\" is written >="},
    {"\xE2\x89\xA4", "\"at most\" is written <="},
    {"\xE2\x89\xA5", "\"at least\" is written >="},
    {"\xE2\x89\xA0", "\"is not\" is written !="},
    {"&", "\"and\" is written as the word: and"},
    {"|", "\"or\" is written as the word: or"},
    {"!", "\"not\" is written not(\xE2\x80\xA6)"},
    {"'", "texts stand in double quotes: \"\xE2\x80\xA6\""},
    {"\xE2\x80\x9C", "texts stand in plain double quotes: \"\xE2\x80\xA6\""},
    {"\xE2\x80\x9D", "texts stand in plain double quotes: \"\xE2\x80\xA6\""},
    {"\xE2\x80\x98", "texts stand in plain double quotes: \"\xE2\x80\xA6\""},
    {"/*", "the comment never ends: */ is missing"},
    {"%", "there is no sign for per cent: 20 of 100 is 0.2"},
};

static const struct habit *habit_at(struct text text)
{
    for (size_t i = 0; i < sizeof HABITS / sizeof *HABITS; i++) {
        size_t length = strlen(HABITS[i].typed);
        if (text.length >= length && memcmp(text.at, HABITS[i].typed, length) == 0)
            return &HABITS[i];
    }
    return NULL;
}

/* The length of what stands at the beginning, as people would see it: words, a number, a text, one sign. */
static size_t piece(struct text text)
{
    size_t length = lex_words(text);
    if (length == 0)
        while (length < text.length &&
               lex_name_part((struct text){text.at + length, text.length - length}) > 0)
            length += lex_name_part((struct text){text.at + length, text.length - length});
    if (length == 0 && *text.at == '"') {
        const char *end = text.length > 1 ? memchr(text.at + 1, '"', text.length - 1) : NULL;
        length = end ? (size_t)(end - text.at) + 1 : text.length;
    }
    if (length == 0) {
        struct text rest = text;
        text_utf8_next(&rest);
        length = text.length - rest.length;
    }
    return length;
}

void *parse_unexpected(struct parser *p, const char *expected)
{
    struct text rest = lex_rest(&p->lex);
    if (rest.length == 0)
        return parse_fail(p, p->lex.last, 0, "the question ends where %s should follow", expected);
    const struct habit *habit = habit_at(rest);
    if (habit)
        return parse_fail(p, p->lex.at, strlen(habit->typed), "%s", habit->meant);
    struct text found = shown((struct text){rest.at, piece(rest)});
    if (*found.at == '"')
        return parse_fail(p, p->lex.at, found.length, "here %s should stand, not " TEXT_FORMAT, expected,
                          TEXT_ARGS(found));
    return parse_fail(p, p->lex.at, found.length, "here %s should stand, not \"" TEXT_FORMAT "\"", expected,
                      TEXT_ARGS(found));
}

static void offer(struct parser *p, struct nearest *nearest, struct text name)
{
    nearest_offer(nearest, arena_text(p->arena, name.at, name.length));
}

/* The nearest of all names that could stand here. */
static const char *nearest_name(struct parser *p, struct text name)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (struct scope *scope = p->scope; scope; scope = scope->outer) {
        if (!scope->members)
            offer(p, &nearest, scope->name);
        for (size_t i = 0; i < scope->entry_count; i++)
            offer(p, &nearest, scope->entries[i]);
    }
    if (p->options->mode == RULE_standard)
        for (size_t i = 0; i < p->options->input_count; i++)
            offer(p, &nearest, p->options->inputs[i]);
    else if (fact_nearest(name))
        nearest_offer(&nearest, fact_nearest(name));
    return nearest.name;
}

/* Up to the next sign: a known name may have "in" or "and" in it. */
static size_t up_to_sign(struct text text)
{
    size_t at = 0, end = 0;
    while (at < text.length && *text.at != '\n') {
        struct text rest = {text.at + at, text.length - at};
        size_t blank = lex_blank(rest), part = lex_name_part(rest);
        if (blank == 0 && part == 0)
            break;
        at += blank + part;
        end = part > 0 ? at : end;
    }
    return end;
}

void *parse_unknown_name(struct parser *p)
{
    struct text rest = lex_rest(&p->lex);
    struct text name = {rest.at, lex_words(rest)};
    struct text longer = {rest.at, up_to_sign(rest)};
    const char *near = nearest_name(p, lex_name_tidy(p->arena, name));
    if (!near && (near = nearest_name(p, lex_name_tidy(p->arena, longer))) != NULL)
        name = longer;
    if (near)
        return parse_fail(p, p->lex.at, name.length,
                          "there is no fact called \"" TEXT_FORMAT "\"; did you mean \"%s\"?",
                          TEXT_ARGS(shown(name)), near);
    return parse_fail(p, p->lex.at, name.length,
                      "there is no fact called \"" TEXT_FORMAT
                      "\"; mahi help questions lists them, and texts stand in double quotes",
                      TEXT_ARGS(shown(name)));
}

void *parse_unknown_function(struct parser *p, size_t length)
{
    struct text rest = lex_rest(&p->lex);
    struct text name = {rest.at, length};
    const char *near = function_nearest(lex_name_tidy(p->arena, name));
    if (near)
        return parse_fail(p, p->lex.at, length,
                          "there is no function called \"" TEXT_FORMAT "\"; did you mean \"%s\"?",
                          TEXT_ARGS(shown(name)), near);
    return parse_fail(p, p->lex.at, length,
                      "there is no function called \"" TEXT_FORMAT "\"; mahi help questions lists them",
                      TEXT_ARGS(shown(name)));
}

bool parse_enter(struct parser *p)
{
    if (++p->depth <= RULE_DEPTH_MAX)
        return true;
    parse_fail(p, p->lex.at, 0, "the question is nested more than %d deep; split it into several",
               RULE_DEPTH_MAX);
    return false;
}

void parse_leave(struct parser *p)
{
    p->depth--;
}
