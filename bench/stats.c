/* stats: the statistics engine at work for the bench.
 *   stats people COUNT         made-up people as CSV
 *   stats serve FILE           reads the people, says "ready", then a line for each line it gets:
 *     TASK                     runs it and answers "SECONDS PROCESSOR_SECONDS BYTES"
 *     TASK PATH                the same, and writes what it found to PATH, as doubles
 *   stats pipeline FILE [SETS] score, matching, balance, effect and curves in one go; the sets of matching to
 * SETS stats memory               what the machine's memory gives, in bytes a second by the clock and by the
 * processor's */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pipeline.h"
#include "tasks.h"

#include "base/banned.h"

static double now(clockid_t clock)
{
    struct timespec at;
    clock_gettime(clock, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

/* As STREAM's triad does it (McCalpin 1995): a = b + s c over arrays no cache holds, three numbers moved for
 * each; the best of several runs. */
static int memory(void)
{
    enum { COUNT = 1 << 24, RUNS = 5 };
    double *a = memory_alloc(3 * sizeof *a * COUNT), *b = a + COUNT, *c = b + COUNT;
    double best = INFINITY, processor_best = INFINITY;
    for (size_t i = 0; i < 3 * (size_t)COUNT; i++)
        a[i] = (double)(i & 7);
    for (int run = 0; run < RUNS; run++) {
        double began = now(CLOCK_MONOTONIC), processor_began = now(CLOCK_PROCESS_CPUTIME_ID);
        for (size_t i = 0; i < COUNT; i++)
            a[i] = b[i] + 3 * c[i];
        best = fmin(best, now(CLOCK_MONOTONIC) - began);
        processor_best = fmin(processor_best, now(CLOCK_PROCESS_CPUTIME_ID) - processor_began);
    }
    double bytes = 3.0 * sizeof *a * COUNT;
    printf("%.4g %.4g %g\n", bytes / best, bytes / processor_best, a[COUNT / 2]);
    free(a);
    return 0;
}

static bool found_write(const struct found *found, const char *path)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool good = fwrite(found->value, sizeof *found->value, found->count, file) == found->count;
    return fclose(file) == 0 && good;
}

static bool answer(const struct people *people, char *line)
{
    _Alignas(max_align_t) char state[TASK_STATE_SIZE] = {0};
    struct arena arena;
    struct found found;
    char *path = strchr(line, ' ');
    if (path)
        *path++ = '\0';
    const struct task *task = task_find(line);
    if (!task)
        return false;
    arena_init(&arena);
    if (task->prepare)
        task->prepare(&arena, people, state);
    double began = now(CLOCK_MONOTONIC), processor_began = now(CLOCK_PROCESS_CPUTIME_ID);
    task->run(&arena, people, state);
    double seconds = now(CLOCK_MONOTONIC) - began,
           processor = now(CLOCK_PROCESS_CPUTIME_ID) - processor_began;
    task->tell(&arena, people, state, &found);
    bool good = !path || found_write(&found, path);
    arena_clear(&arena);
    printf("%.6f %.6f %.0f\n", seconds, processor, found.bytes);
    return fflush(stdout) == 0 && good;
}

static int serve(const char *path)
{
    struct arena arena;
    struct people people;
    struct err err = {0};
    char line[4096];
    arena_init(&arena);
    bool good = people_read(&people, &arena, path, &err);
    if (!good)
        fprintf(stderr, "%s\n", err.sentence);
    else
        puts("ready");
    fflush(stdout);
    while (good && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        good = answer(&people, line);
    }
    frame_clear(&people.frame);
    arena_clear(&arena);
    return good ? 0 : 1;
}

int main(int count, char **words)
{
    if (count == 3 && strcmp(words[1], "people") == 0)
        people_write(stdout, (size_t)strtoull(words[2], NULL, 10));
    else if (count == 3 && strcmp(words[1], "serve") == 0)
        return serve(words[2]);
    else if ((count == 3 || count == 4) && strcmp(words[1], "pipeline") == 0)
        return pipeline(words[2], count == 4 ? words[3] : NULL);
    else if (count == 2 && strcmp(words[1], "memory") == 0)
        return memory();
    else
        return 2;
    return fflush(stdout) == 0 ? 0 : 1;
}
