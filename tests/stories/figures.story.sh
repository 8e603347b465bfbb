#!/usr/bin/env bash
# What a figure counts, and what it does not: states and outcomes, people and families, earnings, programmes beside one another.
#
#   programme track sets out to change work, thrive to change how the service is seen; both have a wave two months after.
#   of track's eight: full time, part time (8 h), subsidised, work experience, training, unemployed, left the market, reached and unknown

export MAHI_TODAY=2000-12-01
need mahi init
bring office <<<$'code,kind\nnewton,service_centre\nonehunga,service_centre'
bring staff <<<$'login,name,office,role\nana,Ana,newton,case_manager'
bring cultural_group <<<$'code,label\nsomali,Somali'
{
    echo number,family_name,source,method
    printf '%s,Made-up,client,interview\n' T1 T2 T3 T4 T5 T6 T7 T8 K1 K2 H1 H2 H3
} | bring client
bring programme <<<$'code,name,expected_weeks\ntrack,Work Track,8\nthrive,Thrive,8\nvague,Nobody said,8'
bring outcome <<'END_OF'
code,programme,label,measure,target,hours_at_least,declared_on
any-work,track,in any work,share,30,,2000-06-01
work-or-training,track,in work or training,share,50,,2000-06-01
twenty-hours,track,in work of 20 hours and more,share,20,20,2000-06-01
END_OF
bring outcome_state <<'END_OF'
outcome,status
any-work,full_time
any-work,part_time
any-work,in_work
work-or-training,full_time
work-or-training,part_time
work-or-training,in_work
work-or-training,training
twenty-hours,full_time
twenty-hours,part_time
twenty-hours,in_work
END_OF
bring objective <<'END_OF'
programme,rank,words,about_work
track,1,More people in work,yes
thrive,1,Bodies trust the service,no
END_OF
bring wave <<'END_OF'
code,programme,label,months_after
track-2,track,two months after,2
thrive-2,thrive,two months after,2
vague-2,vague,two months after,2
END_OF
bring intake <<'END_OF'
code,programme,starts_on,ends_on,places
t1,track,2000-07-03,2000-07-28,8
h1,thrive,2000-07-03,2000-07-28,8
v1,vague,2000-07-03,2000-07-28,8
END_OF
{
    echo client,intake,effective_from,side,chosen_by,index_on,enrolled_on,started_on,source,method
    printf '%s,t1,2000-06-20,programme,judgement,2000-08-01,2000-07-01,2000-07-03,officer,record\n' T1 T2 T3 T4 T5 T6 T7 T8
    printf '%s,t1,2000-06-20,comparison,judgement,2000-08-01,,,officer,record\n' K1 K2
    printf '%s,h1,2000-06-20,programme,judgement,2000-08-01,2000-07-01,2000-07-03,officer,record\n' H1 H2
    printf '%s,v1,2000-06-20,programme,judgement,2000-08-01,2000-07-01,2000-07-03,officer,record\n' H3
} | bring enrolment
bring follow_up <<'END_OF'
client,intake,wave,effective_from,result,status,hours_per_week,source,method
T1,t1,track-2,2000-10-01,reached,full_time,40,client,interview
T2,t1,track-2,2000-10-01,reached,part_time,8,client,interview
T3,t1,track-2,2000-10-01,reached,subsidised,40,client,interview
T4,t1,track-2,2000-10-01,reached,work_experience,20,client,interview
T5,t1,track-2,2000-10-01,reached,training,,client,interview
T6,t1,track-2,2000-10-01,reached,unemployed,,client,interview
T7,t1,track-2,2000-10-01,reached,left_market,,client,interview
T8,t1,track-2,2000-10-01,reached,,,client,interview
K1,t1,track-2,2000-10-01,reached,training,,client,interview
K2,t1,track-2,2000-10-01,not_found,,,client,interview
H1,h1,thrive-2,2000-10-01,reached,full_time,40,client,interview
H2,h1,thrive-2,2000-10-01,reached,unemployed,,client,interview
H3,v1,vague-2,2000-10-01,reached,full_time,40,client,interview
END_OF

# ---- states and outcomes

promise "R164, R222: (F10) everybody who was reached is in one state or of unknown state, and the states sum to all of them"
expect_ok mahi --format csv compare track
for state in 'Full-time work' 'Part-time work' 'Subsidised work' 'Work experience' 'Training or retraining' Unemployed 'Left the labour market' Unknown; do
    expect_out "^$state,1,8,0\.125,"
done
expect_out '^All reached \(N\),8,8,1,,,1,1,1,'
promise "R222: (F11) who left the labour market or trains is not counted as no longer unemployed, nor as in work"
expect_out 'in any work: 2 of 8 \(25\.0%\) against 0 of 1'
promise "R185: training counts only in an outcome that said so beforehand, and is a state of its own in any case"
expect_out 'in work or training: 3 of 8 \(37\.5%\) against 1 of 1'
promise "R164: (F10) where an outcome asks for 20 hours, 8 hours are not work, whatever the state is called"
expect_out 'in work of 20 hours and more: 1 of 8 \(12\.5%\) against 0 of 1'
promise "R164: exactly the hours that it asks for count, a quarter of an hour less does not, and unknown hours do not"
need mahi record follow_up client=T2 intake=t1 wave=track-2 hours_per_week=20
expect_ok mahi --format csv compare track
expect_out 'in work of 20 hours and more: 2 of 8'
need mahi record follow_up client=T2 intake=t1 wave=track-2 hours_per_week=19.75
expect_ok mahi --format csv compare track
expect_out 'in work of 20 hours and more: 1 of 8'
need mahi record follow_up client=T2 intake=t1 wave=track-2 hours_per_week=
expect_ok mahi --format csv compare track
expect_out 'in work of 20 hours and more: 1 of 8'
promise "R110: an outcome stands with counts, N, horizon, what it counts, and the comparison"
expect_ok mahi compare track
tr -s '\n ' ' ' <out >words
expect_true 'horizon, counts, N and comparison stand together' grep -q 'Two months after ─* .*in any work: 2 of 8 (25.0%) against 0 of 1' words
expect_true 'what it counts stands there' grep -Eq 'It counts: Full- ?time work; Part-time work; In work, hours not recorded\.' words
expect_true 'and the hours that it asks for' grep -q 'of at least 20 hours a week, and not of unknown hours' words
expect_ok mahi --format html compare track
expect_out 'It counts: Full-time work; Part-time work; In work, hours not recorded; Training or retraining'

# ---- programmes beside one another

promise "R9: programmes stand beside one another on one definition, and one that never set out to change work is not compared on it"
expect_ok mahi --format csv board programmes_apart
expect_out '^2,track,Programme,8,8,1,2,7,0\.28[0-9]*,1,7,0\.14[0-9]*,it set out to change it$'
expect_out '^2,track,Comparison,1,2,0\.5,0,1,0,1,1,1,it set out to change it$'
expect_out '^2,thrive,Programme,2,2,1,,,,,,,it never set out to change it$'
promise "R9: nor one of which nobody wrote down what it set out to change"
expect_out '^2,vague,Programme,1,1,1,,,,,,,nobody wrote down what it set out to change$'
expect_ok mahi board programmes_apart
expect_out 'not compared'
promise "R9: what is not known yet on a day is not counted on it"
expect_ok mahi --format csv board programmes_apart --programme track --as-at 2000-09-30
expect_out '^2,track,Programme,0,8,0,0,0,,0,0,,it set out to change it$'

# ---- earnings

bring benefit_spell <<'END_OF'
client,effective_from,effective_to,type,source,method
T1,2000-01-01,2000-08-15,unemployment,officer,record
T2,2000-01-01,,unemployment,officer,record
K1,2000-01-01,,unemployment,officer,record
END_OF
bring declared_earnings <<'END_OF'
client,effective_from,amount,source,method
T1,2000-07-31,60,client,statement
T1,2000-08-01,80,client,statement
T1,2000-08-15,90,client,statement
T1,2000-08-16,500,client,statement
T2,2000-06-05,20,client,statement
T2,2000-08-07,0,client,statement
K1,2000-06-05,40,client,statement
K1,2000-05-01,999,client,statement
K1,2000-05-02,10,client,statement
END_OF
promise "R60: earnings declared while on benefit, of both groups, before the index date and from it on"
expect_ok mahi --format csv board earnings --intake t1
expect_out '^track,t1,Programme,2,8,0\.25,2,40(\.00)?,2,8,0\.25,3,56\.6[67][0-9]*$'
promise "R60: 13 weeks before the index date are counted, a day more is not; none declared is not nothing earned"
expect_out '^track,t1,Comparison,1,2,0\.5,2,25(\.00)?,0,2,0,0,$'
expect_ok mahi board earnings --intake t1
expect_out 'none was declared'
expect_ok mahi --format csv board earnings --intake t1 --weeks 1
expect_out '^track,t1,Programme,1,8,0\.125,1,60(\.00)?,2,8,0\.25,2,40(\.00)?$'
promise "R60: a week after the day that is asked about is not known on it"
expect_ok mahi --format csv board earnings --intake t1 --as-at 2000-08-01
expect_out '^track,t1,Programme,2,8,0\.25,2,40(\.00)?,1,8,0\.125,1,80(\.00)?$'

# ---- people, job seekers, families, benefits

bring register_spell <<'END_OF'
client,effective_from,effective_to,office,source,method
T1,2000-01-01,,newton,officer,record
T2,2000-01-01,,newton,officer,record
T3,2000-01-01,2000-11-30,newton,officer,record
K1,2000-01-01,,newton,officer,record
H1,2000-01-01,,onehunga,officer,record
END_OF
bring household <<<$'number,name\nF1,Family 1\nF2,Family 2\nF3,Nobody seeks'
bring household_member <<'END_OF'
household,client,effective_from,effective_to,role,source,method
F1,T1,1999-01-01,,partner,client,statement
F1,T2,1999-01-01,,partner,client,statement
F1,T4,1999-01-01,,child,client,statement
F1,T5,1999-01-01,2000-06-30,child,client,statement
F2,H1,1999-01-01,,partner,client,statement
F2,H2,1999-01-01,,partner,client,statement
F3,T6,1999-01-01,,partner,client,statement
END_OF
bring benefit_spell <<'END_OF'
client,effective_from,effective_to,type,source,method
T1,2000-10-01,,sickness,officer,record
T1,2000-10-02,,training,officer,record
H2,2000-10-01,,sole_parent,officer,record
T6,2000-10-01,,sickness,officer,record
END_OF
promise "R115: people, job seekers, families and benefits are four counts, each with what it counts"
expect_ok mahi --format csv board counted
expect_out '^People,"job seekers, and everybody known to live with one",6$'
expect_out '^Job seekers,people whose registration runs on the day,4$'
expect_out '^Families,households in which a job seeker lives,2$'
expect_out '^Job seekers of no family,job seekers of whom no household is recorded,1$'
expect_out '^Benefits,benefits that run on the day; one person may have two,5$'
expect_out '^People on a benefit,people of whom at least one benefit runs,4$'
promise "R115: of one office, and on another day"
expect_ok mahi --format csv board counted --office onehunga
expect_equal '2 1 1 0 1 1' "$(sed 1d out | grep -oE '[0-9]+$' | xargs)"
expect_ok mahi --format csv board counted --as-at 2000-06-30
expect_equal '8 5 2 2 3 3' "$(sed 1d out | grep -oE '[0-9]+$' | xargs)"
promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor
