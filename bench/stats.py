#!/usr/bin/env python3
"""stats.py BENCH_STATS [ROWS]: the statistics engine beside R on one thread, at 10,000, 100,000 … up to ROWS people.

Both sides hold the same made-up people in memory and are asked in turn; the least of the runs counts. What they found is compared before a ratio is
printed. LIMIT (seconds) ends a call of R's that takes too long; CLOCK=processor counts processor seconds, for a machine that others load; ONLY=km,cif
times these alone, SIZES=10000,100000 these sizes."""
import array
import math
import os
import pathlib
import platform
import select
import subprocess
import sys
import tempfile
import time

LIMIT = float(os.environ.get("LIMIT", "120"))
ONLY = os.environ.get("ONLY", "").split(",") if "ONLY" in os.environ else None
PROCESSOR = os.environ.get("CLOCK") == "processor"
MATCHIT_MOST = 100_000  # people that MatchIt 4.5.1 matches within minutes; in a pipeline of more R gets our pairs, and its matching is free
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "R_DEFAULT_PACKAGES": "stats,utils,methods"}

# Name, what it is, how many times faster we want to be, and how far results may lie apart (None: they are people, compared one by one).
TASKS = [
    ("logistic", "logistic score, beside glm.fit", 5, 1e-8),
    ("nearest", "nearest 1:1, largest first, beside matchit", 25, None),
    ("nearest_02", "nearest 1:1, caliper of 0.2 SD, beside matchit", 25, None),
    ("exact", "coarsened exact matching on 8 columns, beside matchit", None, 1e-10),
    ("balance", "balance table before and after, beside summary.matchit", 50, 1e-8),
    ("km", "Kaplan-Meier in days, beside survfit", 10, 1e-10),
    ("km_moments", "Kaplan-Meier, no two times alike, beside survfit", 10, 1e-10),
    ("logrank", "log-rank, beside survdiff", None, 1e-9),
    ("cif", "Aalen-Johansen with SE in days, beside survfit", 50, 1e-9),
    ("cif_moments", "Aalen-Johansen with SE, no two times alike, beside survfit", 50, 1e-9),
    ("gray", "curves and Gray's tests of 3 ways, beside cuminc", None, 1e-8),
]


class Side:
    """A process that holds the people and answers a line for a line."""

    def __init__(self, words, limit=None):
        self.words, self.limit = words, limit
        self.start()

    def start(self):
        self.child = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, env=ONE_THREAD)
        assert self.child.stdout.readline() == "ready\n"

    def ask(self, line):
        """The numbers it answers; None when the limit is over: then it starts anew."""
        self.child.stdin.write(line + "\n")
        self.child.stdin.flush()
        if self.limit and not select.select([self.child.stdout], [], [], self.limit)[0]:
            self.end()
            self.start()
            return None
        answer = self.child.stdout.readline()
        if not answer:
            sys.exit(f"{' '.join(self.words)}: ended at \"{line}\"")
        return [float(word) for word in answer.split()]

    def end(self):
        self.child.kill()
        self.child.wait()


def read_doubles(path):
    numbers = array.array("d")
    numbers.frombytes(path.read_bytes())
    return numbers


def apart(ours, theirs):
    """The largest relative distance, absolute under 1. What does not exist for one must not exist for the other."""
    if len(ours) != len(theirs) or any(math.isfinite(a) != math.isfinite(b) for a, b in zip(ours, theirs)):
        return math.inf
    return max((abs(a - b) / max(1.0, abs(b)) for a, b in zip(ours, theirs) if math.isfinite(a)), default=0.0)


def agree(ours, theirs, tolerance):
    if tolerance is not None:
        worst = apart(ours, theirs)
        return f"agree, {worst:.1e} apart at most" if worst <= tolerance else f"DISAGREE, {worst:.1e} apart"
    mine, other = sum(a > 0 for a in ours), sum(b > 0 for b in theirs)
    same = sum(a == b for a, b in zip(ours, theirs)) / max(1, len(ours))
    return f"{'agree' if mine == other else 'DISAGREE'}, {mine:,} and {other:,} matched, {same:.1%} with the same person"


class Bench:
    def __init__(self, program, most, folder):
        self.program, self.folder = program, folder
        self.sizes = [n for n in (10_000, 100_000, 1_000_000) if n < most] + [most]
        if "SIZES" in os.environ:
            self.sizes = [int(n) for n in os.environ["SIZES"].split(",")]
        self.tasks = [task for task in TASKS if not ONLY or task[0] in ONLY]
        self.best = {}  # (task, size): ours, R's

    def output(self, *words):
        return subprocess.run([self.program, *words], capture_output=True, text=True, check=True).stdout

    def make_people(self, rows):
        path = self.folder / f"people{rows}.csv"
        with open(path, "w", encoding="utf-8") as out:
            subprocess.run([self.program, "people", str(rows)], stdout=out, check=True)
        return path

    def task(self, ours, theirs, rows, name, what, wanted, tolerance):
        paths = [self.folder / side for side in ("ours", "theirs")]
        mine, other, bytes_touched = [], [], 0
        clock = 1 if PROCESSOR else 0
        runs = 7 if rows <= 10_000 else 3
        for run in range(runs):
            answer = ours.ask(f"{name} {paths[0]}" if run == 0 else name)
            mine.append(answer[clock])
            bytes_touched = answer[2]
            if run > 0 and other and max(other) > LIMIT / 6:
                continue
            reply = theirs.ask(f"{name} {paths[1]}" if run == 0 else name) if run == 0 or other else None
            if reply:
                other.append(reply[clock])
        self.best[name, rows] = min(mine), min(other, default=None)
        rate = bytes_touched / min(mine) / 2**30
        line = f"  {what}: {min(mine) * 1000:,.1f} ms, {rate:.1f} GiB/s ({rate / self.memory:.0%} of the memory's); "
        goal = f" (wanted: {wanted})" if wanted else ""
        if not other:
            print(f"{line}R had no answer after {LIMIT:g} s, so no ratio{goal}; not compared", flush=True)
            return
        verdict = agree(read_doubles(paths[0]), read_doubles(paths[1]), tolerance)
        ratio = "" if verdict.startswith("DIS") else f"; ratio {min(other) / min(mine):,.1f}{goal}"
        print(f"{line}R {min(other) * 1000:,.0f} ms{ratio}; {verdict}", flush=True)

    def size(self, rows):
        path = self.make_people(rows)
        print(f"{rows:,} people, {path.stat().st_size / 1e6:.0f} MB of CSV")
        ours, theirs = Side([self.program, "serve", str(path)]), Side(["Rscript", "bench/stats.R", str(path)], LIMIT)
        for task in self.tasks:
            self.task(ours, theirs, rows, *task)
        ours.end()
        theirs.end()

    def slopes(self):
        """How cost grows: the slope of log time over log people, from the smallest to the largest that a side finished."""
        if len(self.sizes) < 2:
            return
        print("growth of cost with people, as an exponent (1: in proportion)")
        for name, what, _, _ in self.tasks:
            said = []
            for side in (0, 1):
                points = [(rows, self.best[name, rows][side]) for rows in self.sizes if self.best[name, rows][side]]
                if len(points) < 2:
                    said.append("-")
                    continue
                x, y = [math.log(p[0]) for p in points], [math.log(p[1]) for p in points]
                middle_x, middle_y = sum(x) / len(x), sum(y) / len(y)
                slope = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y)) / sum((a - middle_x) ** 2 for a in x)
                said.append(f"{slope:.2f}")
            print(f"  {what}: {said[0]}, R {said[1]}")

    def process(self, words, limit=None):
        """A whole process, cold: what it printed, seconds by the clock, MiB at most; None when the limit is over."""
        began = time.perf_counter()
        with tempfile.TemporaryFile("w+") as out:
            child = subprocess.Popen(words, stdout=out, env=ONE_THREAD)
            while True:
                pid, status, usage = os.wait4(child.pid, os.WNOHANG if limit else 0)
                if pid:
                    break
                if time.perf_counter() - began > limit:
                    child.kill()
                    child.wait()
                    return None
                time.sleep(0.01)
            child.returncode = os.waitstatus_to_exitcode(status)
            if child.returncode != 0:
                sys.exit(f"{' '.join(words)}: exit code {child.returncode}")
            seconds = usage.ru_utime + usage.ru_stime if PROCESSOR else time.perf_counter() - began
            out.seek(0)
            figures = {name: float(value) for name, value in (line.split() for line in out)}
        return figures, seconds, usage.ru_maxrss / 1024

    def pipeline(self, rows):
        path = self.make_people(rows)
        runs = [self.process([self.program, "pipeline", str(path)]) for _ in range(5)]
        mine, seconds, memory = runs[0][0], min(r[1] for r in runs), max(r[2] for r in runs)
        print(f"pipeline of {rows:,} people from the file (score, matching, balance, effect, curves), whole process: {seconds:.2f} s, {memory:.0f} MiB")
        words, sets = ["Rscript", "bench/stats_pipeline.R", str(path)], self.folder / "sets"
        if rows > MATCHIT_MOST:
            self.process([self.program, "pipeline", str(path), str(sets)])
            words.append(str(sets))
        theirs = self.process(words, 5 * LIMIT)
        if theirs is None:
            print(f"  R: over the limit of {5 * LIMIT:g} s")
            return
        figures, their_seconds, their_memory = theirs
        matching = figures.pop("seconds_of_matching")
        worst = apart([mine[name] for name in figures], list(figures.values()))
        whole = f"{their_seconds:.1f} s; ratio {their_seconds / seconds:.1f}, and " if rows <= MATCHIT_MOST else ""
        print(f"  R: {whole}without its matching {their_seconds - matching:.1f} s, ratio {(their_seconds - matching) / seconds:.1f} (wanted: 15); "
              f"{their_memory:.0f} MiB, of which we need {memory / their_memory:.2f} (wanted: 0.2)")
        print(f"  figures: {worst:.1e} apart at most; " + ", ".join(f"{name} {mine[name]:.7g} / {value:.7g}" for name, value in figures.items()))

    def all(self):
        self.memory = float(self.output("memory").split()[1 if PROCESSOR else 0]) / 2**30
        version = subprocess.run(["Rscript", "-e", 'cat(R.version.string, "; survival ", format(packageVersion("survival")), ", MatchIt ", '
                                  'format(packageVersion("MatchIt")), ", cmprsk ", format(packageVersion("cmprsk")), sep="")'],
                                 capture_output=True, text=True, check=True).stdout
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), platform.machine())
        print(f"{model}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {version}; one thread, least of the runs, "
              f"{'processor' if PROCESSOR else 'elapsed'} seconds")
        print(f"memory: {self.memory:.1f} GiB/s (a = b + s c over arrays no cache holds)")
        for rows in self.sizes:
            self.size(rows)
        self.slopes()
        for rows in self.sizes:
            if not ONLY or "pipeline" in ONLY:
                self.pipeline(rows)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mahi-bench.") as made:
        Bench(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000, pathlib.Path(made)).all()
