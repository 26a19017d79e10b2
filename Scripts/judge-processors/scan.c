// Holds each way of CScan's vector functions against loops over bytes, on whatever processor this is compiled for.
#include <stdio.h>
#include <stdlib.h>

#include "../../Sources/Libraries/CScan/scan.h"

static uint64_t state = 88172645463325252ull;

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

int main(void) {
  static const char letters[] = "\",\\\n\r\t {x\x80\xff\x1f\x20";
  const size_t kinds = sizeof letters - 1;
  long wrong = 0;
  const int rounds = 50000;
  uint8_t buffer[512], out[600];
  for (int round = 0; round < rounds; round++) {
    for (size_t i = 0; i < sizeof buffer; i++) buffer[i] = next() % 4 ? 'a' : (uint8_t)letters[next() % kinds];
    const uint8_t *p = buffer + next() % 64;
    const size_t length = next() % 200;
    const uint8_t a = (uint8_t)letters[next() % kinds], b = (uint8_t)letters[next() % kinds];
    uint64_t match = 0;
    for (int i = 0; i < 64; i++) match |= (uint64_t)(p[i] == a) << i;
    wrong += ouzel_match64(p, a) != match;
    size_t plain = 0, found = 0;
    while (plain < length && p[plain] != a && p[plain] != b && p[plain] >= 0x20) plain++;
    while (found < length && p[found] != a) found++;
    int is_ascii = 1;
    for (size_t i = 0; i < length; i++) is_ascii &= p[i] < 0x80;
    wrong += ouzel_plain_prefix(p, length, a, b) != plain;
    wrong += ouzel_copy_plain(out, p, length, a, b) != plain || memcmp(out, p, plain);
    wrong += ouzel_find(p, length, a) != found;
    wrong += (ouzel_is_ascii(p, length) != 0) != is_ascii;
    size_t many = 0, pairs = 0, units = 0, ascii = 0;
    while (ascii < length && p[ascii] < 0x80) ascii++;
    for (size_t i = 0; i < length; i++) {
      many += p[i] == a;
      units += ((p[i] & 0xc0) != 0x80) + (p[i] >= 0xf0);
      if (i % 2 == 0 && i + 1 < length) pairs += p[i] == a && p[i + 1] == b;
    }
    wrong += ouzel_count(p, length, a) != many || ouzel_count_pairs(p, length / 2, a, b) != pairs;
    wrong += ouzel_count_units(p, length) != units || ouzel_ascii_run(p, length) != ascii;
    uint32_t places[260];
    size_t listed = 0, kept = ouzel_places(places, p, length, a, b, 0);
    for (size_t i = 0; i < length; i++)
      if (p[i] == a || p[i] == b) wrong += listed >= kept || places[listed++] != i;
    wrong += listed != kept;
    const size_t whole = length / 16 * 16;
    int twice = 0, is_twice = 0;
    size_t apart = 0;
    for (size_t i = 0; i < whole; i++) {
      apart += p[i + 1] == a;
      is_twice |= p[i] == a && p[i + 1] == a;
    }
    wrong += ouzel_count_apart(p + 1, whole, a, &twice) != apart || twice != is_twice;
    for (int big = 0; big < 2; big++) {
      uint8_t narrow[256];
      wrong += ouzel_widen(out, p, length, big) != ascii || ouzel_narrow(narrow, out, ascii, big) != ascii;
      wrong += memcmp(narrow, p, ascii) != 0;
    }
    ouzel_copy(out, p, length);
    wrong += memcmp(out, p, length) != 0 || !ouzel_equal(out, p, length);
    if (length > 0) {
      out[next() % length] ^= 1;
      wrong += ouzel_equal(out, p, length) != 0;
    }
    uint8_t digits[48], bytes[32];
    ouzel_write_hex32(digits, p);
    wrong += !ouzel_read_hex32(bytes, digits) || memcmp(bytes, p, 16);
    digits[next() % 32] = 'g';
    wrong += ouzel_read_hex32(bytes, digits) != 0;
  }
#if defined(__SSE2__)
  const char *way = "SSE2";
#elif defined(__ARM_NEON)
  const char *way = "NEON";
#else
  const char *way = "plain";
#endif
  printf("%s: %d rounds, %ld wrong\n", way, rounds, wrong);
  return wrong != 0;
}
