#include <inttypes.h>

#include "base/date.h"
#include "casework/appointment.h"
#include "cli/given.h"
#include "base/banned.h"

static void tell(struct job *job, const struct appointment *appointment, const char *what)
{
    struct report *report = report_make(job->arena, "appointment", "Appointment");
    const char *day = date_words(job->arena, appointment->day);
    report_sentence(report, "%s: \"%s\", %s at %s for %" PRId64 " minutes, \"%s\" with \"%s\".", what,
                    appointment->number, day, time_words(job->arena, appointment->starts_at),
                    appointment->minutes, appointment->client, appointment->staff);
    if (appointment->length_by[0])
        report_paragraph(report, "Its length is the practice of the programme \"%s\".",
                         appointment->length_by);
    const struct language_needs *language = &appointment->language;
    if (language->language[0])
        report_paragraph(report, "First language: %s.", language->language);
    if (language->need == LANGUAGE_interpreter && !appointment->interpreter_from[0])
        report_caution(
            report,
            "an interpreter is needed (%s) and none is booked; mahi appointment interpreter %s ORGANISATION "
            "books one.",
            language->why, appointment->number);
    else if (language->need == LANGUAGE_unknown)
        report_caution(report, "whether an interpreter is needed is not known: %s.", language->why);
    if (appointment->interpreter_from[0])
        report_paragraph(report, "An interpreter is booked (%s), to be confirmed.",
                         appointment->interpreter_from);
    job_report(job, report);
}

static bool book(struct job *job, struct err *err)
{
    struct appointment_request request = {.client = job->arguments[1],
                                          .staff = job->arguments[2],
                                          .interpreter_from = given_text(job, OPTION_appointment_interpreter),
                                          .because = job_option(job, OPTION_appointment_because)};
    struct appointment appointment;
    if (!time_parse(job->arguments[3], &request.day, &request.starts_at, err) ||
        !given_choice(job, OPTION_appointment_kind, LIST_appointment_kind, CODED_appointment_kind_other,
                      &request.kind, err) ||
        !given_number(job, OPTION_appointment_minutes, 0, &request.minutes, err) ||
        !appointment_book(job->arena, &job->store, &request, &appointment, err))
        return false;
    tell(job, &appointment, "Booked");
    return true;
}

static bool move(struct job *job, struct err *err)
{
    struct appointment appointment;
    int32_t day;
    int64_t starts_at;
    if (!time_parse(job->arguments[2], &day, &starts_at, err) ||
        !appointment_move(job->arena, &job->store, job->arguments[1], day, starts_at,
                          job_option(job, OPTION_appointment_why),
                          job_option(job, OPTION_appointment_because), &appointment, err))
        return false;
    tell(job, &appointment, "Moved");
    return true;
}

static bool keep(struct job *job, struct err *err)
{
    struct appointment_kept kept = {.kept = CODED_kept_kept,
                                    .why = job_option(job, OPTION_appointment_why),
                                    .about = job_option(job, OPTION_appointment_about)};
    if ((job->argument_count > 2 &&
         !given_code(job->arguments[2], "what became of it", LIST_kept, &kept.kept, err)) ||
        !given_number(job, OPTION_appointment_minutes, 0, &kept.minutes, err) ||
        !given_choice(job, OPTION_appointment_interpreter, LIST_kept, 0, &kept.interpreter, err))
        return false;
    if (kept.kept == CODED_kept_moved)
        return err_set(err, ERR_usage,
                       "to set another time, write: mahi appointment move " TEXT_FORMAT " WHEN",
                       TEXT_ARGS(job->arguments[1]));
    if (!appointment_keep(job->arena, &job->store, job->arguments[1], &kept, err))
        return false;
    struct report *report = report_make(job->arena, "appointment", "Appointment");
    report_sentence(report, "\"" TEXT_FORMAT "\": %s.%s", TEXT_ARGS(job->arguments[1]),
                    list_numbered(LIST_kept, kept.kept)->label,
                    kept.kept == CODED_kept_kept ? " It stands among the contacts." : "");
    job_report(job, report);
    return true;
}

static bool interpreter(struct job *job, struct err *err)
{
    const char *from;
    if (!appointment_interpret(job->arena, &job->store, job->arguments[1], job->arguments[2],
                               job_option(job, OPTION_appointment_because), &from, err))
        return false;
    struct report *report = report_make(job->arena, "appointment", "Appointment");
    report_sentence(report, "An interpreter into %s is booked for \"" TEXT_FORMAT "\", to be confirmed.",
                    from, TEXT_ARGS(job->arguments[1]));
    job_report(job, report);
    return true;
}

bool cmd_appointment(struct job *job, struct err *err)
{
    static const struct {
        const char *name, *arguments;
        bool (*run)(struct job *, struct err *);
        size_t least, most;
    } actions[] = {{"book", "CLIENT STAFF 2000-10-09T10:30", book, 4, 4},
                   {"move", "NUMBER 2000-10-09T10:30", move, 3, 3},
                   {"keep", "NUMBER [kept|not_come|cancelled]", keep, 2, 3},
                   {"interpreter", "NUMBER ORGANISATION", interpreter, 3, 3}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!text_is(job->arguments[0], actions[i].name))
            continue;
        if (job->argument_count < actions[i].least || job->argument_count > actions[i].most)
            return err_set(err, ERR_usage, "write: mahi appointment %s %s", actions[i].name,
                           actions[i].arguments);
        return actions[i].run(job, err);
    }
    return err_set(err, ERR_usage,
                   "\"" TEXT_FORMAT
                   "\" is nothing to do with an appointment; write book, move, keep or interpreter",
                   TEXT_ARGS(job->arguments[0]));
}
