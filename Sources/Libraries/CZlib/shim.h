// What Swift can't see of zlib: its initialisers are macros that add the header's version and structure size.
#pragma once
#include <zlib.h>

/// 15 bits of window, and 16 for the gzip format.
enum { czlib_gzip_window = 15 + 16 };

/// Begins to read gzip.
static inline int czlib_inflate_init_gzip(z_stream *s) { return inflateInit2(s, czlib_gzip_window); }

/// Begins to write gzip, with zlib's usual memory.
static inline int czlib_deflate_init_gzip(z_stream *s, int level) {
  return deflateInit2(s, level, Z_DEFLATED, czlib_gzip_window, 8, Z_DEFAULT_STRATEGY);
}
