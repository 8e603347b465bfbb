#!/usr/bin/env bash
# A participant moves house in the middle of a pilot, from Newton to Henderson. The office that receives and the programme's co-ordinator
# must both say yes; then the person, the programme's flag and all open work go along, and no day changes.

export MAHI_TODAY=2000-09-18
need mahi init
bring office <<<$'code,kind\nnewton,service_centre\nhenderson,service_centre\notara,service_centre'
bring staff <<'END'
login,name,office,role
ana,Ana,newton,case_manager
bob,Bob,newton,work_broker
hana,Hana,henderson,case_manager
hemi,Hemi,henderson,case_manager
hone,Hone,henderson,work_broker
coo,Coo,,coordinator
dep,Dep,,coordinator
oti,Oti,otara,case_manager
END
bring client <<<$'number,family_name,source,method\nA,Adams,client,interview\nB,Biss,client,interview\nC,Cole,client,interview'
bring register_spell <<'END'
client,effective_from,office,source,method
A,2000-01-03,newton,officer,record
B,2000-01-03,newton,officer,record
C,2000-01-03,,officer,record
END
bring household <<<$'number,name\nh1,Adams'
bring household_member <<'END'
client,household,effective_from,role,source,method
A,h1,2000-01-01,parent,client,interview
B,h1,2000-01-01,partner,client,interview
END
bring programme <<<$'code,name,status,coordinator,deputy\np,Pilot,running,coo,dep'
bring intake <<<$'code,programme,starts_on,ends_on,places\ni,p,2000-08-01,2000-10-31,5'
bring wave <<<$'code,programme,label,months_after\nw2,p,Two months after,2'
bring assignment <<'END'
client,effective_from,duty,staff,weight
A,2000-01-03,case_manager,ana,2
A,2000-01-03,work_broker,bob,
END
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method
A,i,2000-07-01,programme,judgement,2000-10-31,2000-07-10,officer,record
END
need mahi follow plan i
need mahi --as ana follow confirm A
bring action_plan <<<$'client,effective_from,number,aim\nA,2000-08-01,plan-1,Engineer again'
bring plan_step <<'END'
client,effective_from,action_plan,rank,kind,what,by_client,owner,due_on,done_on
A,2000-08-01,plan-1,1,cv,A CV,no,ana,2000-10-02,
A,2000-08-01,plan-1,2,recognition,NZQA,yes,ana,2000-08-20,2000-08-20
A,2000-08-01,plan-1,3,networking,Engineers evening,no,hana,2000-11-01,
END
bring appointment <<<$'client,effective_from,number,starts_at,minutes,staff,kind\nA,2000-09-25,app-1,600,45,ana,plan'
bring complaint <<<$'client,effective_from,number,about,owner\nA,2000-09-01,com-1,Waited,ana'
open_days() { sql "SELECT sum(d) FROM (SELECT due_on AS d FROM plan_step WHERE done_on IS NULL UNION ALL SELECT effective_from FROM appointment UNION ALL SELECT effective_from FROM follow_up_due) t"; }
last() { sql "SELECT number FROM transfer ORDER BY id DESC LIMIT 1"; }
before=$(open_days)

promise "R137: (F24) a move is proposed with its reason; programme and co-ordinator are found; nothing moves yet"
expect_exit 2 mahi --as ana transfer propose A henderson
expect_err 'say with --why'
expect_exit 6 mahi --as ana transfer propose A newton --why x
expect_err 'registered at "newton" already'
expect_exit 6 mahi --as ana transfer propose C henderson --why x
expect_err 'not registered at any office'
expect_exit 3 mahi --as ana transfer propose A henderson --why x --to oti
expect_err 'Oti does not work at the office that receives'
expect_ok mahi --as ana transfer propose A henderson --to hana --why 'Moved house' --note 'Likes mornings'
t=$(last)
expect_out "$t is proposed"
expect_out 'Programme p goes along'
expect_out 'coo must agree to it for p'
expect_equal newton "$(columns office register_spell | sed -n 2p)"
promise "R137: (F24) one at a time"
expect_exit 3 mahi --as bob transfer propose A otara --why 'Also'
expect_err "transfer $t of this person waits already"
promise "R137: (F24) neither whoever proposed it nor a third office can say yes"
expect_exit 5 mahi --as ana transfer accept "$t"
expect_err "you proposed transfer $t; .henderson. must accept it"
expect_exit 5 mahi --as oti transfer accept "$t"
expect_err 'only staff of "henderson", and for the programme coo may answer'
expect_exit 4 mahi --as hana transfer accept tr-9
promise "R137: (F24) a refusal needs its reason, and goes back; the person stays"
expect_exit 2 mahi --as hana transfer refuse "$t"
expect_ok mahi --as hana transfer refuse "$t" --why 'They live in Otara'
expect_out 'It goes back to ana: They live in Otara'
expect_exit 6 mahi --as hana transfer accept "$t"
expect_err 'was refused: They live in Otara; propose another'
expect_ok mahi --as ana transfer propose A henderson --to hana --why 'Moved house on 15 September'
t=$(last)
expect_exit 5 mahi --as bob transfer withdraw "$t"
expect_ok mahi --as ana transfer withdraw "$t"
expect_ok mahi --as ana transfer propose A henderson --to hana --why 'Moved house on 15 September'
t=$(last)
promise "R137: one yes is not enough, and what waits is listed with for whom"
expect_ok mahi --as hana transfer accept "$t"
expect_out 'coo must agree to it for p'
expect_equal 1 "$(sql "SELECT count(*) FROM register_spell WHERE client = (SELECT id FROM client WHERE number = 'A')")"
expect_ok mahi --format csv transfer list --office newton
expect_out "^$t,A,Adams,newton,henderson,ana,hana,p,yes,coo,no,2000-09-18,0,no,"
offer transfer <<<$'number,client,effective_from,from_office,to_office,proposed_by,why,programme,coordinator,carried\n'"$t"$',A,2000-09-18,newton,henderson,ana,x,p,coo,5'
expect_out 'nothing moves before'
export MAHI_TODAY=2000-09-20
promise "R137: (F24) with the last yes everything moves in one act: the spell unbroken, the duties, the open work on its days"
expect_ok mahi --as dep transfer accept "$t"
expect_out 'A belongs to henderson from tomorrow; hana answers for the case'
expect_out 'hone speaks for them to employers'
expect_out '1 restricted records stay'
expect_out '1 of their household stay registered at newton'
expect_equal 'newton|2000-01-03|2000-09-20|moved_office henderson|2000-09-21||' \
    "$(columns client,office,effective_from,effective_to,end_reason register_spell | grep '^A' | cut -d'|' -f2- | xargs)"
expect_equal "$before" "$(open_days)"
expect_equal 'hana hana hana' "$(sql "SELECT s.login FROM plan_step p JOIN staff s ON s.id = p.owner WHERE p.rank IN (1, 3) UNION ALL SELECT s.login FROM appointment p JOIN staff s ON s.id = p.staff" | xargs)"
expect_equal ana "$(sql "SELECT s.login FROM plan_step p JOIN staff s ON s.id = p.owner WHERE p.rank = 2")"
expect_equal 0 "$(sql "SELECT count(*) FROM follow_up_due d JOIN staff s ON s.id = d.owner WHERE s.login <> 'hana' OR d.confirmed_on IS NOT NULL")"
expect_equal 'case_manager|ana|2000-09-20|2 case_manager|hana||2 work_broker|bob|2000-09-20| work_broker|hone||' \
    "$(columns client,duty,staff,effective_to,weight assignment | grep '^A' | cut -d'|' -f2- | xargs)"
expect_equal 'i|programme' "$(columns client,intake,side enrolment | grep '^A' | cut -d'|' -f2-)"
promise "R26, R137: weeks registered run on over the move"
expect_ok mahi explain 'weeks registered > 37' A --as-at 2000-09-21
expect_out 'yes'
promise "R137: (F24) moves are counted, in and out, by office and programme"
expect_ok mahi --format csv board transfers
expect_out '^henderson,p,1,0,1,2,0.5,0,3,0$'
expect_out '^newton,p,0,1,0,0,,0,0,$'
promise "R137: who moved today moves on only tomorrow; the history is whole"
expect_ok mahi --as hana transfer propose A otara --why 'Back'
t=$(last)
expect_ok mahi --as coo transfer accept "$t"
expect_exit 6 mahi --as oti transfer accept "$t"
expect_err 'on that day any more, or not yet'
export MAHI_TODAY=2000-09-28
expect_ok mahi --format csv transfer list
expect_out ',8,yes,'
expect_ok mahi --as oti transfer accept "$t"
expect_out 'A belongs to otara from tomorrow; oti answers for the case'
expect_out 'there is no work broker at otara'
expect_equal 3 "$(sql "SELECT count(*) FROM register_spell WHERE client = (SELECT id FROM client WHERE number = 'A')")"
expect_equal "$before" "$(open_days)"
expect_ok mahi show client A
expect_out 'Oti|oti'
promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor
