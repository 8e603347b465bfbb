#!/usr/bin/env bash
# Double-checking: a second person verifies, disagreement opens a check with both sides' words, and what nobody doubted is looked for.
#
#   A  speaks basic English, thinks Ana, who heard an accent; a school's test says clear
#   B  was tested in January and finished an English course in August
#   C  went from basic to high with nobody's test
#   D  is nine years old, by the record
#   E  was tested three years ago

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnewton,service_centre'
bring staff <<'END'
login,name,office,role
ana,Ana,newton,case_manager
bea,Bea,newton,case_manager
sam,Sam,newton,steward
END
cat >clients.csv <<'END'
number,family_name,birth_date,source,method
A,Adams,1960-01-01,client,interview
B,Biss,1960-01-01,client,interview
C,Cole,1960-01-01,client,interview
D,Dunn,1991-01-01,client,interview
E,Ede,1960-01-01,client,interview
END
need mahi --as ana import client clients.csv
bring register_spell < <(echo 'client,effective_from,office,source,method'; for n in A B C D E; do echo "$n,1999-01-01,newton,officer,record"; done)
bring assignment <<<$'client,effective_from,duty,staff\nA,2000-01-01,case_manager,ana\nC,2000-01-01,case_manager,bea'
cat >english.csv <<'END'
client,skill,level,effective_from,assessor,source,method
A,speaking,basic,2000-05-01,Ana,officer,officer_impression
A,reading,clear,2000-05-01,Ana,officer,officer_impression
B,speaking,reasonable,2000-01-10,School,provider,test
C,speaking,basic,2000-02-01,Ana,officer,interview
C,speaking,high,2000-06-01,Ana,officer,statement
E,speaking,clear,1997-06-01,School,provider,test
END
need mahi --as ana import english_level english.csv
bring contact <<<$'client,effective_from,way,about,source,method\nA,2000-05-01,visit,Strong accent; hard to follow,officer,record'

promise "R17: (F2) nobody verifies what they recorded themselves; a second person does, and says how"
expect_exit 3 mahi --as ana verify english_level A --which skill=reading --by person --words 'Read me a letter'
expect_err 'who records a fact cannot be the one who verifies it'
expect_exit 2 mahi --as bea verify english_level A --which skill=reading --by person
expect_err 'say with --words'
expect_exit 2 mahi --as bea verify english_level A --which skill=reading --words x
expect_err 'document, test or person'
expect_exit 2 mahi --as bea verify english_level A --by person --words 'Read me a letter'
expect_err '"A" has 2 or more of english_level; say which with --which FIELD=VALUE: skill'
expect_exit 4 mahi --as bea verify english_level A --which skill=writing --by person --words x
expect_err 'has no such english_level'
expect_exit 2 mahi --as bea verify programme A --by person --words x
expect_err 'states no fact about a person'
expect_exit 2 mahi --as bea verify english_level A --which skil=reading --by person --words x
expect_err 'no field "skil"; did you mean skill'
expect_ok mahi --as bea verify english_level A --which skill=reading --by person --words 'Read me a letter'
expect_out 'recorded by ana, you have checked: From 2000-05-01, Skill Reading, Level Clear'
expect_equal 'reading|bea|2000-10-02' "$(columns skill,verified_by,verified_on english_level | grep '^reading')"
expect_equal 'unverified|stands|Asked: Read me a letter' "$(columns why,settled,words fact_check | tail -n 1)"

promise "R17: (F2) the person asks for a correction: both sides' words are kept, and neither who recorded it nor who asks settles it"
expect_exit 2 mahi --as ana doubt english_level A --which skill=speaking
expect_err 'say with --says'
expect_ok mahi --as ana doubt english_level A --which skill=speaking --why correction --says 'I taught in English for ten years'
expect_out 'bea settles it|sam settles it'
expect_out 'Skill Speaking, Level Basic'
expect_out 'I taught in English for ten years'
c=$(sql "SELECT number FROM fact_check ORDER BY id DESC LIMIT 1")
expect_exit 6 mahi --as bea doubt english_level A --which skill=speaking --why correction --says 'Again'
expect_err "check $c of it is open already"
expect_ok mahi --format csv check list
expect_out "^$c,2000-10-30,,A,Adams,english_level,Correction asked,.*I taught in English for ten years,sam,ana,newton"
expect_exit 3 mahi --as ana check settle "$c" stands --words 'I heard it'
expect_err 'who records a fact cannot be the one who verifies it'
expect_exit 2 mahi --as sam check settle "$c" corrected --words 'Tested'
expect_err 'nothing was corrected since; say with --set'
expect_exit 2 mahi --as sam check settle "$c" corrected --words 'Tested' --set level=basic
expect_err 'that is what stands already'
expect_ok mahi --as sam check settle "$c" corrected --words 'Listened for half an hour' --set level=clear --set assessor=Sam
expect_out 'Now: From 2000-05-01, Skill Speaking, Level Clear, Assessor Sam'
expect_equal 'basic clear' "$(sql "SELECT CASE level WHEN 2 THEN 'basic' ELSE 'clear' END FROM (SELECT level FROM english_level_history WHERE skill = 1 UNION ALL SELECT level FROM english_level e JOIN client c ON c.id = e.client WHERE c.number = 'A' AND skill = 1) t" | xargs)"
expect_exit 6 mahi --as sam check settle "$c" stands --words x
expect_err 'is settled already'

promise "R15, R16, R17: (F2) what nobody doubted is looked for: the test against the impression, after the course, the untested jump, the age, the shelf life"
bring english_level <<<$'client,skill,level,effective_from,assessor,source,method\nE,reading,none,2000-09-01,Ana,officer,officer_impression\nE,reading,clear,2000-09-10,School,provider,test'
bring training <<<$'client,title,kind,effective_from,effective_to,completed\nB,Evening English,english,2000-02-01,2000-08-31,yes'
bring staleness <<<$'about,weeks\nenglish_level,104'
expect_ok mahi --format csv check open
expect_out '^English that an English course has followed,1,1,1$'
expect_out '^English by impression that a test contradicts by two levels,1,1,1$'
expect_out '^English that moved two levels and nobody tested,1,1,1$'
expect_out '^An age at which nobody looks for work,1,1,1$'
expect_out '^Older than its shelf life,1,1,1$'
expect_ok mahi --format csv check list
expect_out 'B,Biss,english_level,After a course,.*An English course ended on 2000-08-31 since: Evening English'
expect_out 'E,Ede,english_level,Disagreement,.*Level None.*A test of 2000-09-10 by School says: Clear'
expect_out 'C,Cole,english_level,Implausible,.*On 2000-02-01 it was Basic, and nobody tested it since.*,bea,Mahi itself|C,Cole,english_level,Implausible,.*,bea,,'
expect_out 'D,Dunn,client,Implausible,.*9 years old'
expect_out 'E,Ede,english_level,Stale,.*1997-06-01; it is good for 104 weeks'
promise "R17: each is opened once, and again only when something is new"
expect_ok mahi --format csv check open
expect_no_out ',[1-9][0-9]*,[1-9][0-9]*,'
c=$(sql "SELECT number FROM fact_check WHERE why = 4")
expect_ok mahi --as sam check settle "$c" stands --words 'Asked the school'
expect_ok mahi --format csv check open
expect_out '^English that an English course has followed,0,0,$'
bring training <<<$'client,title,kind,effective_from,effective_to,completed\nB,More English,english,2000-09-01,2000-10-06,yes'
export MAHI_TODAY=2000-10-09
expect_ok mahi --format csv check open
expect_out '^English that an English course has followed,1,1,1$'
promise "R17: more than anybody could settle is left for the next time, and said"
bring staleness <<<$'about,weeks\nenglish_level,104\nregister_spell,4'
expect_ok mahi check open --most 2
expect_out 'Older than its shelf life +2 of 5'
expect_out '3 more are left'
promise "R17: facts on one officer's word, where a programme asks for more"
bring programme <<<$'code,name,status\np,Pilot,running'
need mahi question save speaks 'English speaking >= level("reasonable")' --label 'Speaks' --verified
bring criterion <<<$'programme,rank,label,version,need\np,1,Speaks,speaks/1,hard'
bring intake <<<$'code,programme\ni,p'
bring enrolment <<<$'client,intake,effective_from,side,chosen_by,index_on,source,method\nC,i,2000-10-01,undecided,criteria,2000-12-01,officer,record\nB,i,2000-10-01,comparison,judgement,2000-12-01,officer,record'
expect_ok mahi --format csv check open
expect_out "On one officer's word, where a programme asks for more\",1,1,1$"

promise "R15, R17: (F2) English on an impression that nobody checked is not recorded where a programme asks for verified facts, never a no or a yes"
expect_ok mahi --format csv ask @speaks --list unknown
expect_out '^"?C'
expect_ok mahi explain @speaks C
expect_out 'not recorded'

promise "R15: (F2) an impression stands on a list, beside the words about an accent that no rule reads"
expect_ok mahi --format csv board english_on_impression
expect_out '^A,Adams,Speaking,Clear,Sam,2000-05-01,no,newton,Strong accent; hard to follow$'
expect_out '^A,Adams,Reading,Clear,Ana,2000-05-01,yes,newton,Strong accent'
expect_no_out '^E'
promise "R17: doubts are counted: raised, settled, and right to doubt"
expect_ok mahi --format csv board checks
expect_out '^english_level,Correction asked,1,1,1,1,1,1,1,0,0,'
expect_out '^english_level,Not verified,2,1,2,0.5,0,1,0,'
promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor
