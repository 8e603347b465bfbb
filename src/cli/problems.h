/* problems: the rows of a file to mend, as a table of a report. */
#ifndef CLI_PROBLEMS_H
#define CLI_PROBLEMS_H

#include "base/problem.h"
#include "report/report.h"

/* The first 50, and how many more there are; no table when there are none. */
void problems_table(struct report *report, const struct problems *problems);

#endif
