// Elementary functions over long arrays.
#include "../prelude.h"
#include "map.h"
#include "../ranges.h"

typedef struct {
  kn_function_f32 *f;
  const float *x;
  float *y;
} map;

static void map_some(void *context, size_t first, size_t next) {
  const map *m = context;
  m->f(m->x + first, m->y + first, next - first);
}

// Stores past the cache were measured and are slower, at one thread and at two.
void kn_map_f32(kn_function_f32 *f, const float *x, float *y, size_t n) {
  map m = {f, x, y};
  kn_in_ranges(map_some, &m, n, 1);
}
