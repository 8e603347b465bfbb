/* What formula.h promises of any text whatever: what is read has names on the left, each once in the formula,
 * and reads the same again when it is written with backticks; what is refused is refused with a sentence. */
#include <assert.h>
#include <string.h>

#include "cli/formula.h"
#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void write_side(struct str *out, const struct formula_side *side)
{
    for (size_t i = 0; i < side->count; i++) {
        const char *mark = strchr(side->terms[i].name, '`');
        assert(!mark && strlen(side->terms[i].name) > 0);
        str_addf(out, side->terms[i].categories ? "%sfactor(`%s`)" : "%s`%s`", i > 0 ? " + " : "",
                 side->terms[i].name);
    }
}

static void check_same(const struct formula_side *a, const struct formula_side *b)
{
    assert(a->count == b->count);
    for (size_t i = 0; i < a->count; i++)
        assert(strcmp(a->terms[i].name, b->terms[i].name) == 0 &&
               a->terms[i].categories == b->terms[i].categories);
}

static void check_read(struct arena *arena, const struct formula *formula)
{
    struct str out;
    struct formula again;
    struct err err = {0};
    assert(formula->left.count > 0 && formula->left.count <= FORMULA_TERMS_MAX);
    str_init(&out);
    write_side(&out, &formula->left);
    str_add(&out, formula->has_tilde ? " ~ " : "");
    str_add(&out, formula->has_tilde && formula->right.count == 0 ? "1" : "");
    write_side(&out, &formula->right);
    if (out.length <= FORMULA_BYTES_MAX) {
        bool good = formula_read(arena, str_text(&out), &again, &err);
        assert(good);
        check_same(&formula->left, &again.left);
        check_same(&formula->right, &again.right);
    }
    str_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena arena;
    struct formula formula;
    struct err err = {0};
    arena_init(&arena);
    if (formula_read(&arena, (struct text){(const char *)bytes, length}, &formula, &err))
        check_read(&arena, &formula);
    else
        assert(err.kind == ERR_usage && err.sentence[0] &&
               text_utf8_valid(text_of(err.sentence)) == strlen(err.sentence));
    arena_clear(&arena);
    return 0;
}
