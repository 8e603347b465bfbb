#!/usr/bin/env bash
# Who answers for whom, and nothing left behind when somebody goes; as at Monday 2 October 2000.
#
#   newton: ana (leaves), bea (speaks Samoan), cy (knows the Pacific), dan (a broker); limit of case managers 4 by weight
#   henderson: eve

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnewton,service_centre\nhenderson,service_centre'
bring staff <<'END'
login,name,office,role,sees_restricted
ana,Ana Aiono,newton,case_manager,no
bea,Bea Best,newton,case_manager,yes
cy,Cy Cole,newton,case_manager,no
dan,Dan Dey,newton,work_broker,no
eve,Eve East,henderson,case_manager,no
END
bring cultural_group <<<$'code,label,part_of\npacific,Pacific,\nsamoan,Samoan,pacific'
bring staff_specialty <<<$'staff,kind,subject\nbea,language,smo\ncy,cultural_group,pacific\neve,language,smo'
bring caseload_standard <<<$'office,role,clients\nnewton,case_manager,4'
bring client <<'END'
number,family_name,first_language,cultural_group,source,method
S,Sione,smo,samoan,client,interview
P,Pasi,ton,pacific,client,interview
E,Ede,eng,,client,interview
F,Foe,eng,,client,interview
G,Gee,eng,,client,interview
END
bring register_spell <<'END'
client,effective_from,office,source,method
S,2000-01-01,newton,officer,record
P,2000-01-01,newton,officer,record
E,2000-01-01,newton,officer,record
F,2000-01-01,newton,officer,record
END

promise "R113, R141: a client is assigned by rule to who speaks their language, at their own office"
expect_ok mahi assign S --by-rule
expect_out 'Bea Best .*: speaks their language; 0 of 4'
promise "R113, R141: a wider group counts as theirs"
expect_ok mahi assign P --by-rule
expect_out 'Cy Cole .*: knows their group; 0 of 4'
promise "R113: where nobody knows more, the least load takes them"
expect_ok mahi assign E --by-rule --weight 3.5
expect_out 'Ana Aiono .*: least load; 0 of 4'
promise "R113: another duty is another role"
expect_ok mahi assign S --by-rule --duty work_broker
expect_out 'Dan Dey '
promise "R113: who is registered nowhere is assigned by name"
expect_exit 4 mahi assign G --by-rule
expect_err 'registered at no office'
expect_ok mahi assign G ana --from 2000-09-01
promise "R216: who is full is passed over while anybody has room"
expect_ok mahi assign F --by-rule --from 2000-10-03
expect_out 'Bea Best .*least load; 1 of 4'
promise "R137: a new one ends the one before, and nothing is lost"
expect_ok mahi assign F cy --from 2000-10-10
expect_out 'Until then it was "bea"'
expect_equal '2000-10-03|2000-10-09|bea 2000-10-10||cy' "$(columns effective_from,effective_to,staff assignment | grep -E '^2000-10-(03|10)' | xargs)"
expect_ok mahi assign F cy --from 2000-10-20 --weight 2
expect_equal '2000-10-10||cy|2' "$(columns effective_from,effective_to,staff,weight assignment | grep cy.2)"

promise "R138: (F25) a leaver's work is on every record type; all of it goes in one act"
bring action_plan <<<$'number,client,effective_from,aim\nplan-1,S,2000-09-01,Work as a nurse'
bring plan_step <<'END'
client,effective_from,action_plan,rank,kind,what,by_client,owner,due_on,done_on
S,2000-09-01,plan-1,1,cv,Write the CV,no,ana,2000-10-20,
S,2000-09-01,plan-1,2,english,Book the test,no,ana,2000-09-20,2000-09-19
END
bring appointment <<<$'number,client,effective_from,starts_at,minutes,staff,kind\nap-1,E,2000-10-09,600,45,ana,plan\nap-2,S,2000-09-04,600,45,ana,plan'
bring employer <<<$'code,name,owner\nmill,The Mill,ana'
bring promise <<<$'number,employer,made_on,what,owner,call_on\npr-1,mill,2000-09-01,job,ana,2000-11-01'
bring desk_question <<<$'number,asked_by,asked_of,asked_on,words\nq-1,bea,ana,2000-09-20,Which rule is it?'
bring complaint <<<$'number,client,effective_from,about,owner\nk-1,E,2000-09-15,Waited a month,ana'
need mahi export assignment
cp out before
expect_exit 5 mahi --as cy handover ana --to bea --on 2000-10-06
expect_err 'may be seen by few'
expect_exit 2 mahi --as bea handover ana --on 2000-10-06
expect_err '--to'
expect_exit 6 mahi --as bea handover ana --to ana
promise "R216: (F36) nobody is overloaded in silence: a reason is asked for and counted"
expect_exit 9 mahi assign E cy --weight 3.5
expect_err 'more than cy may have'
expect_exit 9 mahi --as bea handover ana --by-rule --to dan --on 2000-10-06
expect_err 'more than cy may have'
expect_equal 0 "$(columns guard override | wc -l)"
promise "R138: somebody whose clients are still theirs has not left: the bare date is refused"
offer staff <<<$'login,name,office,role,left_on\nana,Ana Aiono,newton,case_manager,2000-10-06'
expect_out 'clients are still theirs'
expect_equal 3 "$CODE"
promise "R138: who takes over must be named where no rule says, and nothing has happened until then"
expect_exit 2 mahi --as bea handover ana --by-rule --on 2000-10-06 --because 'Until December'
expect_err 'name somebody with --to'
need mahi export assignment
expect_same before out
promise "R138: by rule each client goes to whom the rule finds, what is about them with them, the rest to the one named"
expect_ok mahi --as bea --format csv handover ana --by-rule --to dan --on 2000-10-06 --because 'Until December'
expect_out '^clients,"?E, Case manager'
expect_lines 9 ',(bea|cy|dan),'
expect_out '^promises to call back,pr-1,dan'
expect_out '^employers,mill,dan'
expect_out '^questions to answer,q-1,dan'
promise "R138: what was done stays with who did it, and their last day is written down"
expect_equal 'ana|2000-09-19' "$(columns owner,done_on plan_step | grep 2000-09)"
expect_equal '2000-10-06' "$(columns login,left_on staff | sed -n 's/^ana.//p')"
expect_equal 0 "$(sql "select count(*) from assignment where effective_to is null and staff = (select id from staff where login = 'ana')")"
promise "R138: the appointment of a client goes where the client goes"
expect_equal "$(columns client,effective_to,staff assignment | sed -n 's/^E||//p')" "$(columns number,staff appointment | sed -n 's/^ap-1|//p')"
promise "R138: who has left takes nobody over"
expect_exit 6 mahi assign S ana
expect_err 'has left'
expect_exit 6 mahi handover bea --to ana

promise "R216: what was done over the limit is counted with its reason"
expect_equal 'caseload_full|Until December' "$(columns guard,reason override | sort -u)"
promise "R138: work that is left in the name of who has gone is found by the doctor"
expect_ok mahi doctor
sql "insert into promise (number, employer, made_on, what, owner, recorded_at, recorded_by) select 'pr-9', e.id, 11200, 1, s.id, 970000000000, s.id from employer e, staff s where s.login = 'ana'" >/dev/null
MAHI_TODAY=2000-10-06 expect_ok mahi doctor
MAHI_TODAY=2000-10-07 expect_exit 1 mahi doctor
expect_out 'promise +pr-9 +is in the name of "ana", who has left'
