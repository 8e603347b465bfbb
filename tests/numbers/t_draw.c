#include "expect.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "base/arena.h"
#include "stats/disclosure.h"
#include "stats/draw.h"
#include "stats/random.h"

#include "base/banned.h"

static struct random_seed seed_of(const char *words)
{
    return random_seed_of_words(text_of(words));
}

/* ---- the stream ---- */

static void stream_is_libsodiums(void **state)
{
    (void)state;
    enum { NUMBERS = 1000 };
    struct random_seed seed = seed_of("a seed");
    struct random random = random_open(&seed);
    uint8_t bytes[8 * NUMBERS];
    randombytes_buf_deterministic(bytes, sizeof bytes, seed.bytes);
    for (size_t i = 0; i < NUMBERS; i++) {
        uint64_t expected = 0;
        for (size_t byte = 0; byte < 8; byte++)
            expected |= (uint64_t)bytes[8 * i + byte] << (8 * byte);
        assert_true(random_bits(&random) == expected);
    }
}

static void seeds_are_text(void **state)
{
    (void)state;
    struct random_seed seed = seed_of(""), again, fresh = random_seed_fresh(), other = random_seed_fresh();
    struct err err = {.kind = ERR_none};
    char digits[RANDOM_SEED_DIGITS + 1];
    random_seed_print(&seed, digits);
    /* BLAKE2b of nothing, 32 bytes long */
    assert_string_equal(digits, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    assert_true(random_seed_read(text_of(digits), &again, &err));
    assert_memory_equal(seed.bytes, again.bytes, sizeof seed.bytes);
    assert_memory_not_equal(fresh.bytes, other.bytes, sizeof fresh.bytes);
    digits[63] = 'g';
    assert_false(random_seed_read(text_of(digits), &again, &err));
    assert_non_null(strstr(err.sentence, "is no seed"));
    assert_false(random_seed_read(text_of("0e57"), &again, &err));
}

/* 60,000 throws: each face 10,000 with a standard deviation of 91; the seed is fixed, so this never flickers.
 */
static void below_is_even(void **state)
{
    (void)state;
    struct random_seed seed = seed_of("dice");
    struct random random = random_open(&seed);
    int faces[6] = {0};
    double sum = 0;
    for (int i = 0; i < 60000; i++)
        faces[random_below(&random, 6)]++;
    for (int face = 0; face < 6; face++)
        assert_in_range(faces[face], 9600, 10400);
    for (int i = 0; i < 60000; i++) {
        double u = random_uniform(&random);
        assert_true(0 <= u && u < 1);
        sum += u;
    }
    assert_true(sum > 29700 && sum < 30300);
    assert_int_equal(random_below(&random, 1), 0);
    /* Three of four values of 64 bits lie below n = 3 * 2^62. The others are thrown away, so a third of what
     * comes is under 2^62; taken modulo n it would be a half. */
    int low = 0;
    for (int i = 0; i < 30000; i++) {
        uint64_t number = random_below(&random, 3ull << 62);
        assert_true(number < 3ull << 62);
        low += number < 1ull << 62;
    }
    assert_in_range(low, 9700, 10300);
}

static void names_have_numbers(void **state)
{
    (void)state;
    struct random_seed seed = seed_of("people");
    uint64_t ann = random_below_of(&seed, text_of("ann"), ROUND_SEEDS);
    assert_true(ann < ROUND_SEEDS && ann == random_below_of(&seed, text_of("ann"), ROUND_SEEDS));
    assert_true(ann != random_below_of(&seed, text_of("anna"), ROUND_SEEDS));
}

/* All 24 orders of four, each with chance 1/24. */
static void orders_are_even(void **state)
{
    (void)state;
    struct random_seed seed = seed_of("orders");
    struct random random = random_open(&seed);
    int seen[256] = {0}, orders = 0;
    for (int i = 0; i < 24000; i++) {
        size_t places[] = {0, 1, 2, 3};
        random_shuffle(&random, places, 4);
        seen[places[0] * 64 + places[1] * 16 + places[2] * 4 + places[3]]++;
    }
    for (int i = 0; i < 256; i++) {
        orders += seen[i] > 0;
        assert_true(seen[i] == 0 || (seen[i] > 850 && seen[i] < 1150));
    }
    assert_int_equal(orders, 24);
}

/* ---- the draw ---- */

enum { PEOPLE_MAX = 400, KEY_MAX = 16 };

struct list {
    char keys[PEOPLE_MAX][KEY_MAX], groups[PEOPLE_MAX][KEY_MAX];
    struct draw_person people[PEOPLE_MAX];
    size_t count;
    struct draw_block blocks[3];
};

/* `count` people of three blocks; every `family`-th share a group with those before, 0 for no groups. */
static void list_fill(struct list *list, size_t count, size_t family)
{
    static const char *const NAMES[] = {"Auckland", "", "Wh\xc4\x81ng\xc4\x81rei"};
    list->count = count;
    for (size_t i = 0; i < count; i++) {
        size_t block = i % 7 == 0 ? 1 : i / 5 % 2 * 2;
        snprintf(list->keys[i], KEY_MAX, "%zu", (i * 7919 + 13) % 1000);
        snprintf(list->groups[i], KEY_MAX, "f%zu-%zu", family ? i / family : 0, block);
        bool alone = family == 0 || i % 3 == 0;
        list->people[i] = (struct draw_person){.key = text_of(list->keys[i]),
                                               .block = text_of(NAMES[block]),
                                               .group = text_of(alone ? "" : list->groups[i])};
    }
    for (size_t i = 0; i < 3; i++)
        list->blocks[i] = (struct draw_block){text_of(NAMES[i]), (int64_t)(count / (5 + i))};
}

static struct draw list_draw(struct arena *arena, const struct list *list, const char *words)
{
    struct random_seed seed = seed_of(words);
    struct draw draw;
    struct err err = {.kind = ERR_none};
    if (!draw_places(arena, &seed, list->people, list->count, list->blocks, 3, &draw, &err))
        fail_msg("%s", err.sentence);
    return draw;
}

static void list_print(const struct list *list, const char *words)
{
    struct arena arena;
    arena_init(&arena);
    struct draw draw = list_draw(&arena, list, words);
    struct random_seed seed = seed_of(words);
    char digits[RANDOM_SEED_DIGITS + 1];
    random_seed_print(&seed, digits);
    printf("seed\t%s\n", digits);
    for (size_t i = 0; i < 3; i++)
        printf("block\t" TEXT_FORMAT "\t%d\n", TEXT_ARGS(list->blocks[i].name), (int)list->blocks[i].places);
    for (size_t i = 0; i < list->count; i++)
        printf("person\t" TEXT_FORMAT "\t" TEXT_FORMAT "\t" TEXT_FORMAT "\t%zu\t%d\n",
               TEXT_ARGS(list->people[i].key), TEXT_ARGS(list->people[i].block),
               TEXT_ARGS(list->people[i].group), draw.lots[i].turn, draw.lots[i].drawn);
    printf("end\n");
    arena_clear(&arena);
}

/* For draw_again.py. */
static int lists_print(void)
{
    static struct list list;
    static const size_t FAMILIES[] = {0, 2, 5};
    for (size_t count = 0; count <= PEOPLE_MAX; count += count < 10 ? 1 : 65)
        for (size_t i = 0; i < 3; i++) {
            char words[32];
            snprintf(words, sizeof words, "list %zu of %zu", count, i);
            list_fill(&list, count, FAMILIES[i]);
            list_print(&list, words);
        }
    return 0;
}

static void places_are_filled(void **state)
{
    (void)state;
    static struct list list;
    list_fill(&list, 300, 0);
    struct arena arena;
    arena_init(&arena);
    struct draw draw = list_draw(&arena, &list, "places");
    size_t drawn = 0;
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(draw.outcomes[i].drawn, draw.outcomes[i].people < (size_t)list.blocks[i].places
                                                     ? draw.outcomes[i].people
                                                     : (size_t)list.blocks[i].places);
        assert_int_equal(draw.outcomes[i].passed_over, 0);
        expect_figure(draw.outcomes[i].chance,
                      (double)draw.outcomes[i].drawn / (double)draw.outcomes[i].people, 1e-15);
        drawn += draw.outcomes[i].drawn;
    }
    for (size_t i = 0; i < list.count; i++)
        drawn -= draw.lots[i].drawn;
    assert_int_equal(drawn, 0);
    assert_null(draw.note);
    arena_clear(&arena);
}

/* The list's order, and people of other blocks, change nothing. */
static void order_changes_nothing(void **state)
{
    (void)state;
    static struct list list, other;
    list_fill(&list, 211, 3);
    struct arena arena;
    arena_init(&arena);
    struct draw one = list_draw(&arena, &list, "order"), two;
    other = list;
    for (size_t i = 0; i < list.count; i++)
        other.people[(i * 100 + 7) % 211] = list.people[i];
    struct draw_block first = other.blocks[0];
    other.blocks[0] = other.blocks[2];
    other.blocks[2] = first;
    two = list_draw(&arena, &other, "order");
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(one.lots[i].turn, two.lots[(i * 100 + 7) % 211].turn);
        assert_int_equal(one.lots[i].drawn, two.lots[(i * 100 + 7) % 211].drawn);
    }
    size_t kept = 0;
    for (size_t i = 0; i < list.count; i++)
        if (list.people[i].block.length > 0)
            other.people[kept++] = list.people[i];
    other.count = kept;
    two = list_draw(&arena, &other, "order");
    for (size_t i = 0, j = 0; i < list.count; i++)
        if (list.people[i].block.length > 0)
            assert_int_equal(one.lots[i].turn, two.lots[j++].turn);
    arena_clear(&arena);
}

static void groups_stay_together(void **state)
{
    (void)state;
    static struct list list;
    size_t passed_over = 0;
    list_fill(&list, 250, 5);
    for (int round = 0; round < 30; round++) {
        struct arena arena;
        char words[16];
        arena_init(&arena);
        snprintf(words, sizeof words, "families %d", round);
        struct draw draw = list_draw(&arena, &list, words);
        for (size_t i = 0; i < list.count; i++)
            for (size_t j = 0; j < i; j++)
                if (list.people[i].group.length > 0 &&
                    text_equal(list.people[i].group, list.people[j].group)) {
                    assert_int_equal(draw.lots[i].drawn, draw.lots[j].drawn);
                    assert_int_equal(draw.lots[i].turn, draw.lots[j].turn);
                }
        assert_non_null(draw.note);
        expect_absent(draw.outcomes[0].chance.absent, "several sizes");
        for (size_t i = 0; i < 3; i++) {
            assert_true(draw.outcomes[i].drawn <= (size_t)list.blocks[i].places);
            passed_over += draw.outcomes[i].passed_over;
        }
        arena_clear(&arena);
    }
    assert_true(passed_over > 0);
}

/* Two of three get a place: each in two thirds of 3,000 lotteries. */
static void everybody_has_the_same_chance(void **state)
{
    (void)state;
    int drawn[3] = {0};
    const struct draw_person people[] = {{.key = text_of("a")}, {.key = text_of("b")}, {.key = text_of("c")}};
    const struct draw_block block = {text_of(""), 2};
    for (int i = 0; i < 3000; i++) {
        struct arena arena;
        struct draw draw;
        struct err err = {.kind = ERR_none};
        char words[16];
        arena_init(&arena);
        snprintf(words, sizeof words, "%d", i);
        struct random_seed seed = seed_of(words);
        assert_true(draw_places(&arena, &seed, people, 3, &block, 1, &draw, &err));
        for (int j = 0; j < 3; j++)
            drawn[j] += draw.lots[j].drawn;
        arena_clear(&arena);
    }
    for (int j = 0; j < 3; j++)
        assert_in_range(drawn[j], 1900, 2100);
    assert_int_equal(drawn[0] + drawn[1] + drawn[2], 6000);
}

static void expect_refused(const struct draw_person *people, size_t count, const struct draw_block *blocks,
                           size_t block_count, const char *why)
{
    struct arena arena;
    struct draw draw;
    struct err err = {.kind = ERR_none};
    struct random_seed seed = seed_of("refused");
    arena_init(&arena);
    assert_false(draw_places(&arena, &seed, people, count, blocks, block_count, &draw, &err));
    assert_non_null(strstr(err.sentence, why));
    arena_clear(&arena);
}

static void bad_lists_are_refused(void **state)
{
    (void)state;
    const struct draw_block blocks[] = {{text_of("North"), 1}, {text_of("South"), 1}, {text_of("North"), 2}};
    const struct draw_person people[] = {
        {.key = text_of("1"), .block = text_of("North"), .group = text_of("f")},
        {.key = text_of("2"), .block = text_of("South"), .group = text_of("f")},
        {.key = text_of("2"), .block = text_of("South")},
        {.key = text_of(""), .block = text_of("South")}};
    expect_refused(people, 2, blocks, 2, "two blocks");
    expect_refused(people + 1, 2, blocks, 2, "on the list twice");
    expect_refused(people + 2, 2, blocks, 2, "has no key");
    expect_refused(people, 1, blocks, 3, "listed twice");
    expect_refused(people, 2, blocks, 1, "no places listed");
}

int main(int count, char **words)
{
    if (count == 2 && strcmp(words[1], "--print") == 0)
        return lists_print();
    const struct CMUnitTest tests[] = {
        {"R230: the stream is libsodium's deterministic one", stream_is_libsodiums, NULL, NULL, NULL},
        {"R230: a seed is printed and read again", seeds_are_text, NULL, NULL, NULL},
        {"R230: numbers below n are alike likely", below_is_even, NULL, NULL, NULL},
        {"R13: a name has one number for good", names_have_numbers, NULL, NULL, NULL},
        {"R230: all orders are alike likely", orders_are_even, NULL, NULL, NULL},
        {"R230: all places are filled, in each block", places_are_filled, NULL, NULL, NULL},
        {"R230: the list's order and other blocks change nothing", order_changes_nothing, NULL, NULL, NULL},
        {"R230: who goes together is drawn together", groups_stay_together, NULL, NULL, NULL},
        {"R230: everybody has the same chance", everybody_has_the_same_chance, NULL, NULL, NULL},
        {"R230: a list that is not in order is refused with a sentence", bad_lists_are_refused, NULL, NULL,
         NULL},
    };
    return cmocka_run_group_tests_name("t_draw", tests, NULL, NULL);
}
