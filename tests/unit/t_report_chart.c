#include "report_desk.h"

#include <math.h>

#include "report/axis.h"

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

/* ---- curves ---- */

/* Half after 4 weeks with limits, followed to 8; a fifth from the start, followed for 2. */
static struct chart *two_curves(struct report *report)
{
    struct chart *c =
        report_curves(report, "c", "In work over time", "Weeks", "Share in work", MEASURE_share, 1);
    chart_curve(c, "programme", "Programme");
    chart_point(c, 0, 0, 0, 0);
    chart_point(c, 4, 0.5, 0.2, 0.8);
    chart_point(c, 8, 0.5, 0.2, 0.8);
    chart_curve(c, "comparison", "Comparison");
    chart_point(c, 0, 0.2, 0.2, 0.2);
    chart_point(c, 2, 0.2, 0.2, 0.2);
    return c;
}

static void curves_on_a_terminal(void **state)
{
    struct desk *desk = *state;
    two_curves(desk->report);
    assert_string_equal(desk_write(desk, FORMAT_text, 30, false), "Title\n"
                                                                  "=====\n"
                                                                  "\n"
                                                                  "In work over time\n"
                                                                  "Share in work: o Programme, x\n"
                                                                  "Comparison\n"
                                                                  "80% |\n"
                                                                  "    |\n"
                                                                  "    |\n"
                                                                  "    |\n"
                                                                  "60% |\n"
                                                                  "    |\n"
                                                                  "    |           oooooooooooo\n"
                                                                  "40% |\n"
                                                                  "    |\n"
                                                                  "    |\n"
                                                                  "    |\n"
                                                                  "20% |xxxxxx\n"
                                                                  "    |\n"
                                                                  "    |\n"
                                                                  "    |\n"
                                                                  " 0% |ooooooooooo\n"
                                                                  "    ++-----+----+-----+----+\n"
                                                                  "     0     2    4     6    8\n"
                                                                  "     Weeks\n");
}

/* Eight weeks from 40 to 740, 0 to 80% from 375 up to 55. */
static void curves_in_a_picture(void **state)
{
    struct desk *desk = *state;
    two_curves(desk->report);
    const char *html = desk_write(desk, FORMAT_html, 0, false);
    assert_has(html, "<title id=\"c.title\">In work over time<");
    assert_has(html, "<path d=\"M40.0 375.0H390.0V175.0H740.0V175.0\" fill=\"none\" stroke=\"#1f4e79\" "
                     "stroke-width=\"2.5\"/>");
    assert_has(html, "<path d=\"M40.0 375.0H390.0V55.0H740.0V55.0V295.0H740.0V295.0H390.0V375.0H40.0Z\" "
                     "fill=\"#1f4e79\" fill-opacity=");
    assert_has(html, "<path d=\"M40.0 295.0H215.0V295.0\" fill=\"none\" stroke=\"#a34700\" "
                     "stroke-width=\"2.5\" stroke-dasharray=\"7 3\"/>");
    assert_int_equal(occurrences(html, "fill-opacity"), 1); /* where there are no limits there is no band */
}

static void curves_as_numbers(void **state)
{
    struct desk *desk = *state;
    two_curves(desk->report);
    assert_string_equal(desk_write(desk, FORMAT_csv, 0, false),
                        "curve,from,estimate,interval_low,interval_high\n"
                        "Programme,0,0,0,0\n"
                        "Programme,4,0.5,0.2,0.8\n"
                        "Programme,8,0.5,0.2,0.8\n"
                        "Comparison,0,0.2,0.2,0.2\n"
                        "Comparison,2,0.2,0.2,0.2\n");
    const char *json = desk_write(desk, FORMAT_json, 0, false);
    assert_has(json, "\"kind\": \"curves\", \"key\": \"c\"");
    assert_has(json, "\"measure\": \"share\", \"across\": \"Weeks\"");
    assert_has(json, "{\"key\": \"programme\", \"label\": \"Programme\", \"points\": [{\"from\": 0, ");
    assert_has(json, "{\"from\": 4, \"estimate\": 0.5, \"low\": 0.2, \"high\": 0.8}");
}

static void curves_of_nobody(void **state)
{
    struct desk *desk = *state;
    struct chart *c = report_curves(desk->report, "c", "C", "Weeks", "Share", MEASURE_share, 1);
    chart_curve(c, "programme", "Programme");
    assert_has(desk_write(desk, FORMAT_text, 60, false), "(nothing to draw)");
    assert_has(desk_write(desk, FORMAT_html, 0, false), "There is nothing to draw.");
}

/* ---- pages ---- */

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

static void days_are_whole(void **state)
{
    struct desk *desk = *state;
    struct table *t = report_table(desk->report, "t", "Table");
    table_column(t, "due", "Due", COLUMN_text);
    table_column(t, "what", "What", COLUMN_text);
    table_row(t);
    table_text(t, "2000-10-02");
    table_text(t, "E-mail them");
    const char *html = desk_write(desk, FORMAT_html, 0, false);
    assert_has(html, "<th scope=\"row\" class=\"whole\"><bdi>2000-10-02</bdi></th>");
    assert_has(html, "<td><bdi>E-mail them</bdi></td>");
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

int main(void)
{
    const struct CMUnitTest cases[] = {
        DESK("R225: an interval plot shows estimate, interval and the line of no difference", forest_beside),
        DESK("R225: on 40 columns the plot keeps every number", forest_narrow),
        DESK("R221: a flow shows due, reached and missed of both groups, and what is not accounted for",
             flow),
        DESK("R161: curves on a terminal: each stands where it does until its next step, and ends where "
             "nobody "
             "was followed",
             curves_on_a_terminal),
        DESK("R161: curves in a picture: steps, bands and dashes, told apart without colour",
             curves_in_a_picture),
        DESK("R161: the numbers of curves, point by point", curves_as_numbers),
        DESK("R161: a group of nobody has no curve", curves_of_nobody),
        DESK("house: negative intervals and charts of absent rows are drawn", negative_only),
        DESK("house: ticks are 1, 2 or 5 times a power of ten and hold the data", ticks),
        DESK("house: a page has one main, headings in order and headed tables, and loads nothing", page),
        DESK("house: a day on a narrow page is not broken at its hyphens", days_are_whole),
        DESK("house: a chart that draws a table does not repeat it", drawn_table_is_not_repeated),
    };
    return RUN(cases);
}
