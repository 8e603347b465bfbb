#!/usr/bin/env bash
# Rules that shut people out, by name and number (R176); the rules here are made up, for the documents give none. As at 2 October 2000.
#
#   who  from  qualification            here since   TOPS English: no tertiary qualification, here 2 years or more   Evening: here 6 months or more
#   A    WS    none recorded as asked   1995-01-01   yes                                                              yes
#   B    LK    bachelor                 1995-01-01   no: qualification alone                                          yes
#   C    LK    bachelor                 2000-01-01   no: both                                                         yes
#   D    LK    none                     2000-08-01   no: time alone                                                   no
#   E    LK    bachelor                 not recorded no: qualification (time not recorded)                            not recorded

export MAHI_TODAY=2000-10-02
need mahi init
bring client <<'END'
number,family_name,country,arrived_on,source,method
A,Adams,WS,1995-01-01,client,interview
B,Biss,LK,1995-01-01,client,interview
C,Cole,LK,2000-01-01,client,interview
D,Dunn,LK,2000-08-01,client,interview
E,Ede,LK,,client,interview
END
bring qualification <<'END'
number,client,effective_from,title,level,country,source,method
b,B,1990-01-01,Bachelor,6,LK,client,document
c,C,1990-01-01,Bachelor,6,LK,client,document
e,E,1990-01-01,Bachelor,6,LK,client,document
END
bring none_known <<<$'client,effective_from,what,source,method\nA,2000-01-01,qualifications,client,interview\nD,2000-01-01,qualifications,client,interview'
need mahi question save low 'not(tertiary qualification)' --label 'No tertiary qualification'
need mahi question save two-years 'years in New Zealand >= 2' --label 'Two years here'
need mahi question save half-year 'years in New Zealand >= 0.5' --label 'Half a year here'
bring scheme <<<$'code,label,kind\ntops,TOPS English,course\nevening,Evening English,course\nwage,Job Plus,subsidy'
bring scheme_rule <<'END'
scheme,rank,starts_on,ends_on,label,version
tops,1,2000-01-01,,Not for who has a tertiary qualification,low/1
tops,2,2000-01-01,,Two years of residence,two-years/1
evening,1,2000-01-01,,Half a year of residence,half-year/1
wage,1,2001-01-01,,Two years of residence,two-years/1
END

promise "R176: (F32) each rule is named with how many it shuts out, and how many it alone does"
expect_ok mahi --format csv entitled tops
expect_out '^Not for who has a tertiary qualification,low/1,2,5,0.4,3,5,0.6,1,0,5,0'
expect_out '^Two years of residence,two-years/1,2,5,0.4,2,5,0.4,1,1,5,0.2'
expect_out '^All rules together,,1,5,0.2,4,5,0.8,,0,5,0'
promise "R176: another course of the same kind is found for who is shut out"
expect_out '^evening,Evening English,2,4,0.5'
expect_no_out '^wage'
promise "R121: of one person the rule that failed is named with the facts, and where they would be taken instead"
expect_ok mahi entitled tops B
expect_out 'TOPS English: shut out by the rule "Not for who has a tertiary qualification"'
expect_out 'Entitled instead: Evening English'
expect_out 'years in New Zealand: 5.7'
promise "R52, R121: what nobody recorded is not a no"
expect_ok mahi entitled evening E
expect_out 'nobody knows whether the rule "Half a year of residence" is met'
expect_out 'years in New Zealand: not recorded'
promise "R168: rules stand from a day on, and on the day that is asked about"
expect_exit 4 mahi entitled wage
expect_err 'no rule on that day'
expect_ok mahi --format csv entitled wage --as-at 2001-06-01
expect_out '^Two years of residence,two-years/1,2,5,'
promise "R143: what one person is entitled to, over all schemes of the day"
expect_ok mahi entitled --client A
expect_out 'TOPS English: entitled'
expect_out 'Evening English: entitled'
promise "R175, R176: a need that a rule stands in the way of is written down with the rule, as evidence for changing it"
expect_ok mahi entitled tops B --need english --asked
expect_equal 'B|english|tops|rule|Not for who has a tertiary qualification|yes' "$(columns client,kind,scheme,not_offered,rule,asked_by_client training_need)"
expect_exit 6 mahi entitled evening A --need english
expect_err 'no rule of "evening" shuts them out'
expect_exit 4 mahi entitled top

promise "R168: a subsidy asks its scheme's rules as at its first day: whom they let in gets it on the ground of them"
bring employer <<<$'code,name\nacme,Acme'
bring scheme_rule <<<$'scheme,rank,starts_on,ends_on,label,version\nwage,1,2000-09-01,2000-12-31,Half a year of residence,half-year/1'
for client in B D E; do
    need mahi place agree client="$client" employer=acme kind=subsidised pay=subsidised planned_from=2000-10-02 hours_per_week=38 --because 'Told by telephone'
done
of() { columns client,number placement | sed -n "s/^$1|//p"; }
expect_ok mahi place subsidise "$(of B)" 140 --scheme wage --on 2000-10-02 --until 2001-03-30
expect_out 'subsidised with .140[.]00 a week from 2000-10-02'
expect_out 'Grounds: "Half a year of residence"'
expect_equal 'B|wage|yes|2001-03-30' "$(columns client,scheme,lets_in,effective_to subsidy)"
expect_exit 6 mahi place subsidise "$(of B)" 140 --scheme wage --on 2000-10-02
promise "R168: whom they shut out, or of whom nobody knows, only for a reason, which is counted; and so at every other door"
expect_exit 9 mahi place subsidise "$(of D)" 140 --scheme wage --on 2000-10-02
expect_err 'scheme "wage" shuts them out on that day by its rule "Half a year of residence"; choose another scheme'
expect_exit 9 mahi place subsidise "$(of E)" 140 --scheme wage --on 2000-10-02
expect_err 'whether scheme "wage" lets them in on that day is not recorded: "Half a year of residence"; record what is missing'
expect_exit 4 mahi place subsidise "$(of D)" 140 --scheme wage --on 2000-08-01
expect_err 'no rule on that day'
offer subsidy <<<$'client,placement,effective_from,amount,grounds,scheme\n'"D,$(of D),2000-10-02,140,Poor,wage"
expect_equal 3 "$CODE"
expect_out 'the rules of scheme "wage" do not let the person in on that day'
expect_ok mahi place subsidise "$(of D)" 140 --scheme wage --on 2000-10-02 --grounds 'A pilot of ours' --because 'The commissioner agreed'
expect_equal 'D|no' "$(columns client,lets_in subsidy | grep ^D)"
expect_equal 'subsidy_against_rules|The commissioner agreed' "$(columns guard,reason override | grep subsidy_against)"
