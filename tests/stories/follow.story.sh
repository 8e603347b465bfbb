#!/usr/bin/env bash
# Follow-up of a pilot that ends in August: both groups are asked at two and five months, in October and in January, long after its end.
#
#   who  side        manager  what becomes of them
#   A    programme   ana      reached at both waves
#   B    programme   ana      said not to be found, then found
#   C    comparison  nobody   reached; dies before the second wave
#   D    comparison  cas      cas's follow-ups go to bea

export MAHI_TODAY=2000-03-01
need mahi init
bring office <<<$'code,kind\nwest,region\nnewton,service_centre'
bring office_name <<<$'office,name,effective_from,parent\nnewton,Newton,1990-01-01,west'
bring staff <<<$'login,name,office\nana,Ana,newton\nbea,Bea,newton\ncas,Cas,newton'
bring client < <(echo 'number,family_name,source,method'; for n in A B C D; do echo "$n,$n,client,interview"; done)
bring register_spell < <(echo 'client,effective_from,office,source,method'; for n in A B C D; do echo "$n,2000-01-01,newton,officer,record"; done)
bring programme <<<$'code,name,region,status,starts_on,ends_on\np,Pilot,west,running,2000-03-01,2000-08-31'
bring intake <<<$'code,programme,starts_on,ends_on,places,office\ni,p,2000-03-01,2000-08-31,2,newton'
bring dead_period <<<$'code,name,starts_on,ends_on\nxmas,Christmas,2000-12-25,2001-01-31'
printf 'code,programme,label,months_after\nw2,p,Two months after,2\nw5,p,Five months after,5\n' >waves.csv
need mahi import wave waves.csv --because 'Fixed with the pilot'
bring follow_up_rule <<'END'
programme,track,weeks_after,ask_confidence
p,taking_part,1,yes
p,taking_part,4,no
p,not_placed,6,no
END
bring assignment <<<$'client,effective_from,duty,staff\nA,2000-01-01,case_manager,ana\nB,2000-01-01,case_manager,ana\nD,2000-01-01,case_manager,cas'
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method
A,i,2000-02-01,programme,judgement,2000-08-31,2000-02-10,officer,record
B,i,2000-02-01,programme,judgement,2000-08-31,2000-02-10,officer,record
C,i,2000-02-01,comparison,judgement,2000-08-31,,officer,record
D,i,2000-02-01,comparison,judgement,2000-08-31,,officer,record
END
bring confidence <<<$'client,effective_from,instrument,occasion,score,source,method\nA,2000-02-10,short,before,3,client,interview'

promise "R221: (F8) an intake that nobody planned is seen, in both groups"
expect_ok mahi --format csv board waves_followed --programme p
expect_out '^p,Two months after,Programme,2,0,2,0,0,0,,0,0,0,0,2$'
expect_out '^p,Five months after,Comparison,2,0,2,0,0,0,,0,0,0,0,2$'
promise "R160, R221, R155: (F8, F12) the plan has both groups at the same waves, after the pilot's end, and Christmas is told"
expect_ok mahi follow plan i
expect_out '12 are new, 0 stood already'
expect_out '4 fall on 2001-01-31, in Christmas'
expect_equal 4 "$(sql "SELECT count(*) FROM follow_up_due d JOIN wave w ON w.id = d.wave WHERE w.code = 'w5' AND d.effective_from = 11353")"
expect_ok mahi follow plan i
expect_out '0 are new, 12 stood already'
expect_exit 4 mahi follow plan j
expect_err 'there is no intake "j"'

promise "R160: the owner confirms the plan, and nobody else"
expect_exit 5 mahi --as bea follow confirm A
expect_err "is Ana's to confirm"
expect_ok mahi --as ana follow confirm A
expect_out '4 follow-ups of "A" are confirmed'
expect_ok mahi --as ana follow confirm A
expect_out '0 follow-ups'
expect_exit 4 mahi --as ana follow confirm E

promise "R209, R91: (F29) what is due and overdue is listed for its owner, the oldest first"
export MAHI_TODAY=2000-09-18
expect_ok mahi --format csv --as ana follow due
expect_equal 'A B' "$(sed 1d out | cut -d, -f3 | xargs)"
expect_out '^2000-09-07,2,A,A,Taking part,p,,ana,newton,2000-03-01,3$'
expect_out '^2000-09-07,2,B,B,Taking part,p,,ana,newton,,$'
expect_ok mahi --as bea follow due
expect_out 'There are none'
expect_ok mahi --format csv board follow_up_owners
expect_out '^newton,ana,no,8,2,8,0.25,4,8,0.5,2,8$'
promise "R40, R209: (F29) confidence is asked with the same questions each time"
expect_exit 3 mahi --as ana follow record B reached --confidence 4
expect_err 'never asked.*--instrument'
expect_ok mahi --as ana follow record A reached --confidence 6.5 --words 'Looks in the trade'
expect_out 'Reached: what was due on 2000-09-07'
expect_equal 'short|later|6.5' "$(columns instrument,occasion,score confidence | tail -n 1)"
expect_ok mahi --format csv board confidence_course --programme p
expect_out '^p,Programme,short,Before,1,3,0,$'
expect_out '^p,Programme,short,Later,1,6.5,0,$'
promise "R222: nobody has a state who was not reached, and no day to come is written"
expect_exit 3 mahi --as ana follow record B not_found --status full_time
expect_err 'nobody knows'
expect_exit 3 mahi --as ana follow record B reached --on 2000-09-19
expect_err 'a day to come'
expect_exit 2 mahi --as ana follow record B gone
expect_err 'write reached, not_found, refused or died'

promise "R221: what is found at a wave is what evaluation reads, in the same act"
export MAHI_TODAY=2000-11-02
expect_exit 9 mahi --as ana follow record A reached --wave w2 --on 2000-10-31 --status full_time --hours 38
expect_err 'asks for confidence each time, and it was not'
expect_equal 0 "$(sql "SELECT count(*) FROM follow_up")"
expect_ok mahi --as ana follow record A reached --wave w2 --on 2000-10-31 --status full_time --hours 38 --because 'Spoke with his wife'
expect_equal 'confidence_not_asked|Spoke with his wife' "$(columns guard,reason override | grep '^confidence')"
expect_ok mahi --as ana follow record B not_found --wave w2
expect_ok mahi follow record C reached --wave w2 --status unemployed --confidence 5 --instrument short
expect_equal 'A|w2|reached|full_time|38' "$(columns client,wave,result,status,hours_per_week follow_up | grep '^A|')"
expect_ok mahi --format csv board waves_followed --programme p
expect_out '^p,Two months after,Programme,2,2,2,1,1,2,0.5,1,0,0,0,0$'
expect_out '^p,Two months after,Comparison,2,2,2,1,1,2,0.5,0,0,0,1,0$'
expect_out '^p,Five months after,Programme,2,0,2,0,0,0,,0,0,0,0,0$'
promise "R221: what was written wrongly is corrected, and both versions stay"
expect_ok mahi --as ana follow record B reached --wave w2 --status part_time --hours 12 --confidence 4 --instrument short
expect_equal 'B|w2|reached|part_time|12' "$(columns client,wave,result,status,hours_per_week follow_up | grep '^B|')"
expect_equal 1 "$(sql "SELECT count(*) FROM follow_up_history")"
promise "R221: nobody asks for who has died: all that is due is done with"
expect_ok mahi follow record C died --on 2000-11-01
expect_out 'Died: what was due on 2001-01-31, at wave w5'
expect_equal 0 "$(sql "SELECT count(*) FROM follow_up_due d JOIN client c ON c.id = d.client WHERE c.number = 'C' AND d.done_on IS NULL")"
expect_equal 'C|w5|died' "$(columns client,wave,result follow_up | grep '^C|w5')"

promise "R210: (F12) a programme cannot end while follow-ups that are still due belong to somebody who has left"
bring assignment <<<$'client,effective_from,effective_to,duty,staff\nD,2000-01-01,2000-10-31,case_manager,cas'
bring staff <<<$'login,name,office,left_on\ncas,Cas,newton,2000-10-31'
offer programme <<<$'code,name,region,status,starts_on,ends_on\np,Pilot,west,ended,2000-03-01,2000-08-31'
expect_out '2 of its open follow-ups belong to somebody who has left; hand'
expect_ok mahi --format csv board follow_up_owners --programme p
expect_out '^newton,cas,yes,2,1,2,0.5,'
expect_exit 3 mahi follow give cas --programme p --from ana
expect_err 'has left'
bring staff <<<$'login,name,office,left_on\ncas,Cas,newton,'
promise "R210: (F12) the programme ends; what is due stays open, on its days, and is given to a named owner"
bring programme <<<$'code,name,region,status,starts_on,ends_on\np,Pilot,west,ended,2000-03-01,2000-08-31'
expect_ok mahi --format csv board follow_up_owners --programme p
expect_out '^newton,cas,no,2,1,2,0.5,2,2,1,1,2$'
before=$(sql "SELECT sum(effective_from) FROM follow_up_due WHERE done_on IS NULL")
expect_exit 2 mahi follow give bea
expect_err 'say whose'
expect_ok mahi follow give bea --programme p --from cas
expect_out "2 open follow-ups are \"bea\"'s now, on their old days"
expect_ok mahi follow give bea --programme p
expect_equal "$before" "$(sql "SELECT sum(effective_from) FROM follow_up_due WHERE done_on IS NULL")"
expect_equal 0 "$(sql "SELECT count(*) FROM follow_up_due d JOIN staff s ON s.id = d.owner WHERE s.login <> 'bea' AND d.done_on IS NULL")"
export MAHI_TODAY=2001-02-02
expect_ok mahi --as bea follow record D reached --wave w5 --status full_time --confidence 8 --instrument short
expect_ok mahi --format csv board waves_followed --programme p
expect_out '^p,Five months after,Comparison,2,2,2,1,1,2,0.5,0,0,1,0,0$'
promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor
