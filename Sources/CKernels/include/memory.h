#pragma once
#include <stddef.h>

/// Asks the memory system for the cache lines of `bytes` bytes, which are to be read soon; waits for nothing.
///
/// They come as far as the second-level cache: the first one is small, and has few requests on their way at once.
static inline void kn_fetch_ahead(const void *_Nonnull address, size_t bytes) {
  for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch((const char *)address + at, 0, 2);
}
