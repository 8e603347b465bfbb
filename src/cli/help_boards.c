#include "cli/help.h"

#include "casework/board.h"
#include "base/banned.h"

static const char introduction[] =
    "# Boards\n\n"
    "<!-- Made by: mahi help boards. Change src/casework/boards/*.def, src/casework/restrictions.def or "
    "src/cli/help_boards.c and make it again. -->\n\n"
    "A board is a fixed list or count that staff, co-ordinators and evaluators look at: `mahi board NAME`, "
    "as text, "
    "CSV, JSON or a web page (`--format`), as at today or another day (`--as-at`). Rates always stand with "
    "their count "
    "and their denominator, and what nobody recorded is never shown as 0. The first 50 rows are shown unless "
    "`--limit` says "
    "otherwise.\n\n"
    "## What a board may be restricted to\n\n"
    "A board takes the restrictions that mean something to it, and refuses the others.\n\n"
    "| option | what it does |\n|---|---|\n";

static void add_restrictions(struct str *out, const struct board *board)
{
    bool any = false;
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        if (board_takes(board, (enum restriction)r)) {
            str_addf(out, "%s`--%s`%s", any ? ", " : "Takes ", restriction_row((enum restriction)r)->name,
                     (enum restriction)r == board->needs ? " (needed)" : "");
            if (r == RESTRICTION_weeks)
                str_addf(out, " (%d unless said otherwise)", board->weeks);
            any = true;
        }
    str_add(out, any ? ".\n\n" : "Takes no restriction.\n\n");
    for (size_t i = 0; i < BOARD_READS_MAX && board->reads[i] != R_none; i++)
        str_addf(out, "Only for who may see restricted records of type `%s` (R41).\n\n",
                 dict_record(board->reads[i])->name);
}

static void add_board(struct str *out, enum board_id id)
{
    const struct board *board = board_of(id);
    size_t count;
    const struct board_column *columns = board_columns(id, &count);
    str_addf(out, "### %s\n\n**%s.** %s\n\n| column | is |\n|---|---|\n", board->name, board->title,
             board->sentence);
    for (size_t c = 0; c < count; c++) {
        str_addf(out, "| %s | ", columns[c].label);
        if (columns[c].kind == BOARD_KIND_CODED)
            str_addf(out, "a code of `%s`", dict_list(columns[c].of)->name);
        else
            str_add(out, board_kind_words(columns[c].kind));
        str_addf(out, "%s%s |\n", columns[c].unit ? ", in " : "", columns[c].unit ? columns[c].unit : "");
    }
    str_addf(out, "\n%s%s", board->note ? board->note : "", board->note ? "\n\n" : "");
    add_restrictions(out, board);
}

void help_boards(struct str *out)
{
    size_t count;
    const struct board_family *families = board_families(&count);
    str_add(out, introduction);
    for (int r = RESTRICTION_none + 1; r < RESTRICTION_end; r++)
        str_addf(out, "| `--%s %s` | %s |\n", restriction_row((enum restriction)r)->name,
                 restriction_row((enum restriction)r)->argument,
                 restriction_row((enum restriction)r)->sentence);
    for (size_t f = 0; f < count; f++) {
        const enum board_id after = f + 1 < count ? families[f + 1].first : BOARD_end;
        str_addf(out, "\n## %s\n\n%s\n\n", families[f].title, families[f].sentence);
        for (int b = families[f].first; b < (int)after; b++)
            add_board(out, (enum board_id)b);
    }
}
