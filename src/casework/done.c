#include "casework/done.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/date.h"
#include "store/read.h"
#include "base/banned.h"

enum { SENTENCE_SIZE = 600 };

void done_init(struct done *done, struct arena *arena)
{
    *done = (struct done){.arena = arena, .number = ""};
}

static void keep(struct done *done, const char **kept, size_t *count, const char *format, va_list arguments)
    __attribute__((format(printf, 4, 0)));
static void keep(struct done *done, const char **kept, size_t *count, const char *format, va_list arguments)
{
    char sentence[SENTENCE_SIZE];
    if (*count == DONE_MAX)
        return;
    const int length = vsnprintf(sentence, sizeof sentence, format, arguments);
    kept[(*count)++] = arena_text(done->arena, sentence,
                                  length < 0                         ? 0
                                  : (size_t)length < sizeof sentence ? (size_t)length
                                                                     : sizeof sentence - 1);
}

void done_say(struct done *done, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    keep(done, done->said, &done->said_count, format, arguments);
    va_end(arguments);
}

void done_caution(struct done *done, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    keep(done, done->cautions, &done->caution_count, format, arguments);
    va_end(arguments);
}

bool done_save(struct done *done, struct form *form, struct store *store, const char *because,
               struct err *err)
{
    struct saved saved;
    if (!form_save_in(form, store, because, &saved, err))
        return false;
    for (size_t i = 0; i < saved.note_count; i++)
        done_caution(done, "%s.", saved.notes[i]);
    return true;
}

bool done_end(struct store *store, bool good, struct err *err)
{
    if (good)
        return db_commit(store->db, err);
    db_rollback(store->db);
    return false;
}

void done_about(struct done *done, const struct form *form, enum field_id key)
{
    const struct text number = form_get_text(form, key);
    done->id = form->id;
    done->number = arena_text(done->arena, number.at, number.length);
}

bool form_ref_id(const struct form *form, const struct store *store, enum field_id field, int64_t *id,
                 struct err *err)
{
    const struct value value = form_get(form, field);
    if (value.type == VALUE_text)
        return record_find(store, dict_record(dict_field(field)->to), value.text, id, err);
    *id = form_number(form, field);
    return true;
}

bool form_load_key(struct form *form, struct arena *arena, struct store *store, const struct record *record,
                   struct text key, struct err *err)
{
    int64_t id;
    return record_find(store, record, key, &id, err) && form_load(form, arena, store, record, id, err);
}

void form_otherwise(struct form *form, enum field_id field, const struct form *from, enum field_id of)
{
    if (!form_has(form, field) && form_has(from, of))
        form_value(form, field, form_get(from, of));
}
