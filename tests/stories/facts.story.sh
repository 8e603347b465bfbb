#!/usr/bin/env bash
# One office's year: what there is to know of four people goes in through the import, each fact with its day and its source, and
# comes out as at any day. The service itself is in service.story.sh, what few may see in private.story.sh.

need mahi init

bring office <<'END'
code,kind
msd,ministry
wi,service
akl,region
newton,service_centre
END
bring staff <<'END'
login,name,office,role,sees_restricted
ana,Ana Ngata,newton,case_manager,yes
ben,Ben Hall,newton,case_manager,no
kit,Kit Moss,newton,work_broker,
END
bring cultural_group <<'END'
code,label,part_of
indo-fijian,Indo-Fijian,pacific
pacific,Pacific peoples,
sinhalese,Sinhalese,
END

# ---- the person

promise "R11: a person's name stands in Latin script and in their own, letter by letter"
bring client <<'END'
number,family_name,given_names,native_name,birth_date,gender,arrived_on,country,first_language,cultural_group,willing_to_move,source,method,verified_by,verified_on
17,Perera,Nimali,නිමාලි පෙරේරා,1964-04-13,female,1999-02-13,LK,sin,sinhalese,yes,client,interview,ana,2000-08-02
18,Wáng,Wěi,王伟,1970-10-01,male,1995-08-31,CN,cmn,,no,client,interview,,
19,Smith,Joan,,1958-01-30,another,1998-12-01,GB,eng,,,client,statement,,
20,Sharma,Anil,अनिल शर्मा,1971-07-07,,2000-06-05,FJ,hif,indo-fijian,yes,client,interview,,
END
run columns number,family_name,native_name client
expect_out '^17\|Perera\|නිමාලි පෙරේරා$'
expect_out '^18\|Wáng\|王伟$'
expect_ok mahi show client 18
expect_out 'Wáng'
expect_out '王伟'

promise "R42, R46: gender and the will to move are recorded, and whoever was not asked is not recorded, which is no"
expect_ok columns number,gender,willing_to_move client
expect_out '^17\|female\|yes$'
expect_out '^18\|male\|no$'
expect_out '^19\|another\|$'
expect_out '^20\|\|yes$'
expect_ok mahi --format csv table client --rows willing_to_move
expect_out '^no,1,4,'
expect_out '^yes,2,4,'
expect_out '^not recorded,1,4,'
offer client <<'END'
number,family_name,willing_to_move,source,method
21,Maybe,perhaps,client,statement
END
expect_equal 3 "$CODE"
expect_out 'willing_to_move.*"perhaps".*yes.*no'
offer client <<'END'
number,family_name,gender,source,method
21,Femal,femal,client,statement
END
expect_equal 3 "$CODE"
expect_out 'gender.*"femal".*female'

promise "R37: people belong to a cultural group, which may be part of another, and to a household for a time"
expect_ok plain cultural_group
expect_out '^indo-fijian,Indo-Fijian,pacific$'
expect_ok mahi --format csv table client --rows cultural_group
expect_out '^sinhalese,1,4,'
expect_out '^not recorded,2,4,'
bring household <<'END'
number,name
H1,Perera of Mt Roskill
END
bring household_member <<'END'
household,client,role,effective_from,effective_to,source,method
H1,17,parent,1999-02-13,,client,interview
H1,18,other,1999-06-01,2000-03-31,client,interview
END
expect_ok columns client,role household_member --as-at 2000-03-31
expect_lines 2
expect_ok columns client,role household_member --as-at 2000-04-01
expect_lines 1
expect_out '^17\|parent$'
offer household_member <<'END'
household,client,role,effective_from,source,method
H2,17,parent,2001-01-01,client,interview
END
expect_equal 3 "$CODE"
expect_out 'household.*"H2" is no household here'

promise "R30: the right to stay is the one of that day, and the arrival is a day of its own"
bring residence <<'END'
client,effective_from,effective_to,status,entry_category,source,method
17,1999-02-13,2000-05-31,temporary,family,document,document
17,2000-06-01,,resident,family,document,document
18,1995-08-31,,resident,skilled,document,document
END
expect_ok columns client,status residence --as-at 2000-05-31
expect_out '^17\|temporary$'
expect_no_out '^17\|resident$'
expect_ok columns client,status residence --as-at 2000-06-01
expect_out '^17\|resident$'
expect_no_out '^17\|temporary$'
expect_ok columns client,status residence --as-at 1995-08-30
expect_lines 0
expect_ok columns number,arrived_on client
expect_out '^17\|1999-02-13$'
offer client <<'END'
number,family_name,birth_date,arrived_on,source,method
22,Early,1980-01-01,1979-12-31,client,statement
END
expect_equal 3 "$CODE"
expect_out 'arrived_on.*1979-12-31.*before.*birth_date'

# ---- the register

promise "R26: a spell on the register counts from its first day to its last, and on no other"
bring register_spell <<'END'
client,effective_from,effective_to,office,end_reason,source,method
17,1999-03-01,1999-08-31,newton,training,officer,record
17,2000-02-01,,newton,,officer,record
18,2000-02-01,2000-07-31,newton,left_market,officer,record
END
expect_ok columns client,effective_from register_spell --as-at 1999-08-31
expect_lines 1
expect_out '^17\|1999-03-01$'
expect_ok columns client,effective_from register_spell --as-at 1999-09-01
expect_lines 0
expect_ok columns client,effective_from register_spell --as-at 2000-07-31
expect_lines 2
expect_ok columns client,effective_from register_spell --as-at 2000-08-01
expect_lines 1
expect_ok mahi --format csv table register_spell --rows office --columns end_reason
expect_out '^newton,3,1,1,2,0.5,1,2,0.5$'
offer register_spell <<'END'
client,effective_from,effective_to,source,method
18,2000-09-02,2000-09-01,officer,record
END
expect_equal 3 "$CODE"
expect_out 'effective_to.*2000-09-01 comes before effective_from'

promise "R27: a benefit has its type and whether it is work-tested, from day to day"
bring benefit_spell <<'END'
client,effective_from,effective_to,type,work_tested,source,method
17,2000-02-01,2000-08-31,unemployment,yes,agency,record
17,2000-09-01,,training,no,agency,record
18,2000-02-01,,sickness,,agency,record
END
expect_ok columns client,type,work_tested benefit_spell --as-at 2000-08-31
expect_lines 2
expect_out '^17\|unemployment\|yes$'
expect_out '^18\|sickness\|$'
expect_ok columns client,type,work_tested benefit_spell --as-at 2000-09-01
expect_out '^17\|training\|no$'

promise "R22: a rating has its day, its rater and its reason; what the scale is called and where it leads is set-up data"
bring sgi_scale <<'END'
rating,label,readiness_rank
1,Near to work,5
2,Nearly ready,
3,Middle,3
4,Further,
5,Far from work,1
END
expect_ok plain sgi_scale
expect_out '^1,Near to work,5$'
expect_out '^2,Nearly ready,$'
expect_out '^5,Far from work,1$'
offer sgi_scale <<'END'
rating,label,readiness_rank
6,Beyond,
END
expect_equal 3 "$CODE"
expect_out 'rating.*6.*5'
bring sgi_rating <<'END'
client,effective_from,rating,rater,reason,source,method
17,2000-02-01,5,ana,No English on file,officer,interview
17,2000-08-15,3,ben,CV and interviews practised,officer,interview
18,2000-09-01,4,ana,,officer,officer_impression
END
expect_ok plain sgi_rating
expect_out '^17,2000-08-15,3,ben,CV and interviews practised,officer,interview,,$'
offer sgi_rating <<'END'
client,effective_from,rating,rater,source,method
17,2000-10-01,0,ana,officer,interview
17,2000-10-02,6,ana,officer,interview
17,2000-10-03,,ana,officer,interview
17,,3,ana,officer,interview
17,2000-10-05,3,nobody,officer,interview
END
expect_equal 3 "$CODE"
expect_out '^ *2 +rating '
expect_out '^ *3 +rating '
expect_out '^ *4 +rating '
expect_out '^ *5 +effective_from '
expect_lines 3 '^ *[0-9]+ +rating '

promise "R23: a rating is read as at the selection date: neither what came later nor what it replaced"
expect_ok columns client,rating sgi_rating --as-at 2000-08-14
expect_lines 1
expect_out '^17\|5$'
expect_ok columns client,rating sgi_rating --as-at 2000-08-31
expect_lines 1
expect_out '^17\|3$'
expect_ok columns client,rating sgi_rating --as-at 2000-09-01
expect_lines 2
expect_ok mahi --format csv table sgi_rating --rows rating --as-at 2000-09-01
expect_out '^3,1,2,0.5$'
expect_out '^4,1,2,0.5$'
expect_no_out '^5,'

# ---- English

promise "R15: an English level without a method or an assessor is refused"
offer english_level <<'END'
client,skill,level,effective_from,assessor,source,method
17,speaking,clear,2000-08-01,,officer,test
17,reading,clear,2000-08-01,J. Ng,officer,
END
expect_equal 3 "$CODE"
expect_out '^ *2 +assessor '
expect_out '^ *3 +method '
offer english_level <<'END'
client,skill,level,effective_from,assessor,source
17,speaking,clear,2000-08-01,J. Ng,officer
END
expect_equal 3 "$CODE"
expect_err 'method'
offer english_level <<'END'
client,skill,level,effective_from,source,method
17,speaking,clear,2000-08-01,officer,test
END
expect_equal 3 "$CODE"
expect_err 'assessor'
expect_equal 0 "$(sql 'select count(*) from english_level')"

promise "R16, R28: a level stands for one skill on one scale, and an earlier one is never lost"
bring english_level <<'END'
client,skill,level,effective_from,assessor,source,method
17,speaking,basic,2000-02-01,Ana Ngata,officer,officer_impression
17,speaking,reasonable,2000-03-01,J. Ng,provider,test
17,understanding,clear,2000-03-01,J. Ng,provider,test
17,speaking,clear,2000-08-01,J. Ng,provider,test
18,workplace,high,2000-03-01,J. Ng,provider,test
END
expect_ok columns client,skill,level,method english_level --as-at 2000-07-31
expect_out '^17\|speaking\|reasonable\|test$'
expect_no_out 'clear\|test.*2000-08'
expect_lines 1 '^17\|understanding\|clear\|test$'
expect_no_out '^17\|speaking\|clear'
expect_ok columns client,skill,level,method english_level --as-at 2000-08-01
expect_out '^17\|speaking\|clear\|test$'
expect_no_out '^17\|speaking\|reasonable'
expect_ok columns client,skill,level english_level
expect_lines 3 '^17\|speaking\|'
expect_out '^17\|speaking\|basic$'
offer english_level <<'END'
client,skill,level,effective_from,assessor,source,method
17,speaking,fluent,2000-08-01,J. Ng,provider,test
17,pronunciation,clear,2000-08-01,J. Ng,provider,test
END
expect_equal 3 "$CODE"
expect_out '^ *2 +level .*fluent.*none, basic, reasonable, clear'
expect_out '^ *3 +skill .*pronunciation.*speaking, understanding, reading, writing'

promise "R15: an officer's impression is a method of its own, beside a test and never instead of one"
expect_ok columns client,skill,level,method english_level --as-at 2000-08-01
expect_out '^17\|speaking\|basic\|officer_impression$'
expect_out '^17\|speaking\|clear\|test$'
expect_ok mahi --format csv table english_level --rows method --columns skill
expect_out "^Officer's impression,1,"
expect_ok mahi show client 17
expect_out "Officer's impression"

promise "R15: an accent has no place: no record or field knows the word; it is only what others held against somebody (R187)"
expect_ok mahi dict --manual
expect_out 'english_level'
expect_lines 0 '^\|.*[Aa]ccent.*\| .[A-Z]+. \|'
expect_lines 3 '[Aa]ccent'
expect_lines 1 '^\| .accent. .*Because of an accent'
expect_out 'an accent has no place'
expect_ok mahi dict
expect_lines 0 '^[a-z_]*accent'
for record in english_level client barrier; do
    expect_ok mahi dict "$record"
    expect_lines 0 '^[A-Za-z_ ]*accent[a-z_]* {2,}'
done

# ---- qualifications and work

promise "R2: the language somebody grew up with and their qualification are two facts, and neither fills the other in"
bring qualification <<'END'
number,client,title,level,field,country,awarded_by,effective_from,source,method
Q17,17,Bachelor of Engineering,6,Civil engineering,LK,University of Moratuwa,1988-06-30,document,document
Q19,19,Master of Arts,7,History,GB,University of Leeds,1982-07-01,client,statement
Q17b,17,Certificate in Drawing,5,Drafting,NZ,Unitec,2000-06-30,client,statement
END
expect_ok columns client,title qualification
expect_lines 3
expect_out '^17\|Bachelor of Engineering$'
expect_out '^19\|Master of Arts$'
expect_no_out '^(18|20)\|'
expect_ok columns number,first_language client
expect_out '^19\|eng$'
expect_out '^18\|cmn$'
expect_ok mahi --format csv table client --rows first_language
expect_lines 6
expect_ok columns client,title qualification --as-at 2000-06-29
expect_lines 2
expect_no_out 'Drawing'
offer client <<'END'
number,family_name,first_language,country,source,method
23,Tongue,zz,XX,client,statement
END
expect_equal 3 "$CODE"
expect_out 'first_language.*zz'
expect_out 'country.*XX'

promise "R29, R31: qualifications and work are two lists, and a job stands as the person calls it and coded"
need mahi load "$SHARE/codes"
bring work_history <<'END'
client,effective_from,effective_to,title,occupation,country,employer,source,method
17,1989-01-01,1998-12-31,Roads engineer,anzsco-1.2:233211,LK,Road Development Authority,client,interview
17,1999-06-01,1999-08-31,Cleaner,,NZ,,client,interview
END
expect_ok columns client,title,occupation,country work_history
expect_lines 2
expect_out '^17\|Roads engineer\|anzsco-1.2:233211\|LK$'
expect_out '^17\|Cleaner\|\|NZ$'
expect_ok columns code,label,part_of occupation
expect_out '^anzsco-1.2:233211\|Civil Engineer\|anzsco-1.2:2332$'
expect_ok mahi --format csv table work_history --rows occupation
expect_out '^anzsco-1.2:233211,1,2,0.5$'
expect_out '^not recorded,1,2,0.5$'
offer work_history <<'END'
client,effective_from,title,occupation,source,method
18,1990-01-01,Welder,anzsco-1.2:000000,client,interview
END
expect_equal 3 "$CODE"
expect_out 'occupation.*"anzsco-1.2:000000" is no occupation here'

promise "R182, R183: what NZQA and the profession made of one qualification stand side by side"
bring qualification_assessment <<'END'
client,qualification,effective_from,body,body_name,result,nz_level,reference,missing,source,method
17,Q17,1999-04-01,nzqa,,accepted,7,NZ-4711,,document,document
17,Q17,2000-05-01,profession,IPENZ,in_part,6,,A year of supervised work,document,document
END
expect_ok columns qualification,body,body_name,result,nz_level,missing qualification_assessment --as-at 2000-06-01
expect_lines 2
expect_out '^Q17\|nzqa\|\|accepted\|7\|$'
expect_out '^Q17\|profession\|IPENZ\|in_part\|6\|A year of supervised work$'
expect_ok mahi --format csv table qualification_assessment --rows qualification,body --columns result
expect_out '^Q17,NZQA,1,0,1,1,1,0,1,0$'
promise "R182: an assessment cannot point at another person's qualification"
offer qualification_assessment <<'END'
client,qualification,effective_from,body,result,source,method
18,Q17,2000-05-01,profession,refused,document,document
END
expect_equal 3 "$CODE"
expect_out 'qualification.*"Q17" belongs to another client'
expect_equal 2 "$(sql 'select count(*) from qualification_assessment')"

# ---- what stands in the way, and what is wanted

promise "R32: a barrier is opened, worked on and closed, each with its day"
bring barrier <<'END'
client,kind,side,effective_from,effective_to,worked_on,evidence,source,method
17,english,personal,2000-02-01,2000-08-01,2000-03-01,Test of 1 March,provider,test
17,networks,societal,2000-02-01,,2000-04-01,Knows nobody in the trade,client,interview
17,nz_experience,personal,2000-02-01,,,Says so in a letter,employer,statement
17,recognition,systemic,2000-02-01,,,,client,interview
17,interview_cv,personal,2000-02-01,,,,officer,officer_impression
17,employer_attitude,societal,2000-06-01,,,40 letters and no answer,client,interview
17,networks,personal,2000-02-01,,,Never goes out,officer,officer_impression
END
expect_ok columns kind,source,worked_on,effective_to barrier --as-at 2000-08-01
expect_lines 7
expect_out '^english\|provider\|2000-03-01\|2000-08-01$'
expect_ok columns kind,source barrier --as-at 2000-08-02
expect_lines 6
expect_no_out '^english'
expect_ok columns kind,source barrier --as-at 2000-05-31
expect_no_out 'employer_attitude'
for kind in english esol_access recognition networks nz_experience interview_cv; do
    run mahi dict barrier
    expect_out "^$kind "
done
promise "R33, R34: whose barrier it is and who says so can be counted: the employer's and the officer's word apart"
expect_ok mahi --format csv table barrier --rows side --columns source
expect_out '^Personal,4,0,0,4,0,2,4,0.5,1,4,0.25,1,4,0.25$'
expect_out '^Systemic,1,0,1,1,1,0,1,0,0,1,0,0,1,0$'
expect_out '^All,7,0,3,7,'
for side in personal cultural economic societal systemic; do
    run mahi dict barrier
    expect_out "^$side "
done
offer barrier <<'END'
client,kind,effective_from,source,method
18,english,2000-02-01,officer,officer_impression
END
expect_equal 3 "$CODE"
expect_err 'side'
offer barrier <<'END'
client,kind,side,effective_from,worked_on,source,method
18,english,personal,2000-02-01,2000-01-31,officer,officer_impression
END
expect_equal 3 "$CODE"
expect_out 'worked_on.*2000-01-31 comes before effective_from'

promise "R44: goals stand in order with what the person will accept, and a change of goal can be seen"
bring goal <<'END'
client,effective_from,rank,kind,occupation,accepts_entry,accepts_unpaid,accepts_retraining,words,source,method
17,2000-02-01,1,profession,anzsco-1.2:233211,no,no,no,I am an engineer,client,interview
17,2000-02-01,2,sideways,anzsco-1.2:312211,no,,,,client,interview
17,2000-09-15,1,entry,anzsco-1.2:312211,yes,yes,no,Anything with roads,client,interview
END
expect_ok columns rank,kind,accepts_entry,words goal --as-at 2000-09-14
expect_lines 2
expect_out '^1\|profession\|no\|I am an engineer$'
expect_out '^2\|sideways\|no\|$'
expect_ok columns rank,kind,accepts_entry,words goal --as-at 2000-09-15
expect_out '^1\|entry\|yes\|Anything with roads$'
expect_no_out 'profession'
expect_ok columns rank,kind goal
expect_lines 3
offer goal <<'END'
client,effective_from,rank,kind,source,method
17,2000-02-01,0,profession,client,interview
END
expect_equal 3 "$CODE"
expect_out '^ *2 +rank '

promise "R40: confidence before, at the end and later, by the same questions"
bring confidence <<'END'
client,effective_from,instrument,occasion,score,source,method
17,2000-08-31,conf-5,before,3.5,client,test
17,2000-09-22,conf-5,end,6,client,test
17,2000-12-22,conf-5,later,4.25,client,test
17,2000-12-22,other-3,later,8,client,test
END
expect_ok columns effective_from,occasion,score,instrument confidence
expect_out '^2000-08-31\|before\|3.5\|conf-5$'
expect_out '^2000-09-22\|end\|6\|conf-5$'
expect_out '^2000-12-22\|later\|4.25\|conf-5$'
expect_ok columns score,instrument confidence --as-at 2000-12-01
expect_lines 1
expect_out '^6\|conf-5$'
offer confidence <<'END'
client,effective_from,score,source,method
18,2000-08-31,3,client,test
END
expect_equal 3 "$CODE"
expect_err 'instrument'
offer confidence <<'END'
client,effective_from,instrument,score,source,method
18,2000-08-31,conf-5,11,client,test
END
expect_equal 3 "$CODE"
expect_out '^ *2 +score .*11.*10'

# ---- work

promise "R164, R169, R38: a state of work has its hours, its subsidy apart, and why it ended"
bring labour_status <<'END'
client,effective_from,effective_to,status,hours_per_week,subsidy,occupation,end_reason,source,method
17,2000-02-01,2000-09-24,unemployed,,,,,client,interview
17,2000-09-25,2000-10-31,work_experience,40,no,anzsco-1.2:312211,completed,provider,record
17,2000-11-01,2001-04-30,subsidised,37.5,yes,anzsco-1.2:312211,redundant,employer,record
17,2001-05-01,,part_time,19.5,no,,,client,interview
18,2000-02-01,,left_market,,,,,client,statement
END
expect_ok columns client,status,hours_per_week,subsidy,end_reason labour_status --as-at 2000-10-31
expect_out '^17\|work_experience\|40\|no\|completed$'
expect_ok columns client,status,hours_per_week,subsidy,end_reason labour_status --as-at 2000-11-01
expect_lines 2
expect_out '^17\|subsidised\|37.5\|yes\|redundant$'
expect_out '^18\|left_market\|\|\|$'
expect_ok columns client,status,hours_per_week labour_status --as-at 2001-05-01
expect_out '^17\|part_time\|19.5$'
expect_no_out '^17\|subsidised'
expect_ok mahi --format csv table labour_status --rows status --columns end_reason
expect_out '^Subsidised work,1,0,'
expect_out '^All,5,3,1,2,0.5,1,2,0.5$'
offer labour_status <<'END'
client,effective_from,status,hours_per_week,source,method
18,2001-01-01,full_time,169,client,interview
18,2001-01-02,working,,client,interview
END
expect_equal 3 "$CODE"
expect_out '^ *2 +hours_per_week .*169'
expect_out '^ *3 +status .*working.*full_time'

# ---- the whole person

bring wellbeing_note <<'END'
client,effective_from,note,support_offered,consent,source,method
17,2000-08-20,"Sleeps badly since the winter, says she",Doctor on Dominion Rd,yes,client,interview
END
printf 'code,name\ntrack,Work Track\n' >programme.csv
need mahi import programme programme.csv
printf 'code,programme\ntrack-sep,track\n' >intake.csv
need mahi import intake intake.csv
bring enrolment <<'END'
client,intake,effective_from,side,chosen_by,index_on,withdrew_why,source,method
17,track-sep,2000-08-20,programme,lottery,2000-09-22,,officer,record
18,track-sep,2000-08-20,programme,lottery,2000-09-22,The hours do not go with school,officer,record
END

promise "R11: one command shows everything about one person, and nothing of another"
expect_ok mahi show client 17
expect_equal "" "$(for caption in 'Household members' 'Residence status' 'Register spells' 'Benefit spells' 'SGI ratings' \
    'Labour-market status' 'English levels' Qualifications 'Qualification assessments' 'Work histor' Barriers Goals \
    'Confidence scores' 'Wellbeing notes' Enrolments; do grep -q "^$caption" out || echo "no $caption"; done)"
expect_ok mahi --format csv show client 17
expect_equal "" "$(for word in Nimali 1964-04-13 H1 Temporary newton Unemployment 'CV and interviews practised' 'Subsidised work' \
    'J. Ng' 'University of Moratuwa' IPENZ 'Roads engineer' '40 letters and no answer' 'I am an engineer' conf-5 \
    'Sleeps badly since the winter' track-sep; do grep -qF "$word" out || echo "no $word"; done)"
expect_no_out 'Wáng|Smith|Sharma|Leeds|school'
promise "R11: every fact is shown with who says so and how they know"
run mahi --format csv show client 17
expect_true "every table of facts has a column for source and one for method" \
    test "$(grep -cE '(^|,)source,method(,|$)' out)" -eq 15
promise "R17: what nobody checked is counted, list by list"
run mahi show client 17
expect_lines 15 '^Not checked by a second person: [0-9]+ of [0-9]+\.'
expect_out 'Not checked by a second person: 3 of 3\.'
expect_out 'Not checked by a second person: 7 of 7\.'
expect_out '^Verified by +ana'
expect_ok mahi doctor
