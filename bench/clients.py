#!/usr/bin/env python3
"""Writes N made-up clients as CSV with 12 columns: clients.py N > clients.csv. The same N gives the same file."""
import random
import sys

COUNTRIES = ("FJ", "LK", "IN", "CN", "WS", "TO", "IQ", "SO", "ZA", "GB", "KR", "PH")
LANGUAGES = ("hif", "sin", "hin", "cmn", "smo", "ton", "arb", "som", "afr", "eng", "kor", "tgl")
NATIVE = ("", "පෙරේරා", "शर्मा", "王小明", "", "", "محمد", "", "", "", "김민수", "")
SOURCES = ("client", "officer", "document", "agency")
METHODS = ("statement", "interview", "document", "record")


def day(rng, first, last):
    return f"{rng.randint(first, last):04d}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def main():
    count = int(sys.argv[1])
    rng = random.Random(20001)
    out = sys.stdout
    out.write("number,family_name,given_names,birth_date,gender,arrived_on,country,first_language,willing_to_move,source,method,native_name\n")
    rows = []
    for i in range(count):
        origin = rng.randrange(12)
        rows.append(
            f"C{i + 1:08d},Family{rng.randrange(50000)},Given{rng.randrange(20000)},{day(rng, 1940, 1982)},"
            f"{('female', 'male', '')[rng.randrange(3)]},{day(rng, 1984, 2000)},{COUNTRIES[origin]},{LANGUAGES[origin]},"
            f"{('yes', 'no', '')[rng.randrange(3)]},{SOURCES[rng.randrange(4)]},{METHODS[rng.randrange(4)]},{NATIVE[origin]}\n")
        if len(rows) == 10000:
            out.write("".join(rows))
            rows.clear()
    out.write("".join(rows))


if __name__ == "__main__":
    main()
