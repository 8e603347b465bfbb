#!/usr/bin/env bash
# The Auckland North pilot as it should have been: 45 eligible, 26 places, a frozen list, judgement with reasons, and a lottery that anybody repeats.

need mahi init
bring office <<'END'
code,kind
north,service_centre
END
bring staff <<'END'
login,name,role
ana,Ana,case_manager
END
bring programme <<'END'
code,name,starts_on
me,Migrant Engineers,2000-07-01
me-2,Migrant Engineers judged,2000-07-01
me-3,Migrant Engineers early,2000-07-01
me-4,Migrant Engineers open,2000-07-01
me-5,Migrant Engineers again,2000-07-01
END
bring intake <<'END'
code,programme,name,starts_on,places
me-aug,me,August by lot,2000-08-07,26
me-judged,me-2,August by judgement,2000-08-07,26
me-early,me-3,Enrolled without a list,2000-08-07,26
me-open,me-4,Nobody said how many,2000-08-07,
END

# 45 engineers with SGI 3 or 4, 5 with another, 3 whom nobody rated; every second one well qualified; some live together.
people() {
    local i
    for ((i = 1; i <= 53; i++)); do printf '%s\n' "$(printf 'E-%02d' "$i")"; done
}
{
    echo number,family_name,gender,source,method
    people | awk '{print $1 ",Engineer," (NR % 3 ? "male" : "female") ",client,interview"}'
} | bring client
{
    echo client,effective_from,rating,source,method
    people | awk 'NR <= 45 {print $1 ",2000-06-01," (NR % 2 ? 3 : 4) ",officer,interview"} NR > 45 && NR <= 50 {print $1 ",2000-06-01,1,officer,interview"}'
} | bring sgi_rating
{
    echo client,effective_from,effective_to,office,source,method
    people | awk '{print $1 ",2000-06-01,,north,officer,record"}'
} | bring register_spell
{
    echo client,number,effective_from,level,title,country,source,method
    people | awk 'NR % 2 {print $1 ",Q-" NR ",1990-01-01,6,Engineer,LK,document,document"}'
} | bring qualification
printf 'number,name\nH-1,Perera\nH-2,Wang\n' | bring household
bring household_member <<'END'
household,client,effective_from,role,source,method
H-1,E-03,1999-01-01,partner,client,statement
H-1,E-04,1999-01-01,partner,client,statement
H-2,E-10,1999-01-01,partner,client,statement
H-2,E-11,1999-01-01,partner,client,statement
END
need mahi question save sgi 'SGI in (3, 4)' --label 'SGI 3 or 4'
need mahi question save well 'overseas tertiary qualification' --label 'Well qualified'
bring criterion <<'END'
programme,rank,label,version,need
me,1,SGI 3 or 4,sgi/1,hard
me,2,Well qualified,well/1,preferred
me-2,1,SGI 3 or 4,sgi/1,hard
me-2,2,Well qualified,well/1,preferred
me-3,1,SGI 3 or 4,sgi/1,hard
me-4,1,SGI 3 or 4,sgi/1,hard
me-5,1,SGI 3 or 4,sgi/1,hard
END
export MAHI_TODAY=2000-08-02

promise "R77: everybody eligible on a day is written down, chosen or not, with counts that sum"
expect_exit 6 mahi select list me-aug
expect_err 'no frozen list yet; mahi select freeze me-aug'
expect_exit 3 mahi select freeze me-aug --as-at 2000-08-03
expect_err 'a day to come'
expect_ok mahi --format csv select freeze me-aug --as-at 2000-08-01
expect_out 'of 53 people asked 45 are eligible, 5 are not, and of 3 nobody knows'
expect_equal 45 "$(columns intake,side,chosen_by,index_on,effective_from enrolment | grep -c '^me-aug|undecided|criteria|2000-08-07|2000-08-01$')"

promise "R27, R53: the list has everybody's answers, and who meets more preferred criteria comes first"
run mahi --format csv select list me-aug
expect_out '^1,E-01,yy,1,'
expect_out '^24,E-02,yu,0,'
expect_out 'Well qualified.*preferred,23,45,'
expect_out 'more people qualify than there are places \(26\)'

promise "R53: (F1) of those chosen, how many meet what the programme was meant for is printed"
expect_ok mahi select freeze me-judged --as-at 2000-08-01 --apart
for i in $(seq 2 2 44); do need mahi select decide me-judged "E-$(printf %02d "$i")" in --reason 'Interviewed well'; done
run mahi --format csv select list me-judged
expect_out 'Well qualified.*preferred,23,45,[0-9.]+,0,22,0'

promise "R80: those chosen are set beside the register, as counts"
expect_out '^Male,36,53,0\.67[0-9]*,15,22,'
expect_out '^Female,17,53,0\.32[0-9]*,7,22,'
expect_ok mahi --format csv select list me-judged --by office
expect_out '^north,53,53,1,22,22,1$'
expect_exit 2 mahi select list me-judged --by genderr

promise "R79: who decided, and why, stands beside each; a choice without a reason is refused"
expect_exit 2 mahi select decide me-judged E-01 in
expect_err 'say with --reason why "E-01" is in'
expect_ok mahi --as ana select decide me-judged E-01 in --reason 'A host asked for a civil engineer'
expect_out '23 people are chosen for 26 places'
expect_ok columns intake,client,decided_by,decided_why,turn eligibility
expect_out '^me-judged\|E-01\|ana\|A host asked for a civil engineer\|23$'
expect_ok mahi select decide me-judged E-01 out --reason 'The host withdrew'
expect_ok mahi select decide me-judged E-01 in --reason 'The host came back'
expect_out '23 people'
expect_exit 3 mahi select decide me-judged E-50 out --reason 'No'
expect_err 'not on the list'

promise "R78: somebody from outside the list needs a reason, and is counted"
expect_exit 2 mahi select decide me-judged E-46 in
expect_ok mahi select decide me-judged E-46 in --reason 'The manager knows him'
expect_out 'counted as from outside the list'
run mahi --format csv select list me-judged
expect_out 'Of the 45 eligible and 1 from outside the list, 24 are in the programme, 0 in the comparison group, and 22 are not decided'
expect_out '1 in the programme were not found by the criteria'
run mahi --format csv select list me-judged --limit 0
expect_out '^outside,E-46,n'

promise "R54: more chosen than places is said"
need mahi select decide me-judged E-03 in --reason 'x1'
need mahi select decide me-judged E-05 in --reason 'x2'
expect_ok mahi select decide me-judged E-07 in --reason 'x3'
expect_out '27 people are chosen for 26 places'
expect_out 'more people are chosen than there are places'

promise "R77: a frozen list is frozen: again only with a reason, and never once anybody was decided"
expect_exit 6 mahi select freeze me-aug --as-at 2000-08-01
expect_err 'was frozen by .* as at 2000-08-01; say with --reason'
expect_exit 6 mahi select freeze me-judged --as-at 2000-08-01 --reason 'We want others'
expect_err 'decided already; its list stays'

promise "R77: before anything is decided a list may be frozen again, with the reason; who fell out of it is in the history"
bring intake <<'END'
code,programme,name,starts_on,places
me-again,me-5,Frozen twice,2000-08-07,20
END
need mahi select freeze me-again --as-at 2000-08-01
need mahi select announce me-again 'Lotto'
bring register_spell <<'END'
client,effective_from,effective_to,office,source,method
E-01,2000-06-01,2000-08-01,north,officer,record
END
bring sgi_rating <<'END'
client,effective_from,rating,source,method
E-01,2000-08-02,2,officer,interview
E-46,2000-08-02,3,officer,interview
END
expect_ok mahi --format csv select freeze me-again --reason 'Ratings of the day came in' --limit 0
expect_out '45 eligible and 0 from outside'
expect_out 'frozen again: Ratings of the day came in'
expect_no_out '^1,E-01,'
expect_out '^1,E-46,'
expect_no_out 'Lotto'
expect_equal 1 "$(sql "select count(*) from eligibility_history where recorded_at < superseded_at and client = (select id from client where number = 'E-01') and intake = (select id from intake where code = 'me-again')")"
expect_ok mahi select verify me-again

promise "R230: places are shared out by blocks, which may not part a household"
expect_exit 3 mahi select freeze me-again --by gender --reason 'By gender'
expect_err 'leave out --by, or draw everybody alone with --apart'
expect_exit 2 mahi select freeze me-again --by gendr --reason 'By gender'
expect_err 'did you mean gender'
need mahi select freeze me-again --as-at 2000-08-01 --by gender --apart --reason 'By gender'
need mahi select announce me-again 'Lotto'
expect_ok mahi --format csv select draw me-again '1 2 3' --limit 0
expect_equal '7 13' "$(grep -c ',Programme,Lottery,.*,female$' out) $(grep -c ',Programme,Lottery,.*,male$' out)"
expect_ok mahi select verify me-again
expect_out 'same to the last name'
need mahi doctor

promise "R78: (F5) a list cannot be made for an intake that was filled without one, and who is enrolled beside it is found"
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,source,method
E-01,me-early,2000-08-01,programme,not_known,2000-08-07,officer,record
E-48,me-judged,2000-08-01,programme,not_known,2000-08-07,officer,record
END
expect_exit 6 mahi select freeze me-early
expect_err '1 enrolments that came about without a list'
run mahi --format csv select list me-judged
expect_out '1 stand in the enrolment list and not on the frozen list'

promise "R230: (F7) no draw before the source of the seed was named"
expect_exit 6 mahi select draw me-aug '4 11 17 23 35 40'
expect_err 'mahi select announce me-aug'
expect_exit 2 mahi select announce me-aug ' '
expect_ok mahi select announce me-aug 'Lotto draw of 5 August 2000'
expect_out 'The seed will come from: Lotto draw of 5 August 2000'
expect_exit 6 mahi select announce me-aug 'My own dice'
expect_err 'announced the seed to come from "Lotto draw of 5 August 2000" already'
need mahi select freeze me-open --as-at 2000-08-01
need mahi select announce me-open 'Lotto'
expect_exit 3 mahi select draw me-open '1 2 3'
expect_err 'how many places'

promise "R230: 45 people are drawn for 26 places; those not drawn are the comparison group, with the same index date"
export MAHI_TODAY=2000-08-05
expect_ok mahi --format csv select draw me-aug ' 4 11 17 23 35 40 '
expect_out '45 eligible and 0 from outside the list, 26 are in the programme, 19 in the comparison group, and 0 are not decided'
expect_equal 26 "$(columns intake,side,chosen_by,index_on enrolment | grep -c '^me-aug|programme|lottery|2000-08-07$')"
expect_equal 19 "$(columns intake,side,chosen_by,index_on enrolment | grep -c '^me-aug|comparison|lottery|2000-08-07$')"
expect_exit 6 mahi select draw me-aug 'another seed'
expect_err 'was held already'
expect_exit 6 mahi select decide me-aug E-01 in --reason 'He asked'
expect_err 'was in the lottery'
columns intake,client,side enrolment >sides.txt
for pair in 'E-03 E-04' 'E-10 E-11'; do
    read -r a b <<<"$pair"
    expect_equal "$(grep "^me-aug|$a|" sides.txt | cut -d'|' -f3)" "$(grep "^me-aug|$b|" sides.txt | cut -d'|' -f3)"
done

promise "R230, R78: nobody vanishes from a list that was drawn, nor does the list"
lost=$(grep '^me-aug|.*|comparison$' sides.txt | head -n 1 | cut -d'|' -f2)
expect_exit 6 mahi withdraw enrolment me-aug "$lost" --because 'He was in the way'
expect_err 'a person who vanishes from a group changes what it is compared by; mahi enrol'
expect_exit 6 mahi withdraw eligibility me-aug "$lost" --because 'He was in the way'
expect_err 'every count rests on all of it'
expect_exit 6 mahi withdraw selection me-aug --because 'The seed was bad'
expect_err 'can be drawn until it pleases'

promise "R230: the draw is repeated from the frozen list and the seed, and is the same"
expect_ok mahi select verify me-aug
expect_out 'The list is the same'
expect_out 'The draw is the same to the last name'
run mahi select export me-aug
cp out list.csv
expect_lines 46
expect_ok env -u MAHI_DB mahi draw verify list.csv --words '4 11 17 23 35 40'
expect_out 'The draw is the same to the last name: 45 people, 26 places'
fingerprint=$(mahi draw verify list.csv --words '4 11 17 23 35 40' | grep -oE 'list: [0-9a-f]{64}' | cut -c7-)
expect_exit 1 mahi draw verify list.csv --words '4 11 17 23 35 41'
expect_out 'NOT the same'
sed '2s/,no$/,yes/;t;2s/,yes$/,no/' list.csv >tampered.csv
expect_exit 1 mahi draw verify tampered.csv --words '4 11 17 23 35 40' --fingerprint "$fingerprint"
expect_out 'NOT the same: 1 of 45'
expect_no_out 'fingerprint was published'
grep -v '^E-20,' list.csv >shorter.csv
expect_exit 1 mahi draw verify shorter.csv --words '4 11 17 23 35 40' --fingerprint "$fingerprint"
expect_out 'NOT the one whose fingerprint was published'
expect_exit 2 mahi draw verify list.csv
expect_exit 3 mahi draw verify sides.txt --words x
expect_err 'no column "client"'

promise "R78: what selecting wrote is sound, with its history"
expect_ok mahi doctor
expect_equal 45 "$(sql "select count(*) from enrolment_history where side = 3 and intake = (select id from intake where code = 'me-aug')")"

promise "R13, R77: facts corrected afterwards change neither the list nor the proof"
bring sgi_rating <<'END'
client,effective_from,rating,source,method
E-01,2000-06-01,1,officer,test
E-47,2000-06-01,3,officer,test
E-52,2000-06-01,4,officer,test
END
need mahi question save sgi 'SGI in (2, 3)' --label 'SGI 2 or 3' --reason 'A new rule'
expect_ok mahi select verify me-aug
expect_out 'The list is the same'
run mahi --format csv targeting me --as-at 2000-08-01
expect_out '46 are eligible'

promise "R43: the profile of a cohort is of the data at selection, beside the register, and not of what was written afterwards"
run mahi --format csv select list me-aug
grep -E '^(Male|Female),' out >profile.before
expect_equal 2 "$(wc -l <profile.before)"
bring client <<'END'
number,family_name,gender,source,method
E-01,Engineer,female,client,interview
E-02,Engineer,female,client,interview
E-04,Engineer,female,client,interview
E-05,Engineer,female,client,interview
END
expect_ok mahi --format csv table client --rows gender
expect_out '^Female,21,53,'
run mahi --format csv select list me-aug
grep -E '^(Male|Female),' out >profile.after
expect_same profile.before profile.after
promise "R230: a list that somebody changed by hand is found, with the name"
sql "update enrolment set side = 3 - side where client = (select id from client where number = 'E-20') and intake = (select id from intake where code = 'me-aug')"
expect_exit 1 mahi select verify me-aug
expect_out 'E-20 +the lot said'
sql "update enrolment set side = 3 - side where client = (select id from client where number = 'E-20') and intake = (select id from intake where code = 'me-aug')"
expect_ok mahi select verify me-aug
sql "update eligibility set answers = 'yu' where client = (select id from client where number = 'E-21') and intake = (select id from intake where code = 'me-aug')"
expect_exit 1 mahi select verify me-aug
expect_out 'E-21 +the list says yu to the criteria; what was known then says yy'
expect_out 'fingerprint is NOT'
sql "update eligibility set answers = 'yy' where client = (select id from client where number = 'E-21') and intake = (select id from intake where code = 'me-aug')"
sql "update selection set seed_words = 'mine', seed_source = 'My dice' where drawn_at is not null"
expect_exit 1 mahi select verify me-aug
expect_out 'seed does not follow from the words'
expect_out 'does not show that the source of the seed was named before the draw'
