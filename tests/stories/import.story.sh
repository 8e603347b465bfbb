#!/usr/bin/env bash
# Records come in from files: checked whole, written whole or not at all, and a second time they change nothing.

promise "R14: a new database is made once"
expect_ok mahi init
expect_ok mahi init

promise "R14: a good file is imported"
printf 'number,family_name,given_names,birth_date,gender,source,method\nC1,Tui,Moana,1970-02-28,female,client,statement\nC2,Li,"Wei, the elder",1965-12-31,male,client,statement\n' >good.csv
expect_ok mahi import client good.csv
expect_out '2 new'
expect_equal 2 "$(sql 'select count(*) from client')"

promise "R14: the same file a second time changes nothing and says so"
expect_ok mahi import client good.csv
expect_out 'nothing is changed'
expect_equal 2 "$(sql 'select count(*) from client')"
mahi export client >before.csv 2>/dev/null

promise "R14: a bad file writes nothing, and each bad value is named with row, column and what would be right"
cat >bad.csv <<'END'
number,family_name,birth_date,gender,source,method
C3,Good,1980-01-01,male,client,statement
C4,Day first,31/08/1980,male,client,statement
C5,No such day,1981-02-30,femal,client,statement
C6,,1982-01-01,male,client,statement
END
expect_exit 3 mahi import client bad.csv
expect_out 'Nothing is written: there are problems in 3 of 4 rows'
expect_out '\b3 +birth_date .*31/08/1980.*1980-08-31'
expect_out '\b4 +birth_date .*1981-02-30.*1981-02-28'
expect_out '\b4 +gender .*femal'
expect_out '\b5 +family_name '
expect_equal 2 "$(sql 'select count(*) from client')"
mahi export client >after.csv 2>/dev/null
expect_same before.csv after.csv

promise "R14: with --keep-good the good rows are written and the bad ones come back to be mended"
expect_exit 1 mahi import client bad.csv --keep-good
expect_equal 3 "$(sql 'select count(*) from client')"
expect_true "the rejected rows are in a file" test -s bad.csv.rejected.csv
run cat bad.csv.rejected.csv
expect_lines 4
expect_out '^.*C4,.*31/08/1980'
sed -e 's,31/08/1980,1980-08-31,' -e 's/1981-02-30/1981-02-28/' -e 's/femal,/female,/' -e 's/^\(.*\)C6,,/\1C6,Now named,/' bad.csv.rejected.csv >mended.csv
expect_ok mahi import client mended.csv
expect_out '3 new'
expect_equal 6 "$(sql 'select count(*) from client')"

promise "R14: a heading that is not the record's is refused by name, with the nearest known name"
printf 'number,famly_name,source,method\nC9,X,client,statement\n' >heading.csv
expect_exit 3 mahi import client heading.csv
expect_err 'famly_name'
expect_err 'family_name'
printf 'number,source,method\nC9,client,statement\n' >missing.csv
expect_exit 3 mahi import client missing.csv
expect_err 'family_name'
expect_exit 2 mahi import clinet good.csv
expect_err 'did you mean client'

promise "R14: another encoding is refused with a sentence"
printf 'number,family_name,source,method\nC9,Ren\xe9,client,statement\n' >latin.csv
expect_exit 3 mahi import client latin.csv
expect_err 'not UTF-8.*0xE9'
printf '\xff\xfen\0u\0' >utf16.csv
expect_exit 3 mahi import client utf16.csv
expect_err 'UTF-16'
expect_equal 6 "$(sql 'select count(*) from client')"

promise "R14: a byte order mark, CRLF, quoted newlines and blank rows are read"
printf '\xef\xbb\xbfnumber;family_name;source;method\r\n\r\nC10;"Te Rangi; Hiroa";client;statement\r\n' >windows.csv
expect_ok mahi import client windows.csv
expect_equal 'Te Rangi; Hiroa' "$(sql "select family_name from client where number = 'C10'")"

promise "R14: a key met twice in one file is a problem, not a change"
printf 'number,family_name,source,method\nC11,One,client,statement\nC11,Two,client,statement\n' >twice.csv
expect_exit 3 mahi import client twice.csv
expect_out '\b3 +number .*row 2'
expect_equal 0 "$(sql "select count(*) from client where number = 'C11'")"

promise "R14: a file comes through the standard input, too, and from nowhere it is refused"
expect_ok bash -c "mahi import client - <good.csv"
expect_out 'nothing is changed'
expect_exit 8 mahi import client none.csv
expect_err 'none.csv'

promise "R14: what was written out is read back and changes nothing"
mahi export client >out.csv 2>/dev/null
expect_ok mahi import client out.csv
expect_out 'nothing is changed'

promise "R13: a change keeps the old version, and the past can be asked as it was known"
printf 'number,family_name,source,method\nC1,Tui-Li,client,statement\n' >change.csv
expect_ok mahi import client change.csv
expect_out '1 changed'
run mahi export client
expect_out 'Tui-Li'
expect_out '^C1,.*Moana'
run mahi export client --known 2001-01-01
expect_no_out 'Tui'
run mahi show client C1
expect_out 'Tui-Li'
