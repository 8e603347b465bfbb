/* What date.h promises of any text whatever: what is read prints back as it was typed; what is refused is
 * refused with a sentence; every day and instant in range prints and reads back. */
#include <assert.h>
#include <string.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_refusal(struct text typed, const struct err *err)
{
    struct text sentence = text_of(err->sentence);
    assert(err->kind == ERR_input && sentence.length > 0);
    if (text_utf8_valid(typed) == typed.length)
        assert(text_utf8_valid(sentence) == sentence.length);
}

static void check_typed(struct text typed)
{
    struct str out;
    struct err err = {0};
    int32_t date;
    int64_t instant;
    str_init(&out);
    if (date_parse(typed, &date, &err)) {
        date_print(&out, date);
        assert(date >= DATE_MIN && date <= DATE_MAX && text_equal(str_text(&out), typed));
    } else {
        check_refusal(typed, &err);
    }
    err = (struct err){0};
    str_cut(&out, 0);
    if (instant_parse(typed, &instant, &err)) {
        instant_print(&out, instant);
        struct text day = {typed.at, 10};
        assert(strncmp(out.at, day.at, day.length) == 0);
        int64_t again;
        assert(instant_parse(str_text(&out), &again, &err) && again == instant);
    } else {
        check_refusal(typed, &err);
    }
    str_clear(&out);
}

/* The first bytes as numbers: a day, months to add to it, milliseconds. */
static void check_numbers(const uint8_t *bytes)
{
    int32_t number, months, ms;
    memcpy(&number, bytes, 4);
    memcpy(&months, bytes + 4, 4);
    memcpy(&ms, bytes + 8, 4);
    int32_t date = DATE_MIN + (int32_t)((uint32_t)number % (uint32_t)(DATE_MAX - DATE_MIN + 1));
    struct civil civil = date_to_civil(date);
    assert(date_from_civil(civil) == date && civil.day >= 1 &&
           civil.day <= date_days_in_month(civil.year, civil.month));
    months %= 1200;
    int64_t month = (int64_t)civil.year * 12 + civil.month - 1 + months;
    if (month >= 12 && month < 120000) {
        struct civil later = date_to_civil(date_add_months(date, months));
        assert(later.year * 12 + later.month - 1 == month && later.day <= civil.day);
    }
    int64_t instant = (int64_t)date * 86400000 + (uint32_t)ms % 86400000, again;
    struct str out;
    struct err err = {0};
    str_init(&out);
    instant_print(&out, instant);
    assert(instant_parse(str_text(&out), &again, &err) && again == instant && instant_date(instant) == date);
    str_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    check_typed((struct text){(const char *)bytes, length});
    if (length >= 12)
        check_numbers(bytes);
    return 0;
}
