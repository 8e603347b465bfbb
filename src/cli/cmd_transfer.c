#include <inttypes.h>

#include "base/date.h"
#include "casework/board.h"
#include "casework/transfer.h"
#include "cli/given.h"
#include "base/banned.h"

static struct report *report_of(struct job *job, const struct transfer_head *head)
{
    return report_make(job->arena, "transfer",
                       arena_format(job->arena, "Transfer %s of %s, from %s to %s", head->number,
                                    head->client, head->from_office, head->to_office));
}

static void tell_waiting(struct report *report, const struct transfer_head *head)
{
    if (!head->accepted)
        report_paragraph(report, "%s%s%s must accept it: mahi transfer accept %s.", head->to_staff,
                         head->to_staff[0] ? " or somebody else of " : "Somebody of ", head->to_office,
                         head->number);
    if (!head->agreed)
        report_paragraph(report, "%s must agree to it for %s.", head->coordinator, head->programme);
    report_paragraph(report, "Until then everything stays as it is.");
}

static bool transfer_do_propose(struct job *job, struct err *err)
{
    struct transfer_proposal proposal = {.client = job->arguments[1],
                                         .to_office = job->arguments[2],
                                         .to_staff = given_text(job, OPTION_transfer_to),
                                         .programme = given_text(job, OPTION_transfer_programme),
                                         .why = job_option(job, OPTION_transfer_why),
                                         .note = job_option(job, OPTION_transfer_note),
                                         .because = job_option(job, OPTION_transfer_because)};
    struct transfer_head head;
    if (job->argument_count < 3)
        return err_set(err, ERR_usage, "write: mahi transfer propose CLIENT OFFICE --why WHY");
    if (!transfer_propose(job->arena, &job->store, &proposal, &head, err))
        return false;
    struct report *report = report_of(job, &head);
    report_sentence(report, "%s is proposed.", head.number);
    if (head.programme[0])
        report_paragraph(report, "Programme %s goes along.", head.programme);
    if (head.programme[0] && !head.coordinator[0])
        report_caution(report, "%s has no co-ordinator who could agree to it.", head.programme);
    tell_waiting(report, &head);
    job_report(job, report);
    return true;
}

static void tell_moved(struct report *report, const struct transfer_head *head,
                       const struct transfer_moved *moved)
{
    report_sentence(report, "%s belongs to %s from tomorrow; %s answers for the case.", head->client,
                    head->to_office, head->to_staff);
    if (moved->broker[0])
        report_paragraph(report, "%s speaks for them to employers.", moved->broker);
    else if (moved->had_broker)
        report_caution(report, "there is no work broker at %s; nobody speaks for them to employers now.",
                       head->to_office);
    if (moved->unseen > 0)
        report_caution(report, "%zu restricted records stay with their owners, for you may not see them.",
                       moved->unseen);
    if (moved->family_stays > 0)
        report_caution(report, "%zu of their household stay registered at %s.", moved->family_stays,
                       head->from_office);
    struct table *table = report_table(report, "carried", "Open work that went along, its days unchanged");
    table_column(table, "what", "What", COLUMN_text);
    table_column(table, "key", "Which", COLUMN_text);
    for (size_t i = 0; i < moved->count; i++) {
        table_row(table);
        table_text(table, moved->lines[i].words);
        table_text(table, moved->lines[i].key);
    }
}

static bool transfer_do_accept(struct job *job, struct err *err)
{
    struct transfer_head head;
    struct transfer_moved moved;
    if (!transfer_accept(job->arena, &job->store, job->arguments[1], given_text(job, OPTION_transfer_to),
                         job_option(job, OPTION_transfer_because), &head, &moved, err))
        return false;
    struct report *report = report_of(job, &head);
    if (head.moved) {
        tell_moved(report, &head, &moved);
    } else {
        report_sentence(report, "You have said yes.");
        tell_waiting(report, &head);
    }
    job_report(job, report);
    return true;
}

static bool transfer_do_refuse(struct job *job, struct err *err)
{
    struct transfer_head head;
    if (!transfer_refuse(job->arena, &job->store, job->arguments[1], job_option(job, OPTION_transfer_why),
                         &head, err))
        return false;
    struct report *report = report_of(job, &head);
    report_sentence(report, "It goes back to %s: %s.", head.proposed_by, head.refused_why);
    job_report(job, report);
    return true;
}

static bool transfer_do_withdraw(struct job *job, struct err *err)
{
    if (!transfer_withdraw(job->arena, &job->store, job->arguments[1], err))
        return false;
    struct report *report = report_make(job->arena, "transfer", "Transfer withdrawn");
    report_sentence(report, "\"" TEXT_FORMAT "\" is withdrawn; nothing has moved.",
                    TEXT_ARGS(job->arguments[1]));
    job_report(job, report);
    return true;
}

static bool transfer_do_list(struct job *job, struct err *err)
{
    struct board_request request = {.board = BOARD_transfers_open, .today = date_today(), .most = 50};
    struct report *report;
    request.given[RESTRICTION_office] = job_option(job, OPTION_transfer_office);
    request.given[RESTRICTION_programme] = job_option(job, OPTION_transfer_programme);
    if (!board_report(job->arena, &job->store, &request, &report, err))
        return false;
    job_report(job, report);
    return true;
}

bool cmd_transfer(struct job *job, struct err *err)
{
    static const struct {
        const char *name;
        size_t arguments;
        bool (*run)(struct job *job, struct err *err);
    } acts[] = {
        {"propose", 2, transfer_do_propose}, {"accept", 2, transfer_do_accept},
        {"refuse", 2, transfer_do_refuse},   {"withdraw", 2, transfer_do_withdraw},
        {"list", 1, transfer_do_list},
    };
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
        if (text_is(job->arguments[0], acts[i].name) && job->argument_count >= acts[i].arguments)
            return acts[i].run(job, err);
    return err_set(
        err, ERR_usage,
        "write: mahi transfer propose CLIENT OFFICE, accept NUMBER, refuse NUMBER, withdraw NUMBER, or list");
}
