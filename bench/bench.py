#!/usr/bin/env python3
"""bench.py MAHI POSTGRES_URL ROWS: whole processes, ours and the peer's in turn, three times each; the median counts.

Every run begins on a fresh database or table and reads the same file, which all of them find in the system's cache alike."""
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 3
SHOW_RUNS = 31
COLUMNS = "number family_name given_names birth_date gender arrived_on country first_language willing_to_move source method native_name".split()


def run(words, stdin=None, env=None):
    """Runs a program to its end. Returns seconds by the clock, and the most memory it held, in MiB."""
    began = time.perf_counter()
    child = subprocess.Popen(words, stdin=subprocess.PIPE if stdin else subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             env={**os.environ, **(env or {})})
    if stdin:
        child.stdin.write(stdin.encode())
        child.stdin.close()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(words)}: exit code {child.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def first_line(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()[0]


class Bench:
    def __init__(self, mahi, postgres, rows, folder):
        self.mahi, self.postgres, self.rows, self.folder = mahi, postgres, rows, folder
        self.csv = folder / "clients.csv"
        self.sqlite_db = folder / "mahi.db"
        self.bare_db = folder / "bare.db"

    def make_file(self, path, rows):
        with open(path, "w", encoding="utf-8") as out:
            subprocess.run([sys.executable, "bench/clients.py", str(rows)], stdout=out, check=True)

    def psql(self, url, sql):
        return ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url, "-c", sql]

    def database(self, name):
        return re.sub(r"/postgres\?", f"/{name}?", self.postgres)

    def fresh_postgres(self, name):
        run(self.psql(self.postgres, f"DROP DATABASE IF EXISTS {name}"))
        run(self.psql(self.postgres, f"CREATE DATABASE {name}"))
        return self.database(name)

    def import_sqlite(self, csv):
        for leftover in self.folder.glob("mahi.db*"):
            leftover.unlink()
        run([self.mahi, "--db", str(self.sqlite_db), "init"])
        return run([self.mahi, "--db", str(self.sqlite_db), "import", "client", str(csv)])

    def bare_sqlite(self, csv):
        self.bare_db.unlink(missing_ok=True)
        return run(["sqlite3", str(self.bare_db)],
                   stdin=f"CREATE TABLE bare ({', '.join(COLUMNS)});\n.mode csv\n.import --skip 1 {csv} bare\n")

    def import_postgres(self, csv):
        url = self.fresh_postgres("mahi_bench")
        run([self.mahi, "--db", url, "init"])
        return run([self.mahi, "--db", url, "import", "client", str(csv)])

    def bare_postgres(self, csv):
        url = self.fresh_postgres("mahi_bare")
        run(self.psql(url, f"CREATE TABLE bare ({', '.join(c + ' text' for c in COLUMNS)})"))
        return run(self.psql(url, f"\\copy bare FROM '{csv}' CSV HEADER"))

    def pair(self, what, ours, peer, target):
        """Ours and the peer in turn, so that a slow minute of the machine meets both."""
        mine, theirs = [], []
        for _ in range(RUNS):
            theirs.append(peer(self.csv))
            mine.append(ours(self.csv))
        my_seconds, their_seconds = (statistics.median(r[0] for r in runs) for runs in (mine, theirs))
        memory = max(r[1] for r in mine)
        print(f"{what}: {self.rows / my_seconds:,.0f} rows/s in {my_seconds:.2f} s, {memory:.0f} MiB; peer {self.rows / their_seconds:,.0f} "
              f"rows/s in {their_seconds:.2f} s; ratio {their_seconds / my_seconds:.2f} (wanted: {target} and more)")

    def flat_memory(self):
        """The same import of a tenth of the file: memory must not follow the file's length."""
        small = self.folder / "small.csv"
        self.make_file(small, self.rows // 10)
        _, memory = self.import_sqlite(small)
        print(f"import of {self.rows // 10:,} rows: {memory:.0f} MiB")

    def table(self, where, name, target):
        words = [self.mahi, "--db", str(where), "table", "client", "--rows", "gender,willing_to_move", "--columns", "source,method"]
        seconds = statistics.median(run(words)[0] for _ in range(RUNS + 2))
        print(f"4-way table of {self.rows:,} clients, {name}: {seconds:.2f} s (wanted: under {target} s)")

    def show(self, where, name):
        words = [self.mahi, "--db", str(where), "show", "client", f"C{self.rows // 2:08d}"]
        seconds = [run(words)[0] for _ in range(SHOW_RUNS)]
        print(f"show of one client in {self.rows:,}, {name}: {statistics.median(seconds) * 1000:.1f} ms, whole process, median of "
              f"{SHOW_RUNS} (wanted: under 10 ms)")

    def all(self):
        print(f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}; SQLite {first_line('sqlite3', '--version').split()[0]}; "
              f"{first_line('psql', '--version')}; {self.rows:,} clients of {len(COLUMNS)} columns; medians of {RUNS}")
        print(f"stripped release binary: {os.path.getsize(self.mahi) / 2**20:.2f} MiB (wanted: under 3)")
        self.make_file(self.csv, self.rows)
        self.flat_memory()
        self.pair("import, SQLite, beside sqlite3 .import into a bare table", self.import_sqlite, self.bare_sqlite, 0.25)
        self.pair("import, PostgreSQL, beside \\copy into a bare table", self.import_postgres, self.bare_postgres, 0.25)
        self.table(self.sqlite_db, "SQLite", 1)
        self.table(self.database("mahi_bench"), "PostgreSQL", 0.3)
        self.show(self.sqlite_db, "SQLite")
        self.show(self.database("mahi_bench"), "PostgreSQL")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mahi-bench.") as folder:
        Bench(sys.argv[1], sys.argv[2], int(sys.argv[3]), pathlib.Path(folder)).all()
