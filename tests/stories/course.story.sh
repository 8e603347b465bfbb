#!/usr/bin/env bash
# One run of three weeks from its plan to its last session: Monday 4 to Sunday 24 September 2000, four participants. Made-up people.

need mahi init
bring office <<<$'code,kind\nnorth,service_centre'
bring staff <<<$'login,name,role\nana,Ana,coordinator\nben,Ben,case_manager'
bring programme <<<$'code,name,starts_on,ends_on,coordinator\nwt,Work Track,2000-08-01,2000-12-31,ana'
bring intake <<<$'code,programme,name,places,mixed\nwt-sep,wt,September,5,no'
bring module <<'END'
code,programme,rank,name,hours,delivered_by
search,wt,1,Job search and retention,10,own_staff
cv,wt,2,CV,6,provider
talks,wt,3,Interviews and guests,,own_staff
END
bring client <<'END'
number,family_name,source,method
A,Adams,client,interview
B,Biss,client,interview
C,Cole,client,interview
D,Dunn,client,interview
E,Ede,client,interview
F,Foe,client,interview
END
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,source,method
A,wt-sep,2000-08-20,programme,judgement,2000-09-24,officer,record
B,wt-sep,2000-08-20,programme,judgement,2000-09-24,officer,record
C,wt-sep,2000-08-20,programme,judgement,2000-09-24,officer,record
D,wt-sep,2000-08-20,programme,judgement,2000-09-24,officer,record
E,wt-sep,2000-08-20,comparison,judgement,2000-09-24,officer,record
END
export MAHI_TODAY=2000-08-21

promise "R54, R55: a plan needs its first day, weeks, days and minutes, and says which is missing"
expect_exit 2 mahi course plan wt-sep --weeks 3 --days mon-wed --minutes 240
expect_err 'say with --from'
expect_exit 2 mahi course plan wt-sep --from 2000-09-04 --days mon-wed --minutes 240
expect_err 'say with --weeks'
expect_exit 2 mahi course plan wt-sep --from 2000-09-04 --weeks 3 --minutes 240
expect_err 'say with --days'
expect_exit 2 mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon-wed
expect_err 'say with --minutes'
expect_exit 2 mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon-frx --minutes 240
expect_err 'no days of the week'
expect_exit 2 mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon --minutes 240 --experience 3-4
expect_err 'no weeks of this run, which has 3'
expect_exit 4 mahi course plan wt-xx --from 2000-09-04 --weeks 3 --days mon --minutes 240
expect_exit 2 mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon --minutes 240 --experience 1-3
expect_err 'no week of this plan is for teaching'
expect_ok mahi course show wt-sep
expect_out 'No session is planned; mahi course plan wt-sep makes them'

promise "R55, R149: the sessions follow from the weekly pattern, and the modules from their order and hours"
expect_ok mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon-wed --minutes 240 --experience 3 --tutor 'Tama Pere'
expect_out '6 sessions, 24.0 hours, in 3 weeks from 2000-09-04 to 2000-09-24'
expect_ok mahi --format csv course plan wt-sep --from 2000-09-04 --weeks 3 --days mon-wed --minutes 240 --experience 3
expect_out '^Job search and retention,10,12$'
expect_out '^CV,6,8$'
expect_out '^Interviews and guests,,4$'
expect_equal '2000-09-04|search 2000-09-05|search 2000-09-06|search 2000-09-11|cv 2000-09-12|cv 2000-09-13|talks' "$(columns held_on,module session | sort | xargs)"
expect_equal '2000-09-04|2000-09-24' "$(columns starts_on,ends_on intake)"
expect_equal '1|teaching|2000-09-04|2000-09-17 2|work_experience|2000-09-18|2000-09-24' "$(columns rank,kind,starts_on,ends_on block | sort | xargs)"

promise "R55: a plan is made anew until somebody came"
expect_ok mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon,tue --minutes 300 --experience 3
expect_out '4 sessions, 20.0 hours'
expect_out '6 sessions of an earlier plan were taken back'
expect_equal 4 "$(columns code session | wc -l)"
promise "R149: modules that the sessions do not reach are pointed out"
need mahi course plan wt-sep --from 2000-09-04 --weeks 2 --days mon --minutes 240
expect_out 'the sessions do not reach'
need mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon,tue --minutes 300 --experience 3

promise "R55: attendance of a whole session is written down at once"
expect_exit 3 mahi course attend wt-sep/1
expect_err 'still to come'
export MAHI_TODAY=2000-09-12
expect_exit 6 mahi course attend wt-sep/1
expect_err 'nobody takes part in "wt-sep" on that day'
need mahi enrol wt-sep everybody offer --on 2000-08-22
need mahi enrol wt-sep everybody accept --on 2000-08-25
expect_exit 6 mahi course attend wt-sep/1 --absent E
expect_err '"E" does not take part in "wt-sep"'
expect_exit 3 mahi course attend wt-sep/1 --absent A --late A
expect_err '"A" is named twice'
expect_exit 4 mahi course attend wt-sep/9
expect_equal '' "$(columns client,started_on enrolment | grep '|2')"
expect_ok mahi course attend wt-sep/1 --absent C --late B
expect_out '3 came, 1 of them late; 0 were excused, 1 did not come'
promise "R146: whoever comes for the first time has started; it is written down nowhere else"
expect_out 'For 3 it was the first day'
expect_equal 'A|2000-09-04 B|2000-09-04 C| D|2000-09-04 E|' "$(columns client,started_on enrolment | sort | xargs)"
need mahi course attend wt-sep/2 --excused D --why 'At an interview'
expect_out 'For 1 it was the first day'
expect_no_out 'twice running'
expect_ok mahi course attend wt-sep/3 --absent C,D
expect_out '"D" did not come twice running'
expect_no_out '"C" did not come twice'
promise "R55: who did not come twice running is on a list for their case manager"
bring assignment <<<$'client,effective_from,duty,staff\nD,2000-08-01,case_manager,ben'
expect_ok mahi --format csv board missing_twice
expect_out '^wt-sep,D,2000-09-11,no,2000-09-04,ben$'
expect_lines 2
expect_ok mahi --format csv board missing_twice --staff ana
expect_no_out '^wt-sep'
promise "R55: a session written down anew is corrected, with its history"
expect_ok mahi course attend wt-sep/3 --absent C --excused D
expect_equal 'C|absent D|excused' "$(columns client,came,session attendance | grep '/3' | grep -v came | cut -d'|' -f1,2 | sort | xargs)"
expect_exit 6 mahi course plan wt-sep --from 2000-09-04 --weeks 3 --days mon --minutes 240
expect_err 'attendance of 3 sessions of "wt-sep" is recorded already'

promise "R55: attendance by session and by participant, of those who took part on the day"
expect_ok mahi --format csv board session_attendance --intake wt-sep
expect_out '^wt-sep,wt-sep/1,2000-09-04,Job search and retention,300,3,4,0.75,1,0,1,0$'
expect_out '^wt-sep,wt-sep/2,2000-09-05,Job search and retention,300,3,4,0.75,0,1,0,0$'
expect_out '^wt-sep,wt-sep/4,2000-09-12,CV,300,0,4,0,0,0,0,4$'
expect_ok mahi --format csv board attendance_by_person
expect_out '^wt-sep,C,1,4,0.25,0,0,2,1,2000-09-05$'
expect_out '^wt-sep,D,1,4,0.25,0,2,0,1,2000-09-04$'
promise "R149: hours planned beside hours held, by module"
expect_ok mahi --format csv board module_hours
expect_out '^wt-sep,1,Job search and retention,Own staff,,10,10,0,2$'
expect_out '^wt-sep,2,CV,Provider,,6,10,0,2$'

promise "R146: who came before they left did start, though it is written down late"
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,offered_on,enrolled_on,withdrew_on,withdrew_why,source,method
F,wt-sep,2000-08-20,programme,judgement,2000-09-24,2000-08-22,2000-08-25,2000-09-08,Ill,officer,record
END
need mahi course attend wt-sep/2 --excused D
expect_equal 'F|2000-09-05|2000-09-08' "$(columns client,started_on,withdrew_on enrolment | grep '^F')"

promise "R50: managed job search: sessions, employers asked, plan steps done and the state, by participant"
bring employer <<<$'code,name\nmill,A mill'
bring employer_contact <<<$'number,employer,held_on,asked_by,participant,asked_for,answer\nk-1,mill,2000-09-07,participant,A,job,interested'
bring action_plan <<<$'number,client,effective_from,intake,aim\np-1,A,2000-09-01,wt-sep,Work as a fitter'
bring plan_step <<<$'action_plan,client,effective_from,rank,kind,what,by_client,due_on,done_on\np-1,A,2000-09-01,1,cv,A new CV,yes,2000-09-08,2000-09-08\np-1,A,2000-09-01,2,cold_call,Ask ten employers,yes,2000-09-15,'
bring labour_status <<<$'client,effective_from,status,source,method\nA,2000-01-01,unemployed,client,interview'
expect_ok mahi --format csv board job_search --intake wt-sep
expect_out '^wt,wt-sep,A,2000-08-25,3,1,1,2,0.5,Unemployed$'
expect_out '^wt,wt-sep,C,2000-08-25,1,0,,,,$'

promise "R157: sessions of which nobody wrote down who came are pointed out"
export MAHI_TODAY=2000-09-18
expect_ok mahi course show wt-sep
expect_out 'of 1 sessions that were held nobody wrote down who came'
expect_out 'nobody stands in for the co-ordinator, ana'
expect_ok mahi --format csv board coordinator --staff ana
expect_out '^wt,wt-sep,ana,,,1,0,4,0,0,0$'
expect_exit 2 mahi course hold wt-sep/1
bring session <<<$'code,intake,held_on,module,minutes,cancelled_why\nwt-sep/4,wt-sep,2000-09-12,cv,300,The tutor was ill'
expect_exit 3 mahi course attend wt-sep/4
expect_err 'was cancelled'
need mahi doctor

promise "R155: (F20) a block in a time when nobody is hired asks for a reason, at every door"
bring dead_period <<<$'code,name,starts_on,ends_on\nxmas,Christmas,2000-12-20,2001-01-14'
bring intake <<<$'code,programme,name,places\nwt-dec,wt,December,5'
expect_exit 9 mahi course plan wt-dec --from 2000-11-27 --weeks 5 --days mon --minutes 240 --experience 5
expect_err 'it falls into a time in which nobody is hired: Christmas'
expect_equal 4 "$(columns code session | wc -l)"
offer block <<<$'intake,rank,kind,starts_on,ends_on\nwt-dec,1,work_experience,2001-01-08,2001-01-19'
expect_equal 3 "$CODE"
expect_ok mahi course plan wt-dec --from 2000-11-27 --weeks 5 --days mon --minutes 240 --experience 5 --because 'Two hosts asked for Christmas help'
expect_out 'Work experience from 2000-12-25 to 2000-12-31: it falls into a time in which nobody is hired'
expect_equal 2 "$(columns guard,about,reason override | grep -c 'block_in_dead_period|block|Two hosts')"
expect_ok mahi course show wt-dec
expect_out 'Work experience from 2000-12-25 to 2000-12-31 falls into Christmas, with the reason: Two hosts'
