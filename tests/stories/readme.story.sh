#!/usr/bin/env bash
# What README.md tells a reader to type works as it stands there, line by line.

README="$SHARE/../README.md"
ln -s "$SHARE" share

# The indented lines between two sentences of the README, without what is not typed here: how mahi is found, and which database.
lines_between() {
    sed -n "/$1/,/$2/p" "$README" | sed -n 's/^    //p' | sed -e '/^mahi() /d' -e 's/^export MAHI_DB=[a-z.]*;* *//' -e 's/--clients 2000/--clients 200/' -e '/^MAHI_DB=demo/d' -e '/^$/d'
}

# A line that goes on is one with the next.
type_them() {
    local line
    sed -e ':a' -e '/|$/{N;s/\n */ /;ba' -e '}' | while IFS= read -r line; do
        case $line in
        mahi\ import\ client\ people.csv\ *"two problems"*) expect_exit 3 bash -ec "$line" ;;
        mahi\ grim*) expect_exit 1 bash -ec "$line" ;; # it cannot be
        *) expect_ok bash -ec "$line" ;;
        esac
    done
}

promise "house: (F3) the first hour by hand, as README has it"
lines_between 'A first hour by hand' 'And a day at the desk' >hour
expect_true "it has fifteen lines and more" test "$(wc -l <hour)" -ge 15
type_them <hour
promise "house: a day at the desk, as README has it"
fresh_database
lines_between 'And a day at the desk' 'Every command explains itself' >day
expect_true "it has eight lines and more" test "$(wc -l <day)" -ge 8
type_them <day
