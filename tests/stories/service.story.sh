#!/usr/bin/env bash
# The service itself: what its places were called when, its programmes, and who is in them.

need mahi init

# ---- the office

promise "R3: an office has the name and the parent that it had on that day, before and after a reorganisation"
bring office <<'END'
code,kind
msd,ministry
wi,service
akl,region
newton,service_centre
END
bring office_name <<'END'
office,effective_from,name,parent
wi,1998-10-01,Department of Work and Income,
wi,2001-10-01,Work and Income,msd
msd,2001-10-01,Ministry of Social Development,
akl,1998-10-01,Auckland,wi
newton,1998-10-01,Newton,akl
newton,2001-07-01,Newton and Ponsonby,akl
END
expect_ok plain office_name --as-at 2000-09-01
expect_lines 4
expect_out '^1998-10-01,wi,Department of Work and Income,$'
expect_out '^1998-10-01,newton,Newton,akl$'
expect_no_out 'Ministry'
expect_ok plain office_name --as-at 2001-09-30
expect_out '^1998-10-01,wi,Department of Work and Income,$'
expect_out '^2001-07-01,newton,Newton and Ponsonby,akl$'
expect_ok plain office_name --as-at 2001-10-01
expect_lines 5
expect_out '^2001-10-01,wi,Work and Income,msd$'
expect_out '^2001-10-01,msd,Ministry of Social Development,$'
expect_no_out 'Department'
expect_ok plain office_name --as-at 1998-09-30
expect_lines 1

# ---- programmes

bring client <<'END'
number,family_name,source,method
17,Perera,client,interview
18,Wáng,client,interview
19,Smith,client,interview
20,Sharma,client,interview
END
promise "R4, R5: a programme has its region, name, days, status and the one it grew from"
bring programme <<'END'
code,name,region,starts_on,ends_on,status,predecessor,for_whom,objectives,methods,comparison
track2,Work Track again,akl,2001-02-01,2001-06-30,planned,track,,,,
track,Work Track,akl,2000-09-01,2000-12-31,ended,,People here for five years at most,More people in work,A course of three weeks,Those eligible who were not drawn
END
expect_ok columns code,region,status,predecessor,starts_on,ends_on programme
expect_out '^track\|akl\|ended\|\|2000-09-01\|2000-12-31$'
expect_out '^track2\|akl\|planned\|track\|2001-02-01\|2001-06-30$'
offer programme <<'END'
code,name,predecessor
lost,Lost,nothing
END
expect_equal 3 "$CODE"
expect_out 'predecessor.*"nothing" is no programme here'
promise "R6: whom a programme is for, its objectives and its methods stand in this order, and its outcomes in a list of their own"
expect_ok mahi show programme track
expect_equal "Group Objectives Methods" "$(grep -oE '^(Group|Objectives|Methods) ' out | xargs)"
bring outcome <<'END'
code,programme,label,measure,declared_on
track-work,track,in any work,share,2000-08-01
END
expect_ok columns code,programme,label,declared_on outcome
expect_out '^track-work\|track\|in any work\|2000-08-01$'

promise "R54, R146: offered, enrolled, started, completed and withdrew are five counts, and the places another"
bring intake <<'END'
code,programme,name,starts_on,ends_on,places
track-sep,track,September,2000-09-01,2000-09-22,19
END
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,chosen_why,index_on,offered_on,enrolled_on,started_on,completed_on,withdrew_on,withdrew_why,source,method
17,track-sep,2000-08-20,programme,lottery,,2000-09-22,2000-08-22,2000-08-25,2000-09-01,2000-09-22,,,officer,record
18,track-sep,2000-08-20,programme,lottery,,2000-09-22,2000-08-22,2000-08-25,2000-09-01,,2000-09-05,The hours do not go with school,officer,record
19,track-sep,2000-08-20,programme,lottery,,2000-09-22,2000-08-22,,,,,,officer,record
20,track-sep,2000-08-20,comparison,lottery,,2000-09-22,,,,,,,officer,record
END
expect_ok mahi --format csv compare track
expect_out '^Eligible,3,1$'
expect_out '^Offered a place,3,'
expect_out '^Enrolled,2,'
expect_out '^Started,2,'
expect_out '^Completed,1,'
expect_out '^Withdrew,1,'
expect_ok columns code,places intake
expect_out '^track-sep\|19$'
offer enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,started_on,completed_on,source,method
19,track-sep,2000-08-20,programme,lottery,2000-09-22,2000-08-25,2000-08-24,,officer,record
20,track-sep,2000-08-20,programme,lottery,2000-09-22,2000-08-19,,,officer,record
END
expect_equal 3 "$CODE"
expect_out '^ *2 +started_on .*before enrolled_on'
expect_out '^ *3 +enrolled_on .*before effective_from'
promise "R49: who withdrew is still in the list, with the reason"
expect_ok columns client,withdrew_on,withdrew_why enrolment
expect_lines 4
expect_out '^18\|2000-09-05\|The hours do not go with school$'
