#!/usr/bin/env bash
# Edges at which the program once said something false, lost something, or kept silent.

need mahi init
# A made-up programme: CODE WORTH N1 K1 N2 K2 WAVES DECLARED
made_up() {
    printf 'code,name,starts_on,comparison\n%s,%s,2000-02-01,Made up\n' "$1" "$1" >p.csv
    printf 'code,programme\n%s-i,%s\n' "$1" "$1" >i.csv
    echo 'code,programme,label,months_after' >w.csv
    for ((w = 1; w <= $6; w++)); do echo "$1-w$w,$1,wave $w,$w" >>w.csv; done
    printf 'code,programme,label,measure,declared_on\n%s-o,%s,in any work,share,%s\n' "$1" "$1" "$7" >o.csv
    printf 'outcome,status\n%s-o,full_time\n' "$1" >s.csv
    awk -v p="$1" -v n1="$2" -v k1="$3" -v n2="$4" -v k2="$5" -v waves="$6" 'BEGIN {
        print "number,family_name,source,method" >"c.csv"
        print "client,intake,effective_from,side,chosen_by,index_on,enrolled_on,completed_on,source,method" >"e.csv"
        print "client,intake,wave,effective_from,result,status,source,method" >"f.csv"
        for (i = 1; i <= n1 + n2; i++) {
            mine = i <= n1; k = mine ? i <= k1 : i - n1 <= k2; id = p "-" i
            print id ",X,client,statement" >"c.csv"
            print id "," p "-i,2000-01-15," (mine ? "programme" : "comparison") ",judgement,2000-02-01," (mine ? "2000-02-01,2000-03-01" : ",") ",officer,record" >"e.csv"
            for (w = 1; w <= waves; w++)
                print id "," p "-i," p "-w" w ",2000-04-01,reached," ((w == 1 ? k : i % 2) ? "full_time" : "unemployed") ",officer,record" >"f.csv"
        }
    }'
    printf 'programme p.csv\nintake i.csv\nwave w.csv\noutcome o.csv\noutcome_state s.csv\nclient c.csv\nenrolment e.csv\nfollow_up f.csv\n' >load.list
    need mahi load .
}

promise "house: output that cannot be written is not taken for done, however much of it there is"
seq -f 'M%06.0f' 1 5000 | awk 'BEGIN { print "number,family_name,source,method" } { print $1 ",Many,client,statement" }' >many.csv
need mahi import client many.csv
expect_exit 8 bash -c "mahi export client >/dev/full"
expect_exit 8 bash -c "mahi --format json list client --limit 0 >/dev/full"
expect_exit 8 bash -c "mahi help man >/dev/full"
expect_exit 8 bash -c "mahi --version >/dev/full"

promise "R13: records come in the order of their natural key, not of the id behind a reference"
printf 'number,family_name,source,method\nZB,Bee,client,statement\nZA,Ay,client,statement\n' >two.csv
need mahi import client two.csv
printf 'client,effective_from,source,method\nZB,2000-01-01,client,statement\nZA,2000-01-01,client,statement\n' >spells.csv
need mahi import register_spell spells.csv
run mahi export register_spell
expect_equal "ZA ZB" "$(sed 1d out | cut -d, -f1 | xargs)"

promise "R225: the family of tests is all outcomes at all waves, whichever wave is asked for"
made_up family 20 14 20 6 2 1999-12-01
run mahi --format json compare family
expect_out 'cannot tell whether the groups differ in how many were in any work: 14 of 20'
run mahi --format json compare family --wave family-w1
expect_out 'cannot tell whether the groups differ in how many were in any work: 14 of 20'

promise "R59: an outcome written down after the programme began was not declared beforehand"
made_up late 20 14 20 6 1 2005-01-01
run mahi --format json compare late
expect_no_out 'An outcome declared beforehand'

promise "R71: one report says one thing: the sentence and the finding agree"
made_up none 500 0 500 0 1 1999-12-01
mahi --format json compare none >none.json
mahi --format csv compare none >none.csv
expect_equal "$(grep -c '^In any work.*cannot tell$' none.csv)" "$(grep -c 'cannot tell whether' none.json)"

promise "R13: what is shown as known on a day has no version that was written later"
sql "update client set recorded_at = 951904800000 where number = 'ZA'" >/dev/null
for name in Bee Cee; do
    printf 'number,family_name,source,method\nZA,%s,client,statement\n' $name >name.csv
    need mahi import client name.csv
done
run mahi show client ZA --known 2001-01-01
expect_out 'Ay'
expect_no_out 'Bee|Cee'

promise "R224: CSV says which wave a table is of and which are the completers'"
run mahi --format csv compare family --completers
expect_out '[Ww]ave 1'
expect_out '[Cc]ompleted only'
expect_true "no two tables have one name" test "$(grep '^# ' out | sort | uniq -d | wc -l)" -eq 0

promise "R224: the flow of completers does not call them all that enrolled"
sql "update enrolment set completed_on = null where completed_on is not null" >/dev/null
run mahi --format csv compare family --completers
expect_no_out '^"?Enrolled, or kept to compare"?,0,'

promise "R14: a file of rejected rows that is being mended is not overwritten"
printf 'number,family_name,source,method\nBAD,,client,statement\n' >bad.csv
run mahi import client bad.csv --keep-good
sed -i 's/BAD,,/BAD,Mended,/' bad.csv.rejected.csv
cp bad.csv.rejected.csv mended.before
printf 'nonsense\n' >bad.csv
run mahi import client bad.csv --keep-good
expect_same mended.before bad.csv.rejected.csv

promise "house: a sentence ends with one full stop, and shows no SQL"
seq 1 2000 >text.db
run mahi --db text.db list client
expect_no_err 'PRAGMA'
expect_no_err '\.\.$'
run mahi --db none.db list client
expect_no_err '\.\.$'

promise "R14: files that are loaded together are written together, or none of them"
mkdir together
printf 'client c.csv\nsgi_rating r.csv\n' >together/load.list
printf 'number,family_name,source,method\nL-1,Lee,client,statement\n' >together/c.csv
printf 'client,effective_from,rating,source,method\nL-2,2000-01-01,3,client,statement\n' >together/r.csv
expect_exit 3 mahi load together
expect_out 'Nothing is written: there are problems in together/r.csv'
run mahi show client L-1
expect_err 'L-1'
printf 'client,effective_from,rating,source,method\nL-1,2000-01-01,3,client,statement\n' >together/r.csv
need mahi load together
run mahi ask "SGI = 3"
expect_out 'Yes +1 '

promise "house: a line of load.list without a file is named"
mkdir folder
echo client >folder/load.list
run mahi load folder
expect_err 'load.list'
