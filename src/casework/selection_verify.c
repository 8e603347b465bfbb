#include "casework/selection_work.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/banned.h"

/* One verification under way. */
struct proving {
    struct arena *arena;
    const struct store *store;
    struct selection selection;
    struct selection_proof *out;
    size_t room;
};

static void differ(struct proving *proving, const char *number, const char *sentence)
{
    struct selection_proof *out = proving->out;
    if (out->count == proving->room) {
        proving->room = proving->room ? 2 * proving->room : 64;
        struct lottery_difference *more =
            ARENA_ARRAY(proving->arena, struct lottery_difference, proving->room);
        if (out->count > 0)
            memcpy(more, out->differences, out->count * sizeof *more);
        out->differences = more;
    }
    out->differences[out->count++] = (struct lottery_difference){number, sentence};
}

/* ---- the list ---- */

static int by_number(const void *a, const void *b)
{
    const struct lottery_person *left = a, *right = b;
    return strcmp(left->number, right->number);
}

static void compare_person(struct proving *proving, const struct lottery_person *listed,
                           const struct asked_person *asked)
{
    if (strcmp(listed->answers, asked->answers) != 0)
        differ(proving, listed->number,
               arena_format(proving->arena, "the list says %s to the criteria; what was known then says %s",
                            listed->answers, asked->answers));
    if (strcmp(listed->block, asked->block) != 0 || strcmp(listed->household, asked->household) != 0)
        differ(proving, listed->number, "block or household are not as they were known then");
}

/* Both stand in the order of their numbers. */
static void compare_lists(struct proving *proving, const struct lottery *list, const struct asked_list *again)
{
    size_t a = 0, b = 0;
    while (a < list->count || b < again->count) {
        const int order = a == list->count    ? 1
                          : b == again->count ? -1
                                              : strcmp(list->people[a].number, again->people[b].number);
        if (order < 0)
            differ(proving, list->people[a++].number,
                   "stands on the list; by what was known then they were not eligible");
        else if (order > 0)
            differ(proving, again->people[b++].number,
                   "was eligible by what was known then, and does not stand on the list");
        else
            compare_person(proving, &list->people[a++], &again->people[b++]);
    }
}

static bool fact_of_column(const char *column, enum fact_id *out)
{
    *out = FACT_none;
    for (int f = FACT_none + 1; f < FACT_end && column[0]; f++)
        if (strcmp(fact_of((enum fact_id)f)->column, column) == 0)
            *out = (enum fact_id)f;
    return *out != FACT_none || !column[0];
}

static bool prove_list(struct proving *proving, struct err *err)
{
    const struct selection *selection = &proving->selection;
    struct asking_list asking = {.criteria = selection->criteria,
                                 .count = selection->criterion_count,
                                 .moment = {.dated = true,
                                            .as_at = selection->as_at,
                                            .known_then = true,
                                            .known = selection->frozen_at},
                                 .together = selection->together};
    struct asked_list again;
    struct lottery list;
    char digits[RANDOM_SEED_DIGITS + 1];
    if (!fact_of_column(selection->block_by, &asking.block_by))
        return err_set(err, ERR_absent, "the list was parted by \"%s\", which is no fact any more",
                       selection->block_by);
    if (!selection_ask(proving->arena, proving->store, &asking, &again, err))
        return false;
    selection_lottery(proving->arena, selection, &list);
    if (list.count > 1)
        qsort(list.people, list.count, sizeof *list.people, by_number);
    compare_lists(proving, &list, &again);
    proving->out->list_holds = proving->out->count == 0;
    lottery_fingerprint(proving->arena, &list, digits);
    proving->out->fingerprint_holds = strcmp(digits, selection->fingerprint) == 0;
    return true;
}

/* ---- the draw ---- */

/* The source was written down before the draw was, whatever its date says now. */
static bool prove_announcement(struct proving *proving, struct err *err)
{
    const struct selection *selection = &proving->selection;
    struct statement *find = NULL;
    bool row = false;
    bool good =
        db_prepare(proving->store->db, &find,
                   "SELECT min(v.recorded_at) FROM (SELECT s.intake, s.seed_source, s.recorded_at FROM "
                   "selection s UNION ALL SELECT h.intake, h.seed_source, h.recorded_at FROM "
                   "selection_history h) v WHERE v.intake = $1 AND v.seed_source = $2",
                   err);
    if (good) {
        statement_bind_int(find, 0, selection->intake_id);
        statement_bind_text(find, 1, text_of(selection->seed_source));
        good = statement_step(find, &row, err);
    }
    proving->out->announced_before =
        good && row && !statement_is_null(find, 0) && statement_int(find, 0) < selection->drawn_at &&
        selection->announced_at < selection->drawn_at && selection->announced_at > selection->frozen_at;
    statement_close(find);
    return good;
}

static const char *side_words(int side)
{
    const struct coded_row *row = list_numbered(LIST_enrolment_side, side);
    return row ? row->label : "nowhere";
}

/* Whether everybody stands on the side on which the lot put them. */
static void compare_sides(struct proving *proving)
{
    const struct selection *selection = &proving->selection;
    for (size_t i = 0; i < selection->count; i++) {
        const struct selection_person *person = &selection->list[i];
        const int side = person->drawn ? CODED_enrolment_side_programme : CODED_enrolment_side_comparison;
        if (person->side == 0)
            differ(proving, person->number, "stands on the list and not in the enrolment list");
        else if (person->in_draw && person->side != side)
            differ(proving, person->number,
                   arena_format(proving->arena, "the lot said %s; the enrolment says %s", side_words(side),
                                side_words(person->side)));
    }
}

static bool prove_draw(struct proving *proving, struct err *err)
{
    const struct selection *selection = &proving->selection;
    const struct random_seed words = random_seed_of_words(text_of(selection->seed_words));
    struct lottery_difference *differences;
    struct random_seed seed;
    struct lottery list;
    size_t count;
    if (!random_seed_read(text_of(selection->seed), &seed, err))
        return false;
    if (memcmp(&seed, &words, sizeof seed) != 0)
        differ(proving, "", "the seed does not follow from the words that are written beside it");
    selection_lottery(proving->arena, selection, &list);
    if (!lottery_compare(proving->arena, &list, &seed, &differences, &count, err))
        return false;
    for (size_t i = 0; i < count; i++)
        differ(proving, differences[i].number, differences[i].sentence);
    return prove_announcement(proving, err);
}

static bool prove(struct proving *proving, struct text intake, struct err *err)
{
    struct selection_proof *out = proving->out;
    if (!selection_read(proving->arena, proving->store, intake, &proving->selection, err) ||
        !selection_check_frozen(&proving->selection, err) || !prove_list(proving, err))
        return false;
    const size_t before = out->count;
    out->drawn = proving->selection.drawn_at != 0;
    if (out->drawn && !prove_draw(proving, err))
        return false;
    compare_sides(proving);
    out->draw_holds = out->drawn && out->count == before && out->announced_before;
    return true;
}

bool selection_verify(struct arena *arena, const struct store *store, struct text intake,
                      struct selection_proof *out, struct err *err)
{
    struct proving proving = {.arena = arena, .store = store, .out = out};
    *out = (struct selection_proof){0};
    if (!db_begin(store->db, err)) /* for the table `asked`; nothing is kept */
        return false;
    const bool good = prove(&proving, intake, err);
    db_rollback(store->db);
    return good;
}
