#!/usr/bin/env bash
# A kill -9 at any moment of an import leaves the database as before or as after, never between.

readonly KILLS=20 PEOPLE=12000

rows() {
    seq -f 'K%06.0f' 1 "$1" | awk -v name="$2" 'BEGIN { print "number,family_name,source,method" } { print $1 "," name ",client,statement" }'
}

# A database of 300 people, of whom an import of 12,000 changes all and adds the rest.
prepare() {
    fresh_database
    need mahi init
    need mahi import client first.csv
}

state() {
    sql "select count(*) || ' people, ' || count(case when family_name = 'After' then 1 end) || ' changed' from client"
}

# After one kill: counts it, and says so only when the database is neither as before nor as after.
look() {
    local now
    now=$(state)
    case $now in
    "300 people, 0 changed") as_before=$((as_before + 1)) ;;
    "$PEOPLE people, $PEOPLE changed")
        as_after=$((as_after + 1))
        prepare
        ;;
    *)
        expect_equal "300 people, 0 changed" "$now"
        prepare
        ;;
    esac
}

promise "R14: a kill at any moment leaves the database as before or as after"
rows 300 Before >first.csv
rows $PEOPLE After >second.csv
as_before=0 as_after=0
prepare
begun=$(date +%s%3N)
need mahi import client second.csv
whole=$(($(date +%s%3N) - begun))
expect_equal "$PEOPLE people, $PEOPLE changed" "$(state)"
prepare
for ((i = 1; i <= KILLS; i++)); do
    kill_during "ms:$((whole * i * 11 / 10 / KILLS))" mahi import client second.csv
    look
done
expect_equal $KILLS $((as_before + as_after))
expect_true "it was still as before after several of $KILLS kills" test "$as_before" -ge 5
expect_ok mahi doctor

if [[ $ENGINE == sqlite ]]; then
    promise "R14: a kill while SQLite writes its log leaves the database as before or as after"
    as_before=0 as_after=0
    prepare
    for bytes in 1 1 50000 200000 500000 1000000; do
        kill_during "grows:$MAHI_DB-wal:$bytes" mahi import client second.csv
        look
    done
    expect_equal 6 $((as_before + as_after))
    expect_ok mahi doctor
fi

promise "R14: after a kill the same import makes it whole"
kill_during "ms:$((whole / 2))" mahi import client second.csv
expect_ok mahi import client second.csv
expect_equal "$PEOPLE people, $PEOPLE changed" "$(state)"
expect_ok mahi import client second.csv
expect_out 'nothing is changed'
expect_ok mahi doctor

promise "R14: a kill in a first load, which builds its indexes last, leaves an empty table or a whole one, and all its indexes"
rows 40000 First >great.csv
expect_true "the file is large enough to go straight in" test "$(stat -c %s great.csv)" -gt 1048576
fresh_database
need mahi init
begun=$(date +%s%3N)
need mahi import client great.csv
whole=$(($(date +%s%3N) - begun))
empty=0 full=0
for ((i = 1; i <= 8; i++)); do
    fresh_database
    need mahi init
    kill_during "ms:$((whole * i / 8))" mahi import client great.csv
    case $(sql "select count(*) from client") in
    0) empty=$((empty + 1)) ;;
    40000) full=$((full + 1)) ;;
    esac
    run mahi doctor
    expect_out 'Nothing was found'
done
expect_equal 8 $((empty + full))
expect_true "it was still empty after some of the kills" test "$empty" -ge 1
