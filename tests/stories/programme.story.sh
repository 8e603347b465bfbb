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
