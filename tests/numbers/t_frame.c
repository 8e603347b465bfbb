#include "expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/frame.h"

#include "base/banned.h"

static bool read_text(struct frame *frame, const char *text, const char *const *wanted, struct err *err)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fputs(text, file);
    rewind(file);
    *err = (struct err){0};
    bool good = frame_read(frame, file, "people.csv", wanted, err);
    fclose(file);
    return good;
}

static void expect_refused(const char *text, const char *const *wanted, const char *sentence,
                           const char *place)
{
    struct frame frame;
    struct err err;
    assert_false(read_text(&frame, text, wanted, &err));
    if (!strstr(err.sentence, sentence) || strcmp(err.place, place) != 0)
        fail_msg("\"%s\" (%s) does not say \"%s\" (%s)", err.sentence, err.place, sentence, place);
    frame_clear(&frame);
}

static void numbers_and_missing(void **state)
{
    (void)state;
    struct frame frame;
    struct err err;
    assert_true(read_text(&frame, "id,age, weeks \na1,20,1.5\nb2,NA,\na1,-3e2,NaN\n", NULL, &err));
    assert_int_equal(frame.rows, 3);
    assert_int_equal(frame.count, 3);
    struct covariate age, weeks;
    assert_true(frame_numbers(&frame, "age", &age, &err));
    assert_true(frame_numbers(&frame, "weeks", &weeks, &err));
    assert_true(age.value[0] == 20 && isnan(age.value[1]) && age.value[2] == -300);
    assert_true(weeks.value[0] == 1.5 && isnan(weeks.value[1]) && isnan(weeks.value[2]));
    assert_int_equal(frame_find(&frame, "age")->missing, 1);
    assert_int_equal(frame_find(&frame, "weeks")->missing, 2);
    const struct frame_column *id;
    assert_true(frame_categories(&frame, "id", &id, &err));
    assert_int_equal(id->label_count, 2);
    assert_string_equal(id->label[0], "a1");
    assert_string_equal(id->label[1], "b2");
    assert_true(id->value[0] == 0 && id->value[1] == 1 && id->value[2] == 0);
    assert_false(frame_numbers(&frame, "id", &age, &err));
    assert_non_null(strstr(err.sentence, "holds text, \"a1\""));
    assert_string_equal(err.place, "people.csv, row 2");
    err = (struct err){0};
    assert_false(frame_numbers(&frame, "weks", &age, &err));
    assert_non_null(strstr(err.sentence, "did you mean \"weeks\"?"));
    frame_clear(&frame);
}

/* What looks like numbers at first is read again as text, and then 007 is not 7. */
static void text_after_numbers(void **state)
{
    (void)state;
    struct frame frame;
    struct err err;
    assert_true(read_text(&frame, "code,n,late\n007,1,NA\n7,2,NA\n007,3,x\nB,,NA\n", NULL, &err));
    const struct frame_column *code = frame_find(&frame, "code"), *late = frame_find(&frame, "late");
    assert_int_equal(frame.rows, 4);
    assert_int_equal(code->label_count, 3);
    assert_string_equal(code->label[0], "007");
    assert_true(code->value[0] == 0 && code->value[1] == 1 && code->value[2] == 0 && code->value[3] == 2);
    assert_int_equal(code->text_row, 5);
    assert_int_equal(late->missing, 3);
    assert_string_equal(late->label[0], "x");
    assert_true(frame_find(&frame, "n")->value[2] == 3);
    assert_int_equal(frame_find(&frame, "n")->missing, 1);
    frame_clear(&frame);
}

static void wanted_columns_only(void **state)
{
    (void)state;
    const char *const wanted[] = {"c", "a", NULL}, *const typing[] = {"cohrt", NULL};
    struct frame frame;
    struct err err;
    assert_true(read_text(&frame, "a,b,c\n1,x,3\n4,y,6\n", wanted, &err));
    assert_int_equal(frame.count, 2);
    assert_null(frame_find(&frame, "b"));
    assert_string_equal(frame.columns[0].name, "a");
    assert_true(frame_find(&frame, "c")->value[1] == 6);
    frame_clear(&frame);
    expect_refused("a,cohort\n1,2\n", typing, "did you mean \"cohort\"?", "");
}

static void only_a_heading(void **state)
{
    (void)state;
    struct frame frame;
    struct err err;
    assert_true(read_text(&frame, "a,b\n", NULL, &err));
    assert_int_equal(frame.rows, 0);
    assert_int_equal(frame_find(&frame, "b")->missing, 0);
    frame_clear(&frame);
}

static void what_is_no_table(void **state)
{
    (void)state;
    expect_refused("", NULL, "is empty", "");
    expect_refused("a,,c\n1,2,3\n", NULL, "heading 2", "");
    expect_refused("a,b,a\n1,2,3\n", NULL, "\"a\" stands twice", "");
    expect_refused("a,b\n1,2\n1\n", NULL, "1 fields and the heading 2", "people.csv, row 3");
    expect_refused("a,b\n1,2,3\n", NULL, "3 fields and the heading 2", "people.csv, row 2");
    expect_refused("a,b\n1,\"2\n", NULL, "never closed", "people.csv, row 2");
}

/* Many rows, many labels; the sums are known. */
static void many_rows(void **state)
{
    (void)state;
    enum { ROWS = 100000 };
    FILE *file = tmpfile();
    struct frame frame;
    struct err err = {0};
    fputs("n,word,share\n", file);
    for (int i = 0; i < ROWS; i++)
        fprintf(file, "%d,w%d,%.2f\n", i, i % 20011, i % 4 * 0.25);
    rewind(file);
    assert_true(frame_read(&frame, file, "many", NULL, &err));
    fclose(file);
    double sum = 0, shares = 0;
    for (size_t i = 0; i < frame.rows; i++) {
        sum += frame.columns[0].value[i];
        shares += frame.columns[2].value[i];
        assert_true(frame.columns[1].value[i] == (double)(i % 20011));
    }
    assert_true(sum == (double)ROWS * (ROWS - 1) / 2 && shares == ROWS * 0.375);
    assert_int_equal(frame.columns[1].label_count, 20011);
    assert_string_equal(frame.columns[1].label[20010], "w20010");
    frame_clear(&frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"R13: numbers, text and what is missing are told apart", numbers_and_missing, NULL, NULL, NULL},
        {"R13: a column of codes stays text however it begins", text_after_numbers, NULL, NULL, NULL},
        {"R13: only the columns asked for are kept", wanted_columns_only, NULL, NULL, NULL},
        {"R13: a heading alone is a table of nobody", only_a_heading, NULL, NULL, NULL},
        {"R13: what is no table is refused, with its row", what_is_no_table, NULL, NULL, NULL},
        {"R13: a hundred thousand rows", many_rows, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("t_frame", tests, NULL, NULL);
}
