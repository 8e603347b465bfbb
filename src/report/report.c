#include "report/report.h"

#include <assert.h>
#include <string.h>

#include "report/model.h"

#include "base/banned.h"

void *list_room(struct arena *arena, void *old, size_t count, size_t *size, size_t element_size)
{
    if (count < *size)
        return old;
    size_t larger = *size ? *size * 2 : 8;
    void *room = arena_array(arena, larger, element_size);
    if (count > 0)
        memcpy(room, old, count * element_size);
    *size = larger;
    return room;
}

size_t notes_number(struct arena *arena, struct notes *notes, const char *text)
{
    for (size_t i = 0; i < notes->texts.count; i++)
        if (text_is(text_of(text), notes->texts.at[i]))
            return i + 1;
    *LIST_ADD(arena, notes->texts) = text;
    return notes->texts.count;
}

/* C0 but tab and newline, DEL, and C1: nothing that a terminal obeys or that HTML forbids. */
static bool point_unfit(uint32_t point)
{
    return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7f && point < 0xa0);
}

const char *model_text(struct arena *arena, const char *text)
{
    struct str fit;
    str_init(&fit);
    struct text rest = text_of(text);
    while (rest.length > 0) {
        struct text valid = {rest.at, text_utf8_valid(rest)};
        rest = (struct text){rest.at + valid.length, rest.length - valid.length};
        while (valid.length > 0) {
            struct text before = valid;
            if (point_unfit(text_utf8_next(&valid)))
                str_add(&fit, "\uFFFD");
            else
                str_add_bytes(&fit, before.at, before.length - valid.length);
        }
        if (rest.length > 0) {
            str_add(&fit, "\uFFFD");
            rest = (struct text){rest.at + 1, rest.length - 1};
        }
    }
    return str_into(&fit, arena);
}

const char *model_args(struct arena *arena, const char *format, va_list args)
{
    struct str said;
    str_init(&said);
    str_add_args(&said, format, args);
    const char *copy = model_text(arena, said.at);
    str_clear(&said);
    return copy;
}

bool model_key_valid(const char *key)
{
    for (const char *c = key; *c; c++)
        if (!(*c >= 'a' && *c <= 'z') && !(*c >= 'A' && *c <= 'Z') && !(*c >= '0' && *c <= '9') &&
            *c != '_' && *c != '-')
            return false;
    return *key != '\0';
}

struct report *report_make(struct arena *arena, const char *key, const char *title)
{
    assert(model_key_valid(key) && *title);
    struct report *report = ARENA_NEW(arena, struct report);
    report->arena = arena;
    report->key = model_text(arena, key);
    report->title = model_text(arena, title);
    return report;
}

static struct block *block_add(struct report *report, enum block_kind kind)
{
    struct block *block = LIST_ADD(report->arena, report->blocks);
    block->kind = kind;
    return block;
}

static void block_say(struct report *report, enum block_kind kind, const char *format, va_list args)
    __attribute__((format(printf, 3, 0)));
static void block_say(struct report *report, enum block_kind kind, const char *format, va_list args)
{
    const char *text = model_args(report->arena, format, args);
    struct block *block = block_add(report, kind);
    block->text = text;
    block->level = report->level;
}

void report_heading(struct report *report, int level, const char *format, ...)
{
    assert(level >= 1 && level <= 3 && level <= report->level + 1);
    report->level = level;
    va_list args;
    va_start(args, format);
    block_say(report, BLOCK_heading, format, args);
    va_end(args);
}

void report_paragraph(struct report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    block_say(report, BLOCK_paragraph, format, args);
    va_end(args);
}

void report_sentence(struct report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    block_say(report, BLOCK_sentence, format, args);
    va_end(args);
}

void report_caution(struct report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    block_say(report, BLOCK_caution, format, args);
    va_end(args);
}

/* Tables and charts share one space of keys: they are ids in a page. */
static bool key_is_new(const struct report *report, const char *key)
{
    for (size_t i = 0; i < report->blocks.count; i++) {
        const struct block *block = &report->blocks.at[i];
        const char *taken = block->table ? block->table->key : block->chart ? block->chart->key : NULL;
        if (taken && text_is(text_of(taken), key))
            return false;
    }
    return true;
}

struct table *report_table(struct report *report, const char *key, const char *caption)
{
    assert(key_is_new(report, key));
    struct table *table = table_make(report->arena, key, caption);
    block_add(report, BLOCK_table)->table = table;
    return table;
}

static struct chart *chart_make(struct report *report, enum chart_kind kind, const char *key,
                                const char *caption)
{
    assert(model_key_valid(key) && *caption && key_is_new(report, key));
    struct chart *chart = ARENA_NEW(report->arena, struct chart);
    chart->arena = report->arena;
    chart->kind = kind;
    chart->key = model_text(report->arena, key);
    chart->caption = model_text(report->arena, caption);
    block_add(report, BLOCK_chart)->chart = chart;
    return chart;
}

struct chart *report_intervals(struct report *report, const char *key, const char *caption, const char *axis,
                               enum measure measure, int decimals)
{
    assert(decimals >= 0 && decimals <= 9);
    struct chart *chart = chart_make(report, CHART_intervals, key, caption);
    chart->axis = model_text(report->arena, axis);
    chart->measure = measure;
    chart->decimals = decimals;
    return chart;
}

struct chart *report_curves(struct report *report, const char *key, const char *caption, const char *across,
                            const char *axis, enum measure measure, int decimals)
{
    assert(decimals >= 0 && decimals <= 9);
    struct chart *chart = chart_make(report, CHART_curves, key, caption);
    chart->across = model_text(report->arena, across);
    chart->axis = model_text(report->arena, axis);
    chart->measure = measure;
    chart->decimals = decimals;
    return chart;
}

struct chart *report_flow(struct report *report, const char *key, const char *caption)
{
    return chart_make(report, CHART_flow, key, caption);
}
