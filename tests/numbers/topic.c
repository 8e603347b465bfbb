#include "topic.h"

#include <dirent.h>
#include <fnmatch.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct answer answer_named(const struct named *answers, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(answers[i].name, name) == 0)
            return answers[i].answer;
    return answer_unknown();
}

struct answer figure_named(const struct named_figure *figures, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(figures[i].name, name) == 0)
            return answer_figure(figures[i].figure);
    return answer_unknown();
}

bool topic_open(struct topic *topic, const char *file, struct oracle *table)
{
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", topic->folder, file);
    *table = (struct oracle){0};
    if (!oracle_read(table, path))
        return false;
    if (topic->opened_count < TOPIC_OPENED_MAX)
        snprintf(topic->opened[topic->opened_count++], TOPIC_NAME_MAX, "%s", file);
    return true;
}

static int name_compare(const void *left, const void *right)
{
    return strcmp(left, right);
}

size_t topic_files(const struct topic *topic, const char *pattern, char (*names)[TOPIC_NAME_MAX], size_t max)
{
    DIR *folder = opendir(topic->folder);
    size_t count = 0;
    const struct dirent *entry;
    while (folder && count < max && (entry = readdir(folder)))
        if (strlen(entry->d_name) < TOPIC_NAME_MAX && fnmatch(pattern, entry->d_name, 0) == 0)
            memcpy(names[count++], entry->d_name, strlen(entry->d_name) + 1);
    if (folder)
        closedir(folder);
    qsort(names, count, sizeof *names, name_compare);
    return count;
}

void topic_judge(struct topic *topic, const char *where, bool right, const char *format, ...)
{
    if (right) {
        topic->passed++;
        return;
    }
    topic->failed++;
    size_t used = strlen(topic->said);
    if (topic->said_failures++ >= SAID_FAILURES_MAX || used + 2 >= sizeof topic->said)
        return;
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    snprintf(topic->said + used, sizeof topic->said - used, "%s: %s\n", where, sentence);
}

static const struct rule *rule_for(const struct rule *rules, const char *stat)
{
    while (fnmatch(rules->pattern, stat, 0) != 0)
        rules++; /* the last rule is for "*" */
    return rules;
}

static void compare_numbers(struct topic *topic, const char *where, const struct rule *rule, double expected,
                            double got)
{
    if (isinf(expected) || isinf(got)) {
        topic_judge(topic, where, isinf(expected) && isinf(got) && signbit(expected) == signbit(got),
                    "expected %.17g, got %.17g", expected, got);
        return;
    }
    double off = fabs(got - expected), error = expected < 0 || expected > 0 ? off / fabs(expected) : off;
    bool right = error <= rule->relative || off <= rule->absolute;
    if (error > topic->worst && !(off <= rule->absolute)) {
        topic->worst = error;
        snprintf(topic->worst_where, sizeof topic->worst_where, "%s", where);
    }
    topic_judge(topic, where, right, "expected %.17g, got %.17g, relative error %.2g over %.2g", expected,
                got, error, rule->relative);
}

void topic_compare(struct topic *topic, const char *where, const char *stat, const char *expected,
                   const struct rule *rules, struct answer got)
{
    bool missing = strcmp(expected, "NA") == 0 || strcmp(expected, "NaN") == 0;
    if (!got.known) {
        topic_judge(topic, where, false, "expected %s, and nothing is known of such a figure", expected);
        return;
    }
    if (got.text) {
        topic_judge(topic, where, strcmp(got.text, expected) == 0, "expected %s, got %s", expected, got.text);
        return;
    }
    if (got.figure.absent || isnan(got.figure.value)) {
        topic_judge(topic, where, missing, "expected %s, got none (%s)", expected,
                    got.figure.absent ? got.figure.absent : "not a number");
        return;
    }
    char *end;
    double value = strtod(expected, &end);
    if (strcmp(expected, "TRUE") == 0 || strcmp(expected, "FALSE") == 0)
        value = *expected == 'T';
    else if (missing || end == expected || *end)
        return topic_judge(topic, where, false, "expected %s, got %.17g", expected, got.figure.value);
    compare_numbers(topic, where, rule_for(rules, stat), value, got.figure.value);
}

void topic_long(struct topic *topic, const char *file, const struct rule *rules,
                struct answer (*produce)(void *context, const char *name, const char *stat), void *context)
{
    struct oracle table;
    if (!topic_open(topic, file, &table))
        return;
    for (size_t row = 0; row < table.rows; row++) {
        const char *name = oracle_cell(&table, row, "case"), *stat = oracle_cell(&table, row, "stat");
        snprintf(topic->asking, sizeof topic->asking, "%s %s %s", file, name, stat);
        topic_compare(topic, topic->asking, stat, oracle_cell(&table, row, "value"), rules,
                      produce(context, name, stat));
    }
    oracle_close(&table);
}

static bool key_has(const char *keys, const char *column)
{
    size_t length = strlen(column);
    for (const char *key = keys; *key; key += strcspn(key, ","), key += *key == ',')
        if (strcspn(key, ",") == length && strncmp(key, column, length) == 0)
            return true;
    return false;
}

/* "unempdur 3", from the keys of a row. */
static void row_name(const struct oracle *table, size_t row, const char *keys, char *name, size_t size)
{
    size_t used = 0;
    name[0] = '\0';
    for (size_t i = 0; i < table->columns && used < size; i++)
        if (key_has(keys, oracle_heading(table, i)))
            used += (size_t)snprintf(name + used, size - used, " %s",
                                     oracle_cell(table, row, oracle_heading(table, i)));
}

void topic_wide(struct topic *topic, const char *file, const char *keys, const struct rule *rules,
                struct answer (*produce)(void *context, const struct oracle *table, size_t row,
                                         const char *column),
                void *context)
{
    struct oracle table;
    if (!topic_open(topic, file, &table))
        return;
    for (size_t row = 0; row < table.rows; row++) {
        char name[128];
        row_name(&table, row, keys, name, sizeof name);
        for (size_t i = 0; i < table.columns; i++) {
            const char *column = oracle_heading(&table, i);
            if (key_has(keys, column))
                continue;
            snprintf(topic->asking, sizeof topic->asking, "%s row %zu%s %s", file, row + 1, name, column);
            topic_compare(topic, topic->asking, column, oracle_cell(&table, row, column), rules,
                          produce(context, &table, row, column));
        }
    }
    oracle_close(&table);
}
