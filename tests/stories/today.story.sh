#!/usr/bin/env bash
# Today's work per role, as at Monday 2 October 2000, of a case manager (ana), a work broker (ben) and a manager (cat) of a region with two offices.
#
#   who  office     whose               what is due
#   A    newton     ana, specialist     a follow-up since 25 September; an appointment today, with an interpreter
#   B    newton     ana, broker ben     a follow-up on 9 October; an appointment on 29 September that nobody closed; ready since 1 September
#   C    newton     ana until 30 June   a follow-up since 1 September that was done
#   D    henderson  dan                 a follow-up today; a placement that should have begun on 25 September
#   E    henderson  nobody              registered on 18 September, arrived in 1999, a degree from Sri Lanka

export MAHI_TODAY=2000-10-02
need mahi init
need mahi load "$SHARE/lists"
bring office <<<$'code,kind\nwest,region\nnewton,service_centre\nhenderson,service_centre'
bring office_name <<'END'
office,name,effective_from,parent
newton,Newton,1990-01-01,west
henderson,Henderson,1990-01-01,west
END
bring staff <<'END'
login,name,office,role
ana,Ana Ngata,newton,case_manager
ben,Ben Hall,newton,work_broker
cat,Cat Ioane,west,manager
dan,Dan Ord,henderson,case_manager
eve,Eve Roe,,facilitator
fay,Fay Sim,newton,
END
bring client <<'END'
number,family_name,given_names,country,arrived_on,interpreter,source,method
A,Adams,Ann,LK,1990-01-01,yes,client,interview
B,Biss,Bob,FJ,1990-01-01,,client,interview
C,Cole,,NZ,,,client,interview
D,Dunn,,NZ,,yes,client,interview
E,Ede,,LK,1999-06-01,,client,interview
END
bring register_spell <<'END'
client,effective_from,effective_to,office,source,method
A,2000-01-01,,newton,officer,record
B,2000-01-01,,newton,officer,record
C,2000-01-01,,newton,officer,record
D,2000-01-01,2000-09-10,newton,officer,record
D,2000-09-11,,henderson,officer,record
E,2000-09-18,,henderson,officer,record
END
bring contact_point <<'END'
client,effective_from,effective_to,way,address,whose,preferred
A,2000-01-01,2000-09-28,e_mail,ann@example.org,,yes
A,2000-01-01,,phone,09 555 0102,a neighbour's,
A,2000-01-01,,post,2 Rata Street,,
B,2000-01-01,2000-08-01,mobile,021 555 0104,,yes
B,2000-01-01,,phone,09 555 0105,,
B,2000-08-02,,mobile,021 555 0103,,
END
bring qualification <<<$'client,number,title,level,country,effective_from,source,method\nE,Q-E,BSc,6,LK,1995-01-01,document,document'
bring assignment <<'END'
client,duty,staff,effective_from,effective_to
A,specialist,ana,2000-02-01,
B,case_manager,ana,2000-02-01,
B,work_broker,ben,2000-09-01,
C,case_manager,ana,2000-02-01,2000-06-30
D,case_manager,dan,2000-02-01,
END
bring contact <<'END'
client,effective_from,way,source,method
A,2000-09-27,visit,officer,record
B,2000-09-29,phone,officer,record
D,2000-08-01,visit,officer,record
END
bring programme <<<$'code,name\np,Pilot'
bring intake <<<$'code,programme\ni,p'
bring enrolment < <(echo 'client,intake,effective_from,side,chosen_by,index_on,source,method'
    for who in A B C D; do echo "$who,i,2000-02-01,programme,judgement,2000-03-01,officer,record"; done)
bring follow_up_due <<'END'
client,intake,track,step,effective_from,owner,done_on,result
A,i,taking_part,30,2000-09-25,ana,,
A,i,taking_part,34,2000-10-23,ana,,
B,i,taking_part,32,2000-10-09,ana,,
C,i,taking_part,26,2000-09-01,ana,2000-09-02,reached
D,i,taking_part,31,2000-10-02,dan,,
END
bring appointment <<'END'
number,client,effective_from,starts_at,minutes,staff,kind,kept
P1,A,2000-10-02,600,30,ana,plan,
P2,B,2000-09-29,600,30,ana,plan,
P3,C,2000-09-28,600,30,ana,plan,kept
P4,D,2000-10-09,600,30,dan,plan,
END
bring action_plan <<<$'number,client,effective_from,aim,readiness,review_on\nL1,B,2000-09-01,Work,searching,2000-10-01'
bring employer <<<$'code,name\nacme,Acme'
bring placement <<<$'number,client,effective_from,employer,kind,planned_from,pay,channel\nW1,D,2000-09-20,acme,work_experience,2000-09-25,unpaid,broker'

# The people on a list, apart by blanks.
numbers() {
    "$@" --format csv >out 2>err || cat err
    sed 1d out | cut -d, -f1 | xargs
}

promise "R139, R209: today says how many are due of my people, and who: a case manager is a specialist too, and what is due later or done is not there"
expect_ok mahi --as ana today
expect_out "^Today's work of Ana Ngata$"
expect_out '^Case manager, office newton, as at 2000-10-02'
expect_equal 'A' "$(numbers mahi --as ana today cm-follow-ups)"
expect_out '^A,Adams,Ann,09 555 0102 \(a neighbour.s\),2000-09-25,Ana Ngata$'
expect_equal 'A B' "$(numbers mahi --as ana today cm-appointments)"
expect_equal 'A' "$(numbers mahi --as ana today cm-interpreters)"
expect_equal 'D' "$(numbers mahi --as dan today cm-follow-ups)"
expect_equal 'D' "$(numbers mahi --as dan today cm-interpreters)"
promise "R209, R221: (F8) each list says where its people are reached on the day: as they would rather, else by telephone"
expect_ok mahi --as ana today cm-follow-ups --as-at 2000-09-26 --format csv
expect_out '^A,Adams,Ann,ann@example.org,'
expect_ok mahi --as ana today cm-appointments --format csv
expect_out '^B,Biss,Bob,021 555 0103,'
expect_ok mahi --as dan today cm-follow-ups
expect_out 'neither a telephone nor an address is recorded'
promise "R209, R221: what has no @ is no e-mail address"
expect_exit 3 mahi record contact_point client=B effective_from=2000-09-01 way=e_mail address=bob.example.org
expect_err 'no e-mail address, which has an @'
promise "R209: nothing but its day takes a follow-up off or brings it"
expect_equal 'A B' "$(numbers mahi --as ana today cm-follow-ups --as-at 2000-10-09)"
expect_equal '' "$(numbers mahi --as ana today cm-follow-ups --as-at 2000-09-24)"
expect_equal 'A' "$(numbers mahi --as ana today cm-follow-ups --as-at 2000-09-25)"
promise "R137: whose people they were is not whose they are"
expect_equal 'A B C' "$(numbers mahi --as ana today cm-untouched --as-at 2000-06-15)"
expect_equal 'A B' "$(numbers mahi --as ana today cm-untouched --as-at 2000-07-15)"
promise "R66: a plan whose review is due"
expect_equal 'B' "$(numbers mahi --as ana today cm-reviews)"
promise "R67: nobody spoke with them for four weeks, or ever"
expect_equal 'D' "$(numbers mahi --as dan today cm-untouched)"
expect_equal '' "$(numbers mahi --as ana today cm-untouched)"
promise "R139: who is new at my office and may fit a programme, whoever answers for them"
expect_equal 'E' "$(numbers mahi --as dan today cm-fits)"
expect_out ',1\.3 years,|,1\.34 years,'
expect_out ',$'                            # nobody answers for E
expect_equal '' "$(numbers mahi --as ana today cm-fits)"
promise "R213: who is ready and put forward nowhere, for the broker who speaks for them"
expect_equal 'B' "$(numbers mahi --as ben today wb-ready)"
expect_equal '' "$(numbers mahi --as dan today wb-ready)"
promise "R90: a placement that should have begun is asked after until its beginning is written down, or why there was none"
bring assignment <<<$'client,duty,staff,effective_from\nD,work_broker,ben,2000-09-20'
expect_equal 'D' "$(numbers mahi --as ben today wb-starts)"
expect_equal '' "$(numbers mahi --as ben today wb-starts --as-at 2000-09-24)"
expect_ok mahi record placement number=W1 started_on=2000-09-27 client_agreed_on=2000-09-21 employer_agreed_on=2000-09-21 --because 'Papers follow'
expect_equal '' "$(numbers mahi --as ben today wb-starts)"
promise "R113, R138: a region sees for whom nobody answers at any of its offices; an office its own"
expect_equal 'C E' "$(numbers mahi --as cat today ma-nobody)"
expect_equal 'C' "$(numbers mahi --as ana today ma-nobody)"
promise "R137: whoever moves is on the lists of the office where they are on the day"
expect_equal 'A B C D' "$(numbers mahi --as ana today st-unchecked --as-at 2000-09-10)"
expect_equal 'A B C' "$(numbers mahi --as ana today st-unchecked --as-at 2000-09-11)"
expect_equal '' "$(numbers mahi --as dan today st-unchecked --as-at 2000-09-10)"
expect_equal 'D' "$(numbers mahi --as dan today st-unchecked --as-at 2000-09-11)"

# ---- the page of a list

promise "R139: a list comes page by page, and says how to go on"
expect_ok mahi --as cat today ma-nobody --limit 1
expect_out '^1 of 2$'
expect_out '^There are more: mahi today ma-nobody --after C$'
expect_equal 'E' "$(numbers mahi --as cat today ma-nobody --limit 1 --after C)"
expect_ok mahi --as cat today ma-nobody --after E
expect_out 'There are no more'
expect_exit 4 mahi --as cat today ma-nobody --after X-1
expect_exit 2 mahi --as cat today --after C
expect_err 'say which: mahi today LIST --after C'
promise "R139: boards stand among the lists, of my own or of my office"
expect_ok mahi --as ben today wb-met
expect_out 'Meet them'
expect_out '^B '
expect_ok mahi --as cat today ma-untouched
expect_out '^henderson '
expect_ok mahi --as ana today ma-untouched
expect_no_out '^henderson '
expect_exit 2 mahi --as ana today ma-untouched --after A
expect_err 'is a board and has one page'

promise "R139: a long list says that it is long, and is not counted to its end"
{
    echo number,family_name,source,method
    seq -f 'N%04.0f,Many,client,interview' 1100
} | bring client
{
    echo client,effective_from,effective_to,office,source,method
    seq -f 'N%04.0f,2000-01-01,,newton,officer,record' 1100
} | bring register_spell
expect_ok mahi --as cat today ma-nobody --limit 10
expect_out '^10 of more than 1,000$'
expect_ok mahi --as cat today
expect_out '^ma-nobody .* 1,000 '
expect_out 'There are more'

# ---- every list that is shipped

promise "R139: every list of every role can be shown, and what it tells people to do is a command that there is"
for role in case_manager work_broker facilitator coordinator evaluator steward manager; do
    expect_ok mahi --as ana today --role "$role"
    expect_no_out 'line 1, column|is no board|is no question'
done
sql 'SELECT code FROM working_list ORDER BY code' >lists
while read -r list; do
    run mahi --as ana today "$list"
    ((CODE == 0)) || expect_ok mahi --as ana today "$list"
done <lists
expect_ok mahi --as ana today "$(tail -n 1 lists)"
for command in $(sql 'SELECT to_do FROM working_list' | grep -oE 'mahi [a-z]+' | sort -u | cut -d' ' -f2); do
    expect_ok mahi help "$command"
done

# ---- what is refused

promise "R139: who has no role, no office, or no list is told what to do"
expect_exit 4 mahi --as fay today
expect_err 'nobody wrote down as what "fay" works here; say it with --role'
expect_ok mahi --as fay today --role case_manager
expect_exit 2 mahi --as eve today ma-nobody
expect_err 'nobody wrote down where "eve" works'
expect_ok mahi --as eve today --role manager
expect_out 'nobody wrote down where "eve" works'
expect_exit 4 mahi --as ana today --role administrator
expect_err 'no working list is kept for the role administrator; mahi load share/lists'
expect_exit 4 mahi --as ana today cm-followups
expect_err 'did you mean "cm-follow-ups"'
expect_exit 2 mahi --as ana today --role manger
expect_err 'did you mean "manager"'
expect_exit 2 mahi --as ana today --limit 0
promise "R139: a list is a question or a board, not both and not neither"
offer working_list <<<$'code,role,rank,label,reach,to_do\nx,manager,99,X,mine,Do it'
expect_equal 3 "$CODE"
promise "R14: nothing of it left a contradiction"
expect_ok mahi doctor

promise "R67, R139: how many weeks make somebody untouched stands in the list, and a service changes it there"
expect_equal '' "$(numbers mahi --as ana today cm-untouched)" # on 2 October 2000, with four
need mahi record working_list code=cm-untouched weeks=1
expect_equal 'A B' "$(numbers mahi --as ana today cm-untouched --as-at 2000-10-30)"
need mahi record working_list code=cm-untouched weeks=900
expect_equal '' "$(numbers mahi --as ana today cm-untouched --as-at 2000-10-30)"
expect_exit 3 mahi record working_list code=cm-reviews weeks=2
expect_err 'save the question with another number'
