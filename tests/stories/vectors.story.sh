#!/usr/bin/env bash
# The acceptance vectors of the requirements (5.2), put to the founding programmes as they ship: each line, and both sides of each boundary.
# Those that stand in other stories carry "5.2" in their names: agreement, client, pilots, place, question. The sum of local groups waits for them.

need mahi init
# shellcheck source=tests/stories/register.sh
. "$(dirname "$STORY")/register.sh"
for programme in mwt crm thrive; do need mahi programme load "$SHARE/programmes/$programme.yaml"; done
need mahi load "$SHARE/samples/pilots-2000"
export MAHI_TODAY=$DAY

# What the founding programmes' own criterion $1 says of each of the people $3…: "in out unknown", as at $2
of_each() {
    local criterion=$1 day=$2 said='' name
    shift 2
    for name in "$@"; do
        said+=" $(mahi explain "@$criterion" "$name" --as-at "$day" | sed -nE 's/.*, as at [0-9-]+: (yes|no|not recorded)\.$/\1/p' | sed 's/not recorded/unknown/')"
    done
    echo "${said# }"
}

promise "R26: (5.2) 26 weeks enrolled: in for Work Track, out for Central Region and Thrive; a day more: the reverse"
expect_equal 'yes no' "$(of_each mwt-early "$DAY" weeks-26 weeks-26-1)"
expect_equal 'no yes' "$(of_each crm-over "$DAY" weeks-26 weeks-26-1)"
expect_equal 'no yes' "$(of_each thrive-over "$DAY" weeks-26 weeks-26-1)"
promise "R26: (5.2) the day after, who was in is over; every client is on exactly one side, on every day about it"
expect_equal 'no no' "$(of_each mwt-early 2000-10-03 weeks-26 weeks-26-1)"
expect_equal 'yes yes' "$(of_each crm-over 2000-10-03 weeks-26 weeks-26-1)"
for day in 2000-09-30 2000-10-01 2000-10-02 2000-10-03 2000-10-04; do
    for name in weeks-26 weeks-26-1 usual; do
        expect_true "$name is on one side on $day" test "$(of_each mwt-early "$day" "$name")" != "$(of_each crm-over "$day" "$name")"
    done
done

promise "R23: (5.2) SGI 3 and 4 in; 1, 2, 5 out, out, out; missing: unknown"
expect_equal 'yes yes' "$(of_each mwt-sgi "$DAY" usual sgi-4)"
expect_equal 'no no no unknown' "$(of_each mwt-sgi "$DAY" sgi-1 sgi-2 sgi-5 sgi-none)"

promise "R30: (5.2) in New Zealand exactly five years on the selection date: in; a day more: out; a day before: in"
expect_equal 'yes no' "$(of_each mwt-recent "$DAY" years-5 years-5-1)"
expect_equal 'no' "$(of_each mwt-recent 2000-10-03 years-5)"
expect_equal 'yes' "$(of_each mwt-recent 2000-10-01 years-5-1)"

promise "R29: (5.2) an overseas qualification only, or overseas experience only, both pass the or; neither does not, and nobody asked is unknown"
expect_equal 'yes yes no unknown' "$(of_each mwt-qualified "$DAY" usual job-only neither nobody-asked)"

promise "R15, R17: (5.2) English rated by officer impression alone: unknown where a programme asks for verified, and counted where it does not"
expect_equal 'yes yes' "$(of_each mwt-english "$DAY" impression usual)"
need mahi question save checked 'English speaking >= level("clear")' --label 'Clear English, checked' --verified
expect_equal 'unknown yes' "$(of_each checked "$DAY" impression usual)"

promise "R116: (5.2) a Pacific client is out of Thrive, an Indo-Fijian is in, and whose group nobody asked is unknown"
bring client < <(
    echo 'number,family_name,cultural_group,first_language,source,method'
    echo 'pacific,pacific,pacific,ton,client,interview'
    echo 'samoan,samoan,samoan,smo,client,interview'
    echo 'indo-fijian,indo-fijian,indo-fijian,hif,client,interview'
    echo 'usual,usual,sinhalese,sin,client,interview'
)
expect_equal 'no yes yes unknown' "$(of_each thrive-group "$DAY" pacific indo-fijian usual nothing)"
promise "R116: (5.2) so is a Samoan, whose group is part of Pacific"
expect_equal 'no' "$(of_each thrive-group "$DAY" samoan)"
promise "R116: and no group can be made part of itself"
offer cultural_group <<<$'code,label,part_of\npacific,Pacific peoples,samoan'
expect_equal 3 "$CODE"
expect_out 'it would be part of itself'
expect_exit 3 mahi record cultural_group code=samoan part_of=samoan
expect_err 'it would be part of itself'
bring register_spell <<<$'client,effective_from,office,source,method\npacific,2000-01-03,newton,officer,record'
promise "R116: (5.2) a Pacific client is listed as covered by no programme, unless enrolled elsewhere; an Indo-Fijian is not listed"
expect_ok mahi --format csv board covered_by_none --as-at "$DAY"
expect_out '^pacific,'
expect_out '^samoan,'
expect_no_out '^(indo-fijian|usual),'
bring intake <<<$'code,programme,starts_on,places\nmwt-x,mwt,2000-09-25,10'
bring enrolment <<'ROWS'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,started_on,source,method
pacific,mwt-x,2000-09-20,programme,judgement,2000-09-25,2000-09-20,2000-09-25,officer,record
ROWS
expect_ok mahi --format csv board covered_by_none --as-at "$DAY"
expect_no_out '^pacific,'
expect_out '^samoan,'
promise "R116: (5.2) nobody left out takes a place without a reason, whatever door they come by"
offer enrolment <<'ROWS'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method
samoan,thrive-2000,2000-09-20,programme,judgement,2000-09-25,2000-09-20,officer,record
ROWS
expect_equal 3 "$CODE"
expect_out 'the programme leaves out Samoan'
offer enrolment <<'ROWS'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method
indo-fijian,thrive-2000,2000-09-20,programme,judgement,2000-09-25,2000-09-20,officer,record
ROWS
expect_equal 0 "$CODE"

promise "R231: (5.2) 6.4 with N = 38, 36.3 with N = 17 and 7.7 with N = 16 are impossible; 7.7 with N = 26 is 2 of 26, and 25 of 38 is 66"
expect_exit 1 mahi grim 6.4 38
expect_exit 1 mahi grim 36.3 17
expect_exit 1 mahi grim 7.7 16
expect_ok mahi grim 7.7 26
expect_out '\b2 of 26\b'
expect_ok mahi grim 66 38
expect_out '\b25 of 38\b'
promise "R231: (5.2) and so are the next printed figures: 7.6 and 7.8 with N = 26, 65 with N = 38 only as 25 of 38 rounds otherwise"
expect_exit 1 mahi grim 7.6 26
expect_exit 1 mahi grim 7.8 26
