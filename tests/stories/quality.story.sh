#!/usr/bin/env bash
# The quality view: three people at two offices, recorded by two officers, one of whom leaves out and guesses.

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnewton,service_centre\notara,service_centre'
bring staff <<<$'login,name,office,role\nana,Ana,newton,case_manager\nbea,Bea,otara,case_manager'
as() { local login=$1 record=$2; cat >part.csv; need mahi --as "$login" import "$record" part.csv; }
as ana client <<<$'number,family_name,birth_date,country,first_language,source,method\nA,Adams,1960-01-01,LK,sin,client,interview\nB,Biss,1960-01-01,FJ,,client,interview'
as bea client <<<$'number,family_name,birth_date,country,first_language,source,method\nC,Cole,,,,client,statement'
as ana register_spell <<<$'client,effective_from,office,source,method\nA,2000-09-20,newton,officer,record\nB,2000-01-01,otara,officer,record'
as bea register_spell <<<$'client,effective_from,office,source,method\nC,2000-01-01,otara,officer,record'
as ana english_level <<'END'
client,skill,level,effective_from,assessor,source,method
A,speaking,basic,1997-05-01,School,provider,test
A,speaking,clear,2000-05-01,School,provider,test
END
as bea english_level <<<$'client,skill,level,effective_from,assessor,source,method\nB,speaking,basic,1998-05-01,Bea,officer,officer_impression\nC,speaking,basic,2000-05-01,Bea,officer,officer_impression'
need mahi --as bea verify english_level A --by test --words 'Saw the certificate'
need mahi --as ana doubt english_level B --says 'Spoke well with me'

promise "R14: (F3) by record: not checked, on an impression, in doubt, each with its denominator; no shelf life is said"
expect_ok mahi --format csv quality english_level --no-rules
expect_out '^English level,4,3,4,0.75,2,4,0.5,,,,1,4,0.25,'
expect_ok mahi quality english_level --no-rules
expect_out 'no shelf life is set for it'
bring staleness <<<$'about,weeks\nenglish_level,104'
promise "R14, R16: (F3) past its shelf life is the last of a series, not one that was followed by another"
expect_ok mahi --format csv quality english_level --no-rules
expect_out '^English level,4,3,4,0.75,2,4,0.5,1,3,0.33[0-9]*,1,4,0.25,'
promise "R14: (F3) by office and by recorder"
expect_ok mahi --format csv quality english_level --no-rules --by office
expect_out '^English level,newton,2,1,2,0.5,0,2,0,0,1,0,0,2,0,'
expect_out '^English level,otara,2,2,2,1,2,2,1,1,2,0.5,1,2,0.5,'
expect_ok mahi --format csv quality english_level --no-rules --by recorder
expect_out '^English level,ana,2,1,2,0.5,0,2,0,'
expect_out '^English level,bea,2,2,2,1,2,2,1,'
promise "R14: (F3) by field: how many left it empty"
expect_ok mahi --format csv quality client --no-rules --by field
expect_out '^Client,Born,1,3,0.33'
expect_out '^Client,First language,2,3,0.66'
promise "R14, R41: what may not be seen is not counted"
bring wellbeing_note <<<$'client,effective_from,note,consent,source,method\nA,2000-09-01,Low,yes,client,interview'
expect_ok mahi --format csv quality --no-rules
expect_out '^Wellbeing note,1,'
expect_ok mahi --format csv --as ana quality --no-rules
expect_no_out '^Wellbeing'
expect_exit 5 mahi --as ana quality wellbeing_note
promise "R14: (F3) rules are kept questions, asked of everybody; a set of them comes along"
expect_ok mahi quality
expect_out 'mahi load share/quality'
need mahi load "$SHARE/quality"
expect_ok mahi --format csv quality client
expect_out '^Date of birth not recorded,client,1,3,0.33[0-9]*,0,'
expect_out '^First language not recorded,client,2,3,0.66'
expect_out '^Arrival not recorded,client,2,3,0.66[0-9]*,1,'
expect_out '^English on an impression,english_level,2,3,'
expect_out '^English not recorded,english_level,0,3,0,0,'
expect_out '^Not rated in four weeks,sgi_rating,2,3,'
expect_out '^Qualifications not asked,qualification,2,3,0.66[0-9]*,1,'
expect_out '^Registered and in full-time work,register_spell,0,3,0,3,'
expect_exit 2 mahi quality programme
expect_err 'states no facts about people'
expect_exit 2 mahi quality --by colour
expect_err 'write record, field, office or recorder'
for format in text json html; do
    expect_ok mahi --format "$format" quality --by office
done
