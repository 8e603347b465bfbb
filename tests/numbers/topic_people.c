#include "topic_people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static int compare_labels(const void *left, const void *right)
{
    const char *a = *(const char *const *)left, *b = *(const char *const *)right;
    char *a_end, *b_end;
    double x = strtod(a, &a_end), y = strtod(b, &b_end);
    if (a_end > a && b_end > b && (x < y || x > y))
        return x < y ? -1 : 1;
    return strcmp(a, b);
}

size_t labels_find(const struct labels *labels, const char *text, size_t length)
{
    size_t at = 0;
    while (at < labels->count &&
           (strlen(labels->text[at]) != length || strncmp(labels->text[at], text, length) != 0))
        at++;
    return at;
}

static bool is_missing(const char *cell)
{
    return cell[0] == '\0' || strcmp(cell, "NA") == 0;
}

/* OUT false when there are more than can be held: the topic then answers nothing. */
static bool labels_collect(struct labels *labels, const struct oracle *input, const char *column,
                           const char *but)
{
    labels->count = 0;
    for (size_t row = 0; row < input->rows; row++) {
        const char *cell = oracle_cell(input, row, column);
        if (is_missing(cell) || (but && strcmp(cell, but) == 0) ||
            labels_find(labels, cell, strlen(cell)) < labels->count)
            continue;
        if (labels->count == PEOPLE_LABELS_MAX)
            return false;
        labels->text[labels->count++] = cell;
    }
    qsort(labels->text, labels->count, sizeof *labels->text, compare_labels);
    return true;
}

/* The column after those that every file has, or NULL. */
static const char *stratum_column(const struct oracle *input, const char *event)
{
    for (size_t i = 0; i < input->columns; i++) {
        const char *heading = oracle_heading(input, i);
        if (strcmp(heading, "time") != 0 && strcmp(heading, event) != 0 && strcmp(heading, "group") != 0)
            return heading;
    }
    return NULL;
}

static void people_fill(struct people *people, const char *event, const char *stratum)
{
    const struct oracle *input = &people->input;
    people->time = ARENA_ARRAY(&people->arena, double, input->rows);
    people->group_of = ARENA_ARRAY(&people->arena, int, input->rows);
    people->cause_of = ARENA_ARRAY(&people->arena, int, input->rows);
    people->stratum_of = stratum ? ARENA_ARRAY(&people->arena, int, input->rows) : NULL;
    people->n = 0;
    for (size_t row = 0; row < input->rows; row++) {
        const char *time = oracle_cell(input, row, "time"), *cause = oracle_cell(input, row, event),
                   *group = oracle_cell(input, row, "group"),
                   *in = stratum ? oracle_cell(input, row, stratum) : "-";
        if (is_missing(time) || is_missing(cause) || is_missing(group) || is_missing(in))
            continue;
        size_t i = people->n++, found = labels_find(&people->cause, cause, strlen(cause));
        people->time[i] = strtod(time, NULL);
        people->group_of[i] = (int)labels_find(&people->group, group, strlen(group));
        people->cause_of[i] = strcmp(cause, "0") == 0 ? 0 : (int)found + 1;
        if (stratum)
            people->stratum_of[i] = (int)labels_find(&people->stratum, in, strlen(in));
    }
    struct codes cause = {people->cause_of, people->cause.count + 1},
                 group = {people->group_of, people->group.count}, one = {NULL, 1};
    people->all = durations_make(&people->arena, people->time, people->n, cause, group, one);
    people->by_stratum = people->all;
    if (stratum)
        people->by_stratum = durations_make(&people->arena, people->time, people->n, cause, group,
                                            (struct codes){people->stratum_of, people->stratum.count});
}

bool people_find(struct people *people, struct topic *topic, const char *prefix, const char *name,
                 const char *event)
{
    if (people->input.rows > 0 && strcmp(people->name, name) == 0)
        return true;
    people_close(people);
    char file[2 * TOPIC_NAME_MAX];
    snprintf(file, sizeof file, "%s_%.*s_input.csv", prefix, TOPIC_NAME_MAX, name);
    snprintf(people->name, sizeof people->name, "%s", name);
    if (!topic_open(topic, file, &people->input) || people->input.rows == 0)
        return false;
    const char *stratum = stratum_column(&people->input, event);
    arena_init(&people->arena);
    if (!labels_collect(&people->group, &people->input, "group", NULL) ||
        !labels_collect(&people->cause, &people->input, event, "0") ||
        (stratum && !labels_collect(&people->stratum, &people->input, stratum, NULL))) {
        people_close(people);
        return false;
    }
    people_fill(people, event, stratum);
    return true;
}

void people_close(struct people *people)
{
    oracle_close(&people->input);
    arena_clear(&people->arena);
    *people = (struct people){0};
}

size_t part_first(const char *name, const char **rest)
{
    size_t length = strcspn(name, ":");
    *rest = name + length + (name[length] == ':');
    return length;
}
