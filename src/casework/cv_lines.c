#include <jansson.h>
#include <string.h>

#include "casework/cv.h"
#include "base/banned.h"

/* The parts of a document in the order in which people read them, and the members of each that make its line.
 */
static const struct {
    const char *key, *label;
    const char *members[4]; /* in their order, ended by NULL; dates come behind them */
} parts[] = {
    {"work", "Work", {"position", "name", "location", "summary"}},
    {"education", "Education", {"studyType", "area", "institution", NULL}},
    {"certificates", "Recognition", {"name", "issuer", NULL, NULL}},
    {"languages", "Languages", {"language", "fluency", NULL, NULL}},
    {"references", "Referees", {"name", "reference", NULL, NULL}},
};

enum { BASICS = 6 };

static const char *member(const json_t *object, const char *key)
{
    const char *words = json_string_value(json_object_get(object, key));
    return words ? words : "";
}

/* "Staff nurse, Apia Hospital, Samoa; 1990-02-01 to 1997-06-30" */
static const char *line_words(struct arena *arena, const json_t *object, const char *const members[4])
{
    const char *from = member(object, "startDate"), *to = member(object, "endDate"),
               *on = member(object, "date");
    struct str words;
    str_init(&words);
    for (size_t i = 0; i < 4 && members[i]; i++)
        if (member(object, members[i])[0])
            str_addf(&words, "%s%s", words.length > 0 ? ", " : "", member(object, members[i]));
    if (from[0])
        str_addf(&words, "; %s to %s", from, to[0] ? to : "now");
    else if (to[0] || on[0])
        str_addf(&words, "; %s", to[0] ? to : on);
    return str_into(&words, arena);
}

static void add_basics(struct cv_line *lines, size_t *count, struct arena *arena, const json_t *root)
{
    static const struct {
        const char *key, *label;
    } basics[] = {{"name", "Name"},       {"phone", "Telephone"}, {"email", "E-mail"},
                  {"address", "Address"}, {"label", "For"},       {"summary", "Summary"}};
    _Static_assert(sizeof basics / sizeof *basics == BASICS, "lines_at_most counts them");
    const json_t *object = json_object_get(root, "basics");
    const json_t *location = json_object_get(object, "location");
    for (size_t i = 0; i < BASICS; i++) {
        const char *words = member(object, basics[i].key);
        if (!words[0])
            words = member(location, basics[i].key);
        if (words[0])
            lines[(*count)++] = (struct cv_line){basics[i].label, arena_text(arena, words, strlen(words))};
    }
}

static size_t lines_at_most(const json_t *root)
{
    size_t most = BASICS;
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        most += json_array_size(json_object_get(root, parts[p].key));
    return most;
}

bool cv_lines(struct arena *arena, const char *json, struct cv_line **out, size_t *count, struct err *err)
{
    json_error_t why;
    json_t *root = json_loads(json, 0, &why);
    *count = 0;
    if (!root)
        return err_set(err, ERR_input, "a CV that is kept is no JSON: %s; run mahi doctor", why.text);
    *out = ARENA_ARRAY(arena, struct cv_line, lines_at_most(root));
    add_basics(*out, count, arena, root);
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        const json_t *section = json_object_get(root, parts[p].key);
        for (size_t i = 0; i < json_array_size(section); i++)
            (*out)[(*count)++] = (struct cv_line){
                parts[p].label, line_words(arena, json_array_get(section, i), parts[p].members)};
    }
    json_decref(root);
    return true;
}

static bool same_line(const struct cv_line *a, const struct cv_line *b)
{
    return strcmp(a->section, b->section) == 0 && strcmp(a->words, b->words) == 0;
}

static bool stands_in(const struct cv_line *line, const struct cv_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (same_line(line, &lines[i]))
            return true;
    return false;
}

bool cv_compare(struct arena *arena, const char *was, const char *is, struct cv_difference **out,
                size_t *count, struct err *err)
{
    struct cv_line *before, *after;
    size_t before_count, after_count;
    *count = 0;
    if (!cv_lines(arena, was, &before, &before_count, err) || !cv_lines(arena, is, &after, &after_count, err))
        return false;
    *out = ARENA_ARRAY(arena, struct cv_difference, before_count + after_count + 1);
    for (size_t i = 0; i < before_count; i++)
        if (!stands_in(&before[i], after, after_count))
            (*out)[(*count)++] = (struct cv_difference){before[i].section, before[i].words, ""};
    for (size_t i = 0; i < after_count; i++)
        if (!stands_in(&after[i], before, before_count))
            (*out)[(*count)++] = (struct cv_difference){after[i].section, "", after[i].words};
    return true;
}
