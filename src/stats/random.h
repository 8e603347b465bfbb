/* random: chance that anybody can repeat.
 *
 * A lottery, a rounding, a tie broken by lot are worth nothing if nobody can check them. So every
 * number here follows from a seed of 32 bytes, printed with the result as 64 hexadecimal digits, by a
 * rule that is written down and is the same on every machine. Theory: docs/theory/random-draws.md.
 * METHOD the seed opens a stream of bytes, ChaCha20 (RFC 8439) with the seed as key, the nonce
 * "LibsodiumDRG" and the counter from 0: libsodium's randombytes_buf_deterministic, without its limit
 * of length. Numbers are taken off it eight bytes at a time, the lowest byte first.
 * CHECKED against libsodium and by a program of its own, tests/numbers/draw_again.py. */
#ifndef STATS_RANDOM_H
#define STATS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

enum { RANDOM_SEED_BYTES = 32, RANDOM_SEED_DIGITS = 64, RANDOM_BUFFER = 512 };

struct random_seed {
    uint8_t bytes[RANDOM_SEED_BYTES];
};

/* A seed that nobody could foresee, from the operating system: the one call of this folder whose
 * answer does not follow from its arguments. Draw it after the list of people is frozen, and store it
 * with the list. */
struct random_seed random_seed_fresh(void);

/* A seed from words that were settled in public beforehand: "Lotto draw 2345 of 6 June 2026: 4 11 17
 * 23 35 40".
 * OUT the BLAKE2b hash (RFC 7693) of the bytes, 32 long. */
struct random_seed random_seed_of_words(struct text words);

/* A seed of its own for each part of a job (a block, a bootstrap worker), so that parts do not hang on
 * each other.
 * OUT the BLAKE2b hash of the label, 32 long, with the seed as its key. */
struct random_seed random_seed_branch(const struct random_seed *seed, struct text label);

/* The seed as 64 hexadecimal digits and a zero. */
void random_seed_print(const struct random_seed *seed, char digits[RANDOM_SEED_DIGITS + 1]);

/* FAILS anything but 64 hexadecimal digits. */
bool random_seed_read(struct text digits, struct random_seed *seed, struct err *err);

/* Where a stream has got to. Copying it copies the future. */
struct random {
    struct random_seed seed;
    uint32_t block; /* of 64 bytes, to come next */
    size_t used;    /* of buffer */
    uint8_t buffer[RANDOM_BUFFER];
};

struct random random_open(const struct random_seed *seed);

/* 64 bits, each 0 or 1 as if by a coin. A stream ends after 2^32 blocks, 2^35 numbers, and asserts. */
uint64_t random_bits(struct random *random);

/* 0 <= u < 1, in steps of 2^-53: the upper 53 of random_bits. */
double random_uniform(struct random *random);

/* A whole number from 0 to n - 1, all alike likely.
 * IN n >= 1.
 * METHOD random_bits modulo n; the last 2^64 modulo n values of random_bits are thrown away and the
 * next taken, for they would favour small numbers. */
uint64_t random_below(struct random *random, uint64_t n);

/* Puts `places` in an order of which all are alike likely.
 * METHOD for i from count - 1 down to 1, places[i] changes with places[random_below(i + 1)]:
 * Durstenfeld 1964, Communications of the ACM 7:420. */
void random_shuffle(struct random *random, size_t *places, size_t count);

/* The number from 0 to n - 1 that belongs to a name for good, such as a person's number for fixed
 * rounding (disclosure.h, n = ROUND_SEEDS).
 * OUT the first random_below(n) of the seed's branch for that name. */
uint64_t random_below_of(const struct random_seed *seed, struct text name, uint64_t n);

#endif
