/* lex: the words, signs and literals of a question, one at a time.
 *
 * FEEL's names may have blanks in them ("weeks registered"), so what a word means depends on the names in
 * scope: the parser says at each place what could stand there, and the calls below take it when it does. All
 * skip blanks and comments first. */
#ifndef RULE_LEX_H
#define RULE_LEX_H

#include "base/arena.h"
#include "base/text.h"

struct lexer {
    struct text text;
    size_t at;   /* what was taken ends before here */
    size_t last; /* the end of what was taken last */
};

/* To what comes next: blanks, comments to the line's end, and comments in slashes and stars, which end where
 * they say or nowhere: then it stays in front of them. */
void lex_skip(struct lexer *lex);
struct text lex_rest(struct lexer *lex); /* from what comes next on */

/* A sign such as "<=". The caller tries longer signs first. */
bool lex_at_sign(struct lexer *lex, const char *sign);
bool lex_sign(struct lexer *lex, const char *sign);

/* A whole word such as "and". */
bool lex_at_word(struct lexer *lex, const char *word);
bool lex_word(struct lexer *lex, const char *word);
void lex_take(struct lexer *lex, size_t length); /* what was matched by other means */

/* The length of the character at the beginning of `text` when a name may begin or go on with it, else 0
 * (DMN 1.5 grammar rules 27 to 29). */
size_t lex_name_start(struct text text);
size_t lex_name_part(struct text text);
size_t lex_blank(struct text text); /* the same for a blank */

/* The length of `name` at the beginning of `text`; blanks between words count as one, and it ends where a
 * word ends. 0: something else stands there. */
size_t lex_name(struct text text, struct text name);

/* The length of the words at the beginning of `text`, up to a sign or one of the language's own words (and,
 * or, in, between, then …). 0: no word stands there. */
size_t lex_words(struct text text);

/* The name as it is compared: one space between words. */
struct text lex_name_tidy(struct arena *arena, struct text name);

/* The length of the digits of a number at the beginning of `text`; "1..2" begins with "1". */
size_t lex_number(struct text text);

enum lex_string {
    STRING_none,     /* no quote there */
    STRING_ok,       /* taken */
    STRING_unclosed, /* the quote never ends */
    STRING_escape,   /* \u without digits, half a character, character nought; *bad: where */
};

/* A text in double quotes with its escapes undone: \n \r \t \" \' \\ \uXXXX \UXXXXXX; before anything else a
 * backslash is itself. */
enum lex_string lex_string(struct lexer *lex, struct arena *arena, struct text *out, size_t *bad);

#endif
