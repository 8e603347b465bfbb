#include "report/wrap.h"

#include "base/banned.h"

const struct wrap_ruler WRAP_COLUMNS = {text_width};
const struct wrap_ruler WRAP_EMS = {wrap_advance};

/* From blank to tilde. */
static const uint16_t ADVANCES[95] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584,
};

size_t wrap_advance(struct text text)
{
    size_t total = 0;
    while (text.length > 0) {
        struct text one = text;
        uint32_t point = text_utf8_next(&text);
        one.length -= text.length;
        if (point >= ' ' && point <= '~')
            total += ADVANCES[point - ' '];
        else
            total += text_width(one) * (text_width(one) > 1               ? 500
                                        : point >= 0x370 && point < 0x590 ? 800
                                                                          : 700);
    }
    return total;
}

/* An option is typed as one word: --keep-good. `word` begins where the word at hand does. */
static bool is_option(struct text word)
{
    return word.length > 2 && word.at[0] == '-' && word.at[1] == '-';
}

/* Where a line may end after `before` when `after` follows. */
static bool may_break(struct text word, uint32_t before, uint32_t after, size_t before_columns,
                      size_t after_columns)
{
    if (after == ' ')
        return false; /* the blank itself is the place */
    if (before == ' ')
        return true;
    if (after_columns == 0)
        return false;
    bool letter_follows = (after | 0x20) >= 'a' && (after | 0x20) <= 'z';
    if ((before == '-' || before == '/') && letter_follows && !is_option(word))
        return true;
    return before_columns == 2 || after_columns == 2;
}

bool wrap_next(struct text *rest, size_t width, struct wrap_ruler ruler, struct text *line)
{
    while (rest->length > 0 && rest->at[0] == ' ')
        *rest = (struct text){rest->at + 1, rest->length - 1};
    if (rest->length == 0)
        return false;
    struct text left = *rest, word = *rest;
    uint32_t before = 0;
    size_t used = 0, before_columns = 0, end = rest->length, place = 0;
    while (left.length > 0) {
        size_t at = rest->length - left.length;
        struct text one = left;
        uint32_t point = text_utf8_next(&left);
        one.length -= left.length;
        size_t columns = text_width(one);
        if (before == ' ')
            word = (struct text){one.at, one.length + left.length};
        if (at > 0 && may_break(word, before, point, before_columns, columns))
            place = at;
        used += ruler.measure(one);
        if (used > width && point != ' ' && columns > 0 && at > 0) {
            end = place > 0 ? place : at;
            break;
        }
        before = point;
        before_columns = columns > 0 ? columns : before_columns;
    }
    *line = (struct text){rest->at, end};
    *rest = (struct text){rest->at + end, rest->length - end};
    while (line->length > 0 && line->at[line->length - 1] == ' ')
        line->length--;
    return true;
}

size_t wrap_count(struct text text, size_t width, struct wrap_ruler ruler)
{
    size_t lines = 0;
    struct text line;
    while (wrap_next(&text, width, ruler, &line))
        lines++;
    return lines > 0 ? lines : 1;
}

size_t wrap_longest(struct text text, struct wrap_ruler ruler)
{
    size_t longest = 0, used = 0, before_columns = 0;
    uint32_t before = 0;
    struct text word = text;
    while (text.length > 0) {
        struct text one = text;
        uint32_t point = text_utf8_next(&text);
        one.length -= text.length;
        size_t columns = text_width(one);
        if (before == ' ')
            word = (struct text){one.at, one.length + text.length};
        if (point == ' ' || (before && may_break(word, before, point, before_columns, columns)))
            used = 0;
        used += point == ' ' ? 0 : ruler.measure(one);
        longest = used > longest ? used : longest;
        before = point;
        before_columns = columns > 0 ? columns : before_columns;
    }
    return longest;
}
