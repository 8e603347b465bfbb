/* yaml_file: what people edit as a YAML file, as a tree of words; and a tree written as one.
 *
 * Only words, lists and mappings: every word is text, and what reads it knows from the dictionary what it
 * must be. Anchors, aliases and tags are refused, for nobody needs them here and a few lines of them can fill
 * any memory; so is a name that stands twice in one mapping, of which the first would be lost without a word.
 *
 *     FILE ─ yaml_read ─► struct yaml_node, each with its line and column
 *     struct yaml_out: yaml_begin ─► yaml_map, yaml_list, yaml_word … yaml_end ─► text
 *
 * What is written is read as the same words by any reader of YAML 1.1 or 1.2: a text that another one could
 * take for a number, a date or yes and no stands in quotes. */
#ifndef CASEWORK_YAML_FILE_H
#define CASEWORK_YAML_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { YAML_BYTES_MAX = 4 * 1024 * 1024, YAML_DEPTH_MAX = 12, YAML_NAMES_MAX = 200 };

enum yaml_kind { YAML_IS_WORD, YAML_IS_LIST, YAML_IS_MAP };

struct yaml_node {
    enum yaml_kind kind;
    struct text name;        /* in a mapping: what stands before the colon */
    struct text word;        /* of a word; "" for nothing, ~ and null */
    struct yaml_node *first; /* of a list or mapping, in the order of the file */
    struct yaml_node *next;  /* beside it */
    int line, column;        /* from 1; of the name in a mapping, else of itself */
};

/* The one document of the file. Texts are in the arena.
 * FAILS ERR_input with NAME:LINE:COLUMN as the place, what is wrong and how to mend it: not UTF-8, not YAML,
 * more than one document, too long, too deep, an alias, an anchor, a tag, a name twice. */
bool yaml_read(struct arena *arena, struct text bytes, const char *name, struct yaml_node **out,
               struct err *err);

/* ---- writing ---- */

struct yaml_out;

struct yaml_out *yaml_begin(struct arena *arena, struct str *text); /* adds to `text` */
void yaml_map(struct yaml_out *out);                                /* opens a mapping */
void yaml_list(struct yaml_out *out);                               /* opens a list */
void yaml_close(struct yaml_out *out);                              /* closes the innermost of either */
void yaml_name(struct yaml_out *out, const char *name);             /* in a mapping, before what it names */

/* `bare`: a number, a day, a code of a list, yes or no, which need no quotes. */
void yaml_word(struct yaml_out *out, struct text word, bool bare);
void yaml_end(struct yaml_out *out); /* all is closed */

#endif
