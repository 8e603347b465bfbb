#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/banned.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_MALLOC 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_MALLOC 1
#endif
#endif

enum { ARENA_BLOCK_SIZE = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    alignas(max_align_t) char bytes[];
};

static void *memory_or_stop(void *got, size_t size)
{
    if (!got) {
        fprintf(stderr, "mahi: no memory for %zu bytes; close other programs or give this one more.\n", size);
        exit(71);
    }
    return got;
}

/* Pages of 2 MB where the system has them: first use of a large array costs a fifth. Only advice; what is not
 * taken changes nothing. */
static void pages_be_large(void *memory, size_t size)
{
    enum { PAGE = 2 * 1024 * 1024 };
    uintptr_t from = ((uintptr_t)memory + PAGE - 1) / PAGE * PAGE,
              to = ((uintptr_t)memory + size) / PAGE * PAGE;
    if (from < to)
        (void)madvise((char *)memory + (from - (uintptr_t)memory), to - from, MADV_HUGEPAGE);
}

void *memory_alloc(size_t size)
{
    void *got = memory_or_stop(calloc(1, size ? size : 1), size);
    pages_be_large(got, size);
    return got;
}

void *memory_resize(void *old, size_t size)
{
    return memory_or_stop(realloc(old, size ? size : 1), size);
}

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

void arena_clear(struct arena *arena)
{
    for (struct arena_block *block = arena->blocks; block;) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
    arena_init(arena);
}

static char *arena_block_add(struct arena *arena, size_t size)
{
    struct arena_block *block = memory_alloc(sizeof *block + size);
    block->next = arena->blocks;
    arena->blocks = block;
    return block->bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    assert(size < SIZE_MAX - 2 * step);
    size = (size + step - 1) / step * step;
#ifdef ARENA_MALLOC
    return arena_block_add(arena, size);
#endif
    if (size > ARENA_BLOCK_SIZE / 4)
        return arena_block_add(arena, size);
    if (size > arena->free_size) {
        arena->free_at = arena_block_add(arena, ARENA_BLOCK_SIZE);
        arena->free_size = ARENA_BLOCK_SIZE;
    }
    void *got = arena->free_at;
    arena->free_at += size;
    arena->free_size -= size;
    return got;
}

void *arena_array(struct arena *arena, size_t count, size_t element_size)
{
    assert(element_size == 0 || count <= (SIZE_MAX / 2) / element_size);
    return arena_alloc(arena, count * element_size);
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    assert(length >= 0);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}
