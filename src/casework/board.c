#include "casework/board.h"

#include <string.h>

#include "base/nearest.h"
#include "casework/contact_point.h"
#include "casework/feed.h"
#include "casework/responsible.h"
#include "base/banned.h"

static const struct restriction_row restrictions[RESTRICTION_end] = {
#define RESTRICTION(restriction, given, typed, does, ...)                                                    \
    [RESTRICTION_##restriction] = {                                                                          \
        .name = #restriction, .given_as = GIVEN_##given, .argument = typed, .sentence = does, __VA_ARGS__},
#include "casework/restrictions.def"
#undef RESTRICTION
};

/* Phrases of the rows: a spell runs on the day; of a dated series the row that counts comes first. */
#define RUNS(s)                                                                                              \
    "(" s ".effective_from <= $today AND (" s ".effective_to IS NULL OR " s ".effective_to >= $today))"
#define LATEST_FIRST(s)                                                                                      \
    "ORDER BY " s ".effective_from DESC, CASE WHEN " s ".verified_by IS NULL THEN 1 ELSE 0 END, " s          \
    ".recorded_at DESC, " s ".id DESC"
/* When a client's rows of a record were last written, looked up client by client: the people of one member of
 * staff are few. */
#define WRITTEN(record) "SELECT max(w.recorded_at) AS at FROM " record " w WHERE w.client = r.client"
/* After how many weeks without a contact the client is untouched: as a programme says in which they take part
 * (practice_override, R133), else $weeks. */
#define TOUCH_WEEKS(client)                                                                                  \
    "CASE WHEN NOT EXISTS (SELECT 1 FROM practice_override WHERE practice = @practice.contact_weeks) THEN "  \
    "$weeks ELSE COALESCE((SELECT min(ov.number) FROM enrolment oe JOIN intake oi ON oi.id = oe.intake "     \
    "JOIN practice_override ov ON ov.programme = oi.programme AND ov.practice = @practice.contact_weeks "    \
    "WHERE oe.client = " client " AND oe.enrolled_on <= $today AND (oe.completed_on IS NULL OR "             \
    "oe.completed_on >= $today) AND (oe.withdrew_on IS NULL OR oe.withdrew_on > $today)), $weeks) END"
#define OF_RUN "{programme: AND i.programme IN $programme} {intake: AND i.id IN $intake}"
#define TAKES_PART(e, day)                                                                                   \
    "(" e ".side = @enrolment_side.programme AND " e ".enrolled_on <= " day " AND (" e                       \
    ".withdrew_on IS NULL OR " e ".withdrew_on > " day ") AND (" e ".completed_on IS NULL OR " e             \
    ".completed_on >= " day "))"

/* Each job seeker on the register, with the work they want first, or else did last: client, office,
 * occupation. */
#define SEEKERS                                                                                              \
    "seekers AS MATERIALIZED (SELECT r.client AS client, r.office AS office, COALESCE((SELECT g.occupation FROM goal g "  \
    "WHERE g.client = r.client AND g.rank = 1 AND g.effective_from <= $today " LATEST_FIRST(                 \
        "g") " LIMIT 1), (SELECT w.occupation FROM work_history w WHERE w.client = r.client AND "            \
             "w.effective_from <= $today " LATEST_FIRST(                                                     \
                 "w") " LIMIT 1)) AS occupation FROM register_spell r WHERE " RUNS("r") ")"
/* How far an employer's contact came, of a contact k: 1 approached, 2 interested, 3 met, 4 offered. */
#define CAME_TO(k)                                                                                           \
    "CASE " k ".answer WHEN @employer_answer.offered THEN 4 WHEN @employer_answer.met THEN 3 WHEN "          \
    "@employer_answer.interested THEN 2 ELSE 1 END"
#define IN_PLACE(s)                                                                                          \
    "EXISTS (SELECT 1 FROM placement q WHERE q.client = " s ".client AND q.started_on <= $today AND "        \
    "(q.ended_on IS NULL OR q.ended_on >= $today))"

static const struct board_family families[] = {
#define FAMILY(name, title, sentence) {#name, title, sentence, FIRST_##name},
#define BOARD(...)
#define COLUMN(...)
#include "casework/boards/all.def"
#undef FAMILY
#undef BOARD
#undef COLUMN
};

static const struct board boards[BOARD_end] = {
#define FAMILY(...)
#define BOARD(board, heading, shows, text, ...)                                                              \
    {.name = #board, .title = heading, .sentence = shows, .sql = text, __VA_ARGS__},
#define COLUMN(...)
#include "casework/boards/all.def"
#undef FAMILY
#undef BOARD
#undef COLUMN
};

static const struct board_column columns[] = {
#define FAMILY(...)
#define BOARD(...)
#define COLUMN(of_board, name, heading, type, ...)                                                           \
    {.board = BOARD_##of_board, .key = #name, .label = heading, .kind = BOARD_KIND_##type, __VA_ARGS__},
#include "casework/boards/all.def"
#undef FAMILY
#undef BOARD
#undef COLUMN
};

const char *board_kind_words(enum board_kind kind)
{
    static const char *const words[BOARD_KIND_end] = {
        [BOARD_KIND_TEXT] = "text",
        [BOARD_KIND_COUNTRY] = "a country",
        [BOARD_KIND_LANGUAGE] = "a language",
        [BOARD_KIND_NUMBER] = "a number",
        [BOARD_KIND_REAL] = "a number",
        [BOARD_KIND_MONEY] = "an amount",
        [BOARD_KIND_DAY] = "a day",
        [BOARD_KIND_INSTANT] = "a moment",
        [BOARD_KIND_CODED] = "a code",
        [BOARD_KIND_YESNO] = "yes or no",
        [BOARD_KIND_RATE] = "how many of how many",
    };
    return words[kind];
}

const struct restriction_row *restriction_row(enum restriction id)
{
    return &restrictions[id];
}

const struct board_family *board_families(size_t *count)
{
    *count = sizeof families / sizeof *families;
    return families;
}

const struct board *board_of(enum board_id id)
{
    return &boards[id];
}

const struct board_column *board_columns(enum board_id id, size_t *count)
{
    const size_t all = sizeof columns / sizeof *columns;
    size_t first = 0;
    while (first < all && columns[first].board != id)
        first++;
    *count = 0;
    while (first + *count < all && columns[first + *count].board == id)
        ++*count;
    return &columns[first];
}

bool board_takes(const struct board *board, enum restriction restriction)
{
    if (restriction == board->needs || (restriction == RESTRICTION_weeks && board->weeks > 0))
        return true;
    const char *name = restrictions[restriction].name;
    const size_t length = strlen(name);
    for (const char *at = strchr(board->sql, '{'); at; at = strchr(at + 1, '{'))
        if (strncmp(at + 1, name, length) == 0 && at[1 + length] == ':')
            return true;
    return false;
}

bool board_named(struct text name, enum board_id *id, struct err *err)
{
    struct nearest nearest;
    nearest_init(&nearest, name);
    for (int i = 0; i < BOARD_end; i++) {
        *id = (enum board_id)i;
        if (text_is(name, boards[i].name))
            return true;
        nearest_offer(&nearest, boards[i].name);
    }
    return err_set(err, ERR_usage, "\"" TEXT_FORMAT "\" is no board%s%s%s; mahi board lists them",
                   TEXT_ARGS(name), nearest.name ? "; did you mean \"" : "", nearest.name ? nearest.name : "",
                   nearest.name ? "\"?" : "");
}
