#include "rule/rule.h"

#include <string.h>

#include "rule/check.h"
#include "rule/parse.h"

#include "base/banned.h"

/* What a terminal would take for a command. */
static bool is_control(char c)
{
    return ((unsigned char)c < ' ' && !(c >= '\t' && c <= '\r')) || c == 0x7f;
}

static bool fail_at(struct spot place, struct spot *where, struct err *err)
{
    *where = place;
    err_at(err, "line 1, column 1");
    return false;
}

/* What must hold before a character of it is looked at. */
static bool check_text(struct text text, struct spot *where, struct err *err)
{
    if (text.length > RULE_LENGTH_MAX) {
        err_set(err, ERR_input,
                "the question has %zu bytes, and at most %d are allowed; split it into several", text.length,
                RULE_LENGTH_MAX);
        return fail_at((struct spot){0}, where, err);
    }
    if (text_utf8_valid(text) < text.length) {
        err_set(err, ERR_input, "the question is not written in UTF-8 from byte %zu on; save it as UTF-8",
                text_utf8_valid(text) + 1);
        return fail_at((struct spot){0}, where, err);
    }
    for (size_t at = 0; at < text.length; at++)
        if (is_control(text.at[at])) {
            err_set(err, ERR_input, "the question has the control character %d in it; type it anew",
                    text.at[at]);
            parse_say_place(text, at, err);
            *where = (struct spot){(uint32_t)at, 1};
            return false;
        }
    return true;
}

/* The standard's own questions are not checked: what does not go is null there. */
static bool check(struct arena *arena, struct rule *rule, const struct rule_options *options,
                  struct spot *where, struct err *err)
{
    struct check check = {.arena = arena, .rule = rule, .options = options, .where = where, .err = err};
    if (options->mode == RULE_standard || check_question(&check, (struct node *)rule->root))
        return true;
    parse_say_place(rule->text, where->offset, err);
    return false;
}

bool rule_compile(struct arena *arena, struct text text, const struct rule_options *options,
                  struct rule **out, struct spot *where, struct err *err)
{
    *out = NULL;
    *where = (struct spot){0};
    if (!check_text(text, where, err))
        return false;
    struct rule *rule = ARENA_NEW(arena, struct rule);
    rule->text = (struct text){arena_text(arena, text.at, text.length), text.length};
    rule->mode = options->mode;
    if (!parse_rule(arena, rule, options, where, err) || !check(arena, rule, options, where, err))
        return false;
    *out = rule;
    return true;
}

/* The line that holds the offset, without its end. */
static struct text line_of(struct text text, size_t offset)
{
    size_t start = offset, end = offset;
    while (start > 0 && text.at[start - 1] != '\n')
        start--;
    while (end < text.length && text.at[end] != '\n' && text.at[end] != '\r')
        end++;
    return (struct text){text.at + start, end - start};
}

void rule_point(struct str *out, struct text text, struct spot where)
{
    size_t offset = where.offset < text.length ? where.offset : text.length;
    struct text line = line_of(text, offset);
    size_t before = (size_t)(text.at + offset - line.at);
    size_t length = where.length < line.length - before ? where.length : line.length - before;
    for (size_t i = 0; i < line.length; i++)
        str_add_char(out, is_control(line.at[i]) || line.at[i] == '\r' ? '?' : line.at[i]);
    str_add_char(out, '\n');
    for (struct text rest = {line.at, before}; rest.length > 0;) {
        struct text one = rest;
        text_utf8_next(&rest);
        one.length -= rest.length;
        if (*one.at == '\t')
            str_add_char(out, '\t');
        else
            str_add_repeated(out, ' ', text_width(one));
    }
    size_t width = text_width((struct text){line.at + before, length});
    str_add_repeated(out, '^', width > 0 ? width : 1);
    str_add_char(out, '\n');
}
