#!/usr/bin/env bash
# What was true on a day, what was known on a day, who checked it; and everything out of one database into another.

# Moves what was written down to another day: $1 a table, $2 recorded or superseded, $3 the instant, $4 which rows
write_down() {
    sql "update $1 set $2_at = $(date -u -d "$3" +%s000) where ${4:-1 = 1}" >/dev/null
}

need mahi init
bring staff <<'END'
login,name,role,sees_restricted
ana,Ana Ngata,case_manager,yes
ben,Ben Hall,case_manager,no
END

# ---- corrected

promise "R11: a correction does not overwrite: the version before it stays, with who wrote it and when"
bring client <<'END'
number,family_name,arrived_on,country,source,method
17,Perera,1999-02-13,LK,client,statement
18,Lee,1995-08-31,CN,client,statement
END
bring residence <<'END'
client,effective_from,effective_to,status,source,method
17,1999-02-13,,resident,client,statement
18,1995-08-31,,resident,document,document
END
write_down client recorded '2000-03-01 10:00:00'
write_down residence recorded '2000-03-01 10:00:00'
cat >correction.csv <<'END'
client,effective_from,effective_to,status,source,method
17,1999-02-13,2000-01-31,temporary,document,document
17,2000-02-01,,resident,document,document
END
expect_ok mahi --as ana import residence correction.csv
expect_out '1 new, 1 changed'
write_down residence_history superseded '2000-03-05 23:59:59'
write_down residence recorded '2000-03-05 23:59:59' "recorded_at > $(date -u -d 2000-03-02 +%s000)"
expect_equal 1 "$(sql 'select count(*) from residence_history')"
expect_ok mahi export residence
expect_out '^17,1999-02-13,2000-01-31,temporary,,document,document,,,2000-03-05T23:59:59Z,ana$'
expect_out '^18,1995-08-31,,resident,,document,document,,,2000-03-01T10:00:00Z,'
expect_no_out '^17,1999-02-13,,resident'
promise "R11: what a file does not say is left as it was"
printf 'number,family_name,source,method\n17,Perera-Silva,document,document\n' >name.csv
expect_ok mahi import client name.csv
run plain client
expect_out '^17,Perera-Silva,,,,,1999-02-13,LK,,,,,,document,document,,$'
write_down client_history superseded '2000-03-10 12:00:00'
write_down client recorded '2000-03-10 12:00:00' "number = '17'"

promise "R13: (F4) --as-at gives what was true on the day, as it is known now"
expect_ok plain residence --as-at 2000-01-31
expect_lines 3
expect_out '^17,1999-02-13,2000-01-31,temporary,'
expect_ok plain residence --as-at 2000-02-01
expect_out '^17,2000-02-01,,resident,'
expect_no_out 'temporary'

promise "R13: --known gives what stood in the record at the end of that day, right or wrong"
expect_ok plain residence --known 2000-02-29
expect_lines 1
expect_ok plain residence --known 2000-03-01
expect_lines 3
expect_out '^17,1999-02-13,,resident,'
expect_ok plain residence --known 2000-03-04
expect_lines 3
expect_out '^17,1999-02-13,,resident,.*client,statement'
expect_no_out 'temporary'
expect_ok plain residence --known 2000-03-05
expect_lines 4
expect_out '^17,1999-02-13,2000-01-31,temporary,'
expect_no_out '^17,1999-02-13,,resident'
expect_ok plain residence --known 2000-03-04 --as-at 2000-01-31
expect_lines 3
expect_out '^17,1999-02-13,,resident,'
expect_ok plain residence --known 2000-03-05 --as-at 2000-01-31
expect_out '^17,1999-02-13,2000-01-31,temporary,'
expect_ok mahi list client --known 2000-03-09
expect_out 'Perera( |$)'
expect_no_out 'Silva'
expect_ok mahi list client --known 2000-03-10
expect_out 'Perera-Silva'
expect_exit 4 mahi show client 17 --known 2000-02-29
expect_err 'known then'
expect_ok mahi --format csv table residence --rows status --known 2000-03-04
expect_out '^Resident,2,2,1$'
expect_no_out 'Temporary'
expect_ok mahi --format csv table residence --rows status --as-at 2000-01-31
expect_out '^Temporary,1,2,0.5$'

promise "R13, R16: of a dated series, what was written down later is not known before"
bring english_level <<'END'
client,skill,level,effective_from,assessor,source,method
17,speaking,basic,2000-02-01,J. Ng,provider,test
17,speaking,clear,2000-06-01,J. Ng,provider,test
END
write_down english_level recorded '2000-02-02 09:00:00'
write_down english_level recorded '2000-09-01 09:00:00' 'level = 4'
expect_ok plain english_level --as-at 2000-07-01
expect_lines 2
expect_out ',clear,'
expect_ok plain english_level --as-at 2000-07-01 --known 2000-08-31
expect_lines 2
expect_out ',basic,'
expect_ok plain english_level --as-at 2000-07-01 --known 2000-09-01
expect_lines 2
expect_out ',clear,'
expect_ok plain english_level --as-at 2000-05-31 --known 2000-09-01
expect_lines 2
expect_out ',basic,'

promise "R13: a day that is none is refused"
expect_exit 3 mahi export client --known 2000-02-30
expect_err '"2000-02-30".*2000-02-29'
expect_exit 3 mahi export client --as-at yesterday
expect_err 'yesterday.*YYYY-MM-DD'
expect_no_out

promise "R11, R13: show lists the earlier versions, oldest first, with who wrote them"
printf 'number,family_name,source,method\n17,Silva,document,document\n' >name.csv
expect_ok mahi --as ben import client name.csv
expect_ok mahi show client 17
expect_out '^Family name +Silva'
expect_out '^Recorded by +ben'
expect_out '^Earlier versions, oldest first'
expect_equal 'Perera Perera-Silva' "$(sed -n '/^Earlier versions/,/^$/p' out | grep -oE 'Perera(-Silva)?' | xargs)"
expect_out '2000-03-10T12:00:00Z'

# ---- checked by a second person

promise "R17: a fact verified by a second person is accepted and says who and when"
bring qualification <<'END'
client,number,title,effective_from,source,method
17,Q1,Bachelor of Engineering,1988-06-30,client,statement
18,Q2,Master of Arts,1990-06-30,client,statement
END
cat >verified.csv <<'END'
client,number,title,effective_from,source,method,verified_by,verified_on
17,Q1,Bachelor of Engineering,1988-06-30,document,document,ana,2000-08-02
END
expect_ok mahi import qualification verified.csv
expect_out '1 changed'
expect_ok mahi show qualification Q1
expect_out '^Verified by +ana'
expect_out '^Verified on +2000-08-02'
promise "R17: who recorded a fact cannot verify it, by their own hand or by another's"
cat >own.csv <<'END'
client,number,title,effective_from,source,method
18,Q3,Diploma in Nursing,1992-06-30,client,statement
END
need mahi --as ana import qualification own.csv
sed -e 's/method$/method,verified_by,verified_on/' -e 's/statement$/statement,ana,2000-08-02/' own.csv >own_verified.csv
for login in ana ben; do
    expect_exit 3 mahi --as "$login" import qualification own_verified.csv
    expect_out 'verified_by.*second person'
done
sed -e 's/Q3/Q4/' own_verified.csv >new_verified.csv
expect_exit 3 mahi --as ana import qualification new_verified.csv
expect_out 'verified_by.*second person'
expect_equal 1 "$(sql 'select count(*) from qualification where verified_by is not null')"
promise "R17: a second person verifies by their own hand, too"
sed 's/,ana,/,ben,/' own_verified.csv >ben_verified.csv
expect_ok mahi --as ben import qualification ben_verified.csv
expect_out '1 changed'
run plain qualification
expect_out '^18,1992-06-30,Q3,.*,ben,2000-08-02$'
promise "R17: a verification by nobody of the house, or without a day, is refused"
sed 's/,ana,/,zoe,/' verified.csv >strange.csv
expect_exit 3 mahi import qualification strange.csv
expect_out 'verified_by.*"zoe" is no staff here'
sed 's/,2000-08-02/,/' verified.csv >undated.csv
expect_exit 3 mahi import qualification undated.csv
expect_out 'verified_on.*both'
sed 's/,ana,/,,/' verified.csv >unnamed.csv
expect_exit 3 mahi import qualification unnamed.csv
expect_out 'verified_by.*both'
promise "R17: another value does not come in under the verification of the old one"
sed 's/Bachelor of Engineering/Doctor of Engineering/' verified.csv >under.csv
expect_exit 3 mahi import qualification under.csv
expect_out 'verified_by|verified_on'
run plain qualification
expect_no_out 'Doctor'
promise "R17: what was checked was the old value: a change clears the verification, and the old version keeps it"
printf 'client,number,title,effective_from,source,method\n17,Q1,Bachelor of Science,1988-06-30,document,document\n' >changed.csv
expect_ok mahi --as ben import qualification changed.csv
run plain qualification
expect_out '^17,1988-06-30,Q1,Bachelor of Science,.*,document,document,,$'
expect_ok mahi --format csv show qualification Q1
expect_out ',Bachelor of Engineering,.*,ana,2000-08-02,'
promise "R17: a row that says what is known leaves the verification alone"
expect_ok mahi import qualification verified.csv
printf 'client,number,title,effective_from,source,method\n17,Q1,Bachelor of Engineering,1988-06-30,document,document\n' >same.csv
expect_ok mahi import qualification same.csv
expect_out 'nothing is changed'
run plain qualification
expect_out '^17,1988-06-30,Q1,Bachelor of Engineering,.*,ana,2000-08-02$'
promise "R17: who checked is counted, and so is what nobody checked"
expect_ok mahi --format csv table qualification --rows verified_by
expect_out '^ana,1,3,0.333'
expect_out '^ben,1,3,0.333'
expect_out '^not recorded,1,3,0.333'

# ---- out of one database into another

# Exports every record type into the folder $1, each with and without who wrote it down.
export_all() {
    local record
    mkdir -p "$1"
    while read -r record; do
        plain "$record" >"$1/$record.csv" 2>>"$1/.err"
    done <records
}

# Imports the folder $1, in the dictionary's order.
import_all() {
    local record
    while read -r record; do
        need mahi import "$record" "$1/$record.csv"
    done <records
}

# The rows of each file of a folder in the order of their letters, all in one.
rows_of() {
    (cd "$1" && for file in *.csv; do sort "$file" | sed "s/^/$file: /"; done)
}

promise "R13, R14: all records written out and read into a fresh database are the same records"
mahi --format csv dict | python3 -c 'import csv, sys
for row in csv.DictReader(sys.stdin):
    print(row["record"])' >records
expect_true "there are many types of record" test "$(wc -l <records)" -ge 25
need mahi load "$SHARE/samples/pilots-2000"
bring barrier <<'END'
client,kind,side,effective_from,evidence,worked_on,source,method
17,demand,economic,2000-02-01,"Says: ""no, thank you""
and hangs up;  twice",,client,interview
18,networks,societal,2000-02-01,Ngā mihi — 王伟,2000-02-02,client,interview
END
printf 'client,effective_from,instrument,score,source,method\n17,2000-02-01,five,0.1,client,test\n18,2000-02-01,five,9.999999,client,test\n' >confidence.csv
need mahi import confidence confidence.csv
printf 'client,effective_from,note,consent,source,method\n17,2000-02-01,'"'"'=1+1,yes,client,interview\n' >wellbeing_note.csv
need mahi import wellbeing_note wellbeing_note.csv
expect_ok export_all first
expect_true "nothing is left out of the export" test ! -s first/.err
fresh_database
need mahi init
import_all first
expect_ok export_all second
rows_of first >first.rows
rows_of second >second.rows
expect_same first.rows second.rows
expect_true "they are many" test "$(wc -l <first.rows)" -ge 600
run cat second/barrier.csv
expect_out '^and hangs up;  twice",,client,interview'
promise "R14: imported once more from there, nothing is changed"
while read -r record; do
    run mahi import "$record" "second/$record.csv"
    grep -qE '(nothing is changed|^┃ 0 rows read)' out || echo "$record: $(tail -n 1 out)"
done <records >changed.txt
expect_equal "" "$(cat changed.txt)"

promise "R13, R14: the other engine gives the same bytes"
this=$ENGINE
if [[ $this == sqlite ]]; then ENGINE=postgres; else ENGINE=sqlite; fi
fresh_database
need mahi init
import_all second
expect_ok export_all third
while read -r record; do
    cmp -s "second/$record.csv" "third/$record.csv" || echo "$record"
done <records >differ.txt
expect_equal "" "$(xargs <differ.txt)"
ENGINE=$this
