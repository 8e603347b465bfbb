#include "report_desk.h"

#include "base/csv.h"

static const char *const HOSTILE[] = {"<script>alert('1')</script>",
                                      "\"><img src=x onerror=\"y\">",
                                      "a & b",
                                      "=HYPERLINK(\"http://x\",\"y\")",
                                      "@SUM(1)",
                                      "a,b\"c\nd",
                                      "\x1b[2J\x1b]0;owned\x07",
                                      "bad \xff\xc3 bytes",
                                      "\u202Egnp.exe"};
enum { HOSTILES = sizeof HOSTILE / sizeof *HOSTILE };

/* ---- tables ---- */

static void rates(void **state)
{
    struct desk *desk = *state;
    struct table *t = report_table(desk->report, "t", "By level");
    table_column(t, "level", "Level", COLUMN_text);
    table_column(t, "work", "In work", COLUMN_rate);
    table_column(t, "missing", "Not recorded", COLUMN_number);
    table_row(t);
    table_text(t, "Well qualified");
    table_rate(t, 2, 11);
    table_int(t, 1794);
    table_row(t);
    table_text(t, "Others");
    table_rate(t, 0, 0);
    table_int(t, 0);
    assert_has(desk_write(desk, FORMAT_text, 80, false), "Level                   In work  Not recorded\n"
                                                         "---------------------------------------------\n"
                                                         "Well qualified  2 of 11 (18.2%)         1,794\n"
                                                         "Others               0 of 0 [1]             0\n"
                                                         "[1] There is nobody to take a share of.\n");
    assert_string_equal(desk_write(desk, FORMAT_csv, 0, false),
                        "level,work_count,work_of,work_share,missing\n"
                        "Well qualified,2,11,0.18181818181818182,1794\nOthers,0,0,,0\n");
    const char *json = desk_write(desk, FORMAT_json, 0, false);
    assert_has(json, "\"work\": {\"count\": 2, \"of\": 11, \"share\": 0.18181818181818182}");
    assert_has(json, "\"work\": {\"count\": 0, \"of\": 0, \"share\": null}");
    assert_has(json, "\"absent\": {\"work\": \"There is nobody to take a share of.\"}");
    assert_has(desk_write(desk, FORMAT_html, 0, false), "<td class=\"number\">2 of 11 (18.2%)</td>");
}

static void compares(void **state)
{
    struct desk *desk = *state;
    comparison(desk->report);
    assert_string_equal(
        desk_write(desk, FORMAT_text, 100, false),
        "Title\n=====\n\nState at 5 months\n"
        "State                               Pilot  Difference (points)  95% interval (points)  Exact p\n"
        "----------------------------------------------------------------------------------------------\n"
        "Unemployed                 2 of 26 (7.7%)               -2.8         -24.0 to +15.2      1.000\n"
        "Left the labour market   11 of 26 (42.3%)              +12.5          -5.0 to  +3.0     <0.001\n"
        "Unknown                  13 of 26 (50.0%)                - [1]                  - [1]    - [2]\n"
        "----------------------------------------------------------------------------------------------\n"
        "All                     26 of 26 (100.0%)\n"
        "[1] nobody was reached\n[2] the margin is empty\n");
    assert_has(desk_write(desk, FORMAT_text, 100, true), "−24.0 to +15.2");
}

static void absent_everywhere(void **state)
{
    struct desk *desk = *state;
    comparison(desk->report);
    const char *csv = desk_write(desk, FORMAT_csv, 0, false);
    assert_has(csv, "state,pilot_count,pilot_of,pilot_share,difference,interval_low,interval_high,p\n");
    assert_has(csv, "Unemployed,2,26,0.07692307692307693,-0.02834008097165992,-0.24,0.152,1\n");
    assert_has(csv, "\nUnknown,13,26,0.5,,,,\n");
    const char *json = desk_write(desk, FORMAT_json, 0, false);
    assert_has(
        json,
        "\"difference\": null, \"interval\": null, \"p\": null}, \"absent\": {\"difference\": "
        "\"nobody was reached\", \"interval\": \"nobody was reached\", \"p\": \"the margin is empty\"}");
    assert_has(json, "{\"total\": true, \"cells\": {\"state\": \"All\"");
    assert_int_equal(occurrences(json, "\"absent\""), 1); /* a blank has no reason */
    const char *html = desk_write(desk, FORMAT_html, 0, false);
    assert_has(html, "<li>nobody was reached</li>\n<li>the margin is empty</li>\n");
    assert_int_equal(occurrences(html, "<span class=\"unseen\"> see note </span>1</sup>"), 2);
    assert_int_equal(occurrences(html, "<span class=\"unseen\"> see note </span>2</sup>"), 1);
    assert_has(html, "<tr class=\"total\"><th scope=\"row\"><bdi>All</bdi></th>");
}

static void numbers(void **state)
{
    struct desk *desk = *state;
    struct table *t = report_table(desk->report, "t", "T");
    table_column(t, "n", "N", COLUMN_number);
    const double shares[] = {0, 0.0004, 0.0006, 0.9994, 0.9996, 1};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        table_row(t);
        table_share(t, shares[i]);
    }
    table_row(t);
    table_signed(t, -0.04, 1, MEASURE_number);
    table_row(t);
    table_signed(t, 1234567.25, 2, MEASURE_number);
    table_row(t);
    table_money(t, -1250, 0);
    table_row(t);
    table_signed(t, 0.028, 1, MEASURE_points);
    table_row(t);
    table_int(t, INT64_MIN);
    assert_string_equal(desk_write(desk, FORMAT_text, 80, false), "Title\n=====\n\nT\n"
                                                                  "                                  N\n"
                                                                  "-----------------------------------\n"
                                                                  "                         0.0%\n"
                                                                  "                        <0.1%\n"
                                                                  "                         0.1%\n"
                                                                  "                        99.9%\n"
                                                                  "                       >99.9%\n"
                                                                  "                       100.0%\n"
                                                                  "                         0.0\n"
                                                                  "                +1,234,567.25\n"
                                                                  "                   -$1,250\n"
                                                                  "                        +2.8 points\n"
                                                                  "-9,223,372,036,854,775,808\n");
}

static size_t column_of(const char *line, const char *part)
{
    const char *at = strstr(line, part);
    assert_non_null(at);
    return text_width((struct text){line, (size_t)(at - line)});
}

static void names_align(void **state)
{
    static const char *const names[] = {"王小明", "محمد الأحمد", "Zoe\u0308 Ma\u0304hi",
                                        "Smith",  "สมชาย",       "김"};
    struct desk *desk = *state;
    struct table *t = report_table(desk->report, "t", "People");
    table_column(t, "name", "Name", COLUMN_text);
    table_column(t, "weeks", "Weeks", COLUMN_number);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        table_row(t);
        table_text(t, names[i]);
        table_int(t, 77777);
    }
    const char *text = desk_write(desk, FORMAT_text, 80, true);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *line = strstr(text, names[i]);
        assert_non_null(line);
        assert_int_equal(column_of(line, "77,777"), 13);
    }
}

static void hostile_table(struct report *report)
{
    struct table *t = report_table(report, "t", HOSTILE[0]);
    table_column_in(t, "name", HOSTILE[0], HOSTILE[1], COLUMN_text);
    table_column(t, "n", "N", COLUMN_number);
    for (size_t i = 0; i < HOSTILES; i++) {
        table_row(t);
        table_text(t, HOSTILE[i]);
        table_absent(t, HOSTILE[i]);
    }
    struct chart *c = report_intervals(report, "c", HOSTILE[0], HOSTILE[1], MEASURE_number, 1);
    chart_series(c, "a", HOSTILE[1]);
    chart_reference(c, 0, HOSTILE[2]);
    for (size_t i = 0; i < HOSTILES; i++) {
        chart_row(c, HOSTILE[i]);
        chart_interval(c, 1, 0, 2);
    }
    report_paragraph(report, "%s%s", HOSTILE[0], HOSTILE[6]);
}

static void hostile(void **state)
{
    struct desk *desk = *state;
    hostile_table(desk->report);
    const char *html = desk_write(desk, FORMAT_html, 0, false);
    assert_lacks(html, "<script");
    assert_lacks(html, "<img");
    assert_lacks(html, "a & b");
    assert_has(html, "<bdi>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</bdi>");
    assert_has(html, "&quot;&gt;&lt;img");
    const char *csv = desk_write(desk, FORMAT_csv, 0, false);
    assert_has(csv, "\n\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",\n'@SUM(1),\n\"a,b\"\"c\nd\",\n");
    assert_has(desk_write(desk, FORMAT_json, 0, false), "\"name\": \"a,b\\\"c\\nd\"");
    for (enum report_format format = FORMAT_text; format <= FORMAT_html; format++) {
        const char *out = desk_write(desk, format, 60, true);
        assert_lacks(out, "\x1b");
        assert_lacks(out, "\x07");
        assert_int_equal(text_utf8_valid(text_of(out)), strlen(out));
        if (format == FORMAT_text)
            assert_lacks(out, "\u202E");
    }
}

/* As csv.h reads it, so that what we write comes back. */
static void csv_comes_back(void **state)
{
    struct desk *desk = *state;
    struct err err = {0};
    struct csv_reader csv;
    comparison(desk->report);
    desk_write(desk, FORMAT_csv, 0, false);
    FILE *file = fmemopen(desk->out.at, desk->out.length, "r");
    assert_non_null(file);
    csv_open(&csv, file, "r.csv");
    size_t rows = 0;
    for (; csv_read(&csv, &err); rows++)
        assert_int_equal(csv.field_count, 8);
    assert_int_equal(err.kind, ERR_none);
    assert_int_equal(rows, 5);
    csv_close(&csv);
    fclose(file);
    struct table *t = report_table(desk->report, "second", "Second, with a comma");
    table_column(t, "only", "Only", COLUMN_number);
    table_row(t);
    table_blank(t);
    const char *out = desk_write(desk, FORMAT_csv, 0, false);
    assert_int_equal(strncmp(out, "# State at 5 months\nstate,", 26), 0);
    assert_has(out, "\n\n\"# Second, with a comma\"\nonly\n\"\"\n");
}

static size_t widest_line(const char *text)
{
    struct text rest = text_of(text), line;
    size_t widest = 0;
    while (text_split(&rest, '\n', &line))
        widest = text_width(line) > widest ? text_width(line) : widest;
    return widest;
}

/* Without line ends and blanks, so that a wrapped text can be found. */
static void squeeze(struct str *str)
{
    size_t length = 0;
    for (size_t i = 0; i < str->length; i++)
        if (str->at[i] != ' ' && str->at[i] != '\n')
            str->at[length++] = str->at[i];
    str_cut(str, length);
}

static void nothing_is_cut(void **state)
{
    struct desk *desk = *state;
    comparison(desk->report);
    struct table *t = report_table(desk->report, "long", "Long");
    table_column(t, "a", "Label", COLUMN_text);
    table_column(t, "b", "Text", COLUMN_text);
    table_row(t);
    table_text(t, "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu");
    table_text(t, "王小明王小明王小明王小明王小明王小明王小明王小明 and words that go on over several lines");
    struct chart *c = report_intervals(desk->report, "e", "Earnings", "Dollars", MEASURE_money, 0);
    chart_row(c, "Taumatawhakatangihangakoauau o Tamatea");
    chart_interval(c, 34000, 21000, 44000);
    for (size_t width = 30; width < 130; width++) {
        const char *text = desk_write(desk, FORMAT_text, width, false);
        if (widest_line(text) > width)
            fail_msg("a line is wider than %zu:\n%s", width, text);
        assert_int_equal(occurrences(text, "2 of 26 (7.7%)"), 1);
        assert_true(occurrences(text, "-24.0 to +15.2") == 1 && occurrences(text, "<0.001") == 1);
    }
    desk_write(desk, FORMAT_text, 0, false);
    squeeze(&desk->out);
    assert_has(
        desk->out.at,
        "nuakitanatahu王小明王小明王小明王小明王小明王小明王小明王小明andwordsthatgoonoverseverallines");
}

static void empty(void **state)
{
    struct desk *desk = *state;
    struct table *t = report_table(desk->report, "t", "Nobody");
    table_column(t, "name", "Name", COLUMN_text);
    table_column(t, "weeks", "Weeks", COLUMN_number);
    chart_reference(report_intervals(desk->report, "c", "No rows", "x", MEASURE_points, 1), 0, "none");
    chart_series(report_flow(desk->report, "f", "No stages"), "a", "A");
    assert_string_equal(
        desk_write(desk, FORMAT_text, 80, false),
        "Title\n=====\n\nNobody\nName  Weeks\n-----------\n(no rows)\n\nNo rows\n(nothing to draw)\n\n"
        "No stages\n(nothing to draw)\n");
    const char *html = desk_write(desk, FORMAT_html, 80, false);
    assert_has(html, "<td colspan=\"2\">No rows.</td>");
    assert_lacks(html, "<svg");
    assert_has(desk_write(desk, FORMAT_json, 80, false), "\"rows\": []");
    assert_int_equal(
        strncmp(desk_write(desk, FORMAT_csv, 80, false), "# Nobody\nname,weeks\n\n# No rows\n", 31), 0);
}

/* ---- words ---- */

static void looks(void **state)
{
    struct desk *desk = *state;
    report_sentence(desk->report, "Found.");
    report_caution(desk->report, "Few.");
    report_paragraph(desk->report, "Plain.");
    struct text_style style = {.width = 80, .colour = true};
    report_to_text(desk->report, &desk->out, &style);
    assert_has(desk->out.at, "\x1b[1m> Found.\x1b[0m\n");
    assert_has(desk->out.at, "\x1b[1;33mCaution:\x1b[0m Few.\n\nPlain.\n");
    assert_has(desk_write(desk, FORMAT_text, 80, false), "\n> Found.\n\nCaution: Few.\n\nPlain.\n");
    const char *ascii = desk->out.at;
    for (; *ascii; ascii++)
        assert_true((unsigned char)*ascii < 0x80);
}

static void format_names(void **state)
{
    (void)state;
    enum report_format format = FORMAT_text;
    struct err err = {0};
    assert_true(report_format_parse(text_of("HTML"), &format, &err));
    assert_int_equal(format, FORMAT_html);
    assert_false(report_format_parse(text_of("xls"), &format, &err));
    assert_int_equal(err.kind, ERR_usage);
    assert_string_equal(err.sentence, "\"xls\" is not a report format; choose text, csv, json or html");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        DESK("R12: a rate prints numerator, denominator and share, and the table the number missing", rates),
        DESK("R225: a comparison prints counts, difference, interval and exact p in line", compares),
        DESK("R225: what does not exist is a numbered reason, null or an empty field, never a number",
             absent_everywhere),
        DESK("house: a share is never rounded to nobody or everybody, zero has no sign", numbers),
        DESK("house: Chinese, Arabic, Thai and combining names keep columns in line", names_align),
        DESK("house: what people type cannot leave its place in HTML, CSV, JSON or a terminal", hostile),
        DESK("house: CSV is read back row by row, several tables under their captions", csv_comes_back),
        DESK("house: no line is wider than asked and nothing is cut off", nothing_is_cut),
        DESK("house: tables and charts of nothing say so", empty),
        DESK("house: findings and cautions stand out with and without colour", looks),
        DESK("R14: an unknown format is answered with the valid ones", format_names),
    };
    return RUN(cases);
}
