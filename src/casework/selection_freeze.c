#include "casework/selection_work.h"

#include <inttypes.h>
#include <string.h>

#include "base/date.h"
#include "store/save.h"
#include "base/banned.h"

/* One freezing under way. */
struct freezing {
    struct arena *arena;
    struct store *store;
    const struct selection_freezing *request;
    struct selection before;
    struct criterion *criteria;
    size_t count;
    int64_t programme_id, frozen_at;
    int32_t index_on;
    struct asked_list list;
    char fingerprint[RANDOM_SEED_DIGITS + 1];
};

static bool check_again(const struct freezing *freezing, struct err *err)
{
    const struct selection *before = &freezing->before;
    struct str day;
    if (before->frozen && before->counts.programme + before->counts.comparison > 0)
        return err_set(err, ERR_conflict,
                       "%" PRId64 " people of intake \"%s\" are decided already; its list stays as it is",
                       before->counts.programme + before->counts.comparison, before->intake);
    if (!before->frozen && before->counts.not_on_list > 0)
        return err_set(err, ERR_conflict,
                       "intake \"%s\" has %" PRId64 " enrolments that came about without a list; freeze the "
                       "list of an intake before anybody is enrolled",
                       before->intake, before->counts.not_on_list);
    if (!before->frozen || (freezing->request->reason && freezing->request->reason[0]))
        return true;
    str_init(&day);
    date_print(&day, before->as_at);
    err_set(
        err, ERR_conflict,
        "the list of intake \"%s\" was frozen by %s as at %s; say with --reason why it must be frozen again",
        before->intake, before->frozen_by, day.at);
    str_clear(&day);
    return false;
}

static bool load_criteria(struct freezing *freezing, struct err *err)
{
    const char *name;
    size_t hard = 0;
    if (!kept_criteria(freezing->arena, freezing->store, text_of(freezing->before.programme),
                       &freezing->criteria, &freezing->count, &name, &freezing->programme_id, err))
        return false;
    if (freezing->count > ASK_MAX)
        return err_set(
            err, ERR_input,
            "programme \"%s\" has %zu criteria, and at most %d can be asked together; join some by and",
            freezing->before.programme, freezing->count, ASK_MAX);
    for (size_t i = 0; i < freezing->count; i++)
        hard += !freezing->criteria[i].preferred;
    return hard > 0 ||
           err_set(err, ERR_input, "programme \"%s\" has only criteria that rank; give it one that decides",
                   freezing->before.programme);
}

/* On PostgreSQL somebody may be writing about a client now, and be done only after we have read. */
static bool hold_writers(struct freezing *freezing, struct err *err)
{
    struct str tables;
    str_init(&tables);
    str_add(&tables, "client");
    for (int r = R_none + 1; r < R_end; r++)
        if (dict_record((enum record_id)r)->client != F_none)
            str_addf(&tables, ", %s", dict_record((enum record_id)r)->name);
    const bool good = db_hold_writers(freezing->store->db, tables.at, err);
    str_clear(&tables);
    return good;
}

/* Households that the blocks would part. */
static bool check_households(const struct freezing *freezing, struct err *err)
{
    struct lottery lottery;
    const char *note;
    const struct random_seed seed = {{0}};
    if (freezing->request->block_by == FACT_none || freezing->request->apart)
        return true;
    asked_lottery(freezing->arena, &freezing->list, &lottery);
    for (size_t i = 0; i < lottery.count; i++)
        lottery.people[i].lot = LOT_passed;
    if (lottery_draw(freezing->arena, &lottery, &seed, &note, err))
        return true;
    const struct err inner = *err;
    *err = (struct err){0};
    return err_set(err, inner.kind, "%s; leave out --by, or draw everybody alone with --apart",
                   inner.sentence);
}

static bool ask_everybody(struct freezing *freezing, struct err *err)
{
    const struct selection_freezing *request = freezing->request;
    const struct asking_list asking = {.criteria = freezing->criteria,
                                       .count = freezing->count,
                                       .moment = {.dated = true, .as_at = request->as_at},
                                       .block_by = request->block_by,
                                       .together = !request->apart,
                                       .progress = request->progress,
                                       .with = request->with};
    struct lottery lottery;
    if (!hold_writers(freezing, err))
        return false;
    freezing->frozen_at = instant_now();
    if (!selection_ask(freezing->arena, freezing->store, &asking, &freezing->list, err) ||
        !check_households(freezing, err))
        return false;
    asked_lottery(freezing->arena, &freezing->list, &lottery);
    lottery_fingerprint(freezing->arena, &lottery, freezing->fingerprint);
    while (instant_now() <= freezing->frozen_at) /* what we write must come after what was known */
        ;
    return true;
}

/* Criteria and what the design says of groups must agree: a list that is right by one and wrong by the other
 * is nobody's. */
static bool check_left_out(struct freezing *freezing, struct err *err)
{
    int64_t people;
    const char *words;
    return selection_left_out(freezing->arena, freezing->store, freezing->programme_id, &people, &words,
                              err) &&
           (people == 0 ||
            err_set(err, ERR_input,
                    "%" PRId64 " of those eligible belong to a group that programme \"%s\" leaves out: %s; "
                    "have a criterion say so too, or record that the group is let in",
                    people, freezing->before.programme, words));
}

/* Of a former list, who is not on the new one. */
static bool withdraw_others(struct freezing *freezing, enum record_id id, struct err *err)
{
    const struct record *record = dict_record(id);
    struct statement *find = NULL;
    bool row = true;
    size_t count = 0;
    int64_t *ids =
        ARENA_ARRAY(freezing->arena, int64_t, (size_t)freezing->before.counts.eligible + ASK_MAX + 1);
    if (!freezing->before.frozen)
        return true;
    bool good = db_prepare(
        freezing->store->db, &find,
        arena_format(freezing->arena, "SELECT id FROM %s WHERE intake = $1%s", record->name,
                     id == R_selection_criterion ? "" : " AND client NOT IN (SELECT client FROM asked)"),
        err);
    if (good)
        statement_bind_int(find, 0, freezing->before.intake_id);
    while (good && (good = statement_step(find, &row, err)) && row)
        ids[count++] = statement_int(find, 0);
    statement_close(find);
    for (size_t i = 0; good && i < count; i++)
        good = record_withdraw_in(freezing->store, record, ids[i], 0, err);
    return good;
}

static bool write_selection(struct freezing *freezing, struct err *err)
{
    const struct selection_freezing *request = freezing->request;
    struct sheet sheet;
    size_t preferred = 0;
    for (size_t i = 0; i < freezing->count; i++)
        preferred += freezing->criteria[i].preferred;
    sheet_open(
        &sheet, R_selection,
        "intake,as_at,frozen_at,frozen_by,frozen_why,people,eligible,not_eligible,not_recorded,preferred,"
        "block_by,together,fingerprint,seed_source,announced_at,announced_by,announced_why");
    sheet_text(&sheet, freezing->before.intake);
    sheet_day(&sheet, request->as_at);
    sheet_instant(&sheet, freezing->frozen_at);
    sheet_text(&sheet, freezing->store->staff_login);
    sheet_text(&sheet, freezing->before.frozen ? request->reason : "");
    const int64_t *answers = freezing->list.answers;
    sheet_int(&sheet, answers[ANSWER_yes] + answers[ANSWER_no] + answers[ANSWER_unknown]);
    sheet_int(&sheet, answers[ANSWER_yes]);
    sheet_int(&sheet, answers[ANSWER_no]);
    sheet_int(&sheet, answers[ANSWER_unknown]);
    sheet_int(&sheet, (int64_t)preferred);
    sheet_text(&sheet, request->block_by ? fact_of(request->block_by)->column : "");
    sheet_text(&sheet, request->apart ? "no" : "yes");
    sheet_text(&sheet, freezing->fingerprint);
    for (int i = 0; i < 4; i++) /* a seed that was announced belonged to the former list */
        sheet_text(&sheet, "");
    sheet_end(&sheet);
    return sheet_write(freezing->arena, freezing->store, &sheet, true, err);
}

static bool write_criteria(struct freezing *freezing, struct err *err)
{
    struct sheet sheet;
    sheet_open(&sheet, R_selection_criterion, "intake,rank,label,version,need");
    for (size_t i = 0; i < freezing->count; i++) {
        sheet_text(&sheet, freezing->before.intake);
        sheet_int(&sheet, freezing->criteria[i].rank);
        sheet_text(&sheet, freezing->criteria[i].label);
        sheet_text(&sheet, freezing->criteria[i].kept.version_code.at);
        sheet_text(&sheet, freezing->criteria[i].preferred ? "preferred" : "hard");
        sheet_end(&sheet);
    }
    return sheet_write(freezing->arena, freezing->store, &sheet, true, err);
}

static bool write_enrolments(struct freezing *freezing, struct err *err)
{
    struct sheet sheet;
    sheet_open(&sheet, R_enrolment, "client,intake,effective_from,side,chosen_by,index_on,source,method");
    for (size_t i = 0; i < freezing->list.count; i++) {
        sheet_text(&sheet, freezing->list.people[i].number);
        sheet_text(&sheet, freezing->before.intake);
        sheet_day(&sheet, freezing->request->as_at);
        sheet_text(&sheet, "undecided");
        sheet_text(&sheet, "criteria");
        sheet_day(&sheet, freezing->index_on);
        sheet_text(&sheet, "officer");
        sheet_text(&sheet, "record");
        sheet_end(&sheet);
    }
    return sheet_write(freezing->arena, freezing->store, &sheet, true, err);
}

static bool write_list(struct freezing *freezing, struct err *err)
{
    struct sheet sheet;
    sheet_open(&sheet, R_eligibility,
               "client,intake,effective_from,answers,preferred_met,block,household,outside,source,method");
    for (size_t i = 0; i < freezing->list.count; i++) {
        const struct asked_person *person = &freezing->list.people[i];
        sheet_text(&sheet, person->number);
        sheet_text(&sheet, freezing->before.intake);
        sheet_day(&sheet, freezing->request->as_at);
        sheet_text(&sheet, person->answers);
        sheet_int(&sheet, person->preferred_met);
        sheet_text(&sheet, person->block);
        sheet_text(&sheet, person->household);
        sheet_text(&sheet, "no");
        sheet_text(&sheet, "officer");
        sheet_text(&sheet, "record");
        sheet_end(&sheet);
    }
    return sheet_write(freezing->arena, freezing->store, &sheet, true, err);
}

bool selection_freeze(struct arena *arena, struct store *store, const struct selection_freezing *request,
                      struct err *err)
{
    struct freezing freezing = {.arena = arena, .store = store, .request = request};
    if (request->as_at > date_today())
        return err_set(err, ERR_input, "a list cannot be frozen for a day to come; nobody knows it yet");
    if (!selection_begin(arena, store, request->intake, false, &freezing.before, err))
        return false;
    const struct selection *before = &freezing.before;
    freezing.index_on = request->index_on != DATE_MIN   ? request->index_on
                        : before->ends_on != DATE_MIN   ? before->ends_on
                        : before->starts_on != DATE_MIN ? before->starts_on
                                                        : request->as_at;
    const bool good =
        check_again(&freezing, err) && load_criteria(&freezing, err) && ask_everybody(&freezing, err) &&
        check_left_out(&freezing, err) && withdraw_others(&freezing, R_eligibility, err) &&
        withdraw_others(&freezing, R_enrolment, err) &&
        withdraw_others(&freezing, R_selection_criterion, err) && write_selection(&freezing, err) &&
        write_criteria(&freezing, err) && write_enrolments(&freezing, err) && write_list(&freezing, err);
    return selection_end(store, good, err);
}
