#!/usr/bin/env python3
"""casework.py MAHI ROWS [DATABASE]: lists and acts of case work at a million clients, on SQLite, in process, beside bare SQL.

Makes the database with mahi sample, or takes the one that is named, which it changes. What is timed of ours is in casework.c; the peer is
the same page as one statement over the raw tables, and the same contact as a bare INSERT, by Python's sqlite3 on the same file."""
import csv
import io
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from bench import run

RUNS = int(os.environ.get("RUNS", 50))
INTAKES = 3
LIST = 10000  # people on a list that is frozen and drawn
PLACES = LIST // 2
LIMITS = {"list": 20, "contact": 5, "enrol": 5, "placement": 5, "freeze and draw": 1000}  # milliseconds, of issue 5
UNTOUCHED = """SELECT c.number, c.family_name, c.given_names, max(k.effective_from) AS last FROM (SELECT client FROM assignment WHERE staff =
(SELECT id FROM staff WHERE login = ?) AND effective_from <= ?2 AND (effective_to IS NULL OR effective_to >= ?2) GROUP BY client) a
JOIN client c ON c.id = a.client LEFT JOIN contact k ON k.client = c.id AND k.effective_from <= ?2
GROUP BY c.id HAVING last IS NULL OR last < ?2 - 28 ORDER BY c.id LIMIT 50"""
CONTACT = """INSERT INTO contact (client, effective_from, way, source, method, recorded_at, recorded_by)
SELECT id, ?, 2, source, method, recorded_at, recorded_by FROM client WHERE id = ?"""


class Casework:
    def __init__(self, mahi, rows, where):
        self.mahi, self.rows, self.where = mahi, rows, where
        self.program = str(pathlib.Path(mahi).parent / "bench" / "bench_casework")

    def ours(self, *words, stdin=None):
        return run([self.mahi, "--db", self.where, *words], stdin)

    def make(self):
        for words in (["init"], ["load", "share/codes"], ["load", "share/lists"]):
            self.ours(*words)
        seconds, memory = self.ours("sample", "--clients", str(self.rows), "--seed", "1")
        print(f"a sample of {self.rows:,} clients: {seconds:.0f} s, {memory:.0f} MiB of memory, {os.path.getsize(self.where) / 2**30:.2f} GiB of file")

    def peer(self):
        db = sqlite3.connect(self.where, isolation_level=None)
        db.execute("PRAGMA cache_size = -16384")
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    def make_intakes(self):
        """Programmes whose one criterion finds about so many people: who registered since a day."""
        db = self.peer()
        people = db.execute("SELECT count(*) FROM standing WHERE registered = 1").fetchone()[0]
        since = db.execute("SELECT weeks_registered FROM standing WHERE registered = 1 ORDER BY weeks_registered DESC LIMIT 1 OFFSET ?",
                           (min(LIST, people - 1),)).fetchone()[0]
        weeks = (time.time() // 86400 - since) / 7
        db.close()
        mark = f"b{int(time.time())}"
        self.ours("question", "save", mark, f"registered and weeks registered <= {weeks:.3f}", "--label", "Of the bench")
        names = [f"{mark}-{i}" for i in range(INTAKES)]
        for name in names:
            self.ours("record", "programme", f"code={name}", "name=Of the bench")
            self.ours("record", "intake", f"code={name}", f"programme={name}", f"places={PLACES}")
            self.ours("record", "criterion", f"programme={name}", "rank=1", "label=Of the bench", f"version={mark}/1", "need=hard")
        return names

    def bare(self, login):
        """Milliseconds of the peer: the page of whom nobody spoke with, and a contact."""
        db = self.peer()
        today = int(time.time() // 86400)
        pages, contacts = [], []
        for i in range(RUNS + 1):
            began = time.perf_counter()
            db.execute(UNTOUCHED, (login, today)).fetchall()
            pages.append(time.perf_counter() - began)
        for i in range(RUNS + 1):
            client = 7 + i * (self.rows // (RUNS + 2))
            began = time.perf_counter()
            db.execute("BEGIN IMMEDIATE")
            db.execute(CONTACT, (today - 40000 - i, client))
            db.execute("COMMIT")
            contacts.append(time.perf_counter() - began)
        db.execute("DELETE FROM contact WHERE effective_from < ?", (today - 39999,))
        db.close()
        return statistics.median(pages[1:]) * 1000, statistics.median(contacts[1:]) * 1000

    def all(self):
        printed = subprocess.run([self.program, self.where, str(RUNS), *self.make_intakes()], stdout=subprocess.PIPE, text=True, check=True).stdout
        lines = list(csv.reader(io.StringIO(printed), delimiter="|"))
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; SQLite {sqlite3.sqlite_version}; milliseconds: median and worst by the clock, "
              f"median of the processor; {RUNS} runs, lists {INTAKES}")
        missed = 0
        for kind, name, detail, median, worst, processor in lines:
            limit = LIMITS.get("list" if kind == "list" else name)
            late = limit is not None and float(processor) > limit
            missed += late
            print(f"{name:18} {median:>9} {worst:>9} {processor:>9}  {detail}{f'  (wanted: under {limit})' if limit else ''}{'  MISSED' if late else ''}")
        ours = {name: float(median) for _, name, _, median, _, _ in lines}
        login = next(detail.split(" of ")[1].split(",")[0] for _, name, detail, *_ in lines if name == "cm-untouched")
        page, contact = self.bare(login)
        print(f"beside one statement over the raw tables: cm-untouched {ours['cm-untouched']:.2f} and {page:.2f}, ratio {page / ours['cm-untouched']:.2f}; "
              f"a contact and a bare INSERT {ours['contact']:.2f} and {contact:.2f}, ratio {contact / ours['contact']:.2f}")
        print(f"{missed} of {len(lines)} over their limit, by the processor")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mahi-casework.") as folder:
        casework = Casework(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else f"{folder}/casework.db")
        if len(sys.argv) <= 3:
            casework.make()
        casework.all()
