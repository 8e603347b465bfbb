#!/usr/bin/env bash
# demo: the sample data into demo/mahi.db and the reports out of it, by the same commands that anybody would type.
# IN $1 the program. Each folder of share/samples/ says in load.list what is imported, in compare.list which programmes are compared.
set -euo pipefail
program=$1
samples=share/samples

# The rows of a list, without comments and empty lines.
rows() {
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$1"
}

say() {
    if [[ -t 1 ]]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi
}

mahi() {
    "$program" --db demo/mahi.db "$@"
}

mkdir -p demo
if [[ -e demo/mahi.db ]]; then
    echo "demo/mahi.db is already there; it is made afresh."
    rm -f demo/mahi.db demo/mahi.db-wal demo/mahi.db-shm
fi
mahi init
for list in share/codes/load.list "$samples"/*/load.list; do
    say "mahi load $(dirname "$list")"
    mahi load "$(dirname "$list")"
done
for list in "$samples"/*/compare.list; do
    while read -r programme; do
        say "mahi compare $programme"
        mahi compare "$programme"
    done < <(rows "$list")
done
say "mahi targeting mwt --as-at 2000-09-01"
mahi targeting mwt --as-at 2000-09-01
group='cultural group = "black" and (some e in enrolments satisfies e.side = "programme")'
say "mahi ask '$group' --list yes --limit 3"
mahi ask "$group" --list yes --limit 3
say "mahi explain '$group' NSW-0002"
mahi explain "$group" NSW-0002
say "mahi grim $samples/pilots-2000/published.csv"
mahi grim "$samples/pilots-2000/published.csv" || (($? == 1)) # 1: it found impossible percentages, as it should
say "Try next, by hand:"
cat <<END
  ${program#"$PWD/"} --db demo/mahi.db show client NSW-0001
  ${program#"$PWD/"} --db demo/mahi.db explain @mwt-all MWT-R01
  ${program#"$PWD/"} --db demo/mahi.db table enrolment --rows intake --columns side
  ${program#"$PWD/"} --db demo/mahi.db --format html compare nsw > demo/nsw.html
END
