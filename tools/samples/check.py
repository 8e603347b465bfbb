#!/usr/bin/env python3
"""Checks folders of sample data against the dictionary, without the program.

    check.py FOLDER...

Each FOLDER has a load.list. Headings, required fields, kinds, codes, dates in order, references and keys are checked, each
folder by itself, as if imported into an empty database. Then counts that the samples promise."""
import collections
import csv
import datetime
import pathlib
import re
import statistics
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def read_dictionary():
    text = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "dictionary").glob("*.def")}
    codes = collections.defaultdict(set)
    for name, code in re.findall(r"^CODED \((\w+), (\w+),", text["choices"], re.M):
        codes[name].add(code)
    field_row = re.compile(r"FIELD \((\w+), (\w+), (\w+), (?:\"[^\"]*\"(?:, )?){2}(.*?)\)\s*(?:\\)?$", re.M)
    shapes = {}
    for name, body in re.findall(r"#define SHAPE_(\w+)\(r\)((?:.*\\\n)*.*)", text["shapes"]):
        shapes[name] = body
    def fields_of_shape(name, record):
        fields = {}
        for line in shapes[name].splitlines():
            for inner in re.findall(r"SHAPE_(\w+) \(r\)", line):
                fields |= fields_of_shape(inner, record)
            for _, field, kind, tail in field_row.findall(line):
                fields[field] = (kind, tail.replace("F_##r##_", f"F_{record}_"))
        return fields
    records = {}
    for stem, body in text.items():
        if stem in ("choices", "kinds", "shapes", "all"):
            continue
        for record, shape, key in re.findall(r"^RECORD \((\w+), (\w+),.*?\.key = \{(.*?)\}", body, re.M | re.S):
            fields = fields_of_shape(shape, record)
            for owner, field, kind, tail in field_row.findall(body):
                if owner == record:
                    fields[field] = (kind, tail)
            records[record] = (fields, [k.strip()[len(f"F_{record}_"):] for k in key.split(",")])
    return records, codes


def option(tail, name):
    found = re.search(rf"\.{name} = (\S+?)(?:,|$)", tail)
    return found and found.group(1)


def value_problem(kind, tail, value, codes):
    if not value:
        return "is needed" if ".required = true" in tail else None
    if ".stamped = true" in tail:
        return "is set by Mahi"
    low, high = option(tail, "min"), option(tail, "max")
    if kind in ("INTEGER", "REAL"):
        if not re.fullmatch(r"-?\d+" if kind == "INTEGER" else r"-?\d+(\.\d+)?", value):
            return "is not a number"
        if high and not float(low or 0) <= float(value) <= float(high):
            return "is out of range"
    elif kind == "TEXT" and (len(value.encode()) > float(high or 200) or "\n" in value):
        return "is too long"
    elif kind == "NOTE" and len(value.encode()) > 10000:
        return "is too long"
    elif kind in ("CODE", "REF") and not re.fullmatch(r"[0-9A-Za-z_.:/-]{1,60}", value):
        return "is not a code"
    elif kind == "DATE":
        try:
            if datetime.date.fromisoformat(value).isoformat() != value:
                return "is not a date"
        except ValueError:
            return "is not a date"
    elif kind == "CHOICE" and value not in codes[option(tail, "of")[len("LIST_"):]]:
        return "is not in its list"
    return None


def check_folder(folder, records, codes):
    problems, known, rows_of = [], collections.defaultdict(set), collections.defaultdict(list)
    for line in (folder / "load.list").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        record, name = line.split()
        fields, key = records[record]
        with (folder / name).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            unknown = set(reader.fieldnames) - set(fields)
            missing = {f for f, (_, tail) in fields.items() if ".required = true" in tail} - set(reader.fieldnames)
            if unknown or missing:
                problems.append(f"{name}: unknown columns {unknown or '-'}, missing columns {missing or '-'}")
                continue
            for number, row in enumerate(reader, 2):
                where = f"{name}:{number}"
                if None in row or None in row.values():
                    problems.append(f"{where}: wrong number of cells")
                    continue
                for field, value in row.items():
                    kind, tail = fields[field]
                    wrong = value_problem(kind, tail, value, codes)
                    if not wrong and kind == "REF" and value and value not in known[option(tail, "to")[len("R_"):]]:
                        wrong = "is not known yet"
                    before = option(tail, "not_before")
                    if not wrong and before and value and value < row.get(before[len(f"F_{record}_"):], ""):
                        wrong = f"is before {before}"
                    if wrong:
                        problems.append(f"{where}: {field} \"{value}\" {wrong}")
                identity = "\t".join(row[k] for k in key)
                if identity in known[record]:
                    problems.append(f"{where}: stands twice: {identity}")
                known[record].add(identity)
                rows_of[record].append(row)
    compare = folder / "compare.list"
    for line in compare.read_text(encoding="utf-8").splitlines() if compare.exists() else []:
        if line and not line.startswith("#") and line not in known["programme"]:
            problems.append(f"compare.list: no programme {line}")
    return problems, rows_of


def counts_of(rows_of):
    """{(wave, side): Counter of states, "missed" for those not reached}"""
    side = {(row["intake"], row["client"]): row["side"] for row in rows_of["enrolment"]}
    counts = collections.defaultdict(collections.Counter)
    for row in rows_of["follow_up"]:
        state = row["status"] or "unknown" if row["result"] == "reached" else "missed"
        counts[row["wave"], side[row["intake"], row["client"]]][state] += 1
    return counts


PROMISED = {
    "nsw": {
        ("nsw-1978", "programme"): {"in_work": 140, "not_in_work": 45},
        ("nsw-1978", "comparison"): {"in_work": 168, "not_in_work": 92},
        ("nsw-lalonde-1978", "programme"): {"in_work": 230, "not_in_work": 67},
        ("nsw-lalonde-1978", "comparison"): {"in_work": 296, "not_in_work": 129},
    },
    "pilots-2000": {
        ("mwt-2m", "programme"): {"unemployed": 25, "unknown": 13},
        ("mwt-2m", "comparison"): {"part_time": 2, "unemployed": 10, "unknown": 3, "missed": 6},
        ("mwt-5m", "programme"): {"unemployed": 2, "left_market": 2, "training": 4, "unknown": 3, "missed": 27},
        ("mwt-5m", "comparison"): {"unemployed": 11, "left_market": 2, "training": 4, "unknown": 4},
        ("me-end", "programme"): {"full_time": 2, "part_time": 1, "unknown": 23},
        ("me-end", "comparison"): {"full_time": 2, "part_time": 1, "unknown": 16},
        ("crm-end", "programme"): {"in_work": 3, "training": 6, "unknown": 8},
        ("crm-end", "comparison"): {"in_work": 5, "subsidised": 3, "training": 3, "unknown": 15},
    },
}
EARNINGS = {"nsw-1978": "1794.34", "nsw-lalonde-1978": "886.30"}  # programme less comparison, as published (1,794 and 886)


def promises(folder, rows_of):
    problems = []
    counts = counts_of(rows_of)
    promised = PROMISED.get(folder.name)
    if promised is not None and promised != {key: dict(value) for key, value in counts.items()}:
        problems.append(f"counts differ from what is promised: {dict(counts)}")
    side = {row["client"]: row["side"] for row in rows_of["enrolment"]}
    for wave, expected in EARNINGS.items() if folder.name == "nsw" else []:
        mean = {which: statistics.fmean(float(row["earnings"]) for row in rows_of["follow_up"]
                                        if row["wave"] == wave and side[row["client"]] == which)
                for which in ("programme", "comparison")}
        if f"{mean['programme'] - mean['comparison']:.2f}" != expected:
            problems.append(f"{wave}: the earnings difference is {mean}, not {expected}")
    if folder.name == "pilots-2000":
        if any(row["method"] != "reconstruction" or row["source"] != "researcher"
               for record in ("client", "enrolment", "follow_up") for row in rows_of[record]):
            problems.append("a row does not say that it is reconstructed")
        if any(not re.fullmatch(r"Reconstructed \d+", row["family_name"]) for row in rows_of["client"]):
            problems.append("a client's name does not say that it is reconstructed")
    return problems


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    records, codes = read_dictionary()
    failed = False
    for folder in map(pathlib.Path, sys.argv[1:]):
        problems, rows_of = check_folder(folder, records, codes)
        problems += promises(folder, rows_of) if not problems else []
        for problem in problems:
            print(f"{folder.name}: {problem}")
        failed |= bool(problems)
        print(f"{folder.name}: {sum(map(len, rows_of.values()))} rows, {len(problems)} problems")
    sys.exit(failed)


if __name__ == "__main__":
    main()
