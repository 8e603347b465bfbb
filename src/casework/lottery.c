#include "casework/lottery.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "stats/draw.h"
#include "base/banned.h"

static int by_number(const void *a, const void *b)
{
    const struct lottery_person *const *left = a, *const *right = b;
    return strcmp((*left)->number, (*right)->number);
}

void lottery_fingerprint(struct arena *arena, const struct lottery *lottery,
                         char digits[RANDOM_SEED_DIGITS + 1])
{
    const struct lottery_person **order =
        ARENA_ARRAY(arena, const struct lottery_person *, lottery->count + 1);
    struct str lines;
    str_init(&lines);
    for (size_t i = 0; i < lottery->count; i++)
        order[i] = &lottery->people[i];
    qsort(order, lottery->count, sizeof *order, by_number);
    for (size_t i = 0; i < lottery->count; i++) {
        const char *const cells[] = {order[i]->number, order[i]->answers, order[i]->block,
                                     order[i]->household};
        for (size_t c = 0; c < 4; c++) {
            str_add(&lines, cells[c]);
            str_add_char(&lines, c == 3 ? '\n' : '\t');
        }
    }
    const struct random_seed hash = random_seed_of_words(str_text(&lines));
    random_seed_print(&hash, digits);
    str_clear(&lines);
}

/* ---- places among the blocks ---- */

struct share {
    size_t block;
    int64_t people, remainder;
};

static int names_in_order(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

/* Largest remainder first; the blocks stand in the order of their names. */
static int largest_first(const void *a, const void *b)
{
    const struct share *left = a, *right = b;
    if (left->remainder != right->remainder)
        return left->remainder > right->remainder ? -1 : 1;
    return left->block < right->block ? -1 : left->block > right->block;
}

static size_t block_named(const struct draw_block *blocks, size_t count, const char *name)
{
    size_t low = 0, high = count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(blocks[middle].name.at, name) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static size_t list_blocks(struct arena *arena, const struct lottery *lottery, struct draw_block **out,
                          int64_t *people)
{
    const char **names = ARENA_ARRAY(arena, const char *, lottery->count + 1);
    size_t count = 0;
    *people = 0;
    for (size_t i = 0; i < lottery->count; i++)
        if (lottery->people[i].lot != LOT_apart)
            names[(*people)++] = lottery->people[i].block;
    qsort(names, (size_t)*people, sizeof *names, names_in_order);
    *out = ARENA_ARRAY(arena, struct draw_block, (size_t)*people + 1);
    for (int64_t i = 0; i < *people; i++)
        if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
            (*out)[count++] = (struct draw_block){.name = text_of(names[i])};
    return count;
}

static size_t share_places(struct arena *arena, const struct lottery *lottery, struct draw_block **out)
{
    int64_t people, left = lottery->places;
    const size_t count = list_blocks(arena, lottery, out, &people);
    struct share *shares = ARENA_ARRAY(arena, struct share, count + 1);
    for (size_t i = 0; i < lottery->count; i++)
        if (lottery->people[i].lot != LOT_apart)
            shares[block_named(*out, count, lottery->people[i].block)].people++;
    for (size_t b = 0; b < count; b++) {
        shares[b].block = b;
        (*out)[b].places = lottery->places * shares[b].people / people;
        shares[b].remainder = lottery->places * shares[b].people % people;
        left -= (*out)[b].places;
    }
    qsort(shares, count, sizeof *shares, largest_first);
    for (size_t b = 0; b < count && left > 0; b++, left--)
        (*out)[shares[b].block].places++;
    return count;
}

/* ---- the draw ---- */

bool lottery_draw(struct arena *arena, struct lottery *lottery, const struct random_seed *seed,
                  const char **note, struct err *err)
{
    struct draw_person *people = ARENA_ARRAY(arena, struct draw_person, lottery->count + 1);
    struct draw_block *blocks;
    struct draw draw;
    size_t count = 0;
    for (size_t i = 0; i < lottery->count; i++) {
        const struct lottery_person *person = &lottery->people[i];
        if (person->lot != LOT_apart)
            people[count++] = (struct draw_person){text_of(person->number), text_of(person->block),
                                                   text_of(person->household)};
    }
    const size_t block_count = share_places(arena, lottery, &blocks);
    if (!draw_places(arena, seed, people, count, blocks, block_count, &draw, err))
        return false;
    *note = draw.note;
    for (size_t i = 0, lot = 0; i < lottery->count; i++) {
        if (lottery->people[i].lot == LOT_apart)
            continue;
        lottery->people[i].lot = draw.lots[lot].drawn ? LOT_drawn : LOT_passed;
        lottery->people[i].turn = (int64_t)draw.lots[lot++].turn;
    }
    return true;
}

static const char *lot_words(enum lot lot)
{
    return lot == LOT_drawn ? "drawn" : "not drawn";
}

bool lottery_compare(struct arena *arena, const struct lottery *lottery, const struct random_seed *seed,
                     struct lottery_difference **differences, size_t *count, struct err *err)
{
    struct lottery again = *lottery;
    const char *note;
    again.people = ARENA_ARRAY(arena, struct lottery_person, lottery->count + 1);
    for (size_t i = 0; i < lottery->count; i++)
        again.people[i] = lottery->people[i];
    *count = 0;
    *differences = ARENA_ARRAY(arena, struct lottery_difference, lottery->count + 1);
    if (!lottery_draw(arena, &again, seed, &note, err))
        return false;
    for (size_t i = 0; i < lottery->count; i++) {
        const struct lottery_person *said = &lottery->people[i], *true_one = &again.people[i];
        if (said->lot == true_one->lot && said->turn == true_one->turn)
            continue;
        (*differences)[(*count)++] = (struct lottery_difference){
            said->number,
            arena_format(arena, "the list says %s, turn %" PRId64 "; the seed says %s, turn %" PRId64,
                         lot_words(said->lot), said->turn, lot_words(true_one->lot), true_one->turn)};
    }
    return true;
}
