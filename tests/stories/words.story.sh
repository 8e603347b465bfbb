#!/usr/bin/env bash
# The words of a comparison follow from its numbers: made-up programmes of one kind each, and what is said of them.

need mahi init

# ---- the programmes: files that grow by rows, imported at the end as one folder

echo 'number,family_name,source,method' >client.csv
echo 'code,name,starts_on,comparison,worthwhile_points' >programme.csv
echo 'code,programme' >intake.csv
echo 'code,programme,label,months_after' >wave.csv
echo 'code,programme,label,measure,declared_on' >outcome.csv
echo 'outcome,status' >outcome_state.csv
echo 'client,intake,effective_from,side,chosen_by,index_on,enrolled_on,completed_on,source,method' >enrolment.csv
echo 'client,intake,wave,effective_from,result,status,source,method' >follow_up.csv
for record in client programme intake wave outcome outcome_state enrolment follow_up; do
    echo "$record $record.csv"
done >load.list
numbered=0

# A programme with one intake, one wave and one outcome. IN $1 its code, $2 how the comparison group came about
programme() {
    echo "$1,Made-up programme $1,2000-02-01,$2,10" >>programme.csv
    echo "$1-i,$1" >>intake.csv
    echo "$1-w,$1,two months after,2" >>wave.csv
    echo "$1-o,$1,in any work,share,1999-12-01" >>outcome.csv
    printf '%s\n' "$1-o,full_time" "$1-o,part_time" >>outcome_state.csv
}

# Some people of one kind. IN $1 the programme, $2 their group, $3 what chose them, $4 how many, $5 eligible, enrolled or completed,
# $6 the result of the follow-up or none, $7 their state or nothing
people() {
    local enrolled='' completed=''
    [[ $5 == eligible ]] || enrolled=2000-02-01
    [[ $5 != completed ]] || completed=2000-03-01
    seq -f '%05.0f' $((numbered + 1)) $((numbered + $4)) | awk -v p="$1" -v side="$2" -v chosen="$3" -v enrolled="$enrolled" \
        -v completed="$completed" -v result="$6" -v state="${7:-}" '{
            print "P" $1 ",Made-up,researcher,reconstruction" >>"client.csv"
            print "P" $1 "," p "-i,2000-01-15," side "," chosen ",2000-02-01," enrolled "," completed ",researcher,reconstruction" >>"enrolment.csv"
            if (result != "none")
                print "P" $1 "," p "-i," p "-w,2000-04-01," result "," state ",researcher,reconstruction" >>"follow_up.csv"
        }'
    numbered=$((numbered + $4))
}

programme more 'Made up'
people more programme judgement 30 enrolled reached full_time
people more programme judgement 10 enrolled reached unemployed
people more comparison judgement 10 eligible reached part_time
people more comparison judgement 30 eligible reached unemployed
programme fewer 'Made up'
people fewer programme judgement 10 enrolled reached full_time
people fewer programme judgement 30 enrolled reached unemployed
people fewer comparison judgement 30 eligible reached full_time
people fewer comparison judgement 10 eligible reached unemployed
programme large 'Made up'
people large programme judgement 250 enrolled reached full_time
people large programme judgement 250 enrolled reached unemployed
people large comparison judgement 255 eligible reached full_time
people large comparison judgement 245 eligible reached unemployed
programme small 'Made up'
people small programme judgement 5 enrolled reached full_time
people small programme judgement 15 enrolled reached unemployed
people small comparison judgement 6 eligible reached full_time
people small comparison judgement 14 eligible reached unemployed
programme nobody 'Made up'
people nobody programme judgement 20 enrolled reached unemployed
people nobody comparison judgement 20 eligible reached unemployed
programme alone 'Nobody was kept to compare with'
people alone programme judgement 12 enrolled reached full_time
people alone programme judgement 8 enrolled reached unemployed
programme mixed 'Made up'
people mixed programme judgement 4 completed reached full_time
people mixed programme judgement 3 enrolled reached part_time
people mixed programme judgement 2 completed reached training
people mixed programme judgement 5 completed reached unemployed
people mixed programme judgement 6 completed reached
people mixed programme judgement 3 enrolled not_found
people mixed programme judgement 2 enrolled refused
people mixed programme judgement 1 enrolled died
people mixed programme judgement 4 enrolled none
people mixed comparison judgement 7 eligible reached left_market
people mixed comparison judgement 9 eligible reached in_work
people mixed comparison judgement 2 eligible reached
people mixed comparison judgement 5 eligible not_found
programme drawn 'Drawn by lot'
people drawn programme lottery 15 enrolled reached full_time
people drawn programme lottery 5 eligible reached unemployed
people drawn comparison lottery 20 eligible reached unemployed
programme picked 'Picked by officers'
people picked programme judgement 15 enrolled reached full_time
people picked programme judgement 5 eligible reached unemployed
people picked comparison judgement 20 eligible reached unemployed
need mahi load .

# What is said, a line each, in its order: cautions, sentences and headings.
said() {
    mahi --format json compare "$@" | python3 -c 'import json, sys
for block in json.load(sys.stdin)["blocks"]:
    if block["kind"] in ("caution", "sentence", "paragraph", "heading"):
        print(block["kind"] + ": " + block["text"])'
}

promise "R223, R225: more, where the interval leaves out 0 and p is small, with both counts, interval and p"
expect_ok said more
expect_lines 1 '^sentence:'
expect_out '^sentence: More of the programme group than of the comparison group were in any work: 30 of 40 \(75\.0%\) against 10 of 40 \(25\.0%\), a difference of \+50\.0 points \(95% interval \+[0-9.]+ to \+[0-9.]+; p < 0\.001\)\.$'
promise "R223, R225: fewer, the other way round"
expect_ok said fewer
expect_out '^sentence: Fewer of the programme group than of the comparison group were in any work: 10 of 40 \(25\.0%\) against 30 of 40 \(75\.0%\), a difference of -50\.0 points \(95% interval -[0-9.]+ to -[0-9.]+; p < 0\.001\)\.$'
promise "R71: no evidence is said where the groups could have shown what matters, with what they could have shown"
expect_ok said large
expect_out '^sentence: There is no evidence of a difference in how many were in any work: 250 of 500 \(50\.0%\) against 255 of 500 \(51\.0%\), a difference of -1\.0 points \(95% interval -7\.2 to \+5\.2; p = 0\.80\)\. Groups of this size could have shown \+9\.0 points and more, or -9\.0 and less\.$'
promise "R71: (F9) cannot tell is said where they could not, with what they could have shown"
expect_ok said small
expect_out '^sentence: These numbers cannot tell whether the groups differ in how many were in any work: 5 of 20 \(25\.0%\) against 6 of 20 \(30\.0%\), a difference of -5\.0 points \(95% interval -[0-9.]+ to \+[0-9.]+; p = 1\.00\)\. Groups of this size could have shown \+[0-9.]+ points and more[;,]'
promise "R71: nothing is made of an outcome that nobody had"
expect_ok said nobody
expect_out '^sentence: Nobody in either group is known to have been in any work, of 20 and 20 reached; these numbers cannot tell whether the groups differ\.$'

promise "R225: each difference has its interval, its exact p, what could have been shown, and its finding"
for programme in "more,more" "fewer,fewer" "large,no evidence of a difference" "small,cannot tell"; do
    expect_ok mahi --format csv compare "${programme%,*}"
    expect_out '^what,difference,interval_low,interval_high,p,smallest_up,smallest_down,finding$'
    expect_out "^In any work,-?0\\.[0-9]+,-?0\\.[0-9]+,-?0\\.[0-9]+,[0-9.e-]+,0\\.[0-9]+,(-0\\.[0-9]+)?,${programme#*,}\$"
done

promise "R130: where nobody is compared, that is the first thing said, and no difference is"
expect_ok mahi compare alone
expect_equal "Caution: no control group. Nobody was kept to compare with" "$(sed -n '3,$p' out | grep -v '^$' | head -n 1)"
expect_no_out 'how far the groups differ|How far the groups differ|[Ff]inding|points'
expect_out 'Full-time work +12 of 20 \(60\.0%\)'
for format in json html; do
    expect_ok mahi --format "$format" compare alone
    expect_out 'no control group'
done
expect_ok said more
expect_no_out 'no control group'

# Checks the tables of states in states.csv, a compare in CSV: every share has its count, its N and its interval, and the counts sum to N.
check_states() {
    python3 -c 'import csv, sys
tables, table = [], None
for row in csv.reader(open("states.csv", encoding="utf-8")):
    if row and row[0] == "state":
        table = [row]
        tables.append(table)
    elif not row:
        table = None
    elif table is not None:
        table.append(row)
wanted = int(sys.argv[1])
assert len(tables) == wanted, (len(tables), wanted)
for head, *rows in tables:
    rows = [dict(zip(head, row)) for row in rows]
    assert rows[-1]["state"] == "All reached (N)" and rows[-2]["state"] == "Unknown", rows
    for side in ("programme", "comparison"):
        n = int(rows[-1][side + "_count"])
        assert n > 0 and sum(int(row[side + "_count"]) for row in rows[:-1]) == n, (side, rows)
        for row in rows[:-1]:
            share = float(row[side + "_share"])
            assert int(row[side + "_of"]) == n and abs(share - int(row[side + "_count"]) / n) < 1e-12, row
            low, high = float(row[side + "_interval_low"]), float(row[side + "_interval_high"])
            assert 0 <= low <= share <= high <= 1 and low < high, row
' "$1"
}

promise "R222, R223, R225: states sum to N with the unknown among them, and every share has its count, N and interval"
mahi --format csv compare mixed >states.csv
expect_true "the states of mixed sum to N" check_states 1
run cat states.csv
expect_out '^Full-time work,4,20,0\.2,[0-9.]+,[0-9.]+,0,18,0,'
expect_out '^"?In work, hours not recorded"?,0,20,0,[0-9.]+,[0-9.]+,9,18,0\.5,'
expect_out '^Left the labour market,0,20,0,.*,7,18,'
expect_out '^Unknown,6,20,0\.3,[0-9.]+,[0-9.]+,2,18,0\.111'
expect_out '^All reached \(N\),20,20,1,,,18,18,1,,$'
promise "R222: (F11) an unknown state and a left labour market are never counted as work"
expect_ok said mixed
expect_out '7 of 20 \(35\.0%\) against 0 of 18 \(0\.0%\)'

promise "R221, R224: who was enrolled and not reached is counted by reason, and the flow adds up"
expect_ok mahi --format csv compare mixed
expect_out '^Followed: who counts,30,23$'
expect_out '^"?Reached, two months after"?,20,"?10 missed: 4 no follow-up on record, 3 not found, 2 refused, 1 died"?,18,5 missed: 5 not found$'
promise "R224: what those who were missed could change is shown, from none of them to all"
expect_out '^"?# What those who were missed could change'
expect_out '^In any work,0\.2333+[0-9]*,0\.5666+[0-9]*,0,0\.2173[0-9]*,'
run mahi --format csv compare more
expect_no_out 'What those who were missed'

promise "R224: who completed is shown second only, when asked for, and labelled"
expect_ok said mixed
expect_no_out '[Cc]omplete'
expect_ok said mixed --completers
expect_lines 2 '^sentence:'
expect_equal "7 of 20, then the heading, then the caution, then 4 of 17" \
    "$(grep -nE '7 of 20 |^heading: Second: those who completed only$|^caution: who completes is no longer who was chosen|4 of 17 ' out |
        cut -d: -f1 | xargs | awk '{ print ($1 < $2 && $2 < $3 && $3 < $4 && NF == 4) ? "7 of 20, then the heading, then the caution, then 4 of 17" : $0 }')"
mahi --format csv compare mixed --completers >states.csv
expect_true "the states sum to N in both" check_states 2

promise "R220, R224: a lottery counts everybody it drew, enrolled or not; a judgement counts who enrolled"
expect_ok mahi --format csv compare drawn
expect_out '^Eligible,20,20$'
expect_out '^Enrolled,15,$'
expect_out '^Followed: who counts,20,20$'
expect_ok said drawn
expect_out '15 of 20 \(75\.0%\) against 0 of 20 '
expect_ok mahi --format csv compare picked
expect_out '^Eligible,20,20$'
expect_out '^Enrolled,15,$'
expect_out '^Followed: who counts,15,20$'
expect_ok said picked
expect_out '15 of 15 \(100\.0%\) against 0 of 20 '

promise "R223, R225: no comparison says what its numbers cannot: not one of the pilots' adjectives, in any format"
need mahi load "$SHARE/samples/pilots-2000"
need mahi load "$SHARE/samples/nsw"
readonly ADJECTIVES='disappoint|success|significan|\bbetter|\bworse|far greater|less than|substantial|acceptable|effective|\bfail'
mahi export programme | python3 -c 'import csv, sys
for row in csv.DictReader(sys.stdin):
    print(row["code"])' >programmes
while read -r programme; do
    for format in text csv json html; do
        mahi --format "$format" compare "$programme" --completers || echo "compare $programme failed"
    done
done <programmes >everything 2>&1
expect_true "all of it is there" test "$(grep -c 'cannot tell' everything)" -ge 50
expect_true "each comparison was made" test "$(grep -c 'failed' everything)" -eq 0
expect_equal "" "$(grep -noiE "$ADJECTIVES" everything | sort -u -t: -k2 | head -n 5 | xargs)"
