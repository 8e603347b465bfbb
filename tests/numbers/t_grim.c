#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/grim.h"

#include "base/banned.h"

static struct grim_check percentage(const char *text, int64_t n)
{
    struct grim_check check;
    struct err err = {.kind = ERR_none};
    if (!grim_percentage(text, n, &check, &err))
        fail_msg("%s of %d: %s", text, (int)n, err.sentence);
    return check;
}

/* ---- requirements 2.7 A ---- */

/* All k/N, N <= 60, that round half-up to the percentage; then those that only chopping gives; joined by
 * spaces. */
static void lists_make(const char *text, char *rounded, char *chopped, size_t size)
{
    size_t used_rounded = 0, used_chopped = 0;
    rounded[0] = chopped[0] = '\0';
    for (int n = 1; n <= 60; n++) {
        struct grim_check check = percentage(text, n);
        if (check.half_up)
            used_rounded += (size_t)snprintf(rounded + used_rounded, size - used_rounded, "%s%d/%d",
                                             used_rounded ? " " : "", (int)check.count, n);
        else if (check.chopped)
            used_chopped +=
                (size_t)snprintf(chopped + used_chopped, size - used_chopped, "%s%d/%d",
                                 used_chopped ? " " : "", (int)check.below + (check.gap_units > 0), n);
        assert_true(used_rounded < size && used_chopped < size);
    }
}

static const struct {
    const char *text, *rounded, *chopped;
} ALONE[] = {
    {"66", "19/29 21/32 23/35 25/38 27/41 29/44 31/47 33/50 35/53 37/56 38/58 39/59",
     "2/3 4/6 6/9 8/12 10/15 12/18 14/21 16/24 18/27 20/30 22/33 24/36 26/39 28/42 30/45 32/48 34/51 36/54 "
     "38/57 40/60"},
    {"13.3", "2/15 4/30 6/45 8/60", ""},
    {"18", "2/11 3/17 4/22 5/28 6/33 6/34 7/38 7/39 7/40 8/44 8/45 9/49 9/50 9/51 10/55 10/56 10/57 11/60",
     "3/16 5/27 6/32 7/37 8/43 9/48 10/53 10/54 11/58 11/59"},
    {"52",
     "11/21 12/23 13/25 14/27 15/29 16/31 17/33 22/42 23/44 24/46 25/48 26/50 27/52 28/54 29/56 30/58 31/60",
     "9/17 10/19 18/34 19/36 20/38 21/40 27/51 28/53 29/55 30/57 31/59"},
    {"18.2", "2/11 4/22 6/33 8/44 10/55", ""},
    {"9.5", "2/21 4/42", ""},
    {"6.4", "3/47", "2/31"},
    {"19", "3/16 4/21 5/26 5/27 6/31 6/32 7/36 7/37 8/42 8/43 9/47 9/48 10/52 10/53 10/54 11/57 11/58 11/59",
     "8/41 9/46 10/51 11/56"},
    {"7.7", "1/13 2/26 3/39 4/52", ""},
    {"3.8", "1/26 2/52 2/53", ""},
    {"10.5", "2/19 4/38 6/57", ""},
    {"5.3", "1/19 2/38 3/57", "3/56"},
    {"60",
     "3/5 6/10 9/15 12/20 15/25 18/30 21/35 24/40 25/42 26/43 27/45 28/47 29/48 30/50 31/52 32/53 33/55 "
     "34/57 35/58 36/60",
     "14/23 17/28 20/33 23/38 25/41 28/46 31/51 34/56"},
    {"40",
     "2/5 4/10 6/15 8/20 10/25 12/30 14/35 16/40 17/42 17/43 18/45 19/47 19/48 20/50 21/52 21/53 22/55 23/57 "
     "23/58 24/60",
     "9/22 11/27 13/32 15/37 18/44 20/49 22/54 24/59"},
    {"17.6", "3/17 6/34 9/51", ""},
    {"19.2", "5/26 10/52", "11/57"},
    {"11.5", "3/26 6/52", ""},
    {"36.3", "", "4/11 8/22 12/33 16/44 20/55"},
};

static void document_percentages_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ALONE / sizeof *ALONE; i++) {
        char rounded[512], chopped[512];
        lists_make(ALONE[i].text, rounded, chopped, sizeof rounded);
        assert_string_equal(rounded, ALONE[i].rounded);
        assert_string_equal(chopped, ALONE[i].chopped);
    }
}

/* The verdicts at stated sizes: the count when possible, else -1 and the lower neighbour. */
static const struct {
    const char *text;
    int n, count, below;
} STATED[] = {
    {"66", 19, -1, 12},   {"66", 38, 25, 25},  {"18", 19, -1, 3},   {"18", 38, 7, 6},    {"18.2", 19, -1, 3},
    {"18.2", 38, -1, 6},  {"6.4", 19, -1, 1},  {"6.4", 38, -1, 2},  {"7.7", 26, 2, 2},   {"7.7", 16, -1, 1},
    {"7.7", 25, -1, 1},   {"3.8", 26, 1, 0},   {"3.8", 16, -1, 0},  {"3.8", 25, -1, 0},  {"60", 16, -1, 9},
    {"60", 26, -1, 15},   {"60", 25, 15, 15},  {"60", 45, 27, 27},  {"40", 16, -1, 6},   {"40", 26, -1, 10},
    {"40", 25, 10, 10},   {"40", 45, 18, 18},  {"17.6", 20, -1, 3}, {"17.6", 17, 3, 2},  {"17.6", 40, -1, 7},
    {"17.6", 34, 6, 5},   {"17.6", 18, -1, 3}, {"36.3", 20, -1, 7}, {"36.3", 17, -1, 6}, {"36.3", 40, -1, 14},
    {"36.3", 34, -1, 12}, {"36.3", 18, -1, 6},
};

static void document_verdicts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof STATED / sizeof *STATED; i++) {
        struct grim_check check = percentage(STATED[i].text, STATED[i].n);
        assert_int_equal(check.any, STATED[i].count >= 0);
        if (check.any)
            assert_int_equal(check.count, STATED[i].count);
        assert_int_equal(check.below, STATED[i].below);
        assert_int_equal(check.above, STATED[i].below + 1);
        assert_true(check.testable);
    }
}

/* "ties where half-up and half-even differ: 21/40" for 52, and its like by pencil: 1/8 = 12.5, 3/8 = 37.5. */
static void halves_by_pencil(void **state)
{
    (void)state;
    struct grim_check tie = percentage("52", 40);
    assert_true(!tie.half_up && tie.half_even && tie.half_down && tie.any && tie.count == 21);
    struct grim_check up = percentage("13", 8), down = percentage("12", 8), odd = percentage("37", 8),
                      even = percentage("38", 8);
    assert_true(up.half_up && !up.half_even && !up.half_down);
    assert_true(!down.half_up && down.half_even && down.half_down);
    assert_true(!odd.half_up && !odd.half_even && odd.half_down);
    assert_true(even.half_up && even.half_even && !even.half_down);
    struct grim_check none = percentage("0", 7), all = percentage("100", 7),
                      all_two = percentage("100.00", 7);
    assert_true(none.any && none.count == 0 && none.below == 0 && none.above == 1);
    assert_true(all.any && all_two.any && all.count == 7 && all.below == 7 && all.above == 7);
    assert_true(!percentage("36.30", 11).any && percentage("36.36", 11).any);
    assert_true(!percentage("50", 100).testable && percentage("50", 99).testable);
}

/* Every percentage that somebody could print must be possible: the plain way round. */
static void every_true_percentage_is_possible(void **state)
{
    (void)state;
    for (int n = 1; n <= 120; n++)
        for (int k = 0; k <= n; k++) {
            int thousandths = (2000 * k + n) / (2 * n); /* half-up, in tenths of a percent */
            char text[16];
            snprintf(text, sizeof text, "%d.%d", thousandths / 10, thousandths % 10);
            struct grim_check check = percentage(text, n);
            assert_true(check.half_up && check.any && check.count == k);
        }
}

/* ---- requirements 2.7 B ---- */

/* "N=11:2,2; N=22:4,4" for N <= 60. */
static void joint_expect(const char *first, const char *second, const char *third, const char *expected)
{
    const char *texts[] = {first, second, third};
    size_t count = third ? 3 : 2, used = 0;
    char got[1024] = "";
    struct arena arena;
    struct err err = {.kind = ERR_none};
    struct grim_sizes sizes;
    arena_init(&arena);
    assert_true(grim_joint(&arena, texts, count, true, 60, &sizes, &err));
    for (size_t i = 0; i < sizes.count; i++) {
        used += (size_t)snprintf(got + used, sizeof got - used, "%sN=%d:", i ? "; " : "", (int)sizes.at[i].n);
        for (size_t j = 0; j < count; j++)
            used += (size_t)snprintf(got + used, sizeof got - used, "%s%d", j ? "," : "",
                                     (int)sizes.at[i].counts[j]);
        assert_int_equal(sizes.at[i].rounding, GRIM_HALF_UP);
    }
    assert_string_equal(got, expected);
    arena_clear(&arena);
}

static void document_percentages_jointly(void **state)
{
    (void)state;
    joint_expect("18", "18.2", "6.4", "");
    joint_expect("18", "18.2", NULL, "N=11:2,2; N=22:4,4; N=33:6,6; N=44:8,8; N=55:10,10");
    joint_expect("18", "18.2", "36.4", "N=11:2,2,4; N=22:4,4,8; N=33:6,6,12; N=44:8,8,16; N=55:10,10,20");
    joint_expect("52", "9.5", "19", "N=21:11,2,4; N=42:22,4,8");
    joint_expect("7.7", "3.8", NULL, "N=26:2,1; N=52:4,2");
    joint_expect("10.5", "5.3", NULL, "N=19:2,1; N=38:4,2; N=57:6,3");
    joint_expect("60", "40", NULL,
                 "N=5:3,2; N=10:6,4; N=15:9,6; N=20:12,8; N=25:15,10; N=30:18,12; N=35:21,14; N=40:24,16; "
                 "N=42:25,17; N=43:26,17; "
                 "N=45:27,18; N=47:28,19; N=48:29,19; N=50:30,20; N=52:31,21; N=53:32,21; N=55:33,22; "
                 "N=57:34,23; N=58:35,23; "
                 "N=60:36,24");
    joint_expect("17.6", "36.3", NULL, "");
    joint_expect("17.6", "35.3", NULL, "N=17:3,6; N=34:6,12; N=51:9,18");
    joint_expect("17.6", "36.4", NULL, "");
    joint_expect("19.2", "11.5", "11.5", "N=26:5,3,3; N=52:10,6,6");
}

static int64_t smallest(const char *first, const char *second, bool exclusive)
{
    const char *texts[] = {first, second};
    int64_t n = -1;
    struct err err = {.kind = ERR_none};
    assert_true(grim_smallest_joint_n(texts, 2, exclusive, &n, &err));
    return n;
}

static void document_smallest_sizes(void **state)
{
    (void)state;
    assert_int_equal(smallest("18.2", "6.4", true), 110);
    assert_int_equal(smallest("17.6", "36.3", true), 91);
    assert_int_equal(smallest("50", "50", true), 2);
    assert_int_equal(smallest("60", "60", true), 0);
    assert_int_equal(smallest("60", "60", false), 5);
    assert_int_equal(smallest("50", "51", true), 100 * 2); /* 99 and 101 of 200, each half a point under */
    /* k/N is just over 1/3, by at least 1/(3N), and may be over by less than 0.0000035/3: N > 285714.2, and
     * 3k = N + 1 */
    assert_int_equal(smallest("33.3334", "0", false), 285716);
}

/* Exclusive states whose nearest counts are too many give way to lower ones that print alike. */
static void exclusive_states_fit(void **state)
{
    (void)state;
    const char *texts[] = {"50", "51"};
    struct arena arena;
    struct err err = {.kind = ERR_none};
    struct grim_sizes sizes;
    arena_init(&arena);
    assert_true(grim_joint(&arena, texts, 2, true, 200, &sizes, &err));
    assert_int_equal(sizes.count, 1);
    assert_int_equal(sizes.at[0].n, 200);
    assert_int_equal(sizes.at[0].counts[0] + sizes.at[0].counts[1], 200);
    assert_true(grim_joint(&arena, texts, 2, false, 2000, &sizes, &err));
    assert_true(sizes.count > 1000);
    arena_clear(&arena);
}

/* Of 40, 21 (52.5) prints as 52 half-even or half-down, 5 (12.5) prints as 13 half-up only, else as 12. */
static void one_writer_rounds_one_way(void **state)
{
    (void)state;
    const char *both[] = {"52", "13"}, *alone[] = {"52", "12"};
    struct arena arena;
    struct err err = {.kind = ERR_none};
    struct grim_sizes sizes;
    arena_init(&arena);
    assert_true(percentage("52", 40).any && percentage("13", 40).any && percentage("12", 40).any);
    assert_true(grim_joint(&arena, both, 2, true, 40, &sizes, &err));
    for (size_t i = 0; i < sizes.count; i++)
        assert_true(sizes.at[i].n != 40);
    assert_true(grim_joint(&arena, alone, 2, true, 40, &sizes, &err));
    assert_true(sizes.count > 0);
    assert_int_equal(sizes.at[sizes.count - 1].n, 40);
    assert_int_equal(sizes.at[sizes.count - 1].rounding, GRIM_HALF_EVEN);
    arena_clear(&arena);
}

/* ---- requirements 2.7 C ---- */

static void repair_expect(const char *text, int n, const char *expected)
{
    char got[256] = "none";
    size_t used = 0;
    struct arena arena;
    struct err err = {.kind = ERR_none};
    struct grim_repairs repairs;
    arena_init(&arena);
    assert_true(grim_repair(&arena, text, n, &repairs, &err));
    for (size_t i = 0; i < repairs.count; i++)
        used += (size_t)snprintf(got + used, sizeof got - used, "%s%s=%d/%d", i ? ", " : "",
                                 repairs.at[i].text, (int)repairs.at[i].count, n);
    assert_string_equal(got, expected);
    arena_clear(&arena);
}

static void document_repairs(void **state)
{
    (void)state;
    repair_expect("6.4", 11, "36.4=4/11");
    repair_expect("6.4", 19, "68.4=13/19");
    repair_expect("6.4", 22, "36.4=8/22, 86.4=19/22");
    repair_expect("6.4", 33, "36.4=12/33, 6.1=2/33");
    repair_expect("6.4", 38, "68.4=26/38");
    repair_expect("36.3", 17, "35.3=6/17");
    repair_expect("36.3", 18, "33.3=6/18");
    repair_expect("36.3", 20, "none");
    repair_expect("36.3", 34, "35.3=12/34");
    repair_expect("36.3", 40, "none");
    repair_expect("36.3", 11, "36.4=4/11");
    repair_expect("1", 3, "0=0/3"); /* no 001, no 100 from inserting two */
    repair_expect("99", 1, "none"); /* not 990, not 099 */
}

/* ---- refusals ---- */

static void refuse(const char *text, int64_t n, const char *part)
{
    struct err err = {.kind = ERR_none};
    struct grim_check check;
    assert_false(grim_percentage(text, n, &check, &err));
    assert_int_equal(err.kind, ERR_input);
    if (!strstr(err.sentence, part))
        fail_msg("\"%s\" does not say \"%s\"", err.sentence, part);
}

static void bad_text_is_refused(void **state)
{
    (void)state;
    refuse("six", 11, "else than digits");
    refuse("6.4%", 11, "else than digits");
    refuse("-6.4", 11, "else than digits");
    refuse(" 6.4", 11, "else than digits");
    refuse("6.4.1", 11, "two points");
    refuse("6,4", 11, "comma");
    refuse("", 11, "no digits");
    refuse(".", 11, "no digits");
    refuse("6.", 11, "beside the point");
    refuse(".4", 11, "beside the point");
    refuse("100.1", 11, "above 100");
    refuse("101", 11, "above 100");
    refuse("6.40000", 11, "after the point");
    refuse("0000000006", 11, "9 digits");
    refuse("6.4", 0, "from 1 to");
    refuse("6.4", -3, "\"-3\" people");
    refuse("6.4", INT64_C(1000000001), "from 1 to");
}

static void other_calls_refuse_too(void **state)
{
    (void)state;
    const char *bad[] = {"6.4", "x"}, *good[] = {"6.4"};
    struct arena arena;
    struct err err = {.kind = ERR_none};
    struct grim_check check;
    struct grim_sizes sizes;
    struct grim_repairs repairs;
    int64_t n;
    arena_init(&arena);
    assert_false(grim_mean("2.5", 5, 0, &check, &err));
    assert_non_null(strstr(err.sentence, "answers a person"));
    err = (struct err){.kind = ERR_none};
    assert_false(grim_mean("2.5", 1000000, 1001, &check, &err));
    err = (struct err){.kind = ERR_none};
    assert_false(grim_joint(&arena, bad, 2, true, 60, &sizes, &err));
    assert_non_null(strstr(err.sentence, "\"x\""));
    err = (struct err){.kind = ERR_none};
    assert_false(grim_joint(&arena, good, 1, true, 0, &sizes, &err));
    assert_false(grim_joint(&arena, good, 1, true, 1000001, &sizes, &err));
    err = (struct err){.kind = ERR_none};
    assert_false(grim_smallest_joint_n(bad, 2, true, &n, &err));
    err = (struct err){.kind = ERR_none};
    assert_false(grim_repair(&arena, "6.4.", 11, &repairs, &err));
    assert_int_equal(err.kind, ERR_input);
    arena_clear(&arena);
}

/* The largest numbers allowed stay inside the integers (the sanitizer watches). */
static void limits_hold(void **state)
{
    (void)state;
    struct grim_check check;
    struct err err = {.kind = ERR_none};
    assert_true(grim_mean("999999999", 1000000000, 1, &check, &err));
    assert_true(check.any && check.count == INT64_C(999999999000000000));
    assert_true(grim_mean("99999.9999", 1000000, 1000, &check, &err));
    assert_true(check.any && !check.testable);
    check = percentage("99.9999", 1000000000);
    assert_true(check.any && check.count == 999999000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R231: every k/N of every printed percentage (requirements 2.7 A)", document_percentages_alone, NULL,
         NULL, NULL},
        {"R231: the verdicts at the stated N (requirements 2.7 A)", document_verdicts, NULL, NULL, NULL},
        {"R231: exact halves by pencil under each rounding", halves_by_pencil, NULL, NULL, NULL},
        {"R231: every true percentage is possible", every_true_percentage_is_possible, NULL, NULL, NULL},
        {"R231: the groups' percentages jointly (requirements 2.7 B)", document_percentages_jointly, NULL,
         NULL, NULL},
        {"R231: the smallest N that fits (requirements 2.7 B)", document_smallest_sizes, NULL, NULL, NULL},
        {"R231: exclusive states must fit into N together", exclusive_states_fit, NULL, NULL, NULL},
        {"R231: one writer rounds one way", one_writer_rounds_one_way, NULL, NULL, NULL},
        {"R231: one-character repairs (requirements 2.7 C)", document_repairs, NULL, NULL, NULL},
        {"R231: text that is no percentage is refused with a sentence", bad_text_is_refused, NULL, NULL,
         NULL},
        {"R231: bad sizes and lists are refused with a sentence", other_calls_refuse_too, NULL, NULL, NULL},
        {"R231: the largest numbers allowed do not overflow", limits_hold, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_grim", tests, NULL, NULL);
}
