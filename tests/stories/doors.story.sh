#!/usr/bin/env bash
# How the program answers what people type at it.

promise "house: mahi explains itself"
expect_ok mahi --help
expect_out 'import'
expect_out 'compare'
expect_ok mahi help
expect_out '^Questions$'
expect_out '^  explain '
expect_true "each command stands once" test "$(mahi help | grep -cE '^  (ask|enrol|init) ')" = 3
expect_ok mahi help import
expect_out '--keep-good'
expect_ok mahi help man
expect_out '^\.TH '
expect_ok mahi help completion bash
expect_ok bash -n out
expect_ok mahi --version
expect_out '[0-9]+\.[0-9]+\.[0-9]+'

promise "house: a word that is no command is refused with the nearest one"
expect_exit 2 mahi compar nsw
expect_err 'compare'
expect_exit 2 mahi import client
expect_exit 2 mahi import client a.csv --keep-god
expect_err '--keep-good'
expect_no_out

promise "house: a database that is not there is refused, and none is made"
expect_exit 4 mahi --db "$PWD/none.db" list client
expect_true "no file was made" test ! -e none.db

promise "house: what is not there is absent, not empty"
need mahi init
expect_exit 4 mahi show client NOBODY
expect_err 'NOBODY'
expect_exit 4 mahi compare nothing
expect_err 'nothing'

promise "R14: the data manual names every record and field"
expect_ok mahi dict
expect_out 'english_level'
expect_ok mahi dict english_level
expect_out 'assessor'

promise "house: a progress bar is drawn on a terminal only"
seq -f 'T%06.0f' 1 20000 | awk 'BEGIN { print "number,family_name,source,method" } { print $1 ",Many,client,statement" }' >many.csv
on_terminal mahi import client many.csv
expect_out '%'
expect_out '20,000 new'
fresh_database
need mahi init
expect_ok mahi import client many.csv
expect_no_err
expect_no_out '%'
