#include "case.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "report/axis.h"
#include "report/report.h"

#define DESK(name, test)                                                                                     \
    {                                                                                                        \
        name, test, desk_open, desk_close, NULL                                                              \
    }

/* One report, its memory and what it was written as. */
struct desk {
    struct arena arena;
    struct report *report;
    struct str out;
};

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

static int desk_open(void **state)
{
    struct desk *desk = memory_alloc(sizeof *desk);
    arena_init(&desk->arena);
    str_init(&desk->out);
    desk->report = report_make(&desk->arena, "r", "Title");
    *state = desk;
    return 0;
}

static int desk_close(void **state)
{
    struct desk *desk = *state;
    str_clear(&desk->out);
    arena_clear(&desk->arena);
    free(desk);
    return 0;
}

static const char *desk_write(struct desk *desk, enum report_format format, size_t width, bool unicode)
{
    struct text_style style = {.width = width, .unicode = unicode};
    str_cut(&desk->out, 0);
    report_write(desk->report, format, &style, &desk->out);
    return desk->out.at;
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static size_t occurrences(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        count++;
    return count;
}

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

static void comparison(struct report *report)
{
    struct table *t = report_table(report, "states", "State at 5 months");
    table_column(t, "state", "State", COLUMN_text);
    table_column(t, "pilot", "Pilot", COLUMN_rate);
    table_column_in(t, "difference", "Difference", "points", COLUMN_number);
    table_column_in(t, "interval", "95% interval", "points", COLUMN_interval);
    table_column(t, "p", "Exact p", COLUMN_number);
    table_row(t);
    table_text(t, "Unemployed");
    table_rate(t, 2, 26);
    table_signed(t, -0.028340080971659919, 1, MEASURE_points);
    table_interval(t, -0.24, 0.152, 1, MEASURE_points);
    table_p(t, 1);
    table_row(t);
    table_text(t, "Left the labour market");
    table_rate(t, 11, 26);
    table_signed(t, 0.125, 1, MEASURE_points);
    table_interval(t, -0.05, 0.03, 1, MEASURE_points);
    table_p(t, 0.0004);
    table_row(t);
    table_text(t, "Unknown");
    table_rate(t, 13, 26);
    table_absent(t, "nobody was reached");
    table_absent(t, "nobody was reached");
    table_absent(t, "the margin is empty");
    table_total(t);
    table_text(t, "All");
    table_rate(t, 26, 26);
    table_blank(t);
    table_blank(t);
    table_blank(t);
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

/* ---- charts ---- */

static struct chart *forest(struct report *report)
{
    struct chart *c = report_intervals(report, "c", "Forest", "Difference (points)", MEASURE_points, 1);
    chart_reference(c, 0, "no difference");
    chart_row(c, "Unemployed");
    chart_interval(c, -0.028, -0.24, 0.152);
    chart_row(c, "In work");
    chart_interval(c, 0.2, 0.1, 0.4);
    chart_row(c, "Unknown");
    chart_absent(c, "nobody was reached");
    return c;
}

static void forest_beside(void **state)
{
    struct desk *desk = *state;
    forest(desk->report);
    assert_string_equal(desk_write(desk, FORMAT_text, 80, false),
                        "Title\n"
                        "=====\n"
                        "\n"
                        "Forest\n"
                        "| no difference\n"
                        "Unemployed      |------------o-+--------|                   -2.8  -24.0 to +15.2\n"
                        "In work                        |     |-----o------------|  +20.0  +10.0 to +40.0\n"
                        "Unknown                        |                           - [1]\n"
                        "            +-----+------+-----+-----+-----+------+-----+\n"
                        "           -30   -20    -10    0    10    20     30    40\n"
                        "            Difference (points)\n"
                        "[1] nobody was reached\n");
}

static void forest_narrow(void **state)
{
    struct desk *desk = *state;
    forest(desk->report);
    assert_string_equal(desk_write(desk, FORMAT_text, 40, true), "Title\n"
                                                                 "═════\n"
                                                                 "\n"
                                                                 "Forest\n"
                                                                 "│ no difference\n"
                                                                 "Unemployed\n"
                                                                 "         ├─────────●─┼──────┤\n"
                                                                 "   −2.8  −24.0 to +15.2\n"
                                                                 "In work\n"
                                                                 "                     │   ├────●────────┤\n"
                                                                 "  +20.0  +10.0 to +40.0\n"
                                                                 "Unknown\n"
                                                                 "                     │\n"
                                                                 "  – [1]\n"
                                                                 "  ┬────────┬─────────┬────────┬────────┬\n"
                                                                 " −40      −20        0       20       40\n"
                                                                 "  Difference (points)\n"
                                                                 "[1] nobody was reached\n");
}

static void negative_only(void **state)
{
    struct desk *desk = *state;
    struct chart *c = report_intervals(desk->report, "c", "C", "Dollars", MEASURE_money, 0);
    chart_row(c, "Cost");
    chart_interval(c, -4200, -5000, -3100);
    assert_string_equal(desk_write(desk, FORMAT_text, 64, false),
                        "Title\n"
                        "=====\n"
                        "\n"
                        "C\n"
                        "Cost  |----------o---------------|   -$4,200  -$5,000 to -$3,100\n"
                        "      +------+------+------+------+\n"
                        "   -$5,000       -$4,000       -$3,000\n"
                        "      Dollars\n");
    c = report_intervals(desk->report, "d", "D", "x", MEASURE_number, 0);
    chart_reference(c, -10, "far away");
    chart_row(c, "Some");
    chart_interval(c, 7, 5, 9);
    chart_row(c, "All absent");
    chart_absent(c, "nobody was asked");
    assert_has(desk_write(desk, FORMAT_text, 64, false), "-10");
    assert_has(desk->out.at, "- [1]\n");
    assert_has(desk->out.at, "[1] nobody was asked\n");
    c = report_intervals(desk->report, "e", "E", "x", MEASURE_number, 0);
    chart_row(c, "All absent");
    chart_absent(c, "nobody was asked");
    assert_has(desk_write(desk, FORMAT_text, 64, false), "E\nAll absent");
    assert_has(desk->out.at, "- [1]\n[1] nobody was asked\n");
    assert_lacks(desk_write(desk, FORMAT_html, 0, false), "nan");
}

static void flow(void **state)
{
    struct desk *desk = *state;
    struct chart *c = report_flow(desk->report, "f", "Flow");
    chart_series(c, "pilot", "Pilot");
    chart_series(c, "comparison", "Comparison");
    chart_step(c, "Eligible");
    chart_count(c, 60);
    chart_count(c, 40);
    chart_step(c, "Enrolled");
    chart_count(c, 30);
    chart_missed(c, 28, "not drawn");
    chart_count(c, 20);
    chart_wave(c, "Reached at 5 months");
    chart_count(c, 12);
    chart_missed(c, 9, "moved away");
    chart_count(c, 20);
    chart_wave(c, "Reached at 9 months");
    chart_count(c, 15);
    chart_missed(c, 20, "dead lines");
    chart_absent(c, "The wave is due in June.");
    assert_string_equal(desk_write(desk, FORMAT_text, 60, false),
                        "Title\n"
                        "=====\n"
                        "\n"
                        "Flow\n"
                        "Eligible\n"
                        "  Pilot       ####################################  60\n"
                        "  Comparison  ########################              40\n"
                        "Enrolled\n"
                        "  Pilot       ##################..................  30 of 60\n"
                        "              30 left: 28 not drawn, 2 not accounted for\n"
                        "  Comparison  ############............              20 of 40\n"
                        "              20 left\n"
                        "Reached at 5 months\n"
                        "  Pilot       #######...........                    12 of 30\n"
                        "              18 missed: 9 moved away, 9 not accounted for\n"
                        "  Comparison  ############                          20 of 20\n"
                        "Reached at 9 months\n"
                        "  Pilot       #########.........                    15 of 30\n"
                        "              15 missed: 20 dead lines; the reasons add up\n"
                        "              to 20\n"
                        "  Comparison                                        - [1]\n"
                        "[1] The wave is due in June.\n");
    const char *html = desk_write(desk, FORMAT_html, 0, false);
    assert_has(html, ">15 of 30</text>");
    assert_has(html, "<desc id=\"f.desc\">");
    assert_has(
        desk_write(desk, FORMAT_json, 0, false),
        "\"pilot\": {\"count\": 12, \"lost\": 18, \"missed\": [{\"people\": 9, \"why\": \"moved away\"}]}");
}

static void ticks(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        int max;
        double from, to, step;
        int count, decimals;
    } rows[] = {
        {-24, 15.2, 6, -30, 20, 10, 6, 0},    {0, 1, 6, 0, 1, 0.2, 6, 1},
        {0.61, 0.89, 4, 0.6, 0.9, 0.1, 4, 1}, {5, 5, 5, 3, 7, 1, 5, 0},
        {0, 0, 3, -0.5, 0.5, 0.5, 3, 1},      {-5000, -3100, 5, -5000, -3000, 500, 5, 0},
        {-1, 1, 3, -1, 1, 1, 3, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct axis axis = axis_make(rows[i].low, rows[i].high, rows[i].max);
        assert_float_equal(axis.low, rows[i].from, 1e-9);
        assert_float_equal(axis.high, rows[i].to, 1e-9);
        assert_float_equal(axis.step, rows[i].step, 1e-12);
        assert_int_equal(axis.ticks, rows[i].count);
        assert_int_equal(axis.decimals, rows[i].decimals);
    }
    srand48(7);
    for (int i = 0; i < 100000; i++) {
        double low = (drand48() - 0.5) * pow(10, drand48() * 12 - 6),
               high = low + pow(10, drand48() * 12 - 6);
        struct axis axis = axis_make(low, high, 3 + i % 7);
        double lead = axis.step / pow(10, floor(log10(axis.step) + 1e-9));
        assert_true(fabs(lead - 1) < 1e-6 || fabs(lead - 2) < 1e-6 || fabs(lead - 5) < 1e-6);
        assert_true(axis.ticks >= 2 && axis.ticks <= 3 + i % 7);
        assert_true(axis.low <= low + axis.step * 1e-6 && axis.high >= high - axis.step * 1e-6);
    }
}

/* ---- pages and words ---- */

static void page(void **state)
{
    struct desk *desk = *state;
    report_sentence(desk->report, "We cannot tell: %d%%.", 5);
    report_caution(desk->report, "Few people.");
    report_heading(desk->report, 1, "One");
    comparison(desk->report);
    report_heading(desk->report, 2, "Two");
    forest(desk->report);
    const char *html = desk_write(desk, FORMAT_html, 0, false);
    assert_int_equal(strncmp(html, "<!DOCTYPE html>\n<html lang=\"en\">", 32), 0);
    assert_int_equal(occurrences(html, "<main>"), 1);
    assert_int_equal(occurrences(html, "<h1>"), 1);
    assert_has(html, "<h2>One</h2>");
    assert_has(html, "<h3>Two</h3>");
    assert_has(
        html,
        "<p class=\"finding\">We cannot tell: 5%.</p>\n<p class=\"caution\"><strong>Caution:</strong> Few");
    assert_has(html, "<caption id=\"states.caption\"><span>State at 5 months</span></caption>");
    assert_has(html, "<th scope=\"col\" class=\"number\"><bdi>Difference</bdi> (<bdi>points</bdi>)</th>");
    assert_int_equal(occurrences(html, "tabindex=\"0\""), 3); /* table, chart, the chart's numbers */
    assert_lacks(html, "http-equiv");
    assert_lacks(html, "src=");
    const char *svg = strstr(html, "<svg");
    assert_non_null(svg);
    assert_true(!strstr(svg, "class=") || strstr(svg, "class=") > strstr(svg, "</svg>"));
}

static void drawn_table_is_not_repeated(void **state)
{
    struct desk *desk = *state;
    struct table *t = report_table(desk->report, "t", "Table");
    table_column(t, "name", "Name", COLUMN_text);
    chart_draws(forest(desk->report), t);
    assert_string_equal(desk_write(desk, FORMAT_csv, 0, false), "name\n");
    assert_lacks(desk_write(desk, FORMAT_html, 0, false), "<details>");
}

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
        DESK("R225: an interval plot shows estimate, interval and the line of no difference", forest_beside),
        DESK("R225: on 40 columns the plot keeps every number", forest_narrow),
        DESK("R221: a flow shows due, reached and missed of both groups, and what is not accounted for",
             flow),
        DESK("house: a share is never rounded to nobody or everybody, zero has no sign", numbers),
        DESK("house: Chinese, Arabic, Thai and combining names keep columns in line", names_align),
        DESK("house: what people type cannot leave its place in HTML, CSV, JSON or a terminal", hostile),
        DESK("house: CSV is read back row by row, several tables under their captions", csv_comes_back),
        DESK("house: no line is wider than asked and nothing is cut off", nothing_is_cut),
        DESK("house: tables and charts of nothing say so", empty),
        DESK("house: negative intervals and charts of absent rows are drawn", negative_only),
        DESK("house: ticks are 1, 2 or 5 times a power of ten and hold the data", ticks),
        DESK("house: a page has one main, headings in order and headed tables, and loads nothing", page),
        DESK("house: a chart that draws a table does not repeat it", drawn_table_is_not_repeated),
        DESK("house: findings and cautions stand out with and without colour", looks),
        DESK("R14: an unknown format is answered with the valid ones", format_names),
    };
    return RUN(cases);
}
