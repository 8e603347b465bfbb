#!/usr/bin/env bash
# The four pilots of 2000, reconstructed from printed percentages: too few people to tell, and a program that says so.

need mahi init
need mahi load "$SHARE/samples/pilots-2000"

promise "R225: (F9) no pilot was large enough to tell, and the report says so"
for programme in mwt me crm; do
    expect_ok mahi compare "$programme"
    expect_out '[Cc]annot tell'
    expect_out 'RECONSTRUCTED, NOT DATA'
    expect_no_out '\b(significant|successful|failed)\b'
done

promise "R220: a programme with nobody to compare says so"
expect_ok mahi compare thrive
expect_out 'no control group'
expect_out 'cannot tell whether it made a difference'

promise "R224, R225: (5.2) engineers in full-time work differ by -2.8 points, from about -24 to +15, p = 1"
run mahi compare me
expect_out '2 of 26'
expect_out '2 of 19'
expect_out '[-−]2\.8'
expect_out '[-−]2[34](\.[0-9])?'
expect_out '\+?1[56](\.[0-9])?'
expect_no_out '[Ll]ess than|[Ff]ewer of'

promise "R222: unknown is a state of its own, and states sum to N"
expect_out '[Uu]nknown'

promise "R52, R53: the criteria of each pilot stand as printed, and unknown is never pass"
for programme in mwt me thrive crm; do
    expect_ok mahi targeting "$programme" --as-at 2000-10-02
    expect_out 'of 147 people 0 are eligible, 0 are not, and of 147 nobody knows'
    expect_no_out 'cannot both hold'
done
expect_ok mahi --format csv targeting mwt --as-at 2000-10-02
expect_out '^3,On a work-tested benefit,preferred,0,147,0,0,147,0,$'
expect_ok mahi ask @mwt-all --as-at 2000-10-02
promise "R145: beside reasonable spoken English, a group that does not speak it is pointed out"
bring criterion <<'END'
programme,rank,label,version,need
crm,4,Non-English-speaking,crm-non-english/1,hard
END
expect_ok mahi targeting crm --as-at 2000-10-02
expect_out 'Caution: "Reasonable spoken English" and "Non-English-speaking" cannot both hold of one person'

promise "R231: (F6) percentages that no group of that size can show are called impossible"
expect_exit 1 mahi grim 6.4% 38
expect_out '[Ii]mpossible'
expect_exit 1 mahi grim 36.3% 17
expect_exit 1 mahi grim 7.7% 16
expect_ok mahi grim 7.7% 26
expect_out '\b2 of 26'

promise "R231: (F6) a whole table of a report is checked, each percentage alone and jointly"
expect_exit 1 mahi grim "$SHARE/samples/pilots-2000/published.csv"
expect_out '[Ii]mpossible'
