#!/usr/bin/env python3
"""Draws lotteries again from docs/theory/random-draws.md alone, without libsodium, and compares with what the program drew.

Usage: draw_again.py T_DRAW
`T_DRAW --print` prints lotteries: a line `seed DIGITS`, lines `block NAME PLACES`, lines `person KEY BLOCK GROUP TURN DRAWN`
(tabs between, "" for nothing), a line `end`. Prints TAP.
"""
import hashlib
import struct
import subprocess
import sys


def chacha20_block(key, counter, nonce):
    """RFC 8439, 2.3."""
    def turn(x, shift):
        return ((x << shift) | (x >> (32 - shift))) & 0xFFFFFFFF

    start = list(struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key) + (counter,) + struct.unpack("<3I", nonce))
    s = start[:]

    def quarter(a, b, c, d):
        for x, y, z, shift in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            s[z] = turn(s[z] ^ s[x], shift)

    for _ in range(10):
        for column in range(4):
            quarter(column, 4 + column, 8 + column, 12 + column)
        for row in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(*row)
    return struct.pack("<16I", *((x + y) & 0xFFFFFFFF for x, y in zip(s, start)))


def stream(seed):
    """The numbers of 64 bits that a seed opens."""
    counter = 0
    while True:
        yield from struct.unpack("<8Q", chacha20_block(seed, counter, b"LibsodiumDRG"))
        counter += 1


def below(numbers, n):
    while True:
        number = next(numbers)
        if number < 2 ** 64 - 2 ** 64 % n:
            return number % n


def draw(seed, blocks, people):
    """{key: (turn, drawn)} for blocks {name: places} and people [(key, block, group)]."""
    lots = {}
    for name, places in blocks.items():
        units = {}
        for key, block, group in people:
            if block == name:
                units.setdefault(("group", group) if group else ("alone", key), []).append(key)
        order = sorted(units.values(), key=min)
        numbers = stream(hashlib.blake2b(name, digest_size=32, key=seed).digest())
        for i in range(len(order) - 1, 0, -1):
            j = below(numbers, i + 1)
            order[i], order[j] = order[j], order[i]
        left = places
        for turn, unit in enumerate(order, 1):
            drawn = len(unit) <= left
            left -= len(unit) if drawn else 0
            lots.update((key, (turn, drawn)) for key in unit)
    return lots


def main():
    lines = subprocess.run([sys.argv[1], "--print"], check=True, capture_output=True).stdout.split(b"\n")
    cases, people_count, wrong = 0, 0, []
    for line in lines:
        word, *rest = line.split(b"\t")
        if word == b"seed":
            seed, blocks, people, said = bytes.fromhex(rest[0].decode()), {}, [], {}
        elif word == b"block":
            blocks[rest[0]] = int(rest[1])
        elif word == b"person":
            people.append(tuple(rest[:3]))
            said[rest[0]] = (int(rest[3]), rest[4] == b"1")
        elif word == b"end":
            cases += 1
            people_count += len(people)
            if draw(seed, blocks, people) != said:
                wrong.append(cases)
    right = cases > 0 and not wrong
    print("TAP version 13\n1..1")
    print(f"{'ok' if right else 'not ok'} 1 - R230: a program of its own draws the same {cases} lotteries")
    print(f"# {people_count} people; differing lotteries: {wrong or 'none'}")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
