/* What yaml_file.h and programme.h promise of any bytes whatever: a file is read or refused in a sentence
 * with its place; the words of a tree are UTF-8 without zeros; a design that is read and written is read
 * again as the same, and written the same; and any text, written as a word, is read as itself. */
#include <assert.h>
#include <string.h>

#include "casework/programme.h"
#include "casework/yaml_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_words(const struct yaml_node *node)
{
    for (; node; node = node->next) {
        assert(node->line > 0 && node->column > 0);
        assert(text_utf8_valid(node->word) == node->word.length);
        assert(node->word.length == 0 || !memchr(node->word.at, '\0', node->word.length));
        check_words(node->first);
    }
}

/* Read as a programme, written, read and written again. */
static void check_design(struct arena *arena, struct text bytes)
{
    struct design design, again;
    struct problems problems;
    struct str first, second;
    struct err err = {0};
    problems_init(&problems, arena);
    if (!design_from_file(arena, bytes, "f", &design, &problems, &err) || problems.count > 0)
        return;
    str_init(&first);
    str_init(&second);
    design_to_file(arena, &design, &first);
    problems_init(&problems, arena);
    assert(design_from_file(arena, str_text(&first), "f", &again, &problems, &err) && problems.count == 0);
    design_to_file(arena, &again, &second);
    assert(text_equal(str_text(&first), str_text(&second)));
    assert(strcmp(design_fixed(arena, &design), design_fixed(arena, &again)) == 0);
    str_clear(&first);
    str_clear(&second);
}

/* As the value of a name and in a list. */
static void check_word(struct arena *arena, struct text word)
{
    struct str out;
    struct yaml_node *node;
    struct err err = {0};
    str_init(&out);
    struct yaml_out *yaml = yaml_begin(arena, &out);
    yaml_map(yaml);
    yaml_name(yaml, "a");
    yaml_word(yaml, word, false);
    yaml_name(yaml, "b");
    yaml_list(yaml);
    yaml_word(yaml, word, false);
    yaml_close(yaml);
    yaml_close(yaml);
    yaml_end(yaml);
    assert(yaml_read(arena, str_text(&out), "f", &node, &err));
    assert(text_equal(node->first->word, word) && text_equal(node->first->next->first->word, word));
    str_clear(&out);
}

/* What a field may hold: no zeros, and of the control characters only those of a note. */
static bool is_writable(struct text word)
{
    for (size_t i = 0; i < word.length; i++)
        if ((unsigned char)word.at[i] < 0x20 && !strchr("\n\r\t", word.at[i]))
            return false;
    return text_utf8_valid(word) == word.length && (word.length == 0 || !memchr(word.at, '\0', word.length));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena;
    struct yaml_node *node;
    struct err err = {0};
    arena_init(&arena);
    const struct text text = {arena_text(&arena, (const char *)bytes, length), length};
    if (yaml_read(&arena, text, "f", &node, &err))
        check_words(node);
    else
        assert(err.sentence[0] != '\0' && strncmp(err.place, "f:", 2) == 0);
    check_design(&arena, text);
    if (is_writable(text))
        check_word(&arena, text);
    arena_clear(&arena);
    return 0;
}
