# shellcheck shell=bash
# story: what a story says. The runner (run.sh) has made a fresh empty database and an empty folder to stand in, and has set
#   ENGINE (sqlite or postgres), MAHI_DB, MAHI_TODAY, SHARE (the folder share/ of the tree), and the built `mahi` in PATH.
#
#   promise "R14: a bad file writes nothing"   the name of the assertions that follow, up to the next promise
#
# Each expect_… is one test case. Those that take a command run it, keep what it printed in the files `out` and `err`, and its
# exit code in CODE; those that follow look at what the last command printed.
#   expect_ok COMMAND…          it ends with 0
#   expect_exit N COMMAND…      it ends with N
#   expect_out REGEX            a line of its standard output matches (grep -E); expect_err the same for standard error
#   expect_no_out [REGEX]       no line matches; without REGEX, it printed nothing at all; expect_no_err the same
#   expect_lines N [REGEX]      N lines of standard output match; without REGEX, it printed N lines
#   expect_same FILE FILE       two files are the same, byte by byte
#   expect_equal WANTED GOT     two words are the same
#   expect_true WHAT COMMAND…   any other condition, said in words
#
# Without an assertion:
#   run COMMAND…                runs it and keeps out, err and CODE; never ends the story
#   need COMMAND…               the same, and ends the story when it fails: what follows could prove nothing
#   fresh_database [LABEL]      another empty database; MAHI_DB points to it from here on
#   bring RECORD <<'END'        imports what stands there as a file; the story ends when it is refused
#   offer RECORD <<'END'        the same, which may be refused
#   columns FIELD,… RECORD …    the values of some columns of an export, apart by |
#   plain RECORD …              an export without who wrote it down and when, which are different every time
#   sql 'SELECT …'              asks the database behind MAHI's back; prints bare values, columns apart by |
#   on_terminal COMMAND…        runs it on a terminal of 100 columns; what it drew is in `out`
#   kill_during WHEN COMMAND…   starts it and kills it (-9) at a moment; KILLED is yes, or no when it had ended by itself
#       WHEN  ms:250            after so many milliseconds
#             grows:FILE:BYTES  when the file has reached a size; with SQLite, "$MAHI_DB-wal" is the one to watch
#             rows:QUERY:N      when the query, asked through `sql`, gives at least N: rows that are already visible

PROMISE="house: a story begins with a promise"
STORY_FAILED=0 # 9 once a case has failed
STORY_DATABASES=0
STORY_MADE=()
CODE=0
COMMAND=
KILLED=no

promise() {
    PROMISE=$1
}

# Cuts each line between characters; cut -c counts bytes.
shorten() {
    sed -E "s/^(.{$1}).*/\1/"
}

# One case. IN $1 0 when it holds, $2 what was expected. Stream 3 is the runner's.
verdict() {
    local said=ok
    if (($1 != 0)); then
        said="not ok"
        # shellcheck disable=SC2034  # the runner reads it
        STORY_FAILED=9
    fi
    printf '%s - %s: %s [%s]\n' "$said" "$PROMISE" "$(printf %s "$2" | tr '\n#' '  ' | shorten 200)" "$ENGINE" >&3
    (($1 == 0)) || explain
}

explain() {
    {
        echo "command: $COMMAND (exit code $CODE)"
        head -n 30 out 2>/dev/null | sed 's/^/out: /'
        head -n 30 err 2>/dev/null | sed 's/^/err: /'
    } | shorten 300 | sed 's/^/# /' >&3
}

run() {
    COMMAND="$*"
    CODE=0
    "$@" >out 2>err </dev/null 3>&- || CODE=$?
}

need() {
    run "$@"
    ((CODE == 0)) && return
    verdict 1 "\"$*\" works, or the story cannot go on"
    exit 9
}

expect_ok() {
    expect_exit 0 "$@"
}

expect_exit() {
    local wanted=$1
    shift
    run "$@"
    verdict $((CODE != wanted)) "\"$*\" ends with $wanted"
}

# IN $1 the file, $2 the pattern, $3 yes when a line should match, $4 what the file is called
match() {
    local found=no
    grep -Eq -- "$2" "$1" && found=yes
    if [[ $3 == yes ]]; then
        verdict "$([[ $found == yes ]]; echo $?)" "$4 says \"$2\""
    else
        verdict "$([[ $found == no ]]; echo $?)" "$4 does not say \"$2\""
    fi
}

expect_out() { match out "$1" yes "the output"; }
expect_err() { match err "$1" yes "the error output"; }

expect_no_out() {
    if (($# > 0)); then match out "$1" no "the output"; else verdict "$([[ ! -s out ]]; echo $?)" "it prints nothing"; fi
}

expect_no_err() {
    if (($# > 0)); then match err "$1" no "the error output"; else verdict "$([[ ! -s err ]]; echo $?)" "it complains of nothing"; fi
}

expect_lines() {
    local count
    count=$(grep -Ec -- "${2:-}" out || true)
    verdict $((count != $1)) "$1 lines${2:+ say \"$2\"} (there are $count)"
}

expect_same() {
    local difference
    if difference=$(diff -- "$1" "$2" 2>&1); then
        verdict 0 "$(basename "$1") is the same as $(basename "$2")"
    else
        verdict 1 "$(basename "$1") is the same as $(basename "$2")"
        head -n 20 <<<"$difference" | shorten 300 | sed 's/^/# /' >&3
    fi
}

expect_equal() {
    local same=1
    [[ $1 == "$2" ]] && same=0
    verdict "$same" "\"$1\" is what there is$([[ $same == 0 ]] || echo ", not \"$2\"")"
}

expect_true() {
    local what=$1
    shift
    run "$@"
    verdict "$CODE" "$what"
}

# The connection string of one database of the private cluster: MAHI_TEST_PG with another name in the path.
postgres_address() {
    echo "${MAHI_TEST_PG/\/\/\/postgres\?/\/\/\/$1\?}"
}

fresh_database() {
    STORY_DATABASES=$((STORY_DATABASES + 1))
    # shellcheck disable=SC2153  # the runner sets it
    local name=${STORY_NAME}_$$_$STORY_DATABASES
    if [[ $ENGINE == sqlite ]]; then
        MAHI_DB=$PWD/$name.db
    else
        psql -q -X "$MAHI_TEST_PG" -c "create database \"$name\"" >/dev/null
        MAHI_DB=$(postgres_address "$name")
        STORY_MADE+=("$name")
    fi
    export MAHI_DB
}

bring() {
    cat >"$1.csv"
    need mahi import "$1" "$1.csv"
}

offer() {
    cat >offered.csv
    run mahi import "$1" offered.csv
}

columns() {
    local wanted=$1
    shift
    mahi export "$@" | python3 -c 'import csv, sys
for row in csv.DictReader(sys.stdin):
    print("|".join(row[name] for name in sys.argv[1].split(",")))' "$wanted"
}

plain() {
    mahi export "$@" | python3 -c 'import csv, sys
out = csv.writer(sys.stdout, lineterminator="\n")
for row in csv.reader(sys.stdin):
    out.writerow(row[:-2])'
}

drop_databases() {
    local name
    for name in "${STORY_MADE[@]}"; do
        psql -q -X "$MAHI_TEST_PG" -c "drop database if exists \"$name\" with (force)" >/dev/null 2>&1 || true
    done
}

sql() {
    if [[ $ENGINE == sqlite ]]; then
        sqlite3 -batch -cmd '.timeout 10000' "$MAHI_DB" "$1"
    else
        psql -q -X -A -t "$MAHI_DB" -c "$1"
    fi
}

on_terminal() {
    local words
    printf -v words '%q ' "$@"
    COMMAND="$*"
    CODE=0
    script -q -e -c "stty cols 100 rows 30; exec $words" /dev/null >out 2>err </dev/null 3>&- || CODE=$?
}

moment_has_come() {
    case $1 in
    grows:*)
        local size=0 file=${1#grows:}
        size=$(stat -c %s -- "${file%:*}" 2>/dev/null || echo 0)
        ((size >= ${file##*:}))
        ;;
    rows:*)
        local query=${1#rows:} count
        count=$(sql "${query%:*}" 2>/dev/null || echo 0)
        ((${count:-0} >= ${query##*:}))
        ;;
    esac
}

kill_during() {
    local when=$1 id
    shift
    COMMAND="$* (killed at $when)"
    "$@" >out 2>err </dev/null 3>&- &
    id=$!
    if [[ $when == ms:* ]]; then
        sleep "$(printf '%d.%03d' $((${when#ms:} / 1000)) $((${when#ms:} % 1000)))"
    else
        while kill -0 "$id" 2>/dev/null && ! moment_has_come "$when"; do :; done
    fi
    kill -9 "$id" 2>/dev/null || true
    CODE=0
    wait "$id" 2>/dev/null || CODE=$?
    KILLED=no
    if ((CODE == 137)); then KILLED=yes; fi
    export KILLED
    [[ $ENGINE == sqlite ]] || others_gone
}

# PostgreSQL notices a killed client when it next talks to it; what it had begun is rolled back then.
others_gone() {
    local tries
    for ((tries = 0; tries < 500; tries++)); do
        [[ $(sql "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'") == 0 ]] && return
        sleep 0.02
    done
}
