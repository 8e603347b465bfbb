#include "casework/lottery.h"

#include <inttypes.h>
#include <string.h>

#include "base/csv.h"
#include "base/banned.h"

enum column {
    COLUMN_client,
    COLUMN_answers,
    COLUMN_block,
    COLUMN_household,
    COLUMN_places,
    COLUMN_turn,
    COLUMN_drawn,
    COLUMN_end
};
static const char *const names[COLUMN_end] = {"client", "answers", "block", "household",
                                              "places", "turn",    "drawn"};

void lottery_write(const struct lottery *lottery, FILE *out)
{
    struct str lines;
    str_init(&lines);
    for (int c = 0; c < COLUMN_end; c++)
        str_addf(&lines, "%s%s", names[c], c == COLUMN_end - 1 ? "\n" : ",");
    for (size_t i = 0; i < lottery->count; i++) {
        const struct lottery_person *person = &lottery->people[i];
        const char *const cells[] = {person->number, person->answers, person->block, person->household};
        for (size_t c = 0; c < 4; c++) {
            csv_add_field(&lines, text_of(cells[c]));
            str_add_char(&lines, ',');
        }
        if (person->lot == LOT_apart)
            str_addf(&lines, "%" PRId64 ",,\n", lottery->places);
        else
            str_addf(&lines, "%" PRId64 ",%" PRId64 ",%s\n", lottery->places, person->turn,
                     person->lot == LOT_drawn ? "yes" : "no");
    }
    fwrite(lines.at, 1, lines.length, out);
    str_clear(&lines);
}

static bool read_heading(struct csv_reader *csv, size_t places[COLUMN_end], struct err *err)
{
    if (!csv_read(csv, err))
        return err_set(err, ERR_input, "\"%s\" is empty; mahi select export writes such a list", csv->name);
    for (int c = 0; c < COLUMN_end; c++) {
        places[c] = csv->field_count;
        for (size_t i = 0; i < csv->field_count; i++)
            if (text_is(text_trim(csv->fields[i]), names[c]))
                places[c] = i;
        if (places[c] == csv->field_count)
            return err_set(err, ERR_input,
                           "\"%s\" has no column \"%s\"; mahi select export writes such a list", csv->name,
                           names[c]);
    }
    return true;
}

static bool wrong(const struct csv_reader *csv, enum column column, struct text cell, const char *right,
                  struct err *err)
{
    err_at(err, "%s, row %" PRId64, csv->name, csv->row);
    return err_set(err, ERR_input, "%s is \"" TEXT_FORMAT "\"; %s is needed", names[column], TEXT_ARGS(cell),
                   right);
}

static bool read_person(struct arena *arena, const struct csv_reader *csv, const size_t places[COLUMN_end],
                        struct lottery *lottery, struct err *err)
{
    struct lottery_person *person = &lottery->people[lottery->count];
    struct text cells[COLUMN_end];
    int64_t all;
    for (int c = 0; c < COLUMN_end; c++) {
        if (places[c] >= csv->field_count)
            return wrong(csv, (enum column)c, (struct text){"", 0}, "a cell for each column", err);
        cells[c] = text_trim(csv->fields[places[c]]);
    }
    if (!text_to_int(cells[COLUMN_places], &all) || all < 0 || all > 1000000000)
        return wrong(csv, COLUMN_places, cells[COLUMN_places], "how many places were drawn", err);
    if (lottery->count > 0 && all != lottery->places)
        return wrong(csv, COLUMN_places, cells[COLUMN_places], "the same number in every row", err);
    lottery->places = all;
    const bool yes = text_is(cells[COLUMN_drawn], "yes"), no = text_is(cells[COLUMN_drawn], "no");
    person->lot = yes ? LOT_drawn : no ? LOT_passed : LOT_apart;
    if (!yes && !no && cells[COLUMN_drawn].length > 0)
        return wrong(csv, COLUMN_drawn, cells[COLUMN_drawn],
                     "yes, no, or nothing for who was not in the draw", err);
    if (person->lot != LOT_apart && (!text_to_int(cells[COLUMN_turn], &person->turn) || person->turn < 1))
        return wrong(csv, COLUMN_turn, cells[COLUMN_turn], "a number from 1 on", err);
    const char **const texts[] = {&person->number, &person->answers, &person->block, &person->household};
    for (size_t c = 0; c < 4; c++)
        *texts[c] = arena_text(arena, cells[c].at, cells[c].length);
    lottery->count++;
    return true;
}

bool lottery_read(struct arena *arena, FILE *file, const char *name, struct lottery *lottery, struct err *err)
{
    struct csv_reader csv;
    size_t places[COLUMN_end], room = 0;
    *lottery = (struct lottery){0};
    csv_open(&csv, file, name);
    bool good = read_heading(&csv, places, err);
    while (good && csv_read(&csv, err)) {
        if (lottery->count == room) {
            room = room ? 2 * room : 256;
            struct lottery_person *more = ARENA_ARRAY(arena, struct lottery_person, room);
            for (size_t i = 0; i < lottery->count; i++)
                more[i] = lottery->people[i];
            lottery->people = more;
        }
        good = read_person(arena, &csv, places, lottery, err);
    }
    csv_close(&csv);
    return good && err->kind == ERR_none;
}
