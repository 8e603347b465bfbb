#!/usr/bin/env bash
# Placements from the terms to the end, with the labour-market status, the fee, the subsidy and the costs that go with them.
#
# Programme p runs from July to December 2000, with support follow-ups 4 and 26 weeks after a placement began. A, B, C and D take part.

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnorth,service_centre'
bring staff <<'END'
login,name,office,role
ana,Ana Ngata,north,case_manager
bro,Bro Kerr,north,work_broker
END
bring occupation <<<$'code,label\nciv,Civil engineer\nclerk,Clerk'
bring organisation <<<$'code,name,kind\ntad,TAD,agency\nown,The service,service'
bring employer <<'END'
code,name,region,size,migrant_run
acme,Acme Consulting,north,small,yes
bigco,Big Company,north,large,no
END
bring client <<'END'
number,family_name,country,source,method
A,Adams,LK,client,interview
B,Biss,CN,client,interview
C,Cole,RU,client,interview
D,Dunn,LK,client,interview
E,Ede,LK,client,interview
END
bring labour_status <<'END'
client,effective_from,status,source,method
A,2000-03-01,unemployed,officer,record
B,2000-03-01,unemployed,officer,record
C,2000-03-01,unemployed,officer,record
END
bring programme <<<$'code,name,starts_on,ends_on\np,Pilot,2000-07-01,2000-12-22'
bring intake <<<$'code,programme,name,starts_on,ends_on\ni,p,Pilot,2000-07-03,2000-12-22'
bring enrolment < <(
    echo client,intake,effective_from,side,chosen_by,index_on,enrolled_on,started_on,source,method
    for c in A B C D; do echo "$c,i,2000-07-01,programme,criteria,2000-07-03,2000-07-03,2000-07-03,officer,record"; done
)
bring follow_up_rule <<<$'programme,track,weeks_after\np,placed,4\np,placed,26'
bring vacancy <<'END'
number,employer,occupation,region,kind,opened_on,posts,hours_per_week
v-1,acme,civ,north,work_experience,2000-09-01,2,30
v-2,bigco,clerk,north,job,2000-09-01,1,15
END

promise "R88: the terms are written down once, what is left out comes from the referral, and both see them"
need mahi --as bro refer A v-1 --on 2000-09-20 --intake i
referral=$(columns number referral)
expect_ok mahi --as bro place agree referral="$referral" pay=unpaid planned_from=2000-10-02 planned_to=2001-03-30 \
    who_pays='Nobody is paid; the service pays the bus' training_duty='Site safety' supervisor='Ms Lee' \
    in_profession=yes work_level=below client_agreed_on=2000-09-25
expect_out 'cannot begin before both'
pa=$(columns number placement)
expect_equal "A|acme|civ|i|work_experience|30|unpaid|broker|bro" \
    "$(columns client,employer,occupation,intake,kind,hours_per_week,pay,channel,staff placement)"
expect_equal offered "$(columns result referral)"
expect_ok mahi place terms "$pa"
expect_out 'Who pays what +Nobody is paid; the service pays the bus'
expect_out 'Hours a week +30'
expect_out 'Agreed by the employer +–'
expect_exit 2 mahi place agree employr=acme
expect_err '"employr" is no field of placement; did you mean employer'
expect_exit 3 mahi place agree pay=paid
expect_err 'say client=NUMBER and employer=CODE'

promise "R90: a fee before a recorded start is refused, by the act and by a file"
expect_exit 3 mahi place fee "$pa" 450 --organisation tad --claim INV-1
expect_err 'placement "'"$pa"'" has not begun'
offer placement_fee <<END
client,placement,effective_from,organisation,amount
A,$pa,2000-10-02,tad,450
END
expect_equal 3 "$CODE"

promise "R164: starting begins the state that goes with it, and ends the one that ran"
expect_ok mahi place accept "$pa" employer --on 2000-09-26
expect_exit 6 mahi place accept "$pa" employer
expect_err 'the employer agreed to the terms .* on 2000-09-26'
expect_ok mahi --as ana place start "$pa" --on 2000-10-02
expect_out 'The state "Work experience" runs from 2000-10-02'
expect_out '"Unemployed", since 2000-03-01, ended on 2000-10-01'
expect_out 'referral it came from has the result "started"'
expect_equal "A|2000-03-01|2000-10-01|unemployed| A|2000-10-02||work_experience|acme" \
    "$(columns client,effective_from,effective_to,status,employer labour_status | grep '^A' | xargs)"
expect_equal started "$(columns result referral)"
expect_exit 6 mahi place start "$pa" --on 2000-10-03
expect_err 'began on 2000-10-02 already'
expect_exit 6 mahi place never "$pa" 'Did not come'

promise "R58, R91: support after the placement is due from its first day"
expect_ok mahi export follow_up_due
expect_equal "A|2000-10-30|placed|4 A|2001-04-02|placed|26" "$(columns client,effective_from,track,step follow_up_due | grep placed | sort | xargs)"

promise "R98: (F12, 5.2) a six-month placement that began in October, in a pilot that ends in December, is flagged as censored"
run mahi --format csv board censored
expect_out "^p,$pa,A,Work experience,2000-10-02,2001-03-30,,2000-12-22,14$"
promise "R100: no placement is free: what it costs the employer is asked for, and unknown is never nothing"
run mahi --format csv board placement_costs --as-at 2000-10-29
expect_out "^$pa,A,acme,4,,,,,,0,$"

promise "R90: (5.2) a fee is due once, and paid once"
expect_ok mahi place fee "$pa" 450 --organisation tad --claim INV-1
expect_out 'A fee of .450[.]00 is due'
expect_exit 6 mahi place fee "$pa" 450 --organisation tad --claim INV-2
expect_err 'has a fee of .450[.]00 already, not paid yet; a placement has one fee'
expect_ok mahi place pay "$pa" --on 2000-10-20
expect_exit 6 mahi place pay "$pa" --on 2000-11-20
expect_err 'was paid on 2000-10-20; it is not paid twice'
expect_exit 6 mahi place fee "$pa" 450 --organisation tad
expect_err 'already, paid on 2000-10-20'
promise "R90: nor is a paid fee changed, paid again under another date, or raised, by a file"
for change in 2000-11-01,450 2000-10-20,900 ,450; do
    offer placement_fee <<END
client,placement,effective_from,organisation,claim,paid_on,amount
A,$pa,2000-10-02,tad,INV-1,$change
END
    expect_equal "3 $change" "$CODE $change"
done
expect_out 'paid on 2000-10-20'
expect_equal 450 "$(columns amount placement_fee)"

promise "R90: a start that a fee rests on is not taken back behind it"
for start in '' 2000-10-09; do
    expect_exit 3 mahi record placement number="$pa" started_on="$start"
    expect_err 'a fee for it is due or paid since 2000-10-02, which rests on its start; a fee that is not due is withdrawn first'
done

promise "R164: a job is full time from 20 hours a week on, and part time below"
agree() { # client employer kind hours from [FIELD=VALUE…]
    local words=(client="$1" employer="$2" kind="$3" hours_per_week="$4" planned_from="$5" intake=i pay=paid
        client_agreed_on="$5" employer_agreed_on="$5" who_pays=employer training_duty=none planned_to=2001-12-31)
    need mahi --as bro place agree "${words[@]}" "${@:6}"
    PLACED=$(sql "select max(number) from placement where id = (select max(id) from placement)")
}
agree B bigco job 19.5 2000-10-09
pb=$PLACED
expect_ok mahi place start "$pb" --on 2000-10-09
expect_out 'Part-time work'
agree C acme job 20 2000-10-09 in_profession=yes work_level=same
pc=$PLACED
expect_ok mahi place start "$pc" --on 2000-10-09
expect_out 'Full-time work'

promise "R164: a second placement at the same time asks why"
agree C bigco job 10 2000-10-16
pc2=$PLACED
expect_exit 9 mahi place start "$pc2" --on 2000-10-16
expect_err "they are in placement \"$pc\" at that time"
expect_ok mahi place start "$pc2" --on 2000-10-16 --because 'Evenings only'
expect_equal 'Evenings only' "$(columns reason override | grep Evenings)"

promise "R90: another fee for the same person at the same employer asks why; a claim made twice is shown"
agree A acme job 30 2001-04-02
pa2=$PLACED
export MAHI_TODAY=2001-04-02
need mahi place end "$pa" completed service --on 2001-03-30 --then unemployed
need mahi place start "$pa2" --on 2001-04-02
expect_exit 9 mahi place fee "$pa2" 450 --organisation tad --claim INV-1
expect_err "with placement \"$pa\""
expect_ok mahi place fee "$pa2" 450 --organisation tad --claim INV-1 --because 'A job after work experience'
run mahi --format csv board fees
expect_out "^INV-1,tad,$pa,A,acme,2000-10-02,450,2000-10-02,2000-10-20,1,1$"

promise "R150, R38: the end has a reason and a party, ends the state, and whether it was completed is worked out"
expect_exit 2 mahi place end "$pb" bored client
expect_equal "2000-10-02|2001-03-30|completed 2001-03-31|2001-04-01|" \
    "$(columns client,effective_from,effective_to,end_reason labour_status | sed -n 's/^A|//p' | sed 1d | head -2 | xargs)"
expect_ok mahi place end "$pb" dismissed employer --on 2000-12-08
expect_out '388 days before the day agreed: not completed'
expect_out 'what the person does since is not recorded'
expect_exit 6 mahi place end "$pb" left client
expect_err 'ended on 2000-12-08 already'
run mahi --format csv board placements --client B
expect_out ',2000-10-09,2000-12-08,Dismissed,Employer,no,'
promise "R198: (F39) failures are counted over all placements that began, so that hearsay has a rate"
run mahi --format csv board endings
expect_out '^Dismissed,Employer,1,5,0.2,8\.7[0-9]*,0,1$'
expect_out '^Came to its end,Service,1,5,0.2,25\.7[0-9]*,1,0$'
offer placement <<END
number,client,effective_from,employer,kind,planned_from,pay,channel,started_on,ended_on
old-1,E,1999-01-01,acme,job,1999-01-01,paid,broker,1999-01-01,1999-02-01
END
expect_equal 3 "$CODE"
expect_out 'why it ended and who ended it'
offer placement <<END
number,client,effective_from,employer,kind,planned_from,pay,channel,never_began_why,ended_on
old-1,E,1999-01-01,acme,job,1999-01-01,paid,broker,,1999-02-01
END
expect_out 'it ended without having begun'

promise "R169, R170: a subsidy ends with its placement, and what came after it is written down; over the cap nothing is paid"
export MAHI_TODAY=2000-10-02
agree D bigco subsidised 38 2000-10-02
pd=$PLACED
expect_ok mahi place start "$pd" --on 2000-10-02
expect_out 'Subsidised work'
bring subsidy <<END
client,placement,effective_from,amount,grounds
D,$pd,2000-10-02,140,Out of work for a year
END
offer subsidy <<END
client,placement,effective_from,amount,grounds
C,$pc,2000-10-09,140,Wants one
END
expect_equal 3 "$CODE"
expect_out 'unsubsidised job'
offer compensation <<END
client,placement,effective_from,rank,what,cap,paid,paid_on
D,$pd,2000-10-02,1,Safety course,200,201,2000-11-01
END
expect_equal 3 "$CODE"
bring compensation <<END
client,placement,effective_from,rank,what,cap,paid,paid_on
D,$pd,2000-10-02,1,Safety course,200,180,2000-11-01
END
bring employer_cost <<<$'employer,estimated_on,supervision_hours,training_hours,amount\nbigco,2000-09-28,4,10,120'
need mahi place end "$pd" completed employer --on 2000-12-10 --then full_time
expect_equal "D|2000-12-10|full_time" "$(columns client,effective_to,afterwards subsidy)"
promise "R100, R111: ten weeks cost 10 x 140 of subsidy, 180 of compensation and 10 x 120 of the employer's own"
run mahi --format csv board placement_costs --as-at 2000-12-31
expect_out "^$pd,D,bigco,10,,1400,180,1200,4,1580,2780$"
promise "R111: (F47) that own staff place as well as an agency is a claim with figures: who found them, how many were jobs, at what cost"
run mahi --format csv board channel_costs --as-at 2000-12-31
expect_out '^Work broker,,5,4,5,0.8,450,1400,180,406,'
promise "R168, R169: each subsidy with its grounds and what came after it"
run mahi --format csv board subsidies --as-at 2001-06-01
expect_out '^D,bigco,,Out of work for a year,140,2000-10-02,2000-12-10,Full-time work,Full-time work,no$'

promise "R83, R190: in the profession, at the level, under-employed, of those of whom it is recorded"
run mahi --format csv board professions --as-at 2000-12-31
expect_out '^p,Work experience,1,1,1,1,0,1,0,1,1,1$'
expect_out '^p,Job,3,1,1,1,1,1,1,0,1,0$'
run mahi --format csv board under_employed --as-at 2000-12-31
expect_out '^A,,,acme,Civil engineer,30,2000-10-02$'

promise "R150: a placement that never began says why, and has no state"
agree E acme work_experience 30 2000-11-06
pe=$PLACED
expect_ok mahi place never "$pe" 'The host moved away'
expect_exit 6 mahi place start "$pe"
expect_err 'written down as never begun'
expect_equal 0 "$(sql "select count(*) from labour_status s join client c on c.id = s.client where c.number = 'E'")"

promise "R164: a state that is known later is not cut short unseen"
agree E acme job 40 2000-11-13
pe=$PLACED
bring labour_status <<<$'client,effective_from,status,source,method\nE,2000-12-01,training,officer,record'
expect_exit 6 mahi place start "$pe" --on 2000-11-13
expect_err 'from 2000-12-01 on is recorded already'
expect_equal "" "$(columns number,started_on placement | sed -n "s/^$pe|//p")"

promise "R101: who has learned what before a placement"
bring training <<<$'client,title,kind,effective_from,completed\nA,Safety at work,pre_placement,2000-09-18,yes\nA,Resource Management Act,pre_placement,2000-09-20,no'
run mahi --format csv board prepared --client A --as-at 2000-10-29
expect_out "^A,$pa,Safety at work,2000-09-18,,yes$"
expect_out "^A,$pa,Resource Management Act,2000-09-20,,no$"
run mahi --format csv board placements --client A --as-at 2000-10-29
expect_out "^$pa,A,acme,Work experience,Unpaid,30,2000-10-02,2001-03-30,yes,1,2000-10-02,,,,,Work broker,$"  # it ended later

# The first 26 weeks from 3 July end with 1 January. Fees of 450 on 2 October and 2 April, compensation of 180 on 1 November: four people.
promise "R172: (F42) minutes and money for each, in the first weeks and in as many after them, both groups beside each other"
bring enrolment <<<$'client,intake,effective_from,side,chosen_by,index_on,source,method\nE,i,2000-07-01,comparison,criteria,2000-07-03,officer,record'
bring contact <<'END'
client,effective_from,way,staff,minutes,source,method
A,2000-08-01,visit,ana,60,officer,record
E,2001-02-01,visit,ana,30,officer,record
END
run mahi --format csv board effort_over_time --programme p --as-at 2001-12-31
expect_out '^Programme,the first weeks,4,15,157\.5,1,4,0.25$'
expect_out '^Comparison,the first weeks,1,0,0,0,1,0$'
expect_out '^Programme,as many weeks after them,4,0,112\.5,0,4,0$'
expect_out '^Comparison,as many weeks after them,1,30,0,1,1,1$'
run mahi --format csv board effort_over_time --programme p --as-at 2001-06-01
expect_no_out 'as many'
expect_ok mahi doctor
