#include "cli/stats_task.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/banned.h"

static void add_rows(struct str *out, size_t count, const char *one, const char *many)
{
    str_add_grouped(out, (int64_t)count);
    str_addf(out, " %s", count == 1 ? one : many);
}

void stats_people(struct report *report, const struct stats_data *data)
{
    struct str words;
    size_t left_out = data->rows - data->n;
    str_init(&words);
    if (left_out == 0) {
        str_add(&words, "N = ");
        str_add_grouped(&words, (int64_t)data->n);
        str_addf(&words, ", every row of %s.", data->name);
        report_paragraph(report, "%s", words.at);
    } else {
        add_rows(&words, left_out, "row of ", "rows of ");
        str_cut(&words, words.length - 1);
        str_addf(&words, " %s %s left out: ", data->name, left_out == 1 ? "is" : "are");
        bool any = false;
        for (size_t c = 0; c < data->count; c++) {
            if (data->columns[c]->dropped == 0)
                continue;
            str_add(&words, any ? ", " : "");
            str_add_grouped(&words, (int64_t)data->columns[c]->dropped);
            str_addf(&words, " without %s", data->columns[c]->name);
            any = true;
        }
        str_add(&words, ". N = ");
        str_add_grouped(&words, (int64_t)data->n);
        str_add(&words, " of ");
        str_add_grouped(&words, (int64_t)data->rows);
        report_caution(report, "%s.", words.at);
    }
    str_clear(&words);
}

void stats_method(struct report *report, const char *format, ...)
{
    struct str words;
    va_list args;
    str_init(&words);
    va_start(args, format);
    str_add_args(&words, format, args);
    va_end(args);
    report_paragraph(report, "Method: %s", words.at);
    str_clear(&words);
}

int stats_decimals(double size)
{
    enum { DIGITS = 3, MOST = 10 };
    if (!isfinite(size) || fabs(size) <= 0)
        return DIGITS;
    double decimals = DIGITS - ceil(log10(fabs(size)));
    return decimals < 0 ? 0 : decimals > MOST ? MOST : (int)decimals;
}

int stats_decimals_of(struct figure size, int otherwise)
{
    return size.absent ? otherwise : stats_decimals(size.value);
}

const char *stats_percent(struct arena *arena, double conf)
{
    struct str text;
    str_init(&text);
    str_add_real(&text, round(conf * 1e10) / 1e8);
    const char *copy = arena_format(arena, "%s%%", text.at);
    str_clear(&text);
    return copy;
}

/* OUT true when the number is finite; else the cell is made here. */
static bool put_odd(struct table *table, struct figure figure)
{
    if (figure.absent)
        table_absent(table, figure.absent);
    else if (!isfinite(figure.value))
        table_text(table, figure.value > 0 ? "infinite" : "-infinite");
    else
        return true;
    return false;
}

void put_figure(struct table *table, struct figure figure, int decimals)
{
    if (put_odd(table, figure))
        table_real(table, figure.value, decimals);
}

void put_share(struct table *table, struct figure share)
{
    if (put_odd(table, share))
        table_share(table, share.value);
}

void put_points(struct table *table, struct figure difference)
{
    if (put_odd(table, difference))
        table_signed(table, difference.value, 1, MEASURE_points);
}

void put_signed(struct table *table, struct figure difference, int decimals)
{
    if (put_odd(table, difference))
        table_signed(table, difference.value, decimals, MEASURE_number);
}

void put_p(struct table *table, struct figure p)
{
    if (p.absent)
        table_absent(table, p.absent);
    else
        table_p(table, p.value > 1 ? 1 : p.value);
}

void put_interval(struct table *table, struct interval interval, int decimals, enum measure measure)
{
    if (interval.absent)
        table_absent(table, interval.absent);
    else if (!isfinite(interval.low) || !isfinite(interval.high))
        table_text(table, "without end");
    else
        table_interval(table, interval.low, interval.high, decimals, measure);
}

void put_count(struct table *table, size_t count)
{
    table_int(table, (int64_t)count);
}

void put_text(struct table *table, const char *text)
{
    table_text(table, text);
}

static enum column_kind kind_of_letter(char letter)
{
    return letter == 't'   ? COLUMN_text
           : letter == 'r' ? COLUMN_rate
           : letter == 'i' ? COLUMN_interval
                           : COLUMN_number;
}

void stats_columns(struct table *table, const char *const *columns)
{
    enum { KEY, LABEL, KIND, UNIT, PARTS, PART_MAX = 120 };
    for (; *columns; columns++) {
        struct text rest = text_of(*columns), part;
        char parts[PARTS][PART_MAX] = {{0}};
        for (size_t i = 0; i < PARTS && text_split(&rest, '|', &part); i++) {
            assert(part.length < PART_MAX);
            memcpy(parts[i], part.at, part.length);
        }
        if (parts[UNIT][0])
            table_column_in(table, parts[KEY], parts[LABEL], parts[UNIT], kind_of_letter(parts[KIND][0]));
        else
            table_column(table, parts[KEY], parts[LABEL], kind_of_letter(parts[KIND][0]));
    }
}

bool stats_write_out(struct job *job, enum option_id option, const struct str *text, struct report *report,
                     struct err *err)
{
    const char *path = job_option(job, option);
    if (!path)
        return true;
    FILE *file = fopen(path, "wbx");
    if (!file && errno == EEXIST)
        return err_set(err, ERR_conflict, "\"%s\" is there already; name another file, or remove it", path);
    if (!file)
        return err_system(err, "cannot write", path);
    bool whole = fwrite(text->at, 1, text->length, file) == text->length;
    whole = fclose(file) == 0 && whole;
    if (!whole)
        return err_system(err, "cannot write", path);
    report_paragraph(report, "Written: %s.", path);
    return true;
}
