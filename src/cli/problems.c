#include "cli/problems.h"

#include <inttypes.h>

#include "base/banned.h"

enum { PROBLEMS_SHOWN = 50 };

void problems_table(struct report *report, const struct problems *problems)
{
    if (problems->count == 0)
        return;
    struct table *table = report_table(report, "problems", "What to mend");
    table_column(table, "row", "Row", COLUMN_number);
    table_column(table, "column", "Column", COLUMN_text);
    table_column(table, "problem", "What is wrong, and what would be right", COLUMN_text);
    for (size_t i = 0; i < problems->kept_count && i < PROBLEMS_SHOWN; i++) {
        table_row(table);
        table_int(table, problems->kept[i].row);
        table_text(table, problems->kept[i].field);
        table_text(table, problems->kept[i].sentence);
    }
    if (problems->count > PROBLEMS_SHOWN)
        table_note(table, "%" PRId64 " more are not shown.", problems->count - PROBLEMS_SHOWN);
}
