#include "case.h"

#include <stdio.h>
#include <string.h>

#include "evaluation/published.h"

#define HEADING "group,wave,label,percent,n,exclusive\n"

/* A table of percentages that stands in memory. */
struct source {
    struct arena arena;
    struct published published;
    struct problems problems;
    struct err err;
    bool read;
};

static void source_read(struct source *source, const char *bytes)
{
    *source = (struct source){0};
    arena_init(&source->arena);
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, strlen(bytes), file), strlen(bytes));
    rewind(file);
    source->read = published_read(&source->arena, file, "table.csv", &source->published, &source->problems,
                                  &source->err);
    fclose(file);
}

static void source_judge(struct source *source, const char *bytes, int64_t most)
{
    source_read(source, bytes);
    if (!source->read)
        fail_msg("refused: %s (%s)", source->err.sentence, source->err.place);
    if (source->problems.count > 0)
        fail_msg("row %d, %s: %s", (int)source->problems.kept[0].row, source->problems.kept[0].field,
                 source->problems.kept[0].sentence);
    assert_true(published_judge(&source->arena, &source->published, most, &source->err));
}

static void source_clear(struct source *source)
{
    arena_clear(&source->arena);
}

static const struct published_wave *first_wave(const struct source *source)
{
    return source->published.groups->waves;
}

static const struct published_figure *first_figure(const struct source *source)
{
    return first_wave(source)->figures;
}

static void assert_sizes(struct published_sizes sizes, const char *expected)
{
    struct str seen;
    str_init(&seen);
    for (size_t i = 0; i < sizes.count; i++)
        str_addf(&seen, "%s%d", i > 0 ? " " : "", (int)sizes.at[i]);
    assert_string_equal(seen.at, expected);
    str_clear(&seen);
}

static void verdicts_at_the_stated_n(void **state)
{
    static const struct {
        const char *percent;
        int n;
        bool possible;
        int count;
    } cases[] = {{"6.4", 38, false, 0},  {"36.3", 17, false, 0}, {"7.7", 16, false, 0},
                 {"7.7%", 26, true, 2},  {"66", 38, true, 25},   {"66 %", 19, false, 0},
                 {"18.2", 38, false, 0}, {"17.6", 17, true, 3}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source source;
        char bytes[200];
        snprintf(bytes, sizeof bytes, HEADING "A,1,x,%s,%d,yes\n", cases[i].percent, cases[i].n);
        source_judge(&source, bytes, PUBLISHED_MOST);
        const struct published_stated *stated = first_figure(&source)->stated;
        assert_int_equal(stated->n, cases[i].n);
        assert_int_equal(stated->check.any, cases[i].possible);
        if (cases[i].possible)
            assert_int_equal(stated->check.count, cases[i].count);
        assert_int_equal(first_figure(&source)->impossible, !cases[i].possible);
        assert_int_equal(source.published.impossible_count, !cases[i].possible);
        source_clear(&source);
    }
}

static void several_n_are_alternatives(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source,
                 HEADING "A,1,unemployed,66,19,yes\nA,1,unemployed,66,38,yes\n"
                         "A,1,training,6.4,19,\nA,1,training,6.4,38,\nA,2,out,66,38,\nA,2,out,66,19,\n",
                 60);
    const struct published_figure *one = first_figure(&source), *two = one->next;
    assert_int_equal(source.published.figure_count, 3);
    assert_false(first_wave(&source)->next->figures->impossible);
    assert_false(one->stated->check.any);
    assert_true(one->stated->next->check.any);
    assert_int_equal(one->stated->next->row, 3);
    assert_null(one->stated->next->next);
    assert_false(one->impossible);
    assert_true(two->impossible);
    assert_int_equal(source.published.impossible_count, 1);
    assert_int_equal(one->stated->repairs.count > 0, true);
    assert_int_equal(one->stated->next->repairs.count, 0);
    source_clear(&source);
}

static void without_n_every_size_is_tried(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source, HEADING "A,1,part-time,13.3,,\nA,2,training,36.3,,\n", 60);
    const struct published_wave *first = first_wave(&source);
    assert_sizes(first->figures->alone, "15 30 45 60");
    assert_sizes(first->together, "15 30 45 60");
    assert_false(first->figures->impossible);
    assert_sizes(first->next->figures->alone, "");
    assert_sizes(first->next->figures->chopped, "11 22 33 44 55");
    assert_true(first->next->figures->impossible);
    assert_true(first->next->apart);
    assert_int_equal(first->next->smallest, 80);
    assert_null(first->next->odd);
    source_clear(&source);
    source_judge(&source, HEADING "A,1,training,36.3,,\n", 80);
    assert_sizes(first_figure(&source)->alone, "80");
    assert_false(first_figure(&source)->impossible);
    source_clear(&source);
}

static void figures_of_a_wave_share_one_n(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source,
                 HEADING "E,end,full,7.7,16,\nE,end,full,7.7,26,\nE,end,full,7.7,25,\nE,end,part,3.8,26,\n"
                         "C,5,out,52,,\nC,5,left,9.5,,\nC,5,training,19,,\n",
                 60);
    const struct published_wave *e = first_wave(&source), *c = source.published.groups->next->waves;
    assert_sizes(e->together, "26 52");
    assert_int_equal(e->together_counts[0][0], 2);
    assert_int_equal(e->together_counts[0][1], 1);
    assert_false(e->figures->stated->fits_together);
    assert_true(e->figures->stated->next->fits_together);
    assert_false(e->figures->stated->next->next->fits_together);
    assert_sizes(c->together, "21 42");
    assert_int_equal(c->smallest, 21);
    assert_int_equal(c->together_counts[1][0], 22);
    assert_int_equal(c->together_counts[1][1], 4);
    assert_int_equal(c->together_counts[1][2], 8);
    assert_int_equal(source.published.apart_count, 0);
    source_clear(&source);
}

static void what_spoils_a_wave_is_found(void **state)
{
    (void)state;
    struct source source;
    source_judge(
        &source,
        HEADING
        "A,5,out,18,,\nA,5,left,18.2,,\nA,5,training,6.4,,\nC,end,in work,17.6,,\nC,end,training,36.3,,\n",
        60);
    const struct published_wave *a = first_wave(&source), *c = source.published.groups->next->waves;
    assert_true(a->apart);
    assert_sizes(a->together, "");
    assert_int_equal(a->smallest, 110);
    assert_string_equal(a->odd->figure->label, "training");
    assert_sizes(a->odd->others, "11 22 33 44 55");
    assert_null(a->odd->next);
    assert_string_equal(a->odd->mends->percent, "36.4");
    assert_sizes(a->odd->mends->sizes, "11 22 33 44 55");
    assert_int_equal(c->smallest, 91);
    assert_sizes(c->odd->others, "17 34 51");
    assert_string_equal(c->odd->mends->percent, "35.3");
    assert_sizes(c->odd->mends->sizes, "17 34 51");
    for (const struct published_mend *mend = a->odd->mends; mend; mend = mend->next)
        assert_string_not_equal(mend->percent, "86.4"); /* possible of 22, but not beside the others */
    assert_int_equal(source.published.apart_count, 2);
    source_clear(&source);
}

static void waves_are_compared(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source,
                 HEADING "C,2 mo,part,13.3,,\nC,5 mo,out,52,,\nC,5 mo,left,9.5,,\nC,5 mo,training,19,,\n"
                         "A,2 mo,out,66,,\nA,5 mo,out,18,,\nA,5 mo,left,18.2,,\n"
                         "B,1,x,36.3,,\nB,2,x,50,,\nD,1,x,50,,\n"
                         "E,1,x,50,,\nE,2,x,33.3,,\nE,3,x,50,,\n",
                 60);
    const struct published_group *c = source.published.groups, *a = c->next, *b = a->next, *d = b->next;
    assert_true(c->comparable);
    assert_sizes(c->waves->together, "15 30 45 60");
    assert_sizes(c->waves->next->together, "21 42");
    assert_sizes(c->common, "");
    assert_true(a->comparable);
    assert_sizes(a->common, "44");
    assert_false(b->comparable); /* one wave has no N */
    assert_false(d->comparable); /* one wave only */
    assert_sizes(d->next->common, "6 12 18 24 30 36 42 48 54 60");
    source_clear(&source);
}

static void states_that_shut_one_another_out(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source,
                 HEADING "A,1,one,60,,yes\nA,1,two,60,,\nB,1,one,60,,no\nB,1,two,60,,no\n"
                         "C,1,men,60,,no\nC,1,in work,60,,yes\nC,1,out,60,,yes\nD,1,men,60,,no\nD,1,in "
                         "work,60,,yes\nD,1,out,40,,yes\n",
                 10);
    const struct published_group *a = source.published.groups, *b = a->next, *c = b->next, *d = c->next;
    assert_true(a->waves->apart);
    assert_int_equal(a->waves->smallest, 0);
    assert_false(b->waves->apart);
    assert_sizes(b->waves->together, "5 10");
    assert_true(c->waves->apart);
    assert_int_equal(c->waves->smallest, 0);
    assert_sizes(d->waves->together, "5 10");
    assert_int_equal(d->waves->together_counts[0][0], 3);
    assert_int_equal(d->waves->together_counts[0][1], 3);
    assert_int_equal(d->waves->together_counts[0][2], 2);
    source_clear(&source);
}

/* 50% and 51% of 200 are 99 and 101 when nobody may be in both, not the nearest 100 and 102. */
static void counts_fit_beside_others_that_need_not(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source, HEADING "A,1,men,50,200,no\nA,1,in work,50,200,yes\nA,1,out,51,200,yes\n", 200);
    const struct published_wave *wave = first_wave(&source);
    assert_int_equal(wave->together.at[wave->together.count - 1], 200);
    const int64_t *counts = wave->together_counts[wave->together.count - 1];
    assert_int_equal(counts[0], 100);
    assert_int_equal(counts[1], 99);
    assert_int_equal(counts[2], 101);
    source_clear(&source);
}

static void stated_n_beyond_most_are_judged(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source, HEADING "A,1,x,17.6,91,\nA,1,y,36.3,91,\nB,1,x,36.3,1000000,\n", 60);
    const struct published_wave *a = first_wave(&source), *b = source.published.groups->next->waves;
    assert_sizes(a->together, "");
    assert_true(a->figures->stated->fits_together);
    assert_false(a->apart);
    assert_null(a->odd);
    assert_false(b->figures->stated->check.testable);
    assert_false(b->figures->stated->fits_together);
    assert_false(b->figures->impossible);
    assert_false(b->apart);
    source_clear(&source);
}

static void columns_stand_in_any_order(void **state)
{
    (void)state;
    struct source source;
    source_judge(&source,
                 "\xef\xbb\xbf"
                 "percent;label;group\r\n7.7 %;\"a \"\"full\"\" job\";E\r\n",
                 60);
    assert_string_equal(source.published.groups->name, "E");
    assert_string_equal(first_wave(&source)->name, "");
    assert_string_equal(first_figure(&source)->label, "a \"full\" job");
    assert_string_equal(first_figure(&source)->percent, "7.7");
    assert_true(first_figure(&source)->exclusive);
    assert_null(first_figure(&source)->stated);
    assert_int_equal(first_figure(&source)->row, 2);
    source_clear(&source);
}

static void assert_refused(const char *bytes, const char *sentence, const char *place)
{
    struct source source;
    source_read(&source, bytes);
    assert_false(source.read);
    assert_int_equal(source.err.kind, ERR_input);
    if (!strstr(source.err.sentence, sentence))
        fail_msg("%s\ndoes not say: %s", source.err.sentence, sentence);
    assert_string_equal(source.err.place, place);
    source_clear(&source);
}

static void headings_are_checked(void **state)
{
    (void)state;
    assert_refused("groop,label,percent\nA,x,5\n", "no column \"groop\" (did you mean group?)",
                   "table.csv, row 1");
    assert_refused("groop,label,percent\nA,x,5\n", "Missing: \"group\"", "table.csv, row 1");
    assert_refused("group,label,percent,percent\nA,x,5,5\n", "named twice: \"percent\"", "table.csv, row 1");
    assert_refused("group,wave\nA,x\n", "missing: \"label\", \"percent\"", "table.csv, row 1");
    assert_refused("", "is empty", "");
    assert_refused(HEADING, "no rows", "");
    assert_refused(HEADING "A,1,x,5,\"38,\n", "a quote (\") is opened and never closed", "table.csv, row 2");
}

static void too_many_rows_are_refused(void **state)
{
    (void)state;
    struct str bytes;
    str_init(&bytes);
    str_add(&bytes, HEADING);
    for (int i = 0; i <= PUBLISHED_ROWS_MAX; i++)
        str_addf(&bytes, "A,1,x%d,50,,\n", i % 50);
    assert_refused(bytes.at, "more than 10000 rows", "");
    str_clear(&bytes);
}

static void assert_problem(const char *rows, int64_t row, const char *field, const char *says)
{
    struct source source;
    char bytes[600];
    snprintf(bytes, sizeof bytes, HEADING "%s", rows);
    source_read(&source, bytes);
    assert_true(source.read);
    assert_int_equal(source.problems.count, 1);
    assert_int_equal(source.problems.kept[0].row, row);
    assert_string_equal(source.problems.kept[0].field, field);
    if (!strstr(source.problems.kept[0].sentence, says))
        fail_msg("%s\ndoes not say: %s", source.problems.kept[0].sentence, says);
    source_clear(&source);
}

static void bad_values_are_reported(void **state)
{
    (void)state;
    assert_problem("A,1,x,\"6,4\",38,\n", 2, "percent", "\"6,4\" cannot be checked: it has a comma");
    assert_problem("A,1,x,5,38,\nA,1,y,101%,38,\n", 3, "percent",
                   "\"101\" cannot be checked: a percentage cannot be above 100");
    assert_problem("A,1,x,,38,\n", 2, "percent", "nothing is written; a percentage such as 6.4 is needed");
    assert_problem(",1,x,5,38,\n", 2, "group", "a name is needed");
    assert_problem("A,1, ,5,38,\n", 2, "label", "a name is needed");
    assert_problem("A,1,x,5,many,\n", 2, "n", "\"many\" is no number of people; write a whole number from 1");
    assert_problem("A,1,x,5,0,\n", 2, "n", "\"0\"");
    assert_problem("A,1,x,5,-3,\n", 2, "n", "\"-3\"");
    assert_problem("A,1,x,5,1000000001,\n", 2, "n", "\"1000000001\"");
    assert_problem("A,1,x,5,38,perhaps\n", 2, "exclusive", "\"perhaps\" is not yes or no");
    assert_problem("A,1,x,5\n", 2, "", "4 fields where the heading has 6");
    assert_problem("A,1,x,5,,,,\n", 2, "", "8 fields where the heading has 6");
}

static void contradictions_are_reported(void **state)
{
    (void)state;
    assert_problem("A,1,x,5,20,\nA,1,x,6,38,\n", 3, "percent", "\"6\" contradicts \"5\" in row 2");
    assert_problem("A,1,x,5,20,yes\nA,1,x,5,40,no\n", 3, "exclusive", "\"no\" contradicts row 2");
    assert_problem("A,1,x,5,20,\nA,1,x,5,40,\nA,1,x,5,20,\n", 4, "", "row 2 says the same");
    assert_problem("A,1,x,5,,\nA,1,x,5,20,\nA,1,x,5,,\n", 4, "", "row 2 says the same");
}

static void one_percentage_of_any_n(void **state)
{
    (void)state;
    struct arena arena;
    struct err err = {0};
    struct published_sizes alone, chopped;
    arena_init(&arena);
    assert_true(published_alone(&arena, "6.4", 60, &alone, &chopped, &err));
    assert_sizes(alone, "47");
    assert_sizes(chopped, "31");
    assert_true(published_alone(&arena, "18", 20, &alone, &chopped, &err));
    assert_sizes(alone, "11 17");
    assert_sizes(chopped, "16");
    assert_string_equal(published_percent(&arena, text_of(" 6.4 % ")), "6.4");
    assert_string_equal(published_percent(&arena, text_of("%")), "");
    assert_false(published_alone(&arena, "6.4", 0, &alone, &chopped, &err));
    assert_int_equal(err.kind, ERR_input);
    err = (struct err){0};
    assert_false(published_alone(&arena, "6.4", PUBLISHED_TOGETHER_MAX + 1, &alone, &chopped, &err));
    err = (struct err){0};
    assert_false(published_alone(&arena, "six", 60, &alone, &chopped, &err));
    assert_non_null(strstr(err.sentence, "\"six\""));
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R231: a printed percentage is judged at the N that is stated", verdicts_at_the_stated_n),
        CASE("R231: several N stated for one figure are alternatives", several_n_are_alternatives),
        CASE("R231: where no N is stated every N up to the limit is tried", without_n_every_size_is_tried),
        CASE("R231: the figures of a group at a wave share one N (requirements 2.7 B)",
             figures_of_a_wave_share_one_n),
        CASE("R231: the figure that spoils a wave is named with what would mend it (requirements 2.7 C)",
             what_spoils_a_wave_is_found),
        CASE("R231: a group's waves are compared (requirements 2.7 B)", waves_are_compared),
        CASE("R231: states that shut one another out must fit into N, others need not",
             states_that_shut_one_another_out),
        CASE("R231: counts fit into N beside figures that need not", counts_fit_beside_others_that_need_not),
        CASE("R231: an N that is stated is judged however large", stated_n_beyond_most_are_judged),
        CASE("R231: columns stand in any order, wave, n and exclusive may be missing",
             columns_stand_in_any_order),
        CASE("R231: unknown, repeated and missing columns are refused by name", headings_are_checked),
        CASE("R231: a table too long to be published is refused", too_many_rows_are_refused),
        CASE("R231: every bad value is reported with row, column, value and what would be right",
             bad_values_are_reported),
        CASE("R231: a figure said twice or in contradiction is reported", contradictions_are_reported),
        CASE("R231: one percentage of any N", one_percentage_of_any_n),
    };
    return RUN(cases);
}
