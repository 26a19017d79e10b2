// Byte scanning with the machine's vector instructions, header only. x86-64 always has SSE2 and arm64 always has NEON;
// everything else takes the plain path. Swift inlines these functions where it calls them.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// `Scripts/sanitize plain` has everything take the plain path, whatever the machine.
#if defined(OUZEL_PLAIN)
#undef __SSE2__
#undef __ARM_NEON
#endif
#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

/// 64 bits, one a byte of `p[0..<64]`, set where the byte is `a`.
static inline uint64_t ouzel_match64(const uint8_t *p, uint8_t a) {
#if defined(__SSE2__)
  const __m128i v = _mm_set1_epi8((char)a);
  const uint64_t m0 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)p), v));
  const uint64_t m1 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + 16)), v));
  const uint64_t m2 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + 32)), v));
  const uint64_t m3 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + 48)), v));
  return m0 | m1 << 16 | m2 << 32 | m3 << 48;
#elif defined(__ARM_NEON)
  const uint8x16_t v = vdupq_n_u8(a);
  static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t w = vld1q_u8(weights);
  const uint8x16_t e0 = vandq_u8(vceqq_u8(vld1q_u8(p), v), w);
  const uint8x16_t e1 = vandq_u8(vceqq_u8(vld1q_u8(p + 16), v), w);
  const uint8x16_t e2 = vandq_u8(vceqq_u8(vld1q_u8(p + 32), v), w);
  const uint8x16_t e3 = vandq_u8(vceqq_u8(vld1q_u8(p + 48), v), w);
  uint8x16_t s = vpaddq_u8(vpaddq_u8(e0, e1), vpaddq_u8(e2, e3));
  s = vpaddq_u8(s, s);
  return vgetq_lane_u64(vreinterpretq_u64_u8(s), 0);
#else
  uint64_t m = 0;
  for (int i = 0; i < 64; i++) m |= (uint64_t)(p[i] == a) << i;
  return m;
#endif
}

/// How many of the first bytes of `p[0..<n]` are neither `a`, nor `b`, nor below 0x20.
/// Up to 15 bytes behind the `n` are read.
static inline size_t ouzel_plain_prefix(const uint8_t *p, size_t n, uint8_t a, uint8_t b) {
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b), low = _mm_set1_epi8(0x1f);
  for (size_t i = 0; i < n; i += 16) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, va), _mm_cmpeq_epi8(x, vb)),
                                     _mm_cmpeq_epi8(_mm_min_epu8(x, low), x));
    const unsigned m = (unsigned)_mm_movemask_epi8(hit);
    if (m) {
      const size_t at = i + (size_t)__builtin_ctz(m);
      return at < n ? at : n;
    }
  }
  return n;
#else
  for (size_t i = 0; i < n; i++)
    if (p[i] == a || p[i] == b || p[i] < 0x20) return i;
  return n;
#endif
}

/// The same, and copies these bytes to `to`. Up to 15 bytes behind the `n` are read, and behind those copied written.
static inline size_t ouzel_copy_plain(uint8_t *to, const uint8_t *p, size_t n, uint8_t a, uint8_t b) {
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b), low = _mm_set1_epi8(0x1f);
  for (size_t i = 0; i < n; i += 16) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
    _mm_storeu_si128((__m128i *)(to + i), x);
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, va), _mm_cmpeq_epi8(x, vb)),
                                     _mm_cmpeq_epi8(_mm_min_epu8(x, low), x));
    const unsigned m = (unsigned)_mm_movemask_epi8(hit);
    if (m) {
      const size_t at = i + (size_t)__builtin_ctz(m);
      return at < n ? at : n;
    }
  }
  return n;
#else
  for (size_t i = 0; i < n; i++) {
    if (p[i] == a || p[i] == b || p[i] < 0x20) return i;
    to[i] = p[i];
  }
  return n;
#endif
}

/// Copies `n` bytes in whole vectors: up to 16 bytes behind the `n` are read and written. For short values, of which a
/// call to `memcpy` would be the greater part.
static inline void ouzel_copy(uint8_t *to, const uint8_t *from, size_t n) {
  size_t i = 0;
  do {
#if defined(__SSE2__)
    _mm_storeu_si128((__m128i *)(to + i), _mm_loadu_si128((const __m128i *)(from + i)));
#else
    uint64_t w[2];
    memcpy(w, from + i, 16);
    memcpy(to + i, w, 16);
#endif
    i += 16;
  } while (i < n);
}

/// Whether `a[0..<n]` and `b[0..<n]` are the same bytes. Up to 15 bytes behind both are read.
static inline int ouzel_equal(const uint8_t *a, const uint8_t *b, size_t n) {
#if defined(__SSE2__)
  for (size_t i = 0; i < n; i += 16) {
    const unsigned same = (unsigned)_mm_movemask_epi8(
        _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(a + i)), _mm_loadu_si128((const __m128i *)(b + i))));
    const unsigned wanted = n - i >= 16 ? 0xffffu : (1u << (n - i)) - 1;
    if ((same & wanted) != wanted) return 0;
  }
  return 1;
#else
  return memcmp(a, b, n) == 0;
#endif
}

/// Reads 32 hexadecimal digits of any case as 16 bytes; tells whether all were digits.
static inline int ouzel_read_hex32(uint8_t *to, const uint8_t *p) {
#if defined(__SSE2__)
  __m128i half[2];
  int valid = 0xffff;
  for (int i = 0; i < 2; i++) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(p + 16 * i));
    const __m128i digit = _mm_sub_epi8(x, _mm_set1_epi8('0'));
    const __m128i letter = _mm_sub_epi8(_mm_or_si128(x, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
    const __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(digit, _mm_set1_epi8(9)), digit);
    const __m128i is_letter = _mm_cmpeq_epi8(_mm_min_epu8(letter, _mm_set1_epi8(5)), letter);
    valid &= _mm_movemask_epi8(_mm_or_si128(is_digit, is_letter));
    const __m128i nibble = _mm_or_si128(_mm_and_si128(is_digit, digit),
                                        _mm_andnot_si128(is_digit, _mm_add_epi8(letter, _mm_set1_epi8(10))));
    // Of each two nibbles, the first is in the low byte of a 16-bit lane and is the high half of the value.
    half[i] = _mm_and_si128(_mm_or_si128(_mm_slli_epi16(nibble, 4), _mm_srli_epi16(nibble, 8)), _mm_set1_epi16(0xff));
  }
  _mm_storeu_si128((__m128i *)to, _mm_packus_epi16(half[0], half[1]));
  return valid == 0xffff;
#else
  unsigned bad = 0;
  for (int i = 0; i < 16; i++) {
    unsigned value = 0;
    for (int j = 0; j < 2; j++) {
      const unsigned digit = (unsigned)p[2 * i + j] - '0', letter = ((unsigned)p[2 * i + j] | 0x20) - 'a';
      bad |= digit > 9 && letter > 5;
      value = value << 4 | (digit <= 9 ? digit : letter + 10);
    }
    to[i] = (uint8_t)value;
  }
  return !bad;
#endif
}

/// Writes 16 bytes as 32 hexadecimal digits.
static inline void ouzel_write_hex32(uint8_t *to, const uint8_t *p) {
#if defined(__SSE2__)
  const __m128i x = _mm_loadu_si128((const __m128i *)p), low = _mm_set1_epi8(0x0f);
  const __m128i high = _mm_and_si128(_mm_srli_epi16(x, 4), low), rest = _mm_and_si128(x, low);
  const __m128i nibbles[2] = {_mm_unpacklo_epi8(high, rest), _mm_unpackhi_epi8(high, rest)};
  for (int i = 0; i < 2; i++) {
    const __m128i letters = _mm_and_si128(_mm_cmpgt_epi8(nibbles[i], _mm_set1_epi8(9)), _mm_set1_epi8('a' - '0' - 10));
    _mm_storeu_si128((__m128i *)(to + 16 * i),
                     _mm_add_epi8(_mm_add_epi8(nibbles[i], _mm_set1_epi8('0')), letters));
  }
#else
  static const char digits[] = "0123456789abcdef";
  for (int i = 0; i < 16; i++) {
    to[2 * i] = (uint8_t)digits[p[i] >> 4];
    to[2 * i + 1] = (uint8_t)digits[p[i] & 15];
  }
#endif
}

/// The place of the first `a` in `p[0..<n]`, or `n`.
static inline size_t ouzel_find(const uint8_t *p, size_t n, uint8_t a) {
  const uint8_t *at = n ? (const uint8_t *)memchr(p, a, n) : 0;
  return at ? (size_t)(at - p) : n;
}

/// How many of `p[0..<n]` are `a`.
static inline size_t ouzel_count(const uint8_t *p, size_t n, uint8_t a) {
  size_t i = 0, found = 0;
#if defined(__SSE2__)
  const __m128i v = _mm_set1_epi8((char)a), zero = _mm_setzero_si128();
  while (i + 16 <= n) {
    // Each lane counts up to 255 hits before the lanes are added.
    __m128i lanes = zero;
    const size_t stop = n - i > 255 * 16 ? i + 255 * 16 : n;
    for (; i + 16 <= stop; i += 16)
      lanes = _mm_sub_epi8(lanes, _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), v));
    const __m128i sums = _mm_sad_epu8(lanes, zero);
    found += (size_t)_mm_cvtsi128_si64(sums) + (size_t)_mm_cvtsi128_si64(_mm_srli_si128(sums, 8));
  }
#endif
  for (; i < n; i++) found += p[i] == a;
  return found;
}

/// How many of the `n` pairs of bytes from `p` on are `a` and `b`.
static inline size_t ouzel_count_pairs(const uint8_t *p, size_t n, uint8_t a, uint8_t b) {
  size_t found = 0;
  for (size_t i = 0; i < n; i++) found += (p[2 * i] == a) & (p[2 * i + 1] == b);
  return found;
}

/// How many units of UTF-16 the UTF-8 in `p[0..<n]` has: one a character, but two beyond U+FFFF.
static inline size_t ouzel_count_units(const uint8_t *p, size_t n) {
  size_t i = 0, found = 0;
#if defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128(), tail = _mm_set1_epi8(-65), four = _mm_set1_epi8((char)0xf0);
  while (i + 16 <= n) {
    // Each lane counts up to 127 bytes, each at most twice, before the lanes are added.
    __m128i lanes = zero;
    const size_t stop = n - i > 127 * 16 ? i + 127 * 16 : n;
    for (; i + 16 <= stop; i += 16) {
      const __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
      lanes = _mm_sub_epi8(lanes, _mm_cmpgt_epi8(x, tail));
      lanes = _mm_sub_epi8(lanes, _mm_cmpeq_epi8(_mm_max_epu8(x, four), x));
    }
    const __m128i sums = _mm_sad_epu8(lanes, zero);
    found += (size_t)_mm_cvtsi128_si64(sums) + (size_t)_mm_cvtsi128_si64(_mm_srli_si128(sums, 8));
  }
#endif
  for (; i < n; i++) found += ((p[i] & 0xc0) != 0x80) + (p[i] >= 0xf0);
  return found;
}

/// How many of the first bytes of `p[0..<n]` are below 0x80.
static inline size_t ouzel_ascii_run(const uint8_t *p, size_t n) {
  size_t i = 0;
#if defined(__SSE2__)
  for (; i + 16 <= n; i += 16) {
    const unsigned m = (unsigned)_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(p + i)));
    if (m) return i + (size_t)__builtin_ctz(m);
  }
#endif
  while (i < n && p[i] < 0x80) i++;
  return i;
}

/// Writes the first of the `n` units of UTF-16 from `p` on, as long as they are below 0x80, as bytes; tells how many.
static inline size_t ouzel_narrow(uint8_t *to, const uint8_t *p, size_t n, int big) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i high = _mm_set1_epi16((short)0xff80), zero = _mm_setzero_si128();
  for (; i + 8 <= n; i += 8) {
    __m128i x = _mm_loadu_si128((const __m128i *)(p + 2 * i));
    if (big) x = _mm_or_si128(_mm_slli_epi16(x, 8), _mm_srli_epi16(x, 8));
    if (_mm_movemask_epi8(_mm_cmpeq_epi16(_mm_and_si128(x, high), zero)) != 0xffff) break;
    _mm_storel_epi64((__m128i *)(to + i), _mm_packus_epi16(x, x));
  }
#endif
  for (; i < n; i++) {
    const uint8_t value = p[2 * i + (big != 0)];
    if (p[2 * i + (big == 0)] != 0 || value >= 0x80) break;
    to[i] = value;
  }
  return i;
}

/// Writes the first of `p[0..<n]`, as long as they are below 0x80, as units of UTF-16; tells how many.
static inline size_t ouzel_widen(uint8_t *to, const uint8_t *p, size_t n, int big) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i zero = _mm_setzero_si128();
  for (; i + 16 <= n; i += 16) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
    if (_mm_movemask_epi8(x)) break;
    _mm_storeu_si128((__m128i *)(to + 2 * i), big ? _mm_unpacklo_epi8(zero, x) : _mm_unpacklo_epi8(x, zero));
    _mm_storeu_si128((__m128i *)(to + 2 * i + 16), big ? _mm_unpackhi_epi8(zero, x) : _mm_unpackhi_epi8(x, zero));
  }
#endif
  for (; i < n && p[i] < 0x80; i++) {
    to[2 * i + (big != 0)] = p[i];
    to[2 * i + (big == 0)] = 0;
  }
  return i;
}

/// Whether every byte of `p[0..<n]` is below 0x80.
static inline int ouzel_is_ascii(const uint8_t *p, size_t n) {
  size_t i = 0;
  uint64_t seen = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t w;
    memcpy(&w, p + i, 8);
    seen |= w;
  }
  for (; i < n; i++) seen |= p[i];
  return (seen & 0x8080808080808080ull) == 0;
}

/// Writes to `to` where `p[0..<n]` is `a` or `b`, the place of `p` being `base`; returns how many such places there
/// are. Up to 63 bytes behind the `n` are read, and up to four places behind those written.
static inline size_t ouzel_places(uint32_t *to, const uint8_t *p, size_t n, uint8_t a, uint8_t b, uint32_t base) {
  uint32_t *out = to;
  for (size_t i = 0; i < n; i += 64) {
    uint64_t left = ouzel_match64(p + i, a) | ouzel_match64(p + i, b);
    if (n - i < 64) left &= ((uint64_t)1 << (n - i)) - 1;
    // Four at a time, since most blocks have so many or fewer: a loop with a turn for each would be guessed wrongly.
    while (left) {
      uint32_t *at = out;
      for (int j = 0; j < 4; j++) {
        out += left != 0;
        at[j] = base + (uint32_t)i + (left ? (uint32_t)__builtin_ctzll(left) : 0);
        left &= left - 1;
      }
    }
  }
  return (size_t)(out - to);
}

/// How many of `p[0..<n]` are `a`; `*twice` becomes 1 where one stands behind another, of which the first may be
/// `p[-1]`. `n` is a multiple of 16, and at most 4080.
static inline size_t ouzel_count_apart(const uint8_t *p, size_t n, uint8_t a, int *twice) {
#if defined(__SSE2__)
  const __m128i v = _mm_set1_epi8((char)a);
  __m128i sum = _mm_setzero_si128(), pairs = _mm_setzero_si128();
  for (size_t i = 0; i < n; i += 16) {
    const __m128i here = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), v);
    const __m128i before = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i - 1)), v);
    sum = _mm_sub_epi8(sum, here);
    pairs = _mm_or_si128(pairs, _mm_and_si128(here, before));
  }
  if (_mm_movemask_epi8(pairs)) *twice = 1;
  const __m128i halves = _mm_sad_epu8(sum, _mm_setzero_si128());
  return (size_t)_mm_cvtsi128_si32(halves) + (size_t)_mm_extract_epi16(halves, 4);
#else
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    count += p[i] == a;
    if (p[i] == a && p[i - 1] == a) *twice = 1;
  }
  return count;
#endif
}
