/* cmd_dict: the words in which the dictionary is told, on a terminal and in the manual. */
#ifndef CLI_CMD_DICT_H
#define CLI_CMD_DICT_H

#include "cli/cli.h"
#include "dict/dict.h"

/* A shape's name and what a record of it is. */
const char *dict_shape_name(enum shape shape);
const char *dict_shape_sentence(enum shape shape);

/* Who may see it, "" for whoever works in Mahi. */
const char *dict_privacy_sentence(enum privacy privacy);

/* "1 to 5", "0 to 168 h/week", "at most 500 characters", "not before birth_date"; of a choice the name of its
 * list, of a reference the record; nothing when the kind says all. */
void dict_add_limits(struct str *out, const struct field *field);

/* "client, skill and effective_from" */
void dict_add_key(struct str *out, const struct record *record);

/* The columns of an import file, as a heading row. */
void dict_add_heading_row(struct str *out, const struct record *record);

/* A sentence without the numbers of the requirements that it keeps: "(R22, R23)". */
const char *dict_plain(struct arena *arena, const char *sentence);

/* The whole data manual in Markdown. */
void dict_manual(struct str *out);

#endif
