#include "cli/cmd_grim.h"

#include "base/banned.h"

/* The same verdicts for programs: one table of figures, one of waves, one of groups, one of what would mend
 * them. N that are allowed stand in one cell with blanks between them. */

static const char *sizes_text(struct job *job, struct published_sizes sizes)
{
    struct str words;
    str_init(&words);
    for (size_t i = 0; i < sizes.count; i++) {
        str_add(&words, i > 0 ? " " : "");
        str_add_int(&words, sizes.at[i]);
    }
    return grim_text(job, &words);
}

static void add_head(struct table *table, const struct published_group *group,
                     const struct published_wave *wave)
{
    table_row(table);
    table_text(table, group->name);
    table_text(table, wave->name);
}

static void add_figure(struct job *job, struct table *table, const struct published_figure *figure,
                       const struct published_stated *stated)
{
    bool possible = stated ? stated->check.any : figure->alone.count > 0;
    table_text(table, figure->label);
    table_text(table, figure->percent);
    if (stated)
        table_int(table, stated->n);
    else
        table_blank(table);
    table_text(table, possible ? "yes" : "no");
    if (stated)
        table_text(table, stated->check.testable ? "yes" : "no");
    else
        table_blank(table);
    if (stated && possible)
        table_int(table, stated->check.count);
    else
        table_blank(table);
    table_text(table, sizes_text(job, figure->alone));
    table_int(table, stated ? stated->row : figure->row);
}

static void columns_add(struct table *table, const char *const (*columns)[2], size_t count,
                        const char *numbers)
{
    for (size_t i = 0; i < count; i++)
        table_column(table, columns[i][0], columns[i][1], numbers[i] == '1' ? COLUMN_number : COLUMN_text);
}

static void report_figures(struct job *job, struct report *report, const struct published *published)
{
    static const char *const columns[][2] = {{"group", "Group"},
                                             {"wave", "Wave"},
                                             {"label", "What"},
                                             {"percent", "Printed"},
                                             {"n", "N"},
                                             {"possible", "Possible"},
                                             {"proves", "Proves something"},
                                             {"count", "Count"},
                                             {"allowed", "N that allow it"},
                                             {"row", "Row"}};
    struct table *table = report_table(report, "figures", "Each percentage by itself");
    columns_add(table, columns, sizeof columns / sizeof *columns, "0000100101");
    for (const struct published_group *group = published->groups; group; group = group->next)
        for (const struct published_wave *wave = group->waves; wave; wave = wave->next)
            for (const struct published_figure *figure = wave->figures; figure; figure = figure->next) {
                const struct published_stated *stated = figure->stated;
                do {
                    add_head(table, group, wave);
                    add_figure(job, table, figure, stated);
                    stated = stated ? stated->next : NULL;
                } while (stated);
            }
}

static void report_together(struct job *job, struct report *report, const struct published *published)
{
    static const char *const columns[][2] = {{"group", "Group"},
                                             {"wave", "Wave"},
                                             {"percentages", "Percentages"},
                                             {"possible", "Possible"},
                                             {"allowed", "N that allow all"},
                                             {"smallest", "Smallest N"}};
    struct table *table = report_table(report, "together", "Those of a group at a wave together");
    columns_add(table, columns, sizeof columns / sizeof *columns, "001001");
    for (const struct published_group *group = published->groups; group; group = group->next)
        for (const struct published_wave *wave = group->waves; wave; wave = wave->next) {
            add_head(table, group, wave);
            table_int(table, (int64_t)wave->figure_count);
            table_text(table, wave->apart ? "no" : "yes");
            table_text(table, sizes_text(job, wave->together));
            if (wave->smallest > 0)
                table_int(table, wave->smallest);
            else
                table_absent(table, "no N allows all");
        }
}

static void report_waves(struct job *job, struct report *report, const struct published *published)
{
    static const char *const columns[][2] = {
        {"group", "Group"}, {"same_size", "Same size possible"}, {"allowed", "N that all waves allow"}};
    struct table *table = report_table(report, "groups", "A group across its waves");
    columns_add(table, columns, sizeof columns / sizeof *columns, "000");
    for (const struct published_group *group = published->groups; group; group = group->next) {
        if (!group->comparable)
            continue;
        table_row(table);
        table_text(table, group->name);
        table_text(table, group->common.count > 0 ? "yes" : "no");
        table_text(table, sizes_text(job, group->common));
    }
}

static void report_mends(struct job *job, struct report *report, const struct published *published)
{
    static const char *const columns[][2] = {
        {"group", "Group"},     {"wave", "Wave"},           {"label", "What"},
        {"percent", "Printed"}, {"instead", "It could be"}, {"allowed", "N that then allow all"}};
    struct table *table =
        report_table(report, "reconstructions", "If one character is wrong: reconstructions and never data");
    columns_add(table, columns, sizeof columns / sizeof *columns, "000000");
    for (const struct published_group *group = published->groups; group; group = group->next)
        for (const struct published_wave *wave = group->waves; wave; wave = wave->next)
            for (const struct published_odd *odd = wave->odd; odd; odd = odd->next)
                for (const struct published_mend *mend = odd->mends; mend; mend = mend->next) {
                    add_head(table, group, wave);
                    table_text(table, odd->figure->label);
                    table_text(table, odd->figure->percent);
                    table_text(table, mend->percent);
                    table_text(table, sizes_text(job, mend->sizes));
                }
}

void grim_report_rows(struct job *job, struct report *report, const struct published *published)
{
    report_figures(job, report, published);
    report_together(job, report, published);
    report_waves(job, report, published);
    report_mends(job, report, published);
}
