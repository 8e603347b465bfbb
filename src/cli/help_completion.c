#include "cli/help.h"
#include "casework/board.h"
#include "cli/stats_task.h"

#include <string.h>

#include "base/banned.h"

/* A word of COMMAND rows' arguments, "[RECORD]" or "FILE|-", and what bash offers in its place. */
static const char *offer_of(struct text word)
{
    static const struct {
        const char *word, *offer;
    } offers[] = {{"RECORD", "records"}, {"FILE", "files"}, {"FOLDER", "folders"},
                  {"COMMAND", "topics"}, {"TASK", "tasks"}, {"BOARD", "boards"}};
    while (word.length > 0 && word.at[0] == '[') {
        word.at++;
        word.length--;
    }
    for (size_t i = 0; i < sizeof offers / sizeof *offers; i++) {
        size_t length = strlen(offers[i].word);
        char after = word.length > length ? word.at[length] : '|';
        if (word.length >= length && memcmp(word.at, offers[i].word, length) == 0 &&
            (after == '|' || after == ']'))
            return offers[i].offer;
    }
    return NULL;
}

/* "    import:1) offer=records ;;" for each place of a command's arguments; " | " begins another way to write
 * them. */
static void add_arguments(struct str *out, const struct command *command)
{
    struct text rest = text_of(command->arguments), word;
    int place = 0;
    while (text_split(&rest, ' ', &word)) {
        const char *offer = offer_of(word);
        place = text_is(word, "|") ? 0 : place + 1;
        if (offer)
            str_addf(out, "    %s:%d) offer=%s ;;\n", command->name, place, offer);
    }
}

static bool is_set_of_words(const char *argument)
{
    bool several = false;
    for (const char *c = argument; *c; c++) {
        several = several || *c == '|';
        if (*c != '|' && (*c < 'a' || *c > 'z'))
            return false;
    }
    return several;
}

/* What stands after an option, as a line of a bash case; nothing when it takes no value. */
static void add_value(struct str *out, const char *command, const char *name, const char *argument)
{
    if (!argument)
        return;
    str_addf(out, "    %s:%s) ", command, name);
    if (is_set_of_words(argument)) {
        str_add(out, "offer=words words=\"");
        for (const char *c = argument; *c; c++)
            str_add_char(out, *c == '|' ? ' ' : *c);
        str_add(out, "\" ;;\n");
    } else if (strncmp(argument, "FIELD", 5) == 0) {
        str_addf(out, "offer=%s ;;\n", argument[5] == '=' ? "settings" : "fields");
    } else {
        const char *offer = offer_of(text_of(argument));
        str_addf(out, "offer=%s ;;\n", offer ? offer : "nothing");
    }
}

static void add_values(struct str *out)
{
    const struct command_option *options;
    size_t common, count = cli_options(&options);
    const struct help_row *rows = help_common_options(&common);
    for (size_t i = 0; i < common; i++)
        add_value(out, "*", rows[i].name, rows[i].argument);
    for (size_t i = 0; i < count; i++) {
        struct str name;
        str_init(&name);
        help_add_option_name(&name, &options[i]);
        add_value(out, cli_command(options[i].command)->name, name.at, options[i].argument);
        str_clear(&name);
    }
}

/* "    import) words+=" --keep-good --set" ;;" for each command that has options. */
static void add_options(struct str *out)
{
    const struct command_option *options;
    size_t count = cli_options(&options);
    for (int id = 0; id < COMMAND_end; id++) {
        bool any = false;
        for (size_t i = 0; i < count; i++) {
            if (options[i].command != (enum command_id)id)
                continue;
            if (!any)
                str_addf(out, "    %s) words+=\"", cli_command((enum command_id)id)->name);
            str_add_char(out, ' ');
            help_add_option_name(out, &options[i]);
            any = true;
        }
        str_add(out, any ? "\" ;;\n" : "");
    }
}

static void add_common_options(struct str *out)
{
    size_t count;
    const struct help_row *rows = help_common_options(&count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].name[2] != '\0')
            str_addf(out, "%s%s", i > 0 ? " " : "", rows[i].name);
}

static void add_commands(struct str *out)
{
    for (int i = 0; i < COMMAND_end; i++)
        str_addf(out, "%s%s", i > 0 ? " " : "", cli_command((enum command_id)i)->name);
}

static void add_tasks(struct str *out)
{
    const struct stats_task *tasks;
    size_t count = stats_tasks(&tasks);
    for (size_t i = 0; i < count; i++) {
        str_add(out, i > 0 ? " " : "");
        stats_add_task_name(out, &tasks[i]);
    }
}

static void add_boards(struct str *out)
{
    for (int i = 0; i < BOARD_end; i++)
        str_addf(out, "%s%s", i > 0 ? " " : "", board_of((enum board_id)i)->name);
}

static void add_records(struct str *out)
{
    for (int i = R_none + 1; i < R_end; i++)
        str_addf(out, "%s%s", i > R_none + 1 ? " " : "", dict_record((enum record_id)i)->name);
}

static void add_fields(struct str *out)
{
    for (int id = R_none + 1; id < R_end; id++) {
        const struct record *record = dict_record((enum record_id)id);
        size_t count;
        const struct field *fields = record_fields(record, &count);
        str_addf(out, "    %s) words=\"", record->name);
        for (size_t i = 0, any = 0; i < count; i++)
            if (!fields[i].stamped)
                str_addf(out, "%s%s", any++ > 0 ? " " : "", fields[i].name);
        str_add(out, "\" ;;\n");
    }
}

static const char VALUES[] =
    "# Completion of mahi in bash, made by: mahi help completion bash\n"
    "\n"
    "# Sets offer to what may stand after option $2 of command $1; empty when the option takes no value.\n"
    "_mahi_value()\n"
    "{\n"
    "    offer=\n"
    "    case $1:$2 in\n";

static const char ARGUMENTS[] = "    esac\n"
                                "}\n"
                                "\n"
                                "# Sets offer to what may be argument number $2 of command $1.\n"
                                "_mahi_argument()\n"
                                "{\n"
                                "    offer=nothing\n"
                                "    case $1:$2 in\n";

static const char OPTIONS[] = "    esac\n"
                              "}\n"
                              "\n"
                              "# Sets words to the options of command $1.\n"
                              "_mahi_options()\n"
                              "{\n"
                              "    words=\"";

static const char OPTIONS_OF[] = "\"\n"
                                 "    case $1 in\n";

static const char FIELDS[] = "    esac\n"
                             "}\n"
                             "\n"
                             "# Sets words to the fields of record type $1.\n"
                             "_mahi_fields()\n"
                             "{\n"
                             "    case $1 in\n";

static const char COMPLETE[] =
    "    esac\n"
    "}\n"
    "\n"
    "_mahi()\n"
    "{\n"
    "    local typed word current option='' command='' first='' place=0 words='' offer='' before='' "
    "after=''\n"
    "    read -ra typed <<<\"${COMP_LINE:0:COMP_POINT}x\" # x keeps the word that is only begun\n"
    "    current=${typed[${#typed[@]} - 1]%x}\n"
    "    unset \"typed[${#typed[@]} - 1]\"\n"
    "    for word in \"${typed[@]:1}\"; do\n"
    "        if [[ -n $option ]]; then\n"
    "            option=\n"
    "        elif [[ $word == --* ]]; then\n"
    "            _mahi_value \"$command\" \"$word\"\n"
    "            [[ -n $offer ]] && option=$word\n"
    "        elif [[ -z $command ]]; then\n"
    "            command=$word\n"
    "        else\n"
    "            place=$((place + 1))\n"
    "            [[ $place == 1 ]] && first=$word\n"
    "        fi\n"
    "    done\n"
    "    if [[ -n $option ]]; then\n"
    "        _mahi_value \"$command\" \"$option\"\n"
    "    elif [[ $current == --*=* ]]; then\n"
    "        _mahi_value \"$command\" \"${current%%=*}\"\n"
    "        current=${current#*=}\n"
    "    elif [[ $current == -* ]]; then\n"
    "        offer=words\n"
    "        _mahi_options \"$command\"\n"
    "    elif [[ -z $command ]]; then\n"
    "        offer=commands\n"
    "    else\n"
    "        _mahi_argument \"$command\" $((place + 1))\n"
    "        [[ $command:$first:$place == help:completion:1 ]] && offer=words words=bash\n"
    "    fi\n"
    "    case $offer in\n";

static const char FINISH[] =
    "    fields)\n"
    "        _mahi_fields \"$first\"\n"
    "        [[ $current == *,* ]] && before=${current%,*},\n"
    "        ;;\n"
    "    settings)\n"
    "        _mahi_fields \"$first\"\n"
    "        [[ $current == *=* ]] && words= # the value is the user's to say\n"
    "        after='='\n"
    "        compopt -o nospace 2>/dev/null\n"
    "        ;;\n"
    "    files | folders)\n"
    "        compopt -o filenames 2>/dev/null\n"
    "        [[ $offer == files ]] && option=-f || option=-d\n"
    "        mapfile -t COMPREPLY < <(compgen \"$option\" -- \"$current\")\n"
    "        return\n"
    "        ;;\n"
    "    esac\n"
    "    words=$(compgen -P \"$before\" -S \"$after\" -W \"$words\" -- \"${current#\"$before\"}\")\n"
    "    [[ -n $words ]] && mapfile -t COMPREPLY <<<\"$words\"\n"
    "}\n"
    "complete -F _mahi mahi\n";

void help_completion(struct str *out)
{
    str_add(out, VALUES);
    add_values(out);
    str_add(out, ARGUMENTS);
    for (int i = 0; i < COMMAND_end; i++)
        add_arguments(out, cli_command((enum command_id)i));
    str_add(out, OPTIONS);
    add_common_options(out);
    str_add(out, OPTIONS_OF);
    add_options(out);
    str_add(out, FIELDS);
    add_fields(out);
    str_add(out, COMPLETE);
    str_add(out, "    commands) words=\"");
    add_commands(out);
    str_add(out, "\" ;;\n    topics) words=\"");
    add_commands(out);
    str_add(out, " man completion questions boards\" ;;\n    tasks) words=\"");
    add_tasks(out);
    str_add(out, "\" ;;\n    boards) words=\"");
    add_boards(out);
    str_add(out, "\" ;;\n    records) words=\"");
    add_records(out);
    str_add(out, "\" ;;\n");
    str_add(out, FINISH);
}
