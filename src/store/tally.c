#include "store/tally.h"

#include <stdlib.h>
#include <string.h>

#include "store/sql.h"
#include "base/banned.h"

/* Open addressing over dense arrays: slots hold index + 1, 0 is free. */
struct slots {
    uint32_t *at;
    size_t size; /* a power of two, at least twice the number of things */
};

struct counting {
    struct arena *arena;
    const struct tally_request *request;
    struct tally *tally;
    struct slots values[TALLY_FIELDS_MAX], cells;
    size_t value_room[TALLY_FIELDS_MAX], cell_room;
};

static uint64_t mix(uint64_t hash, uint64_t with)
{
    hash = (hash ^ with) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 29;
}

static uint64_t value_hash(struct value value)
{
    uint64_t hash = mix(17, (uint64_t)value.type), bits;
    switch (value.type) {
    case VALUE_absent:
        return hash;
    case VALUE_number:
        return mix(hash, (uint64_t)value.number);
    case VALUE_real:
        memcpy(&bits, &value.real, sizeof bits);
        return mix(hash, bits);
    case VALUE_text:
        for (size_t i = 0; i < value.text.length; i++)
            hash = mix(hash, (unsigned char)value.text.at[i]);
    }
    return hash;
}

/* Doubles when half full; `hash_of` gives the hash of thing number i again. */
static void slots_grow(struct slots *slots, size_t things,
                       uint64_t (*hash_of)(const struct counting *, size_t, size_t),
                       const struct counting *counting, size_t field)
{
    if (slots->size >= 2 * (things + 1))
        return;
    free(slots->at);
    slots->size = slots->size ? slots->size * 2 : 64;
    slots->at = memory_alloc(slots->size * sizeof *slots->at);
    for (size_t i = 0; i < things; i++) {
        size_t at = hash_of(counting, field, i) & (slots->size - 1);
        while (slots->at[at])
            at = (at + 1) & (slots->size - 1);
        slots->at[at] = (uint32_t)i + 1;
    }
}

static uint64_t category_hash(const struct counting *counting, size_t field, size_t i)
{
    return value_hash(counting->tally->categories[field][i].value);
}

static uint64_t key_hash(const uint32_t *category, size_t count)
{
    uint64_t hash = 23;
    for (size_t i = 0; i < count; i++)
        hash = mix(hash, category[i]);
    return hash;
}

static uint64_t cell_hash(const struct counting *counting, size_t field, size_t i)
{
    (void)field;
    return key_hash(counting->tally->cells[i].category, counting->request->field_count);
}

static void *room_for_one(struct arena *arena, void *old, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return old;
    size_t more = *room ? *room * 2 : 32;
    void *fresh = arena_array(arena, more, size);
    if (count > 0)
        memcpy(fresh, old, count * size);
    *room = more;
    return fresh;
}

static uint32_t category_of(struct counting *counting, size_t field, struct value value)
{
    struct tally *tally = counting->tally;
    struct slots *slots = &counting->values[field];
    size_t count = tally->category_count[field];
    slots_grow(slots, count, category_hash, counting, field);
    size_t at = value_hash(value) & (slots->size - 1);
    for (; slots->at[at]; at = (at + 1) & (slots->size - 1))
        if (value_equal(tally->categories[field][slots->at[at] - 1].value, value))
            return slots->at[at] - 1;
    if (value.type == VALUE_text)
        value.text.at = arena_text(counting->arena, value.text.at, value.text.length);
    tally->categories[field] = room_for_one(counting->arena, tally->categories[field], count,
                                            &counting->value_room[field], sizeof *tally->categories[field]);
    tally->categories[field][count].value = value;
    tally->category_count[field] = count + 1;
    slots->at[at] = (uint32_t)count + 1;
    return (uint32_t)count;
}

static bool count_cell(struct counting *counting, const uint32_t *category, int64_t count, struct err *err)
{
    struct tally *tally = counting->tally;
    struct slots *slots = &counting->cells;
    size_t fields = counting->request->field_count;
    slots_grow(slots, tally->cell_count, cell_hash, counting, 0);
    size_t at = key_hash(category, fields) & (slots->size - 1);
    for (; slots->at[at]; at = (at + 1) & (slots->size - 1)) {
        struct tally_cell *cell = &tally->cells[slots->at[at] - 1];
        if (memcmp(cell->category, category, fields * sizeof *category) == 0) {
            cell->count += count;
            return true;
        }
    }
    if (tally->cell_count == TALLY_CELLS_MAX)
        return err_set(err, ERR_usage,
                       "there are more than %d combinations; name fewer fields, or fields with fewer values",
                       TALLY_CELLS_MAX);
    tally->cells = room_for_one(counting->arena, tally->cells, tally->cell_count, &counting->cell_room,
                                sizeof *tally->cells);
    struct tally_cell *cell = &tally->cells[tally->cell_count++];
    memcpy(cell->category, category, fields * sizeof *category);
    cell->count = count;
    slots->at[at] = (uint32_t)tally->cell_count;
    return true;
}

static void sql_tally(struct str *sql, const struct db *db, const struct tally_request *request)
{
    str_add(sql, "SELECT ");
    sql_columns(sql, request->fields, request->field_count, "s");
    str_addf(sql, ", %s FROM ", db_engine(db) == ENGINE_postgres ? "count(*)" : "1");
    sql_source(sql, request->record, &request->moment);
    str_add(sql, " WHERE 1 = 1");
    if (request->chosen)
        sql_chosen(sql, request->record);
    sql_as_at(sql, request->record, &request->moment);
    if (db_engine(db) == ENGINE_postgres) {
        str_add(sql, " GROUP BY ");
        sql_columns(sql, request->fields, request->field_count, "s");
    }
}

static bool count_rows(struct counting *counting, struct statement *statement, struct err *err)
{
    const struct tally_request *request = counting->request;
    bool row, good;
    while ((good = statement_step(statement, &row, err)) && row) {
        uint32_t category[TALLY_FIELDS_MAX] = {0};
        for (size_t i = 0; i < request->field_count; i++) {
            int column = (int)i;
            struct value value = {.type = VALUE_absent};
            if (!statement_is_null(statement, column))
                value = dict_kind(request->fields[i]->kind)->held_as == HELD_text
                            ? value_text(statement_text(statement, column))
                        : request->fields[i]->kind == KIND_REAL
                            ? value_real(statement_real(statement, column))
                            : value_number(statement_int(statement, column));
            category[i] = category_of(counting, i, value);
        }
        int64_t count = statement_int(statement, (int)request->field_count);
        counting->tally->total += count;
        if (!count_cell(counting, category, count, err))
            return false;
    }
    return good;
}

static int value_order(struct value a, struct value b)
{
    if ((a.type == VALUE_absent) != (b.type == VALUE_absent))
        return a.type == VALUE_absent ? 1 : -1;
    if (a.type == VALUE_text) {
        size_t shorter = a.text.length < b.text.length ? a.text.length : b.text.length;
        int order = memcmp(a.text.at, b.text.at, shorter);
        return order ? order : (a.text.length > b.text.length) - (a.text.length < b.text.length);
    }
    if (a.type == VALUE_real)
        return (a.real > b.real) - (a.real < b.real);
    return (a.number > b.number) - (a.number < b.number);
}

struct ranked {
    struct value value;
    uint32_t index;
};

static int ranked_order(const void *a, const void *b)
{
    return value_order(((const struct ranked *)a)->value, ((const struct ranked *)b)->value);
}

/* References are counted by id and shown by key: one look-up per category, not per row. */
static bool label_categories(struct counting *counting, const struct store *store, size_t field,
                             struct err *err)
{
    const struct field *of = counting->request->fields[field];
    struct statement *find = NULL;
    struct str label;
    bool good = true, row = false;
    if (of->kind == KIND_REF) {
        const struct record *to = dict_record(of->to);
        const char *sql = arena_format(counting->arena, "SELECT %s FROM %s WHERE id = $1",
                                       dict_field(to->key[0])->name, to->name);
        if (!db_prepare(store->db, &find, sql, err))
            return false;
    }
    str_init(&label);
    for (size_t i = 0; good && i < counting->tally->category_count[field]; i++) {
        struct tally_category *category = &counting->tally->categories[field][i];
        str_cut(&label, 0);
        if (category->value.type == VALUE_absent) {
            str_add(&label, "not recorded");
        } else if (find) {
            statement_reset(find);
            statement_bind_int(find, 0, category->value.number);
            good = statement_step(find, &row, err);
            if (good && row)
                str_add_bytes(&label, statement_text(find, 0).at, statement_text(find, 0).length);
        } else {
            value_show(&label, of, category->value);
        }
        category->label = arena_text(counting->arena, label.at, label.length);
    }
    str_clear(&label);
    statement_close(find);
    return good;
}

static int cell_order(const void *a, const void *b)
{
    const struct tally_cell *x = a, *y = b;
    for (size_t i = 0; i < TALLY_FIELDS_MAX; i++)
        if (x->category[i] != y->category[i])
            return x->category[i] > y->category[i] ? 1 : -1;
    return 0;
}

static void sort_tally(struct counting *counting)
{
    struct tally *tally = counting->tally;
    for (size_t f = 0; f < counting->request->field_count; f++) {
        size_t count = tally->category_count[f];
        struct ranked *ranked = ARENA_ARRAY(counting->arena, struct ranked, count);
        struct tally_category *sorted = ARENA_ARRAY(counting->arena, struct tally_category, count);
        uint32_t *new_index = ARENA_ARRAY(counting->arena, uint32_t, count);
        for (size_t i = 0; i < count; i++)
            ranked[i] = (struct ranked){tally->categories[f][i].value, (uint32_t)i};
        if (count > 1)
            qsort(ranked, count, sizeof *ranked, ranked_order);
        for (size_t i = 0; i < count; i++) {
            sorted[i] = tally->categories[f][ranked[i].index];
            new_index[ranked[i].index] = (uint32_t)i;
        }
        tally->categories[f] = sorted;
        for (size_t i = 0; i < tally->cell_count; i++)
            tally->cells[i].category[f] = new_index[tally->cells[i].category[f]];
    }
    if (tally->cell_count > 1)
        qsort(tally->cells, tally->cell_count, sizeof *tally->cells, cell_order);
}

static bool may_tally(const struct store *store, const struct tally_request *request, struct err *err)
{
    for (size_t i = 0; i < request->field_count; i++)
        if (!store_may_see_field(store, request->fields[i]))
            return err_set(err, ERR_denied, "\"%s\" is a restricted field, and \"%s\" may not see those",
                           request->fields[i]->name, store->staff_login);
    return store_check_may_see(store, request->record, err);
}

bool tally_make(struct arena *arena, const struct store *store, const struct tally_request *request,
                struct tally *tally, struct err *err)
{
    struct counting counting = {.arena = arena, .request = request, .tally = tally};
    struct statement *statement;
    struct str sql;
    *tally = (struct tally){0};
    if (!may_tally(store, request, err))
        return false;
    str_init(&sql);
    sql_tally(&sql, store->db, request);
    bool good = db_stream(store->db, &statement, sql.at, err);
    str_clear(&sql);
    if (good) {
        good = count_rows(&counting, statement, err);
        statement_close(statement);
    }
    for (size_t f = 0; f < request->field_count; f++) {
        good = good && label_categories(&counting, store, f, err);
        free(counting.values[f].at);
    }
    free(counting.cells.at);
    if (good)
        sort_tally(&counting);
    return good;
}
