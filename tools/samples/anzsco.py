#!/usr/bin/env python3
"""Makes share/codes/occupation_anzsco-1.2.csv from the one-row-per-occupation ANZSCO file.

    anzsco.py ANZSCO_CSV OUTPUT_FOLDER

All five levels become occupations of their own, groups before what belongs to them."""
import csv
import sys

from sheet import Sheet

SCHEME = "anzsco-1.2:"
LEVELS = ["Major.Group", "Sub.Major.Group", "Minor.Group", "Unit.Group", "Occupation"]
SMALL = {"and", "or", "of", "for", "the", "in"}


def label_of(name):
    name = " ".join(name.split())
    if name != name.upper():
        return name
    return " ".join(word if word in SMALL else word.capitalize() for word in name.lower().split())


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    sheet = Sheet("code", "label", "part_of")
    above = None
    for level in LEVELS:
        groups = {}
        for row in rows:
            part_of = SCHEME + row[above + ".Code"] if above else ""
            told = (label_of(row[level]), part_of)
            if groups.setdefault(row[level + ".Code"], told) != told:
                sys.exit(f"{level} {row[level + '.Code']} stands twice with different names")
        for code in sorted(groups):
            sheet.add(SCHEME + code, *groups[code])
        above = level
    sheet.write(sys.argv[2], "occupation_anzsco-1.2.csv")


if __name__ == "__main__":
    main()
