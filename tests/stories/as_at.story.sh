#!/usr/bin/env bash
# Boards as at an earlier day: what happened later is not seen, whichever board it is.
readonly DAY=2000-03-31

need mahi init
need mahi sample --clients 150 --seed 'as at' --as-at 2000-12-31
mahi dict --manual >manual.md

# Every board as at the day, in the folder $1.
show_all() {
    local board only
    mkdir "$1"
    for board in "${boards[@]}"; do
        only=()
        case $(mahi board "$board" 2>&1) in
        *'is of one programme'*) only=(--programme S-P0001) ;;
        *'is of one client'*) only=(--client C0000001) ;;
        *'is of one staff'*) only=(--staff cm00001) ;;
        esac
        mahi --format csv board "$board" --as-at "$DAY" --limit 0 "${only[@]}" >"$1/$board" || echo "$board" >>failed
    done
}
mapfile -t boards < <(mahi help boards | sed -n 's/^### //p')
touch failed
show_all before

# What had not happened by that day, taken out behind MAHI's back: dates that are no plans, with what was said together with them;
# and the records that only begin later, but for those that others point at.
python3 - "$DAY" "$SHARE/../src/casework/as_at.def" >later.sql <<'END'
import datetime, re, sys
day = (datetime.date.fromisoformat(sys.argv[1]) - datetime.date(1970, 1, 1)).days
rows = re.findall(r"^(PLAN|BEGINS|SAID) \((\w+)(?:, (\w+))?\)", open(sys.argv[2]).read(), re.M)
plans = {field for kind, field, _ in rows if kind == "PLAN"}
begins = {field for kind, field, _ in rows if kind == "BEGINS"}
records, to, record = {}, set(), []
for line in open("manual.md"):
    if heading := re.match(r"### (\w+)$", line):
        record = records.setdefault(heading[1], [])
    elif field := re.match(r"\| `(\w+)` \| [^|]*\| (yes|) \| `(\w+)` \| ([^|]*)\|", line):
        record.append((field[1], field[2] == "yes", field[3]))
        to |= set(re.findall(r"\(#(\w+)\)", field[4])) if field[3] == "REF" else set()
for record, fields in records.items():
    for field, needed, kind in fields:
        if kind != "DATE" or f"{record}_{field}" in plans:
            continue
        if not needed and f"{record}_{field}" not in begins:
            said = [f[len(record) + 1:] for _, f, date in rows if date == f"{record}_{field}"]
            print(f"UPDATE {record} SET {', '.join(f'{name} = NULL' for name in [field, *said])} WHERE {field} > {day};")
        elif record not in to:
            print(f"DELETE FROM {record} WHERE {field} > {day};")
    for _, field, date in rows:
        if date == f"{record}_effective_from":
            print(f"UPDATE {record} SET {field[len(record) + 1:]} = NULL WHERE effective_from > {day};")
END
contacts=$(sql 'select count(*) from contact')
sql "$(<later.sql)" >/dev/null
show_all after

promise "R13: no board as at a day sees what happened later"
for board in "${boards[@]}"; do
    cmp -s "before/$board" "after/$board" || echo "$board"
done >differing
expect_same /dev/null differing
expect_same /dev/null failed
expect_true "boards have something to show" test "$(cat before/* | wc -l)" -gt 400
expect_true "and much happened later" test "$(sql 'select count(*) from contact')" -lt "$((contacts * 9 / 10))"
expect_equal 0 "$(sql "select count(*) from placement where ended_on > 11047")"

promise "R13: what lies ahead is seen: an appointment that was kept later stands open"
expect_true "appointments stand ahead" test "$(wc -l <before/appointments)" -gt 5
