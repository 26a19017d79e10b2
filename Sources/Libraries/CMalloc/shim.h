#pragma once
// The system's allocator: what glibc's has beyond the standard. Elsewhere these do nothing.

#if defined(__GLIBC__) || __has_include(<malloc.h>)
#include <malloc.h>
#endif

/// Lets threads share so many arenas.
static inline void ouzel_malloc_arenas(int count) {
#ifdef M_ARENA_MAX
  mallopt(M_ARENA_MAX, count);
#endif
}

/// Gives freed memory back to the system.
static inline void ouzel_malloc_trim(void) {
#ifdef M_ARENA_MAX
  malloc_trim(0);
#endif
}
