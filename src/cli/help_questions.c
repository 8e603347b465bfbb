#include "cli/help.h"

#include "rule/function.h"
#include "rule/kind.h"
#include "base/banned.h"

static const char introduction[] =
    "# The question language\n\n"
    "<!-- Made by: mahi help questions. Change src/rule/functions.def, dictionary/facts.def or "
    "src/cli/help_questions.c and make it again. -->\n\n"
    "One way to ask, of one person or of a million: criteria, working lists, checks and the people of a "
    "report are all questions in it. It "
    "is FEEL, the expression language of the DMN standard (OMG, version 1.5, 2024), with one declared "
    "departure.\n\n"
    "```\n"
    "weeks registered in [0..26]\n"
    "and on benefit\n"
    "and SGI in (3, 4)\n"
    "and English speaking >= level(\"clear\") and English understanding >= level(\"clear\")\n"
    "and (count(qualifications) > 0 or count(work history) > 0)\n"
    "and years in New Zealand <= 5\n"
    "```\n\n"
    "`mahi ask 'QUESTION'` puts it to everybody, `mahi explain 'QUESTION' CLIENT` to one and says why, "
    "`--where 'QUESTION'` restricts a list, a "
    "table or a comparison, and `mahi question save` keeps it with its versions.\n\n"
    "## What nobody recorded\n\n"
    "A fact that nobody recorded is null, and what is compared with it is null too: the answer is *not "
    "recorded*, unless the rest decides it. "
    "Unknown is never yes, and never no. Plain FEEL makes `x = \"clear\"` false and `x != \"A\"` true of an "
    "unknown x; here both are not recorded.\n\n"
    "| a | b | a and b | a or b | not(a) |\n|---|---|---|---|---|\n"
    "| yes | yes | yes | yes | no |\n| yes | no | no | yes | no |\n| yes | not recorded | not recorded | yes "
    "| no |\n"
    "| no | no | no | no | yes |\n| no | not recorded | no | not recorded | yes |\n"
    "| not recorded | not recorded | not recorded | not recorded | not recorded |\n\n"
    "* `is recorded(x)` is always yes or no; so is `x = null`, with the written null.\n"
    "* `some q in list satisfies …` is yes when one member is, else not recorded when one is not known, else "
    "no; `every` the other way round.\n"
    "* An empty list says *has none*, which somebody asked and wrote down; null says *not recorded*.\n"
    "* `verified(fact)` is the fact where a second person checked it, else not recorded. `--verified`, or a "
    "kept question that says so, does that to every fact but lists: their members count whether checked or "
    "not, "
    "and each has `verified by` and `verified on` to ask for.\n\n"
    "## How to write\n\n"
    "| write | for |\n|---|---|\n"
    "| `SGI = 3`, `SGI != 3`, `<` `<=` `>` `>=` | comparing; codes as texts: `benefit = \"unemployment\"`; "
    "levels by rank: `level(\"clear\")` |\n"
    "| `SGI in (3, 4)`, `SGI in [1..3]`, `weeks registered in (26..52]` | one of several; from to, ends with "
    "[ ] belonging to it and with ( ) not |\n"
    "| `age between 18 and 25` | from 18 to 25, both belonging to it |\n"
    "| `a and b`, `a or b`, `not(a)` | joining; `in` and comparisons bind tighter than `and`, which binds "
    "tighter than `or` |\n"
    "| `if a then b else c` | choosing |\n"
    "| `some q in qualifications satisfies q.level >= 6` | whether one member of a list is so; `every` for "
    "all |\n"
    "| `qualifications[level >= 6]`, `qualifications.country` | the members that are so; one entry of each "
    "|\n"
    "| `date(\"2000-08-31\")`, `duration(\"P5Y\")`, `today()` | days; today is the day that is asked about, "
    "never the clock |\n"
    "| `arrived on + duration(\"P5Y\") >= today()` | reckoning with days: a date plus months clamps to the "
    "month's end |\n"
    "| `+ - * / **` | decimal numbers of 34 digits: `0.1 + 0.2 = 0.3` is true |\n"
    "| `// …` and `/* … */` | notes |\n\n"
    "Names have spaces; the longest name that fits counts. An unknown name, a code that is not in its list "
    "or a comparison that cannot be is refused "
    "with its line, its column and the nearest known word.\n\n"
    "## Left out\n\n"
    "Functions written in a question, external functions, `for`, `instance of`, `context put` and `context "
    "merge`, regular expressions (`matches`, `replace`, "
    "`split`), time zones by name and decision tables. Writing one is an error that names it. A question has "
    "at most 16,384 bytes, 64 brackets in brackets and 64 facts.\n\n";

static void add_facts(struct str *out)
{
    str_add(out, "## Facts\n\n"
                 "As at the day that is asked about. Each fact that rests on a record of its own also has, "
                 "written behind its name: `is verified` (whether a "
                 "second person checked it), `since`, `method`, `source`, `recorded on` and `recorded by`: "
                 "`English speaking is verified`, `SGI since`.\n\n"
                 "| fact | is | what it says |\n|---|---|---|\n");
    for (int f = FACT_none + 1; f < FACT_end; f++) {
        const struct fact *fact = fact_of((enum fact_id)f);
        const struct type kind = kind_of_fact(fact->id, ASPECT_value);
        str_addf(out, "| `%s` | ", fact->name);
        if (kind.id == TYPE_choice)
            str_addf(out, "a code of `%s`", dict_list(kind.list)->name);
        else if (kind.id == TYPE_list)
            str_addf(out, "a list of `%s`", dict_record(kind.record)->name);
        else
            kind_words(out, kind);
        str_addf(out, "%s%s | %s |\n", fact->unit ? ", in " : "", fact->unit ? fact->unit : "", fact->doc);
    }
    str_add(out, "\nCodes and the entries of a list's members are in the data manual (`mahi dict RECORD`): a "
                 "field is an entry, with blanks for `_`; "
                 "`from` and `to` are its days, and of a spell `days` says how many have passed.\n\n");
}

static void add_terms(struct str *out)
{
    const struct term *all;
    const size_t count = terms(&all);
    str_add(out, "## Terms\n\nNames for what is asked often; each stands for a question about facts.\n\n"
                 "| term | stands for | what it says |\n|---|---|---|\n");
    for (size_t t = 0; t < count; t++)
        str_addf(out, "| `%s` | `%s` | %s |\n", all[t].name, all[t].text, all[t].doc);
    str_add(out, "\n");
}

static void add_functions(struct str *out)
{
    const struct function *all;
    const size_t count = functions(&all);
    str_add(out, "## Functions\n\nAn argument with a ? may be left out. Arguments may be named: "
                 "`substring(string: \"Suva\", start position: 2)`.\n\n"
                 "| function | what it gives | of null |\n|---|---|---|\n");
    for (size_t f = 0; f < count; f++) {
        struct parameter parameters[PARAMETERS_MAX];
        const size_t n = function_parameters(&all[f], parameters);
        str_addf(out, "| `%s(", all[f].name);
        for (size_t p = 0; p < n; p++)
            str_addf(out, "%s" TEXT_FORMAT "%s%s", p == 0 ? "" : ", ", TEXT_ARGS(parameters[p].name),
                     parameters[p].repeated ? "…" : "", parameters[p].optional ? "?" : "");
        str_addf(out, ")` | %s%s%s%s | %s |\n", all[f].sentence, all[f].example ? " `" : "",
                 all[f].example ? all[f].example : "", all[f].example ? "`" : "", all[f].of_null);
    }
}

void help_questions(struct str *out)
{
    str_add(out, introduction);
    add_facts(out);
    add_terms(out);
    add_functions(out);
}
