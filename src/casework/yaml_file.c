#include "casework/yaml_file.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

#include "base/banned.h"

struct reading {
    struct arena *arena;
    yaml_parser_t parser;
    yaml_event_t event; /* the one under way */
    const char *name;
    struct err *err;
};

static bool fail_at(struct reading *reading, yaml_mark_t mark, const char *sentence)
{
    err_at(reading->err, "%s:%zu:%zu", reading->name, mark.line + 1, mark.column + 1);
    return err_set(reading->err, ERR_input, "%s", sentence);
}

/* The parser's own words, at the place that it means. */
static bool fail_parse(struct reading *reading)
{
    const yaml_parser_t *parser = &reading->parser;
    const char *context = parser->context ? parser->context : "";
    err_at(reading->err, "%s:%zu:%zu", reading->name, parser->problem_mark.line + 1,
           parser->problem_mark.column + 1);
    if (parser->error == YAML_SCANNER_ERROR && parser->problem && strstr(parser->problem, "tab"))
        return err_set(reading->err, ERR_input, "there is a tab where a line begins; use blanks");
    return err_set(
        reading->err, ERR_input,
        "the file is not YAML here (%s%s%s); mind the blanks at the line's beginning, the colon and "
        "a blank behind each name, and put words that hold a colon or # into quotes",
        context, context[0] ? ": " : "", parser->problem ? parser->problem : "it breaks off");
}

static bool next_event(struct reading *reading)
{
    yaml_event_delete(&reading->event);
    memset(&reading->event, 0, sizeof reading->event);
    return yaml_parser_parse(&reading->parser, &reading->event) || fail_parse(reading);
}

static bool check_plain(struct reading *reading, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor)
        return fail_at(reading, reading->event.start_mark, "anchors (&) are not read here; write it out");
    if (tag)
        return fail_at(reading, reading->event.start_mark, "tags (!) are not read here; leave it out");
    return true;
}

static bool is_nothing(struct text word)
{
    return word.length == 0 || text_is(word, "~") || text_is_ignoring_case(word, "null");
}

static struct yaml_node *node_at(struct reading *reading, enum yaml_kind kind)
{
    struct yaml_node *node = ARENA_NEW(reading->arena, struct yaml_node);
    node->kind = kind;
    node->line = (int)reading->event.start_mark.line + 1;
    node->column = (int)reading->event.start_mark.column + 1;
    return node;
}

static struct text event_word(struct reading *reading)
{
    const char *at = (const char *)reading->event.data.scalar.value;
    const size_t length = reading->event.data.scalar.length;
    return (struct text){arena_text(reading->arena, at, length), length};
}

static bool read_word(struct reading *reading, struct yaml_node **out)
{
    *out = node_at(reading, YAML_IS_WORD);
    if (!check_plain(reading, reading->event.data.scalar.anchor, reading->event.data.scalar.tag))
        return false;
    (*out)->word = event_word(reading);
    if (memchr((*out)->word.at, '\0', (*out)->word.length))
        return fail_at(reading, reading->event.start_mark, "a text cannot hold a zero character");
    if (reading->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && is_nothing((*out)->word))
        (*out)->word.length = 0;
    return true;
}

static bool read_node(struct reading *reading, int depth, struct yaml_node **out);

static bool check_once(struct reading *reading, const struct yaml_node *first, const struct yaml_node *node)
{
    int count = 0;
    for (const struct yaml_node *other = first; other; other = other->next) {
        if (++count == YAML_NAMES_MAX) {
            err_at(reading->err, "%s:%d:%d", reading->name, node->line, node->column);
            return err_set(reading->err, ERR_input, "more than %d names stand together; nothing has so many",
                           YAML_NAMES_MAX);
        }
        if (!text_equal(other->name, node->name))
            continue;
        err_at(reading->err, "%s:%d:%d", reading->name, node->line, node->column);
        return err_set(reading->err, ERR_input,
                       "\"" TEXT_FORMAT "\" stands in line %d already; one of the two must go",
                       TEXT_ARGS(node->name), other->line);
    }
    return true;
}

/* A name and what it names. */
static bool read_pair(struct reading *reading, int depth, const struct yaml_node *first,
                      struct yaml_node **out)
{
    struct yaml_node *name;
    if (reading->event.type != YAML_SCALAR_EVENT)
        return fail_at(reading, reading->event.start_mark,
                       "a name must be one word; write it as name: what it is");
    if (!read_word(reading, &name) || !next_event(reading) || !read_node(reading, depth, out))
        return false;
    (*out)->name = name->word;
    (*out)->line = name->line;
    (*out)->column = name->column;
    return check_once(reading, first, *out);
}

static bool read_members(struct reading *reading, int depth, struct yaml_node *node)
{
    const yaml_event_type_t end =
        node->kind == YAML_IS_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
    struct yaml_node **last = &node->first;
    if (depth > YAML_DEPTH_MAX)
        return fail_at(reading, reading->event.start_mark, "this stands too deep; nothing here goes so deep");
    if (!next_event(reading))
        return false;
    while (reading->event.type != end) {
        struct yaml_node *member;
        const bool good = node->kind == YAML_IS_MAP ? read_pair(reading, depth + 1, node->first, &member)
                                                    : read_node(reading, depth + 1, &member);
        if (!good || !next_event(reading))
            return false;
        *last = member;
        last = &member->next;
    }
    return true;
}

/* What begins at the event under way, to its last event. */
static bool read_node(struct reading *reading, int depth, struct yaml_node **out)
{
    switch (reading->event.type) {
    case YAML_SCALAR_EVENT:
        return read_word(reading, out);
    case YAML_SEQUENCE_START_EVENT:
        *out = node_at(reading, YAML_IS_LIST);
        return check_plain(reading, reading->event.data.sequence_start.anchor,
                           reading->event.data.sequence_start.tag) &&
               read_members(reading, depth, *out);
    case YAML_MAPPING_START_EVENT:
        *out = node_at(reading, YAML_IS_MAP);
        return check_plain(reading, reading->event.data.mapping_start.anchor,
                           reading->event.data.mapping_start.tag) &&
               read_members(reading, depth, *out);
    case YAML_ALIAS_EVENT:
        return fail_at(reading, reading->event.start_mark, "aliases (*) are not read here; write it out");
    default:
        return fail_at(reading, reading->event.start_mark, "there is nothing here");
    }
}

static bool read_document(struct reading *reading, struct yaml_node **out)
{
    if (!next_event(reading) || !next_event(reading)) /* the stream begins, the document begins */
        return false;
    if (reading->event.type == YAML_STREAM_END_EVENT)
        return fail_at(reading, reading->event.start_mark, "the file is empty");
    if (!next_event(reading) || !read_node(reading, 1, out) || !next_event(reading) || !next_event(reading))
        return false;
    return reading->event.type == YAML_STREAM_END_EVENT ||
           fail_at(reading, reading->event.start_mark,
                   "a second document begins here; a file holds one, so give it a file of its own");
}

bool yaml_read(struct arena *arena, struct text bytes, const char *name, struct yaml_node **out,
               struct err *err)
{
    struct reading reading = {.arena = arena, .name = name, .err = err};
    const size_t valid = text_utf8_valid(bytes);
    int line = 1;
    *out = NULL;
    for (size_t i = 0; i < valid; i++)
        line += bytes.at[i] == '\n';
    if (valid < bytes.length || bytes.length > YAML_BYTES_MAX) {
        err_at(err, "%s:%d:1", name, line);
        return err_set(err, ERR_input,
                       valid < bytes.length ? "the file is not UTF-8 here; save it as UTF-8"
                                            : "the file is longer than 4 MiB; no design is");
    }
    if (!yaml_parser_initialize(&reading.parser))
        return err_set(err, ERR_internal, "the reader of YAML did not start");
    yaml_parser_set_encoding(&reading.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reading.parser, (const unsigned char *)bytes.at, bytes.length);
    const bool good = read_document(&reading, out);
    yaml_event_delete(&reading.event);
    yaml_parser_delete(&reading.parser);
    return good;
}

/* ---- writing ---- */

struct yaml_out {
    yaml_emitter_t emitter;
    struct str *text;
    bool in_map[YAML_DEPTH_MAX + 1];
    int depth;
};

enum { LINE_WIDTH = 110 };

static int write_bytes(void *with, unsigned char *bytes, size_t length)
{
    struct yaml_out *out = with;
    str_add_bytes(out->text, (const char *)bytes, length);
    return 1;
}

/* The emitter fails only where memory does, or where we call it in a wrong order. */
static void emit(struct yaml_out *out, yaml_event_t *event)
{
    const int good = yaml_emitter_emit(&out->emitter, event);
    assert(good);
}

struct yaml_out *yaml_begin(struct arena *arena, struct str *text)
{
    struct yaml_out *out = ARENA_NEW(arena, struct yaml_out);
    yaml_event_t event;
    out->text = text;
    int good = yaml_emitter_initialize(&out->emitter);
    assert(good);
    yaml_emitter_set_output(&out->emitter, write_bytes, out);
    yaml_emitter_set_unicode(&out->emitter, 1);
    yaml_emitter_set_width(&out->emitter, LINE_WIDTH);
    yaml_emitter_set_indent(&out->emitter, 2);
    good = yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING);
    assert(good);
    emit(out, &event);
    good = yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1);
    assert(good);
    emit(out, &event);
    return out;
}

void yaml_map(struct yaml_out *out)
{
    yaml_event_t event;
    const int good = yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE);
    assert(good && out->depth < YAML_DEPTH_MAX);
    emit(out, &event);
    out->in_map[++out->depth] = true;
}

void yaml_list(struct yaml_out *out)
{
    yaml_event_t event;
    const int good = yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE);
    assert(good && out->depth < YAML_DEPTH_MAX);
    emit(out, &event);
    out->in_map[++out->depth] = false;
}

void yaml_close(struct yaml_out *out)
{
    yaml_event_t event;
    assert(out->depth > 0);
    const int good = out->in_map[out->depth--] ? yaml_mapping_end_event_initialize(&event)
                                               : yaml_sequence_end_event_initialize(&event);
    assert(good);
    emit(out, &event);
}

static void emit_word(struct yaml_out *out, struct text word, yaml_scalar_style_t style)
{
    yaml_event_t event;
    const int good = yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)word.at,
                                                  (int)word.length, 1, 1, style);
    assert(good);
    emit(out, &event);
}

void yaml_name(struct yaml_out *out, const char *name)
{
    emit_word(out, text_of(name), YAML_PLAIN_SCALAR_STYLE);
}

/* Whether a reader that guesses kinds would take the bare word for something else than text. */
static bool is_mistakable(struct text word)
{
    static const char *const words[] = {"yes", "no", "on", "off", "true", "false", "y", "n", "null", "~"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_is_ignoring_case(word, words[i]))
            return true;
    size_t i = 0; /* numbers in any base, days, moments, times */
    while (i < word.length && strchr("0123456789+-._:eExXoTZabcdfABCDF ", word.at[i]))
        i++;
    return word.length == 0 || (i == word.length && strchr("0123456789+-.", word.at[0]) != NULL);
}

/* A reader makes a newline of every kind of line break, and folds those that stand in a row; only escaped do
 * they stay what they are. */
static bool has_odd_break(struct text word)
{
    while (word.length > 0) {
        const uint32_t c = text_utf8_next(&word);
        if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
            return true;
    }
    return false;
}

void yaml_word(struct yaml_out *out, struct text word, bool bare)
{
    yaml_scalar_style_t style = YAML_PLAIN_SCALAR_STYLE;
    if (!bare && (is_mistakable(word) || has_odd_break(word)))
        style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    else if (!bare && memchr(word.at, '\n', word.length))
        style = YAML_LITERAL_SCALAR_STYLE;
    emit_word(out, word, style);
}

void yaml_end(struct yaml_out *out)
{
    yaml_event_t event;
    assert(out->depth == 0);
    int good = yaml_document_end_event_initialize(&event, 1);
    assert(good);
    emit(out, &event);
    good = yaml_stream_end_event_initialize(&event);
    assert(good);
    emit(out, &event);
    yaml_emitter_delete(&out->emitter);
}
