/* arena: memory that lives as long as one job.
 *
 * A job (one command, one request, one study) owns one arena, passes it first to whatever allocates, and
 * clears it at the end. Nothing is freed alone. No memory stops the program here, with a sentence, and
 * nowhere else. Under AddressSanitizer every allocation is a malloc of its own, so overruns are seen. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* newest first */
    char *free_at;
    size_t free_size;
};

void arena_init(struct arena *arena);
void arena_clear(struct arena *arena); /* frees all; the arena may be used again */

/* `size` bytes, zeroed, aligned for anything. */
void *arena_alloc(struct arena *arena, size_t size);

/* Room for `count` elements, zeroed; an overflowing product stops the program. */
void *arena_array(struct arena *arena, size_t count, size_t element_size);
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

/* A copy with a terminating zero. */
char *arena_text(struct arena *arena, const char *text, size_t length);
char *arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* malloc that never returns NULL, for memory that outlives a job or grows; free() it. */
void *memory_alloc(size_t size);
void *memory_resize(void *old, size_t size);

#endif
