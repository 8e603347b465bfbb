#!/usr/bin/env bash
# What must be agreed before anything starts, what comes before what, and who is told: the failures of the pilots, each attempted.

export MAHI_TODAY=2000-08-01
need mahi init
bring office <<<$'code,kind\nnorth,region\ncentral,region\nnewton,service_centre'
bring staff <<'END'
login,name,role,office
ben,Ben,coordinator,north
ana,Ana,case_manager,newton
eve,Eve,case_manager,newton
END
bring organisation <<'END'
code,name,kind
winz,Work and Income,service
tad,TAD,agency
other,Another agency,agency
ecm,Ethnic council,community
END
bring client <<'END'
number,family_name,first_language,source,method
A,Aa,smo,client,interview
B,Bee,smo,client,interview
C,Cee,zho,client,interview
END
cat >me.yaml <<'END'
programme:
  code: me
  name: Engineers
  region: north
  starts_on: 2000-08-01
  ends_on: 2000-12-31
  comparison_design: not_selected
  expected_weeks: 26
  criteria:
  - label: English at home is another
    version: me-lang/1
    need: hard
  barriers:
  - kind: nz_experience
    side: personal
  aims:
  - words: More work
    outcome: me-work
    about_work: yes
  demand_assessments:
  - region: north
    assessed_on: 2000-07-01
    verdict: thin
  intakes:
  - code: me-aug
    starts_on: 2000-08-07
    ends_on: 2000-10-31
    places: 16
  outcomes:
  - code: me-work
    label: in work
    measure: share
    target: 30
    counts:
    - full_time
  waves:
  - code: me-5m
    label: five months after
    months_after: 5
named:
  office:
  - code: north
    kind: region
  question:
  - code: me-lang
    label: Language
  question_version:
  - code: me-lang/1
    question: me-lang
    version: 1
    text: first language != "eng"
    saved_on: 2000-07-01
END
need mahi programme load me.yaml

# ---- F16: the agency misunderstood the joint venture

bring agreement <<<$'code,kind,title,programme,purpose\nme-tad,joint_venture,With TAD,me,work_experience'
bring agreement_party <<<$'agreement,organisation\nme-tad,winz\nme-tad,tad'
promise "R95: (F16) nobody agrees to what is not written down"
expect_exit 4 mahi agreement sign me-tad tad --by 'J. Ngata'
expect_err 'no version of agreement "me-tad" stands on that day'
bring agreement_version <<'END'
code,agreement,version,starts_on,purpose_words,duties,clients_told,review_on
me-tad/1,me-tad,1,2000-08-01,Work experience.,TAD asks employers.,It is unpaid.,2000-12-01
END
# A referral on day $1; CODE says whether it was written.
refer() {
    offer agency_referral <<<$'client,organisation,agreement,effective_from\n'"A,${2:-tad},me-tad,$1"
}
promise "R95: (F16, 5.2) a referral to an agency before all parties signed is refused"
refer 2000-08-02
expect_equal 3 "$CODE"
expect_out 'TAD has not agreed to the newest version'
expect_ok mahi agreement sign me-tad tad --by 'J. Ngata'
expect_out '1 of 2 parties have agreed to it: nobody can be referred'
refer 2000-08-02
expect_equal 3 "$CODE"
expect_out 'Work and Income has not agreed to the newest version'
expect_exit 2 mahi agreement sign me-tad winz
expect_exit 3 mahi agreement sign me-tad ecm --by 'Somebody'
expect_err 'no party to that agreement'
expect_exit 4 mahi agreement show me-tadd
expect_err 'did you mean "me-tad"'
expect_ok mahi agreement sign me-tad winz --by 'The commissioner' --on 2000-08-03
refer 2000-08-02
expect_equal 3 "$CODE"
refer 2000-08-03
expect_equal 0 "$CODE"
refer 2000-08-04 other
expect_out 'the agency is no party to that agreement'
promise "R95: (F16) what a referral rested on is not taken back behind it"
expect_exit 6 mahi withdraw agreement_signature me-tad/1 tad --because 'They changed their mind'
expect_err '1 people were put forward to the agency on the ground of it since; end the agreement with a new version'
expect_exit 6 mahi withdraw agreement_party me-tad winz --because 'They left'
expect_err 'people were put forward to an agency under this agreement'
promise "R95, R129: (F16) a new version is agreed to anew, and an old one no more"
bring agreement_version <<<$'code,agreement,version,starts_on,purpose_words\nme-tad/2,me-tad,2,2000-09-01,Work experience alone.'
refer 2000-09-02
expect_equal 3 "$CODE"
offer agreement_signature <<<$'version,organisation,agreed_on,signed_by\nme-tad/1,tad,2000-09-05,J'
expect_equal 3 "$CODE"
expect_out 'by that day me-tad/2 stood instead'
export MAHI_TODAY=2000-09-05
need mahi agreement sign me-tad tad --by 'J. Ngata'
need mahi agreement sign me-tad winz --by 'The commissioner'
refer 2000-09-05
expect_equal 0 "$CODE"
expect_ok mahi agreement show me-tad --on 2000-08-15
expect_out 'me-tad/1 stands. 2 of 2 parties'
expect_ok mahi --format csv board agreements --as-at 2000-09-02
expect_out '^me-tad,Joint venture,With TAD,me,me-tad/2,2000-09-01,,0,2,0,.*,not agreed by all$'

promise "R96: (F16) what the agency does is held against what was agreed from the first week: off its purpose, or silent"
bring employer <<<$'code,name\ne1,One\ne2,Two'
bring employer_contact <<'END'
number,employer,held_on,asked_by,organisation,programme,asked_for,answer
k1,e1,2000-08-02,agency,tad,me,job,none
k2,e2,2000-08-03,agency,tad,me,job,none
k3,e1,2000-08-16,agency,tad,me,work_experience,interested
END
expect_ok mahi --format csv board agency_weeks --programme me --as-at 2000-08-24
expect_out '^me-tad,TAD,1,2000-08-01,Work experience,0,2,Job,off its purpose$'
expect_out '^me-tad,TAD,2,2000-08-08,Work experience,0,0,,silent$'
expect_out '^me-tad,TAD,3,2000-08-15,Work experience,1,0,,as agreed$'
expect_out '^me-tad,TAD,4,2000-08-22,Work experience,0,0,,under way$'
expect_lines 5

# ---- F17: participants did not know that it was unpaid

export MAHI_TODAY=2000-08-01
need mahi programme lock me
# $1 client, $2 day of the place; the list gives them an undecided place first
enrol() {
    offer enrolment <<<$'client,intake,effective_from,side,chosen_by,chosen_why,index_on,enrolled_on,source,method\n'"$1,me-aug,2000-07-01,programme,judgement,fits,2000-08-07,$2,officer,record"
}
tell_of() {
    offer explanation <<<$'client,intake,effective_from,spoken,interpreter,paid,weeks,answer,why,source,method\n'"$1"
}
promise "R49, R97: (F17) nobody takes a place in a locked programme before it was explained to them and they agreed"
enrol A 2000-08-05
expect_equal 3 "$CODE"
expect_out 'nobody explained the programme to them'
tell_of A,me-aug,2000-08-06,smo,no,unpaid,26,agreed,,officer,interview
enrol A 2000-08-05
expect_equal 3 "$CODE"
enrol A 2000-08-06
expect_equal 0 "$CODE"
expect_exit 6 mahi withdraw explanation A me-aug 2000-08-06 --because 'Told too late'
expect_err 'they took the place on the ground of it, on 2000-08-06; if they did not agree, withdraw them'
promise "R49: (F17) in their own language, or with an interpreter; else somebody must say why"
tell_of B,me-aug,2000-08-03,eng,no,unpaid,26,agreed,,officer,interview
enrol B 2000-08-05
expect_equal 3 "$CODE"
expect_out 'in another language than their first'
tell_of B,me-aug,2000-08-04,eng,yes,unpaid,26,agreed,,officer,interview
enrol B 2000-08-05
expect_equal 0 "$CODE"
promise "R49: (F17) a refusal is an outcome with its reason, not a disappearance"
tell_of C,me-aug,2000-08-03,zho,no,unpaid,26,refused,,officer,interview
expect_equal 3 "$CODE"
expect_out 'write in why what they said'
tell_of 'C,me-aug,2000-08-03,zho,no,unpaid,26,refused,Did not know that it was unpaid,officer,interview'
expect_equal 0 "$CODE"
enrol C 2000-08-05
expect_equal 3 "$CODE"
expect_ok mahi --format csv board refusals_of_programmes --as-at 2000-08-10
expect_out '^me,me-aug,C,2000-08-03,refused when it was explained,Did not know that it was unpaid$'
expect_ok mahi --format csv board explanations --as-at 2000-08-10
expect_out '^me,me-aug,3,2,3,0.66[0-9]*,1,3,0.33[0-9]*,0,3,0,3,3,1,3,3,1,0$'
promise "R226: (F13) and nobody took a place before what is judged was fixed"
enrol A 2000-07-31
expect_equal 3 "$CODE"
expect_out 'locked on 2000-08-01, and nobody took a place before that'
bring programme <<<$'code,name\nold,Began long ago'
bring intake <<<$'code,programme\nold-1,old'
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,started_on,source,method
A,old-1,1999-01-01,programme,not_known,1999-02-01,1999-02-01,1999-02-01,officer,record
END
expect_exit 3 mahi programme lock old
expect_err 'somebody took a place on 1999-02-01 already'
promise "R5, R226: (F5, F13) a programme that began without a lock is shown with everybody who did"
expect_ok mahi --format csv board programmes --programme old
expect_out '^old,.*,0,1,1,1,1$'

promise "R88, R97: (F17) unpaid work does not begin before the person and the employer agreed to it"
# $1 the days: by the person, by the employer
place() {
    offer placement <<<$'number,client,employer,intake,effective_from,kind,planned_from,pay,channel,client_agreed_on,employer_agreed_on,started_on\n'"P1,A,e1,me-aug,2000-09-01,work_experience,2000-09-04,unpaid,agency,$1,2000-09-04"
}
place ,2000-09-02
expect_equal 3 "$CODE"
expect_out 'the person had not agreed to that when it began'
place 2000-09-05,2000-09-02
expect_equal 3 "$CODE"
place 2000-09-03,
expect_equal 3 "$CODE"
expect_out 'the employer had not agreed'
place 2000-09-03,2000-09-02
expect_equal 0 "$CODE"

# ---- F18: months lost on advertising after paid time began

bring stage <<'END'
code,programme,rank,name,paid,planned_on,started_on,finished_on
me-promotion,me,1,Make it known,no,2000-07-01,2000-07-05,
me-agency,me,2,The agency calls employers,yes,2000-08-01,,
END
bring stage_need <<<$'stage,needs\nme-agency,me-promotion'
promise "R99: (F18) paid time cannot begin before it was made known"
# $1 the day on which the agency's paid time begins
paid_time() {
    offer stage <<<$'code,programme,rank,name,paid,planned_on,started_on\nme-agency,me,2,The agency calls employers,yes,2000-08-01,'"$1"
}
paid_time 2000-08-02
expect_equal 3 "$CODE"
expect_out 'Make it known must be done first'
bring stage <<<$'code,programme,rank,name,paid,planned_on,started_on,finished_on\nme-promotion,me,1,Make it known,no,2000-07-01,2000-07-05,2000-09-01'
paid_time 2000-08-02
expect_equal 3 "$CODE"
paid_time 2000-09-01
expect_equal 0 "$CODE"
offer stage_need <<<$'stage,needs\nme-promotion,me-agency'
expect_equal 3 "$CODE"
expect_out 'the stage has begun, and what it needs was not done before'
promise "R99: (F18) a stage that waits, and for what, is shown"
expect_ok mahi --format csv board stages --as-at 2000-08-22
expect_out '^me,2,The agency calls employers,1,2000-08-01,2000-09-01,,,1,Make it known,$|^me,2,The agency calls employers,yes,2000-08-01,2000-09-01,,,1,Make it known,$'

# ---- F20: over Christmas

need mahi load "$SHARE/calendar"
bring programme <<<$'code,name,region\ncrm,Central,central'
promise "R155: (F20, 5.2) a 15-week run begun on Monday 2 October 2000 with work experience in weeks 13 to 15 is warned of, and needs a reason"
offer intake <<<$'code,programme,name,starts_on,ends_on,places\ncrm-oct,crm,October,2000-10-02,2001-01-14,20'
expect_equal 3 "$CODE"
expect_out 'a time in which nobody is hired: Christmas and New Year'
bring intake <<<$'code,programme,name,starts_on,places\ncrm-oct,crm,October,2000-10-02,20'
offer block <<<$'intake,rank,kind,starts_on,ends_on\ncrm-oct,1,teaching,2000-10-02,2000-12-15'
expect_equal 0 "$CODE"
offer block <<<$'intake,rank,kind,starts_on,ends_on\ncrm-oct,2,work_experience,2000-12-25,2001-01-14'
expect_equal 3 "$CODE"
expect_out 'a time in which nobody is hired: Christmas and New Year'
offer block <<<$'intake,rank,kind,starts_on,ends_on\ncrm-oct,2,break,2000-12-25,2001-01-14'
expect_equal 0 "$CODE"
expect_exit 9 mahi record block intake=crm-oct rank=3 kind=work_experience starts_on=2000-12-25 ends_on=2001-01-14
expect_ok mahi record block intake=crm-oct rank=3 kind=work_experience starts_on=2000-12-25 ends_on=2001-01-14 --because 'A hotel takes six'
expect_equal 'block_in_dead_period|A hotel takes six' "$(columns guard,reason override)"
promise "R155: (F20) a wave or a placement there needs one too"
offer wave <<<$'code,programme,label,months_after\nme-2m,crm,two months after,3'
expect_equal 3 "$CODE"
offer placement <<<$'number,client,employer,effective_from,kind,planned_from,pay,channel\nP2,A,e1,2000-12-01,work_experience,2000-12-27,paid,agency'
expect_equal 3 "$CODE"
expect_out 'planned to begin at a time in which nobody is hired'

# ---- F30, F41, F44 and the rest of the register

bring update_due <<'END'
programme,organisation,due_on,sent_on,acknowledged_on
crm,ecm,2000-10-01,2000-10-02,2000-10-05
crm,ecm,2000-11-01,,
crm,ecm,2000-11-15,2000-11-15,
END
promise "R165: (F30) a body that was to be told and was not is shown, with how late"
expect_ok mahi --format csv board updates --programme crm --as-at 2000-11-22
expect_out '^crm,Ethnic council,2000-11-01,,,overdue,3$'
expect_out '^crm,Ethnic council,2000-11-15,2000-11-15,,"sent, not acknowledged",$'
expect_out ',acknowledged,$'
promise "R191: (F41) a programme of the supply side alone that asked no employer is shown to be one"
expect_ok mahi --format csv board barrier_sides --as-at 2000-09-01
expect_out '^crm,0,0,0,0,0,nobody said which barriers'
expect_out '^me,1,0,3,2,1,both sides'
expect_ok mahi --format csv board barrier_sides --as-at 2000-07-01
expect_out '^me,1,0,0,0,1,"supply side alone'
promise "R63: (F44) a programme that is in nobody else's plan is shown, and so is a task that nobody took"
expect_ok mahi --format csv board partner_gaps
expect_out '^crm,,,,,,no inter-agency plan$'
bring partner_task <<<$'programme,rank,what,organisation,due_on,agreed_on\ncrm,1,Find mentors,,2000-10-01,\ncrm,2,Find rooms,ecm,2000-07-01,2000-06-01'
expect_ok mahi --format csv board partner_gaps --programme crm
expect_out '^crm,Find mentors,,2000-10-01,,,nobody has taken it$'
expect_out '^crm,Find rooms,Ethnic council,2000-07-01,2000-06-01,,overdue$'
promise "R136: who was briefed and has not confirmed it is counted by office, with who answers for it there"
bring briefing <<<$'programme,staff,sent_on,confirmed_on\nme,ana,2000-07-01,2000-07-02\nme,eve,2000-07-03,'
bring site_coordinator <<<$'programme,office,staff,deputy\nme,newton,ana,'
expect_ok mahi --format csv board briefings
expect_out '^me,newton,ana,,1,2,0.5,1,2000-07-03$'
promise "R166: bids are shown with the panel's scores, and whether the community sat on it"
bring bid <<'END'
programme,organisation,scored_by,community,score,price,chosen,why
crm,tad,Ben,no,60,1000,no,
crm,tad,Council,yes,40,1000,no,
crm,other,Ben,no,80,1200,yes,Better
me,tad,Ben,no,70,900,yes,The only one
END
expect_ok mahi --format csv board bids
expect_out '^crm,TAD,2,50,40,60,1,2,0.5,1000,(0|no),,the community sat on the panel$'
expect_out '^me,.*,nobody of the community sat on the panel$'
promise "R144: a concern that a body raised is answered by a programme, and the body is told"
bring organisation_contact <<<$'number,organisation,held_on,kind,words\nh1,ecm,2000-07-01,concern,Work-related English\nh2,ecm,2000-07-15,concern,Employers'
bring concern_answered <<<$'programme,raised,how,told_on\ncrm,h1,The course teaches it,'
expect_ok mahi --format csv board concerns
expect_out '^Ethnic council,2000-07-01,Work-related English,,crm,The course teaches it,,"answered by a programme, and not told",4$'
expect_out '^Ethnic council,2000-07-15,Employers,,,,,open,2$'
promise "R59, R81, R147: objectives are listed with what measures them; one without is not measurable"
bring objective <<<$'programme,rank,words\ncrm,1,Better ties'
expect_ok mahi --format csv board objectives
expect_out '^me,1,More work,in work,30,,,,(1|yes),(1|yes)$'
expect_out '^crm,1,Better ties,,,,,,(0|no),$'
