// Byte scanning with the machine's vector instructions, header only. x86-64 always has SSE2 and arm64 always has NEON;
// everything else takes the plain path. Swift inlines these functions where it calls them.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
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
static inline size_t ouzel_plain_prefix(const uint8_t *p, size_t n, uint8_t a, uint8_t b) {
  size_t i = 0;
#if defined(__SSE2__)
  const __m128i va = _mm_set1_epi8((char)a), vb = _mm_set1_epi8((char)b), low = _mm_set1_epi8(0x1f);
  for (; i + 16 <= n; i += 16) {
    const __m128i x = _mm_loadu_si128((const __m128i *)(p + i));
    const __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(x, va), _mm_cmpeq_epi8(x, vb)),
                                     _mm_cmpeq_epi8(_mm_min_epu8(x, low), x));
    const int m = _mm_movemask_epi8(hit);
    if (m) return i + (size_t)__builtin_ctz((unsigned)m);
  }
#endif
  for (; i < n; i++)
    if (p[i] == a || p[i] == b || p[i] < 0x20) return i;
  return n;
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
