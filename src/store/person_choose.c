#include "base/date.h"
#include "rule/elapsed.h"
#include "rule/entry.h"
#include "store/person_work.h"
#include "base/banned.h"

/* What is due stands there before its day comes, until it is done. */
static bool is_open(const struct person_reader *reader, const struct pick *pick,
                    const struct person_rows *rows, const struct person_row *row)
{
    struct value closed = row_value(rows, row, pick->open);
    return closed.type == VALUE_absent ||
           (dict_field(pick->open)->kind == KIND_DATE && closed.number > reader->moment.as_at);
}

static bool began(const struct person_reader *reader, const struct pick *pick, const struct person_rows *rows,
                  const struct person_row *row)
{
    if (pick->how == HOW_next ? !is_open(reader, pick, rows, row)
                              : row_from(rows, row) > reader->moment.as_at)
        return false;
    if (pick->where == F_none)
        return true;
    struct value is = row_value(rows, row, pick->where);
    return is.type == VALUE_number && is.number == pick->is;
}

static bool is_over(const struct person_reader *reader, const struct person_rows *rows,
                    const struct person_row *row)
{
    struct value to = row_value(rows, row, rows->record->effective_to);
    return to.type == VALUE_number && to.number < reader->moment.as_at;
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Of two rows that could be picked: the later; on one day the verified one; then the one written last. */
static bool comes_before(const struct person_rows *rows, const struct person_row *a,
                         const struct person_row *b)
{
    const struct record *record = rows->record;
    int by = order(row_from(rows, a), row_from(rows, b));
    if (by == 0 && record->verified_by)
        by = order(row_value(rows, a, record->verified_by).type != VALUE_absent,
                   row_value(rows, b, record->verified_by).type != VALUE_absent);
    if (by == 0)
        by = order(row_value(rows, a, record->recorded_at).number,
                   row_value(rows, b, record->recorded_at).number);
    return by > 0 || (by == 0 && a->id > b->id);
}

/* Of what is due, what is due first; on one day what was there first. */
static bool is_due_before(const struct person_rows *rows, const struct person_row *a,
                          const struct person_row *b)
{
    const int by = order(row_from(rows, a), row_from(rows, b));
    return by < 0 || (by == 0 && a->id < b->id);
}

static const struct person_row *find_none(const struct person_reader *reader, const struct pick *pick)
{
    const struct person_rows *rows = pick->none ? reader->records[R_none_known] : NULL;
    const struct person_row *found = NULL;
    for (size_t i = 0; rows && i < rows->count; i++) {
        const struct person_row *row = &rows->rows[i];
        if (row_value(rows, row, F_none_known_what).number == pick->none &&
            row_from(rows, row) <= reader->moment.as_at && (!found || comes_before(rows, row, found)))
            found = row;
    }
    return found;
}

struct person_choice person_choose(struct person_reader *reader, const struct pick *pick)
{
    const struct person_rows *rows = reader->records[pick->record];
    struct person_choice choice = {.rows = rows, .none = find_none(reader, pick)};
    bool only_running = pick->how == HOW_running || pick->how == HOW_all;
    bool is_list = pick->how == HOW_all || pick->how == HOW_ever;
    if (pick->how == HOW_client) {
        choice.row = rows->count > 0 ? rows->rows : NULL;
        return choice;
    }
    if (is_list)
        choice.members = ARENA_ARRAY(&reader->found, const struct person_row *, rows->count + 1);
    for (size_t i = 0; i < rows->count; i++) {
        const struct person_row *row = &rows->rows[i];
        if (!began(reader, pick, rows, row))
            continue;
        choice.known = true;
        if (only_running && is_over(reader, rows, row))
            continue;
        if (is_list)
            choice.members[choice.member_count++] = row;
        else if (!choice.row || (pick->how == HOW_next ? is_due_before : comes_before)(rows, row, choice.row))
            choice.row = row;
    }
    return choice;
}

/* Back from the row: as long as something reaches to the day before, the run began with that or earlier. */
int32_t person_run(const struct person_reader *reader, const struct pick *pick,
                   const struct person_rows *rows, const struct person_row *row)
{
    int32_t first = row_from(rows, row);
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < rows->count; i++) {
            const struct person_row *other = &rows->rows[i];
            struct value to = row_value(rows, other, rows->record->effective_to);
            if (!began(reader, pick, rows, other) || row_from(rows, other) >= first ||
                (to.type == VALUE_number && to.number < first - 1))
                continue;
            first = row_from(rows, other);
            moved = true;
        }
    }
    return first;
}

static struct datum of_value(const struct field *field, struct value value)
{
    if (value.type == VALUE_absent)
        return datum_null();
    if (value.type == VALUE_text)
        return datum_string(value.text);
    if (value.type == VALUE_real)
        return datum_number(number_of_real(value.real));
    switch (field->kind) {
    case KIND_BOOL:
        return datum_boolean(value.number != 0);
    case KIND_DATE:
        return datum_date(value.number);
    case KIND_INSTANT:
        return datum_date(instant_date(value.number));
    default:
        return datum_whole(value.number);
    }
}

/* Whole days of a spell that have passed by the day; one that began today has none yet. */
static int64_t days_passed(const struct person_reader *reader, const struct person_rows *rows,
                           const struct person_row *row)
{
    struct value to = row_value(rows, row, rows->record->effective_to);
    int64_t end = reader->moment.as_at;
    if (to.type == VALUE_number && to.number + 1 < end)
        end = to.number + 1;
    return end - row_from(rows, row);
}

static struct datum member(struct person_reader *reader, const struct person_rows *rows,
                           const struct person_row *row)
{
    struct arena *arena = &reader->found;
    struct datum_context context = {.at = ARENA_ARRAY(arena, struct datum_entry, rows->field_count + 1)};
    struct str name;
    str_init(&name);
    for (size_t i = 0; i < rows->field_count; i++) {
        str_cut(&name, 0);
        entry_name(&rows->fields[i], &name);
        context.at[context.count++] =
            (struct datum_entry){{arena_text(arena, name.at, name.length), name.length},
                                 of_value(&rows->fields[i], row->values[i])};
    }
    str_clear(&name);
    if (rows->record->effective_to)
        context.at[context.count++] =
            (struct datum_entry){text_of("days"), datum_whole(days_passed(reader, rows, row))};
    return (struct datum){.type = DATUM_context, .context = context};
}

static struct datum list(struct person_reader *reader, const struct person_choice *choice)
{
    struct datum_list list = {.count = choice->member_count};
    if (!choice->known && !choice->none)
        return datum_null();
    list.at = ARENA_ARRAY(&reader->found, struct datum, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        list.at[i] = member(reader, choice->rows, choice->members[i]);
    return (struct datum){.type = DATUM_list, .list = list};
}

static struct datum counted(const struct person_reader *reader, const struct fact *fact,
                            const struct person_choice *choice, int32_t *counted_from)
{
    if (fact->field == F_none) {
        *counted_from = person_run(reader, pick_of(fact->pick), choice->rows, choice->row);
    } else {
        struct value day = row_value(choice->rows, choice->row, fact->field);
        if (day.type == VALUE_absent)
            return datum_null();
        *counted_from = (int32_t)day.number;
    }
    return datum_number(elapsed(fact->what, *counted_from, reader->moment.as_at));
}

struct datum person_value(struct person_reader *reader, const struct fact *fact,
                          const struct person_choice *choice, int32_t *counted_from)
{
    if (fact->what == WHAT_list)
        return list(reader, choice);
    if (fact->what == WHAT_exists)
        return choice->row || choice->known || choice->none ? datum_boolean(choice->row != NULL)
                                                            : datum_null();
    if (!choice->row)
        return datum_null();
    if (fact->what == WHAT_top)
        return of_value(dict_field(fact->field), choice->row->values[top_place(choice->rows, fact)]);
    if (fact->what == WHAT_field || fact->what == WHAT_key)
        return of_value(dict_field(fact->field), row_value(choice->rows, choice->row, fact->field));
    return counted(reader, fact, choice, counted_from);
}

struct datum person_aspect(const struct person_choice *choice, enum aspect aspect)
{
    const struct record *record = choice->rows->record;
    const struct person_row *row = choice->row;
    if (!row)
        return datum_null();
    const struct field *named;
    switch (aspect) {
    case ASPECT_verified:
        return datum_boolean(row_value(choice->rows, row, record->verified_by).type != VALUE_absent);
    case ASPECT_since:
        return datum_date(row_from(choice->rows, row));
    case ASPECT_method:
    case ASPECT_source:
        named = record_field_named(record, text_of(aspect == ASPECT_method ? "method" : "source"));
        return of_value(named, row_value(choice->rows, row, named->id));
    case ASPECT_recorded_on:
        return datum_date(instant_date(row_value(choice->rows, row, record->recorded_at).number));
    case ASPECT_recorded_by:
        return of_value(dict_field(record->recorded_by), row_value(choice->rows, row, record->recorded_by));
    case ASPECT_value:
    case ASPECT_end:
        break;
    }
    return datum_null();
}
