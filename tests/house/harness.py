#!/usr/bin/env python3
"""The tests' own tools are tested: every expectation of a story can fail, a broken story is seen, the tally counts right.

Usage: harness.py SOURCE_ROOT
Prints TAP. The stories told here drive a made-up `mahi`, on SQLite; on PostgreSQL only the missing cluster is looked at.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

PROGRAM = r"""#!/bin/sh
case $1 in
say) shift; printf '%s\n' "$@" ;;
cry) echo "sad: $2" >&2; exit "$3" ;;
rows) # whoever watches holds the file at times, so wait for it
    ask() { sqlite3 -cmd '.timeout 10000' "$MAHI_DB" "$1"; }
    ask 'create table t (n)'; for i in $(seq 2000); do ask "insert into t values ($i)"; done ;; # far more than it is left to do
wait) sleep "$2"; echo woke ;;
terminal) if test -t 1; then stty size; else echo none; fi ;;
esac
"""

# (line of a story, whether its case passes)
LINES = [
    ("expect_ok mahi say hello", True), ("expect_ok mahi cry a 3", False),
    ("expect_exit 3 mahi cry a 3", True), ("expect_exit 3 mahi cry a 4", False), ("expect_exit 3 mahi say a", False),
    ("run mahi say one two; expect_out '^t.o$'", True), ("run mahi say one; expect_out two", False),
    ("run mahi cry a 3; expect_err 'sad: a'", True), ("run mahi cry a 3; expect_err happy", False),
    ("run mahi say one; expect_no_out two", True), ("run mahi say one; expect_no_out one", False),
    ("run mahi cry a 3; expect_no_out", True), ("run mahi say one; expect_no_out", False),
    ("run mahi say one; expect_no_err", True), ("run mahi cry a 3; expect_no_err", False),
    ("run mahi cry a 3; expect_no_err happy", True), ("run mahi cry a 3; expect_no_err sad", False),
    ("run mahi say one two; expect_lines 2", True), ("run mahi say one two; expect_lines 1", False),
    ("run mahi say one two; expect_lines 1 two", True), ("run mahi say one two; expect_lines 2 two", False),
    ("run mahi say -x; expect_out -x", True),
    ("run mahi say one; cp out before; run mahi say one; expect_same before out", True),
    ("run mahi say one; cp out before; run mahi say two; expect_same before out", False),
    ("expect_same none neither", False),
    ("expect_equal 'a b' 'a b'", True), ("expect_equal a b", False),
    ("expect_true 'the file is there' test -f err", True), ("expect_true 'the file is there' test -f none", False),
    ("need mahi say hello; expect_out hello", True),
    ("kill_during ms:100 mahi wait 5; expect_equal yes $KILLED", True),
    ("kill_during ms:400 mahi wait 0; expect_equal no $KILLED; expect_out woke", True),
    ("kill_during 'rows:select count(*) from t:3' mahi rows; expect_equal yes $KILLED", True),
    ("fresh_database; kill_during \"grows:$MAHI_DB:1\" mahi rows; expect_equal yes $KILLED", True),
    ("run mahi terminal; expect_out none", True), ("on_terminal mahi terminal; expect_out '30 100'", True),
    ("expect_equal 2026-07-01 \"$MAHI_TODAY\"", True), ("expect_equal sqlite $ENGINE", True),
]


def tell(source, folder, text, engine="sqlite"):
    """The lines that run.sh prints for one story, and its exit code."""
    path = os.path.join(folder, "it.story.sh")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    surroundings = {k: v for k, v in os.environ.items() if k != "MAHI_TEST_PG"} | {"TMPDIR": folder + "/tmp"}
    done = subprocess.run(["bash", source + "/tests/stories/run.sh", folder + "/mahi", engine, path], env=surroundings,
                          stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.splitlines(), done.returncode


def verdicts(lines):
    return [line.startswith("ok") for line in lines if line.startswith(("ok", "not ok"))]


def story_cases(source, folder):
    for line, passes in LINES:
        lines, code = tell(source, folder, f'promise "R14: a thing"\n{line}\n')
        wanted = [True] * (line.count("expect_") - 1) + [passes]
        good = verdicts(lines) == wanted and (code == 0) == passes and lines[-1] == f"1..{len(wanted)}"
        yield f"a story's \"{line.split(';')[-1].strip()}\" {'passes' if passes else 'fails'}", good, lines
    lines, code = tell(source, folder, 'promise "R1: a"\nexpect_ok true\nneed false\nexpect_ok true\n')
    yield "a story ends where it cannot go on", verdicts(lines) == [True, False] and code == 1, lines
    lines, code = tell(source, folder, 'promise "R1: a"\nexpect_ok true\necho "$no_such_name"\n')
    yield "a story that breaks off fails", verdicts(lines) == [True, False] and code == 1, lines
    lines, code = tell(source, folder, 'promise "R1: a"\nexpect_ok true\nexpect_ok true\n')
    yield "a case names its promise and its engine", lines[0] == 'ok 1 - R1: a: "true" ends with 0 [sqlite]', lines
    lines, code = tell(source, folder, "expect_ok true\n", "both")
    yield "without PostgreSQL that half fails", verdicts(lines) == [True, False] and code == 1, lines
    yield "a story leaves no folder behind", os.listdir(folder + "/tmp") == [], os.listdir(folder + "/tmp")


# (what meson wrote for one program, whether all passes, the closing line)
PROGRAMS = [
    ("counts passing cases", {"stdout": "1..2\nok 1 - R3: a\nok 2 - house: b\n", "result": "OK"}, True, "2 passed, 0 failed"),
    ("counts a failing case", {"stdout": "1..2\nok 1 - R3: a\nnot ok 2 - R4: b\n", "result": "FAIL"}, False, "1 passed, 1 failed"),
    ("counts what a broken program left out", {"stdout": "1..3\nok 1 - R3: a\n", "result": "ERROR"}, False, "1 passed, 2 failed"),
    ("counts a program that ends badly", {"stdout": "ok 1 - R3: a\n1..1\n", "result": "TIMEOUT"}, False, "1 passed, 1 failed"),
    ("counts a program without cases as failed", {"stdout": "hello\n", "result": "OK"}, False, "0 passed, 1 failed"),
    ("refuses a name that proves nothing", {"stdout": "1..1\nok 1 - test_it\n", "result": "OK"}, False, "1 passed, 1 failed"),
]


def tally(source, folder, programs, *more):
    log = os.path.join(folder, "testlog.json")
    with open(log, "w", encoding="utf-8") as file:
        for program in programs:
            file.write(json.dumps({"name": "it", **program}) + "\n")
    done = subprocess.run([sys.executable, source + "/tools/lib/tally.py", log, *more], capture_output=True,
                          encoding="utf-8", check=False)
    return done.stdout.splitlines(), done.returncode


def tally_cases(source, folder):
    for name, program, passes, closing in PROGRAMS:
        lines, code = tally(source, folder, [program])
        yield f"the tally {name}", lines[-1] == closing and (code == 0) == passes, lines
    lines, code = tally(source, folder, [])
    yield "the tally of nothing is a failure", code == 1 and lines[-1] == "0 passed, 0 failed", lines
    lines, code = tally(source, folder, [PROGRAMS[0][1]], "not-ok", "house: it builds")
    yield "the tally adds cases from outside meson", code == 1 and lines[-1] == "2 passed, 1 failed", lines
    talks = {"stdout": "1..1\nnot ok 1 - R3: a\n# 1 is not 2\n", "stderr": "and more", "result": "FAIL"}
    lines, _ = tally(source, folder, [talks])
    yield "the tally prints what a failing case said", "    # 1 is not 2" in lines, lines
    dies = {"stdout": "1..2\nok 1 - R3: a\n", "stderr": "Assertion failed\n", "result": "ERROR"}
    lines, _ = tally(source, folder, [dies])
    yield "the tally prints the last words of a program that breaks off", "    Assertion failed" in lines, lines
    mixed = {"stdout": "ok 1 - R3, R11-R13: a\nok 2 - R12: R99 b\nnot ok 3 - R13: b\nok 4 - R300: c\n1..4\n", "result": "FAIL"}
    lines, _ = tally(source, folder, [mixed])
    wanted = "Proved by a passing case: 3 of 268 requirements: R3, R11-R12"
    yield "the tally says which requirements are proved", wanted in lines and "With a failing case: R13" in lines, lines


def main(source):
    folder = tempfile.mkdtemp(prefix="mahi-harness.")
    os.mkdir(folder + "/tmp")
    with open(folder + "/mahi", "w", encoding="utf-8") as file:
        file.write(PROGRAM)
    os.chmod(folder + "/mahi", 0o755)
    count = failed = 0
    try:
        for cases in (story_cases, tally_cases):
            for name, good, seen in cases(source, folder):
                count += 1
                failed += not good
                print(f"{'ok' if good else 'not ok'} {count} - house: {name}", flush=True)
                for line in [] if good else seen:
                    print(f"# saw: {line}")
    finally:
        shutil.rmtree(folder)
    print(f"1..{count}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1])))
