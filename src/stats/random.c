#include "stats/random.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "base/banned.h"

_Static_assert(RANDOM_SEED_BYTES == randombytes_SEEDBYTES, "the seed is libsodium's");
_Static_assert(RANDOM_SEED_BYTES == crypto_generichash_BYTES, "a hash is a seed");
_Static_assert(RANDOM_SEED_BYTES == crypto_stream_chacha20_ietf_KEYBYTES, "a seed is a key");
_Static_assert(RANDOM_BUFFER % 64 == 0, "whole blocks of the stream");

/* ---- seeds ---- */

struct random_seed random_seed_fresh(void)
{
    struct random_seed seed;
    int ready = sodium_init();
    assert(ready >= 0);
    randombytes_buf(seed.bytes, sizeof seed.bytes);
    return seed;
}

struct random_seed random_seed_of_words(struct text words)
{
    struct random_seed seed;
    crypto_generichash(seed.bytes, sizeof seed.bytes, (const unsigned char *)words.at, words.length, NULL, 0);
    return seed;
}

struct random_seed random_seed_branch(const struct random_seed *seed, struct text label)
{
    struct random_seed branch;
    crypto_generichash(branch.bytes, sizeof branch.bytes, (const unsigned char *)label.at, label.length,
                       seed->bytes, sizeof seed->bytes);
    return branch;
}

void random_seed_print(const struct random_seed *seed, char digits[RANDOM_SEED_DIGITS + 1])
{
    sodium_bin2hex(digits, RANDOM_SEED_DIGITS + 1, seed->bytes, sizeof seed->bytes);
}

bool random_seed_read(struct text digits, struct random_seed *seed, struct err *err)
{
    size_t length = 0;
    if (digits.length == RANDOM_SEED_DIGITS &&
        sodium_hex2bin(seed->bytes, sizeof seed->bytes, digits.at, digits.length, NULL, &length, NULL) == 0 &&
        length == sizeof seed->bytes)
        return true;
    return err_set(
        err, ERR_input,
        "\"%.*s\" is no seed: copy the 64 digits 0 to 9 and a to f that were printed with the draw",
        (int)(digits.length < 80 ? digits.length : 80), digits.at);
}

/* ---- the stream ---- */

struct random random_open(const struct random_seed *seed)
{
    return (struct random){.seed = *seed, .used = RANDOM_BUFFER};
}

static void random_refill(struct random *random)
{
    static const unsigned char NONCE[] = {'L', 'i', 'b', 's', 'o', 'd', 'i', 'u', 'm', 'D', 'R', 'G'};
    static const unsigned char ZEROS[RANDOM_BUFFER] = {0};
    enum { BLOCKS = RANDOM_BUFFER / 64 };
    _Static_assert(sizeof NONCE == crypto_stream_chacha20_ietf_NONCEBYTES, "libsodium's own nonce");
    assert(random->block <= UINT32_MAX - BLOCKS);
    crypto_stream_chacha20_ietf_xor_ic(random->buffer, ZEROS, RANDOM_BUFFER, NONCE, random->block,
                                       random->seed.bytes);
    random->block += BLOCKS;
    random->used = 0;
}

uint64_t random_bits(struct random *random)
{
    if (random->used == RANDOM_BUFFER)
        random_refill(random);
    uint64_t bits = 0;
    for (size_t i = 8; i-- > 0;)
        bits = bits << 8 | random->buffer[random->used + i];
    random->used += 8;
    return bits;
}

double random_uniform(struct random *random)
{
    return (double)(random_bits(random) >> 11) * 0x1p-53;
}

uint64_t random_below(struct random *random, uint64_t n)
{
    assert(n >= 1);
    uint64_t spare = (UINT64_MAX % n + 1) % n, bits; /* 2^64 modulo n */
    do
        bits = random_bits(random);
    while (bits > UINT64_MAX - spare);
    return bits % n;
}

void random_shuffle(struct random *random, size_t *places, size_t count)
{
    for (size_t i = count; i-- > 1;) {
        size_t other = (size_t)random_below(random, i + 1), kept = places[i];
        places[i] = places[other];
        places[other] = kept;
    }
}

uint64_t random_below_of(const struct random_seed *seed, struct text name, uint64_t n)
{
    struct random_seed branch = random_seed_branch(seed, name);
    struct random random = random_open(&branch);
    return random_below(&random, n);
}
