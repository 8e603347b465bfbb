/* made_files: the made-up clients as files: bench_made csv FOLDER N writes what mahi load imports; bench_made
 * json N writes, a line each, the facts of the question as the peer takes them. */
#include "made.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"
#include "rule/elapsed.h"
#include "base/banned.h"

enum { FILES = 8 };

static const struct {
    const char *record, *heading;
} files[FILES] = {
    {"client", "number,family_name,arrived_on,source,method"},
    {"register_spell", "client,effective_from,effective_to,source,method"},
    {"benefit_spell", "client,effective_from,type,source,method"},
    {"sgi_rating", "client,effective_from,rating,source,method"},
    {"english_level", "client,effective_from,skill,level,assessor,source,method"},
    {"qualification", "client,effective_from,number,title,level,source,method"},
    {"work_history", "client,effective_from,effective_to,title,source,method"},
    {"none_known", "client,effective_from,what,source,method"},
};

static FILE *must_open(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    return file;
}

static void day(struct str *row, int32_t day)
{
    if (day != MADE_NOT)
        date_print(row, day);
}

static void begin(struct str *row, int64_t client, int32_t from)
{
    str_addf(row, "C%08lld,", (long long)client);
    day(row, from);
}

static void end(struct str *row, FILE *file)
{
    str_add(row, ",document,document\n");
    fwrite(row->at, 1, row->length, file);
    str_cut(row, 0);
}

static void write_levels(struct str *row, FILE *file, int64_t client, const char *skill,
                         const struct made_level *levels, int count)
{
    static const char *const names[] = {"", "none", "basic", "reasonable", "clear", "high"};
    for (int i = 0; i < count; i++) {
        begin(row, client, levels[i].from);
        if (skill)
            str_addf(row, ",%s,%s,Officer", skill, names[levels[i].value]);
        else
            str_addf(row, ",%d", levels[i].value);
        end(row, file);
    }
}

static void write_none(struct str *row, FILE *file, int64_t client, const char *what, int32_t from)
{
    if (from == MADE_NOT)
        return;
    begin(row, client, from);
    str_addf(row, ",%s", what);
    end(row, file);
}

static void write_client(struct str *row, FILE *const *to, const struct made *made)
{
    str_addf(row, "C%08lld,Family%d,", (long long)made->number, (int)(made->number % 50000));
    day(row, made->arrived);
    end(row, to[0]);
    for (int i = 0; i < made->registered_count; i++) {
        begin(row, made->number, made->registered[i].from);
        str_add_char(row, ',');
        day(row, made->registered[i].to);
        end(row, to[1]);
    }
    for (int i = 0; i < made->benefit_count; i++) {
        begin(row, made->number, made->benefit[i].from);
        str_add(row, ",unemployment");
        end(row, to[2]);
    }
    write_levels(row, to[3], made->number, NULL, made->sgi, made->sgi_count);
    write_levels(row, to[4], made->number, "speaking", made->speaking, made->speaking_count);
    write_levels(row, to[4], made->number, "understanding", made->understanding, made->understanding_count);
    for (int i = 0; i < made->qualification_count; i++) {
        begin(row, made->number, made->qualifications[i]);
        str_addf(row, ",Q%lld-%d,Diploma,%d", (long long)made->number, i, 3 + i);
        end(row, to[5]);
    }
    for (int i = 0; i < made->job_count; i++) {
        begin(row, made->number, made->jobs[i].from);
        str_add_char(row, ',');
        day(row, made->jobs[i].to);
        str_addf(row, ",Job %d", i);
        end(row, to[6]);
    }
    write_none(row, to[7], made->number, "benefit", made->no_benefit);
    write_none(row, to[7], made->number, "qualifications", made->no_qualifications);
    write_none(row, to[7], made->number, "work_history", made->no_jobs);
}

static void write_files(const char *folder, int64_t count)
{
    FILE *to[FILES], *list = must_open(folder, "load.list");
    struct str row;
    str_init(&row);
    for (int i = 0; i < FILES; i++) {
        str_addf(&row, "%s.csv", files[i].record);
        to[i] = must_open(folder, row.at);
        fprintf(to[i], "%s\n", files[i].heading);
        fprintf(list, "%s %s\n", files[i].record, row.at);
        str_cut(&row, 0);
    }
    for (int64_t i = 1; i <= count; i++) {
        struct made made;
        made_client(i, &made);
        write_client(&row, to, &made);
    }
    for (int i = 0; i < FILES; i++)
        fclose(to[i]);
    fclose(list);
    str_clear(&row);
}

static void number(const char *name, int32_t value)
{
    if (value == MADE_NOT)
        printf("\"%s\":null,", name);
    else
        printf("\"%s\":%d,", name, (int)value);
}

/* Lists as counts, for the peer makes its lists from them; days, from which it makes weeks. */
static void write_json(int64_t count)
{
    for (int64_t i = 1; i <= count; i++) {
        struct made made;
        struct made_facts facts;
        made_client(i, &made);
        made_facts(&made, &facts);
        printf("{");
        number("days", facts.days_registered);
        number("benefit", facts.on_benefit);
        number("sgi", facts.sgi);
        number("speaking", facts.speaking);
        number("understanding", facts.understanding);
        number("qualifications", facts.qualifications);
        number("jobs", facts.jobs);
        if (facts.arrived == MADE_NOT)
            printf("\"years\":null}\n");
        else
            printf("\"years\":%.9f}\n", number_to_real(elapsed(WHAT_years, facts.arrived, MADE_TODAY)));
    }
}

int main(int count, char **words)
{
    if (count == 4 && strcmp(words[1], "csv") == 0)
        write_files(words[2], strtoll(words[3], NULL, 10));
    else if (count == 3 && strcmp(words[1], "json") == 0)
        write_json(strtoll(words[2], NULL, 10));
    else
        return fprintf(stderr, "usage: bench_made csv FOLDER N | bench_made json N\n"), 2;
    return 0;
}
