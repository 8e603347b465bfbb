#!/usr/bin/env bash
# Bodies the service works with: who keeps the relationship, what they advised, what was agreed at meetings, and what everybody answers.

need mahi init
export MAHI_TODAY=2000-07-01
bring office <<'END_OF'
code,kind
north,region
newton,service_centre
onehunga,service_centre
otara,service_centre
END_OF
bring staff <<'END_OF'
login,name,role,office
ben,Ben,coordinator,north
ana,Ana,case_manager,newton
eve,Eve,case_manager,newton
ola,Ola,case_manager,onehunga
END_OF
bring organisation <<'END_OF'
code,name,kind,region,formal,owner
winz,Work and Income,service,north,,
lec,LEC north,local_group,north,yes,ben
ecm,Ethnic council,community,north,no,ana
church,Samoan church,community,north,no,
END_OF
bring programme <<'END_OF'
code,name,region,coordinator,starts_on
thrive,Thrive,north,ben,2000-07-01
END_OF

# ---- bodies and what they advise

bring organisation_contact <<'END_OF'
number,organisation,held_on,staff,kind,words,answer,answered_on,changed
t1,ecm,2000-07-03,ana,advice,Hold the course in the evening,We will,2000-07-10,The course is held from six to nine
t2,ecm,2000-07-05,eve,advice,Ask the elders first,We thought about it,2000-07-20,
t3,ecm,2000-08-01,ana,advice,Teach the words of a workshop,,,
t4,lec,2000-08-15,ben,work,Planned the employers' evening,,,
t5,ecm,2000-08-16,ana,concern,Employers do not answer,,,
END_OF
promise "R114: advice of a body stands with who gave it, what it was answered and what changed; what nobody answered stands first"
expect_ok mahi --format csv board advice --as-at 2000-08-22
expect_equal 'Ethnic council,2000-08-01,ana,Teach the words of a workshop,,,,not answered,3' "$(sed -n '/Teach/p' out)"
expect_out '^Ethnic council,2000-07-03,ana,Hold the course in the evening,We will,2000-07-10,The course is held from six to nine,something changed,$'
expect_out '^Ethnic council,2000-07-05,eve,Ask the elders first,We thought about it,2000-07-20,,"answered, and nothing changed",$'
expect_lines 3 '^Ethnic council'
expect_equal 'Teach the words of a workshop' "$(grep '^Ethnic' out | head -n 1 | cut -d, -f4)"
promise "R114: on a day before it was answered, it was not answered"
expect_ok mahi --format csv board advice --as-at 2000-07-09
expect_out '^Ethnic council,2000-07-03,.*,not answered,0$'
promise "R132: each relationship has its owner, its kind and when they last spoke; those whom nobody keeps stand first"
expect_ok mahi --format csv board relationships --as-at 2000-08-29
expect_equal 'church,Samoan church,Community body,no,,,,,' "$(sed -n 's/^\(church,.*\)$/\1/p' out)"
expect_out '^ecm,Ethnic council,Community body,no,ana,4,2,2000-08-16,1$'
expect_out '^lec,LEC north,Local group,yes,ben,1,1,2000-08-15,2$'
expect_no_out '^winz'
expect_equal 'church lec ecm' "$(grep -oE '^(church|ecm|lec),' out | tr -d , | xargs)"
promise "R132: a relationship outlives the person: whoever leaves hands it over, and what was said stays"
export MAHI_TODAY=2000-08-29
need mahi handover ana --to eve
expect_ok mahi --format csv board relationships --organisation ecm --as-at 2000-08-30
expect_out '^ecm,Ethnic council,Community body,no,eve,4,2,2000-08-16,2$'
expect_ok columns number,staff organisation_contact
expect_out '^t1\|ana$'

# ---- meetings

promise "R128: (F46) an action of a meeting has one owner and a day, or it is no action"
bring meeting <<'END_OF'
code,held_on,about,programme
m1,2000-07-12,Getting employers to come,thrive
m2,2000-08-09,How it goes,thrive
m3,2000-08-10,Something else,
END_OF
offer meeting_action <<<$'meeting,rank,what,owner,due_on\nm1,1,Invite twenty employers,,2000-08-01'
expect_equal 3 "$CODE"
expect_out "owner +nothing is written; the other record's key is needed"
expect_exit 3 mahi record meeting_action meeting=m1 rank=1 'what=Invite twenty employers' due_on=2000-08-01
expect_err 'owner: needed'
expect_exit 3 mahi record meeting_action meeting=m1 rank=1 'what=Invite twenty employers' owner=everybody due_on=2000-08-01
expect_err '"everybody" is no staff here'
expect_exit 3 mahi record meeting_action meeting=m1 rank=1 'what=Invite twenty employers' owner=ben
expect_err 'due_on: needed'
promise "R128: what is overdue opens the next agenda, the longest first; what is done is not on it"
bring meeting_action <<'END_OF'
meeting,rank,what,owner,due_on,done_on
m1,1,Invite twenty employers,ben,2000-08-01,
m1,2,Book the hall,eve,2000-07-20,2000-07-19
m1,3,Ask the LEC for mentors,ben,2000-07-15,
m2,1,Write the leaflet,eve,2000-08-31,
m3,1,Paint the door,ola,2000-08-01,
END_OF
expect_ok mahi --format csv board agenda --programme thrive --as-at 2000-08-29
expect_out '^m1,2000-07-12,Getting employers to come,3,Ask the LEC for mentors,ben,2000-07-15,overdue,45$'
expect_out '^m2,2000-08-09,How it goes,1,Write the leaflet,eve,2000-08-31,to come,$'
expect_no_out 'Book the hall|Paint the door'
expect_equal '3 1 1' "$(grep -E '^m[12],' out | cut -d, -f4 | xargs)"
expect_ok mahi --format csv board agenda --as-at 2000-07-18
expect_out 'Book the hall,eve,2000-07-20,to come,$'
expect_ok mahi --format csv board agenda --as-at 2000-08-31
expect_out 'Write the leaflet,eve,2000-08-31,to come,$'
expect_ok mahi --format csv board agenda --as-at 2000-09-01
expect_out 'Write the leaflet,eve,2000-08-31,overdue,1$'

# ---- a programme and its local group

promise "R62: what the local group does for a programme is agreed by it, has a day, and shows when it is late"
bring partner_task <<'END_OF'
programme,rank,what,organisation,due_on,agreed_on,done_on
thrive,1,Find mentors,lec,2000-08-01,2000-07-05,
thrive,2,Speak to the chamber,lec,2000-09-15,,
thrive,3,Find a hall,ecm,2000-08-01,2000-07-05,2000-07-20
END_OF
expect_ok mahi --format csv board partner_gaps --programme thrive --organisation lec --as-at 2000-08-29
expect_out '^thrive,Find mentors,LEC north,2000-08-01,2000-07-05,,overdue$'
expect_out '^thrive,Speak to the chamber,LEC north,2000-09-15,,,not agreed yet$'
expect_no_out 'hall'
promise "R62: it is told by a day how the programme goes"
bring update_due <<'END_OF'
programme,organisation,due_on,sent_on,acknowledged_on
thrive,lec,2000-08-01,2000-08-01,2000-08-03
thrive,lec,2000-08-15,,
thrive,ecm,2000-08-15,,
END_OF
expect_ok mahi --format csv board updates --organisation lec --as-at 2000-08-29
expect_out '^thrive,LEC north,2000-08-15,,,overdue,2$'
expect_out '^thrive,LEC north,2000-08-01,2000-08-01,2000-08-03,acknowledged,$'
expect_no_out 'Ethnic'
promise "R62: what it is told are counts, without a person in them"
bring client <<'END_OF'
number,family_name,source,method
C-77,Fa'asavalu,client,interview
C-78,Lee,client,interview
END_OF
bring intake <<<$'code,programme,places\nthrive-1,thrive,10'
bring enrolment <<'END_OF'
client,intake,effective_from,side,chosen_by,index_on,enrolled_on,started_on,source,method
C-77,thrive-1,2000-07-20,programme,judgement,2000-08-01,2000-07-25,2000-08-01,officer,record
C-78,thrive-1,2000-07-20,programme,judgement,2000-08-01,2000-07-25,,officer,record
END_OF
bring register_spell <<'END_OF'
client,effective_from,office,source,method
C-77,2000-01-01,onehunga,officer,record
C-78,2000-01-01,otara,officer,record
END_OF
expect_ok mahi --format csv board programme_flow --programme thrive --as-at 2000-08-29
expect_out '^Started,1'
expect_no_out 'C-7|Fa.asavalu'

# ---- a liaison at every centre

promise "R122: service centres without a liaison are shown first, with how many participants they have"
bring site_coordinator <<'END_OF'
programme,office,staff,deputy
thrive,newton,eve,ben
thrive,onehunga,ola,
END_OF
expect_ok mahi --format csv board site_liaisons --programme thrive --as-at 2000-08-29
expect_equal 'otara,,,1,nobody' "$(grep -E '^(otara|newton|onehunga),' out | head -n 1)"
expect_out '^newton,eve,ben,0,covered$'
expect_out '^onehunga,ola,,1,without a deputy$'
expect_no_out '^north'
promise "R122: so is one whose liaison has left"
need mahi record staff login=ola left_on=2000-08-29
expect_ok mahi --format csv board site_liaisons --programme thrive --as-at 2000-08-29
expect_out '^onehunga,ola,,1,without a deputy$'
expect_ok mahi --format csv board site_liaisons --programme thrive --as-at 2000-08-30
expect_out '^onehunga,,,1,who answered for it has left$'
promise "R122, R138: the one who takes over from a leaver takes the centre over too"
need mahi handover eve --to ben
expect_ok mahi --format csv board site_liaisons --programme thrive --as-at 2000-08-30
expect_out '^newton,ben,'
expect_exit 2 mahi board site_liaisons
expect_err 'say which with --programme'

# ---- surveys of clients, bodies and employers

bring survey <<'END_OF'
code,label,asks,level,programme
trust,What bodies think the service can do,bodies,liked,thrive
content,How content clients are,clients,liked,thrive
hosts,What employers make of migrants,employers,liked,
END_OF
bring survey_question <<'END_OF'
code,survey,rank,words,low,high
trust-1,trust,1,Can the service serve migrants?,not at all,very well
content-1,content,1,Are you content?,not at all,very
hosts-1,hosts,1,Would you take a migrant on?,never,at once
END_OF
bring survey_reply <<'END_OF'
question,respondent,asked_on,occasion,intake,score
trust-1,ecm,2000-07-02,before,,2
trust-1,lec,2000-07-02,before,,3
trust-1,church,2000-07-02,before,,
trust-1,ecm,2000-08-20,end,,4
trust-1,lec,2000-08-20,end,,3
trust-1,church,2000-08-20,end,,5
content-1,C-77,2000-08-20,end,thrive-1,5
content-1,C-78,2000-08-20,end,thrive-1,
hosts-1,acme,2000-07-10,before,,1
hosts-1,bolt,2000-07-10,before,,2
hosts-1,acme,2000-08-20,later,,2
hosts-1,bolt,2000-08-20,later,,1
END_OF
promise "R119: stakeholders' confidence has a measure before, and each change is of those who answered both times"
expect_ok mahi --format csv board surveys --as-at 2000-08-29
expect_out '^trust,Bodies,Liked,1,Can the service serve migrants\?,Before,2,3,0\.66[0-9]*,2\.50?,.*,the measure before$'
expect_out '^trust,Bodies,Liked,1,Can the service serve migrants\?,At the end,3,3,1,4(\.00)?,1,2,0\.50?,0,2,0,beside before$'
promise "R131: satisfaction says how many were asked and answered; without a measure before no change is shown"
expect_out '^content,Clients,Liked,1,Are you content\?,At the end,1,2,0\.50?,5(\.00)?,.*,nobody answered before too: no change can be shown$'
promise "R131: significant is a word for a test: no survey says it"
expect_no_out '[Ss]ignificant'
run mahi board surveys --as-at 2000-08-29
expect_no_out '[Ss]ignificant'
expect_out 'by a test'
run mahi --format csv board surveys --as-at 2000-08-29
promise "R188: what employers answer stands in the same table, asked and counted the same way"
expect_out '^hosts,Employers,Liked,1,Would you take a migrant on\?,Later,2,2,1,1\.50?,1,2,0\.50?,1,2,0\.50?,beside before$'
promise "R119: a reply of a later day is not known before"
expect_ok mahi --format csv board surveys --as-at 2000-08-01
expect_no_out 'At the end|Later'
expect_ok mahi --format csv board surveys --programme thrive --as-at 2000-08-29
expect_no_out '^hosts'
promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor
