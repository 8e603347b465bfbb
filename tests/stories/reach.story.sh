#!/usr/bin/env bash
# Whom open programmes could reach, as at Monday 2 October 2000: newcomers that fit, and demand against places. Made-up people: N-01 to N-10
# came on the register on the first of each month from January to October, O-1 in 1999, M-1 moved between offices.

need mahi init
bring office <<<$'code,kind\nnorth,service_centre\nsouth,service_centre'
bring staff <<<$'login,name,role\nben,Ben,case_manager'
bring programme <<'END'
code,name,starts_on,ends_on,status
mwt,Work Track,2000-01-01,2001-12-31,running
old,An older one,1999-01-01,1999-12-31,ended
none,Without criteria,2000-01-01,2001-12-31,running
END
bring intake <<'END'
code,programme,name,starts_on,ends_on,places
mwt-sep,mwt,September,2000-09-04,2000-09-22,3
mwt-nov,mwt,November,2000-11-06,2000-11-24,3
mwt-feb,mwt,February,2001-02-05,2001-02-23,9
END
people() { seq -f 'N-%02.0f' 1 10; }
{ echo number,family_name,source,method; people | sed 's/$/,New,client,interview/'; printf 'O-1,Old,client,interview\nM-1,Moved,client,interview\n'; } | bring client
{
    echo client,effective_from,effective_to,office,source,method
    for m in 01 02 03 04 05 06 07 08 09 10; do echo "N-$m,2000-$m-01,,north,officer,record"; done
    echo O-1,1999-01-01,,north,officer,record
    echo M-1,1999-01-01,2000-09-28,north,officer,record
    echo M-1,2000-09-29,,south,officer,record
} | bring register_spell
{ echo client,effective_from,rating,source,method; people | grep -v 'N-09' | sed 's/\(N-\(..\)\)/\1,2000-\2-01,3,officer,interview/'; printf 'O-1,1999-01-01,3,officer,interview\nM-1,1999-01-01,3,officer,interview\n'; } | bring sgi_rating
need mahi question save early 'weeks registered in [0..26]' --label 'Within 26 weeks'
need mahi question save sgi 'SGI in (3, 4)' --label 'SGI 3 or 4'
bring criterion <<<$'programme,rank,label,version,need\nmwt,1,Within 26 weeks,early/1,hard\nmwt,2,SGI 3 or 4,sgi/1,hard\nold,1,SGI 3 or 4,sgi/1,hard'
bring assignment <<<$'client,effective_from,duty,staff\nN-10,2000-10-01,case_manager,ben'
bring contact <<<$'client,effective_from,way,source,method\nN-08,2000-08-09,visit,officer,record'
export MAHI_TODAY=2000-10-02

promise "R51: who came lately and fits an open programme is listed, with the days since"
expect_ok mahi newcomers --days 7
expect_out 'in the last 7 days, 1 fit a programme, and with 1 of them nobody has been in touch'
expect_ok mahi --format csv newcomers --days 7
expect_out '^N-10,mwt,mwt-nov,yes,2000-10-01,1,no,ben$'
expect_lines 2
promise "R51, R52: of whom something is not recorded stands apart, so that somebody asks"
expect_ok mahi --format csv newcomers --days 62
expect_out '^N-09,mwt,mwt-nov,not recorded,2000-09-01,31,no,$'
expect_out '^N-08,mwt,mwt-nov,yes,2000-08-01,62,yes,$'
promise "R51: a move between offices is no new registration, and an ended programme takes nobody"
expect_ok mahi --format csv newcomers --days 100 --limit 0
expect_no_out '^M-1'
expect_no_out ',old,'
promise "R51: who stands on a list of the programme is not listed again"
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,source,method
N-10,mwt-nov,2000-10-02,undecided,criteria,2000-11-24,officer,record
END
expect_ok mahi newcomers --days 7
expect_out '0 fit a programme'
expect_exit 4 mahi newcomers none
expect_exit 2 mahi newcomers --days x

promise "R68: (F43) how many fit now and came to fit each month, against the places of runs to come"
expect_ok mahi --format csv forecast mwt --months 3
expect_out '^2000-07-02,6,$'
expect_out '^2000-08-02,6,1$'
expect_out '^2000-09-02,5,0$'
expect_out '^2000-10-02,5,1$'
expect_out '^mwt-nov,2000-11-06,3,0,2\.76'
expect_out '^mwt-feb,2001-02-05,9,0,-4\.24'
expect_ok mahi forecast mwt --months 3
expect_out 'too few would fit by then'
expect_exit 3 mahi forecast mwt --months 99
expect_exit 4 mahi forecast none
