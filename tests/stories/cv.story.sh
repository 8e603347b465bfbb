#!/usr/bin/env bash
# A CV from the record, in versions; and what an employer is shown of it. As at Monday 2 October 2000.

export MAHI_TODAY=2000-10-02
need mahi init
bring office <<<$'code,kind\nnewton,service_centre'
bring staff <<<$'login,name,office,sees_restricted\nana,Ana Aiono,newton,yes\nbea,Bea Best,newton,no'
bring occupation <<<$'code,label\nnurse,Registered nurse\naide,Care aide'
bring organisation <<<$'code,name,kind\nunitec,Unitec,provider'
bring employer <<<$'code,name\nmill,The Mill'
bring client <<'END'
number,family_name,given_names,birth_date,gender,country,first_language,source,method
S,Sione,"Ana <b>&""Malia""",1962-03-04,female,WS,smo,client,interview
END
bring work_history <<'END'
client,effective_from,effective_to,title,occupation,country,employer,source,method
S,1990-02-01,1997-06-30,Staff nurse,nurse,WS,Apia Hospital,client,interview
S,1986-01-10,1990-01-31,Junior nurse,nurse,WS,Apia Hospital,client,interview
END
bring qualification <<'END'
number,client,effective_from,title,level,field,country,awarded_by,source,method
q1,S,1985-12-01,Diploma of Nursing,5,Nursing,WS,School of Nursing,client,document
END
bring qualification_assessment <<'END'
client,qualification,body,effective_from,body_name,result,nz_level,source,method
S,q1,nzqa,2000-03-01,,accepted,6,document,document
S,q1,profession,2000-05-01,Nursing Council,refused,,document,document
END
bring english_level <<'END'
client,effective_from,skill,level,assessor,source,method
S,2000-08-01,speaking,clear,Test centre,provider,test
S,2000-08-01,writing,high,Ana Aiono,officer,officer_impression
END
bring training <<<$'client,effective_from,effective_to,title,kind,organisation,completed\nS,2000-02-01,2000-06-30,English for nurses,professional_english,unitec,yes\nS,2000-08-01,,Safety,pre_placement,unitec,'
bring referee <<'END'
client,effective_from,name,known_from,said,agreed_on,source,method
S,2000-09-01,Dr Tui,Apia Hospital,A careful nurse,2000-09-01,client,statement
S,2000-09-01,Mr No,Apia,,,client,statement
END
bring contact_point <<'END'
client,effective_from,effective_to,way,address,whose,preferred
S,2000-01-01,2000-06-30,mobile,021 555 0110,,yes
S,2000-07-01,,mobile,021 555 0111,,
S,2000-01-01,,phone,09 555 0112,a daughter's,yes
S,2000-01-01,,e_mail,sione@example.org,,
S,2000-01-01,,post,3 <Rata> Street,,
END
bring wellbeing_note <<<$'client,effective_from,note,consent,source,method\nS,2000-09-01,Sleeps badly SECRETA,yes,client,interview'
bring discrimination_report <<<$'client,effective_from,kind,words,may_act,source,method\nS,2000-09-01,accent,They laughed SECRETB,no,client,interview'
bring benefit_spell <<<$'client,effective_from,type,source,method\nS,2000-01-01,emergency,officer,record'
bring barrier <<<$'client,effective_from,kind,side,evidence,source,method\nS,2000-01-01,interview_cv,personal,SECRETC,officer,interview'

promise "R47: a CV is made of the record, as a version with helper and work"
expect_ok mahi --as bea cv make S --for nurse --summary 'A nurse of "ten" years & more'
expect_out 'Version "cv-1001" is made'
expect_equal 'cv-1001|S|2000-10-02|bea|nurse' "$(columns number,client,effective_from,made_with,occupation cv)"
expect_ok mahi cv show cv-1001
expect_out 'Staff nurse, Apia Hospital, Samoa; 1990-02-01 to 1997-06-30'
expect_out 'Diploma of Nursing: Accepted at New Zealand level 6, NZQA'
promise "R47: an employer finds how to reach them: what stands on the day and is their own"
expect_out '^Telephone +021 555 0111$'
expect_out '^E-mail +sione@example.org$'
expect_out '^Address +3 <Rata> Street$'
expect_no_out '0110|0112|daughter'
promise "R36, R183: what the profession did not accept is not claimed; courses that were finished are"
expect_no_out 'Nursing Council'
expect_out 'English for nurses'
expect_no_out 'Safety'
promise "R15, R47: English stands there as it was tested, never as an officer's impression"
expect_out 'English, Speaking: Clear'
expect_no_out 'Writing'
promise "R85: only a referee who agreed is named"
expect_out 'Dr Tui'
expect_no_out 'Mr No'
promise "R41, R42, R187: nothing restricted, and neither gender, age, country nor benefit, is on a CV in any form"
for format in text json html csv; do
    expect_ok mahi --as ana --format $format cv show cv-1001
    expect_no_out 'SECRET|1962|[Ff]emale|[Ee]mergency|[Bb]arrier'
done
promise "R47: as JSON it is a JSON Resume, member by member"
need mahi --format json cv show cv-1001
cp out cv.json
expect_true "the document has the structure of JSON Resume v1.0.0" python3 -c '
import json, re
cv = json.load(open("cv.json"))
assert cv["basics"].pop("location") == {"address": "3 <Rata> Street"}
members = {"basics": {"name", "label", "phone", "email", "summary"}, "meta": {"version", "lastModified"}}
rows = {"work": {"name", "position", "location", "startDate", "endDate", "summary"}, "education": {"institution", "area", "studyType", "startDate", "endDate"},
        "certificates": {"name", "date", "issuer"}, "languages": {"language", "fluency"}, "references": {"name", "reference"}}
assert set(cv) == set(members) | set(rows), set(cv)
for part, known in members.items():
    assert set(cv[part]) <= known and all(isinstance(v, str) for v in cv[part].values()), part
for part, known in rows.items():
    assert isinstance(cv[part], list) and cv[part], part
    for row in cv[part]:
        assert set(row) <= known and all(isinstance(v, str) and v for v in row.values()), row
        assert all(re.fullmatch("[1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]", row[k]) for k in row if "ate" in k), row
assert cv["basics"]["name"] == "Ana <b>&\"Malia\" Sione" and cv["meta"]["version"] == "v1.0.0"
'
promise "R47: as a page everything that people typed is text, never a tag"
need mahi --format html cv show cv-1001
expect_out 'Ana &lt;b&gt;&amp;&quot;Malia&quot; Sione'
expect_out '021 555 0111 . sione@example.org . 3 &lt;Rata&gt; Street'
expect_no_out '<b>|<script'

promise "R47: made again of the same record, it is the same version"
expect_ok mahi cv make S --for nurse
expect_out 'no new version is needed'
expect_ok mahi cv make S
expect_out 'cv-1002'
promise "R47: whether it is current is computed: the record changed, and the CV says what it does not say"
expect_ok mahi --format csv cv list S
expect_lines 2 ',yes$'
expect_ok mahi cv changes cv-1001
expect_out 'It is current'
bring placement <<'END'
number,client,effective_from,employer,kind,occupation,planned_from,pay,channel,client_agreed_on,employer_agreed_on,started_on
p1,S,2000-09-15,mill,work_experience,aide,2000-09-20,unpaid,broker,2000-09-14,2000-09-14,2000-09-20
END
expect_ok mahi --format csv cv list S
expect_lines 2 ',no$'
expect_ok mahi cv changes cv-1001
expect_out 'not current'
expect_out 'Work +Care aide, The Mill, New Zealand, Work experience; 2000-09-20 to now'
expect_ok mahi cv show cv-1001
expect_out 'Caution: the record says something else now'
promise "R47: a version once made is never overwritten; two are set side by side"
expect_ok mahi cv make S --for nurse
expect_out 'cv-1003'
expect_ok mahi cv compare cv-1001 cv-1003
expect_out 'Work +Care aide'
expect_lines 1 'Care aide'
expect_equal 3 "$(columns number cv | wc -l)"
expect_ok mahi cv compare cv-1003 cv-1003
expect_out 'They say the same'
promise "R47: a CV that is not there is said so"
expect_exit 4 mahi cv show cv-9
expect_exit 2 mahi cv paint S

promise "R85: (F34) a sheet of credentials is shown to nobody without the person's consent, and nothing is written then"
expect_exit 3 mahi credentials S --to mill
expect_err 'without the day on which they agreed'
expect_exit 3 mahi credentials S --to mill --consent-on 2000-10-09
expect_err 'agreed only later'
expect_exit 2 mahi credentials S --consent-on 2000-09-28
expect_equal 0 "$(columns number disclosure | wc -l)"
promise "R85: with consent each credential says how it is known, who verified it and when; what nobody verified is marked"
cat >verified.csv <<'END'
number,client,effective_from,title,level,field,country,awarded_by,source,method,verified_by,verified_on
q1,S,1985-12-01,Diploma of Nursing,5,Nursing,WS,School of Nursing,client,document,bea,2000-09-12
END
need mahi --as ana import qualification verified.csv
expect_ok mahi --format csv credentials S --to mill --consent-on 2000-09-28
expect_out '^Diploma of Nursing,School of Nursing,Samoa,1985-12-01,Client,Document seen,Bea Best,2000-09-12'
expect_out '^Diploma of Nursing,Nursing Council,Not accepted,.*,NOT VERIFIED,'
expect_out '^Dr Tui,Apia Hospital,,A careful nurse,Client,Statement,NOT VERIFIED,'
expect_out '3 of 4 entries are not verified'
promise "R85, R41, R187: neither a referee who did not agree, nor anything of how the person is, stands on it"
expect_no_out 'Mr No|SECRET|1962|[Ff]emale|[Ee]mergency'
promise "R85: that it was shown is written down in the same act"
expect_equal 'S|credentials|mill|2000-09-28' "$(columns client,what,employer,consent_on disclosure)"
expect_exit 3 mahi credentials S --to mil --consent-on 2000-09-28
expect_equal 1 "$(columns number disclosure | wc -l)"

promise "R37: (F38) a family is seen as one: members, cases, plans, appointments"
bring household <<<$'number,name\nh1,Sione'
bring client <<<$'number,family_name,given_names,first_language,source,method\nT,Sione,Tavita,smo,client,interview'
bring household_member <<'END'
client,effective_from,household,role,source,method
S,2000-01-01,h1,parent,client,interview
T,2000-01-01,h1,child,client,interview
END
bring labour_status <<<$'client,effective_from,status,source,method\nS,2000-01-01,unemployed,client,interview'
bring client_case <<<$'number,client,effective_from,household,about\nc1,S,2000-02-01,h1,Two jobs and a school near by'
bring action_plan <<<$'number,client,effective_from,aim,readiness\nplan-1,T,2000-09-01,Finish school,preparing'
bring appointment <<<$'number,client,effective_from,starts_at,minutes,staff,kind\nap-9,T,2000-10-09,630,45,ana,plan'
expect_ok mahi --format csv household h1
expect_out '^S,.*,Parent,Unemployed,'
expect_out '^c1,S,the family,2000-02-01,,Two jobs'
expect_out '^T,plan-1,Finish school,Preparing'
expect_out '^T,ap-9,2000-10-09,10:30,ana,Plan'
expect_exit 4 mahi household h9
