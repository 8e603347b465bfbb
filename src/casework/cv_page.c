#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "casework/cv.h"
#include "base/banned.h"

/* Two columns on paper and on a wide screen: years in the margin, what was done beside them. Contrast of text
 * is at least 7:1; nothing is told by colour alone. */
static const char style[] =
    "*{box-sizing:border-box}\n"
    "html{font:11pt/1.45 \"Liberation Sans\",Arial,Helvetica,sans-serif;color:#1a1a1a;background:#fff}\n"
    "body{margin:0}\n"
    "main{max-width:48rem;margin:0 auto;padding:2.5rem 1.5rem 3rem;overflow-wrap:break-word}\n"
    "h1{font-size:2rem;line-height:1.15;margin:0;letter-spacing:-.01em}\n"
    ".label{font-size:1.15rem;color:#1f4e79;margin:.25rem 0 0}\n"
    ".reached{margin:.4rem 0 0;color:#333}\n"
    ".summary{margin:1rem 0 0;max-width:38rem}\n"
    "header{border-bottom:2px solid #1f4e79;padding-bottom:1.25rem}\n"
    "h2{font-size:.85rem;letter-spacing:.08em;text-transform:uppercase;color:#1f4e79;margin:1.75rem 0 "
    ".6rem}\n"
    "ul{list-style:none;margin:0;padding:0}\n"
    "li{display:grid;grid-template-columns:8.5rem 1fr;gap:0 1.25rem;margin:0 0 .8rem}\n"
    ".when{color:#444;font-variant-numeric:tabular-nums}\n"
    ".what{font-weight:600}\n"
    ".where,.more{color:#333}\n"
    "@media(max-width:34rem){li{grid-template-columns:1fr}}\n"
    "@page{size:A4;margin:18mm 17mm}\n"
    "@media "
    "print{html{font-size:10pt}main{max-width:none;padding:0}li{break-inside:avoid}h2{break-after:avoid}}\n";

static const char *member(const json_t *object, const char *key)
{
    const char *words = json_string_value(json_object_get(object, key));
    return words ? words : "";
}

static void add_words(struct str *out, const char *open, const char *words, const char *close)
{
    if (!words[0])
        return;
    str_add(out, open);
    str_add_html(out, text_of(words));
    str_add(out, close);
}

/* 1990-02-01 is shown as 1990-02: a CV counts months. */
static void add_month(struct str *out, const char *day)
{
    enum { MONTH_LENGTH = 7 };
    const size_t length = strlen(day);
    str_add_html(out, (struct text){day, length < MONTH_LENGTH ? length : MONTH_LENGTH});
}

static void add_when(struct str *out, const json_t *object)
{
    const char *from = member(object, "startDate"), *to = member(object, "endDate"),
               *on = member(object, "date");
    str_add(out, "<span class=\"when\">");
    if (from[0]) {
        add_month(out, from);
        str_add(out, " \xe2\x80\x93 ");
        if (to[0])
            add_month(out, to);
        else
            str_add(out, "now");
    } else if (to[0] || on[0]) {
        add_month(out, to[0] ? to : on);
    }
    str_add(out, "</span>");
}

/* How each part is shown: what stands out, and what stands under it, apart by commas. */
static const struct {
    const char *key, *heading, *what, *under[3];
    bool dated;
} parts[] = {
    {"work", "Work", "position", {"name", "location", "summary"}, true},
    {"education", "Education and training", "studyType", {"institution", "area", NULL}, true},
    {"certificates", "Recognition", "name", {"issuer", NULL, NULL}, true},
    {"languages", "Languages", "language", {"fluency", NULL, NULL}, false},
    {"references", "Referees", "name", {"reference", NULL, NULL}, false},
};

static void add_row(struct str *out, const json_t *object, size_t part)
{
    bool first = true;
    str_add(out, "<li>");
    if (parts[part].dated)
        add_when(out, object);
    else
        add_words(out, "<span class=\"what\">", member(object, parts[part].what), "</span>");
    str_add(out, "<div>");
    if (parts[part].dated)
        add_words(out, "<div class=\"what\">", member(object, parts[part].what), "</div>");
    str_add(out, "<div class=\"where\">");
    for (size_t i = 0; i < 3 && parts[part].under[i]; i++) {
        const char *words = member(object, parts[part].under[i]);
        if (words[0])
            add_words(out, first ? "" : ", ", words, "");
        first = first && !words[0];
    }
    str_add(out, "</div></div></li>\n");
}

static void add_part(struct str *out, const json_t *root, size_t part)
{
    const json_t *section = json_object_get(root, parts[part].key);
    const size_t count = json_array_size(section);
    if (count == 0)
        return;
    str_addf(out, "<section><h2>%s</h2>\n<ul>\n", parts[part].heading);
    for (size_t i = 0; i < count; i++)
        add_row(out, json_array_get(section, i), part);
    str_add(out, "</ul></section>\n");
}

/* "027 555 0101 · ana@example.org · 3 Rata Street" */
static void add_reached(struct str *out, const json_t *basics)
{
    const char *const words[] = {member(basics, "phone"), member(basics, "email"),
                                 member(json_object_get(basics, "location"), "address")};
    const char *before = "<p class=\"reached\">";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!words[i][0])
            continue;
        add_words(out, before, words[i], "");
        before = " \xc2\xb7 ";
    }
    if (before[0] == ' ')
        str_add(out, "</p>\n");
}

bool cv_page(struct str *out, const char *json, struct err *err)
{
    json_error_t why;
    json_t *root = json_loads(json, 0, &why);
    if (!root)
        return err_set(err, ERR_input, "a CV that is kept is no JSON: %s; run mahi doctor", why.text);
    const json_t *basics = json_object_get(root, "basics");
    str_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    str_add_html(out, text_of(member(basics, "name")));
    str_addf(out, ", CV</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n<header>\n", style);
    add_words(out, "<h1>", member(basics, "name"), "</h1>\n");
    add_words(out, "<p class=\"label\">", member(basics, "label"), "</p>\n");
    add_reached(out, basics);
    add_words(out, "<p class=\"summary\">", member(basics, "summary"), "</p>\n");
    str_add(out, "</header>\n");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_part(out, root, i);
    str_add(out, "</main>\n</body>\n</html>\n");
    json_decref(root);
    return true;
}
