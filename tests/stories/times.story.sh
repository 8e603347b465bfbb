#!/usr/bin/env bash
# Time until work, by hand. Programme, from Monday 3 January 2000: A works after 4 weeks, B after 8, C still searches on 3 July (26 weeks),
# D was last registered after 6 weeks and nobody knows more. At 4 weeks 1 of 4; at 8 weeks of the 2 still seen 1: 1/4 + 3/4 * 1/2 = 5/8.
# Comparison: E works after 10 weeks, F left the country after 5, G still searches: at 10 weeks of the 2 still there 1, 2/3 * 1/2 = 1/3.

export MAHI_TODAY=2000-07-03
need mahi init
bring office <<<$'code,kind\nnewton,service_centre'
bring client < <(echo 'number,family_name,country,source,method'; for n in A B C D E F; do echo "$n,$n,LK,client,interview"; done; echo 'G,G,,client,interview')
bring programme <<<$'code,name,expected_weeks\np,Pilot,6'
bring intake <<<$'code,programme\ni,p'
bring wave <<<$'code,programme,label,months_after\nw1,p,One month,1'
bring register_spell <<'END'
client,effective_from,effective_to,office,end_reason,source,method
A,2000-01-03,2000-01-30,newton,work,officer,record
B,2000-01-03,2000-01-16,newton,moved_office,officer,record
B,2000-01-17,,newton,,officer,record
C,2000-01-03,,newton,,officer,record
D,2000-01-03,2000-02-14,newton,lapsed,officer,record
E,2000-01-03,,newton,,officer,record
F,2000-01-03,2000-02-07,newton,left_country,officer,record
G,2000-01-03,,newton,,officer,record
END
bring enrolment < <(
    echo 'client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method'
    for n in A B C D; do echo "$n,i,2000-01-01,programme,judgement,2000-01-03,2000-01-02,officer,record"; done
    for n in E F G; do echo "$n,i,2000-01-01,comparison,judgement,2000-01-03,,officer,record"; done
)
bring labour_status <<'END'
client,status,effective_from,effective_to,source,method
A,unemployed,2000-01-03,2000-01-30,client,interview
A,full_time,2000-01-31,,client,interview
B,work_experience,2000-01-10,2000-02-27,client,interview
B,part_time,2000-02-28,2000-03-05,client,interview
E,in_work,2000-03-13,,client,interview
END
promise "R161, R70: (F12) time until work of both groups, by hand; who still searches is counted as such, and work experience is no work"
expect_ok mahi --format csv times --programme p
expect_out '^Programme,4,2,4,0.5,2,4,0.5,0,4,0,4,8,$'
expect_out '^Comparison,3,1,3,0.33[0-9]*,1,3,0.33[0-9]*,1,3,0.33[0-9]*,10,,$'
expect_out '^Programme,4,0.25,'
expect_out '^Programme,13,0.625,'
expect_out '^Comparison,4,0,'
expect_out '^Comparison,13,0.33'
expect_out '^Programme,52,,,,0$'
promise "R161: the curves beside the numbers, point by point, from nobody at the start"
expect_out '^curve,from,estimate,interval_low,interval_high$'
expect_out '^Programme,0,0,0,0$'
expect_out '^Programme,8,0.625,0.[01]'
expect_out '^Comparison,5,0,0,0$'
expect_ok mahi times --programme p
expect_out '^Share in work: . Programme, . Comparison$'
promise "R217, R98: (F12) a programme is told when it expects too soon, or looks away too soon"
expect_ok mahi times --programme p
expect_out 'expects its outcome in 6 weeks'
expect_out 'half of its people are in work only after 8|work only after 8'
expect_out 'followed for 4 weeks at most'
promise "R161: a group beside all the others on the register; who cannot be told stands apart"
expect_ok mahi --format csv times --where 'country of origin != "NZ"'
expect_out '^country of origin != ""NZ"",6,3,6,0.5,|country of origin != .*,6,3,6,0.5,'
expect_out '^Others,0,'
expect_out '^Not recorded,1,0,1,0,1,1,1,'
promise "R26, R161: a registration runs on over a move between offices"
expect_ok mahi --format csv times
expect_out '^Everybody registered,7,3,7,'
expect_out '^Everybody registered,4,0.14'
expect_exit 4 mahi times --since 2001-01-01
expect_err 'nobody is followed there yet'
