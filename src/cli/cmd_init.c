#include "cli/cli.h"

#include "base/banned.h"

bool cmd_init(struct job *job, struct err *err)
{
    enum store_init what;
    int from;
    if (!job->where)
        return err_set(err, ERR_usage,
                       "no database is named; say --db FILE or --db postgresql://…, or set MAHI_DB");
    const char *login = job->login ? job->login : store_login(job->arena);
    if (!store_init(job->where, login, &what, &from, err))
        return false;
    struct report *report = report_make(job->arena, "init", "Database");
    if (what == STORE_made)
        report_sentence(
            report, "The database is made (version %d); %s is its first member of staff and administrator.",
            DICT_VERSION, login);
    else if (what == STORE_upgraded)
        report_sentence(report, "The database is upgraded from version %d to %d.", from, DICT_VERSION);
    else
        report_sentence(report, "The database is of version %d already; nothing is changed.", DICT_VERSION);
    job_report(job, report);
    return true;
}
