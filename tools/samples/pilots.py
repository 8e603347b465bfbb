#!/usr/bin/env python3
"""Makes share/samples/pilots-2000: made-up people whose counts fit the percentages printed of four pilots.

    pilots.py OUTPUT_FOLDER

Nothing here is data. Where each count comes from stands in share/samples/pilots-2000/README.md."""
import sys

from sheet import Sheet

SAID = {"source": "researcher", "method": "reconstruction"}
RECONSTRUCTED = ("RECONSTRUCTED, NOT DATA. These people are made up so that their counts fit the percentages printed in the "
                 "evaluation of 2002. Who is in which state, and every day of the month, is nominal.")

OFFICES = [  # code, kind, then (from, name, part of)
    ("social-development", "ministry", [("2001-10-01", "Ministry of Social Development", "")]),
    ("work-and-income", "service", [("1998-10-01", "Department of Work and Income", ""),
                                    ("2001-10-01", "Work and Income", "social-development")]),
    ("auckland-central", "region", [("1998-10-01", "Auckland Central", "work-and-income")]),
    ("auckland-north", "region", [("1998-10-01", "Auckland North", "work-and-income")]),
    ("waikato", "region", [("1998-10-01", "Waikato", "work-and-income")]),
    ("central", "region", [("1998-10-01", "Central", "work-and-income")]),
]

PROGRAMMES = [  # an earlier programme stands before the one that grew from it
    {"code": "focis", "name": "Focis", "region": "waikato", "status": "ended",
     "for_whom": "Migrants whose second language is English.", "methods": "Case managers who specialise.",
     "caution": "Stands here only as what Thrive grew from; no figure of it is printed."},
    {"code": "crm-earlier", "name": "Earlier course of the Central Region", "region": "central", "status": "ended",
     "caution": "Stands here only as what the Central Region pilot grew from; no figure of it is printed."},
    {"code": "mwt", "name": "Migrant Work Track", "region": "auckland-central", "starts_on": "2000-09-01", "ends_on": "2000-12-31",
     "status": "ended", "worthwhile_points": "10",
     "for_whom": "New migrants (five years at most) enrolled for 26 weeks at most, on income support, SGI 3 or 4, with clear "
                 "English and a qualification or experience.",
     "objectives": "Reach people early; more jobs, and more part-time earnings for those still on a benefit; better job search "
                   "and a current CV; ties between migrants, employers and the local co-ordination group.",
     "methods": "A three-week course for 19, held twice: how to search and keep a job, calling employers, CV, practice interviews, "
                "guest speakers; a look at the client plan, travel money, support after a placement.",
     "comparison": "Not known: how the comparison group came about, and how many it held, is not printed.",
     "caution": f"{RECONSTRUCTED} At five months 36.4% in training is read for the printed 6.4%, which is impossible. At two months "
                "the comparison group's 10 of 15 unemployed stand for the word \"similar\"; no figure is printed. Work is hardly "
                "printed at all: most people's state is unknown, which is not the same as without work."},
    {"code": "me", "name": "Migrant Engineers", "region": "auckland-north", "starts_on": "2000-07-01", "ends_on": "2000-12-31",
     "status": "ended", "worthwhile_points": "10",
     "for_whom": "Engineers qualified to a professional standard, with reasonable to high English, who could draw a wage subsidy.",
     "objectives": "A programme cut to each engineer; work experience in the profession; more jobs; better reach to employers; "
                   "self-esteem; to learn whether working with a recruitment agency pays.",
     "methods": "An engineers' recruitment agency interviewed people, judged their English and skills, prepared CVs, and offered "
                "employers free placements of up to six months, with support after.",
     "comparison": "Very likely the 19 of the 45 eligible who were not chosen; who chose, and how, is not printed.",
     "caution": f"{RECONSTRUCTED} Only groups of 26 and 19 fit; elsewhere the same document has 16 and 25 participants. Its "
                "\"employment/work experience\" stands here as work. All but 3 people of each group have no printed state."},
    {"code": "thrive", "name": "Thrive", "region": "waikato", "starts_on": "2000-02-01", "ends_on": "2000-12-31", "status": "ended",
     "predecessor": "focis",
     "worthwhile_points": "10",
     "for_whom": "Migrant job seekers and their families with English as a second language, registered for more than 26 weeks; "
                 "people of the Pacific only where Indo-Fijian.",
     "objectives": "Case management that fits migrants; partners' trust in the service; right payments, emergency help and access "
                   "to training; staff who know the residence rules; steady work for more migrants.",
     "methods": "A central team and a liaison person in each service centre, trained throughout; clients seen as members of a family "
                "and a culture; advice and interpreters from community groups.",
     "comparison": "Nobody was compared and nobody's work was followed; the pilot looked at service.",
     "caution": "No comparison group and no follow-up of work: nothing can be said about its effect on employment. The printed 540 "
                "people and 330 benefits have no outcomes, so nobody is made up for them."},
    {"code": "crm", "name": "Central Region Migrants", "region": "central", "starts_on": "2000-09-01", "ends_on": "2001-03-31",
     "status": "ended", "predecessor": "crm-earlier", "worthwhile_points": "10",
     "for_whom": "Migrants with tertiary qualifications and reasonable spoken English, registered for more than 26 weeks.",
     "objectives": "Training and work experience that fit the qualification; acceptable jobs; fewer barriers; ties with community "
                   "groups and employers.",
     "methods": "A provider's course of 15 or 16 weeks: English of the workplace, job search, interviews, rights at work, working "
                "across cultures, CV, and two to three weeks with an employer.",
     "comparison": "Not known: how the comparison group came about is not printed; its percentages fit 26 people.",
     "caution": f"{RECONSTRUCTED} 35.3% in training is read for the printed 36.3%, which is impossible. Only 17 participants fit; "
                "elsewhere the same document has 20, and 18 who finished. About half of each group have no printed state."},
]

INTAKES = [  # code, programme, name, starts_on, ends_on, places
    ("mwt-sep", "mwt", "September 2000", "2000-09-01", "2000-09-22", 19),
    ("mwt-nov", "mwt", "November 2000", "2000-11-01", "2000-11-22", 19),
    ("me-aug", "me", "August 2000", "2000-08-01", "", ""),
    ("thrive-2000", "thrive", "2000", "2000-02-01", "2000-12-31", ""),
    ("crm-feb", "crm", "February course", "", "", 20),
    ("crm-oct", "crm", "October course", "2000-10-01", "", 20),
]
BEGINS = {"mwt-sep": "2000-09-01", "mwt-nov": "2000-11-01", "me-aug": "2000-08-01", "crm-oct": "2000-10-01"}
INDEX = {"mwt-sep": "2000-09-22", "mwt-nov": "2000-11-22", "me-aug": "2000-08-01", "crm-oct": "2000-10-01"}

WAVES = [  # code, programme, label, months_after
    ("mwt-2m", "mwt", "two months after", 2),
    ("mwt-5m", "mwt", "five months after", 5),
    ("me-end", "me", "at the end", 5),
    ("crm-end", "crm", "at the end", 6),
]

OUTCOMES = [  # code, programme, label, the states that count
    ("mwt-any-work", "mwt", "in any work", ["full_time", "part_time", "in_work"]),
    ("mwt-part-time", "mwt", "in part-time work", ["part_time"]),
    ("mwt-unemployed", "mwt", "unemployed", ["unemployed"]),
    ("mwt-left-market", "mwt", "out of the labour market", ["left_market"]),
    ("mwt-training", "mwt", "in training", ["training"]),
    ("me-any-work", "me", "in any work", ["full_time", "part_time", "in_work"]),
    ("me-full-time", "me", "in full-time work", ["full_time"]),
    ("me-part-time", "me", "in part-time work", ["part_time"]),
    ("crm-any-work", "crm", "in any work", ["full_time", "part_time", "in_work"]),
    ("crm-work-or-subsidised", "crm", "in work or subsidised work", ["full_time", "part_time", "in_work", "subsidised"]),
    ("crm-subsidised", "crm", "in subsidised work", ["subsidised"]),
    ("crm-training", "crm", "in training", ["training"]),
]

GROUPS = [  # programme, side, people in each intake, and at each wave how many were reached and in which state
    ("mwt", "programme", {"mwt-sep": 19, "mwt-nov": 19},
     {"mwt-2m": (38, {"unemployed": 25}),
      "mwt-5m": (11, {"unemployed": 2, "left_market": 2, "training": 4})}),
    ("mwt", "comparison", {"mwt-sep": 11, "mwt-nov": 10},
     {"mwt-2m": (15, {"part_time": 2, "unemployed": 10}),
      "mwt-5m": (21, {"unemployed": 11, "left_market": 2, "training": 4})}),
    ("me", "programme", {"me-aug": 26}, {"me-end": (26, {"full_time": 2, "part_time": 1})}),
    ("me", "comparison", {"me-aug": 19}, {"me-end": (19, {"full_time": 2, "part_time": 1})}),
    ("crm", "programme", {"crm-oct": 17}, {"crm-end": (17, {"in_work": 3, "training": 6})}),
    ("crm", "comparison", {"crm-oct": 26}, {"crm-end": (26, {"in_work": 5, "subsidised": 3, "training": 3})}),
]

PRINTED = [  # group, wave, label, percent as printed, the sizes that the document states for the group
    ("Work Track, participants", "two months after", "unemployed", "66", [19, 38]),
    ("Work Track, comparison", "two months after", "part-time work", "13.3", []),
    ("Work Track, participants", "five months after", "unemployed", "18", [19, 38]),
    ("Work Track, participants", "five months after", "left the labour market", "18.2", [19, 38]),
    ("Work Track, participants", "five months after", "training", "6.4", [19, 38]),
    ("Work Track, comparison", "five months after", "unemployed", "52", []),
    ("Work Track, comparison", "five months after", "left the labour market", "9.5", []),
    ("Work Track, comparison", "five months after", "training", "19", []),
    ("Engineers, participants", "at the end", "full-time work", "7.7", [26, 16, 25]),
    ("Engineers, participants", "at the end", "part-time work", "3.8", [26, 16, 25]),
    ("Engineers, comparison", "at the end", "full-time work", "10.5", []),
    ("Engineers, comparison", "at the end", "part-time work", "5.3", []),
    ("Engineers, participants or register", "at selection", "civil and environmental", "60", [16, 26, 25, 45]),
    ("Engineers, participants or register", "at selection", "mechanical, electrical and other", "40", [16, 26, 25, 45]),
    ("Central Region, participants", "at the end", "in work", "17.6", [20, 17, 40, 34, 18]),
    ("Central Region, participants", "at the end", "training", "36.3", [20, 17, 40, 34, 18]),
    ("Central Region, comparison", "at the end", "in work", "19.2", []),
    ("Central Region, comparison", "at the end", "subsidised work", "11.5", []),
    ("Central Region, comparison", "at the end", "training", "11.5", []),
]

CLEAR = 'English speaking >= level("clear") and English understanding >= level("clear")'
EITHER = "count(qualifications) > 0 or count(work history) > 0"
QUESTIONS = [  # code, label, what it is for, the question
    ("mwt-early", "Enrolled 26 weeks at most", "Printed: enrolled between 0 and 26 weeks.", "weeks registered in [0..26]"),
    ("mwt-support", "On income support", "Printed: in receipt of income support.", "on benefit"),
    ("mwt-work-tested", "On a work-tested benefit", "Printed: preferably.", "benefit is work tested"),
    ("mwt-sgi", "SGI 3 or 4", "Printed so; which end of the scale is ready for work is not.", "SGI in (3, 4)"),
    ("mwt-english", "Clear English", "Printed: speaking and understanding.", CLEAR),
    ("mwt-qualified", "Qualification or work experience", "Printed: either New Zealand or overseas. The or lets in who has no "
     "qualification; half of the first course had little.", EITHER),
    ("mwt-recent", "Recent immigrant", "Printed: no longer than five years in New Zealand.", "years in New Zealand <= 5"),
    ("mwt-all", "Work Track: everything that decides", "The criteria that decide in one, for a daily list of who is new and fits.",
     f"weeks registered in [0..26]\nand on benefit\nand SGI in (3, 4)\nand {CLEAR}\nand ({EITHER})\nand years in New Zealand <= 5"),
    ("me-engineer", "Qualified in engineering", "Printed: qualifications to a professional standard in a variety of engineering "
     "fields. Which standard is not printed, so none is asked.",
     'some q in qualifications satisfies contains(lower case(q.field), "engineer")'),
    ("me-english", "Reasonable English, spoken and written", "Printed: a reasonable to high level of both.",
     'English speaking >= level("reasonable") and English writing >= level("reasonable")'),
    ("thrive-language", "English as a second language", "Printed so; asked of the language they grew up with.", 'first language != "eng"'),
    ("thrive-over", "Over 26 weeks", "Printed: long-term unemployed, over 26 weeks.", "weeks registered > 26"),
    ("thrive-group", "Not of the Pacific, or Indo-Fijian", "Printed: the others were covered under different programmes. A group below "
     "\"pacific\" must be named beside it.", 'cultural group = "indo-fijian" or cultural group != "pacific"'),
    ("crm-over", "Over 26 weeks", "Printed: long-term unemployed, over 26 weeks.", "weeks registered > 26"),
    ("crm-tertiary", "Tertiary qualification", "Printed so; tertiary is level 5 and above of ISCED 2011.",
     "some q in qualifications satisfies q.level >= 5"),
    ("crm-english", "Reasonable spoken English", "Printed: a reasonable standard.", 'English speaking >= level("reasonable")'),
    ("crm-non-english", "Non-English-speaking", "No criterion: the summary names Pacific clients who do not speak English among the groups. "
     "Beside reasonable spoken English it cannot hold.", 'English speaking <= level("basic")'),
]
SAVED = {"mwt": "2000-09-01", "me": "2000-07-01", "thrive": "2000-02-01", "crm": "2000-09-01"}  # nominal: the programme's first day

CRITERIA = [  # programme, then in their printed order the questions, and whether they decide
    ("mwt", [("mwt-early", "hard"), ("mwt-support", "hard"), ("mwt-work-tested", "preferred"), ("mwt-sgi", "hard"), ("mwt-english", "hard"),
             ("mwt-qualified", "hard"), ("mwt-recent", "hard")]),
    ("me", [("me-engineer", "hard"), ("me-english", "hard")]),
    ("thrive", [("thrive-language", "hard"), ("thrive-over", "hard"), ("thrive-group", "hard")]),
    ("crm", [("crm-over", "hard"), ("crm-tertiary", "hard"), ("crm-english", "hard")]),
]


def months_later(date, months):
    year, month, day = map(int, date.split("-"))
    month += months
    return f"{year + (month - 1) // 12:04}-{(month - 1) % 12 + 1:02}-{day:02}"


def spread(chosen, total):
    """Which `chosen` of `total` people, evenly over all of them."""
    return {n for n in range(total) if (n + 1) * chosen // total > n * chosen // total}


def results(people, reached, states):
    """For each person in turn (result, state); the states go to those reached, unknown to the rest of them."""
    order = [state for state, count in states.items() for _ in range(count)]
    places = sorted(spread(len(order), reached))
    at = dict(zip(places, order, strict=True))
    turn = iter(range(reached))
    met = spread(reached, people)
    return [("reached", at.get(next(turn), "")) if n in met else ("not_found", "") for n in range(people)]


def write_people(out):
    client = Sheet("number", "family_name", "source", "method")
    enrolment = Sheet("client", "intake", "side", "chosen_by", "effective_from", "index_on", "enrolled_on", "started_on", "source",
                      "method")
    follow_up = Sheet("client", "intake", "wave", "effective_from", "result", "status", "source", "method")
    months = {code: after for code, _, _, after in WAVES}
    last = {}
    for programme, side, intakes, waves in GROUPS:
        people = []
        for intake, count in intakes.items():
            for _ in range(count):
                last[programme] = last.get(programme, 0) + 1
                number = f"{programme.upper()}-R{last[programme]:02}"
                people.append((number, intake))
                client.add(number, f"Reconstructed {len(client.rows) + 1}", **SAID)
                begins = BEGINS[intake]
                place = begins if side == "programme" else ""
                enrolment.add(number, intake, side, "not_known", begins, INDEX[intake], place, place, **SAID)
        for wave, (reached, states) in waves.items():
            for (number, intake), (result, state) in zip(people, results(len(people), reached, states), strict=True):
                follow_up.add(number, intake, wave, months_later(INDEX[intake], months[wave]), result, state, **SAID)
    client.write(out, "client.csv")
    enrolment.write(out, "enrolment.csv")
    follow_up.write(out, "follow_up.csv")


def write_set_up(out):
    office, name = Sheet("code", "kind"), Sheet("office", "effective_from", "name", "parent")
    for code, kind, names in OFFICES:
        office.add(code, kind)
        for start, called, parent in names:
            name.add(code, start, called, parent)
    programme = Sheet("code", "name", "region", "starts_on", "ends_on", "status", "predecessor", "for_whom", "objectives", "methods",
                      "comparison", "worthwhile_points", "caution")
    for row in PROGRAMMES:
        programme.add(**row)
    intake = Sheet("code", "programme", "name", "starts_on", "ends_on", "places")
    for row in INTAKES:
        intake.add(*row)
    wave = Sheet("code", "programme", "label", "months_after")
    for row in WAVES:
        wave.add(*row)
    outcome, state = Sheet("code", "programme", "label", "measure"), Sheet("outcome", "status")
    for code, of, label, states in OUTCOMES:
        outcome.add(code, of, label, "share")
        for status in states:
            state.add(code, status)
    for file, sheet in {"office": office, "office_name": name, "programme": programme, "intake": intake, "wave": wave,
                        "outcome": outcome, "outcome_state": state}.items():
        sheet.write(out, file + ".csv")


def write_criteria(out):
    question, version = Sheet("code", "label", "sentence"), Sheet("code", "question", "version", "text", "verified_only", "saved_on")
    criterion = Sheet("programme", "rank", "label", "version", "need")
    label = {}
    for code, called, sentence, text in QUESTIONS:
        label[code] = called
        question.add(code, called, sentence)
        version.add(f"{code}/1", code, 1, text, "no", SAVED[code.split("-")[0]])
    for programme, lines in CRITERIA:
        for rank, (code, need) in enumerate(lines, 1):
            criterion.add(programme, rank, label[code], f"{code}/1", need)
    for file, sheet in {"question": question, "question_version": version, "criterion": criterion}.items():
        sheet.write(out, file + ".csv")


def write_printed(out):
    printed = Sheet("group", "wave", "label", "percent", "n", "exclusive")
    for group, wave, label, percent, sizes in PRINTED:
        for n in sizes or [""]:
            printed.add(group, wave, label, percent, n, "yes")
    printed.write(out, "published.csv")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_set_up(sys.argv[1])
    write_criteria(sys.argv[1])
    write_people(sys.argv[1])
    write_printed(sys.argv[1])


if __name__ == "__main__":
    main()
