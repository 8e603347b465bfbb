#include "cli/cmd_grim.h"

#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

enum { SIZES_WITH_COUNTS_MAX = 6 };

const char *grim_text(struct job *job, struct str *str)
{
    const char *copy = arena_text(job->arena, str->at, str->length);
    str_clear(str);
    return copy;
}

bool grim_is_flat(const struct job *job)
{
    return job->format == FORMAT_csv || job->format == FORMAT_json;
}

bool grim_most(const struct job *job, int64_t *most, struct err *err)
{
    const char *typed = job_option(job, OPTION_grim_most);
    *most = PUBLISHED_MOST;
    if (!typed || (text_to_int(text_of(typed), most) && *most >= 1 && *most <= PUBLISHED_TOGETHER_MAX))
        return true;
    return err_set(err, ERR_usage,
                   "--most \"%.40s\" is no number of people to try; write a whole number from 1 to %d", typed,
                   PUBLISHED_TOGETHER_MAX);
}

void grim_add_joint(struct str *out, size_t at, size_t count, const char *last)
{
    if (at > 0)
        str_add(out, at + 1 == count ? last : ", ");
}

void grim_add_percent(struct str *out, int64_t count, int64_t n, const char *like)
{
    const char *point = strchr(like, '.');
    int decimals = point ? (int)strlen(point + 1) : 1;
    int64_t unit = 1;
    for (int i = 0; i < decimals; i++)
        unit *= 10;
    int64_t units = (2 * count * 100 * unit + n) / (2 * n);
    str_addf(out, "%" PRId64 ".%0*" PRId64 "%%", units / unit, decimals, units % unit);
}

/* The step when the sizes are all its multiples up to `most`, and there are several; else 0. */
static int64_t multiples_of(struct published_sizes sizes, int64_t most)
{
    int64_t step = sizes.count >= 2 ? sizes.at[0] : 0;
    if (step < 2 || most / step != (int64_t)sizes.count)
        return 0;
    for (size_t i = 0; i < sizes.count; i++)
        if (sizes.at[i] != step * (int64_t)(i + 1))
            return 0;
    return step;
}

static size_t run_length(struct published_sizes sizes, size_t at)
{
    size_t length = 1;
    while (at + length < sizes.count && sizes.at[at + length] == sizes.at[at] + (int64_t)length)
        length++;
    return length >= 3 ? length : 1;
}

void grim_add_sizes(struct str *out, struct published_sizes sizes, int64_t most)
{
    if (sizes.count == 0) {
        str_addf(out, "none up to %" PRId64, most);
        return;
    }
    if ((int64_t)sizes.count == most) {
        str_addf(out, "any up to %" PRId64, most);
        return;
    }
    int64_t step = multiples_of(sizes, most);
    if (step > 0 && sizes.count > SIZES_WITH_COUNTS_MAX) {
        str_addf(out, "a multiple of %" PRId64 " up to %" PRId64, step, most);
        return;
    }
    size_t pieces = 0, piece = 0;
    for (size_t i = 0; i < sizes.count; i += run_length(sizes, i))
        pieces++;
    for (size_t i = 0; i < sizes.count; piece++) {
        size_t length = run_length(sizes, i);
        grim_add_joint(out, piece, pieces, " or ");
        str_add_int(out, sizes.at[i]);
        if (length > 1)
            str_addf(out, " to %" PRId64, sizes.at[i + length - 1]);
        i += length;
    }
    if (step > 0)
        str_addf(out, ", the multiples of %" PRId64, step);
}

void grim_add_sizes_of(struct str *out, const char *percent, struct published_sizes sizes, int64_t most)
{
    if (sizes.count == 0 || sizes.count > SIZES_WITH_COUNTS_MAX) {
        str_add(out, "N ");
        grim_add_sizes(out, sizes, most);
        return;
    }
    for (size_t i = 0; i < sizes.count; i++) {
        struct grim_check check = {0};
        struct err ignored = {0};
        grim_percentage(percent, sizes.at[i], &check, &ignored);
        grim_add_joint(out, i, sizes.count, " or ");
        str_addf(out, "%" PRId64 " of %" PRId64, check.any ? check.count : check.above, sizes.at[i]);
    }
}

/* Which roundings of an exact half allow it, when not all three do. */
static void add_roundings(struct str *out, const struct grim_check *check)
{
    const char *const words[] = {check->half_up ? "up" : NULL, check->half_even ? "to the even digit" : NULL,
                                 check->half_down ? "down" : NULL};
    size_t count = (size_t)check->half_up + check->half_even + check->half_down, at = 0;
    if (count == 3)
        return;
    str_add(out, ", if an exact half is rounded ");
    for (size_t i = 0; i < 3; i++)
        if (words[i]) {
            grim_add_joint(out, at++, count, " or ");
            str_add(out, words[i]);
        }
}

static void add_count(struct str *out, int64_t count, int64_t n)
{
    str_add_grouped(out, count);
    str_add(out, " of ");
    str_add_grouped(out, n);
}

void grim_add_verdict(struct str *out, const char *percent, int64_t n, const struct grim_check *check)
{
    if (check->any) {
        add_count(out, check->count, n);
        if (!check->testable)
            str_add(out, ", which proves nothing: of so many people every such percentage is possible");
        else
            add_roundings(out, check);
        return;
    }
    str_add(out, "impossible: ");
    for (int i = 0; i < 2; i++) {
        int64_t count = i == 0 ? check->below : check->above;
        add_count(out, count, n);
        str_add(out, " is ");
        grim_add_percent(out, count, n, percent);
        str_add(out, i == 0 ? " and " : "");
    }
    if (check->chopped) {
        str_add(out, "; only with the further digits cut off is it ");
        add_count(out, check->above, n);
    }
}
