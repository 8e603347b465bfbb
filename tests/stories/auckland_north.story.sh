#!/usr/bin/env bash
# The whole Auckland North pilot, as it should have been kept: 45 eligible engineers, 26 places by lot, an agency that signs late, over 200
# employers, seven placed at four, five hired, and both groups followed to the last wave. The people and employers are made up.

export MAHI_TODAY=2000-07-17
need mahi init
bring office <<<$'code,kind\nauckland,region\nnorth,service_centre'
bring office_name <<<$'office,name,effective_from,parent\nauckland,Auckland,1990-01-01,\nnorth,North Shore,1990-01-01,auckland'
bring staff <<'END'
login,name,office,role
ana,Ana Ngata,north,case_manager
bro,Bro Kerr,north,work_broker
rev,Rev Hunt,north,evaluator
END
bring occupation <<<$'code,label\nciv,Civil engineer\nele,Electrical engineer'
bring organisation <<<$'code,name,kind\nservice,The service,service\ntad,TAD,agency'
bring programme <<'END'
code,name,region,starts_on,ends_on
me,Migrant Engineers,auckland,2000-07-01,2000-12-31
END
bring intake <<<$'code,programme,name,starts_on,places\nme-aug,me,August 2000,2000-08-07,26'
bring wave <<<$'code,programme,label,months_after\nme-5m,me,five months after,5\nme-10m,me,ten months after,10'
bring outcome <<<$'code,programme,label,measure\nme-full,me,in full-time work,share\nme-part,me,in part-time work,share'
bring outcome_state <<<$'outcome,status\nme-full,full_time\nme-part,part_time'
bring follow_up_rule <<<$'programme,track,weeks_after\nme,placed,4\nme,not_placed,13'

# 45 engineers with SGI 3 or 4, five with another, three whom nobody rated. Two in three are civil engineers.
people() {
    local i
    for ((i = 1; i <= 53; i++)); do printf 'E-%02d\n' "$i"; done
}
{
    echo number,family_name,country,first_language,source,method
    people | awk '{print $1 ",Engineer," (NR % 2 ? "LK,sin" : "CN,zho") ",client,interview"}'
} | bring client
{
    echo client,effective_from,rating,source,method
    people | awk 'NR <= 45 {print $1 ",2000-06-01," (NR % 2 ? 3 : 4) ",officer,interview"} NR > 45 && NR <= 50 {print $1 ",2000-06-01,1,officer,interview"}'
} | bring sgi_rating
{
    echo client,effective_from,office,source,method
    people | awk '{print $1 ",2000-03-01,north,officer,record"}'
} | bring register_spell
{
    echo client,effective_from,status,source,method
    people | awk '{print $1 ",2000-03-01,unemployed,officer,record"}'
} | bring labour_status
{
    echo client,title,occupation,effective_from,effective_to,country,source,method
    people | awk '{print $1 ",Engineer," (NR % 3 ? "civ" : "ele") ",1990-01-01,1998-12-31," (NR % 2 ? "LK" : "CN") ",client,interview"}'
} | bring work_history
{
    echo client,skill,level,effective_from,assessor,source,method
    people | awk '{print $1 ",speaking,high,2000-06-01,Ana,officer,officer_impression"}'
} | bring english_level
need mahi question save sgi 'SGI in (3, 4)' --label 'SGI 3 or 4'
bring criterion <<<$'programme,rank,label,version,need\nme,1,SGI 3 or 4,sgi/1,hard'

promise "R103: (F19) whoever selects is told that there is hardly any work of the kind in the region"
expect_ok mahi select freeze me-aug --as-at 2000-07-17 --index-on 2000-08-07
expect_out 'demand is near nil for 30 on the list whose work is "Civil engineer": 0 posts are open'
expect_out 'of 53 people asked 45 are eligible, 5 are not, and of 3 nobody knows'
promise "R103: three open posts in the region for thirty people are more than hardly any; posts elsewhere do not count"
bring office <<<$'code,kind\nsouth,service_centre'
bring employer <<<$'code,name,region\nold,Made up,north\nfar,Made up,south'
for posts in 2 3; do
    bring vacancy <<<$'number,employer,occupation,region,kind,opened_on,closed_on,posts\nold-1,old,civ,north,job,2000-07-01,2000-07-31,'$posts$'\nfar-1,far,civ,south,job,2000-07-01,2000-07-31,9'
    expect_ok mahi select list me-aug
    [[ $posts == 3 ]] || expect_out '"Civil engineer": 2 posts are open'
done
expect_no_out 'Civil engineer'
expect_out 'near nil for 15 on the list whose work is "Electrical engineer"'
promise "R77, R230: 45 are eligible, and a lot that anybody can repeat gives 26 the places"
need mahi select announce me-aug 'The Lotto draw of 22 July 2000'
expect_ok mahi select draw me-aug '4 11 17 23 35 40'
expect_ok mahi select verify me-aug
mapfile -t P < <(columns client,side enrolment | sed -n 's/|programme$//p' | sort)
mapfile -t C < <(columns client,side enrolment | sed -n 's/|comparison$//p' | sort)
expect_equal '26 19' "${#P[*]} ${#C[*]}"
export MAHI_TODAY=2000-08-08
need mahi enrol me-aug everybody offer --on 2000-07-24
need mahi enrol me-aug everybody accept --on 2000-07-26
need mahi enrol me-aug everybody start --on 2000-08-07

promise "R210, R221: both groups have the same waves due from their first day"
expect_equal '90 me-5m me-10m' "$(columns wave follow_up_due | grep -c '^me-') $(columns wave follow_up_due | grep '^me-' | sort -r | uniq | xargs)"

promise "R48: what people expect is asked before anything starts"
{
    echo client,effective_from,occasion,occupation,salary,weeks,source,method
    for p in "${P[@]}"; do echo "$p,2000-08-08,before,civ,45000,26,client,interview"; done
} | bring expectation
expect_equal 26 "$(columns client expectation | sort -u | wc -l)"

# ---- the agency

bring agreement <<<$'code,kind,title,programme,purpose\njv,joint_venture,Joint venture with TAD,me,work_experience'
bring agreement_version <<'END'
code,agreement,version,starts_on,purpose_words,duties,clients_told
jv/1,jv,1,2000-07-20,Work experience in the profession,TAD seeks places for work experience,Unpaid for up to six months
END
bring agreement_party <<<$'agreement,organisation\njv,service\njv,tad'
bring agreement_signature <<<$'version,organisation,agreed_on,signed_by\njv/1,service,2000-07-20,The manager'
referred_to_agency() { # DAY
    echo client,organisation,agreement,effective_from,intake
    for p in "${P[@]}"; do echo "$p,tad,jv,$1,me-aug"; done
}
export MAHI_TODAY=2000-09-20
promise "R95: nobody is sent to the agency before all parties have signed"
offer agency_referral < <(referred_to_agency 2000-08-14)
expect_equal 3 "$CODE"
expect_out 'TAD has not agreed'
bring agreement_signature <<<$'version,organisation,agreed_on,signed_by\njv/1,tad,2000-08-21,The director'
offer agency_referral < <(referred_to_agency 2000-08-14)
expect_equal 3 "$CODE"
expect_ok mahi import agency_referral <(referred_to_agency 2000-08-22)
promise "R87: what the agency does for each is a step with its day"
{
    echo client,organisation,step,effective_from,result
    for p in "${P[@]}"; do echo "$p,tad,interview,2000-08-24,Met"; done
    for p in "${P[@]:0:16}"; do echo "$p,tad,package,2000-08-31,Sent to employers"; done
} | bring agency_step
promise "R112: whoever was chosen for high English by an impression, and tests lower, is seen"
bring english_level <<END
client,skill,level,effective_from,assessor,source,method
${P[9]},speaking,basic,2000-08-25,TAD,provider,test
END
run mahi --format csv board english_at_selection --programme me
expect_out "^${P[9]},Programme,High,Officer.s impression,no,2000-06-01,Basic,2000-08-25,-3$"

# ---- the employers: e-001 to e-004 offer, e-005 and e-006 meet somebody, e-007 to e-203 are interested, five refuse

employers() { # of the numbers $1 to $2, what follows each
    local i
    for ((i = $1; i <= $2; i++)); do printf 'e-%03d,%s\n' "$i" "$3"; done
}
{
    echo code,name,region,size,migrant_run,sector,reached_by,reached_on,reached_through
    employers 1 2 'Made up,north,small,yes,engineering,agency,2000-09-01,tad'
    employers 3 4 'Made up,north,small,no,engineering,agency,2000-09-01,tad'
    employers 5 208 'Made up,north,large,no,engineering,agency,2000-09-01,tad'
} | bring employer
{
    echo employer,held_on,asked_by,organisation,programme,asked_for,answer,refusal,number
    {
        employers 1 203 '2000-09-04,agency,tad,me,work_experience,interested,'
        employers 204 206 '2000-09-05,agency,tad,me,work_experience,refused,cost'
        employers 207 208 '2000-09-05,agency,tad,me,work_experience,refused,unfamiliar'
        employers 5 6 '2000-09-11,agency,tad,me,work_experience,met,'
        employers 1 4 '2000-09-18,agency,tad,me,work_experience,offered,'
    } | awk '{print $0 ",ec-" NR}'
} | bring employer_contact
bring employer_cost <<'END'
employer,estimated_on,supervision_hours,training_hours,amount
e-001,2000-09-18,4,20,100
e-002,2000-09-18,4,20,100
e-003,2000-09-18,2,10,60
e-004,2000-09-18,2,10,60
END
bring vacancy <<'END'
number,employer,occupation,region,kind,opened_on,posts,hours_per_week
v-1,e-001,civ,north,work_experience,2000-09-18,3,30
v-2,e-002,civ,north,work_experience,2000-09-18,2,30
v-3,e-003,civ,north,work_experience,2000-09-18,2,30
v-4,e-004,civ,north,work_experience,2000-09-18,1,30
END
promise "R201: (F22) 208 approached, 203 interested, 6 met, 4 offered"
run mahi --format csv board employer_funnel --programme me --as-at 2000-09-30
expect_equal 'Approached,208,5 Interested,203,197 Met,6,2 Offered,4,4 Placed,0,0 Hired,0,0' "$(sed -n 's/^\([A-Z][a-z]*,[0-9]*,[0-9]*\)$/\1/p' out | xargs)"
promise "R109: why the five refused, as a second person judges it"
for i in 204 205 206 207; do
    number=$(columns number,employer employer_contact | sed -n "s/|e-$i\$//p")
    need mahi --as rev employer review "$number" "$([[ $i == 207 ]] && echo not_so || echo not_checkable)"
done
run mahi --format csv board refusals --programme me
expect_out '^Cost,3,5,0.6,0,0,0,,0,3,0,0,3,0,3,3,1,0,0,0$'
expect_out '^Unfamiliar qualification,2,5,0.4,0,0,0,,0,1,0,1,1,1,0,1,0,1,0,0$'

# ---- eight are put forward; one will not work unpaid; seven are placed at four employers

export MAHI_TODAY=2000-09-25
vacancies=(v-1 v-1 v-1 v-2 v-2 v-3 v-3 v-4)
promise "R19: eight are put forward, with what is known of each"
for i in {0..7}; do need mahi --as bro refer "${P[i]}" "${vacancies[i]}" --organisation tad --intake me-aug --on 2000-09-20; done
expect_out 'no work broker has met this person yet'
referral() { columns client,number referral | sed -n "s/^$1|//p"; }
placement() { columns client,number,kind placement | sed -n "s/^$1|\\(.*\\)|$2\$/\\1/p"; }
for i in {1..7}; do need mahi --as bro refer result "$(referral "${P[i]}")" offered --interviewed 2000-09-22 --on 2000-09-25; done 2>err
promise "R97, R49: who will not work unpaid says so, and it is an outcome with a reason, not a disappearance"
expect_ok mahi refer result "$(referral "${P[0]}")" refused_client --words 'Will not give professional services free'
expect_ok mahi enrol me-aug "${P[0]}" withdraw --on 2000-09-25 --why 'Will not work unpaid'
for i in {1..7}; do
    need mahi --as bro place agree referral="$(referral "${P[i]}")" pay=unpaid planned_from=2000-10-09 planned_to=2001-03-30 \
        who_pays='The service pays fares' training_duty='New Zealand standards' in_profession=yes work_level=below
done
expect_out 'the programme ends on 2000-12-31, before this placement does'
first=$(placement "${P[1]}" work_experience)
promise "R88, R97: unpaid work begins when both have agreed to it"
expect_exit 3 mahi place start "$first" --on 2000-10-09
expect_err 'unpaid'
for i in {1..7}; do
    for side in client employer; do need mahi place accept "$(placement "${P[i]}" work_experience)" $side; done
done
promise "R90: no fee before a recorded start, and none twice"
expect_exit 3 mahi place fee "$first" 450 --claim TAD-1
expect_err 'has not begun'
export MAHI_TODAY=2000-10-09
for i in {1..6}; do need mahi place start "$(placement "${P[i]}" work_experience)"; done
expect_ok mahi place fee "$first" 450 --claim TAD-1
expect_exit 6 mahi place fee "$first" 450 --claim TAD-7
expect_err 'a placement has one fee'
need mahi place pay "$first"
expect_exit 6 mahi place pay "$first"
promise "R58: whoever is placed has support due; who is not, a look at what to try next"
expect_equal "6" "$(columns client,track follow_up_due | grep -c '|placed$')"

export MAHI_TODAY=2000-12-04
need mahi place start "$(placement "${P[7]}" work_experience)"
hire() { # PERSON EMPLOYER HOURS FROM
    need mahi --as bro place agree client="$1" employer="$2" kind=job occupation=civ intake=me-aug pay=paid \
        hours_per_week="$3" planned_from="$4" organisation=tad client_agreed_on="$4" employer_agreed_on="$4" \
        who_pays='The employer' training_duty=none in_profession=yes work_level=same
    need mahi place start "$(placement "$1" job)" --on "$4"
}
to_work() { # PERSON EMPLOYER HOURS LAST-DAY FIRST-DAY
    need mahi place end "$(placement "$1" work_experience)" better_job client --on "$4"
    hire "$1" "$2" "$3" "$5"
}
to_work "${P[5]}" e-003 40 2000-11-03 2000-11-06
to_work "${P[6]}" e-003 40 2000-11-10 2000-11-13
to_work "${P[1]}" e-001 40 2000-12-01 2000-12-04
to_work "${P[2]}" e-001 40 2000-12-01 2000-12-04
export MAHI_TODAY=2000-12-31
to_work "${P[3]}" e-002 15 2000-12-08 2000-12-11
need mahi place end "$(placement "${P[5]}" job)" dismissed employer --on 2000-12-15 --then unemployed
need mahi place end "$(placement "${P[6]}" job)" left client --on 2000-12-22 --then unemployed

promise "R194: four employers, seven placed, five hired, three of them by migrants, from linked records"
run mahi --format csv board hosts --programme me
expect_out '^Total,,,4,4,7,5,3$'
expect_out '^e-001,Small,yes,1,1,2,2,2$'
run mahi --format csv board employer_funnel --programme me
expect_equal 'Approached,208,5 Interested,203,197 Met,6,2 Offered,4,0 Placed,4,1 Hired,3,3' "$(sed -n 's/^\([A-Z][a-z]*,[0-9]*,[0-9]*\)$/\1/p' out | xargs)"
promise "R104, R193: the way of the 45: 26 selected, 16 packaged, 8 put forward, 7 interviewed, 7 placed, 5 employed"
run mahi --format csv board participant_funnel --programme me
expect_equal 'Eligible,45,19 Selected,26,10 Packaged,16,8 Put_forward,8,1 Interviewed,7,0 Placed,7,2 Employed,5,5' \
    "$(sed 1d out | awk -F, '{gsub(/ /, "_", $1); print $1 "," $2 "," $5}' | grep -v '^#' | xargs)"
promise "R98: the programme begins to work as it ends: starts still rise, and five placements outrun it"
run mahi --format csv board placement_timeline --programme me
expect_out '^2000-09-01,214,4,214,'
expect_out '^2000-10-01,0,0,0,,6,6,no$'
expect_out '^2000-11-01,0,0,0,,2,8,no$'
expect_out '^2000-12-01,0,0,0,,4,12,no$'
run mahi --format csv board closing_windows --programme me --weeks 4
expect_out '^me,2000-07-01,2000-12-31,0,0,2,4,yes,5,12,' # 6 and 13 November before; three on 4 December and one on the 11th
run mahi --format csv board censored --programme me
expect_lines 5 '^me,pl-'
promise "R198: (F39) one in twelve placements ended in a dismissal"
run mahi --format csv board endings --programme me
expect_out '^Dismissed,Employer,1,12,0.083'
promise "R100: (F21) no placement was free"
run mahi --format csv board placement_costs --programme me
expect_out "^$first,${P[1]},e-001,7.7[0-9]*,450,,,771.4[0-9]*,4,450,1221.4"
expect_no_out '^pl-.*,0$'
promise "R84: the arms of each participant are apart; R83: in the profession"
run mahi --format csv board arms --programme me
expect_out "^${P[1]},Programme,,2,1,2,,1$"
run mahi --format csv board professions --programme me
expect_out '^me,Work experience,7,7,7,1,0,7,0,7,7,1$'
expect_out '^me,Job,5,5,5,1,5,5,1,0,5,0$'

promise "R108: (F15) explanations stand beside one another, each with what is recorded for it, and none is named the cause"
run mahi --format csv board rival_explanations --programme me
expect_equal '10/26 0/214 0/0 15/45 1/1 0/184 5/214 0/7 1/4' "$(sed 1d out | grep -v '^#' | sed -E 's/.*,([0-9]+),([0-9]+),[^,]*$/\1\/\2/' | xargs)"
expect_out '^Demand,people on the list in whose work no vacancy was open during the programme,15,45,'

# ---- both groups, at the waves

promise "R222: everybody of both groups is looked for at the first wave"
export MAHI_TODAY=2001-01-07
found() { # WAVE PERSON STATUS
    need mahi follow record "$2" reached --wave "$1" --status "$3"
}
for p in "${P[@]}"; do
    case $p in
    "${P[1]}" | "${P[2]}") found me-5m "$p" full_time ;;
    "${P[3]}") found me-5m "$p" part_time ;;
    "${P[4]}" | "${P[7]}") found me-5m "$p" work_experience ;;
    *) found me-5m "$p" unemployed ;;
    esac
done
for c in "${C[@]}"; do
    case $c in
    "${C[0]}" | "${C[1]}") found me-5m "$c" full_time ;;
    "${C[2]}") found me-5m "$c" part_time ;;
    *) found me-5m "$c" unemployed ;;
    esac
done
promise "R224, R225: 2 of 26 beside 2 of 19: -2.8 points, from about -24 to +15, exact p = 1; nobody can tell, and nobody says less"
expect_ok mahi compare me --wave me-5m
expect_out '2 of 26'
expect_out '2 of 19'
expect_out '[-−]2\.8'
expect_out '[-−]2[34](\.[0-9])?'
expect_out '\+?1[56](\.[0-9])?'
expect_out '1\.0'
expect_out '[Cc]annot tell'
expect_no_out '\b(fewer|less) than'
promise "R164: work experience at the wave is apart from work"
expect_out 'Work experience'
expect_out '1 of 26'

promise "R61: what participants tried themselves is counted, and so is who asked nobody"
need mahi employer ask e-010 interview met participant="${P[8]}" programme=me held_on=2001-01-05
run mahi --format csv board participant_asks --programme me
expect_out "^${P[8]},1,1,1,1,0,1,0,2001-01-05$"
expect_lines 25 '^E-[0-9]+,0,0,0,,0,0,,$'

promise "R210: the programme has ended; its last wave is still due, is done, and is compared"
export MAHI_TODAY=2001-06-07
for p in "${P[@]}"; do
    case $p in
    "${P[1]}" | "${P[2]}" | "${P[4]}") found me-10m "$p" full_time ;;
    *) found me-10m "$p" unemployed ;;
    esac
done
for c in "${C[@]}"; do
    case $c in
    "${C[0]}" | "${C[3]}") found me-10m "$c" full_time ;;
    *) found me-10m "$c" unemployed ;;
    esac
done
expect_equal 0 "$(sql "select count(*) from follow_up_due where wave is not null and done_on is null")"
expect_ok mahi compare me --wave me-10m
expect_out '3 of 26'
expect_out '2 of 19'
expect_out '[Cc]annot tell'
expect_ok mahi doctor
