// Rounds of MD5, SHA-1 and SHA-256 over whole blocks, header only. Where an x86-64 processor has instructions for SHA,
// they are used; else, and on other machines, the plain rounds are.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__x86_64__) && !defined(OUZEL_PLAIN)
#include <cpuid.h>
#include <immintrin.h>
#endif

static inline uint32_t cdigests_left(uint32_t x, int n) { return x << n | x >> (32 - n); }
static inline uint32_t cdigests_right(uint32_t x, int n) { return x >> n | x << (32 - n); }

static inline uint32_t cdigests_big(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline uint32_t cdigests_little(const uint8_t *p) {
  return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

// One step of MD5: the sum of what `f` makes of the others, a word of the block and a constant, turned by `s`.
#define CDIGESTS_MD5(f, a, b, c, d, w, s, k) a = b + cdigests_left(a + f(b, c, d) + (w) + (k), s)
#define CDIGESTS_MD5_1(b, c, d) (d ^ (b & (c ^ d)))
#define CDIGESTS_MD5_2(b, c, d) (c ^ (d & (b ^ c)))
#define CDIGESTS_MD5_3(b, c, d) (b ^ c ^ d)
#define CDIGESTS_MD5_4(b, c, d) (c ^ (b | ~d))

/// Takes `n` blocks of 64 bytes into a state of MD5.
static inline void cdigests_md5(uint32_t *state, const uint8_t *p, size_t n) {
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
  for (; n > 0; n--, p += 64) {
    uint32_t w[16];
    for (int i = 0; i < 16; i++) w[i] = cdigests_little(p + 4 * i);
    const uint32_t a0 = a, b0 = b, c0 = c, d0 = d;
    CDIGESTS_MD5(CDIGESTS_MD5_1, a, b, c, d, w[0], 7, 0xd76aa478u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, d, a, b, c, w[1], 12, 0xe8c7b756u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, c, d, a, b, w[2], 17, 0x242070dbu);
    CDIGESTS_MD5(CDIGESTS_MD5_1, b, c, d, a, w[3], 22, 0xc1bdceeeu);
    CDIGESTS_MD5(CDIGESTS_MD5_1, a, b, c, d, w[4], 7, 0xf57c0fafu);
    CDIGESTS_MD5(CDIGESTS_MD5_1, d, a, b, c, w[5], 12, 0x4787c62au);
    CDIGESTS_MD5(CDIGESTS_MD5_1, c, d, a, b, w[6], 17, 0xa8304613u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, b, c, d, a, w[7], 22, 0xfd469501u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, a, b, c, d, w[8], 7, 0x698098d8u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, d, a, b, c, w[9], 12, 0x8b44f7afu);
    CDIGESTS_MD5(CDIGESTS_MD5_1, c, d, a, b, w[10], 17, 0xffff5bb1u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, b, c, d, a, w[11], 22, 0x895cd7beu);
    CDIGESTS_MD5(CDIGESTS_MD5_1, a, b, c, d, w[12], 7, 0x6b901122u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, d, a, b, c, w[13], 12, 0xfd987193u);
    CDIGESTS_MD5(CDIGESTS_MD5_1, c, d, a, b, w[14], 17, 0xa679438eu);
    CDIGESTS_MD5(CDIGESTS_MD5_1, b, c, d, a, w[15], 22, 0x49b40821u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, a, b, c, d, w[1], 5, 0xf61e2562u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, d, a, b, c, w[6], 9, 0xc040b340u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, c, d, a, b, w[11], 14, 0x265e5a51u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, b, c, d, a, w[0], 20, 0xe9b6c7aau);
    CDIGESTS_MD5(CDIGESTS_MD5_2, a, b, c, d, w[5], 5, 0xd62f105du);
    CDIGESTS_MD5(CDIGESTS_MD5_2, d, a, b, c, w[10], 9, 0x02441453u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, c, d, a, b, w[15], 14, 0xd8a1e681u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, b, c, d, a, w[4], 20, 0xe7d3fbc8u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, a, b, c, d, w[9], 5, 0x21e1cde6u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, d, a, b, c, w[14], 9, 0xc33707d6u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, c, d, a, b, w[3], 14, 0xf4d50d87u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, b, c, d, a, w[8], 20, 0x455a14edu);
    CDIGESTS_MD5(CDIGESTS_MD5_2, a, b, c, d, w[13], 5, 0xa9e3e905u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, d, a, b, c, w[2], 9, 0xfcefa3f8u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, c, d, a, b, w[7], 14, 0x676f02d9u);
    CDIGESTS_MD5(CDIGESTS_MD5_2, b, c, d, a, w[12], 20, 0x8d2a4c8au);
    CDIGESTS_MD5(CDIGESTS_MD5_3, a, b, c, d, w[5], 4, 0xfffa3942u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, d, a, b, c, w[8], 11, 0x8771f681u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, c, d, a, b, w[11], 16, 0x6d9d6122u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, b, c, d, a, w[14], 23, 0xfde5380cu);
    CDIGESTS_MD5(CDIGESTS_MD5_3, a, b, c, d, w[1], 4, 0xa4beea44u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, d, a, b, c, w[4], 11, 0x4bdecfa9u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, c, d, a, b, w[7], 16, 0xf6bb4b60u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, b, c, d, a, w[10], 23, 0xbebfbc70u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, a, b, c, d, w[13], 4, 0x289b7ec6u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, d, a, b, c, w[0], 11, 0xeaa127fau);
    CDIGESTS_MD5(CDIGESTS_MD5_3, c, d, a, b, w[3], 16, 0xd4ef3085u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, b, c, d, a, w[6], 23, 0x04881d05u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, a, b, c, d, w[9], 4, 0xd9d4d039u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, d, a, b, c, w[12], 11, 0xe6db99e5u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, c, d, a, b, w[15], 16, 0x1fa27cf8u);
    CDIGESTS_MD5(CDIGESTS_MD5_3, b, c, d, a, w[2], 23, 0xc4ac5665u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, a, b, c, d, w[0], 6, 0xf4292244u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, d, a, b, c, w[7], 10, 0x432aff97u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, c, d, a, b, w[14], 15, 0xab9423a7u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, b, c, d, a, w[5], 21, 0xfc93a039u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, a, b, c, d, w[12], 6, 0x655b59c3u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, d, a, b, c, w[3], 10, 0x8f0ccc92u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, c, d, a, b, w[10], 15, 0xffeff47du);
    CDIGESTS_MD5(CDIGESTS_MD5_4, b, c, d, a, w[1], 21, 0x85845dd1u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, a, b, c, d, w[8], 6, 0x6fa87e4fu);
    CDIGESTS_MD5(CDIGESTS_MD5_4, d, a, b, c, w[15], 10, 0xfe2ce6e0u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, c, d, a, b, w[6], 15, 0xa3014314u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, b, c, d, a, w[13], 21, 0x4e0811a1u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, a, b, c, d, w[4], 6, 0xf7537e82u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, d, a, b, c, w[11], 10, 0xbd3af235u);
    CDIGESTS_MD5(CDIGESTS_MD5_4, c, d, a, b, w[2], 15, 0x2ad7d2bbu);
    CDIGESTS_MD5(CDIGESTS_MD5_4, b, c, d, a, w[9], 21, 0xeb86d391u);
    a += a0;
    b += b0;
    c += c0;
    d += d0;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}

static inline void cdigests_sha1_plain(uint32_t *state, const uint8_t *p, size_t n) {
  for (; n > 0; n--, p += 64) {
    uint32_t w[80];
    for (int i = 0; i < 16; i++) w[i] = cdigests_big(p + 4 * i);
    for (int i = 16; i < 80; i++) w[i] = cdigests_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];
    for (int i = 0; i < 80; i++) {
      uint32_t f;
      if (i < 20) f = (d ^ (b & (c ^ d))) + 0x5a827999u;
      else if (i < 40) f = (b ^ c ^ d) + 0x6ed9eba1u;
      else if (i < 60) f = ((b & c) | (d & (b | c))) + 0x8f1bbcdcu;
      else f = (b ^ c ^ d) + 0xca62c1d6u;
      const uint32_t next = cdigests_left(a, 5) + f + e + w[i];
      e = d;
      d = c;
      c = cdigests_left(b, 30);
      b = a;
      a = next;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
  }
}

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t cdigests_sha256_constants[64] = {
    0x428a2f98u, 0x71374491u, 0xb5c0fbcfu, 0xe9b5dba5u, 0x3956c25bu, 0x59f111f1u, 0x923f82a4u, 0xab1c5ed5u,
    0xd807aa98u, 0x12835b01u, 0x243185beu, 0x550c7dc3u, 0x72be5d74u, 0x80deb1feu, 0x9bdc06a7u, 0xc19bf174u,
    0xe49b69c1u, 0xefbe4786u, 0x0fc19dc6u, 0x240ca1ccu, 0x2de92c6fu, 0x4a7484aau, 0x5cb0a9dcu, 0x76f988dau,
    0x983e5152u, 0xa831c66du, 0xb00327c8u, 0xbf597fc7u, 0xc6e00bf3u, 0xd5a79147u, 0x06ca6351u, 0x14292967u,
    0x27b70a85u, 0x2e1b2138u, 0x4d2c6dfcu, 0x53380d13u, 0x650a7354u, 0x766a0abbu, 0x81c2c92eu, 0x92722c85u,
    0xa2bfe8a1u, 0xa81a664bu, 0xc24b8b70u, 0xc76c51a3u, 0xd192e819u, 0xd6990624u, 0xf40e3585u, 0x106aa070u,
    0x19a4c116u, 0x1e376c08u, 0x2748774cu, 0x34b0bcb5u, 0x391c0cb3u, 0x4ed8aa4au, 0x5b9cca4fu, 0x682e6ff3u,
    0x748f82eeu, 0x78a5636fu, 0x84c87814u, 0x8cc70208u, 0x90befffau, 0xa4506cebu, 0xbef9a3f7u, 0xc67178f2u,
};

static inline void cdigests_sha256_plain(uint32_t *state, const uint8_t *p, size_t n) {
  for (; n > 0; n--, p += 64) {
    uint32_t w[64];
    for (int i = 0; i < 16; i++) w[i] = cdigests_big(p + 4 * i);
    for (int i = 16; i < 64; i++) {
      const uint32_t early = w[i - 15], late = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (cdigests_right(early, 7) ^ cdigests_right(early, 18) ^ early >> 3) +
             (cdigests_right(late, 17) ^ cdigests_right(late, 19) ^ late >> 10);
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
      const uint32_t first = h + (cdigests_right(e, 6) ^ cdigests_right(e, 11) ^ cdigests_right(e, 25)) +
                             (g ^ (e & (f ^ g))) + cdigests_sha256_constants[i] + w[i];
      const uint32_t second = (cdigests_right(a, 2) ^ cdigests_right(a, 13) ^ cdigests_right(a, 22)) +
                              ((a & b) | (c & (a | b)));
      h = g;
      g = f;
      f = e;
      e = d + first;
      d = c;
      c = b;
      b = a;
      a = first + second;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
}

#if defined(__x86_64__) && !defined(OUZEL_PLAIN)
/// Whether the processor has instructions for SHA.
static inline int cdigests_has_sha(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1u << 9) || !(c & 1u << 19)) return 0;  // SSSE3 and SSE4.1
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
}

#define CDIGESTS_SHA __attribute__((target("sha,sse4.1,ssse3")))

CDIGESTS_SHA static inline void cdigests_sha1_fast(uint32_t *state, const uint8_t *p, size_t n) {
  const __m128i swap = _mm_set_epi64x(0x0001020304050607LL, 0x08090a0b0c0d0e0fLL);
  __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1b);
  __m128i e0 = _mm_set_epi32((int)state[4], 0, 0, 0);
  for (; n > 0; n--, p += 64) {
    const __m128i abcd0 = abcd, start = e0;
    __m128i w[4];
    for (int i = 0; i < 4; i++) w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(p + 16 * i)), swap);
    __m128i e = _mm_add_epi32(start, w[0]), last = abcd;
    // Rounds 4 i ..< 4 i + 4; the words behind the block are made of those before.
    for (int i = 0; i < 20; i++) {
      if (i > 0) {
        if (i > 3)
          w[i & 3] = _mm_sha1msg2_epu32(
              _mm_xor_si128(_mm_sha1msg1_epu32(w[i & 3], w[(i + 1) & 3]), w[(i + 2) & 3]), w[(i + 3) & 3]);
        e = _mm_sha1nexte_epu32(last, w[i & 3]);
      }
      last = abcd;
      switch (i / 5) {
        case 0: abcd = _mm_sha1rnds4_epu32(abcd, e, 0); break;
        case 1: abcd = _mm_sha1rnds4_epu32(abcd, e, 1); break;
        case 2: abcd = _mm_sha1rnds4_epu32(abcd, e, 2); break;
        default: abcd = _mm_sha1rnds4_epu32(abcd, e, 3); break;
      }
    }
    e0 = _mm_sha1nexte_epu32(last, start);
    abcd = _mm_add_epi32(abcd, abcd0);
  }
  _mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(abcd, 0x1b));
  state[4] = (uint32_t)_mm_extract_epi32(e0, 3);
}

CDIGESTS_SHA static inline void cdigests_sha256_fast(uint32_t *state, const uint8_t *p, size_t n) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  // The instructions want the state as (a b e f) and (c d g h).
  const __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
  const __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
  for (; n > 0; n--, p += 64) {
    const __m128i abef0 = abef, cdgh0 = cdgh;
    __m128i w[4];
    for (int i = 0; i < 4; i++) w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(p + 16 * i)), swap);
    // Rounds 4 i ..< 4 i + 4; the words behind the block are made of those before.
    for (int i = 0; i < 16; i++) {
      if (i > 3) {
        const __m128i middle = _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4);
        w[i & 3] = _mm_sha256msg2_epu32(
            _mm_add_epi32(_mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]), middle), w[(i + 3) & 3]);
      }
      const __m128i k = _mm_add_epi32(w[i & 3], _mm_loadu_si128((const __m128i *)(cdigests_sha256_constants + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef0);
    cdgh = _mm_add_epi32(cdgh, cdgh0);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#else
static inline int cdigests_has_sha(void) { return 0; }
static inline void cdigests_sha1_fast(uint32_t *state, const uint8_t *p, size_t n) { cdigests_sha1_plain(state, p, n); }
static inline void cdigests_sha256_fast(uint32_t *state, const uint8_t *p, size_t n) { cdigests_sha256_plain(state, p, n); }
#endif

/// Takes `n` blocks of 64 bytes into a state of SHA-1; `is_fast` is what `cdigests_has_sha` said.
static inline void cdigests_sha1(uint32_t *state, const uint8_t *p, size_t n, int is_fast) {
  if (is_fast) cdigests_sha1_fast(state, p, n);
  else cdigests_sha1_plain(state, p, n);
}

/// Takes `n` blocks of 64 bytes into a state of SHA-256; `is_fast` is what `cdigests_has_sha` said.
static inline void cdigests_sha256(uint32_t *state, const uint8_t *p, size_t n, int is_fast) {
  if (is_fast) cdigests_sha256_fast(state, p, n);
  else cdigests_sha256_plain(state, p, n);
}
