// Sums over neighbours: a drawn neighbourhood, with numbers of features on and off the vectors' lanes.
#include <stdlib.h>

#include "digest.h"
#include "kernels.h"

enum { ATOMS = 23, PAIRS = 97 };

// Each pair stands in the lists of both its atoms, in order of the pairs.
static void draw(kn_neighbourhood *n, size_t features, size_t components) {
  int64_t *first = malloc(PAIRS * sizeof *first), *second = malloc(PAIRS * sizeof *second);
  int64_t *starts = malloc((ATOMS + 1) * sizeof *starts), *list = malloc(2 * PAIRS * sizeof *list);
  for (size_t p = 0; p < PAIRS; p++) {
    first[p] = (int64_t)draw_below(ATOMS);
    second[p] = (first[p] + 1 + (int64_t)draw_below(ATOMS - 1)) % ATOMS;
  }
  int64_t count = 0;
  for (int64_t atom = 0; atom < ATOMS; atom++) {
    starts[atom] = count;
    for (int64_t p = 0; p < PAIRS; p++) {
      if (first[p] == atom) list[count++] = 2 * p;
      if (second[p] == atom) list[count++] = 2 * p + 1;
    }
  }
  starts[ATOMS] = count;
  *n = (kn_neighbourhood){ATOMS, PAIRS, features, components, first, second, starts, list};
}

static void release(kn_neighbourhood *n) {
  free((void *)n->first), free((void *)n->second), free((void *)n->starts), free((void *)n->list);
}

#define KERNELS(T, s) \
  static void pairs_##s(digest *d) { \
    static const size_t features[] = {1, 7, 16, 45, 64}; \
    for (size_t i = 0; i < 5; i++) \
      for (size_t components = 1; components <= 4; components += 3) { \
        const size_t f = features[i]; \
        kn_neighbourhood n; \
        draw(&n, f, components); \
        T *scale = drawn_##s(PAIRS), *filter = drawn_##s(PAIRS * f), *toward = drawn_##s(PAIRS * 3); \
        T *x = drawn_##s(ATOMS * 4 * f), *y = drawn_##s(ATOMS * 4 * f), *z = drawn_##s(PAIRS * 4 * f); \
        kn_scaled_sums_##s(&n, scale, filter, x, z), digest_##s(d, z, ATOMS * components * f); \
        kn_scaled_filters_##s(&n, scale, x, y, z), digest_##s(d, z, PAIRS * f); \
        kn_scaled_scales_##s(&n, filter, x, y, z), digest_##s(d, z, PAIRS); \
        kn_directed_sums_##s(&n, toward, filter, x, z), digest_##s(d, z, ATOMS * 3 * f); \
        kn_directed_senders_##s(&n, toward, filter, y, z), digest_##s(d, z, ATOMS * f); \
        kn_directed_filters_##s(&n, toward, x, y, z), digest_##s(d, z, PAIRS * f); \
        kn_directed_directions_##s(&n, filter, x, y, z), digest_##s(d, z, PAIRS * 3); \
        kn_pair_differences_##s(&n, 3, x, z), digest_##s(d, z, PAIRS * 3); \
        kn_pair_divergences_##s(&n, 3, toward, z), digest_##s(d, z, ATOMS * 3); \
        free(scale), free(filter), free(toward), free(x), free(y), free(z); \
        release(&n); \
      } \
  }
KERNELS(float, f32)
KERNELS(double, f64)

const kernel kernels_of_pairs[] = {{"pairs-f32", pairs_f32}, {"pairs-f64", pairs_f64}, {0}};
