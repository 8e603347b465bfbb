#include "case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"

/* A reader over bytes in memory. */
struct source {
    struct csv_reader csv;
    FILE *file;
    struct err err;
};

static void source_open(struct source *source, const char *bytes, size_t length)
{
    *source = (struct source){
        .file = fmemopen((void *)(uintptr_t)(length > 0 ? bytes : "x"), length > 0 ? length : 1, "r")};
    assert_non_null(source->file);
    if (length == 0)
        (void)getc(source->file);
    csv_open(&source->csv, source->file, "people.csv");
}

static void source_close(struct source *source)
{
    csv_close(&source->csv);
    fclose(source->file);
}

/* The whole file as one line: fields in <>, rows by their number. */
static void assert_reads_bytes(const char *bytes, size_t length, const char *expected)
{
    struct source source;
    struct str seen;
    str_init(&seen);
    source_open(&source, bytes, length);
    while (csv_read(&source.csv, &source.err)) {
        str_addf(&seen, "%lld:", (long long)source.csv.row);
        for (size_t i = 0; i < source.csv.field_count; i++) {
            str_add_char(&seen, '<');
            str_add_bytes(&seen, source.csv.fields[i].at, source.csv.fields[i].length);
            str_add_char(&seen, '>');
        }
    }
    if (source.err.kind != ERR_none)
        fail_msg("refused: %s (%s)", source.err.sentence, source.err.place);
    assert_string_equal(seen.at, expected);
    assert_int_equal(source.csv.bytes_read, length);
    source_close(&source);
    str_clear(&seen);
}

static void assert_reads(const char *bytes, const char *expected)
{
    assert_reads_bytes(bytes, strlen(bytes), expected);
}

static void assert_refuses(const char *bytes, size_t length, const char *sentence, const char *place)
{
    struct source source;
    source_open(&source, bytes, length);
    while (csv_read(&source.csv, &source.err))
        ;
    assert_int_equal(source.err.kind, ERR_input);
    if (!strstr(source.err.sentence, sentence))
        fail_msg("\"%s\" does not say \"%s\"", source.err.sentence, sentence);
    assert_string_equal(source.err.place, place);
    source_close(&source);
}

static void reads_rows(void **state)
{
    (void)state;
    assert_reads("a,b\n1,2\n", "1:<a><b>2:<1><2>");
    assert_reads("a,b\n1,2", "1:<a><b>2:<1><2>");
    assert_reads("a,b\n,\n1,\n", "1:<a><b>2:<><>3:<1><>");
    assert_reads("a\n x \n", "1:<a>2:< x >");
    assert_reads("a,b\n\"\",\"x\"\n", "1:<a><b>2:<><x>");
    assert_reads("a,b\n5\" x,y\"z\n",
                 "1:<a><b>2:<5\" x><y\"z>"); /* a quote inside an unquoted value is itself */
    assert_reads("a,b\n5\" x,y\n6,z\n", "1:<a><b>2:<5\" x><y>3:<6><z>");
    assert_reads("a,b\n1,\"2\"", "1:<a><b>2:<1><2>");
    assert_reads("a,b\n1,\"\"", "1:<a><b>2:<1><>");
    assert_reads("a,b,c\n1\n1,2,3,4\n",
                 "1:<a><b><c>2:<1>3:<1><2><3><4>"); /* how many there should be is the caller's */
}

static void nothing_at_all(void **state)
{
    (void)state;
    assert_reads("", "");
    assert_reads("\n", "");
    assert_reads("\r\n\r\n\n\r", "");
    assert_reads("\xef\xbb\xbf", "");
    assert_reads("\xef\xbb\xbf\n", "");
    assert_reads("\"\"", "1:<>");
    assert_reads("\"\"\n\n\"\"\n", "1:<>3:<>");
}

static void byte_order_mark(void **state)
{
    (void)state;
    assert_reads("\xef\xbb\xbf"
                 "a,b\n1,2\n",
                 "1:<a><b>2:<1><2>");
    assert_reads("\xef\xbb\xbf\"a\",b\n", "1:<a><b>");
    assert_reads("a\n\xef\xbb\xbf\n", "1:<a>2:<\xef\xbb\xbf>"); /* only at the beginning */
}

/* Separators at every place within eight bytes, fields from none to twenty, with and without quotes. */
static void fields_of_every_length(void **state)
{
    (void)state;
    for (int quoted = 0; quoted < 2; quoted++)
        for (int first = 0; first < 20; first++)
            for (int second = 0; second < 20; second++) {
                char bytes[128], expected[128];
                const char *quote = quoted ? "\"" : "", *many = "12.45 789;1\xc4\x80"
                                                                "5678901234";
                snprintf(bytes, sizeof bytes, "a,b,c\r\n%.*s,%s%.*s%s,\n", first, many, quote, second, many,
                         quote);
                snprintf(expected, sizeof expected, "1:<a><b><c>2:<%.*s><%.*s><>", first, many, second, many);
                if (first != 12 && second != 12) /* which would cut a letter in two */
                    assert_reads(bytes, expected);
            }
}

static void line_ends(void **state)
{
    (void)state;
    assert_reads("a,b\r\n1,2\r\n", "1:<a><b>2:<1><2>");
    assert_reads("a,b\r1,2\r", "1:<a><b>2:<1><2>");
    assert_reads("a,b\r\n1,2\n3,4\r5,6", "1:<a><b>2:<1><2>3:<3><4>4:<5><6>");
    assert_reads("a\r\n\r\nb\n\nc\r\rd",
                 "1:<a>3:<b>5:<c>7:<d>"); /* empty rows are passed over, and counted */
    assert_reads("a,b\n\"1\"\r\n\"2\"\r\"3\"\n", "1:<a><b>2:<1>3:<2>4:<3>");
}

static void quotes(void **state)
{
    (void)state;
    assert_reads("a,b\n\"x,y\",\"say \"\"kia ora\"\"\"\n", "1:<a><b>2:<x,y><say \"kia ora\">");
    assert_reads("a,b\n\"one\ntwo\",3\n4,5\n",
                 "1:<a><b>2:<one\ntwo><3>3:<4><5>"); /* a quoted newline begins no row */
    assert_reads("a,b\n\"one\r\ntwo\rthree\",3\n", "1:<a><b>2:<one\r\ntwo\rthree><3>");
    assert_reads("a\n\"\"\"\"\n\"\"\"x\"\n\"\"\"\"\"\"\n", "1:<a>2:<\">3:<\"x>4:<\"\">");
    assert_reads("\"a,1\";\"b\"\n1;2\n", "1:<a,1><b>2:<1><2>");
}

static void separators(void **state)
{
    (void)state;
    assert_reads("a;b\n1;2,5\n", "1:<a><b>2:<1><2,5>");
    assert_reads("a\tb\n1\t2,5;\n", "1:<a><b>2:<1><2,5;>");
    assert_reads("a,b;c\n1;2,3\n", "1:<a><b;c>2:<1;2><3>");
    assert_reads("a;b\tc\n1\t2;3\n", "1:<a><b\tc>2:<1\t2><3>");
    assert_reads("a\n1;2\n", "1:<a>2:<1;2>");
    assert_reads("\"a;\tb\",c\n1,2\n", "1:<a;\tb><c>2:<1><2>");
    assert_reads("a;b\n\"1;2\";3\n", "1:<a><b>2:<1;2><3>");
}

static void other_encodings(void **state)
{
    (void)state;
    assert_refuses("\xff\xfe"
                   "a\0,\0b\0",
                   8, "UTF-16", "people.csv, row 1");
    assert_refuses("\xfe\xff\0a\0,\0b", 8, "UTF-16", "people.csv, row 1");
    assert_refuses("a\0,\0b\0", 6, "zero byte", "people.csv, row 1"); /* UTF-16 without a mark */
    assert_refuses("name\nRen\xe9\n", 10, "not UTF-8 (byte 0xE9)", "people.csv, row 2");
    assert_refuses("name\nok\n\nM\xe3ori\n", 15, "not UTF-8 (byte 0xE3)", "people.csv, row 4");
    assert_refuses("name\n\"Ren\xe9\"\n", 12, "0xE9", "people.csv, row 2");
    assert_refuses("name\nx\xed\xa0\x80\n", 10, "not UTF-8",
                   "people.csv, row 2"); /* half of a surrogate pair */
    assert_refuses("a\nb\0c\n", 6, "zero byte", "people.csv, row 2");
    assert_refuses("name\nM\xc4", 7, "0xC4", "people.csv, row 2"); /* cut in the middle of a character */
}

static void broken_quotes(void **state)
{
    (void)state;
    assert_refuses("a,b\n1,\"2\n3,4\n", 13, "never closed", "people.csv, row 2");
    assert_refuses("a,b\n1,2\n\"", 9, "never closed", "people.csv, row 3");
    assert_refuses("a\n\"x\"\"", 6, "never closed", "people.csv, row 2");
    assert_refuses("a,b\n\"x\"y,2\n", 11, "after a closing quote", "people.csv, row 2");
    assert_refuses("a,b\n\"x\" ,2\n", 11, "after a closing quote", "people.csv, row 2");
    assert_refuses("a\n\"one\ntwo\"\n\"x\"y\n", 17, "after a closing quote", "people.csv, row 3");
}

static void limits(void **state)
{
    (void)state;
    struct str text;
    str_init(&text);
    str_add_repeated(&text, ',', CSV_FIELDS_MAX - 1);
    struct source source;
    source_open(&source, text.at, text.length);
    assert_true(csv_read(&source.csv, &source.err));
    assert_int_equal(source.csv.field_count, CSV_FIELDS_MAX);
    source_close(&source);
    str_add_char(&text, ',');
    assert_refuses(text.at, text.length, "1,024 fields", "people.csv, row 1");

    str_cut(&text, 0);
    str_add(&text, "a,b\n\"");
    str_add_repeated(&text, 'x', 3 * 1024 * 1024);
    str_add(&text, "\",2\n3,4\n");
    source_open(&source, text.at, text.length);
    assert_true(csv_read(&source.csv, &source.err));
    assert_true(csv_read(&source.csv, &source.err));
    assert_int_equal(source.csv.fields[0].length, 3 * 1024 * 1024);
    assert_true(text_is(source.csv.fields[1], "2"));
    assert_true(csv_read(&source.csv, &source.err));
    assert_true(text_is(source.csv.fields[1], "4"));
    assert_false(csv_read(&source.csv, &source.err));
    assert_int_equal(source.err.kind, ERR_none);
    source_close(&source);

    str_cut(&text, 0);
    str_add(&text, "a,b\n1,\"2\n");
    for (int i = 0; i < 600000; i++)
        str_add(&text, "3,4,5,6\n");
    assert_refuses(text.at, text.length, "never closed", "people.csv, row 2");
    str_clear(&text);
}

static void unreadable_file(void **state)
{
    (void)state;
    struct err err = {0};
    struct csv_reader csv;
    FILE *folder = fopen("/", "r"); /* opens, and cannot be read */
    assert_non_null(folder);
    csv_open(&csv, folder, "/");
    assert_false(csv_read(&csv, &err));
    assert_int_equal(err.kind, ERR_system);
    csv_close(&csv);
    fclose(folder);
}

/* Values that are hard to read; which of them a field holds is a fixed function of its row and column. */
static const char *const hard[] = {"",
                                   "a",
                                   "\"",
                                   "\"\"",
                                   ",",
                                   "\n",
                                   "\r\n",
                                   "\r",
                                   "x,y",
                                   "say \"kia ora\"",
                                   "\"begins",
                                   "ends\"",
                                   "M\xc4\x81ori",
                                   "\xf0\x9f\x98\x80",
                                   " blanks ",
                                   "one\ntwo\r\nthree\rfour",
                                   "\"\n\"",
                                   ";",
                                   "\t",
                                   "a much longer value, with a comma, that takes up some room in the row"};

enum { HARD = sizeof hard / sizeof *hard, COLUMNS = 5, ROWS = 12000 };

static const char *hard_value(size_t row, size_t column)
{
    return hard[(row * 7 + column * 3 + row / 13) % HARD];
}

static void hard_file(struct str *out, size_t padding, const char *line_end)
{
    str_cut(out, 0);
    str_add(out, "a,b,c,d,e");
    str_add(out, line_end);
    str_add_repeated(out, 'p', padding);
    str_add(out, ",,,,");
    str_add(out, line_end);
    for (size_t row = 0; row < ROWS; row++) {
        for (size_t column = 0; column < COLUMNS; column++) {
            const char *value = hard_value(row, column);
            bool quoted = strpbrk(value, ",\"\r\n") || (row + column) % 3 == 0;
            str_add(out, column > 0 ? "," : "");
            str_add(out, quoted ? "\"" : "");
            for (const char *c = value; *c; c++) {
                if (*c == '"')
                    str_add_char(out, '"');
                str_add_char(out, *c);
            }
            str_add(out, quoted ? "\"" : "");
        }
        str_add(out, line_end);
    }
}

/* The buffer is filled 256 KB at a time. The same rows are moved on byte by byte, so that every quote,
 * doubled quote, CRLF and separator comes to lie before, across and after some edge of the buffer; whatever
 * the padding, the values are the same. */
static void slide_over_the_edge(const char *line_end)
{
    struct str text;
    str_init(&text);
    for (size_t padding = 0; padding < 100; padding++) {
        struct source source;
        hard_file(&text, padding, line_end);
        assert_true(text.length > 2 * 256 * 1024);
        source_open(&source, text.at, text.length);
        assert_true(csv_read(&source.csv, &source.err) && csv_read(&source.csv, &source.err));
        assert_int_equal(source.csv.fields[0].length, padding);
        for (size_t row = 0; row < ROWS; row++) {
            if (!csv_read(&source.csv, &source.err))
                fail_msg("padding %zu, row %zu: %s", padding, row, source.err.sentence);
            bool same = source.csv.field_count == COLUMNS && source.csv.row == (int64_t)row + 3;
            for (size_t column = 0; same && column < COLUMNS; column++)
                same = text_is(source.csv.fields[column], hard_value(row, column));
            if (!same)
                fail_msg("padding %zu, row %zu is not what was written", padding, row);
        }
        assert_false(csv_read(&source.csv, &source.err));
        assert_int_equal(source.err.kind, ERR_none);
        source_close(&source);
    }
    str_clear(&text);
}

static void edge_lf(void **state)
{
    (void)state;
    slide_over_the_edge("\n");
}

static void edge_crlf(void **state)
{
    (void)state;
    slide_over_the_edge("\r\n");
}

static void edge_cr(void **state)
{
    (void)state;
    slide_over_the_edge("\r");
}

/* The file ends exactly where the buffer does, one byte before, and one after. */
static void ends_at_the_edge(void **state)
{
    (void)state;
    static const char *const ends[] = {"",     "\n",    "\r",       "\r\n",    ",",
                                       "\"\"", "\"q\"", "\"\"\"\"", "\"q\"\n", "\"q\"\r\n"};
    static const char *const last[] = {"", "", "", "", "", "", "q", "\"", "q", "q"};
    struct str text;
    str_init(&text);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        for (size_t length = 262144 - 3; length <= 262144 + 3; length++) {
            struct source source;
            str_cut(&text, 0);
            str_add(&text, "a,b\n");
            str_add_repeated(&text, 'x', length - text.length - 1 - strlen(ends[i]));
            str_add(&text, ",");
            str_add(&text, ends[i]);
            assert_int_equal(text.length, length);
            source_open(&source, text.at, text.length);
            assert_true(csv_read(&source.csv, &source.err) && csv_read(&source.csv, &source.err));
            assert_int_equal(source.csv.field_count, strcmp(ends[i], ",") == 0 ? 3 : 2);
            assert_true(text_is(source.csv.fields[1], last[i]));
            assert_false(csv_read(&source.csv, &source.err));
            assert_int_equal(source.err.kind, ERR_none);
            source_close(&source);
        }
    str_clear(&text);
}

static void written_and_read_back(void **state)
{
    (void)state;
    struct str text;
    str_init(&text);
    for (size_t first = 0; first < HARD; first++)
        for (size_t second = 0; second < HARD; second++) {
            struct source source;
            str_cut(&text, 0);
            str_add(&text, "a,b\n");
            csv_add_field(&text, text_of(hard[first]));
            str_add_char(&text, ',');
            csv_add_field(&text, text_of(hard[second]));
            str_add_char(&text, '\n');
            source_open(&source, text.at, text.length);
            assert_true(csv_read(&source.csv, &source.err) && csv_read(&source.csv, &source.err));
            assert_int_equal(source.csv.field_count, 2);
            assert_true(text_is(source.csv.fields[0], hard[first]) &&
                        text_is(source.csv.fields[1], hard[second]));
            assert_false(csv_read(&source.csv, &source.err));
            source_close(&source);
        }
    str_clear(&text);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R14: fields of every length are cut where the separators stand", fields_of_every_length),
        CASE("R14: rows and fields are read as they stand", reads_rows),
        CASE("R14: an empty file holds no rows", nothing_at_all),
        CASE("R14: a byte order mark is no part of the first name", byte_order_mark),
        CASE("R14: LF, CRLF and CR end a row; empty rows are passed over and counted", line_ends),
        CASE("R14: quotes hold separators, newlines and doubled quotes", quotes),
        CASE("R14: the separator is found in the heading row", separators),
        CASE("R14: another encoding than UTF-8 is refused, with the row", other_encodings),
        CASE("R14: a quote never closed and text after one are refused, with the row", broken_quotes),
        CASE("R14: 1,024 fields and rows of megabytes are read, more is refused", limits),
        CASE("house: a file that cannot be read is a failure of the system", unreadable_file),
        CASE("R14: LF rows are the same wherever the buffer's edge falls", edge_lf),
        CASE("R14: CRLF rows are the same wherever the buffer's edge falls", edge_crlf),
        CASE("R14: CR rows are the same wherever the buffer's edge falls", edge_cr),
        CASE("R14: a file may end exactly where the buffer does", ends_at_the_edge),
        CASE("R14: what is written is read back the same", written_and_read_back),
    };
    return RUN(cases);
}
