#!/usr/bin/env bash
# A made-up register: the same anywhere, whole or not at all.
readonly USAGE=2 CONFLICT=6

# Every record that was made, without who wrote it down and when: the last two columns. Overrides name records by id, and each
# engine counts ids in its own order, so they are left out.
mahi dict --format csv | tail -n +2 | cut -d, -f1 | grep -vxE 'staff|override' >records
fingerprint() {
    local record
    while read -r record; do
        echo "$record"
        mahi export "$record" | sed -E 's/,[^,]*,[^,]*$//'
    done <records | sha256sum
}

promise "R14: the same seed makes the same register, on both engines"
need mahi init
need mahi sample --clients 200 --seed "first" --as-at 2000-12-31
expect_out '200 clients, as of 2000-12-31'
expect_out '^client +200$'
first=$(fingerprint)
there=$MAHI_DB
export MAHI_DB=$PWD/again.db
need mahi init
need mahi sample --clients 200 --seed "first" --as-at 2000-12-31
expect_equal "$first" "$(fingerprint)"
need mahi ask 'registered' --format csv --as-at 2000-12-31
cp out here.csv
MAHI_DB=$there
need mahi ask 'registered' --format csv --as-at 2000-12-31
expect_same here.csv out
export MAHI_DB=$PWD/other.db
need mahi init
need mahi sample --clients 200 --seed "second" --as-at 2000-12-31
expect_true "another seed makes other people" test "$first" != "$(fingerprint)"
MAHI_DB=$there

promise "R14: a sample is sound, and says what is wrong in it on purpose"
expect_ok mahi doctor
expect_out 'Nothing was found'
fresh_database
need mahi init
need mahi --format csv sample --clients 1000 --seed "rates" --as-at 2000-12-31
expect_out 'An accent was recorded as poor English'
expect_out 'Nobody has been in touch for half a year'
expect_equal "$(mahi export client | tail -n +2 | wc -l)" 1000
people=$(sql "select count(*) from client")
rows=$(sql "select count(*) from register_spell")
need mahi doctor

promise "R14: a sample is refused where there are people already, and nothing of it is written"
expect_exit $CONFLICT mahi sample --clients 5
expect_err 'There are clients in this database already'
expect_equal "$people $rows" "$(sql "select count(*) from client") $(sql "select count(*) from register_spell")"
expect_exit $USAGE mahi sample --clients 0
expect_exit $USAGE mahi sample --clients many
expect_err '"many" is no number of people'

promise "R14: a sample that is killed leaves nothing of itself"
fresh_database
need mahi init
cut_off=0
for moment in 60 300 700 1200; do
    kill_during "ms:$moment" mahi sample --clients 4000
    [[ $KILLED == no ]] && break
    cut_off=$((cut_off + 1))
    expect_equal "0 0 0" "$(sql "select count(*) from client") $(sql "select count(*) from office") $(sql "select count(*) from employer")"
done
expect_true "some were killed" test $cut_off -ge 1

promise "R14: codes that the service brought are left as they are"
fresh_database
need mahi init
bring cultural_group <<'END'
code,label
samoan,The service's own word
END
need mahi sample --clients 20
expect_equal "The service's own word" "$(sql "select label from cultural_group where code = 'samoan'")"
