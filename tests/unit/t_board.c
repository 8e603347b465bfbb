#include "store_place.h"

#include <ctype.h>

#include "casework/board.h"

static const int32_t DAY = 11232; /* 2000-10-02 */

/* One of everything that a board may be restricted to. */
static void add_setting(struct place *place)
{
    place_add_people(place);
    place_add(place, "office_name", "office,effective_from,name,parent\nnorth,1990-01-01,North,\n");
    place_add(place, "occupation", "code,label,part_of\ntrades,Trades,\nfitter,Fitter,trades\n");
    place_add(place, "programme", "code,name,caution\np,Pilot,made up\n");
    place_add(place, "intake", "code,programme\ni,p\n");
    place_add(place, "organisation", "code,name,kind\ntad,TAD,agency\n");
    place_add(place, "employer", "code,name\nacme,Acme\n");
}

static const char *key_of(enum restriction restriction)
{
    static const char *const keys[RESTRICTION_end] = {
        [RESTRICTION_programme] = "p",      [RESTRICTION_intake] = "i",
        [RESTRICTION_office] = "north",     [RESTRICTION_client] = "C-1",
        [RESTRICTION_staff] = "ana",        [RESTRICTION_occupation] = "trades",
        [RESTRICTION_employer] = "acme",    [RESTRICTION_organisation] = "tad",
        [RESTRICTION_since] = "2000-01-01", [RESTRICTION_until] = "2000-12-31",
        [RESTRICTION_weeks] = "3",
    };
    assert_non_null(keys[restriction]); /* a new restriction wants its record in add_setting */
    return keys[restriction];
}

static struct board_request request_of(enum board_id id)
{
    struct board_request request = {.board = id, .today = DAY, .most = 50};
    if (board_of(id)->needs != RESTRICTION_none)
        request.given[board_of(id)->needs] = key_of(board_of(id)->needs);
    return request;
}

static void runs(struct place *place, const struct board_request *request, const char *how)
{
    struct err err = {0};
    struct report *report;
    if (!board_report(&place->arena, &place->store, request, &report, &err))
        fail_msg("board %s, %s: %s (%s)", board_of(request->board)->name, how, err.sentence, err.place);
}

static void every_board(void **state)
{
    struct place *place = place_open_store(state);
    add_setting(place);
    for (int b = 0; b < BOARD_end; b++) {
        struct board_request bare = request_of((enum board_id)b), all = bare;
        runs(place, &bare, "not restricted");
        for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++) {
            struct board_request one = bare;
            if (!board_takes(board_of((enum board_id)b), (enum restriction)r))
                continue;
            one.given[r] = all.given[r] = key_of((enum restriction)r);
            runs(place, &one, restriction_row((enum restriction)r)->name);
        }
        runs(place, &all, "restricted in every way");
    }
}

static bool names_table(const char *sql, const char *table)
{
    const size_t length = strlen(table);
    for (const char *at = strstr(sql, table); at; at = strstr(at + 1, table))
        if (at > sql && at[-1] == ' ' && !isalnum((unsigned char)at[length]) && at[length] != '_')
            return true;
    return false;
}

static bool says_that_it_reads(const struct board *board, enum record_id record)
{
    for (size_t i = 0; i < BOARD_READS_MAX; i++)
        if (board->reads[i] == record)
            return true;
    return false;
}

static void restricted_records(void **state)
{
    (void)state;
    for (int b = 0; b < BOARD_end; b++)
        for (int r = R_none + 1; r < R_end; r++) {
            const struct record *record = dict_record((enum record_id)r);
            const struct board *board = board_of((enum board_id)b);
            if (record->privacy == PRIVACY_restricted && names_table(board->sql, record->name) &&
                !says_that_it_reads(board, record->id))
                fail_msg("board %s reads %s without .reads", board->name, record->name);
        }
}

static bool is_key(const char *key)
{
    for (const char *c = key; *c; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && *c != '_')
            return false;
    return key[0] != '\0';
}

static void rows_are_sound(void **state)
{
    (void)state;
    for (int b = 0; b < BOARD_end; b++) {
        const struct board *board = board_of((enum board_id)b);
        size_t count;
        const struct board_column *columns = board_columns((enum board_id)b, &count);
        assert_true(is_key(board->name) && board->title[0] && count > 0);
        if (board->sentence[0] == '\0' || board->sentence[strlen(board->sentence) - 1] != '.')
            fail_msg("board %s: its sentence has no full stop", board->name);
        if (strstr(board->sql, " LIMIT ") && !strstr(board->sql, " LIMIT 1)"))
            fail_msg("board %s: LIMIT is for the board to add", board->name);
        if (!strstr(board->sql, "ORDER BY"))
            fail_msg("board %s: its rows have no order", board->name);
        for (size_t c = 0; c < count; c++) {
            assert_true(is_key(columns[c].key) && columns[c].label[0]);
            if ((columns[c].kind == BOARD_KIND_CODED) != (columns[c].of != LIST_none))
                fail_msg("board %s: column %s: .of goes with CODED", board->name, columns[c].key);
            for (size_t d = 0; d < c; d++)
                if (strcmp(columns[c].key, columns[d].key) == 0)
                    fail_msg("board %s: column %s stands there twice", board->name, columns[c].key);
        }
    }
}

static void refuses(struct place *place, const struct board_request *request, enum err_kind kind,
                    const char *says)
{
    struct err err = {0};
    struct report *report;
    assert_false(board_report(&place->arena, &place->store, request, &report, &err));
    assert_int_equal(err.kind, kind);
    if (!strstr(err.sentence, says))
        fail_msg("\"%s\" does not say \"%s\"", err.sentence, says);
}

static void refusals(void **state)
{
    struct place *place = place_open_store(state);
    add_setting(place);
    struct board_request request = request_of(BOARD_untouched);
    request.given[RESTRICTION_programme] = "p";
    refuses(place, &request, ERR_usage, "cannot be restricted by --programme; it takes --office and --weeks");
    request = (struct board_request){.board = BOARD_programme_flow, .today = DAY};
    refuses(place, &request, ERR_usage, "is of one programme; say which with --programme CODE");
    request.given[RESTRICTION_programme] = "q";
    refuses(place, &request, ERR_absent, "there is no programme \"q\"; mahi list programme");
    request = request_of(BOARD_untouched);
    request.given[RESTRICTION_office] = "nort";
    refuses(place, &request, ERR_absent, "there is no office \"nort\"; did you mean \"north\"?");
    request = request_of(BOARD_untouched);
    request.given[RESTRICTION_weeks] = "0";
    refuses(place, &request, ERR_usage, "--weeks \"0\" is not a number from 1");
}

static void names(void **state)
{
    (void)state;
    struct err err = {0};
    enum board_id id;
    assert_true(board_named(text_of("untouched"), &id, &err));
    assert_int_equal(id, BOARD_untouched);
    assert_false(board_named(text_of("untuoched"), &id, &err));
    assert_int_equal(err.kind, ERR_usage);
    assert_non_null(strstr(err.sentence, "did you mean \"untouched\"?"));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        BOTH("R12: every board runs bare, restricted in each way, and in every way at once", every_board),
        BOTH("R12: a restriction that means nothing to a board, or that it needs, is said", refusals),
        CASE("R41: a board that reads restricted records says so", restricted_records),
        CASE("house: boards have sentences, an order, and columns that are sound", rows_are_sound),
        CASE("R12: a board that is not there is named with the nearest", names),
    };
    return RUN(cases);
}
