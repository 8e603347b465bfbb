/* progress: a bar with rate and time left on a terminal; nothing elsewhere. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>
#include <stdio.h>

struct progress {
    FILE *file; /* NULL: silent */
    const char *subject;
    int64_t started_ms, drawn_ms;
};

void progress_init(struct progress *progress, FILE *file, const char *subject);

/* Fits struct import_progress: `context` is the struct progress. Draws ten times a second at most. */
void progress_tell(void *context, const char *doing, int64_t rows, double share);

void progress_clear(struct progress *progress); /* wipes the line */

#endif
