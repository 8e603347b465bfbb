#!/usr/bin/env bash
# Boards of client work, on five people at one office, as at Monday 2 October 2000; each figure is worked by hand where it is expected.
#
#   who  answered for by   last contact   minutes          course in run t1
#   A    ana, weight 2     25 September   60 + 30          yes, in full-time work
#   B    ana               1 August       not recorded     yes, unemployed
#   C    bea               never                           comparison, in part-time work
#   D    bea (specialist)  4 September    45, housing      comparison, state not recorded
#   E    nobody            never

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnewton,service_centre'
bring staff <<<$'login,name,office,role,left_on\nana,Ana,newton,case_manager,\nbea,Bea,newton,case_manager,\nold,Old,newton,case_manager,1999-12-31'
bring caseload_standard <<<$'office,role,clients\nnewton,case_manager,4'
bring occupation <<<$'code,label\nnurse,Nurse\nengineer,Engineer'
bring client <<'END'
number,family_name,first_language,source,method
A,Adams,smo,client,interview
B,Biss,hin,client,interview
C,Cole,eng,client,interview
D,Dunn,smo,client,interview
E,Ede,,client,interview
END
bring register_spell <<'END'
client,effective_from,effective_to,end_reason,office,source,method
A,2000-01-01,,,newton,officer,record
B,2000-01-01,,,newton,officer,record
C,2000-05-01,,,newton,officer,record
D,2000-01-01,,,newton,officer,record
E,2000-09-18,,,newton,officer,record
A,1998-01-01,1998-03-31,work,newton,officer,record
B,1998-01-01,1998-12-20,work,newton,officer,record
C,1998-01-01,1998-06-30,lapsed,newton,officer,record
END
bring assignment <<'END'
client,effective_from,effective_to,duty,staff,weight
A,2000-01-01,,case_manager,ana,2
B,2000-01-01,,case_manager,ana,
C,2000-05-01,,case_manager,bea,
D,2000-01-01,2000-06-30,case_manager,ana,
D,2000-07-01,,specialist,bea,
END
bring programme <<<$'code,name,caution\nthrive,Thrive,made up'
bring intake <<<$'code,programme\nt1,thrive'
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method
A,t1,2000-05-01,programme,criteria,2000-05-01,2000-05-02,officer,record
B,t1,2000-05-01,programme,criteria,2000-05-01,2000-05-02,officer,record
C,t1,2000-05-01,comparison,criteria,2000-05-01,,officer,record
D,t1,2000-05-01,comparison,criteria,2000-05-01,,officer,record
END
bring labour_status <<'END'
client,effective_from,status,source,method
A,2000-09-01,full_time,client,interview
B,2000-09-01,unemployed,client,interview
C,2000-09-01,part_time,client,interview
END
bring contact <<'END'
client,effective_from,way,staff,minutes,help,intake,source,method
A,2000-09-25,visit,ana,60,,t1,officer,record
A,2000-09-11,phone,ana,30,,t1,officer,record
B,2000-08-01,visit,ana,,,t1,officer,record
D,2000-09-04,visit,bea,45,housing,,officer,record
END

promise "R118, R216: (F36) the caseload of each, by weight, beside the standard, and how many of theirs are untouched"
expect_ok mahi --format csv board caseloads
expect_out '^newton,ana,Case manager,2,3(\.0)?,4(\.0)?,1(\.0)?,1,2,0.5'
expect_out '^newton,bea,Case manager,1,1(\.0)?,4(\.0)?,3(\.0)?,1,1,1'
expect_out '^newton,bea,Specialist case manager,1,1(\.0)?,,,0,1,0'
promise "R113: for whom nobody answers is listed"
expect_ok mahi --format csv board unassigned
expect_out '^E,Ede,,newton,2000-09-18,2$'
expect_lines 2
promise "R39, R215: minutes by way and person, and how many contacts have none: never counted as nothing"
expect_ok mahi --format csv board contact_time
expect_out '^Visit,3,3,105,52.5,2,3,0.66[0-9]*,1,3,'
expect_out '^Total,4,,135,'
expect_ok mahi --format csv board contact_time_people
expect_equal 'A,t1,2,90 D,,1,45 B,t1,1,' "$(sed 1d out | grep -v '^[T#]' | cut -d, -f1-4 | xargs)"
expect_ok mahi --format csv board help_given
expect_out '^Housing,1,1,45,1,1,1'
promise "R134: (F42) effort stands beside outcome, for both groups, with denominators and a caution"
expect_ok mahi --format csv board effort_and_outcome --programme thrive
expect_out '^t1,Programme,2,90,45(\.0)?,1,2,0.5'
expect_out '^t1,Comparison,2,45,22\.5,1,1,1'
expect_ok mahi board effort_and_outcome --programme thrive
expect_out 'mahi compare says what may be concluded'
promise "R217: time to work follows from the records, by group; who left for another reason did not find work"
expect_ok mahi --format csv board time_to_work --weeks 52
expect_out '^not recorded,3,1,3,0.33[0-9]*,1,3,0.33[0-9]*,2,3,0.66[0-9]*,0'

promise "R123: full assessments as a share, and overdue"
bring checklist_item <<'END'
code,checklist,rank,words,how
assessment/english,assessment,1,English in each skill,Book the test
assessment/papers,assessment,2,Papers seen,
starter/residence,starter,1,Residence rules,Half a day with the liaison
starter/thrive,starter,2,Thrive,
END
bring checklist_done <<<$'client,effective_from,item\nA,2000-02-01,assessment/english\nA,2000-02-01,assessment/papers\nB,2000-02-01,assessment/english'
expect_ok mahi --format csv board assessments_done
expect_out '^assessment,newton,1,5,0.2,3,10,0.3,3,5,0.6'
expect_ok mahi --format csv board assessment_items --client B
expect_out '^assessment,2,Papers seen'
expect_lines 2
promise "R208: what is left of an assessment comes with how it is done, at the point of use"
expect_ok mahi --format csv board assessment_items --client E
expect_out '^assessment,1,English in each skill,Book the test$'
expect_out '^assessment,2,Papers seen,$'
expect_ok mahi --format csv board starter --staff bea
expect_out '^1,Residence rules,Half a day with the liaison,'
promise "R138, R124: (F25) what somebody new begins with, and who is trained now, after turnover"
bring staff_training <<'END'
staff,topic,trained_on,issue,good_until
ana,residence,2000-03-01,policy,
bea,residence,1999-03-01,policy,2000-03-01
old,residence,1999-03-01,policy,
END
expect_ok mahi --format csv board staff_trained
expect_out '^newton,residence,Policy,1,2,0.5,1'
promise "R218: training of staff is tied to an issue of clients, and what is due again is not counted as trained"
expect_ok mahi --format csv board staff_trained --as-at 2000-02-29
expect_out '^newton,residence,Policy,1,2,0.5,0$'
expect_ok mahi --format csv board staff_trained --as-at 2000-03-01
expect_out '^newton,residence,Policy,2,2,1,0$'
promise "R214: specialties stand with who is trained in them now and with how many clients share them; of a topic nobody can say"
bring goal <<<$'client,effective_from,rank,kind,occupation,source,method\nA,2000-02-01,1,profession,engineer,client,interview\nB,2000-02-01,1,profession,engineer,client,interview\nC,2000-02-01,1,profession,nurse,client,interview'
bring staff_specialty <<'END'
staff,kind,subject,declared_on
ana,occupation,engineer,
bea,occupation,engineer,
ana,language,smo,
ana,topic,residence,
bea,topic,residence,
old,topic,residence,
END
expect_ok mahi --format csv board specialists
expect_out '^newton,Occupation,engineer,2,0,2,0,2$'
expect_out '^newton,Language,smo,1,0,1,0,2$'
expect_out '^newton,Topic,residence,2,1,2,0.5,$'
expect_ok mahi board specialists
expect_out "a topic is nobody's"
promise "R138, R124: (F25) what somebody new begins with is ticked off by training"
expect_ok mahi --format csv board starter --staff ana
expect_equal '1,2000-03-01 2,' "$(sed 1d out | grep '^[12],' | sed -E 's/^([12]),.*,([^,]*)$/\1,\2/' | xargs)"
promise "R125: questions to liaisons, answered and waiting, and the book of answers"
bring desk_question <<'END'
number,asked_by,asked_of,asked_on,topic,words,answer,answered_on
q1,ana,bea,2000-09-01,residence,How long is two years?,To the day,2000-09-04
q2,ana,bea,2000-09-12,residence,And for spouses?,,
END
expect_ok mahi --format csv board questions_asked
expect_out '^bea,1,2,0.5,3(\.0)?,20'
expect_ok mahi --format csv board answer_book
expect_out 'How long is two years\?,To the day,2000-09-04,3,bea'
expect_no_out spouses
promise "R120, R127: sampled checks: payment, emergency help and its days, training"
bring service_check <<'END'
client,effective_from,office,payment_right,emergency_asked,emergency_days,training_open,finding,owner
A,2000-09-01,newton,yes,yes,4,yes,,
B,2000-09-01,newton,no,yes,,no,Paid a week late,ana
C,2000-09-01,newton,,no,,yes,,
END
expect_ok mahi --format csv board service_checks
expect_out '^newton,3,1,2,0.5,1,2,0.5,4(\.0)?,2,3,0.66[0-9]*,1'
promise "R127, R140: constraints of time and process are instances with an owner and an age"
bring quality_finding <<'END'
number,office,found_on,kind,words,owner,closed_on
f1,newton,2000-09-02,time,No time for a second talk,,
f2,newton,2000-09-12,time,No interpreter in half an hour,ana,2000-09-20
END
expect_ok mahi --format csv board quality_findings
expect_out '^newton,Constraint of time,2,1,2,0.5,30,1'

promise "R92: (F23) results of tests that do not measure rightly are flagged, those before the rule too"
bring assessment_tool <<<$'code,label,kind,unfit_for\npsy,Aptitude test,psychometric,\nielts,IELTS,english,'
bring tool_use <<<$'client,effective_from,tool,taken_on,result,next_on\nA,1999-09-01,psy,1999-09-01,Low,\nB,2000-06-01,ielts,2000-06-05,5.5,2000-09-01\nD,2000-09-20,ielts,,,'
bring assessment_tool <<<$'code,label,kind,unfit_for,cited\npsy,Aptitude test,psychometric,nesb,The study'
expect_ok mahi --format csv board unfit_tests
expect_out '^1999-09-01,A,Aptitude test,Non-English-speaking background,Samoan,1999-09-01,Low,$'
promise "R177: English tests booked, taken and due again"
expect_ok mahi --format csv board english_tests
expect_out '^B,IELTS,2000-06-01,2000-06-05,.*,5.5,2000-09-01,yes'
expect_out '^D,IELTS,2000-09-20,,'
promise "R174: (F2) gains in English courses, with those nobody measured"
bring training <<'END'
client,effective_from,effective_to,title,kind,level_in,level_out,completed
A,2000-02-01,2000-05-31,ESOL 1,english,basic,clear,yes
B,2000-02-01,2000-05-31,ESOL 1,english,basic,,yes
D,2000-09-01,,ESOL 1,english,basic,,
END
expect_ok mahi --format csv board english_courses
expect_out '^ESOL 1,English,3,2,2,1,1,1,1,0,1,2,0.5'
promise "R175, R178: unmet needs by reason and rule, and who waits by profession"
bring scheme <<<$'code,label,kind,occupation,region,places\nnurse-english,English for nurses,course,nurse,newton,8'
bring training_need <<'END'
client,effective_from,kind,occupation,asked_by_client,not_offered,rule,source,method
A,2000-09-01,professional_english,nurse,yes,no_place,,client,interview
D,2000-09-08,professional_english,nurse,no,,,officer,interview
B,2000-09-01,english,,yes,rule,Not for graduates,client,interview
END
expect_ok mahi --format csv board unmet_needs
expect_out '^English,A rule,Not for graduates,,1,1,1,1,2000-09-01'
expect_ok mahi --format csv board waiting_by_profession
expect_out '^nurse,Nurse,2,2000-09-01,8,0'
promise "R179: places planned beside who waits, now and before anybody did"
expect_out '^Total,,2,'
expect_ok mahi --format csv board waiting_by_profession --as-at 2000-09-07
expect_out '^nurse,Nurse,1,2000-09-01,8,0'
promise "R184: training for a profession: who needs it, who had it, and work after it beside those who still wait"
bring training <<'END'
client,effective_from,effective_to,title,kind,occupation,completed
C,2000-01-10,2000-03-10,Nursing here,upskilling,nurse,yes
B,2000-01-10,2000-03-10,Nursing here,upskilling,nurse,no
END
bring training_need <<'END'
client,effective_from,kind,occupation,met_on,source,method
E,2000-02-01,upskilling,nurse,,client,interview
C,2000-01-02,upskilling,nurse,2000-01-10,client,interview
END
expect_ok mahi --format csv board profession_training
expect_out '^nurse,Nurse,1,4,0.25,0,1,2,0.5,1,1,1,0,1,0$'
promise "R184: 26 weeks after the course to the day it can be said, a day before not"
expect_ok mahi --format csv board profession_training --as-at 2000-09-08
expect_out '^nurse,Nurse,1,4,0.25,0,1,2,0.5,1,1,1,'
expect_ok mahi --format csv board profession_training --as-at 2000-09-07
expect_out '^nurse,Nurse,1,3,0.33[0-9]*,0,1,2,0.5,,,,'
promise "R181: places of courses beside who is held back by English, and by access to it"
bring barrier <<'END'
client,effective_from,kind,side,source,method
A,2000-01-01,english,personal,officer,interview
B,2000-01-01,english,personal,officer,interview
B,2000-01-01,esol_access,systemic,client,interview
END
expect_ok mahi --format csv board esol_places
expect_out '^newton,8,1,2,5,0.4,1,5,0.2'
promise "R36: (F33) each step to registration with body, result, cost and what is missing"
bring registration_step <<'END'
client,effective_from,body,step,result,cost,missing,source,method
A,2000-06-01,IPENZ,Sent,,450,,client,document
A,2000-09-01,IPENZ,Examined,in_part,,Two papers,provider,document
END
expect_ok mahi --format csv board registrations --client A
expect_out '^A,IPENZ,Sent,2000-06-01,,450'
expect_out '^A,IPENZ,Examined,2000-09-01,Accepted in part,,Two papers'

promise "R139, R180: the calendar shows language and interpreter, and what nobody closed is listed"
bring appointment <<'END'
number,client,effective_from,starts_at,minutes,staff,kind,interpreter,kept
ap1,A,2000-10-09,545,45,ana,plan,yes,
ap2,B,2000-10-09,600,45,bea,plan,no,
ap3,B,2000-09-20,600,45,bea,plan,,
END
expect_ok mahi --format csv board appointments --staff ana
expect_out '^2000-10-09,09:05,45,ana,A,Adams,Plan,Samoan,WANTED,ap1'
expect_lines 2
expect_ok mahi --format csv board appointments_unclosed
expect_out '^2000-09-20,bea,B,Plan,ap3'
promise "R66, R58: steps that are late, and plans to look at again"
bring action_plan <<<$'number,client,effective_from,aim,review_on\np1,A,2000-09-01,Work,2000-10-01\np2,B,2000-09-01,Work,2000-12-01'
bring plan_step <<'END'
client,effective_from,action_plan,rank,kind,what,by_client,owner,due_on,done_on,dropped_why
A,2000-09-01,p1,1,cv,Write,no,ana,2000-09-22,,
A,2000-09-01,p1,2,cv,Print,no,ana,2000-09-22,2000-09-21,
A,2000-09-01,p1,3,cv,Send,no,ana,2000-09-22,,Not now
END
expect_ok mahi --format csv board steps_due
expect_out '^2000-09-22,10,A,p1,1,CV,Write,ana'
expect_lines 2
expect_ok mahi --format csv board plans_due
expect_out '^2000-10-01,A,p1,Work,,,2,3,'
expect_no_out p2
promise "R47: who has no CV, or one that is older than what stands on it"
need mahi cv make A
need mahi cv make C
bring work_history <<<$'client,effective_from,title,source,method\nA,1990-01-01,Nurse,client,interview'
expect_ok mahi --format csv board cvs_to_renew
expect_out '^A,Adams,newton,2000-10-02,'
expect_out '^B,Biss,newton,,'
expect_no_out '^C,'
