#!/usr/bin/env bash
# The main job on real people: the National Supported Work experiment goes in through the ordinary import, and the published
# comparison comes out.

need mahi init
need mahi load "$SHARE/samples/nsw"

promise "R220, R224: the comparison has both groups whole, with their flow"
expect_ok mahi compare nsw
expect_out '\b185\b'
expect_out '\b260\b'
expect_out '140 of 185'
expect_out '168 of 260'

promise "R225: the difference in earnings is the published one, with the pooled and Neyman's standard error"
expect_out '1,794'
expect_out '\b633\b'
expect_out '\b671\b'

promise "R223, R225: the words follow from the numbers"
expect_out '\b[Mm]ore\b'
expect_no_out '(significant|successful|impressive|strong|poor)'

promise "R225: LaLonde's sample gives 886, 472 and 488"
expect_ok mahi compare nsw-lalonde
expect_out '\b886\b'
expect_out '\b472\b'
expect_out '\b488\b'

promise "R12: each format says the same numbers"
for format in csv json html; do
    expect_ok mahi --format "$format" compare nsw
    expect_out '1,?794'
done
run mahi --format json compare nsw
cp out page.json
expect_true "the JSON is JSON" python3 -m json.tool page.json
run mahi --format html compare nsw
cp out page.html
expect_true "the page is well-formed" xmllint --html --noout page.html

promise "R12: a table states numerator, denominator and how many are not recorded"
expect_ok mahi table enrolment --rows intake --columns side
expect_out '185'
expect_out '260'
expect_out '[Nn]ot recorded'
