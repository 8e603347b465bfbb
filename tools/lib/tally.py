#!/usr/bin/env python3
"""tally: counts single test cases, and which of R1-R268 the passing ones prove.

Usage: tally.py TESTLOG.json [ok|not-ok NAME]...
Reads what meson kept of every test program's TAP output, and prints what the failing cases said. A program that broke off, printed fewer cases than it planned or
none at all counts as failed; so does a case whose name says neither R<number> nor "house:". Pairs after the log are cases
that ran outside meson. The last line is `N passed, N failed`; the exit code is 0 only when all passed and some did.
"""
import json
import re
import sys

LAST_REQUIREMENT = 268
SAID_MAX = 60  # lines about one failing case
CASE = re.compile(r"^(ok|not ok)\b\s*\d*\s*(?:-\s*)?(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)")
NAME = re.compile(r"^(house: |R\d+(-R\d+)?(, R\d+(-R\d+)?)*: )\S")


def requirements(name):
    """The numbers before the first colon of a case's name: "R14, R17-R19: ..." is 14, 17, 18, 19."""
    numbers = set()
    for first, last in re.findall(r"R(\d+)(?:-R(\d+))?", name.split(":")[0]):
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers


def ranges(numbers):
    """The shortest way to write a set of numbers: R3, R11-R17."""
    runs = []
    for n in sorted(numbers):
        if runs and runs[-1][1] == n - 1:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return ", ".join(f"R{a}" if a == b else f"R{a}-R{b}" for a, b in runs)


class Case:
    """One test case: its name, whether it passed, and what was said about it."""

    def __init__(self, passed, name, said=()):
        self.passed, self.name, self.said = passed, name, list(said)


def cases_of(program):
    """The cases of one test program, with a made-up failing one for each that is missing."""
    found, planned = [], 0
    for line in program.get("stdout", "").splitlines():
        plan, case = PLAN.match(line), CASE.match(line)
        if plan:
            planned = int(plan.group(1))
        elif case:
            found.append(Case(case.group(1) == "ok", case.group(2).strip()))
        elif found:
            found[-1].said.append(line)
    title, errors = program["name"], program.get("stderr", "").splitlines()[-SAID_MAX:]
    missing = [Case(False, f"house: {title} gets to its case {number} of {planned}")
               for number in range(len(found) + 1, planned + 1)]
    if not found and not missing:
        missing = [Case(False, f"house: {title} prints at least one case")]
    elif program["result"] not in ("OK", "EXPECTEDFAIL") and not missing and all(case.passed for case in found):
        missing = [Case(False, f"house: {title} ends well ({program['result']}, exit code {program.get('returncode')})")]
    if missing:
        missing[0].said += errors
    return found + missing


def main(arguments):
    cases = []
    try:
        with open(arguments[0], encoding="utf-8", errors="replace") as log:
            for line in log:
                cases += cases_of(json.loads(line))
    except OSError:
        cases.append(Case(False, "house: meson ran the tests"))
    for verdict, name in zip(arguments[1::2], arguments[2::2]):
        cases.append(Case(verdict == "ok", name))
    cases += [Case(False, f"house: a case's name begins with R<number>: or house: ({case.name})")
              for case in cases if not NAME.match(case.name)]
    proved, broken = set(), set()
    for case in cases:
        (proved if case.passed else broken).update(n for n in requirements(case.name) if 1 <= n <= LAST_REQUIREMENT)
    failing = [case for case in cases if not case.passed]
    print()
    for case in failing:
        print(f"failed: {case.name}")
        for line in case.said[:SAID_MAX]:
            print(f"    {line}")
    if broken:
        print(f"With a failing case: {ranges(broken)}")
    print(f"Proved by a passing case: {len(proved - broken)} of {LAST_REQUIREMENT} requirements: {ranges(proved - broken)}")
    passes = len(cases) - len(failing)
    print(f"{passes} passed, {len(failing)} failed")
    return 0 if passes > 0 and not failing else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
