#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct datum rows_literal(struct arena *arena, struct text text, bool *ok)
{
    struct rule_options options = {.mode = RULE_standard, .any_value = true};
    struct rule *rule;
    struct spot where;
    struct err err = {0};
    *ok = rule_compile(arena, text, &options, &rule, &where, &err);
    struct evaluation evaluation = {.arena = arena, .today = ROWS_TODAY};
    return *ok ? rule_evaluate(rule, &evaluation) : datum_null();
}

bool rows_facts(struct arena *arena, struct text text, struct known *known)
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
        known->values[fact][aspect] = rows_literal(arena, (struct text){rest.at + 1, rest.length - 1}, &ok);
        if (!ok)
            return false;
    }
    return true;
}

bool rows_refused(const struct row *row)
{
    return row->expected.length >= 7 && memcmp(row->expected.at, "refused", 7) == 0;
}

/* A row goes on over lines until it has its two bars. */
static void each_row(struct text text, void (*each)(void *with, const struct row *row), void *with)
{
    struct text line, proves = {"R52: rows", 9};
    const char *begin = NULL;
    for (size_t number = 1; text_split(&text, '\n', &line); number++) {
        if (!begin && (line.length == 0 || *line.at == '#'))
            continue;
        if (!begin && *line.at == '=') {
            proves = text_trim((struct text){line.at + 1, line.length - 1});
            continue;
        }
        begin = begin ? begin : line.at;
        struct text whole = {begin, (size_t)(line.at + line.length - begin)};
        struct row row = {.line = number, .proves = proves};
        if (text_split(&whole, '|', &row.expression) && text_split(&whole, '|', &row.facts) &&
            whole.length > 0) {
            row.expression = text_trim(row.expression);
            row.facts = text_trim(row.facts);
            row.expected = text_trim(whole);
            begin = NULL;
            each(with, &row);
        }
    }
}

bool rows_read(const char *path, void (*each)(void *with, const struct row *row), void *with)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    const ssize_t length = file ? getdelim(&text, &size, '\0', file) : -1;
    if (length >= 0)
        each_row((struct text){text, (size_t)length}, each, with);
    free(text);
    if (file)
        fclose(file);
    return length >= 0;
}
