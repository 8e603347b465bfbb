#include "cli/progress.h"

#include "base/date.h"
#include "base/str.h"
#include "base/banned.h"

enum { BAR_WIDTH = 24, DRAW_EVERY_MS = 100 };

void progress_init(struct progress *progress, FILE *file, const char *subject)
{
    *progress = (struct progress){.file = file, .subject = subject, .started_ms = instant_now()};
}

static void add_time(struct str *line, double seconds)
{
    if (seconds >= 90)
        str_addf(line, ", %.0f min left", seconds / 60);
    else
        str_addf(line, ", %.0f s left", seconds);
}

void progress_tell(void *context, const char *doing, int64_t rows, double share)
{
    struct progress *progress = context;
    int64_t now = instant_now();
    if (!progress->file || (now - progress->drawn_ms < DRAW_EVERY_MS && share < 1))
        return;
    progress->drawn_ms = now;
    double seconds = (double)(now - progress->started_ms) / 1000;
    struct str line;
    str_init(&line);
    if (share >= 0) {
        int full = (int)(share * BAR_WIDTH + 0.5);
        for (int i = 0; i < BAR_WIDTH; i++)
            str_add(&line, i < full ? "█" : "░");
        str_addf(&line, " %3.0f%% ", share * 100);
    }
    str_addf(&line, "%s %s: ", progress->subject, doing);
    str_add_grouped(&line, rows);
    str_add(&line, " rows");
    if (seconds > 0.5) {
        str_add(&line, ", ");
        str_add_grouped(&line, (int64_t)((double)rows / seconds));
        str_add(&line, " a second");
        if (share > 0.02 && share < 1)
            add_time(&line, seconds / share * (1 - share));
    }
    fprintf(progress->file, "\r\033[K%s", line.at);
    fflush(progress->file);
    str_clear(&line);
}

void progress_clear(struct progress *progress)
{
    if (progress->file && progress->drawn_ms > 0) {
        fputs("\r\033[K", progress->file);
        fflush(progress->file);
    }
}
