// Random bytes by ChaCha with eight rounds, four blocks side by side, header only. The compiler's vectors are those of
// the machine, whichever it is.
#pragma once
#include <stdint.h>
#include <string.h>

typedef uint32_t cdigests_four __attribute__((vector_size(16)));

#define CDIGESTS_TURN(x, n) ((x) << (n) | (x) >> (32 - (n)))
#define CDIGESTS_QUARTER(a, b, c, d) \
  a += b, d ^= a, d = CDIGESTS_TURN(d, 16), c += d, b ^= c, b = CDIGESTS_TURN(b, 12), \
  a += b, d ^= a, d = CDIGESTS_TURN(d, 8), c += d, b ^= c, b = CDIGESTS_TURN(b, 7)

/// Writes 256 random bytes: blocks `counter` to `counter + 3` of what `key` gives, their words by turns.
static inline void cdigests_random(uint8_t *to, const uint32_t key[8], uint32_t counter) {
  static const uint32_t constants[4] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  cdigests_four begin[16], x[16];
  for (int i = 0; i < 16; i++) {
    const uint32_t word = i < 4 ? constants[i] : i < 12 ? key[i - 4] : i == 12 ? counter : 0;
    begin[i] = (cdigests_four){word, word, word, word};
  }
  begin[12] += (cdigests_four){0, 1, 2, 3};
  memcpy(x, begin, sizeof x);
  for (int round = 0; round < 4; round++) {
    CDIGESTS_QUARTER(x[0], x[4], x[8], x[12]);
    CDIGESTS_QUARTER(x[1], x[5], x[9], x[13]);
    CDIGESTS_QUARTER(x[2], x[6], x[10], x[14]);
    CDIGESTS_QUARTER(x[3], x[7], x[11], x[15]);
    CDIGESTS_QUARTER(x[0], x[5], x[10], x[15]);
    CDIGESTS_QUARTER(x[1], x[6], x[11], x[12]);
    CDIGESTS_QUARTER(x[2], x[7], x[8], x[13]);
    CDIGESTS_QUARTER(x[3], x[4], x[9], x[14]);
  }
  for (int i = 0; i < 16; i++) x[i] += begin[i];
  memcpy(to, x, sizeof x);
}
