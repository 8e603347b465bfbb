#include "cli/formula.h"

#include <string.h>

#include "base/banned.h"

/* What stands in a name only between backticks. */
static const char MARKS[] = "~+-*/:^|(),`=<>!&{}[]\"'";

struct reader {
    struct arena *arena;
    struct text rest;
    struct formula *formula;
    struct formula_side *side;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static char peek(struct reader *reader)
{
    while (reader->rest.length > 0 && is_blank(reader->rest.at[0])) {
        reader->rest.at++;
        reader->rest.length--;
    }
    return reader->rest.length > 0 ? reader->rest.at[0] : '\0';
}

static bool take(struct reader *reader, char mark)
{
    if (peek(reader) != mark || reader->rest.length == 0)
        return false;
    reader->rest.at++;
    reader->rest.length--;
    return true;
}

/* What comes next, for a sentence; at most 40 bytes, cut between characters. */
static struct text coming(const struct reader *reader)
{
    struct text next = reader->rest;
    next.length = next.length < 40 ? next.length : 40;
    next.length = text_utf8_valid(next);
    return next;
}

static bool refuse_mark(struct reader *reader, struct err *err)
{
    char c = peek(reader);
    struct text next = coming(reader);
    if (reader->rest.length == 0)
        return err_set(err, ERR_usage,
                       "the formula ends where a column's name should stand, as in y ~ group");
    if (c == '-')
        return err_set(err, ERR_usage,
                       "\"" TEXT_FORMAT "\" takes something away, which a formula here cannot; name only the "
                       "columns that count, and write a name that holds - in `backticks`",
                       TEXT_ARGS(next));
    return err_set(err, ERR_usage,
                   "a column's name should stand where \"" TEXT_FORMAT
                   "\" does; columns are joined with +, and "
                   "a name with blanks or marks stands in `backticks`",
                   TEXT_ARGS(next));
}

static bool read_name(struct reader *reader, const char **name, struct err *err)
{
    size_t length = 0;
    if (take(reader, '`')) {
        while (length < reader->rest.length && reader->rest.at[length] != '`')
            length++;
        struct text trimmed = text_trim((struct text){reader->rest.at, length});
        if (length == reader->rest.length || trimmed.length == 0)
            return err_set(err, ERR_usage, "a name between `backticks` is %s",
                           length == reader->rest.length ? "never closed"
                                                         : "empty; write the column's heading between them");
        *name = arena_text(reader->arena, trimmed.at, trimmed.length);
        reader->rest.at += length + 1;
        reader->rest.length -= length + 1;
        return true;
    }
    peek(reader);
    while (length < reader->rest.length && !is_blank(reader->rest.at[length]) &&
           !strchr(MARKS, reader->rest.at[length]))
        length++;
    if (length == 0)
        return refuse_mark(reader, err);
    *name = arena_text(reader->arena, reader->rest.at, length);
    reader->rest.at += length;
    reader->rest.length -= length;
    return true;
}

static bool side_has(const struct formula_side *side, const char *name)
{
    for (size_t i = 0; i < side->count; i++)
        if (strcmp(side->terms[i].name, name) == 0)
            return true;
    return false;
}

static bool add_term(struct reader *reader, const char *name, bool categories, struct err *err)
{
    if (side_has(&reader->formula->left, name) || side_has(&reader->formula->right, name))
        return err_set(err, ERR_usage, "column \"%s\" stands twice in the formula; name it once", name);
    if (reader->side->count == FORMULA_TERMS_MAX)
        return err_set(err, ERR_usage, "the formula names more than %d columns on one side; name fewer",
                       FORMULA_TERMS_MAX);
    reader->side->terms[reader->side->count++] = (struct formula_term){name, categories};
    return true;
}

/* Behind "name(". */
static bool read_call(struct reader *reader, const char *called, struct err *err)
{
    struct text word = text_of(called);
    bool survival = text_is_ignoring_case(word, "Surv");
    const char *name;
    if (!survival && !text_is(word, "factor") && !text_is(word, "as.factor"))
        return err_set(
            err, ERR_usage,
            "\"%s(\" is not read in a formula; make a column of it in the file, or write factor(NAME) "
            "or Surv(TIME, EVENT)",
            called);
    if (survival && (reader->side == &reader->formula->right || reader->side->count > 0))
        return err_set(err, ERR_usage, "Surv(TIME, EVENT) stands alone on the left of the ~");
    if (!read_name(reader, &name, err) || !add_term(reader, name, !survival, err))
        return false;
    if (survival && !take(reader, ','))
        return err_set(err, ERR_usage, "Surv needs two columns, the time and the event: Surv(weeks, left)");
    if (survival && (!read_name(reader, &name, err) || !add_term(reader, name, false, err)))
        return false;
    return take(reader, ')') || err_set(err, ERR_usage, "a bracket after \"%s\" is never closed", called);
}

static bool read_term(struct reader *reader, struct err *err)
{
    bool quoted = peek(reader) == '`';
    const char *name;
    if (!read_name(reader, &name, err))
        return false;
    if (!quoted && take(reader, '('))
        return read_call(reader, name, err);
    return add_term(reader, name, false, err);
}

/* "1" alone: everybody together. */
static bool take_one(struct reader *reader)
{
    struct text typed = text_trim(reader->rest);
    if (!text_is(typed, "1"))
        return false;
    reader->rest.length = 0;
    return true;
}

static bool read_side(struct reader *reader, struct err *err)
{
    do
        if (!read_term(reader, err))
            return false;
    while (take(reader, '+'));
    return true;
}

/* "surv:" before the columns of time. */
static void pass_over_label(struct reader *reader)
{
    peek(reader);
    struct text word = {reader->rest.at, reader->rest.length < 4 ? reader->rest.length : 4};
    if (reader->rest.length > 4 && reader->rest.at[4] == ':' && text_is_ignoring_case(word, "surv")) {
        reader->rest.at += 5;
        reader->rest.length -= 5;
    }
}

bool formula_read(struct arena *arena, struct text typed, struct formula *formula, struct err *err)
{
    struct reader reader = {arena, typed, formula, &formula->left};
    formula->left.count = formula->right.count = 0;
    formula->has_tilde = false;
    if (typed.length > FORMULA_BYTES_MAX)
        return err_set(err, ERR_usage, "the formula is longer than %d bytes; name fewer columns",
                       FORMULA_BYTES_MAX);
    if (text_utf8_valid(typed) < typed.length || (typed.length > 0 && memchr(typed.at, '\0', typed.length)))
        return err_set(err, ERR_usage, "the formula is not written in UTF-8");
    pass_over_label(&reader);
    if (!read_side(&reader, err))
        return false;
    if (take(&reader, '~')) {
        formula->has_tilde = true;
        reader.side = &formula->right;
        if (!take_one(&reader) && !read_side(&reader, err))
            return false;
    }
    if (peek(&reader) == '~' && formula->has_tilde)
        return err_set(err, ERR_usage,
                       "the formula has two ~; one stands between what is explained and what by");
    if (reader.rest.length > 0 && peek(&reader) != '\0')
        return err_set(err, ERR_usage,
                       "\"" TEXT_FORMAT
                       "\" in the formula is not read; columns are joined with + only, and one ~ "
                       "stands between what is explained and what by",
                       TEXT_ARGS(coming(&reader)));
    return true;
}
