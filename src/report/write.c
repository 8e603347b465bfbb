#include "report/report.h"

#include "base/banned.h"

static const char *const FORMAT_NAMES[] = {
    [FORMAT_text] = "text", [FORMAT_csv] = "csv", [FORMAT_json] = "json", [FORMAT_html] = "html"};
enum { FORMATS = sizeof FORMAT_NAMES / sizeof *FORMAT_NAMES };

bool report_format_parse(struct text name, enum report_format *format, struct err *err)
{
    for (int i = 0; i < FORMATS; i++)
        if (text_is_ignoring_case(name, FORMAT_NAMES[i])) {
            *format = (enum report_format)i;
            return true;
        }
    struct str names;
    str_init(&names);
    for (int i = 0; i < FORMATS; i++)
        str_addf(&names, "%s%s", i == 0 ? "" : i == FORMATS - 1 ? " or " : ", ", FORMAT_NAMES[i]);
    int shown = (int)(name.length < 40 ? name.length : 40);
    err_set(err, ERR_usage, "\"%.*s\" is not a report format; choose %s", shown, name.at, names.at);
    str_clear(&names);
    return false;
}

void report_write(const struct report *report, enum report_format format, const struct text_style *style,
                  struct str *out)
{
    switch (format) {
    case FORMAT_text:
        report_to_text(report, out, style);
        break;
    case FORMAT_csv:
        report_to_csv(report, out);
        break;
    case FORMAT_json:
        report_to_json(report, out);
        break;
    case FORMAT_html:
        report_to_html(report, out);
        break;
    }
}
