/* The task draw: a lottery for places, and the check of one that was held. The list is read as text, letter
 * by letter: 007 is another key than 7. */
#include "cli/stats_seed.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/nearest.h"
#include "base/banned.h"

enum part { PART_KEY, PART_BLOCK, PART_GROUP, PART_DRAWN, PARTS };

struct listed {
    const char *file;
    const char *column[PARTS]; /* NULL: not asked for */
    size_t field[PARTS];
    struct draw_person *people;
    bool *was_drawn;
    int64_t *row;
    size_t count, room;
    struct draw_block *blocks;
    size_t block_count;
};

static struct text keep(struct arena *arena, struct text text)
{
    text = text_trim(text);
    return (struct text){arena_text(arena, text.at, text.length), text.length};
}

static bool find_fields(struct listed *listed, const struct csv_reader *csv, struct arena *arena,
                        struct err *err)
{
    for (size_t part = 0; part < PARTS; part++) {
        if (!listed->column[part])
            continue;
        struct nearest nearest;
        nearest_init(&nearest, text_of(listed->column[part]));
        size_t at = 0;
        while (at < csv->field_count && !text_is(text_trim(csv->fields[at]), listed->column[part])) {
            struct text name = text_trim(csv->fields[at++]);
            nearest_offer(&nearest, arena_text(arena, name.at, name.length));
        }
        if (at == csv->field_count)
            return err_set(err, ERR_input, "\"%s\" has no column \"%s\"%s%s%s", listed->file,
                           listed->column[part],
                           nearest.name ? "; did you mean \"" : "; its heading row must name it",
                           nearest.name ? nearest.name : "", nearest.name ? "\"?" : "");
        listed->field[part] = at;
    }
    return true;
}

static bool says_drawn(struct text typed, bool *drawn)
{
    typed = text_trim(typed);
    *drawn =
        text_is(typed, "1") || text_is_ignoring_case(typed, "yes") || text_is_ignoring_case(typed, "true");
    return *drawn || text_is(typed, "0") || text_is_ignoring_case(typed, "no") ||
           text_is_ignoring_case(typed, "false") || typed.length == 0;
}

static bool take_person(struct arena *arena, struct listed *listed, const struct csv_reader *csv,
                        struct err *err)
{
    struct text parts[PARTS] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
    for (size_t part = 0; part < PARTS; part++) {
        if (!listed->column[part])
            continue;
        if (listed->field[part] >= csv->field_count) {
            err_set(err, ERR_input, "the row has %zu fields, and column \"%s\" is not among them",
                    csv->field_count, listed->column[part]);
            err_at(err, "%s, row %" PRId64, listed->file, csv->row);
            return false;
        }
        parts[part] = keep(arena, csv->fields[listed->field[part]]);
    }
    if (listed->count == listed->room) {
        listed->room = listed->room ? listed->room * 2 : 1024;
        listed->people = memory_resize(listed->people, listed->room * sizeof *listed->people);
        listed->was_drawn = memory_resize(listed->was_drawn, listed->room * sizeof *listed->was_drawn);
        listed->row = memory_resize(listed->row, listed->room * sizeof *listed->row);
    }
    bool drawn = false;
    if (listed->column[PART_DRAWN] && !says_drawn(parts[PART_DRAWN], &drawn)) {
        err_set(err, ERR_input,
                "\"%.60s\" in column \"%s\" does not say whether somebody was drawn; write 1 or 0, yes or no",
                parts[PART_DRAWN].at, listed->column[PART_DRAWN]);
        err_at(err, "%s, row %" PRId64, listed->file, csv->row);
        return false;
    }
    listed->was_drawn[listed->count] = drawn;
    listed->row[listed->count] = csv->row;
    listed->people[listed->count++] =
        (struct draw_person){parts[PART_KEY], parts[PART_BLOCK], parts[PART_GROUP]};
    return true;
}

static bool read_list(struct job *job, struct listed *listed, struct err *err)
{
    bool standard = strcmp(listed->file, "-") == 0;
    FILE *file = standard ? stdin : fopen(listed->file, "rb");
    struct csv_reader csv;
    if (!file)
        return err_system(err, "cannot read", listed->file);
    csv_open(&csv, file, listed->file);
    bool good = csv_read(&csv, err);
    if (!good && err->kind == ERR_none)
        err_set(err, ERR_input, "\"%s\" is empty; its first row must name the columns", listed->file);
    good = good && find_fields(listed, &csv, job->arena, err);
    while (good && csv_read(&csv, err))
        good = take_person(job->arena, listed, &csv, err);
    good = good && err->kind == ERR_none;
    csv_close(&csv);
    if (!standard)
        fclose(file);
    if (good && listed->count == 0)
        return err_set(err, ERR_input, "\"%s\" has a heading row and nobody under it", listed->file);
    return good;
}

static bool read_places(struct job *job, struct listed *listed, struct err *err)
{
    const char *typed = job_option(job, OPTION_stats_places);
    struct text rest = text_of(typed ? typed : ""), part;
    bool blocks = listed->column[PART_BLOCK] != NULL;
    if (!typed)
        return err_set(err, ERR_usage, "say how many places there are: --places 20%s",
                       blocks ? ", for each block: --places north=5,south=8" : "");
    listed->blocks = ARENA_ARRAY(job->arena, struct draw_block, strlen(typed) + 1);
    while (text_split(&rest, ',', &part)) {
        struct draw_block *block = &listed->blocks[listed->block_count++];
        const char *equals = memchr(part.at, '=', part.length);
        struct text number = part;
        if (blocks && equals) {
            block->name = keep(job->arena, (struct text){part.at, (size_t)(equals - part.at)});
            number = (struct text){equals + 1, part.length - (size_t)(equals + 1 - part.at)};
        }
        if (blocks != (equals != NULL) || (!blocks && listed->block_count > 1) ||
            !text_to_int(text_trim(number), &block->places) || block->places < 0)
            return err_set(err, ERR_usage, "--places: \"%.100s\" should be %s", typed,
                           blocks ? "BLOCK=N,BLOCK=N, with the blocks of --strata"
                                  : "one whole number; for blocks name their column with --strata");
    }
    return true;
}

static void add_blocks(struct report *report, const struct listed *listed, const struct draw *draw)
{
    static const char *const columns[] = {"block|Block|t",
                                          "people|People|n",
                                          "units|Drawn together|n",
                                          "places|Places|n",
                                          "drawn|Drawn|r",
                                          "chance|Chance|n",
                                          NULL};
    struct table *table = report_table(report, "blocks", "The draw");
    stats_columns(table, columns);
    for (size_t b = 0; b < listed->block_count; b++) {
        const struct draw_outcome *outcome = &draw->outcomes[b];
        table_row(table);
        table_text(table, listed->blocks[b].name.length > 0 ? listed->blocks[b].name.at : "All");
        put_count(table, outcome->people);
        put_count(table, outcome->units);
        table_int(table, listed->blocks[b].places);
        table_rate(table, (int64_t)outcome->drawn, (int64_t)outcome->people);
        put_share(table, outcome->chance);
        if (outcome->passed_over > 0)
            table_remark(table, "%zu groups were too large for the places left, and were passed over.",
                         outcome->passed_over);
    }
    table_note(table, "Drawn together: how many units, people alone or groups, stood in the line.");
}

struct turn {
    size_t person, block, turn;
};

static int compare_turns(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (x->turn != y->turn)
        return x->turn < y->turn ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

static size_t block_of(const struct listed *listed, size_t person)
{
    size_t at = 0;
    while (at + 1 < listed->block_count && !text_equal(listed->blocks[at].name, listed->people[person].block))
        at++;
    return at;
}

static void add_order(struct job *job, struct report *report, const struct listed *listed,
                      const struct draw *draw)
{
    static const char *const columns[] = {"turn|Turn|n", "key|Who|t", "drawn|Drawn|t", NULL};
    bool blocks = listed->column[PART_BLOCK] != NULL;
    struct turn *turns = ARENA_ARRAY(job->arena, struct turn, listed->count);
    for (size_t i = 0; i < listed->count; i++)
        turns[i] = (struct turn){i, block_of(listed, i), draw->lots[i].turn};
    qsort(turns, listed->count, sizeof *turns, compare_turns);
    struct table *table = report_table(report, "order", "Everybody, in the order of the draw");
    stats_columns(table, columns);
    if (blocks)
        table_column(table, "block", listed->column[PART_BLOCK], COLUMN_text);
    for (size_t i = 0; i < listed->count; i++) {
        const struct draw_person *person = &listed->people[turns[i].person];
        table_row(table);
        put_count(table, turns[i].turn);
        table_text(table, person->key.at);
        table_text(table, draw->lots[turns[i].person].drawn ? "yes" : "no");
        if (blocks)
            table_text(table, person->block.at);
    }
    table_note(table, "Who comes next takes the place of somebody who declines.");
}

/* Those for whom the file and the draw differ. */
static void add_check(struct job *job, struct report *report, const struct listed *listed,
                      const struct draw *draw)
{
    static const char *const columns[] = {"row|Row|n", "key|Who|t", "file|In the file|t",
                                          "draw|By the seed|t", NULL};
    size_t differ = 0;
    for (size_t i = 0; i < listed->count; i++)
        differ += listed->was_drawn[i] != draw->lots[i].drawn;
    if (differ == 0) {
        report_sentence(report, "The draw is as the seed says, for all %zu people.", listed->count);
        return;
    }
    report_sentence(report,
                    "The draw is not as the seed says, for %zu of %zu people: another list, another seed, or "
                    "another draw.",
                    differ, listed->count);
    struct table *table = report_table(report, "differences", "Who differs");
    stats_columns(table, columns);
    for (size_t i = 0; i < listed->count; i++) {
        if (listed->was_drawn[i] == draw->lots[i].drawn)
            continue;
        table_row(table);
        table_int(table, listed->row[i]);
        table_text(table, listed->people[i].key.at);
        table_text(table, listed->was_drawn[i] ? "drawn" : "not drawn");
        table_text(table, draw->lots[i].drawn ? "drawn" : "not drawn");
    }
    job->outcome = ERR_findings;
}

static bool write_drawn(struct job *job, const struct listed *listed, const struct draw *draw,
                        struct report *report, struct err *err)
{
    struct str out;
    str_init(&out);
    csv_add_field(&out, text_of(listed->column[PART_KEY]));
    str_add(&out, ",turn,drawn\n");
    for (size_t i = 0; i < listed->count; i++) {
        csv_add_field(&out, listed->people[i].key);
        str_addf(&out, ",%zu,%d\n", draw->lots[i].turn, draw->lots[i].drawn);
    }
    bool good = stats_write_out(job, OPTION_stats_out, &out, report, err);
    str_clear(&out);
    return good;
}

static bool draw_and_tell(struct job *job, struct listed *listed, struct err *err)
{
    struct random_seed seed;
    struct draw draw;
    const char *printed;
    bool fresh;
    if (!read_places(job, listed, err) || !stats_seed(job, &seed, &printed, &fresh, err) ||
        !read_list(job, listed, err) ||
        !draw_places(job->arena, &seed, listed->people, listed->count, listed->blocks, listed->block_count,
                     &draw, err))
        return false;
    struct report *report = report_make(job->arena, "draw", "A draw for places");
    stats_say_seed(report, printed, fresh);
    if (draw.note)
        report_caution(report, "%s.", draw.note);
    if (listed->column[PART_DRAWN])
        add_check(job, report, listed, &draw);
    add_blocks(report, listed, &draw);
    if (!listed->column[PART_DRAWN])
        add_order(job, report, listed, &draw);
    if (!write_drawn(job, listed, &draw, report, err))
        return false;
    report_paragraph(report, "N = %zu, every row of %s.", listed->count, listed->file);
    stats_method(report, "in each block the keys in the order of their bytes are shuffled (Durstenfeld 1964) "
                         "on the ChaCha20 stream of the seed's branch for the block's name.");
    return job_report(job, report), true;
}

bool task_draw(struct job *job, struct err *err)
{
    struct formula formula;
    if (!stats_formula(job, (struct formula_shape){"KEY", 1, 1, 0, 0}, &formula, err))
        return false;
    struct listed listed = {.file = job_text(job, 1),
                            .column = {formula.left.terms[0].name, job_option(job, OPTION_stats_strata),
                                       job_option(job, OPTION_stats_together),
                                       job_option(job, OPTION_stats_verify)}};
    if (listed.column[PART_DRAWN] && !job_option(job, OPTION_stats_seed))
        return err_set(err, ERR_usage, "a draw is checked against its seed: --seed DIGITS");
    bool good = draw_and_tell(job, &listed, err);
    free(listed.people);
    free(listed.was_drawn);
    free(listed.row);
    return good;
}
