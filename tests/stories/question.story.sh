#!/usr/bin/env bash
# Questions that are kept, written out for other engines, and used as a programme's criteria. The people are those of register.sh.

need mahi init
# shellcheck source=tests/stories/register.sh
. "$(dirname "$STORY")/register.sh"
readonly SCHEMA=${MAHI_SHARED:-$SHARE/../../shared}/dmn/DMN15.xsd

# ---- kept, with versions

promise "R8, R27: a new question wants a label, and is version 1"
expect_exit 2 mahi question save early 'weeks registered in [0..26]'
expect_err '"early" is a new question; say what reports call it with --label'
expect_ok mahi question save early 'weeks registered in [0..26]' --label 'Early' --sentence 'Who is new to the register'
expect_out 'Saved as early/1'
promise "R27: other words are a new version and want a reason; the old version keeps its own"
expect_exit 2 mahi question save early 'weeks registered in [0..13]'
expect_err '"early" would get a new version, for its words differ from version 1; say why with --reason'
expect_ok mahi question save early 'weeks registered in [0..13]' --reason 'Half the time'
expect_out 'Saved as early/2'
expect_ok mahi --format csv question show early
expect_out '^early/1,Early,weeks registered in \[0\.\.26\],no,2026-07-01,'
expect_out '^early/2,Early,weeks registered in \[0\.\.13\],no,2026-07-01,.*,Half the time$'
expect_ok mahi --format csv ask @early/1 --as-at "$DAY"
expect_out '^Yes,17,18,'
expect_ok mahi --format csv ask @early --as-at "$DAY"
expect_out '^Yes,16,18,'
expect_ok mahi ask @early --as-at "$DAY"
expect_out '^Early \(early/2\)$'
expect_out '^weeks registered in \[0\.\.13\]$'
promise "R27: the same words again are no new version, and a label changes without one"
expect_ok mahi question save early 'weeks registered in [0..13]' --label 'Newly registered'
expect_out 'early/2 says the same already; no new version'
expect_ok mahi --format csv question list
expect_lines 2
expect_out '^early/2,Newly registered,'
promise "R17: that only checked facts count belongs to the version"
expect_ok mahi question save speaks 'English speaking >= level("clear")' --label 'Speaks clearly'
expect_ok mahi question save speaks 'English speaking >= level("clear")' --verified --reason 'An impression is no test'
expect_out 'Saved as speaks/2'
expect_ok mahi --format csv ask @speaks/1 --as-at "$DAY"
expect_out '^Yes,17,18,'
expect_ok mahi --format csv ask @speaks --as-at "$DAY"
expect_out '^Yes,15,18,'
expect_out '^Not recorded,3,18,'
promise "R52: what cannot be asked is not kept, and a code that is not there is named with the nearest"
expect_exit 3 mahi question save bad 'SGJ = 3' --label Bad
expect_err '^mahi: line 1, column 1: there is no fact called "SGJ"; did you mean "SGI"\?$'
expect_err '^SGJ = 3$'
expect_exit 4 mahi question show bad
expect_exit 4 mahi ask @erly
expect_err 'no question "erly" is kept here; did you mean "early"\?'
expect_exit 4 mahi ask @early/9
expect_exit 2 mahi question save a/b 'SGI = 3' --label Stroke
expect_err '"a/b" has a stroke in it'
expect_exit 2 mahi question keep early
expect_err '"keep" is nothing that can be done with a question; write save, show, list or export'
expect_exit 2 mahi question export
promise "R12: a kept question restricts a list as a written one does"
expect_ok mahi list client --where @early/1 --as-at "$DAY"
expect_out 'where Newly registered \(early/1\)'
expect_no_out 'weeks-26-1'

# ---- written out

promise "R52: a question is written as a model of the standard, valid against the standard's own schema"
# IN a code, its words, then options of question save
export_of() {
    local code=$1 words=$2
    shift 2
    expect_ok mahi question save "$code" "$words" --label "Label of <$code> & \"more\"" --sentence "What it's <for> & why" "$@"
    expect_ok mahi question export "$code"
    cp out "$code.dmn"
    expect_true "$code is valid" xmllint --noout --schema "$SCHEMA" "$code.dmn"
}
export_of lists 'count(qualifications[level >= 6]) > 0 or (some j in work history satisfies j.country != "NZ") or count(barriers) = 0 or count(enrolments) = 0'
export_of dates 'arrived on + duration("P5Y") >= today() and born on < date("1980-01-01") and SGI since <= @"2000-08-31" and weeks registered in (26..52]'
export_of checked 'English speaking >= level("clear") and verified(SGI) in (3, 4) and SGI is verified' --verified
export_of texts $'first language = "<a & \\"b\\">" or country of origin in ("NZ", "FJ") // a note with & and <\nand benefit != "sickness"'
export_of chosen 'if on benefit then age between 18 and 25 else not(is recorded(SGI)) and hours per week * 2 + 1 > 3 ** 2'
run cat texts.dmn
expect_out 'name="Label of &lt;texts&gt; &amp; &quot;more&quot;"'
run cat dates.dmn
expect_out 'typeRef="date"'
expect_out 'xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"'
promise "R52: what is written out means the same when it is asked here"
for code in lists dates chosen; do
    words=$(python3 -c 'import sys, xml.etree.ElementTree as tree
print(tree.parse(sys.argv[1]).find(".//{*}literalExpression/{*}text").text)' "$code.dmn")
    mahi --format csv ask "@$code" --as-at "$DAY" >asked.csv
    mahi --format csv ask "$words" --as-at "$DAY" >written.csv
    expect_same asked.csv written.csv
done

# ---- a programme's criteria

bring programme <<'END'
code,name
wt,Work Track
odd,Contradictory
END
need mahi question save benefit 'on benefit' --label 'On income support'
need mahi question save tested 'benefit is work tested' --label 'Work-tested benefit'
need mahi question save sgi 'SGI in (3, 4)' --label 'SGI 3 or 4'
need mahi question save qualified 'count(qualifications) > 0' --label 'Qualified'
need mahi question save either 'count(qualifications) > 0 or count(work history) > 0' --label 'Qualification or experience'
need mahi question save five 'years in New Zealand <= 5' --label 'Five years at most'
need mahi question save over 'weeks registered > 26' --label 'Over 26 weeks'
need mahi question save low 'SGI < 3' --label 'Low'
bring criterion <<'END'
programme,rank,label,version,need
wt,1,Enrolled 26 weeks at most,early/1,hard
wt,2,On income support,benefit/1,hard
wt,3,A work-tested benefit,tested/1,preferred
wt,4,SGI 3 or 4,sgi/1,hard
wt,5,Qualification or work experience,either/1,hard
wt,6,Five years in the country at most,five/1,hard
wt,7,Qualified,qualified/1,preferred
odd,1,Enrolled 26 weeks at most,early/1,hard
odd,2,Over 26 weeks,over/1,hard
odd,3,SGI 3 or 4,sgi/1,hard
odd,4,Low,low/1,preferred
END

promise "R53: before anybody is chosen, for each criterion who passes, who fails, who is not recorded, and whom it alone shuts out"
expect_ok mahi --format csv targeting wt --as-at "$DAY"
expect_out '^1,Enrolled 26 weeks at most,hard,17,18,[0-9.]+,1,0,17,1$'
expect_out '^2,On income support,hard,17,18,[0-9.]+,0,1,17,0$'
expect_out '^4,SGI 3 or 4,hard,13,18,[0-9.]+,3,2,13,3$'
expect_out '^5,Qualification or work experience,hard,15,18,[0-9.]+,1,2,0,1$'
expect_out '^6,Five years in the country at most,hard,16,18,[0-9.]+,1,1,16,1$'
promise "R27: a preferred criterion ranks who is eligible and shuts nobody out"
expect_out '^3,A work-tested benefit,preferred,17,18,[0-9.]+,0,1,17,$'
expect_out '^2 of 2,8,9,'
expect_out '^1 of 2,1,9,'
expect_out '^0 of 2,0,9,'
promise "R53, R29: (5.2) the or lets in who has no qualification, and the report says how many"
expect_out '^7,Qualified,preferred,14,18,[0-9.]+,2,2,0,$'
promise "R52: unknown is never pass"
expect_ok mahi targeting wt --as-at "$DAY"
expect_out 'of 18 people 9 are eligible, 6 are not, and of 3 nobody knows'
promise "R31, R80: those eligible are set beside the register, as counts"
expect_ok mahi --format csv targeting wt --as-at "$DAY" --by 'cultural group, English speaking'
expect_out '^sinhalese,15,18,[0-9.]+,7,9,'
expect_out '^samoan,1,18,[0-9.]+,1,9,'
expect_out '^not recorded,1,18,[0-9.]+,0,9,'
expect_out '^Clear,17,18,[0-9.]+,9,9,1$'
expect_exit 2 mahi targeting wt --by 'culturel group'
expect_err 'did you mean "cultural group"'
promise "R145: two criteria that cannot both hold are pointed out"
expect_ok mahi targeting odd --as-at "$DAY"
expect_out 'Caution: "Enrolled 26 weeks at most" and "Over 26 weeks" cannot both hold of one person'
expect_lines 1 'cannot both hold'
expect_out 'of 18 people 0 are eligible'
promise "R27: a criterion stays with the version it was given, however the question changes"
need mahi question save sgi 'SGI = 5' --reason 'Another scale'
expect_ok mahi --format csv targeting wt --as-at "$DAY"
expect_out '^4,SGI 3 or 4,hard,13,18,'
promise "R53: a programme without criteria, and one that is not there, say what to do"
bring programme <<<$'code,name\nbare,Bare'
expect_exit 4 mahi targeting bare
expect_err 'programme "bare" has no criteria yet; import them'
expect_exit 4 mahi targeting wtt
for format in text json html; do
    expect_ok mahi --format "$format" targeting wt --as-at "$DAY"
    expect_ok mahi --format "$format" question show early
done

# ---- a part of a comparison

promise "R224: a comparison of a part of the people says that it is exploratory"
need mahi load "$SHARE/samples/nsw"
expect_ok mahi compare nsw --where 'cultural group = "black"'
expect_out '^Caution: exploratory: only some of the people'
expect_out 'In are those of whom this is true as at$'
expect_out '^ +1977-01-01: cultural group = "black"\.$'
expect_out '^Eligible +156 +215$'
expect_ok mahi compare nsw
expect_no_out '^Caution: exploratory'
expect_out '^Eligible +185 +260$'
expect_exit 3 mahi compare nsw --where 'agge >= 25'
expect_err '^mahi: line 1, column 1: there is no fact called "agge"; did you mean "age"\?$'
expect_err '^\^\^\^\^$'

promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor
