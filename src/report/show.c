#include "report/show.h"

#include <math.h>
#include <string.h>

#include "base/banned.h"

/* The digits of a number that is not negative, with thousands apart; true when they are all zero. */
static bool add_digits(struct str *out, double magnitude, int decimals)
{
    struct str digits;
    str_init(&digits);
    str_addf(&digits, "%.*f", decimals, magnitude);
    size_t whole = strcspn(digits.at, ".");
    for (size_t i = 0; i < digits.length; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            str_add_char(out, ',');
        str_add_char(out, digits.at[i]);
    }
    bool zero = strspn(digits.at, "0.") == digits.length;
    str_clear(&digits);
    return zero;
}

/* A share that is not nobody is never shown as 0.0%, one that is not everybody never as 100.0%. */
static void add_share(struct str *out, double share, int decimals)
{
    double percent = share * 100, step = pow(10, -decimals);
    if (percent > 0 && percent < step / 2) {
        str_add_char(out, '<');
        percent = step;
    } else if (percent < 100 && percent > 100 - step / 2) {
        str_add_char(out, '>');
        percent = 100 - step;
    }
    add_digits(out, percent, decimals);
    str_add_char(out, '%');
}

void show_number(struct str *out, double value, int decimals, enum measure measure, bool with_sign, bool bare,
                 bool unicode)
{
    if (measure == MEASURE_share && value >= 0 && !with_sign) {
        add_share(out, value, decimals);
        return;
    }
    struct str digits;
    str_init(&digits);
    bool hundredfold = measure == MEASURE_share || measure == MEASURE_points;
    bool zero = add_digits(&digits, fabs(hundredfold ? value * 100 : value), decimals);
    if (value < 0 && !zero)
        str_add(out, unicode ? "\u2212" : "-");
    else if (with_sign && !zero)
        str_add_char(out, '+');
    if (measure == MEASURE_money)
        str_add_char(out, '$');
    str_add_bytes(out, digits.at, digits.length);
    if (measure == MEASURE_share)
        str_add_char(out, '%');
    if (measure == MEASURE_points && !bare)
        str_add(out, " points");
    str_clear(&digits);
}

void show_interval(struct str *out, double low, double high, int decimals, enum measure measure, bool bare,
                   bool unicode, size_t high_width)
{
    bool with_sign = measure == MEASURE_points;
    show_number(out, low, decimals, measure, with_sign, true, unicode);
    str_add(out, " to ");
    struct str end;
    str_init(&end);
    show_number(&end, high, decimals, measure, with_sign, bare, unicode);
    size_t width = text_width(str_text(&end));
    str_add_repeated(out, ' ', width < high_width ? high_width - width : 0);
    str_add_bytes(out, end.at, end.length);
    str_clear(&end);
}

size_t show_high_width(const struct column *column, const struct cell *cell, bool unicode)
{
    if (cell->kind != CELL_interval)
        return 0;
    struct str high;
    str_init(&high);
    show_number(&high, cell->high, cell->decimals, cell->measure, cell->measure == MEASURE_points,
                column->unit != NULL, unicode);
    size_t width = text_width(str_text(&high));
    str_clear(&high);
    return width;
}

static void show_rate(struct str *out, const struct cell *cell)
{
    str_add_grouped(out, cell->count);
    str_add(out, " of ");
    str_add_grouped(out, cell->of);
    if (cell->of == 0)
        return;
    str_add(out, " (");
    add_share(out, cell->value, 1);
    str_add_char(out, ')');
}

static void show_p(struct str *out, double p)
{
    if (p < 0.001)
        str_add(out, "<0.001");
    else
        str_addf(out, "%.3f", p);
}

const char *show_cell(struct arena *arena, const struct column *column, const struct cell *cell, bool unicode,
                      size_t high_width)
{
    struct str shown;
    str_init(&shown);
    switch (cell->kind) {
    case CELL_blank:
        break;
    case CELL_absent:
        str_add(&shown, unicode ? "\u2013" : "-");
        break;
    case CELL_text:
        str_add(&shown, show_flat(arena, cell->text));
        break;
    case CELL_int:
        str_add_grouped(&shown, cell->count);
        if (cell->count < 0 && unicode) {
            const char *digits = arena_text(arena, shown.at + 1, shown.length - 1);
            str_cut(&shown, 0);
            str_addf(&shown, "\u2212%s", digits);
        }
        break;
    case CELL_number:
        show_number(&shown, cell->value, cell->decimals, cell->measure, cell->with_sign, column->unit != NULL,
                    unicode);
        break;
    case CELL_p:
        show_p(&shown, cell->value);
        break;
    case CELL_rate:
        show_rate(&shown, cell);
        break;
    case CELL_interval:
        show_interval(&shown, cell->low, cell->high, cell->decimals, cell->measure, column->unit != NULL,
                      unicode, high_width);
        break;
    }
    return str_into(&shown, arena);
}

size_t show_tail(const char *shown)
{
    const char *point = strrchr(shown, '.');
    if (point)
        return text_width(text_of(point));
    size_t end = strlen(shown);
    while (end > 0 && (shown[end - 1] < '0' || shown[end - 1] > '9'))
        end--;
    return end > 0 ? text_width(text_of(shown + end)) : 0;
}

const char *show_flat(struct arena *arena, const char *text)
{
    struct str flat;
    str_init(&flat);
    struct text rest = text_trim(text_of(text));
    while (rest.length > 0) {
        struct text before = rest;
        uint32_t point = text_utf8_next(&rest);
        if ((point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||
            (point >= 0x2028 && point <= 0x2029))
            continue;
        if (point != ' ' && point != '\n' && point != '\t')
            str_add_bytes(&flat, before.at, before.length - rest.length);
        else if (flat.length > 0 && flat.at[flat.length - 1] != ' ')
            str_add_char(&flat, ' ');
    }
    if (flat.length > 0 && flat.at[flat.length - 1] == ' ')
        str_cut(&flat, flat.length - 1);
    return str_into(&flat, arena);
}

const char *show_heading(struct arena *arena, const struct column *column)
{
    const char *label = show_flat(arena, column->label);
    return column->unit ? arena_format(arena, "%s (%s)", label, show_flat(arena, column->unit)) : label;
}
