#!/usr/bin/env bash
# The demand side: what employers were asked, what they answered and promised, who was put forward and refused, and every count of it by hand.
#
#   employer  sector     size    migrant-run  asked by               answers
#   e1        roads      small   yes          broker, broker         none (1 Aug), offered work experience (4 Sep)
#   e2        roads      large   no           broker                 refused: cost (2 Aug)
#   e3        software   large   no           agency                 interested, with a promise (3 Aug)
#   e4        software   medium  not asked    participant A          refused: cultural (7 Aug)
#   e5        roads      small   no           nobody

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnorth,service_centre'
bring staff <<'END'
login,name,office,role
ana,Ana Ngata,north,case_manager
bro,Bro Kerr,north,work_broker
rev,Rev Hunt,north,steward
END
bring cultural_group <<<$'code,label\nsinhalese,Sinhalese'
bring occupation <<<$'code,label\nciv,Civil engineer\nprog,Programmer\nchem,Chemist'
bring organisation <<<$'code,name,kind\ntad,TAD,agency'
bring organisation_occupation <<<$'organisation,occupation,employers\ntad,civ,40'
bring employer <<'END'
code,name,sector,size,migrant_run,region,owner,next_touch_on,needs
e1,One,roads,small,yes,north,bro,2000-09-15,Somebody who reads drawings
e2,Two,roads,large,no,north,,,
e3,Three,software,large,no,north,bro,2000-11-01,
e4,Four,software,medium,,north,,,
e5,Five,roads,small,no,north,,,
END
bring employer_occupation <<<$'employer,occupation,posts\ne1,civ,4\ne2,civ,60'
bring client <<'END'
number,family_name,gender,country,cultural_group,first_language,source,method
A,Adams,female,LK,sinhalese,sin,client,interview
B,Biss,male,LK,sinhalese,sin,client,interview
C,Cole,female,NZ,,eng,client,interview
D,Dunn,male,LK,,sin,client,interview
END
bring register_spell < <(echo client,effective_from,office,source,method; for c in A B C D; do echo "$c,2000-01-01,north,officer,record"; done)
bring qualification < <(echo client,number,title,level,effective_from,source,method; for c in A B C; do echo "$c,Q-$c,BE,6,1990-01-01,document,document"; done)
bring work_history <<'END'
client,title,occupation,effective_from,effective_to,source,method
A,Engineer,civ,1990-01-01,1998-12-31,client,interview
B,Engineer,civ,1990-01-01,1998-12-31,client,interview
C,Engineer,civ,1990-01-01,1998-12-31,client,interview
D,Chemist,chem,1990-01-01,1998-12-31,client,interview
END
bring english_level <<'END'
client,skill,level,effective_from,assessor,source,method,verified_by,verified_on
A,speaking,high,2000-03-01,School,provider,test,rev,2000-03-02
B,speaking,reasonable,2000-03-01,Ana,officer,officer_impression,,
END
bring programme <<<$'code,name,starts_on,ends_on\np,Pilot,2000-07-01,2000-12-31'
bring evidence_note <<'END'
code,claim,cited,refusal,barrier
n1,Migrants stay longer,"Made-up, 1999",cost,employer_attitude
END
as() { local who=$1; shift; mahi --as "$who" "$@"; }

promise "R186, R195: an employer's answer is written down with who asked; the first contact says through whom it was reached"
expect_ok as bro employer ask e1 work_experience none held_on=2000-08-01 programme=p minutes=20
expect_out 'reached by: Work broker'
expect_ok as bro employer ask e2 work_experience refused held_on=2000-08-02 programme=p refusal=cost minutes=10
expect_out 'What answers it: Migrants stay longer \(Made-up, 1999\)'
expect_exit 3 as bro employer ask e2 job refused held_on=2000-08-02
expect_err 'needs its coded reason'
promise "R93: an agency's first contact makes it the agency's"
expect_ok as ana employer ask e3 job interested held_on=2000-08-03 organisation=tad programme=p \
    --promise 'If there were jobs' --call-on 2000-09-01
expect_out 'Its promise is kept, to be called back on 2000-09-01'
expect_equal "agency|2000-08-03|tad" "$(columns code,reached_by,reached_on,reached_through employer | sed -n 's/^e3|//p')"
promise "R61: participants' own contacts are theirs"
expect_ok as ana employer ask e4 job refused held_on=2000-08-07 participant=A programme=p refusal=cultural words='Would not fit in'
expect_out 'whether this ground is lawful'
expect_equal participant "$(columns code,reached_by employer | sed -n 's/^e4|//p')"
promise "R171: what an offer would cost the employer is asked for"
expect_ok as bro employer ask e1 work_experience offered held_on=2000-09-04 programme=p minutes=40
expect_out 'nobody wrote down what this would cost'

promise "R107: a promise comes back when that employer has a vacancy, and is due on its day"
offer vacancy <<'END'
number,employer,occupation,region,kind,opened_on,closed_on,posts,english_needed
v-1,e3,civ,north,job,2000-09-10,,1,clear
v-2,e1,civ,north,work_experience,2000-09-05,,2,reasonable
v-3,e2,civ,north,job,2000-07-01,2000-08-31,1,
END
expect_equal 0 "$CODE"
expect_out 'If there were jobs'
run mahi --format csv board promises
expect_out '^pr-[0-9]+,e3,,Job,If there were jobs,,2000-08-03,2000-09-01,yes,bro,1$'

promise "R201: (F22) interest is no offer: four approached, two interested, one met, one offered, none placed"
run mahi --format csv board employer_funnel --programme p
expect_equal 'Approached,4,2 Interested,2,1 Met,1,0 Offered,1,1 Placed,0,0 Hired,0,0' "$(sed -n 's/^\([A-Z][a-z]*,[0-9]*,[0-9]*\)$/\1/p' out | xargs)"
run mahi --format csv board employer_progress --programme p
expect_out '^e1,One,Small,yes,2000-08-01,2,offered,2000-09-04,0,$'
expect_out '^e4,Four,Medium,,2000-08-07,1,approached,2000-08-07,0,Cultural$'

promise "R195: times asked for an offer, by sector and who asked"
run mahi --format csv board employer_asks
expect_out '^roads,Work broker,1,3,0.33[0-9]*,3,70$'
expect_out '^software,Agency,0,1,0,,'
expect_out '^software,Participant,0,1,0,,'
promise "R106: which employers answer, by size and whether migrants run them"
run mahi --format csv board employer_kinds
expect_out '^Small,yes,1,1,1,1,1,1,'
expect_out '^Large,no,1,2,0.5,0,2,0,'
promise "R93: new employers by channel"
run mahi --format csv board reached_by
expect_out '^Work broker,,2,5,0.4,1,2,0.5,'
expect_out '^Agency,tad,1,5,0.2,0,1,0,'
promise "R72, R102: accounts, the overdue touch first"
run mahi --format csv board employer_accounts --staff bro
expect_out '^e1,One,roads,Small,.*bro,2000-09-04,2000-09-15,yes,0,1$'
expect_out '^e3,Three,software,Large,.*bro,2000-08-03,2000-11-01,no,1,1$'
promise "R105: what came of promises"
run mahi --format csv board pledges
expect_out '^employer,Large,no,1,0,1,0,0,1,0,0,0,0,1$'

promise "R189, R103: open posts beside those who want them, and where demand is near nil"
run mahi --format csv board occupations
expect_out '^civ,Civil engineer,3,3,3,0,no$'
expect_out '^chem,Chemist,1,0,0,0,yes$'
promise "R86: occupations without an employer"
run mahi --format csv board uncovered_occupations
expect_equal 'chem,Chemist,1,0,0,' "$(sed 1d out)"
promise "R189: pairs that were never brought together, and no word of gender"
run mahi --format csv board unreferred_pairs
expect_lines 6 '^v-[12],'
expect_out '^v-1,e3,civ,2000-09-10,1,B,6,Clear,Reasonable,,$'
expect_no_out '([Ff]e)?male|Gender'

promise "R207: what the employer needs stands beside who could meet it"
expect_out '^v-2,e1,civ,2000-09-05,2,A,6,Reasonable,High,,Somebody who reads drawings$'

promise "R19: only an open vacancy, and nobody twice for the same"
expect_exit 3 as bro refer A v-3 --on 2000-09-12
expect_err 'vacancy "v-3" is not open'
expect_ok as bro refer A v-1 --on 2000-09-12
re1=$(columns number referral)
expect_exit 3 as bro refer A v-1
expect_err "put forward for this vacancy before, as \"$re1\""
promise "R112, R197: English needed stands beside English known, how it is known and whether anybody checked"
expect_ok as bro refer B v-1 --on 2000-09-12
expect_out 'The work needs English "Clear"; of theirs is known: Reasonable \(Officer.s impression, 2000-03-01, checked by nobody\)'
expect_out 'lower than the work needs'
re2=$(columns client,number referral | sed -n 's/^B|//p')
promise "R212: (F28) who has not met the person is told so; R101: what they learned before"
expect_out 'no work broker has met this person yet'
expect_out 'before a placement: nothing is recorded'
bring contact <<<$'client,effective_from,way,staff,source,method\nC,2000-09-01,visit,bro,officer,record'
bring training <<<$'client,title,kind,effective_from,completed\nC,Safety at work,pre_placement,2000-08-01,yes'
expect_ok as bro refer C v-1 --on 2000-09-12
expect_out 'Bro Kerr met them on 2000-09-01'
expect_out 'Learned before a placement: Safety at work'
re3=$(columns client,number referral | sed -n 's/^C|//p')
promise "R42: with another gender everything said is the same"
need as ana refer D v-2 --on 2000-09-12
sed 's/[a-z][a-z]-[0-9]*//g; s/"D"//; s/"v-2"//' out >first
mahi export client >people.csv
sed -i 's/,female,/,x,/; s/,male,/,female,/; s/,x,/,male,/' people.csv
need mahi import client people.csv
bring vacancy <<<$'number,employer,occupation,region,kind,opened_on,posts,english_needed\nv-4,e1,civ,north,work_experience,2000-09-05,2,reasonable'
need as ana refer D v-4 --on 2000-09-12
sed 's/[a-z][a-z]-[0-9]*//g; s/"D"//; s/"v-4"//' out >second
expect_same first second

promise "R109, R186: an employer's refusal needs its reason, and what answers it is said"
expect_exit 3 as bro refer result "$re1" refused_employer
expect_err 'needs its coded reason'
expect_ok as bro refer result "$re1" refused_employer --refusal english --words 'Would not follow instructions' --on 2000-09-15
expect_out 'Of their spoken English is known: High \(Test, 2000-03-01, checked\)'
expect_exit 6 as bro refer result "$re1" offered
expect_err 'has the result "Refused by the employer" already'
expect_ok as bro refer result "$re2" refused_employer --refusal unfamiliar --on 2000-09-15
expect_out 'sheet of verified credentials'
expect_ok as bro refer result "$re3" offered --interviewed 2000-09-14 --on 2000-09-15
expect_exit 3 as bro refer result "$re3" refused_client --refusal cost
expect_err 'the employer did not refuse'

promise "R109: the reason is judged by a second person, never by who wrote it down"
run mahi --as bro --format csv board refusals_to_judge
expect_lines 1 '^(referral|employer_contact),'
run mahi --as rev --format csv board refusals_to_judge
expect_lines 4 '^(referral|employer_contact),'
expect_exit 3 as bro refer review "$re1" not_so
expect_err 'never judged by who wrote it down'
expect_ok as rev refer review "$re1" not_so
expect_out 'Checkable and false'
ec=$(columns number,refusal employer_contact | sed -n 's/|cultural$//p')
expect_exit 3 as ana employer review "$ec" not_checkable --unlawful
expect_ok as rev employer review "$ec" not_checkable --unlawful
expect_out 'the ground is thought unlawful'
expect_exit 6 as rev refer review "$re3" so
expect_err 'no reason of refusal'
promise "R196, R197, R199: (F40) reasons as counts, with what a second person made of them"
run mahi --format csv board refusals
expect_out '^English or instructions,1,4,0.25,1,0,1,0,0,1,0,1,1,1,0,1,0,0,0,0$'
expect_out '^Cultural,1,4,0.25,0,0,0,,0,1,0,0,1,0,1,1,1,0,1,0$'
expect_out '^Cost,1,4,0.25,0,0,0,,0,0,,0,0,,0,0,,1,0,1$'
expect_out '^Unfamiliar qualification,1,4,0.25,1,1,1,1,'  # B is the woman since the genders were exchanged

promise "R200: refused without an interview, equally qualified migrants beside others"
run mahi --format csv board refused_unseen
expect_out '^civ,degree,2,2,1,0,1,0,0,0,$'

promise "R19: (F37) the success of referrals by office, group and employer"
run mahi --format csv board referrals_by_office
expect_out '^north,5,1,5,0.2,1,5,0.2,0,5,0,2,0,0,2$'
run mahi --format csv board referrals_by_group
expect_out '^sinhalese,2,0,2,0,0,2,0,0,2,0,2,0,0$'
run mahi --format csv board referrals_by_employer
expect_out '^e3,3,1,3,0.33[0-9]*,1,3,0.33[0-9]*,0,3,0,2,2,1,0$'

promise "R135: beside those not put forward, and why"
bring not_referred <<'END'
client,effective_from,staff,why
A,2000-09-20,ana,no_vacancy
B,2000-09-20,ana,no_time
D,2000-09-21,ana,not_ready
END
run mahi --format csv board referral_reasons
expect_out '^north,5,8,0.625,1,1,1,0$'

promise "R139: (F37) a referral rate never stands alone: lasting jobs are beside it"
need as bro place agree referral="$re3" pay=paid hours_per_week=40 planned_from=2000-09-25 who_pays=employer \
    training_duty=none client_agreed_on=2000-09-20 employer_agreed_on=2000-09-20
pl=$(columns number placement)
need as bro place start "$pl" --on 2000-09-25
run mahi --format csv board referral_sheet --as-at 2001-06-01
expect_out '^bro,Work broker,0,3,3,1,3,0.33[0-9]*,1,1,1,1,1,1$'
run mahi --format csv board referral_sheet --as-at 2001-03-01
expect_out '^bro,Work broker,0,3,3,1,3,0.33[0-9]*,0,0,,1,1,1$'
promise "R163: what hosts did afterwards"
bring placement_feedback <<<$'client,placement,effective_from,side,score,would_again\nC,'"$pl"$',2000-10-01,employer,5,yes'
need as bro employer ask e3 job refused held_on=2000-10-02 refusal=no_vacancy
run mahi --format csv board host_later
expect_out '^e3,Large,no,2000-09-25,1,0,1,1,1,1$'

promise "R203: an approach given by lot is apart from one given by judgement; R204: hires before and after"
bring approach <<<$'code,label,starts_on\nletter,A letter,2000-07-15\nvisit,A visit,2000-08-15'
bring approach_employer <<'END'
approach,employer,chosen_by
letter,e1,lottery
letter,e2,lottery
visit,e3,judgement
visit,e5,judgement
END
run mahi --format csv board approaches
expect_out '^letter,Lottery,2,2,1,1,2,0.5,0,2,0$'
expect_out '^visit,Judgement,1,2,0.5,0,2,0,1,2,0.5$'
run mahi --format csv board campaigns
expect_out '^visit,2000-08-15,2,0,1,0,2,0,1,2,0.5,no$'
promise "R204: the weeks before count too"
bring placement <<'END'
number,client,effective_from,employer,kind,planned_from,pay,channel,started_on,ended_on,end_reason,ended_by,client_agreed_on,employer_agreed_on,hours_per_week,who_pays,training_duty,planned_to
old-1,A,2000-03-01,e5,job,2000-03-01,paid,broker,2000-03-01,2000-03-31,left,client,2000-03-01,2000-03-01,40,employer,none,2000-12-31
END
run mahi --format csv board campaigns
expect_out '^visit,2000-08-15,2,1,1,1,2,0.5,1,2,0.5,no$'

promise "R202: what employers did after an event"
bring occasion_held <<<$'code,programme,kind,name,held_on\nev,p,employer_education,Evening,2000-08-20'
bring invitation <<<$'event,guest,employer,came,followed_up_on\nev,e1,e1,yes,2000-08-25\nev,e3,e3,yes,\nev,e5,e5,no,'
run mahi --format csv board employers_told
expect_out '^ev,Education of employers,2000-08-20,2,3,0.66[0-9]*,1,2,0.5,1,2,0.5,1,2,0.5$'

promise "R205: contacts for research have no names, codes, words or days"
run mahi --format csv board employer_contacts_open
expect_lines 6 '^[0-9]'
expect_no_out 'e[1-5]|Would not|2000-|One|Two|bro,'
expect_out '^[0-9],software,Medium,,0,1,Participant,Job,,Refused,Cultural,Not checkable,yes$'
promise "R206: evidence by the reason that it answers"
run mahi --format csv board evidence
expect_out '^Cost,1,Employers. attitude,n1,Migrants stay longer,,"Made-up, 1999"$'

promise "R167: contacts of employers are given to others only with a word of the employer's, or a reason"
offer employer_sharing <<<$'number,employer,organisation,shared_on,staff,why\nh-1,e2,tad,2000-09-01,bro,For the course'
expect_equal 3 "$CODE"
expect_out 'nobody wrote down that the employer agreed'
bring employer_sharing <<<$'number,employer,organisation,shared_on,staff,employer_agreed_on,why\nh-1,e2,tad,2000-09-01,bro,2000-08-30,For the course'
run mahi --format csv board employers_shared --organisation tad
expect_out '^h-1,e2,tad,2000-09-01,bro,,2000-08-30,For the course$'
promise "R94: agencies by the work whose employers they know"
run mahi --format csv board agency_directory
expect_out '^tad,TAD,Agency,civ,Civil engineer,40,1,3$'

promise "R212, R211: whom a broker speaks for, those not met first"
bring assignment <<'END'
client,duty,staff,effective_from
A,work_broker,bro,2000-07-01
C,work_broker,bro,2000-07-01
A,case_manager,ana,2000-07-01
END
run mahi --format csv board broker_clients --staff bro
expect_equal 'A,bro,ana,no C,bro,,yes' "$(sed 1d out | cut -d, -f1-4 | xargs)"
run mahi --format csv board broker_met
expect_out '^bro,1,2,0.5,0,2,0$'
promise "R213: a broker who speaks for somebody not met is warned, and it stands in the list"
offer employer_promotion <<<$'client,employer,effective_from,staff,answer\nA,e2,2000-09-20,bro,interested'
expect_equal 0 "$CODE"
expect_out 'has not met the person yet'
run mahi --format csv board promotions
expect_out '^2000-09-20,bro,A,e2,Interested,,no$'
promise "R219: who does it"
run mahi --format csv board who_does_it
expect_out '^bro,Work broker,north,1,3,1,1,1,1,0,0,'
expect_out '^ana,Case manager,north,0,2,0,0,0,,0,0,'

promise "R187: reports of discrimination as counts, for those who may see them"
bring staff <<<$'login,name\nrex,Rex'
bring discrimination_report <<'END'
client,effective_from,employer,kind,may_act,done,source,method
A,2000-08-07,e4,accent,yes,Spoke with them,client,interview
B,2000-08-09,e4,accent,no,,client,interview
END
run mahi --format csv board discrimination
expect_out '^Accent,2,2,1,1,2,0.5,1,1,1$'
expect_exit 5 as rex board discrimination
expect_ok mahi doctor
