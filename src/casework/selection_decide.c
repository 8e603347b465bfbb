#include "casework/selection_work.h"

#include <inttypes.h>

#include "base/date.h"
#include "casework/follow_up.h"
#include "store/read.h"
#include "base/banned.h"

/* ---- one person, by judgement ---- */

/* One decision under way. */
struct deciding {
    struct arena *arena;
    struct store *store;
    const struct selection_decision *request;
    struct selection selection;
    struct selection_person person;
    bool listed;
    int64_t turn;
};

static bool find_person(struct deciding *deciding, struct err *err)
{
    struct selection *selection = &deciding->selection;
    int64_t client, turns = 0;
    if (!selection_check_frozen(selection, err) ||
        !record_find(deciding->store, dict_record(R_client), deciding->request->client, &client, err) ||
        !selection_read_list(deciding->arena, deciding->store, selection, client, err))
        return false;
    deciding->listed = selection->count > 0;
    deciding->person = deciding->listed ? selection->list[0] : (struct selection_person){.client = client};
    const char *sql = arena_format(
        deciding->arena, "SELECT max(turn) FROM eligibility WHERE intake = %" PRId64, selection->intake_id);
    if (!db_number(deciding->store->db, sql, 0, &turns, err))
        return false;
    deciding->turn = deciding->person.turn > 0 ? deciding->person.turn : turns + 1;
    return true;
}

static bool check_decision(const struct deciding *deciding, struct err *err)
{
    const struct selection_decision *request = deciding->request;
    const struct selection_person *person = &deciding->person;
    if (!deciding->listed && !request->in)
        return err_set(err, ERR_input,
                       "\"" TEXT_FORMAT "\" is not on the list of intake \"%s\"; there is nothing to decide",
                       TEXT_ARGS(request->client), deciding->selection.intake);
    if (person->in_draw)
        return err_set(err, ERR_conflict,
                       "\"%s\" was in the lottery; whom the lot placed stays on that side, or the groups are "
                       "no longer alike. Record a refusal or a start on the enrolment instead",
                       person->number);
    return true;
}

/* Somebody from outside: what the criteria say of them, as at the day of the list, as known now. */
static bool ask_outsider(struct deciding *deciding, struct err *err)
{
    const struct selection *selection = &deciding->selection;
    const struct asking_list asking = {.criteria = selection->criteria,
                                       .count = selection->criterion_count,
                                       .moment = {.dated = true, .as_at = selection->as_at}};
    struct asked_person person;
    if (!selection_ask_one(deciding->arena, deciding->store, &asking, deciding->person.client, &person, err))
        return false;
    deciding->person.answers = person.answers;
    deciding->person.preferred_met = person.preferred_met;
    deciding->person.outside = true;
    deciding->person.number =
        arena_text(deciding->arena, deciding->request->client.at, deciding->request->client.length);
    deciding->person.index_on = DATE_MIN;
    return true;
}

/* The index date that everybody of the list has. */
static bool index_of_list(struct deciding *deciding, struct err *err)
{
    int64_t day;
    const struct selection *selection = &deciding->selection;
    const char *sql = arena_format(
        deciding->arena, "SELECT min(index_on) FROM enrolment WHERE intake = %" PRId64, selection->intake_id);
    const int32_t otherwise = selection->ends_on != DATE_MIN     ? selection->ends_on
                              : selection->starts_on != DATE_MIN ? selection->starts_on
                                                                 : selection->as_at;
    if (!db_number(deciding->store->db, sql, otherwise, &day, err))
        return false;
    deciding->person.index_on = (int32_t)day;
    return true;
}

static bool write_decision(struct deciding *deciding, struct err *err)
{
    const struct selection_person *person = &deciding->person;
    const char *intake = deciding->selection.intake;
    const struct sheet_writing why = {.because = deciding->request->reason};
    struct sheet sheet;
    sheet_open(&sheet, R_enrolment,
               "client,intake,effective_from,side,chosen_by,chosen_why,index_on,source,method");
    sheet_text(&sheet, person->number);
    sheet_text(&sheet, intake);
    sheet_day(&sheet, deciding->selection.as_at);
    sheet_text(&sheet, deciding->request->in ? "programme" : "comparison");
    sheet_text(&sheet, "judgement");
    sheet_text(&sheet, deciding->request->reason);
    sheet_day(&sheet, person->index_on);
    sheet_text(&sheet, "officer");
    sheet_text(&sheet, "record");
    sheet_end(&sheet);
    if (!sheet_write_as(deciding->arena, deciding->store, &sheet, &why, true, err))
        return false;
    sheet_open(
        &sheet, R_eligibility,
        "client,intake,effective_from,answers,preferred_met,outside,decided_by,decided_on,decided_why,turn,"
        "source,method");
    sheet_text(&sheet, person->number);
    sheet_text(&sheet, intake);
    sheet_day(&sheet, deciding->selection.as_at);
    sheet_text(&sheet, person->answers);
    sheet_int(&sheet, person->preferred_met);
    sheet_text(&sheet, person->outside ? "yes" : "no");
    sheet_text(&sheet, deciding->store->staff_login);
    sheet_day(&sheet, date_today());
    sheet_text(&sheet, deciding->request->reason);
    sheet_int(&sheet, deciding->turn);
    sheet_text(&sheet, "officer");
    sheet_text(&sheet, "record");
    sheet_end(&sheet);
    return sheet_write(deciding->arena, deciding->store, &sheet, true, err);
}

bool selection_decide(struct arena *arena, struct store *store, const struct selection_decision *request,
                      struct selection_decided *out, struct err *err)
{
    struct deciding deciding = {.arena = arena, .store = store, .request = request};
    struct follow_up_plan plan;
    *out = (struct selection_decided){0};
    if (!request->reason || !request->reason[0])
        return err_set(err, ERR_usage,
                       "say with --reason why \"" TEXT_FORMAT
                       "\" is %s; a choice without a reason cannot be judged",
                       TEXT_ARGS(request->client), request->in ? "in" : "out");
    if (!selection_begin(arena, store, request->intake, false, &deciding.selection, err))
        return false;
    bool good = find_person(&deciding, err) && check_decision(&deciding, err) &&
                (deciding.listed || (ask_outsider(&deciding, err) && index_of_list(&deciding, err)));
    const int side = request->in ? CODED_enrolment_side_programme : CODED_enrolment_side_comparison;
    const int before = deciding.person.side;
    if (good && deciding.person.side == 0 && deciding.listed)
        good = index_of_list(&deciding, err);
    good = good && write_decision(&deciding, err) &&
           follow_up_schedule(arena, store, deciding.selection.intake_id, deciding.person.client, &plan, err);
    out->outside = deciding.person.outside;
    out->changed = before != side;
    out->places = deciding.selection.places;
    out->chosen = deciding.selection.counts.programme + (side == CODED_enrolment_side_programme) -
                  (before == CODED_enrolment_side_programme);
    return selection_end(store, good, err);
}
