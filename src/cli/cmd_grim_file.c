#include "cli/cmd_grim.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/problems.h"
#include "base/banned.h"

/* ---- a figure ---- */

static const char *figure_verdict(struct job *job, const struct published *published,
                                  const struct published_figure *figure,
                                  const struct published_stated *stated)
{
    struct str words;
    str_init(&words);
    if (stated) {
        grim_add_verdict(&words, figure->percent, stated->n, &stated->check);
    } else if (figure->alone.count > 0) {
        grim_add_sizes_of(&words, figure->percent, figure->alone, published->most);
    } else {
        str_addf(&words, "impossible with any N up to %" PRId64, published->most);
        if (figure->chopped.count > 0)
            str_add(&words, "; only with the further digits cut off is it ");
        if (figure->chopped.count > 0)
            grim_add_sizes_of(&words, figure->percent, figure->chopped, published->most);
    }
    return grim_text(job, &words);
}

/* One line for each N that is stated, or one. */
static void add_figure(struct job *job, struct table *table, const struct published *published,
                       const struct published_figure *figure)
{
    const struct published_stated *stated = figure->stated;
    do {
        bool again = stated && stated != figure->stated;
        table_row(table);
        table_text(table, again ? "" : figure->label);
        table_text(table, again ? "" : arena_format(job->arena, "%s%%", figure->percent));
        if (stated)
            table_int(table, stated->n);
        else
            table_blank(table);
        table_text(table, figure_verdict(job, published, figure, stated));
        stated = stated ? stated->next : NULL;
    } while (stated);
}

static void report_figures(struct job *job, struct report *report, const struct published *published,
                           const struct published_wave *wave, const char *key)
{
    struct table *table = report_table(report, key, wave->name[0] ? wave->name : "As printed");
    table_column(table, "label", "What", COLUMN_text);
    table_column(table, "percent", "Printed", COLUMN_text);
    table_column(table, "n", "N", COLUMN_number);
    table_column(table, "verdict", "Can it be?", COLUMN_text);
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next)
        add_figure(job, table, published, figure);
}

/* ---- a wave ---- */

/* "18%, 18.2% and 6.4%" */
static const char *wave_percents(struct job *job, const struct published_wave *wave)
{
    struct str words;
    size_t at = 0;
    str_init(&words);
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next, at++) {
        grim_add_joint(&words, at, wave->figure_count, " and ");
        str_addf(&words, "%s%%", figure->percent);
    }
    return grim_text(job, &words);
}

/* "21 (11, 2, 4) or 42 (22, 4, 8)", or the sizes alone when they are many. */
static const char *wave_sizes(struct job *job, const struct published *published,
                              const struct published_wave *wave)
{
    struct str words;
    str_init(&words);
    if (wave->figure_count == 1 || wave->together.count == 0 || wave->together.count > 6) {
        grim_add_sizes(&words, wave->together, published->most);
        return grim_text(job, &words);
    }
    for (size_t i = 0; i < wave->together.count; i++) {
        grim_add_joint(&words, i, wave->together.count, " or ");
        str_addf(&words, "%" PRId64 " (", wave->together.at[i]);
        for (size_t f = 0; f < wave->figure_count; f++)
            str_addf(&words, "%s%" PRId64, f > 0 ? ", " : "", wave->together_counts[i][f]);
        str_add_char(&words, ')');
    }
    return grim_text(job, &words);
}

static bool stated_before(const struct published_wave *wave, const struct published_stated *until)
{
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next)
        for (const struct published_stated *stated = figure->stated; stated; stated = stated->next) {
            if (stated == until)
                return false;
            if (stated->n == until->n)
                return true;
        }
    return false;
}

/* Each stated N once, those that allow all figures or the others; how many there are. */
static size_t add_stated(struct str *out, const struct published_wave *wave, bool fits)
{
    struct str list;
    size_t count = 0;
    str_init(&list);
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next)
        for (const struct published_stated *stated = figure->stated; stated; stated = stated->next)
            if (stated->fits_together == fits && stated->n <= PUBLISHED_TOGETHER_MAX &&
                !stated_before(wave, stated))
                str_addf(&list, "%s%" PRId64, count++ > 0 ? ", " : "", stated->n);
    const char *last = strrchr(list.at, ',');
    if (last) {
        str_add_bytes(out, list.at, (size_t)(last - list.at));
        str_addf(out, " and%s", last + 1);
    } else {
        str_add(out, list.at);
    }
    str_clear(&list);
    return count;
}

/* "Of the N stated, 26 fits; 16 and 25 do not." */
static void report_stated(struct job *job, struct report *report, const struct published_wave *wave)
{
    struct str good, bad;
    str_init(&good);
    str_init(&bad);
    size_t goods = add_stated(&good, wave, true), bads = add_stated(&bad, wave, false);
    const char *good_text = grim_text(job, &good), *bad_text = grim_text(job, &bad);
    if (goods > 0 && bads > 0)
        report_sentence(report, "Of the N stated, %s fit%s; %s do%s not.", good_text, goods == 1 ? "s" : "",
                        bad_text, bads == 1 ? "es" : "");
    else if (bads > 0 && !wave->apart)
        report_sentence(report, "%s, which %s stated, do%s not fit.", bad_text, bads == 1 ? "is" : "are",
                        bads == 1 ? "es" : "");
    else if (goods > 0)
        report_paragraph(report, "%s, which %s stated, fit%s.", good_text, goods == 1 ? "is" : "are",
                         goods == 1 ? "s" : "");
}

/* What would mend the figure without which the others fit: those that stand beside them at some N. */
static void report_odd(struct job *job, struct report *report, const struct published *published,
                       const struct published_odd *odd, const char *key)
{
    struct str words;
    str_init(&words);
    grim_add_sizes(&words, odd->others, published->most);
    report_paragraph(report, "Without %s%% (%s) N can be %s.", odd->figure->percent, odd->figure->label,
                     grim_text(job, &words));
    if (!odd->mends)
        return;
    struct table *table = report_table(
        report, key, arena_format(job->arena, "If one character of %s%% is wrong", odd->figure->percent));
    table_column_in(table, "instead", "It could be", "%", COLUMN_text);
    table_column(table, "allowed", "Then all fit, and it is", COLUMN_text);
    for (const struct published_mend *mend = odd->mends; mend; mend = mend->next) {
        str_init(&words);
        grim_add_sizes_of(&words, mend->percent, mend->sizes, published->most);
        table_row(table);
        table_text(table, mend->percent);
        table_text(table, grim_text(job, &words));
    }
    table_note(table, GRIM_NEVER_DATA);
}

/* What would mend an impossible figure at the N stated. */
static void report_slips(struct report *report, const struct published_wave *wave)
{
    struct str words;
    str_init(&words);
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next)
        for (const struct published_stated *stated = figure->stated; figure->impossible && stated;
             stated = stated->next)
            for (size_t i = 0; i < stated->repairs.count; i++)
                str_addf(&words, "%s%s%% for %s%% (%" PRId64 " of %" PRId64 ")", words.length > 0 ? ", " : "",
                         stated->repairs.at[i].text, figure->percent, stated->repairs.at[i].count, stated->n);
    if (words.length > 0)
        report_paragraph(report, "Possible with one character changed, each by itself: %s. %s", words.at,
                         GRIM_NEVER_DATA);
    str_clear(&words);
}

/* Whether some figures of the wave are exclusive and some are not; whether an N is stated for any. */
static void wave_look(const struct published_wave *wave, bool *mixed, bool *stated)
{
    *mixed = *stated = false;
    for (const struct published_figure *figure = wave->figures; figure; figure = figure->next) {
        *mixed = *mixed || figure->exclusive != wave->figures->exclusive;
        *stated = *stated || figure->stated;
    }
}

static void report_apart(struct report *report, const struct published *published,
                         const struct published_wave *wave, const char *percents, bool mixed)
{
    if (wave->smallest == 0 && mixed)
        report_sentence(report, "%s cannot stand together for any N up to %d.", percents,
                        PUBLISHED_TOGETHER_MAX);
    else if (wave->smallest == 0)
        report_sentence(report, "%s cannot stand together whatever N is: they come to more than 100%%.",
                        percents);
    else
        report_sentence(report,
                        "%s cannot stand together for any N up to %" PRId64
                        "; the smallest N for which they can is %" PRId64 ".",
                        percents, published->most, wave->smallest);
}

static void report_together(struct job *job, struct report *report, const struct published *published,
                            const struct published_wave *wave, const char *key)
{
    const char *percents = wave_percents(job, wave);
    bool mixed, stated;
    wave_look(wave, &mixed, &stated);
    if (wave->figure_count == 1 && !stated)
        return; /* the table has said it */
    if (wave->apart && wave->figure_count > 1)
        report_apart(report, published, wave, percents, mixed);
    else if (wave->figure_count > 1 && wave->together.count == 0)
        report_paragraph(report, "Together they allow no N up to %" PRId64 ".", published->most);
    else if (wave->figure_count > 1)
        report_paragraph(report, "Together: N is %s.", wave_sizes(job, published, wave));
    else if (wave->together.count > 0)
        report_paragraph(report, "By itself %s needs an N of %s.", percents,
                         wave_sizes(job, published, wave));
    report_stated(job, report, wave);
    int mends = 0;
    for (const struct published_odd *odd = wave->odd; odd; odd = odd->next)
        report_odd(job, report, published, odd, arena_format(job->arena, "%s_mends_%d", key, ++mends));
}

/* ---- a group ---- */

static void report_waves(struct job *job, struct report *report, const struct published *published,
                         const struct published_group *group)
{
    if (!group->comparable) {
        if (group->wave_count > 1)
            report_paragraph(report,
                             "Nothing can be said across the waves: one of them has no N up to %" PRId64 ".",
                             published->most);
        return;
    }
    struct str words;
    str_init(&words);
    if (group->common.count > 0) {
        str_add(&words, "The same N for every wave can be ");
        grim_add_sizes(&words, group->common, published->most);
        report_paragraph(report, "%s.", grim_text(job, &words));
        return;
    }
    for (const struct published_wave *wave = group->waves; wave; wave = wave->next) {
        str_addf(&words, "%s%s ", wave == group->waves ? "" : "; ",
                 wave->name[0] ? wave->name : "where no wave is named");
        grim_add_sizes(&words, wave->together, published->most);
    }
    report_sentence(report,
                    "No N up to %" PRId64
                    " fits every wave, so this was not the same group with nobody missing: %s.",
                    published->most, grim_text(job, &words));
}

static void report_sections(struct job *job, struct report *report, const struct published *published)
{
    int key = 0;
    for (const struct published_group *group = published->groups; group; group = group->next) {
        report_heading(report, 1, "%s", group->name);
        for (const struct published_wave *wave = group->waves; wave; wave = wave->next) {
            const char *name = arena_format(job->arena, "figures_%d", ++key);
            report_figures(job, report, published, wave, name);
            report_slips(report, wave);
            report_together(job, report, published, wave, name);
        }
        report_waves(job, report, published, group);
    }
}

/* ---- the whole ---- */

static void report_end(struct job *job, struct report *report, const struct published *published)
{
    int64_t impossible = published->impossible_count, apart = published->apart_count;
    report_sentence(report, "%" PRId64 " percentage%s: %s %s impossible.", published->figure_count,
                    published->figure_count == 1 ? "" : "s",
                    impossible == 0 ? "none" : arena_format(job->arena, "%" PRId64, impossible),
                    impossible <= 1 ? "is" : "are");
    if (apart > 0)
        report_sentence(report,
                        "In %" PRId64 " place%s those of one group at one wave cannot stand together.", apart,
                        apart == 1 ? "" : "s");
    report_caution(report, "this says what is possible, not what happened. Weights, or a question that some "
                           "left blank, break it too.");
}

static bool refuse(struct job *job, const char *name, const struct problems *problems, struct err *err)
{
    struct report *report =
        report_make(job->arena, "grim", arena_format(job->arena, "Percentages in %s", name));
    problems_table(report, problems);
    job_report(job, report);
    return err_set(err, ERR_input,
                   "\"%s\" has %" PRId64
                   " problem%s, so nothing is judged; mend what the list names and try again",
                   name, problems->count, problems->count == 1 ? "" : "s");
}

static bool open_and_read(struct job *job, struct text path, const char *name, struct published *published,
                          struct problems *problems, struct err *err)
{
    bool standard_input = text_is(path, "-");
    FILE *file = standard_input ? stdin : fopen(name, "rb");
    if (!file)
        return err_system(err, "Cannot open", name);
    struct stat about;
    bool good = fstat(fileno(file), &about) != 0 || !S_ISDIR(about.st_mode) ||
                err_set(err, ERR_input, "\"%s\" is a folder; name a CSV file", name);
    good = good && published_read(job->arena, file, name, published, problems, err);
    if (!standard_input)
        fclose(file);
    return good;
}

bool grim_file(struct job *job, struct text path, struct err *err)
{
    struct published published;
    struct problems problems;
    int64_t most;
    const char *name = text_is(path, "-") ? "standard input" : arena_text(job->arena, path.at, path.length);
    if (!grim_most(job, &most, err) || !open_and_read(job, path, name, &published, &problems, err))
        return false;
    if (problems.count > 0)
        return refuse(job, name, &problems, err);
    if (!published_judge(job->arena, &published, most, err))
        return false;
    struct report *report =
        report_make(job->arena, "grim", arena_format(job->arena, "Percentages in %s", name));
    if (grim_is_flat(job))
        grim_report_rows(job, report, &published);
    else
        report_sections(job, report, &published);
    report_end(job, report, &published);
    if (published.impossible_count > 0 || published.apart_count > 0)
        job->outcome = ERR_findings;
    job_report(job, report);
    return true;
}
