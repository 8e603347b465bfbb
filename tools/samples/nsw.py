#!/usr/bin/env python3
"""Makes share/samples/nsw from the National Supported Work files nsw_dw.csv and nsw.csv.

    nsw.py SHARED_DATA_FOLDER OUTPUT_FOLDER

What is taken over, what is left out and what is nominal stands in share/samples/nsw/README.md."""
import csv
import pathlib
import sys

from sheet import Sheet

INDEX = "1977-01-01"  # nominal: inside the months of assignment, 12 months before the year that is asked about
WAVE = "1978-01-01"   # the first day of that year
MONTHS = 12
SAID = {"source": "researcher", "method": "record"}
DATES = ("Dates are nominal: the files give no dates. Everyone's index date is written as 1977-01-01, "
         "for assignment ran from January 1976 to July 1977, and the wave is the year 1978.")
WORK = "In work means: earned something in 1978; hours are not recorded."
OVERLAP = "The two samples hold many of the same men without a name to join them by: never add them up."

SAMPLES = [
    {"code": "nsw", "file": "nsw_dw.csv", "prefix": "NSW", "draw": "Drawn by lot, Dehejia and Wahba's sample",
     "name": "National Supported Work, Dehejia and Wahba's sample",
     "whom": "Men with little work behind them, among those whose earnings of 1974 are known."},
    {"code": "nsw-lalonde", "file": "nsw.csv", "prefix": "LAL", "draw": "Drawn by lot, LaLonde's sample",
     "name": "National Supported Work, LaLonde's sample",
     "whom": "Men with little work behind them."},
]
IN_ANY_WORK = ["full_time", "part_time", "in_work"]


def group_of(person):
    return "black" if person["black"] == "1" else "hispanic" if person["hispanic"] == "1" else "other"


def write_people(sample, data, out):
    client = Sheet("number", "family_name", "gender", "cultural_group", "source", "method")
    enrolment = Sheet("client", "intake", "side", "chosen_by", "effective_from", "index_on", "offered_on", "enrolled_on",
                      "started_on", "source", "method")
    follow_up = Sheet("client", "intake", "wave", "effective_from", "result", "status", "earnings", "source", "method")
    code, intake = sample["code"], sample["code"] + "-draw"
    with (data / sample["file"]).open(encoding="utf-8", newline="") as file:
        for n, person in enumerate(csv.DictReader(file), 1):
            number = f"{sample['prefix']}-{n:04}"
            client.add(number, f"Participant {n}", "male", group_of(person), **SAID)
            drawn = person["treat"] == "1"
            place = INDEX if drawn else ""
            enrolment.add(number, intake, "programme" if drawn else "comparison", "lottery", INDEX, INDEX, place, place, place,
                          **SAID)
            works = float(person["re78"]) > 0
            follow_up.add(number, intake, code + "-1978", WAVE, "reached", "in_work" if works else "not_in_work",
                          person["re78"], **SAID)
    client.write(out, f"client_{code}.csv")
    enrolment.write(out, f"enrolment_{code}.csv")
    follow_up.write(out, f"follow_up_{code}.csv")


def write_set_up(out):
    office = Sheet("code", "kind")
    office.add("supported-work", "service")
    office_name = Sheet("office", "effective_from", "name")
    office_name.add("supported-work", "1975-03-01", "National Supported Work Demonstration")
    group = Sheet("code", "label")
    for code in ("black", "hispanic", "other"):
        group.add(code, code.capitalize())
    programme = Sheet("code", "name", "region", "starts_on", "status", "for_whom", "objectives", "methods", "comparison", "caution")
    intake = Sheet("code", "programme", "name", "starts_on", "ends_on")
    wave = Sheet("code", "programme", "label", "months_after")
    outcome = Sheet("code", "programme", "label", "measure")
    state = Sheet("outcome", "status")
    for sample in SAMPLES:
        code = sample["code"]
        programme.add(code, sample["name"], "supported-work", "1975-03-01", "ended", sample["whom"],
                      "More work and higher earnings after the programme.",
                      "Guaranteed work for 12 to 18 months, in small crews under supervision.",
                      "Drawn by lot from the same eligible men.", f"{WORK} {DATES} {OVERLAP}")
        intake.add(code + "-draw", code, sample["draw"], "1976-01-01", "1977-07-31")
        wave.add(code + "-1978", code, "in 1978", MONTHS)
        outcome.add(code + "-any-work", code, "in any work", "share")
        outcome.add(code + "-earnings", code, "earnings in 1978", "earnings")
        for status in IN_ANY_WORK:
            state.add(code + "-any-work", status)
    for name, sheet in {"office": office, "office_name": office_name, "cultural_group": group, "programme": programme,
                        "intake": intake, "wave": wave, "outcome": outcome, "outcome_state": state}.items():
        sheet.write(out, name + ".csv")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    write_set_up(out)
    for sample in SAMPLES:
        write_people(sample, data, out)


if __name__ == "__main__":
    main()
