// Counts the memory that a program asks for: linked into a program, it stands in for the C library's functions.
#pragma once
#include <stdint.h>

/// How often memory was asked for since the program began.
uint64_t counted_allocations(void);
