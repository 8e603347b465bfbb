/* everywhere: one loop compiled for old and for new processors, chosen when the program starts, with the same
 * bits from both. Private to src/stats.
 *
 * AVX2 does with four numbers what the oldest x86-64 does with two, in the same order and without fused
 * multiplications, so only the time differs. Elsewhere, and for compilers that cannot, the plain loop stands.
 */
#ifndef STATS_EVERYWHERE_H
#define STATS_EVERYWHERE_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define EVERYWHERE __attribute__((target_clones("default", "avx2")))
#else
#define EVERYWHERE
#endif
#define EVERYWHERE_INLINE static inline __attribute__((always_inline))

#endif
