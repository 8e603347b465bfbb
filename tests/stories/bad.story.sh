#!/usr/bin/env bash
# Whatever is typed wrong, missing, unreadable or full: a sentence that says what to do, the exit code of err_kinds.def, and nothing
# written.

readonly FOUND=1 USAGE=2 INPUT=3 ABSENT=4 DENIED=5 CONFLICT=6 DATABASE=7 SYSTEM=8

# A refusal: its exit code, nothing on the standard output, one sentence that begins with mahi:, and words in it.
# IN $1 the exit code, $2 a pattern, then the command
refused() {
    local wanted=$1 pattern=$2
    shift 2
    expect_exit "$wanted" "$@"
    expect_no_out
    expect_err "^mahi: .*($pattern)"
    expect_equal 1 "$(wc -l <err)"
}

# ---- before there is a database

promise "house: without the name of a database a command says how to name one"
refused $USAGE '\-\-db FILE.*MAHI_DB' env -u MAHI_DB mahi list client
refused $USAGE '\-\-db FILE.*MAHI_DB' env -u MAHI_DB mahi init
expect_ok env -u MAHI_DB mahi dict
expect_ok env -u MAHI_DB mahi grim 50% 2

promise "house: an empty database is refused, and told how to be made one of Mahi's"
if [[ $ENGINE == sqlite ]]; then : >"$MAHI_DB"; fi
for words in "list client" "show client 1" "export client" "table client --rows gender" "compare nsw" doctor "import client client.csv"; do
    # shellcheck disable=SC2086  # the words of a command
    refused $ABSENT 'holds no Mahi database yet.*mahi init' mahi $words
done

if [[ $ENGINE == sqlite ]]; then
    promise "house: a file that is no database, or is a folder, is refused, and is as it was"
    seq 1 2000 >text.db
    cp text.db text.before
    for words in "list client" init doctor; do
        # shellcheck disable=SC2086  # the words of a command
        refused $DATABASE '"text.db" is not a database of Mahi.*give the path of one' mahi --db text.db $words
    done
    expect_same text.before text.db
    refused $ABSENT '"." is a folder.*path of the database file' mahi --db . list client
    refused $SYSTEM '"no/such/office.db"' mahi --db no/such/office.db init
    expect_true "nothing was made" test ! -e no
    refused $ABSENT 'There is no database at "none.db".*mahi init' mahi --db none.db doctor
    expect_true "nothing was made" test ! -e none.db

    promise "house: somebody else's database that is none of Mahi's is left alone"
    sqlite3 other.db 'create table client (x); insert into client values (1)'
    refused $ABSENT 'holds no Mahi database' mahi --db other.db list client
    expect_equal 1 "$(sqlite3 other.db 'select count(*) from client')"

    promise "house: a database that may not be read is refused with whom to ask"
    need mahi --db closed.db --as root init
    cp "$(command -v mahi)" program
    chmod 755 . program
    chmod 000 closed.db
    if ((EUID == 0)); then
        refused $DENIED 'You may not .*"closed.db".*ask its owner' setpriv --reuid=65534 --regid=65534 --clear-groups ./program --db closed.db --as root list client
    else
        refused $DENIED 'You may not .*"closed.db".*ask its owner' ./program --db closed.db --as root list client
    fi
else
    promise "house: a PostgreSQL that is not there is refused, with where it was looked for"
    refused $ABSENT 'cannot be reached.*see that the server runs' mahi --db "postgresql:///mahi?host=$PWD" list client
    refused $ABSENT 'no_such_database' mahi --db "$(postgres_address no_such_database)" list client
fi

# ---- with a database

fresh_database
need mahi init
printf 'number,family_name,source,method\n17,Perera,client,statement\n18,Lee,client,statement\n' >client.csv
need mahi import client client.csv
mahi export client >before.csv 2>/dev/null

promise "house: an unknown word is refused, with the nearest known one where there is one"
refused $USAGE '"exprot" is no command; did you mean export' mahi exprot client
refused $USAGE '"" is no command' mahi ""
for command in import show list export table dict; do
    case $command in
    import) rest=client.csv ;;
    show) rest=17 ;;
    table) rest='--rows gender' ;;
    *) rest= ;;
    esac
    # shellcheck disable=SC2086  # may be nothing
    refused $USAGE '"cleint"; did you mean client|"cleint" is no record type; did you mean client' mahi $command cleint $rest
done
refused $USAGE 'no help on "imprt"' mahi help imprt
refused $USAGE '"xml" is not a report format; choose text, csv, json or html' mahi --format xml list client
refused $USAGE 'list has no option --limt; did you mean --limit' mahi list client --limt 5
refused $USAGE '\-\-as-at needs a value' mahi list client --as-at
refused $USAGE '\-\-completers takes no value' mahi compare x --completers=yes
refused $USAGE '"--limit" stands before any command' mahi --limit 5 list client
refused $USAGE 'write: mahi show RECORD KEY' mahi show client
refused $USAGE '"extra" is one word too many|write: mahi list RECORD' mahi list client extra
refused $USAGE '\-\-limit "-1" is not a number of rows' mahi list client --limit -1
refused $USAGE '\-\-limit "1e3" is not a number of rows' mahi list client --limit 1e3
refused $USAGE '\-\-limit "99999999999999999999"' mahi list client --limit 99999999999999999999
refused $USAGE '\-\-set "source" has no =' mahi import client client.csv --set source
refused $USAGE '\-\-set names "scource"' mahi import client client.csv --set scource=client
refused $USAGE '\-\-set gives "source"' mahi import client client.csv --set source=client

promise "house: a record that is not there is absent, and the sentence says how to see those that are"
refused $ABSENT 'there is no client "19".*mahi list client' mahi show client 19
refused $ABSENT 'there is no goal of "17".*mahi list goal' mahi show goal 17
refused $ABSENT 'there is no programme "track".*mahi list programme' mahi compare track
refused $INPUT '"x y" is not a code' mahi show client 'x y'
refused $INPUT '"one" is not a whole number' mahi show sgi_scale one
refused $DENIED '"nobody" is nobody.s login.*--as LOGIN' mahi --as nobody list client
refused $DENIED 'nobody.s login.*--as LOGIN' mahi --as "Robert'); drop table client; --" list client
refused $INPUT 'is not a code' mahi show client "17' or '1'='1"
expect_equal 2 "$(sql 'select count(*) from client')"
promise "house: who no longer works here does not get in"
printf 'login,name,left_on\nold,Old Hand,2026-06-30\nlast,Last Day,2026-07-01\n' >staff.csv
need mahi import staff staff.csv
refused $DENIED '"old" no longer works here' mahi --as old list client
expect_ok mahi --as last list client

promise "R13: a day that is none is refused, with a day that would be right"
for option in --as-at --known; do
    for day in 2000-13-01 2000-02-30 31/08/2000 20000831 yesterday "" 0000-00-00; do
        for command in list export; do
            refused $INPUT "$option: \"$day\"|$option: " mahi $command client "$option" "$day"
        done
    done
    refused $INPUT "$option: \"2001-02-29\".*2001-02-28" mahi show client 17 "$option" 2001-02-29
    refused $INPUT "$option: \"2001-02-29\".*2001-02-28" mahi table client --rows gender "$option" 2001-02-29
done
refused $INPUT 'MAHI_TODAY: "soon" is not a date' env MAHI_TODAY=soon mahi list client

promise "R14: a file that is missing, a folder or empty is refused, and nothing is written"
refused $SYSTEM 'Cannot open "none.csv": No such file' mahi import client none.csv
refused $SYSTEM 'Cannot open "": ' mahi import client ""
mkdir folder
refused $INPUT '"folder" is a folder; name a CSV file' mahi import client folder
: >empty.csv
refused $INPUT '"empty.csv" is empty; its first row must name the columns' mahi import client empty.csv
printf 'number,family_name,source,method\n19,"never closed,client,statement\n' >open.csv
refused $INPUT 'open.csv' mahi import client open.csv
printf 'number,family_name,source,method\n19,Zero\0byte,client,statement\n' >zero.csv
refused $INPUT 'zero.csv' mahi import client zero.csv
refused $SYSTEM 'Cannot open "folder/load.list"' mahi load folder
echo 'cleint client.csv' >folder/load.list
expect_exit $USAGE mahi load folder
expect_err '"cleint" is no record type; did you mean client'
echo 'client none.csv' >folder/load.list
expect_exit $SYSTEM mahi load folder
expect_err 'none.csv'
refused $SYSTEM 'none.csv' mahi grim none.csv
refused $INPUT '"folder" is a folder' mahi grim folder
mahi export client >after.csv 2>/dev/null
expect_same before.csv after.csv

promise "R14: rejected rows that cannot be put into their file are refused before anything is written"
printf 'number,family_name,source,method\n20,Good,client,statement\n21,,client,statement\n' >mixed.csv
mkdir mixed.csv.rejected.csv
refused $CONFLICT '"mixed.csv.rejected.csv" is there already' mahi import client mixed.csv --keep-good
mahi export client >after.csv 2>/dev/null
expect_same before.csv after.csv
rmdir mixed.csv.rejected.csv
expect_exit $FOUND mahi import client mixed.csv --keep-good
expect_true "now they are in their file" test -s mixed.csv.rejected.csv

promise "house: output that nobody reads to its end does not crash"
seq -f 'M%06.0f' 1 20000 | awk 'BEGIN { print "number,family_name,source,method" } { print $1 ",Many,client,statement" }' >many.csv
need mahi import client many.csv
# Runs a command into `head -n 1`; the exit codes of both in `codes`.
cut_short() {
    "$@" 2>complaint | head -n 1
    echo "${PIPESTATUS[*]}" >codes
}
for words in "export client" "list client --limit 0" "--format json list client --limit 0" "dict --manual"; do
    # shellcheck disable=SC2086  # the words of a command
    expect_ok cut_short mahi $words
    expect_lines 1
    expect_true "it ended quietly: $(cat codes complaint | xargs)" grep -qE '^(0|141|8) 0$' codes
    expect_true "it did not blame itself" test "$(grep -cE 'report it|rror|ssert' complaint)" -eq 0
done
expect_ok cut_short mahi export client
expect_out '^number,family_name,'

promise "house: output that cannot be written is said, and is not taken for done"
for words in "list client --limit 1" "--help" "show client 17"; do
    # shellcheck disable=SC2086  # the words of a command
    expect_exit $SYSTEM bash -c "mahi $words >/dev/full"
    expect_err 'the output could not be written'
done

promise "house: a database of a newer Mahi is refused by every command, init too, and is left as it is"
sql 'update mahi_schema set version = 999' >/dev/null
for words in "list client" "import client client.csv" "export client" doctor init; do
    # shellcheck disable=SC2086  # the words of a command
    refused $CONFLICT 'is of version 999, made by a newer Mahi.*use the newer one' mahi $words
done
expect_equal 999 "$(sql 'select version from mahi_schema')"
promise "house: a database of an older Mahi is not worked in; it is told how to be upgraded"
sql 'update mahi_schema set version = 1' >/dev/null
refused $CONFLICT 'is of version 1 and this Mahi needs [0-9]+; upgrade it with: mahi init' mahi list client
