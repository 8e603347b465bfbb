#include "casework/selection_work.h"

#include <stdio.h>

#include "base/csv.h"
#include "base/date.h"
#include "store/import.h"
#include "base/banned.h"

void sheet_open(struct sheet *sheet, enum record_id record, const char *heading)
{
    *sheet = (struct sheet){.record = record};
    str_init(&sheet->csv);
    str_addf(&sheet->csv, "%s\n", heading);
}

static void begin_cell(struct sheet *sheet)
{
    if (sheet->cells++ > 0)
        str_add_char(&sheet->csv, ',');
}

void sheet_text(struct sheet *sheet, const char *text)
{
    begin_cell(sheet);
    csv_add_field(&sheet->csv, text_of(text));
}

void sheet_int(struct sheet *sheet, int64_t number)
{
    begin_cell(sheet);
    str_add_int(&sheet->csv, number);
}

void sheet_day(struct sheet *sheet, int32_t day)
{
    begin_cell(sheet);
    date_print(&sheet->csv, day);
}

void sheet_instant(struct sheet *sheet, int64_t instant)
{
    begin_cell(sheet);
    instant_print(&sheet->csv, instant);
}

void sheet_code(struct sheet *sheet, enum list_id list, int number)
{
    sheet_text(sheet, list_numbered(list, number)->code);
}

void sheet_end(struct sheet *sheet)
{
    str_add_char(&sheet->csv, '\n');
    sheet->cells = 0;
}

bool sheet_write(struct arena *arena, struct store *store, struct sheet *sheet, bool good, struct err *err)
{
    const struct record *record = dict_record(sheet->record);
    struct import_result result;
    FILE *file = good ? fmemopen(sheet->csv.at, sheet->csv.length, "r") : NULL;
    if (good && !file)
        good = err_system(err, "Cannot read back", record->name);
    if (good) {
        const struct import_request request = {
            .record = record, .file = file, .name = record->name, .size = (int64_t)sheet->csv.length};
        good = import_run_in(store, arena, &request, &result, err);
    }
    if (good && !result.written) {
        const struct problem *problem = &result.problems.kept[0];
        err_at(err, "%s", problem->field);
        good = err_set(err, ERR_input, "%s: %s", record->label, problem->sentence);
    }
    if (file)
        fclose(file);
    str_clear(&sheet->csv);
    return good;
}
