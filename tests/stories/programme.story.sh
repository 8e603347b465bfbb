#!/usr/bin/env bash
# A programme from the file that people write to the lock before its first start, and what is changed after it.

export MAHI_TODAY=2000-07-01
need mahi init
bring office <<<$'code,kind\nnorth,region\ntaranaki,region'
bring staff <<'END'
login,name,role
ben,Ben,coordinator
col,Col,coordinator
END
bring cultural_group <<<$'code,label\npacific,Pacific'
bring organisation <<<$'code,name,kind\nwinz,Work and Income,service\ntad,TAD,agency\nlec,Local group,local_group'

cat >engineers.yaml <<'END'
# Made for this story; nothing of it is printed anywhere.
programme:
  code: eng
  name: Engineers
  region: north
  starts_on: 2000-08-01
  ends_on: 2000-12-31
  status: planned
  for_whom: Engineers who came lately.
  objectives: |
    More work.
    Less waiting: at once.
  comparison: Who is eligible and not drawn.
  short_name: ME
  coordinator: ben
  deputy: col
  comparison_design: lottery
  expected_weeks: 26
  acceptable: 20 hours a week and more.
  criteria:
  - label: On the register half a year at most
    version: eng-early/1
    need: hard
  - label: Clear English
    version: eng-english/1
    need: preferred
  barriers:
  - kind: networks
    side: personal
    how: Guest speakers.
  - kind: employer_attitude
    side: societal
  aims:
  - words: More of them in work
    outcome: eng-work
    target: 40
    unit: percent
    due_on: 2001-02-01
    owner: ben
    about_work: yes
  - words: They feel better
    about_work: no
  components:
  - what: Calling employers
    kind: placement
    delivered_by: agency
    organisation: tad
    contract: C-7
  stages:
  - code: eng-promotion
    name: Make it known
    paid: no
    planned_on: 2000-07-10
  - code: eng-agency
    name: The agency calls employers
    paid: yes
    needs:
    - eng-promotion
  modules:
  - code: eng-cv
    name: CV
    hours: 6.5
  practice_overrides:
  - practice: caseload
    number: 40
    why: They need more time
  demand_assessments:
  - region: north
    assessed_on: 2000-06-20
    vacancies: 30
    employers_asked: 12
    verdict: thin
  partner_tasks:
  - what: Find mentors
    organisation: lec
    due_on: 2000-09-01
    agreed_on: 2000-06-01
  agreements:
  - code: eng-tad
    kind: joint_venture
    title: With TAD
    purpose: work_experience
    versions:
    - code: eng-tad/1
      version: 1
      starts_on: 2000-07-01
      purpose_words: Work experience for engineers.
      clients_told: |
        It is unpaid.
        It takes six months at most.
    parties:
    - winz
    - tad
  intakes:
  - code: eng-aug
    name: 'August: the first'
    starts_on: 2000-08-07
    ends_on: 2000-10-27
    places: 16
    blocks:
    - kind: teaching
      starts_on: 2000-08-07
      ends_on: 2000-09-29
    - rank: 5
      kind: work_experience
      starts_on: 2000-10-02
      ends_on: 2000-10-27
    promotion:
    - what: A letter to the papers
      due_on: 2000-07-20
  outcomes:
  - code: eng-work
    label: in any work
    measure: share
    target: 40
    counts:
    - full_time
    - part_time
    - in_work
  waves:
  - code: eng-2m
    label: two months after
    months_after: 2
  - code: eng-6m
    label: six months after
    months_after: 6
  follow_up_rules:
  - track: taking_part
    weeks_after: 4
    ask_confidence: no
named:
  office:
  - code: north
    kind: region
  organisation:
  - code: lec
    name: Local group
    kind: local_group
  - code: tad
    name: TAD
    kind: agency
  - code: winz
    name: Work and Income
    kind: service
  question:
  - code: eng-early
    label: Early
  - code: eng-english
    label: English
  question_version:
  - code: eng-early/1
    question: eng-early
    version: 1
    text: weeks registered <= 26
    verified_only: no
    saved_on: 2000-06-01
  - code: eng-english/1
    question: eng-english
    version: 1
    text: |
      English speaking >= level("clear")
      and English understanding >= level("clear")
    verified_only: yes
    saved_on: 2000-06-01
END

promise "R4, R8: a programme is one file that people write; loading it twice changes nothing"
expect_ok mahi programme load engineers.yaml
expect_out 'eng: 30 records new, 0 changed'
expect_ok mahi programme load engineers.yaml
expect_out 'eng: 0 records new, 0 changed, 30 known already'
expect_ok mahi programme list
expect_out '^eng +Engineers +north +Planned +2000-08-01'
expect_ok mahi targeting eng
promise "R8: what is written out is the file that was read, word for word"
tail -n +2 engineers.yaml >written.yaml
expect_ok mahi programme export eng
cp out first.yaml
expect_same written.yaml first.yaml
promise "R8: it goes into an empty database, with what it names, and comes out the same"
home=$MAHI_DB
fresh_database
need mahi init
expect_exit 3 mahi programme load first.yaml
expect_err 'first.yaml:14:3: coordinator: "ben" is no staff here'
bring staff <<<$'login,name\nben,Ben\ncol,Col'
expect_ok mahi programme load first.yaml
expect_ok mahi programme export eng
cp out second.yaml
expect_same first.yaml second.yaml
expect_equal 'tad|TAD|agency' "$(columns code,name,kind organisation | grep tad)"
export MAHI_DB=$home

promise "R6: a programme is read as group, objectives, methods and outcomes, in this order"
expect_ok mahi programme show eng
grep -nxE '(Group|Objectives|Methods|Outcomes|What was fixed)' out | sed 's/^[0-9]*://' >headings
expect_equal 'Group Objectives Methods Outcomes What was fixed' "$(tr '\n' ' ' <headings | sed 's/ $//')"
promise "R59: an objective without a measure is not measurable, and is said to be so"
expect_out 'not measurable: nobody wrote down a measure'
promise "R10: each component says who delivers it, under which contract"
expect_out 'Calling employers +Placement +Agency +tad +C-7'
promise "R133: standard practice that it departs from is said openly"
expect_out 'Caseload +40 +. \[[0-9]\] +They need more time'

promise "R8: what is wrong in a file is said with line, column and what would be right, all at once, and nothing is written"
sed -e 's/months_after: 2/months_after: two/' -e 's/kind: networks/kind: network/' -e 's/for_whom:/forwhom:/' \
    -e 's/ends_on: 2000-12-31/ends_on: 2000-02-31/' engineers.yaml >bad.yaml
expect_exit 3 mahi --format csv programme load bad.yaml
expect_out '^7,"ends_on, column 3","""2000-02-31""'
expect_out '^9,"forwhom, column 3","""forwhom"" is nothing that a programme has; did you mean'
expect_out '^28,"kind, column 5","""network""'
expect_out ',"months_after, column 5","""two""'
expect_lines 4 '^[0-9]'
expect_equal 2000-12-31 "$(columns code,ends_on programme | sed -n 's/^eng|//p')"
printf 'programme:\n  code: x\n  name: [a\n' >bad.yaml
expect_exit 3 mahi programme load bad.yaml
expect_err 'bad.yaml:4:1.*the file is not YAML here'
printf 'programme: &a\n  code: x\n  name: *a\n' >bad.yaml
expect_exit 3 mahi programme load bad.yaml
expect_err 'bad.yaml:1:12: anchors'
printf 'programme:\n  code: x\n  code: y\n' >bad.yaml
expect_exit 3 mahi programme load bad.yaml
expect_err 'bad.yaml:3:3: "code" stands in line 2 already'
printf 'plan:\n  code: x\n' >bad.yaml
expect_exit 3 mahi programme load bad.yaml
expect_err 'it begins with programme: and its code'
expect_exit 8 mahi programme load none.yaml
sed 's/outcome: eng-work/outcome: eng-wrok/' engineers.yaml >bad.yaml
expect_exit 3 mahi programme load bad.yaml
expect_err 'bad.yaml:35:5: outcome: "eng-wrok"'

promise "R8: what the file leaves out stays and is said; --withdraw takes it out"
sed -e '/short_name/d' -e '/code: eng-2m/,+2d' engineers.yaml >less.yaml
expect_ok mahi programme load less.yaml
expect_out 'wave eng-2m stands here and not in the file; it was left'
expect_out 'programme eng: its short_name stands here'
expect_ok mahi programme load less.yaml --withdraw
expect_out '1 changed, 28 known already, 1 taken out'
expect_ok mahi programme load engineers.yaml
expect_out '1 records new, 1 changed'

promise "R162: a design is copied to another region, without what belongs to a place, a day or a person"
expect_ok mahi programme copy eng eng-tar --region taranaki --name 'Engineers of Taranaki'
expect_ok mahi programme export eng-tar
expect_out 'code: eng-tar$'
expect_out 'region: taranaki'
expect_out 'predecessor: eng$'
expect_out 'outcome: eng-tar-work'
expect_out '^    - eng-tar-promotion'
expect_out 'status: planned'
expect_no_out 'ben|tad|C-7|2000-0[789]|demand_assessments|intakes|agreements'
expect_exit 6 mahi programme copy eng eng-tar
expect_err 'a programme "eng-tar" already'

# ---- the lock

bring dead_period <<'END'
code,name,region,starts_on,ends_on
christmas-2000,Christmas and New Year,,2000-12-20,2001-01-15
students-2000,Students look for work,taranaki,2000-11-15,2001-02-15
END
promise "R226: (F13) a programme is not locked while what it is judged by is not written down: everything that is missing is said at once"
bring programme <<<$'code,name\nbare,Bare'
expect_exit 3 mahi programme lock bare
expect_err 'no criterion decides'
expect_err 'no objective is written down'
expect_err 'no outcome is written down'
expect_err 'nobody wrote down when people are followed'
expect_err 'in how many weeks the outcome is expected'
promise "R192: (F19) nor without an assessment of local demand"
expect_err 'what the local labour market can take'
bring objective <<<$'programme,rank,words\nbare,1,More work'
bring outcome <<<$'code,programme,label,measure\nbare-work,bare,in work,share'
promise "R130: (F7) nor with an objective about work and nobody to compare with, unless the reason is written down"
expect_exit 3 mahi programme lock bare
expect_err 'nobody to compare with'
expect_err 'what is anticipated of outcome bare-work'
expect_err 'outcome bare-work counts no state'
bring programme <<<$'code,name,comparison_design\nbare,Bare,none'
expect_exit 3 mahi programme lock bare
expect_err 'nobody to compare with'
bring programme <<<$'code,name,comparison_design,no_comparison_why\nbare,Bare,none,The region has one office'
expect_exit 3 mahi programme lock bare
expect_no_err 'nobody to compare with'
expect_exit 4 mahi programme lock barr
expect_err 'did you mean "bare"'

promise "R63, R157, R158: what whoever locks it should see is shown, and kept with the lock"
bring partner_task <<<$'programme,rank,what,due_on\neng,2,Find rooms,2000-09-15'
bring wave <<<$'code,programme,label,months_after\neng-3m,eng,three months after,3'
bring demand_assessment <<'END'
programme,region,assessed_on,rank,verdict
eng,taranaki,2000-06-20,1,near_nil
END
expect_ok mahi --format csv programme lock eng
expect_out 'Gap of the inter-agency plan: Find rooms \(nobody has taken it\)'
promise "R155: (F20) waves, runs and blocks in a time when nobody is hired are among it"
expect_out 'Wave eng-2m of intake eng-aug falls on 2000-12-27, into a dead period: Christmas'
expect_no_out 'eng-3m of|begins or ends in a dead period'
promise "R192: (F19) and near-nil demand is"
expect_out 'Demand is near nil: all occupations, taranaki'
promise "R59: an objective that nobody can measure is said to be so when it is fixed"
expect_out 'Objective 2 is not measurable'
expect_out 'Nobody answers for objective 2'
promise "R226: what was fixed is kept in words, with a fingerprint"
expect_ok mahi --format csv programme show eng
expect_out 'Locked by .* on 2000-07-01'
expect_out 'What stands now follows from it\.'
expect_out '^outcome eng-work,.*; target: 40'
expect_equal 64 "$(columns programme,fingerprint programme_lock | sed -n 's/^eng|//p' | tr -d '\n' | wc -c)"
expect_equal eng-work\|2000-07-01 "$(columns code,declared_on outcome | grep eng-work)"
expect_exit 6 mahi programme lock eng
expect_err 'was locked by .* on 2000-07-01; mahi programme amend changes it'

# IN $1 the record, $2 what is imported
refused() {
    offer "$1" <<<"$2"
    expect_equal 3 "$CODE"
    expect_out 'fixed|never written'
}
promise "R226: (F13) once locked, nothing of what was fixed is changed at any door"
refused wave $'code,programme,label,months_after\neng-6m,eng,seven months after,7'
refused wave $'code,programme,label,months_after\neng-9m,eng,nine months after,9'
refused outcome $'code,programme,label,measure,target\neng-work,eng,in any work,share,20'
refused outcome $'code,programme,label,measure,target\neng-work,bare,in any work,share,40'
refused outcome_state $'outcome,status\neng-work,training'
refused criterion $'programme,rank,label,version,need\neng,2,Clear English,eng-english/1,hard'
refused criterion $'programme,rank,label,version,need\neng,3,More,eng-english/1,hard'
refused objective $'programme,rank,words,target\neng,1,More of them in work,20'
refused programme $'code,name,expected_weeks\neng,Engineers,52'
refused programme $'code,name,comparison\neng,Engineers,Nobody'
refused exclusion $'programme,cultural_group\neng,pacific'
refused question_version $'code,question,version,text,saved_on\neng-early/1,eng-early,1,weeks registered <= 52,2000-06-01'
refused programme_lock $'programme,locked_on,locked_at,locked_by,fingerprint,fixed\neng,2000-07-02,2000-07-02T00:00:00Z,ben,x,y'
sed 's/target: 40/target: 20/' engineers.yaml >soft.yaml
expect_exit 3 mahi programme load soft.yaml
expect_err 'soft.yaml:[0-9]+:[0-9]+.*locked'
promise "R226: (F13) nor is any of it taken back, with whatever reason"
# IN $1 the record, the rest its key
stays() {
    expect_exit 6 mahi withdraw "$@" --because 'It does not look good'
    expect_err "this $1 stays: "
}
stays programme_lock eng
expect_err 'what was locked is not unlocked'
stays wave eng-3m
expect_err 'mahi programme amend takes it out, with a reason'
stays criterion eng 1
stays objective eng 1
stays outcome_state eng-work "$(columns outcome,status outcome_state | sed -n 's/^eng-work|//p' | head -n 1)"
expect_ok mahi programme show eng
expect_out 'What stands now follows from it\.'
promise "R226: what was not fixed goes on as before"
offer objective <<<$'programme,rank,words,owner\neng,1,More of them in work,col'
expect_true "an objective's owner may change" test "$CODE" -eq 0
offer programme <<<$'code,name,status\neng,Engineers,running'
expect_true "its status may change" test "$CODE" -eq 0
expect_ok mahi programme show eng
expect_out 'What stands now follows from it\.'

promise "R226: a change is an amendment: dated, with its reason, and with what it was and is"
need mahi programme export eng
sed -e 's/target: 40/target: 35/' -e 's/months_after: 6/months_after: 7/' -e '/code: eng-3m/,+2d' out >amended.yaml
expect_exit 2 mahi programme amend amended.yaml --what target
expect_err 'say with --why why'
expect_exit 2 mahi programme amend amended.yaml --why 'One tutor less'
expect_ok mahi programme amend amended.yaml --what target --why 'One tutor less' --withdraw
expect_out 'outcome eng-work: target 40 → 35'
expect_out 'wave eng-6m: months_after 6 → 7'
expect_out 'wave eng-3m, taken'
expect_ok mahi --format csv programme show eng
expect_out 'What stands now follows from it and the amendments below'
expect_out '^1,.*,Targets,"?outcome|^1,.*,Targets,'
expect_out 'One tutor less$'
expect_equal 35 "$(columns code,target outcome | sed -n 's/^eng-work|//p')"
refused outcome $'code,programme,label,measure,target\neng-work,eng,in any work,share,20'
expect_exit 3 mahi programme amend amended.yaml --what target --why 'Again'
expect_err 'nothing of what was fixed differs'
cp amended.yaml new.yaml
sed -i -e 's/months_after: 7/months_after: 7\n  - code: eng-12m\n    label: a year after\n    months_after: 12/' \
    -e 's/- in_work/- in_work\n    - subsidised/' new.yaml
expect_ok env MAHI_TODAY=2000-07-05 mahi programme amend new.yaml --what wave --why 'The minister asks'
expect_out 'wave eng-12m, new: '
expect_out 'outcome_state eng-work subsidised, new'
refused amendment $'programme,rank,made_at,made_by,what,words,why,fingerprint\neng,1,2000-07-02T00:00:00Z,ben,target,w,w,x'
expect_ok mahi --format csv board programmes --programme eng
expect_out '^eng,Engineers,north,.*,2000-07-01,2,1,0,0,'
expect_equal '2000-07-05' "$(columns code,declared_on outcome | sed -n 's/^eng-work|//p')"
promise "R155: (F20) a wave that a calendar made later puts into a dead period is found"
expect_exit 1 mahi doctor
expect_out '1 against the rule wave_in_dead_period, "eng-2m"'
expect_out '1 finding was found'

promise "R226: whoever goes behind Mahi's back is found out"
sql "UPDATE outcome SET target = 10 WHERE code = 'eng-work'"
expect_exit 1 mahi programme show eng
expect_out 'does NOT follow from what was fixed'
sql "UPDATE outcome SET target = 35 WHERE code = 'eng-work'"
expect_ok mahi programme show eng
