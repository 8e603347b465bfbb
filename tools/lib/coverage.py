#!/usr/bin/env python3
"""coverage: gcovr's JSON summary as one line a folder, and the files whose lines the tests reach least."""
import json
import os
import sys

LEAST = 10


def main(path):
    with open(path, encoding="utf-8") as summary:
        files = [f for f in json.load(summary)["files"] if f["line_total"] > 0]
    folders = {}
    for file in files:
        sums = folders.setdefault(os.path.dirname(file["filename"]), [0, 0, 0, 0])
        for at, key in enumerate(("line_covered", "line_total", "branch_covered", "branch_total")):
            sums[at] += file[key]
    folders["all"] = [sum(sums[at] for sums in folders.values()) for at in range(4)]
    print(f"{'folder':<20} {'lines':>15} {'':>6} {'branches':>15}")
    for name, (lines, line_total, branches, branch_total) in folders.items():
        print(f"{name:<20} {f'{lines} of {line_total}':>15} {lines / line_total:>6.1%} {f'{branches} of {branch_total}':>15}"
              f" {branches / max(branch_total, 1):>6.1%}")
    print("Reached least:")
    for file in sorted(files, key=lambda f: f["line_covered"] / f["line_total"])[:LEAST]:
        print(f"  {file['line_covered'] / file['line_total']:>6.1%}  {file['filename']}")


if __name__ == "__main__":
    main(sys.argv[1])
