#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"
#include "sample/sample_work.h"
#include "base/banned.h"

/* Every field that an import may give is a column. */
static void open_page(struct page *page, enum record_id id)
{
    const struct record *record = dict_record(id);
    struct str heading;
    str_init(&heading);
    page->fields = record_fields(record, &page->count);
    for (size_t i = 0; i < page->count; i++)
        if (!page->fields[i].stamped)
            str_addf(&heading, "%s%s", heading.length > 0 ? "," : "", page->fields[i].name);
    page->source = record_field_named(record, text_of("source"));
    page->method = record_field_named(record, text_of("method"));
    sheet_open(&page->sheet, id, heading.at);
    str_clear(&heading);
}

void rows_open(struct sample *sample)
{
    sample->pages = ARENA_ARRAY(sample->arena, struct page, R_end);
    str_init(&sample->words);
    for (int r = R_none + 1; r < R_end; r++)
        open_page(&sample->pages[r], (enum record_id)r);
}

void row(struct sample *sample, enum record_id record)
{
    assert(!sample->page);
    sample->page = &sample->pages[record];
    memset(sample->page->cells, 0, sizeof sample->page->cells);
    str_cut(&sample->words, 0);
}

/* The cell of a field, which begins here. */
static const struct field *begin(struct sample *sample, enum field_id id, size_t *place)
{
    const struct page *page = sample->page;
    const struct field *field = dict_field(id);
    assert(page && field->record == page->sheet.record && !field->stamped);
    *place = (size_t)(field - page->fields);
    sample->page->cells[*place].at = sample->words.length;
    return field;
}

static void end(struct sample *sample, size_t place)
{
    sample->page->cells[place].length = sample->words.length - sample->page->cells[place].at;
}

static void put_value(struct sample *sample, enum field_id id, struct value value)
{
    size_t place;
    const struct field *field = begin(sample, id, &place);
    value_print(&sample->words, field, value);
    end(sample, place);
}

void put(struct sample *sample, enum field_id id, const char *text)
{
    size_t place;
    begin(sample, id, &place);
    str_add(&sample->words, text);
    end(sample, place);
}

void put_words(struct sample *sample, enum field_id id, const char *format, ...)
{
    size_t place;
    va_list args;
    begin(sample, id, &place);
    va_start(args, format);
    str_add_args(&sample->words, format, args);
    va_end(args);
    end(sample, place);
}

void put_int(struct sample *sample, enum field_id id, int64_t number)
{
    put_value(sample, id, value_number(number));
}

void put_real(struct sample *sample, enum field_id id, double number)
{
    put_value(sample, id, value_real(number));
}

void put_day(struct sample *sample, enum field_id id, int32_t day)
{
    if (day != NEVER)
        put_value(sample, id, value_number(day));
}

void put_code(struct sample *sample, enum field_id id, int number)
{
    if (number != 0)
        put_value(sample, id, value_number(number));
}

void put_yes(struct sample *sample, enum field_id id, bool yes)
{
    put_value(sample, id, value_number(yes));
}

void row_end(struct sample *sample)
{
    struct page *page = sample->page;
    for (size_t i = 0; i < page->count; i++)
        if (!page->fields[i].stamped)
            sheet_words(&page->sheet,
                        (struct text){sample->words.at + page->cells[i].at, page->cells[i].length});
    sheet_end(&page->sheet);
    sample->page = NULL;
}

void row_of(struct sample *sample, enum record_id id, const struct person *person, int32_t from)
{
    const struct record *record = dict_record(id);
    row(sample, id);
    put(sample, record->client, person->key);
    put_day(sample, record->effective_from, from);
}

void row_to(struct sample *sample, int32_t to)
{
    put_day(sample, dict_record(sample->page->sheet.record)->effective_to, to);
}

void row_known(struct sample *sample, int source, int method)
{
    put_code(sample, sample->page->source->id, source);
    put_code(sample, sample->page->method->id, method);
}

void row_checked(struct sample *sample, int32_t day)
{
    const struct record *record = dict_record(sample->page->sheet.record);
    if (fault(sample, FAULT_unverified))
        return;
    const int32_t on = day + below(sample, 60);
    put(sample, record->verified_by, sample->steward);
    put_day(sample, record->verified_on, on < sample->today ? on : sample->today);
}

/* ---- into the store ---- */

/* What a guard asks a reason for may happen here as it happens anywhere. */
#define BECAUSE "Made up so, in a sample"

struct telling { /* how far all of it is, while one sheet is written */
    const struct import_progress *progress;
    int64_t before, rows, all;
};

static void tell(void *context, const char *doing, int64_t rows, double share)
{
    const struct telling *telling = context;
    const double done = (double)telling->before + (share < 0 ? 0 : share) * (double)telling->rows;
    telling->progress->tell(telling->progress->context, doing, telling->before + rows,
                            0.2 + 0.7 * done / (double)telling->all);
}

/* In the dictionary's order: what is pointed at comes first. */
bool rows_write(struct sample *sample, bool good, struct err *err)
{
    struct standing_due due = {.of = {false}};
    struct telling telling = {.progress = &sample->request->progress, .all = 1};
    struct sheet_writing how = {.due = &due, .because = BECAUSE};
    if (telling.progress->tell)
        how.progress = (struct import_progress){tell, &telling};
    for (int r = R_none + 1; r < R_end; r++)
        telling.all += sample->pages[r].sheet.rows;
    for (int r = R_none + 1; r < R_end; r++) {
        struct sheet *sheet = &sample->pages[r].sheet;
        telling.rows = sample->result->rows[r] = sheet->rows;
        if (sheet->rows > 0)
            good = sheet_write_as(sample->arena, sample->store, sheet, &how, good, err);
        else
            str_clear(&sheet->csv);
        telling.before += telling.rows;
    }
    str_clear(&sample->words);
    if (good && telling.progress->tell)
        telling.progress->tell(telling.progress->context, "settling what stands", telling.before, 0.9);
    return good && standing_settle(sample->store->db, &due, err) &&
           db_number(sample->store->db, "SELECT count(*) FROM override", 0, &sample->result->rows[R_override],
                     err);
}
