#!/usr/bin/env bash
# Statistics at the command line, each task on a small file whose answer was worked out by hand or was published. No database is
# needed.

# near WHAT WANTED GOT: a number to four digits.
near() {
    local close=1
    awk -v a="$2" -v b="$3" 'BEGIN { d = a - b; m = a < 0 ? -a : a; if (m < 1) m = 1; exit b == "" || b == "nowhere" || (d < 0 ? -d : d) > 5e-5 * m }' && close=0
    verdict "$close" "$1 is $2 (there is $3)"
}

# cell TABLE ROW COLUMN: a cell of the last result's JSON; ROW is what stands in its first column, or several apart by /.
cell() {
    python3 -c 'import json, sys
table, row, column = sys.argv[1:4]
for block in json.load(open("result.json"))["blocks"]:
    if block["kind"] == "table" and block["key"] == table:
        keys = [c["key"] for c in block["columns"]]
        wanted = row.split("/")
        for r in block["rows"]:
            if [str(r["cells"][k]) for k in keys[:len(wanted)]] == wanted:
                value = r["cells"]
                for part in column.split("."):
                    value = value[part]
                print(value)
                sys.exit()
print("nowhere")' "$@"
}

# task WORDS…: runs it as JSON into result.json, and in the other formats to see that they can be written.
task() {
    expect_ok mahi --format json stats "$@"
    cp out result.json
    expect_ok mahi --format html stats "$@"
    expect_out '</html>'
    expect_ok mahi --format csv stats "$@"
    expect_ok mahi stats "$@"
    expect_no_err
}

promise "R225: mahi stats lists its tasks, and help explains each"
expect_ok mahi stats
expect_out '^  compare-shares  Two shares'
expect_ok mahi --format csv stats
expect_out '^compare-shares,K/N K/N'
expect_ok mahi help stats
expect_out '^  match-replace '
for name in $(mahi --format csv stats | tail -n +2 | cut -d, -f1); do
    expect_ok mahi help stats "$name"
    expect_out "^Usage: mahi stats $name"
done

promise "R225: one share with its intervals, as Newcombe published them in 1998"
task share 81/263
near "Wilson's low end" 0.2553 "$(cell intervals Wilson limits.low)"
near "Wilson's high end" 0.3662 "$(cell intervals Wilson limits.high)"
task share 0/20
near "the exact high end" 0.1684 "$(cell intervals 'Clopper-Pearson, exact' limits.high)"
task share 0/0
expect_out 'There is no share: '

promise "R225: two shares with Newcombe's interval of 1998, and Fisher's tea in 1935: 34 in 70"
task compare-shares 56/70 48/80
near "Newcombe's low end" 0.0524 "$(cell difference Newcombe limits.low)"
near "Newcombe's high end" 0.3339 "$(cell difference Newcombe limits.high)"
task compare-shares 3/4 1/4
near "Fisher's p" 0.485714 "$(cell tests 'Fisher, two-sided' p)"
near "the odds ratio" 9 "$(cell ratios 'Odds ratio, Woolf' value)"
expect_out 'Caution: an expected count is under 5'
cat >tea.csv <<'END'
cup,said,cups
milk,milk,3
milk,tea,1
tea,milk,1
tea,tea,3
END
task table tea.csv 'said ~ cup' --counts cups
expect_out 'Caution: 4 of 4 cells expect fewer than 5'
near "the exact p" 0.485714 "$(cell tests Exact p)"
near "chi-square" 2 "$(cell tests Chi-square statistic)"
near "Cramer's V" 0.5 "$(cell tests "Cramer's V" statistic)"

promise "R225: strata are put together: (2*3/8 + 3*2/8) / (1*2/8 + 2*1/8) is 3"
python3 - >offices.csv <<'END'
print("office,treat,employed")
for office, k1, k2 in (("north", 2, 1), ("south", 3, 2)):
    for treat, k in ((1, k1), (0, k2)):
        for i in range(4):
            print(f"{office},{treat},{'yes' if i < k else 'no'}")
END
task strata offices.csv 'employed ~ treat' --strata office
near "the odds ratio" 3 "$(cell effects 'Odds ratio, Mantel-Haenszel' value)"
near "the difference" 0.25 "$(cell effects 'Difference of shares, Mantel-Haenszel' value)"
task share offices.csv employed --by office
expect_out '^south +5 of 8 \(62\.5%\)'
task compare-shares offices.csv 'employed ~ treat' --programme 0
expect_out '^treat 1 +5 of 8 \(62\.5%\)'
near "the difference" -0.25 "$(cell difference Newcombe difference)"

promise "R229: the published difference of the NSW experiment, 1,794 with a pooled SE of 633, in each way to say it"
python3 - "$SHARE" >nsw.csv <<'END'
import csv, sys
folder = sys.argv[1] + "/samples/nsw/"
sides = {r["client"]: r["side"] for r in csv.DictReader(open(folder + "enrolment_nsw.csv"))}
races = {r["number"]: r["cultural_group"] for r in csv.DictReader(open(folder + "client_nsw.csv"))}
print("client,treat,race,re78")
for r in csv.DictReader(open(folder + "follow_up_nsw.csv")):
    print(f'{r["client"]},{int(sides[r["client"]] == "programme")},{races[r["client"]]},{r["earnings"]}')
END
task means nsw.csv 're78 ~ treat'
expect_out 'N = 445, every row of nsw\.csv'
expect_out '^Pooled +\+1,794 +633 '
near "the difference" 1794.342 "$(cell tests Welch difference)"
near "the pooled SE" 632.8534 "$(cell tests Pooled se)"
near "Neyman's SE" 670.9967 "$(cell tests Welch se)"
task lottery nsw.csv 're78 ~ treat' --strata race
near "the lottery's difference" 1794.342 "$(cell offer 'Difference of means' difference)"
task ols nsw.csv 're78 ~ treat'
near "the coefficient" 1794.342 "$(cell coefficients treat estimate)"
near "its HC2 error" 670.9967 "$(cell coefficients treat se)"
near "its classical error" 632.8534 "$(cell errors treat classical)"
printf 'y,got,took,office\n1,1,1,a\n3,1,0,a\n8,1,1,b\n6,1,1,b\n0,0,0,a\n2,0,0,a\n5,0,0,b\n3,0,1,b\n' >places.csv
task lottery places.csv 'y ~ got' --strata office --took-up took
near "the offer's effect" 2 "$(cell offer 'Within blocks, by size' difference)"
near "on those who took it" 4 "$(cell took_part Outcome difference)"

promise "R225: p-values of one family, adjusted"
task adjust 0.01,0.04,0.03
near "Holm's" 0.06 "$(cell tests 'test 3' holm)"
near "Bonferroni's" 0.12 "$(cell tests 'test 2' bonferroni)"
near "Benjamini and Hochberg's" 0.04 "$(cell tests 'test 3' bh)"
printf 'outcome,p\nwork,0.01\nhealth,\n' >family.csv
task adjust family.csv p --by outcome
expect_out 'N = 1 tests in the family; a row without a p-value is no test'
near "an only test's p" 0.01 "$(cell tests work bonferroni)"

# Of A three of four took part, of B one of four. Outcomes: 12 and 10 in A, 30 and 20 in B.
python3 - >cells.csv <<'END'
print("place,treat,weeks,clinic")
for place, treat, weeks in (("A", 1, 12), ("A", 1, 12), ("A", 1, 12), ("A", 0, 10), ("B", 1, 30), ("B", 0, 20), ("B", 0, 20), ("B", 0, 20)):
    print(f"{place},{treat},{weeks},1")
END

promise "R229: the chance of taking part: 3 of 4 and 1 of 4 give log(3) and log(1/9)"
task logit cells.csv 'treat ~ place' --firth
near "the constant" 1.098612 "$(cell coefficients '(constant)' estimate)"
near "the coefficient" -2.197225 "$(cell coefficients 'place: B' estimate)"
near "the odds ratio" 0.111111 "$(cell coefficients 'place: B' ratio)"
expect_ok mahi stats logit cells.csv 'treat ~ place' --out scores.csv
near "the first row's score" 0.75 "$(sed -n 2p scores.csv | cut -d, -f2)"
expect_exit 6 mahi stats logit cells.csv 'treat ~ place' --out scores.csv
expect_err 'is there already'
printf 'y,x\n0,1\n0,2\n0,3\n1,4\n1,5\n1,6\n' >apart.csv
task logit apart.csv 'y ~ x'
expect_out 'Caution: the groups are separated'
expect_out '^x \(separates\)'

promise "R229: effects on those who took part: (3*2 + 1*10) / 4 is 4, by weights, bins, radius and kernel"
task weight cells.csv 'treat ~ place' --outcome weeks
near "the weighted effect" 4 "$(cell effect 'On those who took part' difference)"
task weight cells.csv 'treat ~ place' --outcome weeks --target ate
near "if everybody took part" 6 "$(cell effect 'If everybody took part' difference)"
task cem cells.csv 'treat ~ place' --outcome weeks
near "the effect within bins" 4 "$(cell effect weeks difference)"
task radius cells.csv 'treat ~ place' --outcome weeks --bandwidth 0.01 --on share
near "the effect within reach" 4 "$(cell effect 'On those who took part' difference)"
task kernel cells.csv 'treat ~ place' --outcome weeks --bandwidth 0.4 --on share
near "the effect of near ones" 4 "$(cell effect 'On those who took part' difference)"
task match-replace cells.csv 'treat ~ place' --outcome weeks
expect_out 'Caution: .*30'
near "the effect of nearest ones" 4 "$(cell effect weeks difference)"

promise "R229: nearest matching: pairs to a file, balance before and after, who found nobody"
printf 'treat,x,y\n1,1,5\n1,5,9\n0,1.1,3\n0,4.8,4\n0,9,1\n' >line.csv
task match line.csv 'treat ~ x' --outcome y
near "the effect" 3.5 "$(cell effect y difference)"
near "the mean before" 4.966667 "$(cell balance x comparison)"
near "the mean after" 2.95 "$(cell balance_after x comparison)"
expect_ok mahi stats match line.csv 'treat ~ x' --out pairs.csv
expect_equal "2,4,1 3,5,1" "$(tail -n +2 pairs.csv | cut -d, -f1-3 | tr '\n' ' ' | sed 's/ $//')"
expect_ok mahi stats match line.csv 'treat ~ x' --caliper 0.04 --outcome y
expect_out 'found nobody'
task balance line.csv 'treat ~ x'
near "the standardised difference" -0.695322 "$(cell balance x difference)"
printf 'treat,age,y\n1,22,5\n1,41,9\n0,21,3\n0,44,4\n0,60,1\n' >ages.csv
task cem ages.csv 'treat ~ age' --cuts age=30,50 --outcome y
expect_out '^Comparison +2 of 3'
near "the effect" 3.5 "$(cell effect y difference)"

promise "R221: survival of 1, 2+, 3, 4 is 3/4, 3/8 and 0; Cox's ratio of a file of three is the root of a half"
printf 'weeks,left,side\n1,1,a\n2,0,b\n3,1,a\n4,1,b\n' >four.csv
task survival four.csv 'Surv(weeks, left) ~ 1' --at 1,2,3,4
near "after 1" 0.75 "$(cell curves All/1 waiting)"
near "after 3" 0.375 "$(cell curves All/3 waiting)"
near "after 4" 0 "$(cell curves All/4 waiting)"
expect_equal 2 "$(cell curves All/3 at_risk)"
near "the median" 3 "$(cell groups All median)"
task survival four.csv 'surv: weeks + left ~ side'
printf 'weeks,left,x\n1,1,1\n2,1,0\n3,1,1\n' >three.csv
task cox three.csv 'Surv(weeks, left) ~ x'
near "the ratio" 0.707107 "$(cell coefficients x ratio)"

promise "R223: where there are several ways out, shares add up, and one minus Kaplan-Meier of one way is refused"
printf 'weeks,way,side\n1,job,a\n2,training,b\n3,stays,a\n4,job,b\n' >ways.csv
task competing ways.csv 'Surv(weeks, way) ~ 1' --censored stays --at 2,4
near "a job by 2" 0.25 "$(cell shares All/job/2 share)"
near "a job by 4" 0.75 "$(cell shares All/job/4 share)"
near "training by 4" 0.25 "$(cell shares All/training/4 share)"
task competing ways.csv 'Surv(weeks, way) ~ side' --censored stays
expect_exit 3 mahi stats survival ways.csv 'Surv(weeks, way) ~ 1' --yes job --censored stays
expect_err 'several ways out.*mahi help stats competing'
task survival ways.csv 'Surv(weeks, way) ~ 1' --censored stays
expect_out 'Caution: 2 ways out are taken together'

promise "R223: at a follow-up date the lost are lost, and bounds say what they could change"
printf 'weeks,way\n1,work\n2,training\n3,no\n9,work\n1,no\n' >five.csv
task followup five.csv 'Surv(weeks, way) ~ 1' --at 4
near "known" 3 "$(cell known All/4 known.count)"
near "in work, of those known" 1 "$(cell states All/4/work people.count)"
near "at least" 0.2 "$(cell states All/4/work bounds.low)"
near "at most" 0.6 "$(cell states All/4/work bounds.high)"

promise "R230: a draw is repeated from its seed, in any order of the list, and a changed one is found out"
seq -f 'C%03g' 1 40 | awk 'BEGIN { print "number,office" } { print $0 "," (NR % 2 ? "north" : "south") }' >list.csv
expect_ok mahi --format csv stats draw list.csv number --places 7 --seed 'Lotto 2345: 4 11 17'
cp out once.csv
(head -1 list.csv && tail -n +2 list.csv | sort -r) >turned.csv
expect_ok mahi --format csv stats draw turned.csv number --places 7 --seed 'Lotto 2345: 4 11 17'
expect_same out once.csv
expect_ok mahi stats draw list.csv number --places north=3,south=2 --strata office --seed 'Lotto 2345: 4 11 17' --out drawn.csv
expect_out '^north +20 +20 +3 +3 of 20 \(15\.0%\)'
expect_equal 5 "$(cut -d, -f3 drawn.csv | grep -c 1)"
expect_ok mahi stats draw list.csv number --places 7 --seed 'Lotto 2345: 4 11 17' --out held.csv
expect_ok mahi stats draw held.csv number --places 7 --seed 'Lotto 2345: 4 11 17' --verify drawn
expect_out 'The draw is as the seed says, for all 40 people'
sed -E '0,/,1$/s/,1$/,0/' held.csv >changed.csv
expect_exit 1 mahi stats draw changed.csv number --places 7 --seed 'Lotto 2345: 4 11 17' --verify drawn
expect_out 'not as the seed says, for 1 of 40'
expect_ok mahi stats draw list.csv number --places 1
cp out fresh.txt
expect_ok mahi stats draw list.csv number --places 1 --seed "$(grep -Eo '[0-9a-f]{64}' fresh.txt)"
expect_equal "$(grep -E ' yes$' fresh.txt)" "$(grep -E ' yes$' out)"

promise "R225: sizes and powers as R and Schoenfeld have them"
task sample-size --delta 5 --sd 10
expect_out '^Programme +64 '
near "people for means" 63.76561 "$(cell plan 'Programme, before rounding up' value)"
task sample-size --shares 0.5,0.75 --power 0.9
near "people for shares" 76.70693 "$(cell plan 'Programme, before rounding up' value)"
task sample-size --hazard-ratio 2
near "events" 65.3468 "$(cell plan 'Before rounding up' value)"
task power --delta 1 --sd 1 --sizes 20,20
near "power for means" 0.8689528 "$(cell plan 'Power of the t test' value)"
task power --shares 0.5,0.4 --sizes 185,260
task power --hazard-ratio 2 --events 66
task smallest --shares 0.35 --sizes 17,21
task smallest --shares 0.35 --clusters 10,10 --cluster-size 20 --icc 0.05
task smallest --sd 10 --sizes 64,64

promise "R205: a table that leaves is rounded, or its small cells are hidden with what they need"
python3 - >reasons.csv <<'END'
print("reason,office,people")
for reason, counts in (("work", (12, 3, 20)), ("study", (9, 14, 8)), ("moved", (7, 11, 9))):
    for office, n in zip("abc", counts):
        print(f"{reason},{office},{n}")
END
expect_ok mahi --format csv stats round reasons.csv 'reason ~ office' --counts people --seed 'release 12'
expect_true "all are multiples of 3" python3 -c 'import csv, subprocess
text = subprocess.run(["mahi", "--format", "csv", "stats", "round", "reasons.csv", "reason ~ office", "--counts", "people", "--seed", "release 12"], capture_output=True, text=True).stdout
rows = [r for r in csv.reader(text.splitlines()) if r and r[0] in ("work", "study", "moved", "All")]
assert len(rows) == 4 and all(int(n) % 3 == 0 for r in rows for n in r[1:])'
task round reasons.csv 'reason ~ office' --counts people --seed 'release 12'
cp out first.txt
run mahi stats round reasons.csv 'reason ~ office' --counts people --seed 'release 12'
expect_same out first.txt
task suppress reasons.csv 'reason ~ office' --counts people
expect_out '1 small cell is hidden, and 3 more'
expect_equal "hidden" "$(cell shown work c2)"
expect_equal 35 "$(cell shown work all)"

promise "R14: who lacks a value is left out, and the result says how many and why"
printf 'treat,y,x\n1,5,1\n0,,2\n1,6,NA\n0,2,3\n1,7,2\n0,1,1\n1,8,1\n' >gaps.csv
task ols gaps.csv 'y ~ treat + x'
expect_out 'Caution: 2 rows of gaps\.csv are left out: 1 without y, 1 without x\. N = 5 of 7\.'

promise "R14: what cannot be done is refused with a sentence that says what to do"
refused() {
    local code=$1 said=$2
    shift 2
    expect_exit "$code" mahi stats "$@"
    expect_no_out
    expect_err "$said"
}
refused 3 'no column "re79"; did you mean "re78"' means nsw.csv 're79 ~ treat'
refused 3 'nsw\.csv, row 2: column "race" holds text, "black"' means nsw.csv 'race ~ treat'
refused 3 'has 3 different values.*--programme VALUE' means nsw.csv 're78 ~ race'
refused 3 'never holds "balck" \(--programme\); it holds' means nsw.csv 're78 ~ race' --programme balck
refused 3 'has one value only, "1"; two groups are needed' means cells.csv 'weeks ~ clinic'
refused 3 'say which value counts with --yes' share nsw.csv re78
: >empty.csv
refused 3 'is empty; its first row must name the columns' share empty.csv x
printf 'a,b\n' >heading.csv
refused 3 'has a heading row and nothing under it' share heading.csv a
refused 8 'cannot read "missing\.csv"' share missing.csv x
refused 2 '"meens" is no task of stats; did you mean means' meens nsw.csv 're78 ~ treat'
refused 2 'write: mahi stats means FILE' means nsw.csv
refused 2 'stats means does not read --at' means nsw.csv 're78 ~ treat' --at 3
refused 2 'formula "re78" should be .OUTCOME ~ GROUP' means nsw.csv re78
refused 2 '"log\(" is not read in a formula' means nsw.csv 'log(re78) ~ treat'
refused 2 'no number from' means nsw.csv 're78 ~ treat' --conf 95
refused 2 '5/3' share 5/3
refused 2 'inside what people are compared: --strata' strata offices.csv 'employed ~ treat'
refused 2 'say how far a comparison reaches' kernel cells.csv 'treat ~ place' --outcome weeks
refused 2 'no covariate of the formula; did you mean age' cem ages.csv 'treat ~ age' --cuts aeg=3
refused 3 'none of them is 0, no or censored' survival ways.csv 'Surv(weeks, way) ~ 1'
printf 'weeks,left\n-1,1\n' >below.csv
refused 3 'below\.csv, row 2: .*must be 0 or more' survival below.csv 'Surv(weeks, left) ~ 1'
refused 2 'say what there is to find' sample-size
refused 3 'no column "numbr"; did you mean "number"' draw list.csv numbr --places 3
