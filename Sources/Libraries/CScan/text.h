// Searching and counting in text, header only, with the vector instructions that scan.h tells of.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// The first place in `p[0..<n]` at which `q[0..<m]` stands, or `n`; `m` is at least 1. Up to 15 bytes behind the `n` are
/// read. Places are held against the first and the last byte at once, so that few are looked at more closely.
static inline size_t ouzel_find_text(const uint8_t *p, size_t n, const uint8_t *q, size_t m) {
  if (m > n) return n;
  const size_t last = n - m;
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8((char)q[0]), end = _mm_set1_epi8((char)q[m - 1]);
  for (size_t i = 0; i <= last; i += 16) {
    unsigned hits = (unsigned)_mm_movemask_epi8(
        _mm_and_si128(_mm_cmpeq_epi8(first, _mm_loadu_si128((const __m128i *)(p + i))),
                      _mm_cmpeq_epi8(end, _mm_loadu_si128((const __m128i *)(p + i + m - 1)))));
    for (; hits; hits &= hits - 1) {
      const size_t at = i + (size_t)__builtin_ctz(hits);
      if (at > last) return n;
      if (m <= 2 || memcmp(p + at + 1, q + 1, m - 2) == 0) return at;
    }
  }
#else
  for (size_t i = 0; i <= last; i++)
    if (p[i] == q[0] && memcmp(p + i, q, m) == 0) return i;
#endif
  return n;
}

/// How many characters the UTF-8 in `p[0..<n]` has: bytes that don't continue one. Up to 15 bytes behind the `n` are read.
static inline size_t ouzel_count_characters(const uint8_t *p, size_t n) {
  size_t continuing = 0;
#if defined(__SSE2__)
  const __m128i least = _mm_set1_epi8(-64), zero = _mm_setzero_si128();
  for (size_t i = 0; i < n; i += 16) {
    __m128i x = _mm_cmplt_epi8(_mm_loadu_si128((const __m128i *)(p + i)), least);
    if (n - i < 16) {
      static const uint8_t edge[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
      x = _mm_and_si128(x, _mm_loadu_si128((const __m128i *)(edge + 16 - (n - i))));
    }
    // Each byte that continues is -1: their sum, turned round.
    const __m128i sums = _mm_sad_epu8(_mm_sub_epi8(zero, x), zero);
    continuing += (size_t)_mm_cvtsi128_si64(sums) + (size_t)_mm_cvtsi128_si64(_mm_srli_si128(sums, 8));
  }
#else
  for (size_t i = 0; i < n; i++) continuing += (p[i] & 0xC0) == 0x80;
#endif
  return n - continuing;
}
