#!/usr/bin/env bash
# Questions of everybody and of one: the pilots' criteria put to a made-up register in which somebody stands on each side of every line, as
# at Monday 2 October 2000. Kept questions, criteria and targeting are in question.story.sh.

need mahi init
# shellcheck source=tests/stories/register.sh
. "$(dirname "$STORY")/register.sh"

readonly WORK_TRACK='weeks registered in [0..26] and on benefit and SGI in (3, 4)
and English speaking >= level("clear") and English understanding >= level("clear")
and (count(qualifications) > 0 or count(work history) > 0) and years in New Zealand <= 5'

# The answer that each person gives, a line each: "yes usual". IN a question, then options
answers() {
    local answer
    for answer in yes no unknown; do
        mahi --format csv ask "$@" --as-at "$DAY" --list $answer --limit 0 |
            awk -F, -v answer=$answer '$1 == "number" { people = 1; next } people && $1 { print answer, $1 }'
    done
}

# expect_answers WANTED QUESTION …: who says yes, no and unknown, by number; everybody on exactly one side
expect_answers() {
    local wanted=$1
    shift
    answers "$@" >sides.txt
    verdict "$([[ $(cut -d' ' -f2 sides.txt | sort | xargs) == "$(tr ' ' '\n' <<<"$PEOPLE" | sort | xargs)" ]]; echo $?)" "everybody is on one side of $1"
    expect_equal "$wanted" "$(awk '{ list[$1] = list[$1] " " $2 } END { print "yes:" list["yes"] "; unknown:" list["unknown"] }' sides.txt)"
}

everybody_but() {
    local name
    for name in $(tr ' ' '\n' <<<"$PEOPLE" | LC_ALL=C sort); do
        [[ " $* " == *" $name "* ]] || printf ' %s' "$name"
    done
}

# ---- each line of the criteria

promise "R26: 26 weeks are within 26 weeks and not over them, a day more the other way round, and everybody is on one side"
expect_answers "yes:$(everybody_but weeks-26-1); unknown:" 'weeks registered in [0..26]'
expect_answers 'yes: weeks-26-1; unknown:' 'weeks registered > 26'
expect_answers 'yes: weeks-26-1; unknown:' 'weeks registered in (26..52]'
expect_ok mahi --format csv ask 'weeks registered in [0..26]' --as-at 2000-10-03
expect_out '^Yes,16,18,'
expect_out '^No,2,18,'

promise "R23, R52: ratings 3 and 4 are in, 1, 2 and 5 are out, and who was not rated is not recorded"
expect_answers "yes:$(everybody_but sgi-1 sgi-2 sgi-5 sgi-none nothing); unknown: nothing sgi-none" 'SGI in (3, 4)'
expect_answers "yes: sgi-1 sgi-2 sgi-5; unknown: nothing sgi-none" 'not(SGI in (3, 4))'
expect_answers "yes:$(everybody_but sgi-2 sgi-none nothing); unknown: nothing sgi-none" 'SGI != 2'

promise "R30: exactly five years in New Zealand are within five, a day more is not"
expect_answers "yes:$(everybody_but years-5-1 nothing); unknown: nothing" 'years in New Zealand <= 5'
expect_answers "yes:$(everybody_but years-5-1 nothing); unknown: nothing" 'arrived on + duration("P5Y") >= today()'

promise "R29, R53: an overseas qualification alone and overseas experience alone both pass the or; nothing known is not a no"
expect_answers "yes:$(everybody_but neither nobody-asked nothing); unknown: nobody-asked nothing" \
    'count(qualifications) > 0 or count(work history) > 0'
expect_answers 'yes: job-only; unknown: nobody-asked nothing' 'count(qualifications) = 0 and count(work history) > 0'
expect_answers "yes:$(everybody_but job-only neither nobody-asked nothing); unknown: nobody-asked nothing" \
    'count(qualifications) > 0 and (every q in qualifications satisfies q.country != "NZ")'
expect_answers 'yes: job-only; unknown:'"$(everybody_but job-only neither)" 'some job in work history satisfies job.country != "NZ" and job.days > 365'

promise "R15, R17: an officer's impression is not recorded where only what was checked counts, and stands where it may"
expect_answers "yes:$(everybody_but nothing); unknown: nothing" 'English speaking >= level("clear")'
expect_answers "yes:$(everybody_but impression unchecked nothing); unknown: impression nothing unchecked" \
    'English speaking >= level("clear")' --verified
expect_answers "yes:$(everybody_but impression unchecked nothing); unknown: impression nothing unchecked" \
    'verified(English speaking) >= level("clear")'
expect_answers 'yes: impression; unknown: nothing' 'English speaking method = "officer_impression"'

promise "R116: people of the Pacific are left out, but for Indo-Fijians, and whose group nobody asked is not recorded"
expect_answers "yes:$(everybody_but samoan nothing); unknown: nothing" 'not(cultural group in ("pacific", "samoan")) or cultural group = "indo-fijian"'

promise "R52: the whole of the Work Track's criteria: in, out and not recorded"
expect_answers 'yes: impression indo-fijian job-only samoan sgi-4 unchecked usual weeks-26 years-5; unknown: nobody-asked nothing sgi-none' \
    "$WORK_TRACK"
expect_ok mahi ask "$WORK_TRACK" --as-at "$DAY"
expect_out '^Yes +9 of 18 \(50\.0%\)$'
expect_out '^No +6 of 18 \(33\.3%\)$'
expect_out '^Not recorded +3 of 18 \(16\.7%\)$'

promise "R13: as at another day, and as it was known before anybody wrote it down"
expect_ok mahi --format csv ask 'registered' --as-at 2000-08-06
expect_out '^Yes,2,18,'
expect_out '^Not recorded,16,18,'
expect_ok mahi --format csv ask 'registered' --as-at "$DAY" --known 2000-10-02
expect_out '^Yes,0,0,$'

promise "R12: a list stops at its limit and says how many there are; the same in every format"
expect_ok mahi ask 'registered' --as-at "$DAY" --list yes --limit 3
expect_out 'The first 3 of 18'
expect_ok mahi --format csv ask 'SGI = 4' --as-at "$DAY" --list yes
expect_out '^number,family_name,given_names,sgi$'
expect_out '^sgi-4,sgi-4,,4$'
expect_ok mahi --format csv ask 'benefit since = on benefit since and SGI is verified' --as-at "$DAY" --list no --limit 1
expect_out '^number,family_name,given_names,benefit_since,on_benefit_since,sgi_is_verified$'
expect_ok mahi --format html ask 'SGI < 3' --as-at "$DAY"
expect_out 'SGI &lt; 3'
expect_no_out 'SGI < 3'
expect_ok mahi --format json ask 'SGI < 3' --as-at "$DAY"
cp out asked.json
expect_true "it is JSON" python3 -c 'import json; json.load(open("asked.json"))'

# ---- one person

promise "R52: a yes shows each part with its fact, its day and who checked it"
expect_ok mahi explain "$WORK_TRACK" usual --as-at "$DAY"
expect_out 'Client "usual", as at 2000-10-02: yes\.$'
expect_out '^1 +weeks registered in +yes +yes +8 weeks +Officer: Another record, since 2000-08-07;'
expect_out 'Provider: Test, since 2000-08-09'
expect_out 'checked by ana on 2000-08-10'
expect_out 'not checked'
expect_no_out 'What to ask'

promise "R52, R176: a no names the part that made it so, and only that"
expect_ok mahi explain "$WORK_TRACK" weeks-26-1 --as-at "$DAY"
expect_out 'Client "weeks-26-1", as at 2000-10-02: no\.$'
expect_lines 1 '" is no: '
expect_out '^"weeks registered in \[0\.\.26\]" is no: 26\.1 weeks\.$'
expect_ok mahi --format csv explain "$WORK_TRACK" weeks-26-1 --as-at "$DAY"
expect_out '^part,question,answer,decides,fact,origin$'
expect_out '^1,weeks registered in \[0\.\.26\],no,yes,26\.1 weeks,"?Officer: '
expect_out '^2,on benefit,yes,,yes,'
expect_ok mahi explain "$WORK_TRACK" years-5-1 --as-at "$DAY"
expect_out '^"years in New Zealand <= 5" is no: 5\.01 years\.$'

expect_ok mahi --format csv explain 'SGI + years in New Zealand > 9' usual --as-at "$DAY"
expect_out '^all,SGI \+ years in New Zealand > 9,no,yes,SGI: 3,"?Officer: '
expect_out '^all,,,,years in New Zealand: 2 years,"?Client: '

promise "R52: where nobody knows, the fewest facts that could settle it are the questions to ask"
expect_ok mahi --format csv explain "$WORK_TRACK" sgi-none --as-at "$DAY"
expect_out '^SGI,1$'
expect_ok mahi --format csv explain "$WORK_TRACK" nothing --as-at "$DAY"
expect_out '^on benefit,1$'
expect_out '^qualifications and work history,2$'
expect_out '^"on benefit, SGI, English speaking, English understanding, qualifications and years in New Zealand",6$'
expect_out '^"on benefit, SGI, English speaking, English understanding, work history and years in New Zealand",6$'
expect_ok mahi explain 'SGI = 3 and years in New Zealand > 9' sgi-none --as-at "$DAY"
expect_out '^"years in New Zealand > 9" is no: 2 years\.$'

promise "R17: a fact that stands there unchecked wants a check; one that nobody recorded wants both"
expect_ok mahi --format csv explain 'English speaking >= level("clear") and SGI = 3' unchecked --verified --as-at "$DAY"
expect_out '^a second person.s check of English speaking,1$'
expect_out '^a second person.s check of English speaking and SGI,2$'
expect_ok mahi --format csv explain 'SGI is verified' unchecked --as-at "$DAY"
expect_out '^all,SGI is verified,no,yes,no,'
expect_ok mahi --format csv explain 'verified(English speaking) >= level("clear")' nothing --as-at "$DAY"
expect_out '^English speaking,1$'

promise "R13: nobody is explained who was not known then, or is not known at all"
expect_exit 4 mahi explain 'SGI = 3' nobody --as-at "$DAY"
expect_err '"nobody"'
expect_exit 4 mahi explain 'SGI = 3' usual --as-at "$DAY" --known 1999-01-01
expect_err 'client "usual" was not known then'

# ---- part of a list

promise "R12: --where restricts a list and a table to those of whom a question is true, as at the same day"
expect_ok mahi list client --where 'SGI < 3' --as-at "$DAY"
expect_out 'where SGI < 3'
expect_out '^sgi-1 '
expect_out '^sgi-2 '
expect_no_out '^usual'
expect_ok mahi list sgi_rating --where 'weeks registered > 26' --as-at "$DAY"
expect_out '^weeks-26-1 '
expect_no_out '^usual'
expect_ok mahi list sgi_rating --where 'weeks registered > 26' --as-at 2000-10-01
expect_out 'There are none'
expect_ok mahi --format csv table client --rows cultural_group --where 'SGI in (3, 4)' --as-at "$DAY"
expect_out '^sinhalese,11,13,'
expect_out '^indo-fijian,1,13,'
expect_exit 2 mahi list office --where 'SGI = 3'
expect_err '"?--where"? asks about clients, and a record of type office is about none'

# ---- what is refused

promise "R52: a mistake is shown in its place, with the nearest known word, before anybody is asked"
expect_exit 3 mahi ask 'on benefit
and weeks registerd in [0..26]'
expect_err '^mahi: line 2, column 5: there is no fact called "weeks registerd"; did you mean "weeks registered"\?$'
expect_err '^and weeks registerd in \[0\.\.26\]$'
expect_err '^    \^{15}$'
expect_no_out
expect_exit 3 mahi ask 'English speaking >= level("cler")'
expect_err 'did you mean "clear"\?$'
expect_exit 3 mahi explain 'benefit = "dole"' usual
expect_err '"dole" is no code of the list "Benefit", which has [a-z_]+, '
expect_exit 3 mahi list client --where 'SGI = "three"'
expect_err 'SGI.* is a number and cannot be compared with a text\.$'
expect_exit 3 mahi ask 'SGI'
expect_err '"SGI" is a number, and here stands what is yes or no'
expect_exit 2 mahi ask 'SGI = 3' --list maybe
expect_err '"maybe" is no answer; write yes, no or unknown'
expect_exit 2 mahi ask 'SGI = 3' --limit some

promise "R52: a question does nothing but ask"
expect_exit 3 mahi ask "SGI = 3; delete from client"
expect_exit 3 mahi ask "first language = 'x' or 1 = 1"
expect_ok mahi --format csv ask 'first language = "\"; drop table client; --"' --as-at "$DAY"
expect_out '^Not recorded,18,18,'

promise "R41, R117: what few may see is refused to the others, in every command that asks"
expect_ok mahi --as ana ask 'entry category = "family"'
expect_exit 5 mahi --as ben ask 'entry category = "family"'
expect_err '"entry category" is restricted'
expect_exit 5 mahi --as ben explain 'SGI = 3 or entry category = "family"' usual
expect_exit 5 mahi --as ben list client --where 'is recorded(entry category)'
expect_exit 5 mahi --as ben table client --rows gender --where 'entry category = "family"'

promise "R14: nothing of it left a trace"
expect_ok mahi doctor
