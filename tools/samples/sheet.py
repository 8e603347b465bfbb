"""A sheet: rows for one record type, written as the CSV that `mahi import` reads."""
import csv
import pathlib


class Sheet:
    def __init__(self, *fields):
        self.fields = fields
        self.rows = []

    def add(self, *values, **named):
        row = dict(zip(self.fields, values, strict=False), **named)
        unknown = set(row) - set(self.fields)
        if unknown or len(values) > len(self.fields):
            raise ValueError(f"no such column: {unknown or values}")
        self.rows.append([row.get(field, "") for field in self.fields])

    def write(self, folder, name):
        path = pathlib.Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(self.fields)
            out.writerows(self.rows)
        print(f"{len(self.rows):6} {path.name}")
