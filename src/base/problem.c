#include "base/problem.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

void problems_init(struct problems *problems, struct arena *arena)
{
    *problems = (struct problems){.arena = arena};
}

void problems_add(struct problems *problems, int64_t row, const char *field, const char *format, ...)
{
    problems->count++;
    if (problems->kept_count == PROBLEMS_KEPT)
        return;
    if (problems->kept_count == problems->kept_size) {
        size_t size = problems->kept_size ? problems->kept_size * 2 : 16;
        struct problem *kept = ARENA_ARRAY(problems->arena, struct problem, size);
        if (problems->kept_count > 0)
            memcpy(kept, problems->kept, problems->kept_count * sizeof *kept);
        problems->kept = kept;
        problems->kept_size = size;
    }
    struct str sentence;
    str_init(&sentence);
    va_list args;
    va_start(args, format);
    str_add_args(&sentence, format, args);
    va_end(args);
    problems->kept[problems->kept_count++] = (struct problem){
        .row = row,
        .field = arena_text(problems->arena, field, strlen(field)),
        .sentence = arena_text(problems->arena, sentence.at, sentence.length),
    };
    str_clear(&sentence);
}

static int problem_order(const void *a, const void *b)
{
    const struct problem *x = a, *y = b;
    return x->row != y->row ? (x->row > y->row) - (x->row < y->row) : strcmp(x->field, y->field);
}

void problems_sort(struct problems *problems)
{
    if (problems->kept_count > 1)
        qsort(problems->kept, problems->kept_count, sizeof *problems->kept, problem_order);
}
