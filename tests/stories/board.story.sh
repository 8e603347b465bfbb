#!/usr/bin/env bash
# Boards, on six people at two offices of one region, as at Monday 2 October 2000; each count is worked by hand where it is expected.
#
#   who  from  registered at             last spoken with     programme p (1 March to 31 August)
#   A    LK    newton, 1 January         25 September         completed
#   B    FJ    newton, 1 January         1 August             withdrew on 1 May
#   C    NZ    newton, 1 May             never                comparison
#   D    NZ    henderson, 1 January      4 September          completed
#   E    ?     henderson, 1 September    never
#   F    LK    newton, until 30 June

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nwest,region\nnewton,service_centre\nhenderson,service_centre'
bring office_name <<'END'
office,name,effective_from,parent
newton,Newton,1990-01-01,west
henderson,Henderson,1990-01-01,west
END
bring client <<'END'
number,family_name,country,first_language,source,method
A,Adams,LK,sin,client,interview
B,Biss,FJ,hif,client,interview
C,Cole,NZ,eng,client,interview
D,Dunn,NZ,,client,interview
E,Ede,,eng,client,interview
F,Foe,LK,,client,interview
END
bring register_spell <<'END'
client,effective_from,effective_to,office,source,method
A,2000-01-01,,newton,officer,record
B,2000-01-01,,newton,officer,record
C,2000-05-01,,newton,officer,record
D,2000-01-01,,henderson,officer,record
E,2000-09-01,,henderson,officer,record
F,2000-01-01,2000-06-30,newton,officer,record
END
bring contact <<'END'
client,effective_from,way,source,method
A,2000-08-01,visit,officer,record
A,2000-09-25,visit,officer,record
B,2000-08-01,phone,officer,record
D,2000-09-04,visit,officer,record
F,2000-02-01,visit,officer,record
END

promise "R67: who was not spoken with for over four weeks is counted by office; four weeks to the day are not over"
expect_ok mahi --format csv board untouched
expect_out '^henderson,1,2,0.5,1,4$'        # E; D's last contact is 28 days ago
expect_out '^newton,2,3,0.66[0-9]*,1,8$'    # B, 62 days ago, and C
expect_out '^Total,3,5,0.6,2,$'
promise "R67: another number of weeks, one office, and a region with its offices"
expect_ok mahi --format csv board untouched --weeks 9
expect_out '^newton,1,3,'
expect_ok mahi --format csv board untouched --office newton
expect_no_out henderson
expect_ok mahi --format csv board untouched --office west
expect_out '^Total,3,5,'
expect_ok mahi --format csv board untouched --as-at 2000-08-02
expect_out '^newton,1,3,'                   # only C; A and B were spoken with the day before
promise "R67: they are named, those never spoken with first, then the longest"
expect_ok mahi --format csv board untouched_clients
expect_equal 'C,Cole E,Ede B,Biss' "$(sed 1d out | cut -d, -f1,2 | xargs)"
expect_out '^B,Biss,,newton,2000-01-01,2000-08-01,8,$'
promise "R12: the first rows, and that there are more"
expect_ok mahi board untouched_clients --limit 2
expect_out '^The first 2; there are more\.'
expect_ok mahi board untouched_clients --limit 3
expect_no_out 'there are more'
expect_ok mahi board untouched --limit 1
expect_out '^The first 1 of 2;'
expect_out '^Total +3 of 5 \(60\.0%\)'

# ---- barriers

bring barrier <<'END'
client,kind,side,effective_from,effective_to,source,method
A,english,personal,2000-02-01,,officer,interview
A,english,personal,2000-03-01,,client,statement
B,employer_attitude,societal,2000-06-01,,client,statement
C,family,personal,2000-05-01,2000-05-31,client,statement
D,english,personal,2000-08-01,,officer,officer_impression
F,english,personal,2000-02-01,2000-06-30,provider,test
END
promise "R35: barriers of migrants stand beside those of the others, now and half a year before"
expect_ok mahi --format csv board barriers --weeks 26
# now A and B against C and D, and E; on 3 April A, B and F against D
expect_out '^English,1,2,0.5,2,3,0.66[0-9]*,1,2,0.5,0,1,0,0,1,0$'
expect_out "^Employers' attitude,1,2,0.5,0,3,0,0,2,0,0,1,0,0,1,0$"
expect_lines 3
promise "R35: a year before, nobody was on the register: there is no share, never 0"
expect_ok mahi --format csv board barriers
expect_out '^English,1,2,0.5,0,0,,1,2,0.5,0,0,,0,1,0$'
promise "R34, R75: who says that a barrier is there, and how often an officer's word is all there is"
expect_ok mahi --format csv board barrier_sources
expect_out '^English,Personal,2,1,2,0.5,2,2,1,0,2,0,0,2,0,1,2,0.5$'      # A says it too; of D an officer alone
expect_out "^Employers' attitude,Societal,1,1,1,1,0,1,0,0,1,0,0,1,0,0,1,0$"
expect_out '^Total,,3,2,3,'
expect_ok mahi --format csv board barrier_sources --as-at 2000-04-03
expect_out '^English,Personal,2,1,2,0.5,1,2,0.5,0,2,0,1,2,0.5,0,2,0$'    # A and F, whose English was tested

# ---- a programme

bring programme <<<$'code,name,caution\np,Pilot,Made-up people.'
bring intake <<<$'code,programme,starts_on,ends_on\ni,p,2000-03-01,2000-08-31'
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,offered_on,enrolled_on,started_on,completed_on,withdrew_on,withdrew_why,source,method
A,i,2000-02-01,programme,judgement,2000-03-01,2000-02-02,2000-02-10,2000-03-01,2000-08-31,,,officer,record
B,i,2000-02-01,programme,judgement,2000-03-01,2000-02-02,2000-02-10,2000-03-01,,2000-05-01,moved away,officer,record
C,i,2000-02-01,comparison,judgement,2000-03-01,,,,,,,officer,record
D,i,2000-02-01,programme,judgement,2000-03-01,,2000-02-10,2000-03-01,2000-08-31,,,officer,record
END
bring goal <<'END'
client,effective_from,rank,kind,source,method
A,2000-02-01,1,profession,client,interview
A,2000-02-01,2,any,client,interview
A,2000-07-01,1,retrain,client,interview
B,2000-02-01,1,profession,client,interview
B,2000-06-01,1,entry,client,interview
D,2000-04-01,1,any,client,interview
END
promise "R77, R78: the way through a programme is counted and drawn; who started was offered a place, written down or not"
expect_ok mahi --format csv board programme_flow --programme p
expect_out '^Eligible,3,1,0$'
expect_out '^Offered a place,3,,$'
expect_out '^Started,3,,$'
expect_out '^Completed,2,,$'
expect_ok mahi board programme_flow --programme p
expect_out '^Caution: Made-up people\.$'
expect_out '^ +1 left$'
expect_ok mahi --format html board programme_flow --programme p
expect_out '<svg'
promise "R45: goals at the start and at the end, by direction, of everyone who started"
expect_ok mahi --format csv board goal_changes --programme p
expect_out '^p,Own profession,Retrain,yes,1,3,'         # A
expect_out '^p,Own profession,Own profession,no,1,3,'   # B, who wanted something else only after withdrawing
expect_out '^p,,Any work,,1,3,'                         # D, whom nobody asked before the start
expect_lines 4

# ---- skills

bring english_level <<'END'
client,skill,level,effective_from,assessor,source,method
A,speaking,clear,2000-02-01,School,provider,test
B,speaking,basic,2000-02-01,Officer,officer,officer_impression
B,speaking,reasonable,2000-09-01,School,provider,test
F,speaking,high,2000-02-01,School,provider,test
END
promise "R173: the English of a group, each person once a skill, by level, method and day"
expect_ok mahi --format csv board english_levels --intake i
expect_out '^Speaking,Reasonable,Test,1,4,0.25,2000-09-01,2000-09-01$'
expect_out '^Speaking,Clear,Test,1,4,0.25,2000-02-01,2000-02-01$'
expect_out '^Speaking,,,2,4,0.5,,$'
expect_out '^Reading,,,4,4,1,,$'
expect_ok mahi --format csv board english_levels --intake i --as-at 2000-08-01
expect_out "^Speaking,Basic,Officer's impression,1,4,"
bring qualification <<'END'
client,number,title,level,country,effective_from,source,method
A,Q-A,BE,7,LK,1990-01-01,document,document
B,Q-B,BE,6,FJ,1990-01-01,document,document
C,Q-C,School,3,NZ,1990-01-01,document,document
D,Q-D,MB,6,NZ,1990-01-01,document,document
END
bring qualification_assessment <<'END'
client,qualification,body,body_name,result,nz_level,missing,effective_from,source,method
A,Q-A,nzqa,,accepted,8,,1999-01-01,document,document
A,Q-A,profession,IPENZ,in_part,7,A paper on local law,1999-06-01,document,document
B,Q-B,nzqa,,accepted,7,,1999-01-01,document,document
B,Q-B,profession,IPENZ,refused,,,1998-06-01,document,document
B,Q-B,profession,IPENZ,accepted,7,,1999-06-01,document,document
D,Q-D,nzqa,,accepted,7,,1999-01-01,document,document
D,Q-D,profession,Medical Council,refused,,,1999-06-01,document,document
END
promise "R182, R183: two bodies that disagree about one qualification stand side by side, with what is missing"
expect_ok mahi --format csv board assessments_apart
expect_out '^IPENZ,A,BE,Sri Lanka,Accepted,8,1999-01-01,Accepted in part,7,1999-06-01,A paper on local law$'
expect_out '^Medical Council,D,MB,New Zealand,Accepted,7,1999-01-01,Not accepted,,1999-06-01,$'
expect_lines 3
promise "R183: disagreements are counted by profession, of those that both judged"
expect_ok mahi --format csv board assessments_by_profession
expect_out '^IPENZ,1,2,0.5,1,2,0.5,1,1,1$'
expect_out '^Medical Council,1,1,1,1,1,1,0,1,0$'
expect_out '^Total,2,3,0.66[0-9]*,2,3,0.66[0-9]*,1,2,0.5$'
bring sgi_rating <<'END'
client,rating,effective_from,reason,source,method
A,2,2000-01-10,,officer,interview
A,4,2000-09-01,Finished the course,officer,interview
B,2,2000-01-10,,officer,interview
D,3,2000-06-01,,officer,interview
END
promise "R24: how work-readiness moved in half a year, and on what grounds"
expect_ok mahi --format csv board sgi_movement
expect_out '^2,2,1,2,0.5,0,1,0$'
expect_out '^2,4,1,2,0.5,1,1,1$'
expect_out '^not rated by then,3,1,1,1,0,1,0$'

# ---- outcomes

bring labour_status <<'END'
client,status,effective_from,effective_to,end_reason,source,method
A,full_time,2000-03-01,,,client,interview
B,full_time,2000-06-01,2000-07-01,dismissed,client,interview
C,part_time,2000-09-01,,,client,interview
D,subsidised,2000-01-01,2000-06-30,completed,client,interview
E,unemployed,2000-01-01,,,client,interview
F,full_time,2000-07-01,2000-09-28,,client,interview
END
promise "R38: how long jobs lasted, of those that began long enough ago to tell"
expect_ok mahi --format csv board job_lengths
# A 216 days so far, B 31, F 90: one short of 13 weeks; only A began 26 weeks ago
expect_out '^Full-time work,3,1,3,0.33[0-9]*,1,3,0.33[0-9]*,1,1,1$'
expect_out '^Part-time work,1,1,1,1,0,0,,0,0,$'       # C, 32 days so far: too early to tell
expect_out '^Subsidised work,1,0,1,0,1,1,1,1,1,1$'    # D, 182 days: 26 weeks to the day
expect_out '^Total,5,2,5,0.4,2,4,0.5,2,2,1$'
expect_ok mahi --format csv board job_lengths --programme p
expect_out '^Total,3,2,3,'                            # A, B and C, from the index date on
promise "R38: why jobs ended, and after how long"
expect_ok mahi board job_ends
expect_out '^Came to its end +1 of 3 \(33\.3%\) +26\.0 +0 of 1'
expect_out '^Dismissed +1 of 3 \(33\.3%\) +4\.4 +1 of 1'
expect_out '^not recorded +1 of 3 \(33\.3%\) +12\.9 +1 of 1'

# ---- who does not fit

promise "R25: the profile of an office's clients, of those of whom it is recorded"
expect_ok mahi --format csv board caseload_profile
expect_out '^newton,3,2,3,0.66[0-9]*,0,3,0,1,3,0.33[0-9]*,0,2,3,0.66[0-9]*,1,2,0.5$'
expect_out '^henderson,2,1,1,1,0,1,0,0,1,0,1,0,1,0,1,1,1$'
promise "R25: whose qualification fewer than one in ten of their office reach is pointed out; one in ten is not"
bring office <<<$'code,kind\notara,service_centre'
bring client < <(echo 'number,family_name,source,method'; for n in {1..10}; do echo "O-$n,Oe,client,interview"; done)
bring register_spell < <(echo 'client,effective_from,office,source,method'; for n in {1..10}; do echo "O-$n,2000-01-01,otara,officer,record"; done)
bring qualification < <(echo 'client,number,title,level,effective_from,source,method'
    for n in {1..10}; do echo "O-$n,Q-$n,T,$((n == 1 ? 8 : 3)),1990-01-01,document,document"; done)
expect_ok mahi board unusual_clients
expect_out 'There are none'
bring client <<<$'number,family_name,source,method\nO-11,Oe,client,interview'
bring register_spell <<<$'client,effective_from,office,source,method\nO-11,2000-01-01,otara,officer,record'
bring qualification <<<$'client,number,title,level,effective_from,source,method\nO-11,Q-11,T,3,1990-01-01,document,document'
expect_ok mahi --format csv board unusual_clients
expect_lines 2
expect_out '^O-1,Oe,,otara,8,,1,11,'

# ---- asking for boards

promise "R12: all boards are listed with what they show and take; one that is not there is named with the nearest"
expect_ok mahi board
expect_out '^untouched '
expect_exit 2 mahi board untuoched
expect_err '"untuoched" is no board; did you mean "untouched"\?; mahi board lists them'
expect_exit 2 mahi board untouched --programme p
expect_err 'the board "untouched" cannot be restricted by --programme; it takes --office and --weeks'
expect_exit 2 mahi board programme_flow
expect_err 'the board "programme_flow" is of one programme; say which with --programme CODE'
expect_exit 4 mahi board untouched --office newtown
expect_err 'there is no office "newtown"; did you mean "newton"\?'
expect_exit 2 mahi board untouched --limit few
expect_exit 3 mahi board job_ends --since 2000-02-30
expect_err '^mahi: --since: '
for format in text json html; do
    expect_ok mahi --format "$format" board caseload_profile
done
promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor
