#!/usr/bin/env python3
"""Writes src/dict's tables of countries and languages from Debian's iso-codes: iso_tables.py FOLDER OUTPUT.

Each table is one string of fixed-width codes in order, and the names in the same order, so that a look-up is a binary search."""
import json
import pathlib
import sys


def c_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def table(name, pairs):
    pairs = sorted(pairs)
    rows = "\n".join(f"    {{{c_string(code)}, {c_string(label)}}}," for code, label in pairs)
    return f"static const struct iso_row {name}[] = {{\n{rows}\n}};\n"


folder, output = map(pathlib.Path, sys.argv[1:])
countries = json.loads((folder / "iso_3166-1.json").read_text(encoding="utf-8"))["3166-1"]
languages = json.loads((folder / "iso_639-3.json").read_text(encoding="utf-8"))["639-3"]
output.write_text(
    "/* Made by tools/iso_tables.py from Debian's iso-codes; not to be edited. */\n"
    + table("countries", [(c["alpha_2"], c.get("common_name", c["name"])) for c in countries])
    + table("languages", [(l["alpha_3"], l["name"]) for l in languages]),
    encoding="utf-8")
