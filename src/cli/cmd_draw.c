#include "cli/cli.h"

#include <string.h>

#include "casework/selection_report.h"
#include "base/banned.h"

enum { DIFFERENCES_SHOWN = 50 };

static bool read_list(struct job *job, const char *name, struct lottery *lottery, struct err *err)
{
    const bool standard_input = strcmp(name, "-") == 0;
    FILE *file = standard_input ? stdin : fopen(name, "rb");
    if (!file)
        return err_system(err, "Cannot open", name);
    const bool good = lottery_read(job->arena, file, standard_input ? "standard input" : name, lottery, err);
    if (!standard_input)
        fclose(file);
    return good;
}

static bool read_seed(struct job *job, struct random_seed *seed, struct err *err)
{
    const char *words = job_option(job, OPTION_draw_words), *digits = job_option(job, OPTION_draw_seed);
    if (!words == !digits)
        return err_set(err, ERR_usage,
                       "say what the seed was drawn from with --words, or the seed with --seed");
    if (digits)
        return random_seed_read(text_of(digits), seed, err);
    *seed = random_seed_of_words(text_trim(text_of(words)));
    return true;
}

bool cmd_draw(struct job *job, struct err *err)
{
    const char *name = arena_text(job->arena, job->arguments[1].at, job->arguments[1].length);
    const char *published = job_option(job, OPTION_draw_fingerprint);
    char digits[RANDOM_SEED_DIGITS + 1], seed_digits[RANDOM_SEED_DIGITS + 1];
    struct lottery_difference *differences;
    struct random_seed seed;
    struct lottery lottery;
    size_t count;
    if (!text_is(job->arguments[0], "verify"))
        return err_set(err, ERR_usage, "write: mahi draw verify FILE --words WORDS");
    if (!read_seed(job, &seed, err) || !read_list(job, name, &lottery, err) ||
        !lottery_compare(job->arena, &lottery, &seed, &differences, &count, err))
        return false;
    lottery_fingerprint(job->arena, &lottery, digits);
    random_seed_print(&seed, seed_digits);
    const bool as_published = !published || strcmp(published, digits) == 0;
    struct report *report = report_make(job->arena, "draw", "The draw, repeated from its list");
    if (count == 0)
        report_sentence(report, "The draw is the same to the last name: %d people, %d places.",
                        (int)lottery.count, (int)lottery.places);
    else
        report_sentence(report, "The draw is NOT the same: %d of %d people differ.", (int)count,
                        (int)lottery.count);
    if (!as_published)
        report_sentence(report, "The list is NOT the one whose fingerprint was published.");
    report_paragraph(report, "Seed: %s", seed_digits);
    report_paragraph(report, "Fingerprint of the list: %s", digits);
    lottery_differences_table(report, differences, count, DIFFERENCES_SHOWN);
    job_report(job, report);
    if (count > 0 || !as_published)
        job->outcome = ERR_findings;
    return true;
}
