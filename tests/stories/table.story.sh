#!/usr/bin/env bash
# Groups are counted over any recorded field, always with numerator, denominator and how many are not recorded.

# Sets of people: HOW_MANY GENDER GROUP WILLING COUNTRY, with - for what is not recorded.
people() {
    awk 'BEGIN { print "number,family_name,gender,cultural_group,willing_to_move,country,source,method" }
        { for (f = 2; f <= 5; f++) if ($f == "-") $f = ""
          for (i = 0; i < $1; i++) printf "P%03d,Made-up,%s,%s,%s,%s,client,statement\n", ++n, $2, $3, $4, $5 }' FS=' '
}

# Checks table.csv: rows add up to the row All column by column, and each share is its count over its denominator.
adds_up() {
    python3 -c 'import csv
rows = list(csv.DictReader(open("table.csv", encoding="utf-8")))
*rows, total = rows
assert rows and next(iter(total.values())) == "All", total
counts = [name for name in total if name in ("records", "not_recorded") or name.endswith("_count")]
assert counts
for name in counts:
    assert sum(int(row[name]) for row in rows) == int(total[name]), name
for row in rows + [total]:
    parts = [name[:-6] for name in row if name.endswith("_count")]
    for part in parts:
        count, of, share = row[part + "_count"], int(row[part + "_of"]), row[part + "_share"]
        assert share == "" if of == 0 else abs(float(share) - int(count) / of) < 1e-12, row
        if "records" in row:
            assert of == int(row["records"]) - int(row["not_recorded"]), row
    if "records" in row:
        assert sum(int(row[part + "_count"]) for part in parts) == int(row["records"]) - int(row["not_recorded"]), row
'
}

expect_adds_up() {
    mahi --format csv table "$@" >table.csv
    expect_true "the table of $* adds up" adds_up
}

need mahi init
bring cultural_group <<'END'
code,label
sinhalese,Sinhalese
tongan,Tongan
END
people >client.csv <<'END'
7 female sinhalese yes LK
3 female sinhalese no LK
2 female tongan yes TO
4 male sinhalese no LK
1 male sinhalese - LK
5 male tongan yes TO
2 male - no TO
1 another tongan no -
3 - sinhalese yes LK
2 - - - -
END
need mahi import client client.csv

promise "R12: one field: how many have each value, of how many, and how many of them are not recorded"
expect_ok mahi --format csv table client --rows gender
expect_out '^gender,records_count,records_of,records_share$'
expect_out '^Female,12,30,0\.4$'
expect_out '^Male,12,30,0\.4$'
expect_out '^Another,1,30,0\.0333+[0-9]*$'
expect_out '^not recorded,5,30,0\.1666+[0-9]*$'
expect_out '^All,30,30,1$'
expect_lines 6
expect_adds_up client --rows gender
expect_equal "12 5" "$(sql 'select count(case when gender = 1 then 1 end), count(*) - count(gender) from client' | tr '|' ' ')"
promise "R12: a table on paper says count, denominator and share"
expect_ok mahi table client --rows gender
expect_out '^Female +12 of 30 \(40\.0%\)$'
expect_out '^not recorded +5 of 30 \(16\.7%\)$'
expect_out '^All +30 of 30 \(100\.0%\)$'

promise "R12: (F4) two fields: shares are of those who are recorded, and those who are not are counted in each row"
expect_ok mahi --format csv table client --rows gender --columns willing_to_move
expect_out '^gender,records,not_recorded,c1_count,c1_of,c1_share,c2_count,c2_of,c2_share$'
expect_out '^Female,12,0,3,12,0\.25,9,12,0\.75$'
expect_out '^Male,12,1,6,11,0\.5454[0-9]*,5,11,0\.4545[0-9]*$'
expect_out '^Another,1,0,1,1,1,0,1,0$'
expect_out '^not recorded,5,2,0,3,0,3,3,1$'
expect_out '^All,30,3,10,27,0\.37037[0-9]*,17,27,0\.6296[0-9]*$'
expect_adds_up client --rows gender --columns willing_to_move
expect_ok mahi table client --rows gender --columns willing_to_move
expect_out '^Male +12 +1 +6 of 11 \(54\.5%\) +5 of 11 \(45\.5%\)$'
expect_out 'Not recorded'
expect_ok mahi --format csv table client --columns gender
expect_out '^All,30,5,12,25,0\.48,12,25,0\.48,1,25,0\.04$'

promise "R12: a field across a field: nobody is counted as no because nobody asked"
expect_ok mahi --format csv table client --rows cultural_group --columns willing_to_move
expect_out '^sinhalese,18,1,7,17,'
expect_out '^not recorded,4,2,2,2,1,0,2,0$'

promise "R12: three and four fields"
expect_ok mahi --format csv table client --rows gender,cultural_group --columns willing_to_move
expect_out '^Female,sinhalese,10,0,3,10,0\.3,7,10,0\.7$'
expect_out '^Male,not recorded,2,0,2,2,1,0,2,0$'
expect_out '^not recorded,not recorded,2,2,0,0,,0,0,$'
expect_out '^All,,30,3,10,27,'
expect_adds_up client --rows gender,cultural_group --columns willing_to_move
expect_ok mahi --format json table client --rows gender,cultural_group --columns willing_to_move,country
expect_out '"yes, Sri Lanka"'
expect_out '"no, Tonga"'
mahi --format csv table client --rows gender,cultural_group --columns willing_to_move,country >table.csv
expect_true "the 4-way table adds up" adds_up
expect_equal "$(sql 'select count(*) from client where willing_to_move is null or country is null')" "$(grep '^All' table.csv | cut -d, -f4)"
expect_adds_up client --rows country,cultural_group,gender,willing_to_move
mahi --format csv table client --rows country,cultural_group,gender,willing_to_move >table.csv
run cat table.csv
expect_out '^Sri Lanka,sinhalese,Female,yes,7,30,'
expect_lines 12
expect_ok mahi --format csv table client --rows gender --columns gender
expect_out '^Female,12,0,12,12,1,0,12,0,0,12,0$'

promise "R12: values stand in the order of their list or of their letters, and what is not recorded comes last"
run mahi --format csv table client --rows gender
expect_equal "Female Male Another not recorded All" "$(sed 1d out | cut -d, -f1 | xargs)"
run mahi --format csv table client --rows country
expect_equal "Sri Lanka Tonga not recorded All" "$(sed 1d out | cut -d, -f1 | xargs)"

promise "R12: amounts and days are counted like everything else, and 0 is not the same as nothing"
bring labour_status <<'END'
client,effective_from,effective_to,status,hours_per_week,source,method
P001,2000-01-01,2000-03-31,unemployed,0,client,statement
P001,2000-04-01,,part_time,12.5,client,statement
P002,2000-01-01,,unemployed,,client,statement
P003,2000-01-01,2000-06-30,full_time,40,client,statement
P003,2000-07-01,,left_market,0,client,statement
END
expect_ok mahi --format csv table labour_status --rows hours_per_week
expect_equal "0,2,5,0.4 12.5,1,5,0.2 40,1,5,0.2 not recorded,1,5,0.2" "$(sed -e 1d -e '$d' -e 's# h/week##' out | tr '\n' ' ' | sed 's/ $//')"
promise "R12, R13: a group is counted as at a day"
expect_ok mahi --format csv table labour_status --rows status --as-at 2000-03-31
expect_out '^Unemployed,2,3,'
expect_out '^Full-time work,1,3,'
expect_ok mahi --format csv table labour_status --rows status --as-at 2000-07-01
expect_out '^Part-time work,1,3,'
expect_out '^Left the labour market,1,3,'
expect_no_out '^Full-time'
expect_ok mahi --format csv table labour_status --rows status --as-at 1999-12-31
expect_out '^All,0,0,$'
expect_ok mahi --format csv table labour_status --rows status --known 1999-12-31
expect_out '^All,0,0,$'

promise "R12: each format says the same numbers"
run mahi --format json table client --rows gender --columns willing_to_move
cp out table.json
expect_equal "6 of 11, 12 people, 1 not recorded" "$(python3 -c 'import json
cells = [row["cells"] for row in json.load(open("table.json", encoding="utf-8"))["blocks"][0]["rows"] if row["cells"]["gender"] == "Male"][0]
print("%d of %d, %d people, %d not recorded" % (cells["c1"]["count"], cells["c1"]["of"], cells["records"], cells["not_recorded"]))')"
run mahi --format html table client --rows gender --columns willing_to_move
cp out page.html
expect_out '6 of 11'
expect_true "the page is well-formed" xmllint --html --noout page.html

promise "R12: a field that is none is refused with the nearest one"
expect_exit 2 mahi table client --rows gendre
expect_err 'client has no field "gendre"; did you mean gender'
expect_no_out
expect_exit 2 mahi table client --rows gender --columns arrived_in
expect_err 'no field "arrived_in"; did you mean arrived_on'
expect_exit 2 mahi table client --rows gender,
expect_exit 2 mahi table cliant --rows gender
expect_err 'did you mean client'
expect_exit 2 mahi table client
expect_err '\-\-rows FIELD'
expect_exit 2 mahi table client --rows gender,country,method,source,cultural_group --columns willing_to_move,first_language
expect_err 'more than 6 fields'
promise "R12: more columns than stand side by side are refused, and down the side there is room for them"
seq -f 'W%03.0f' 1 70 | awk 'BEGIN { print "number,family_name,given_names,source,method" } { print $1 ",Many," $1 ",client,statement" }' >many.csv
need mahi import client many.csv
expect_exit 2 mahi table client --columns given_names
expect_err 'more than 60 columns.*--rows'
expect_ok mahi --format csv table client --rows given_names
expect_lines 73
expect_out '^not recorded,30,100,0\.3$'

promise "R41: a restricted field or record is not counted for those who may not see it"
printf 'login,name,sees_restricted\nben,Ben,no\nana,Ana,yes\n' >staff.csv
need mahi import staff staff.csv
printf 'client,effective_from,status,entry_category,source,method\nP001,1999-01-01,resident,skilled,document,document\n' >residence.csv
need mahi import residence residence.csv
expect_exit 5 mahi --as ben table residence --rows entry_category
expect_no_out
expect_exit 5 mahi --as ben table residence --rows status --columns entry_category
expect_no_out
expect_exit 5 mahi --as ben table wellbeing_note --rows consent
expect_no_out
expect_ok mahi --as ben --format csv table residence --rows status
expect_out '^Resident,1,1,1$'
expect_ok mahi --as ana --format csv table residence --rows entry_category
expect_out '^Skills,1,1,1$'
