#include "case.h"

#include <stdio.h>
#include <string.h>

#include "casework/lottery.h"

/* People P-00 … in blocks a, b, c of these sizes. */
static struct lottery made_up(struct arena *arena, const size_t sizes[3], int64_t places)
{
    struct lottery lottery = {.places = places};
    lottery.people = ARENA_ARRAY(arena, struct lottery_person, sizes[0] + sizes[1] + sizes[2] + 1);
    for (size_t b = 0; b < 3; b++)
        for (size_t i = 0; i < sizes[b]; i++) {
            lottery.people[lottery.count] =
                (struct lottery_person){.number = arena_format(arena, "P-%02zu", lottery.count),
                                        .answers = "y",
                                        .block = arena_format(arena, "%c", (int)('a' + b)),
                                        .household = "",
                                        .lot = LOT_passed};
            lottery.count++;
        }
    return lottery;
}

static int64_t drawn_of(const struct lottery *lottery, const char *block)
{
    int64_t drawn = 0;
    for (size_t i = 0; i < lottery->count; i++)
        drawn += lottery->people[i].lot == LOT_drawn && strcmp(lottery->people[i].block, block) == 0;
    return drawn;
}

static void draw(struct arena *arena, struct lottery *lottery, const char *words)
{
    const struct random_seed seed = random_seed_of_words(text_of(words));
    const char *note;
    struct err err = {0};
    if (!lottery_draw(arena, lottery, &seed, &note, &err))
        fail_msg("%s", err.sentence);
}

static void places_by_block(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena);
    static const struct {
        size_t sizes[3];
        int64_t places, given[3];
    } rows[] = {
        {{27, 18, 0}, 26, {16, 10, 0}}, /* 15.6 and 10.4 */
        {{10, 10, 10}, 10, {4, 3, 3}},  /* remainders alike: the first name */
        {{1, 1, 1}, 2, {1, 1, 0}},      {{5, 3, 2}, 0, {0, 0, 0}},
        {{5, 3, 2}, 10, {5, 3, 2}},     {{0, 0, 1}, 5, {0, 0, 1}}, /* more places than people */
        {{0, 0, 0}, 5, {0, 0, 0}},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        struct lottery lottery = made_up(&arena, rows[r].sizes, rows[r].places);
        draw(&arena, &lottery, "seed");
        for (int b = 0; b < 3; b++)
            assert_int_equal(drawn_of(&lottery, (const char *const[]){"a", "b", "c"}[b]), rows[r].given[b]);
    }
    arena_clear(&arena);
}

static void apart_and_together(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena);
    for (int seed = 0; seed < 50; seed++) {
        struct lottery lottery = made_up(&arena, (const size_t[]){20, 0, 0}, 7);
        lottery.people[3].lot = LOT_apart;
        lottery.people[5].household = lottery.people[9].household = "H";
        draw(&arena, &lottery, arena_format(&arena, "seed %d", seed));
        assert_int_equal(lottery.people[3].lot, LOT_apart);
        assert_int_equal(lottery.people[3].turn, 0);
        assert_int_equal(lottery.people[5].lot, lottery.people[9].lot);
        assert_int_equal(drawn_of(&lottery, "a"), 7);
    }
    struct lottery parted = made_up(&arena, (const size_t[]){2, 2, 0}, 2);
    const struct random_seed seed = random_seed_of_words(text_of("x"));
    const char *note;
    struct err err = {0};
    parted.people[0].household = parted.people[3].household = "H";
    assert_false(lottery_draw(&arena, &parted, &seed, &note, &err));
    assert_int_equal(err.kind, ERR_input);
    arena_clear(&arena);
}

static void tampering(void **state)
{
    struct arena arena;
    struct lottery_difference *differences;
    char before[RANDOM_SEED_DIGITS + 1], after[RANDOM_SEED_DIGITS + 1];
    const struct random_seed seed = random_seed_of_words(text_of("seed"));
    struct err err = {0};
    size_t count;
    (void)state;
    arena_init(&arena);
    struct lottery lottery = made_up(&arena, (const size_t[]){27, 18, 0}, 26);
    draw(&arena, &lottery, "seed");
    assert_true(lottery_compare(&arena, &lottery, &seed, &differences, &count, &err));
    assert_int_equal(count, 0);
    lottery_fingerprint(&arena, &lottery, before);
    struct lottery_person first = lottery.people[0]; /* the order of the list says nothing */
    lottery.people[0] = lottery.people[44];
    lottery.people[44] = first;
    assert_true(lottery_compare(&arena, &lottery, &seed, &differences, &count, &err));
    assert_int_equal(count, 0);
    lottery_fingerprint(&arena, &lottery, after);
    assert_string_equal(before, after);
    lottery.people[7].lot = lottery.people[7].lot == LOT_drawn ? LOT_passed : LOT_drawn;
    assert_true(lottery_compare(&arena, &lottery, &seed, &differences, &count, &err));
    assert_int_equal(count, 1);
    assert_string_equal(differences[0].number, lottery.people[7].number);
    lottery.people[7].answers = "u";
    lottery_fingerprint(&arena, &lottery, after);
    assert_string_not_equal(before, after);
    arena_clear(&arena);
}

static bool reads(struct arena *arena, const char *csv, struct lottery *lottery, struct err *err)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fwrite(csv, 1, strlen(csv), file);
    rewind(file);
    const bool good = lottery_read(arena, file, "list.csv", lottery, err);
    fclose(file);
    return good;
}

static void files(void **state)
{
    struct arena arena;
    struct lottery lottery, again;
    struct err err = {0};
    char left[RANDOM_SEED_DIGITS + 1], right[RANDOM_SEED_DIGITS + 1], written[4096] = {0};
    (void)state;
    arena_init(&arena);
    lottery = made_up(&arena, (const size_t[]){5, 4, 3}, 5);
    lottery.people[2].lot = LOT_apart;
    lottery.people[3].block = "with, \"marks\"";
    draw(&arena, &lottery, "seed");
    FILE *file = fmemopen(written, sizeof written, "w");
    lottery_write(&lottery, file);
    fclose(file);
    assert_true(reads(&arena, written, &again, &err));
    assert_int_equal(again.count, lottery.count);
    assert_int_equal(again.places, 5);
    for (size_t i = 0; i < lottery.count; i++) {
        assert_int_equal(again.people[i].lot, lottery.people[i].lot);
        assert_int_equal(again.people[i].turn, lottery.people[i].turn);
    }
    lottery_fingerprint(&arena, &lottery, left);
    lottery_fingerprint(&arena, &again, right);
    assert_string_equal(left, right);
    static const char *const bad[] = {
        "",
        "client,answers,block,household,places,turn\n",
        "client,answers,block,household,places,turn,drawn\nA,y,,,two,1,yes\n",
        "client,answers,block,household,places,turn,drawn\nA,y,,,2,1,yes\nB,y,,,3,2,yes\n",
        "client,answers,block,household,places,turn,drawn\nA,y,,,2,0,yes\n",
        "client,answers,block,household,places,turn,drawn\nA,y,,,2,1,maybe\n",
        "client,answers,block,household,places,turn,drawn\nA,y\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err = (struct err){0};
        assert_false(reads(&arena, bad[i], &again, &err));
        assert_int_equal(err.kind, ERR_input);
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        CASE("R230: places go to blocks as their people do, the largest remainders first", places_by_block),
        CASE("R230: who lives together is drawn together, who is apart is not drawn", apart_and_together),
        CASE("R230: a list in another order is the same; one person changed is found", tampering),
        CASE("R230: a list comes out of its file as it went in; a bad file is refused", files),
    };
    return RUN(cases);
}
