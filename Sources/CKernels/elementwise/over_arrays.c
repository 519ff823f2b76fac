// Elementary functions over long arrays.
#include "../prelude.h"
#include "map.h"
#include "../ranges.h"

#include <stdint.h>
#include <string.h>

// What is longer than this is not in the cache when it is read next.
enum { LONG_BYTES = 24 << 20, TILE = 1024 };

#if defined(__has_builtin)
#if __has_builtin(__builtin_nontemporal_store) && defined(__x86_64__)
#define PAST_THE_CACHE
#endif
#endif

typedef struct {
  kn_function_f32 *f;
  const float *x;
  float *y;
} map;

static void map_some(void *context, size_t first, size_t next) {
  const map *m = context;
  m->f(m->x + first, m->y + first, next - first);
}

#if defined(PAST_THE_CACHE)
typedef float quarter __attribute__((vector_size(16)));

// Copies to memory past the cache; `to` is aligned as its vectors are.
static void stream(const float *from, float *to, size_t n) {
  size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    quarter v;
    memcpy(&v, from + i, sizeof v);
    __builtin_nontemporal_store(v, (quarter *)(to + i));
  }
  for (; i < n; i++) to[i] = from[i];
}

static void map_past_the_cache(void *context, size_t first, size_t next) {
  const map *m = context;
  float tile[TILE] __attribute__((aligned(64)));
  size_t i = first;
  // To the first whole line.
  const size_t head = (64 - (uintptr_t)(m->y + i) % 64) % 64 / sizeof(float);
  const size_t some = head < next - i ? head : next - i;
  m->f(m->x + i, m->y + i, some);
  for (i += some; i < next;) {
    const size_t count = next - i < TILE ? next - i : TILE;
    m->f(m->x + i, tile, count);
    stream(tile, m->y + i, count);
    i += count;
  }
  // Other threads may read it after the pool has told them to.
  __builtin_ia32_sfence();
}
#endif

void kn_map_f32(kn_function_f32 *f, const float *x, float *y, size_t n) {
  map m = {f, x, y};
  kn_range_task *task = map_some;
#if defined(PAST_THE_CACHE)
  if (x != y && n > LONG_BYTES / sizeof(float) && (uintptr_t)y % sizeof(float) == 0) task = map_past_the_cache;
#endif
  kn_in_ranges(task, &m, n, 1);
}
