#include "casework/sheet.h"

#include "base/csv.h"
#include "base/date.h"
#include "base/banned.h"

enum { IN_MEMORY = 1 << 20 };

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

void sheet_words(struct sheet *sheet, struct text text)
{
    begin_cell(sheet);
    csv_add_field(&sheet->csv, text);
}

void sheet_text(struct sheet *sheet, const char *text)
{
    sheet_words(sheet, text_of(text));
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

static void put_away(struct sheet *sheet)
{
    if (!sheet->file)
        sheet->file = tmpfile();
    sheet->failed = sheet->failed || !sheet->file ||
                    fwrite(sheet->csv.at, 1, sheet->csv.length, sheet->file) != sheet->csv.length;
    str_cut(&sheet->csv, 0);
}

void sheet_end(struct sheet *sheet)
{
    str_add_char(&sheet->csv, '\n');
    sheet->cells = 0;
    sheet->rows++;
    if (sheet->csv.length >= IN_MEMORY)
        put_away(sheet);
}

/* The rows from the first on, as a file; NULL when they cannot be had. */
static FILE *read_back(struct sheet *sheet, int64_t *size)
{
    if (!sheet->file) {
        *size = (int64_t)sheet->csv.length;
        return fmemopen(sheet->csv.at, sheet->csv.length, "r");
    }
    put_away(sheet);
    *size = ftello(sheet->file);
    return sheet->failed || fflush(sheet->file) != 0 || fseeko(sheet->file, 0, SEEK_SET) != 0 ? NULL
                                                                                              : sheet->file;
}

static bool import(struct arena *arena, struct store *store, struct sheet *sheet,
                   const struct sheet_writing *how, struct err *err)
{
    const struct record *record = dict_record(sheet->record);
    struct import_request request = {.record = record,
                                     .name = record->name,
                                     .due = how->due,
                                     .because = how->because,
                                     .progress = how->progress};
    struct import_result result;
    request.file = read_back(sheet, &request.size);
    if (!request.file)
        return err_system(err, "Cannot read back", record->name);
    bool good = import_run_in(store, arena, &request, &result, err);
    if (request.file != sheet->file)
        fclose(request.file);
    if (!good || result.written)
        return good;
    const struct problem *problem = &result.problems.kept[0];
    err_at(err, "%s", problem->field);
    return err_set(err, ERR_input, "%s: %s", record->label, problem->sentence);
}

bool sheet_write_as(struct arena *arena, struct store *store, struct sheet *sheet,
                    const struct sheet_writing *how, bool good, struct err *err)
{
    good = good && import(arena, store, sheet, how, err);
    if (sheet->file)
        fclose(sheet->file);
    str_clear(&sheet->csv);
    return good;
}

bool sheet_write(struct arena *arena, struct store *store, struct sheet *sheet, bool good, struct err *err)
{
    return sheet_write_as(arena, store, sheet, &(struct sheet_writing){0}, good, err);
}
