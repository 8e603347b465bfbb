#!/usr/bin/env bash
# A person's way through one run: offered, takes it or says no, starts, completes or leaves; three places, six people chosen by judgement,
# one left out. Made-up people.

need mahi init
bring office <<<$'code,kind\nnorth,service_centre'
bring staff <<<$'login,name,role\nana,Ana,case_manager'
bring programme <<'END'
code,name,starts_on,ends_on
wt,Work Track,2000-08-01,2000-12-31
lot,Work Track by lot,2000-08-01,2000-12-31
END
bring intake <<'END'
code,programme,name,starts_on,ends_on,places
wt-sep,wt,September,2000-09-04,2000-09-22,3
wt-nov,wt,November,2000-11-06,2000-11-24,3
lot-sep,lot,September,2000-09-04,2000-09-22,2
END
people() { seq -f 'P-%02.0f' 1 8; }
{ echo number,family_name,source,method; people | sed 's/$/,Seeker,client,interview/'; } | bring client
{ echo client,effective_from,office,source,method; people | sed 's/$/,2000-07-01,north,officer,record/'; } | bring register_spell
need mahi question save here 'registered' --label 'Registered'
bring criterion <<'END'
programme,rank,label,version,need
wt,1,Registered,here/1,hard
lot,1,Registered,here/1,hard
END
export MAHI_TODAY=2000-08-20
need mahi select freeze wt-sep --as-at 2000-08-20
for i in 1 2 3 4 5 6; do need mahi select decide wt-sep "P-0$i" in --reason 'Interviewed well'; done
need mahi select decide wt-sep P-07 out --reason 'Wants evenings'

bring follow_up_rule <<'END'
programme,track,weeks_after
wt,taking_part,4
wt,taking_part,26
END

promise "R54: a place is offered only to who is on the list and chosen"
expect_exit 6 mahi enrol wt-sep P-07 offer
expect_err '"P-07" is in the comparison group in intake "wt-sep"'
expect_exit 6 mahi enrol wt-sep P-08 offer
expect_err '"P-08" is not decided'
expect_exit 4 mahi enrol wt-sep P-99 offer
expect_err '"P-99"'
expect_exit 4 mahi enrol wt-xx P-01 offer
expect_exit 2 mahi enrol wt-sep P-01 invite
expect_err 'no step; write offer'
expect_exit 3 mahi enrol wt-sep P-01 offer --on 2000-09-30
expect_err 'a day to come'

promise "R54: places are respected: when all are held, the next waits, in turn"
expect_ok mahi enrol wt-sep everybody offer
expect_out '"P-01" is offered a place'
expect_out '"P-03" is offered a place'
expect_no_out 'P-04'
expect_ok mahi enrol wt-sep P-05 offer
expect_out 'All 3 places of wt-sep are held: "P-05" waits, as number 2 of the waiting list'
expect_ok mahi --format csv enrol wt-sep
expect_out '^Places,3$'
expect_out '^Offered,3$'
expect_out '^Waiting,3$'
expect_out '^P-04,waiting,4,'

promise "R49: declining needs a reason, and is an outcome that stays in the list"
expect_exit 2 mahi enrol wt-sep P-02 decline
expect_err 'say with --why the reason'
expect_equal '' "$(columns client,declined_on enrolment | grep '^P-02|2')"
expect_ok mahi enrol wt-sep P-02 decline --why 'Found work'
promise "R54: the place that falls free before the start is offered to who waits next, in the same act"
expect_out '"P-02" declines'
expect_out 'The place that fell free is offered to "P-04", who waited next'
expect_equal 'P-02|2000-08-20|Found work' "$(columns client,declined_on,declined_why enrolment | grep '^P-02')"
expect_exit 6 mahi enrol wt-sep P-02 offer
expect_err '"P-02" is declined'

promise "R54: the steps keep their order, and their days too"
expect_exit 6 mahi enrol wt-sep P-01 start
expect_err '"P-01" is offered a place in intake "wt-sep"; write accept or decline'
expect_exit 6 mahi enrol wt-sep P-01 withdraw --why 'x'
expect_exit 6 mahi enrol wt-sep P-05 accept
expect_err 'offer the place first'
expect_exit 3 mahi enrol wt-sep P-01 accept --on 2000-08-19
expect_err 'the step before it of "P-01" was on 2000-08-20'
expect_ok mahi enrol wt-sep P-01,P-03,P-04 accept
promise "R160: (F12) whoever takes a place has a follow-up schedule with it, beyond the end of the programme"
expect_out '6 follow-ups are planned'
expect_equal '2000-10-20 2001-03-23' "$(columns client,effective_from follow_up_due | grep '^P-01' | cut -d'|' -f2 | sort | xargs)"
promise "R54: a step that was taken already changes nothing"
expect_ok mahi enrol wt-sep P-01 accept
expect_out 'nothing changes'
expect_exit 6 mahi enrol wt-sep P-01 decline --why 'Too far'
expect_err 'who leaves after that withdraws'

promise "R54: several are done all or none"
expect_exit 6 mahi enrol wt-sep P-01,P-02 start
expect_equal '' "$(columns client,started_on enrolment | grep '^P-01|2')"
expect_exit 2 mahi enrol wt-sep everybody withdraw --why 'x'
expect_err 'name who is to withdraw'

promise "R54, R49: who withdraws before the start frees the place; who leaves after it does not fill the course anew by itself"
expect_ok mahi enrol wt-sep P-03 withdraw --why 'Moved away'
expect_out 'offered to "P-05"'
need mahi enrol wt-sep P-05 accept
export MAHI_TODAY=2000-09-08
need mahi enrol wt-sep everybody start --on 2000-09-04
expect_ok mahi enrol wt-sep P-05 withdraw --why 'Ill'
expect_no_out 'fell free'
expect_exit 6 mahi enrol wt-sep P-05 complete
export MAHI_TODAY=2000-09-22
need mahi enrol wt-sep everybody complete

promise "R54, R78, R146: (F5) places, enrolled, started, completed and followed up are five counts over the one list"
bring wave <<<$'code,programme,label,months_after\nwt-2,wt,two months after,2'
bring follow_up <<'END'
client,intake,wave,effective_from,result,status,source,method
P-01,wt-sep,wt-2,2000-11-22,reached,full_time,client,interview
P-04,wt-sep,wt-2,2000-11-22,not_found,,client,interview
END
expect_ok mahi --format csv enrol wt-sep
expect_out '^Places,3$'
expect_out '^Enrolled,4$'
expect_out '^Started,3$'
expect_out '^Completed,2$'
expect_out '^Followed up,1$'
expect_out '^Declined,1$'
expect_out '^Withdrew,2$'
expect_out '^Comparison,1$'
expect_out '^Not decided,1$'
expect_ok mahi --format csv compare wt
expect_out '^Enrolled,4,'
expect_out '^Started,3,'
expect_out '^Completed,2,'
need mahi doctor

promise "R54, R78: who is enrolled beside the frozen list is not offered a place until they are counted"
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,source,method
P-01,lot-sep,2000-08-01,programme,not_known,2000-09-22,officer,record
END
expect_ok mahi enrol lot-sep P-01 offer
expect_out '"P-01" is offered a place'

promise "R230: (F7) who was not drawn stays in the comparison group, whatever falls free"
bring programme <<<$'code,name,starts_on,ends_on\nlot2,Drawn,2000-08-01,2000-12-31'
bring intake <<<$'code,programme,name,starts_on,places\nlot2-oct,lot2,October,2000-10-02,2'
bring criterion <<<$'programme,rank,label,version,need\nlot2,1,Registered,here/1,hard'
need mahi select freeze lot2-oct --as-at 2000-09-20
need mahi select announce lot2-oct 'Lotto'
need mahi select draw lot2-oct '1 2 3'
need mahi enrol lot2-oct everybody offer
drawn=$(mahi --format csv enrol lot2-oct | grep -m1 -oE '^P-[0-9]+')
passed=$(columns client,intake,side enrolment | grep 'lot2-oct|comparison' | head -1 | cut -d'|' -f1)
expect_ok mahi enrol lot2-oct "$drawn" decline --why 'No way to get there'
expect_no_out 'fell free'
expect_exit 6 mahi enrol lot2-oct "$passed" offer
expect_err 'who was not chosen is not offered a place'

# ---- the same rules at every door

promise "R49: (F17) an import that leaves a refusal without its reason is refused too"
offer enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,offered_on,declined_on,source,method
P-02,lot-sep,2000-08-01,programme,not_known,2000-09-22,2000-08-02,2000-08-03,officer,record
END
expect_equal 3 "$CODE"
expect_out 'who declines a place says why'
promise "R230: (F7) nor can an import offer a place to the comparison group"
offer enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,offered_on,source,method
P-02,lot-sep,2000-08-01,comparison,not_known,2000-09-22,2000-08-02,officer,record
END
expect_equal 3 "$CODE"
expect_out 'comparison group is offered no place'
promise "R54: more people than places asks for a reason, which is kept"
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,offered_on,source,method
P-02,lot-sep,2000-08-01,programme,not_known,2000-09-22,2000-08-02,officer,record
END
offer enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,offered_on,source,method
P-03,lot-sep,2000-08-01,programme,not_known,2000-09-22,2000-08-02,officer,record
END
expect_equal 3 "$CODE"
expect_out 'all places of the intake are held by others'
expect_ok mahi import enrolment offered.csv --because 'The tutor takes one more'
expect_equal 'places_held|The tutor takes one more' "$(columns guard,reason override | grep places_held)"
need mahi enrol lot-sep
expect_out '3 people hold one of 2 places'

promise "R54: who is offered a place before somebody with an earlier turn needs a reason"
bring programme <<<$'code,name\nwt2,Work Track again'
bring intake <<<$'code,programme,name,places\nwt2-oct,wt2,October,2'
bring criterion <<<$'programme,rank,label,version,need\nwt2,1,Registered,here/1,hard'
need mahi select freeze wt2-oct --as-at 2000-09-20
for i in 8 7 6; do need mahi select decide wt2-oct "P-0$i" in --reason 'Interviewed well'; done
expect_exit 9 mahi enrol wt2-oct P-06 offer
expect_err '"P-08" waits for a place and comes first'
expect_ok mahi enrol wt2-oct P-06 offer --because 'P-08 is away'
expect_equal 'out_of_turn|P-08 is away' "$(columns guard,reason override | grep out_of_turn)"
expect_ok mahi enrol wt2-oct P-06 accept
expect_no_out 'comes first'

promise "R78: (F5) somebody on two lists of one programme is pointed out"
bring intake <<<$'code,programme,name,places\nwt2-nov,wt2,November,2'
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,source,method
P-06,wt2-nov,2000-08-01,programme,not_known,2000-11-22,officer,record
END
expect_out 'stands in intake "wt2-oct" of this programme too'
expect_ok mahi enrol wt2-nov P-06 offer
expect_out 'P-06: .*intake "wt2-oct" of this programme too, and would be counted twice'

promise "R116: (F48) a group that a programme leaves out asks for a reason, but for its exceptions"
bring cultural_group <<'END'
code,label,part_of
pacific,Pacific peoples,
samoan,Samoan,pacific
indo-fijian,Indo-Fijian,pacific
END
bring programme <<<$'code,name\nthrive,Thrive\npac,Pacific programme'
bring exclusion <<'END'
programme,cultural_group,let_in,covered_by
thrive,pacific,,pac
thrive,indo-fijian,yes,
END
bring client <<'END'
number,family_name,cultural_group,source,method
S-1,Sefo,samoan,client,interview
S-2,Sina,samoan,client,interview
F-1,Prasad,indo-fijian,client,interview
N-1,Nobody,,client,interview
END
bring register_spell <<'END'
client,effective_from,office,source,method
S-1,2000-07-01,north,officer,record
S-2,2000-07-01,north,officer,record
F-1,2000-07-01,north,officer,record
N-1,2000-07-01,north,officer,record
END
bring intake <<<$'code,programme,places\nthrive-1,thrive,10\npac-1,pac,10'
enrolled='client,intake,effective_from,side,chosen_by,index_on,enrolled_on,source,method'
offer enrolment <<<"$enrolled"$'\nS-1,thrive-1,2000-09-01,programme,judgement,2000-10-01,2000-09-02,officer,record'
expect_equal 3 "$CODE"
expect_out 'the programme leaves out Samoan; find the programme that covers them'
bring enrolment <<<"$enrolled"$'\nF-1,thrive-1,2000-09-01,programme,judgement,2000-10-01,2000-09-02,officer,record\nN-1,thrive-1,2000-09-01,programme,judgement,2000-10-01,2000-09-02,officer,record'
promise "R116: (F48) who is left out and takes part in nothing else is covered by no programme, whatever is said to cover them"
expect_ok mahi --format csv board covered_by_none
expect_out '^S-1,Sefo,,Samoan,north,thrive,pac,$'
expect_lines 3
expect_ok mahi --format csv board excluded_groups
expect_out '^thrive,Pacific peoples,,pac,2,0,2,0,2,2,1$'
expect_out '^thrive,Indo-Fijian,yes,,1,'
bring enrolment <<<"$enrolled"$'\nS-1,pac-1,2000-09-01,programme,judgement,2000-10-01,2000-09-02,officer,record'
expect_ok mahi --format csv board covered_by_none
expect_no_out '^S-1'
expect_out '^S-2'
expect_ok mahi --format csv board excluded_groups
expect_out '^thrive,Pacific peoples,,pac,2,1,2,0.5,1,2,0.5$'

promise "R116: (F48) criteria that let in whom the design leaves out are found before anybody is chosen, and no list is frozen"
bring intake <<<$'code,programme,places\nthrive-2,thrive,1'
need mahi question save thrive-all 'registered' --label 'On the register'
bring criterion <<<$'programme,rank,label,version,need\nthrive,1,On the register,thrive-all/1,hard'
expect_ok mahi targeting thrive --as-at 2000-09-01
expect_out '2 of those eligible belong to a group that the programme leaves out: "S-1" \(Samoan\), "S-2" \(Samoan\)'
expect_exit 3 mahi select freeze thrive-2 --as-at 2000-09-01
expect_err '2 of those eligible belong to a group that programme "thrive" leaves out: "S-1" \(Samoan\), "S-2" \(Samoan\); have a criterion say so too'
expect_equal 0 "$(columns intake,client enrolment | grep -c '^thrive-2')"
need mahi question save thrive-group 'not (cultural group in ("pacific", "samoan")) or not (is recorded(cultural group))' --label 'Not of the Pacific'
bring criterion <<<$'programme,rank,label,version,need\nthrive,2,Not of the Pacific,thrive-group/1,hard'
expect_ok mahi targeting thrive --as-at 2000-09-01
expect_no_out 'leaves out'
promise "R78: who stands in another run of the programme is told when the list is made: over both they count twice"
expect_ok mahi select freeze thrive-2 --as-at 2000-09-01
expect_out 'of this list 2 took part in another run of the programme, and 0 are what another run is compared with'
promise "R116: a group that is recorded after the list was frozen does not stop its draw"
bring client <<<$'number,family_name,cultural_group,source,method\nN-1,Nobody,samoan,client,interview'
need mahi select announce thrive-2 'The lottery of Saturday'
expect_ok mahi select draw thrive-2 '1 2 3'
