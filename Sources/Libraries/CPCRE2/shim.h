// What Swift can't see of PCRE2: functions whose names are macros that add the width of a character.
#pragma once
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

// A null pointer is no subject, and an empty buffer may have one.
static inline const uint8_t *cpcre2_address(const void *p) { return (const uint8_t *)(p ? p : ""); }

/// Whether a group took no part in a match.
static inline int cpcre2_is_unset(size_t place) { return place == PCRE2_UNSET; }
