#!/usr/bin/env python3
"""questions.py MAHI POSTGRES_URL ROWS: one question of a million clients: in memory beside feelin and C by hand, and by SQL on both engines.

All of them are asked of the same made-up clients (made.c), and must count alike before anything is printed."""
import pathlib
import re
import subprocess
import sys
import tempfile

from bench import Bench, run

ASK_RUNS = 7
PEER_CLIENTS = 10000  # the peer is asked of fewer, and timed by the answer
TODAY = "2000-08-31"  # MADE_TODAY of made.h
RECORDS = "client register_spell benefit_spell sgi_rating english_level qualification work_history none_known".split()


class Questions(Bench):
    def question_words(self):
        return " ".join(pathlib.Path("bench/auckland.feel").read_text(encoding="utf-8").split())

    def tool(self, name):
        return str(pathlib.Path(self.mahi).parent / "bench" / name)

    def answers(self, line):
        """ "name: 1.7e-07 s, yes 1, no 2, not recorded 3" as seconds and the three counts."""
        found = re.search(r"([0-9.e+-]+) s, yes (\d+), no (\d+), not recorded (\d+)", line)
        return float(found[1]), tuple(int(found[i]) for i in (2, 3, 4))

    def evaluator(self):
        """Ours in the declared departure; the peer in plain FEEL: their yes must agree, and no and not recorded may not."""
        printed = subprocess.run([self.tool("bench_evaluate"), "bench/auckland.feel", str(self.rows)], capture_output=True, text=True, check=True)
        (ours, counts), (explained, _), (hand, _) = map(self.answers, printed.stdout.splitlines())
        few = subprocess.run([self.tool("bench_evaluate"), "bench/auckland.feel", str(PEER_CLIENTS)], capture_output=True, text=True, check=True)
        people = self.folder / "people.json"
        with open(people, "w", encoding="utf-8") as out:
            subprocess.run([self.tool("bench_made"), "json", str(PEER_CLIENTS)], stdout=out, check=True)
        printed = subprocess.run(["node", "bench/feel/ask.mjs", str(people)], capture_output=True, text=True, check=True)
        peer, peer_counts = self.answers(printed.stdout)
        if self.answers(few.stdout.splitlines()[0])[1][0] != peer_counts[0]:
            sys.exit(f"ours and the peer do not count the same yes: {few.stdout} {printed.stdout}")
        print(f"a question of {self.rows:,} clients in memory, one core: {1 / ours:,.0f} answers/s (wanted: 1,000,000); with reasons "
              f"{1 / explained:,.0f} (wanted: 50,000); C by hand {1 / hand:,.0f}, ratio {hand / ours:.2f}; feelin, parsed once, {1 / peer:,.0f}, "
              f"ratio {peer / ours:.0f}")
        return counts

    def load(self, where, data):
        run([self.mahi, "--db", where, "init"])
        for record in RECORDS:
            seconds, _ = run([self.mahi, "--db", where, "import", record, str(data / f"{record}.csv")])
            print(f"  import of {record}: {seconds:.1f} s")

    def ask(self, where, name, target, counts):
        """Whole processes, warm; today, when the facts stand ready, and a day two years back, when they are worked out."""
        words = [self.mahi, "--db", where, "ask", self.question_words(), "--as-at"]
        shown = subprocess.run(words + [TODAY, "--format", "csv"], capture_output=True, text=True, check=True).stdout
        found = tuple(int(n) for n in re.findall(r"^(?:Yes|No|Not recorded),(\d+)", shown, re.M))
        if found != counts:
            sys.exit(f"{name} and the evaluator do not count the same: {found} {counts}")
        seconds = min(run(words + [TODAY])[0] for _ in range(ASK_RUNS))
        past = run(words + ["1998-08-31"])[0]
        print(f"the same of {self.rows:,} clients by SQL, {name}: {seconds:.2f} s, whole process, the best of {ASK_RUNS} (wanted: {target} s); "
              f"two years back {past:.1f} s")

    def all(self):
        counts = self.evaluator()
        data = self.folder / "questions"
        data.mkdir()
        subprocess.run([self.tool("bench_made"), "csv", str(data), str(self.rows)], check=True)
        where = str(self.folder / "questions.db")
        self.load(where, data)
        self.ask(where, "SQLite", 0.5, counts)
        where = self.fresh_postgres("mahi_questions")
        self.load(where, data)
        run(self.psql(where, "VACUUM ANALYZE"))
        self.ask(where, "PostgreSQL", 0.2, counts)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mahi-questions.") as folder:
        Questions(sys.argv[1], sys.argv[2], int(sys.argv[3]), pathlib.Path(folder)).all()
