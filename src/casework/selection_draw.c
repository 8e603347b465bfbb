#include "casework/selection_work.h"

#include <inttypes.h>

#include "base/date.h"
#include "casework/follow_up.h"
#include "base/banned.h"

static bool check_not_drawn(const struct selection *selection, struct err *err)
{
    return selection->drawn_at == 0 ||
           err_set(err, ERR_conflict,
                   "the lottery of intake \"%s\" was held already; mahi select verify %s repeats it",
                   selection->intake, selection->intake);
}

/* What stands in the record of the list itself, to which a step adds. */
static void sheet_head(struct sheet *sheet, const struct selection *selection)
{
    sheet_text(sheet, selection->intake);
    sheet_day(sheet, selection->as_at);
    sheet_instant(sheet, selection->frozen_at);
    sheet_text(sheet, selection->frozen_by);
    sheet_int(sheet, selection->people);
    sheet_int(sheet, selection->eligible);
    sheet_int(sheet, selection->not_eligible);
    sheet_int(sheet, selection->not_recorded);
    sheet_int(sheet, (int64_t)selection->preferred);
    sheet_text(sheet, selection->together ? "yes" : "no");
    sheet_text(sheet, selection->fingerprint);
}

#define HEAD_COLUMNS                                                                                         \
    "intake,as_at,frozen_at,frozen_by,people,eligible,not_eligible,not_recorded,preferred,together,"         \
    "fingerprint,"

/* ---- announcing ---- */

static bool check_announcement(const struct selection *selection, const char *reason, struct err *err)
{
    if (!selection_check_frozen(selection, err) || !check_not_drawn(selection, err))
        return false;
    return selection->announced_at == 0 || (reason && reason[0]) ||
           err_set(err, ERR_conflict,
                   "%s announced the seed to come from \"%s\" already; say with --reason why it is another",
                   selection->announced_by, selection->seed_source);
}

bool selection_announce(struct arena *arena, struct store *store, struct text intake, const char *source,
                        const char *reason, struct err *err)
{
    struct selection selection;
    struct sheet sheet;
    if (text_trim(text_of(source)).length == 0)
        return err_set(err, ERR_usage, "name where the seed will come from: a public draw and its day");
    if (!selection_begin(arena, store, intake, false, &selection, err))
        return false;
    bool good = check_announcement(&selection, reason, err);
    sheet_open(&sheet, R_selection, HEAD_COLUMNS "seed_source,announced_at,announced_by,announced_why");
    if (good) {
        sheet_head(&sheet, &selection);
        sheet_text(&sheet, source);
        sheet_instant(&sheet, instant_now());
        sheet_text(&sheet, store->staff_login);
        sheet_text(&sheet, selection.announced_at ? reason : "");
        sheet_end(&sheet);
    }
    good = sheet_write(arena, store, &sheet, good, err);
    return selection_end(store, good, err);
}

/* ---- drawing ---- */

struct drawing {
    struct arena *arena;
    struct store *store;
    struct selection selection;
    struct lottery lottery;
    const char *words;
    char digits[RANDOM_SEED_DIGITS + 1];
    int64_t drawn_at;
};

static bool check_draw(const struct selection *selection, struct err *err)
{
    const int64_t free_places = selection->places - selection->counts.programme;
    if (!selection_check_frozen(selection, err) || !check_not_drawn(selection, err))
        return false;
    if (selection->announced_at == 0)
        return err_set(
            err, ERR_conflict,
            "nobody has said where the seed comes from; mahi select announce %s 'SOURCE' names it before "
            "it is known",
            selection->intake);
    if (selection->places < 0)
        return err_set(err, ERR_input, "intake \"%s\" does not say how many places it has; record its places",
                       selection->intake);
    if (free_places <= 0)
        return err_set(err, ERR_input,
                       "all %" PRId64 " places of intake \"%s\" are taken; there is none to draw",
                       selection->places, selection->intake);
    if (selection->counts.undecided <= free_places)
        return err_set(
            err, ERR_input,
            "%" PRId64 " people are undecided and %" PRId64
            " places are free: everybody can have one, and nobody would be left to compare with. Decide "
            "them, or record fewer places",
            selection->counts.undecided, free_places);
    return true;
}

static bool draw(struct drawing *drawing, const char **note, struct err *err)
{
    struct selection *selection = &drawing->selection;
    selection->drawn_places = selection->places - selection->counts.programme;
    selection_lottery(drawing->arena, selection, &drawing->lottery);
    for (size_t i = 0; i < drawing->lottery.count; i++)
        if (selection->list[i].side == CODED_enrolment_side_undecided)
            drawing->lottery.people[i].lot = LOT_passed;
    const struct random_seed seed = random_seed_of_words(text_of(drawing->words));
    random_seed_print(&seed, drawing->digits);
    drawing->drawn_at = instant_now();
    while (drawing->drawn_at <= selection->announced_at)
        drawing->drawn_at = instant_now();
    return lottery_draw(drawing->arena, &drawing->lottery, &seed, note, err);
}

static bool write_draw(struct drawing *drawing, struct err *err)
{
    const struct selection *selection = &drawing->selection;
    struct sheet sheet;
    sheet_open(&sheet, R_selection, HEAD_COLUMNS "drawn_at,drawn_by,seed_words,seed,drawn_places");
    sheet_head(&sheet, selection);
    sheet_instant(&sheet, drawing->drawn_at);
    sheet_text(&sheet, drawing->store->staff_login);
    sheet_text(&sheet, drawing->words);
    sheet_text(&sheet, drawing->digits);
    sheet_int(&sheet, selection->drawn_places);
    sheet_end(&sheet);
    return sheet_write(drawing->arena, drawing->store, &sheet, true, err);
}

static bool write_sides(struct drawing *drawing, struct err *err)
{
    const struct selection *selection = &drawing->selection;
    struct sheet sheet;
    sheet_open(&sheet, R_enrolment, "client,intake,effective_from,side,chosen_by,index_on,source,method");
    for (size_t i = 0; i < drawing->lottery.count; i++) {
        const struct lottery_person *person = &drawing->lottery.people[i];
        if (person->lot == LOT_apart)
            continue;
        sheet_text(&sheet, person->number);
        sheet_text(&sheet, selection->intake);
        sheet_day(&sheet, selection->as_at);
        sheet_text(&sheet, person->lot == LOT_drawn ? "programme" : "comparison");
        sheet_text(&sheet, "lottery");
        sheet_day(&sheet, selection->list[i].index_on);
        sheet_text(&sheet, "officer");
        sheet_text(&sheet, "record");
        sheet_end(&sheet);
    }
    return sheet_write(drawing->arena, drawing->store, &sheet, true, err);
}

static bool write_lots(struct drawing *drawing, struct err *err)
{
    const struct selection *selection = &drawing->selection;
    struct sheet sheet;
    sheet_open(
        &sheet, R_eligibility,
        "client,intake,effective_from,answers,preferred_met,outside,decided_by,decided_on,turn,drawn,source,"
        "method");
    for (size_t i = 0; i < drawing->lottery.count; i++) {
        const struct lottery_person *person = &drawing->lottery.people[i];
        if (person->lot == LOT_apart)
            continue;
        sheet_text(&sheet, person->number);
        sheet_text(&sheet, selection->intake);
        sheet_day(&sheet, selection->as_at);
        sheet_text(&sheet, person->answers);
        sheet_int(&sheet, selection->list[i].preferred_met);
        sheet_text(&sheet, "no");
        sheet_text(&sheet, drawing->store->staff_login);
        sheet_day(&sheet, date_today());
        sheet_int(&sheet, person->turn);
        sheet_text(&sheet, person->lot == LOT_drawn ? "yes" : "no");
        sheet_text(&sheet, "officer");
        sheet_text(&sheet, "record");
        sheet_end(&sheet);
    }
    return sheet_write(drawing->arena, drawing->store, &sheet, true, err);
}

bool selection_draw(struct arena *arena, struct store *store, struct text intake, const char *words,
                    const char **note, struct err *err)
{
    const struct text trimmed = text_trim(text_of(words));
    struct drawing drawing = {
        .arena = arena, .store = store, .words = arena_text(arena, trimmed.at, trimmed.length)};
    struct follow_up_plan plan;
    *note = NULL;
    if (trimmed.length == 0)
        return err_set(err, ERR_usage,
                       "say what the announced source gave: the seed follows from those words");
    if (!selection_begin(arena, store, intake, true, &drawing.selection, err))
        return false;
    const bool good = check_draw(&drawing.selection, err) && draw(&drawing, note, err) &&
                      write_draw(&drawing, err) && write_sides(&drawing, err) && write_lots(&drawing, err) &&
                      follow_up_schedule(arena, store, drawing.selection.intake_id, 0, &plan, err);
    return selection_end(store, good, err);
}
