#!/usr/bin/env bash
# The progress feed: what a provider writes down about a course reaches the case manager and the broker, and managers see who has not read it.

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnewton,service_centre\notara,service_centre'
bring staff <<'END'
login,name,office,role
ana,Ana,newton,case_manager
bob,Bob,newton,work_broker
tui,Tui,newton,facilitator
oti,Oti,otara,case_manager
END
bring client < <(echo 'number,family_name,source,method'; for n in A B C; do echo "$n,$n,client,interview"; done)
bring programme <<<$'code,name,status\np,Pilot,running'
bring intake <<<$'code,programme,starts_on,ends_on\ni,p,2000-08-01,2000-11-30'
bring assignment <<'END'
client,effective_from,effective_to,duty,staff
A,2000-01-01,,case_manager,ana
A,2000-01-01,,work_broker,bob
A,2000-01-01,,facilitator,tui
B,2000-01-01,2000-06-30,case_manager,ana
B,2000-07-01,,case_manager,oti
C,2000-01-01,,case_manager,ana
END
enrolment() { printf 'client,intake,effective_from,side,chosen_by,index_on,enrolled_on,started_on,completed_on,source,method\n%s\n' "$1" >enrolment.csv; }
enrolment 'A,i,2000-07-01,programme,judgement,2000-11-30,2000-07-10,,,officer,record'
need mahi --as tui import enrolment enrolment.csv

promise "R159: (F27) a place taken is news to the case manager and the broker, not to others"
expect_ok mahi --format csv --as ana feed
expect_out 'Z,2000-07-10,A,A,Took a place,i,tui$'
expect_lines 2
expect_ok mahi --format csv --as bob feed
expect_out 'Took a place'
for login in oti tui; do
    expect_ok mahi --as "$login" feed
    expect_no_out 'Took a place'
done
promise "R159, R211: (F27) managers see who has not read"
expect_ok mahi --format csv board feed_unread --weeks 26
expect_out '^newton,ana,Case manager,2,1,1,1,2000-07-10,$'
expect_out '^newton,bob,Work broker,1,1,1,1,2000-07-10,$'
expect_out '^otara,oti,Case manager,1,0,0,,,$'
promise "R159: what is read is no longer new, and stays to be looked up"
expect_ok mahi --as ana feed --read
expect_out 'All of it counts as read now'
expect_ok mahi --format csv --as ana feed
expect_lines 0
expect_ok mahi --format csv --as ana feed --all --weeks 26
expect_out ',2000-07-10,no,A,A,Took a place,'
expect_ok mahi --format csv board feed_unread --weeks 26 --office newton
expect_out '^newton,ana,Case manager,2,0,1,0,,2'
expect_no_out '^otara'
expect_ok mahi --format csv --as bob feed
expect_lines 2
promise "R159: (F27) start, absence, CV, placement and follow-up are news each, the first time that they are written down"
enrolment 'A,i,2000-07-01,programme,judgement,2000-11-30,2000-07-10,2000-08-01,,officer,record'
need mahi --as tui import enrolment enrolment.csv
bring session <<<$'code,intake,held_on\ns1,i,2000-08-02\ns2,i,2000-08-03'
printf 'client,session,effective_from,came\nA,s1,2000-08-02,absent\nA,s2,2000-08-03,came\n' >attendance.csv
need mahi --as tui import attendance attendance.csv
bring employer <<<$'code,name\nworks,Works'
bring placement <<'END'
number,client,effective_from,employer,intake,kind,planned_from,pay,channel,staff,client_agreed_on,employer_agreed_on,started_on
pl1,A,2000-09-01,works,i,work_experience,2000-09-10,unpaid,broker,bob,2000-09-02,2000-09-02,2000-09-10
END
expect_ok mahi --format csv --as ana feed
expect_equal 'Began in a placement Did not come Started the course' "$(sed 1d out | cut -d, -f5 | sort | xargs)"
promise "R159: a correction of something else is no news; nor is what somebody wrote themselves"
need mahi --as ana feed --read
enrolment 'A,i,2000-07-01,programme,judgement,2000-12-01,2000-07-10,2000-08-01,,officer,record'
need mahi --as tui import enrolment enrolment.csv
enrolment 'C,i,2000-07-01,programme,judgement,2000-12-01,2000-07-10,,,officer,record'
need mahi --as ana import enrolment enrolment.csv
expect_ok mahi --format csv --as ana feed
expect_lines 0
promise "R159: an end of a placement, a course's end and a move are news"
bring placement <<'END'
number,client,effective_from,employer,intake,kind,planned_from,pay,channel,staff,client_agreed_on,employer_agreed_on,started_on,ended_on,end_reason,ended_by
pl1,A,2000-09-01,works,i,work_experience,2000-09-10,unpaid,broker,bob,2000-09-02,2000-09-02,2000-09-10,2000-09-29,completed,employer
END
enrolment 'A,i,2000-07-01,programme,judgement,2000-12-01,2000-07-10,2000-08-01,2000-09-30,officer,record'
need mahi --as tui import enrolment enrolment.csv
expect_ok mahi --format csv --as ana feed
expect_equal 'Finished the course Placement ended' "$(sed 1d out | cut -d, -f5 | sort | xargs)"
expect_ok mahi --as ana feed --client C
expect_no_out 'Finished'
expect_exit 2 mahi --as ana feed --read --client A
expect_exit 2 mahi --as ana feed --weeks 3
expect_ok mahi doctor
