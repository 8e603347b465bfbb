#!/usr/bin/env bash
# Printed percentages, checked one by one and as a table, in every format. No database is needed.

promise "R231: one percentage says whether it can be, which rounding would make it so, and what a slip could have hidden"
expect_exit 1 mahi grim 36.3% 17
expect_out '36\.3% of 17 is impossible: 6 of 17 is 35\.3% and 7 of 17 is 41\.2%'
expect_out '35\.3 +6 of 17'
expect_out 'Reconstructions, never data'
expect_exit 1 mahi --format csv grim 36.3 17
expect_out '^36\.3,17,no,yes,6,6,7,no,no,no,no$'
expect_ok mahi --format csv grim 25 38000
expect_out '^25,38000,yes,no,' # every whole percentage of 38,000 people is possible, so that proves nothing

promise "R231: without an N, those that would allow the percentage are listed"
expect_ok mahi grim 6.4%
expect_out 'possible only if N is 47'
expect_exit 1 mahi grim 6.4% --most 46
expect_exit 3 mahi grim 106% 20

promise "R231: a table of printed percentages is judged row by row, jointly, and across waves, as rows for a program too"
cat >printed.csv <<'END'
group,wave,label,percent,n,exclusive
pilot,five months,unemployed,18.2,,yes
pilot,five months,training,6.4,38,yes
others,two months,part-time,13.3,,yes
others,five months,unemployed,52.4,,yes
END
expect_exit 1 mahi --format csv grim printed.csv
expect_out '^pilot,five months,training,6\.4,38,no,yes,,47,'
expect_out '^pilot,five months,unemployed,18\.2,,.*11 22 33 44 55'
expect_out '^pilot,five months,.*110'
expect_out '^others,no,'
mahi --format json grim printed.csv >printed.json
expect_true "the JSON can be read" python3 -c 'import json; json.load(open("printed.json"))'
expect_exit 1 mahi grim printed.csv
expect_out '18\.2% and 6\.4% cannot stand together for any N up to 60; the smallest N for which they can is 110'

promise "R231: a bad table is refused with each row, column and what would be right"
printf 'group,wave,label,percent,n,exclusive\npilot,x,unemployed,lots,38,yes\npilot,x,training,6.4,none,yes\n' >bad.csv
expect_exit 3 mahi grim bad.csv
expect_out '^ +2 +percent '
expect_out '^ +3 +n '
printf 'group,wave,lable,percent,n,exclusive\n' >heading.csv
expect_exit 3 mahi grim heading.csv
expect_err 'lable.*did you mean label'
