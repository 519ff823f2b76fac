// Reductions over 64 virtual lanes and one fixed tree: the same bits whatever the vectors' width.
// A lane starts at +0 and can therefore never become -0, so that padding with zeros changes nothing.

enum { VIRTUAL_LANES = 64, VECTORS = VIRTUAL_LANES / LANES };

INLINE double sum_of_lanes(vd *s) {
  UNROLL for (int h = VECTORS / 2; h; h /= 2)
    UNROLL for (int j = 0; j < h; j++) s[j] = s[j] + s[j + h];
  double lane[LANES] __attribute__((aligned(64)));
  store(lane, s[0]);
  UNROLL for (int h = LANES / 2; h; h /= 2)
    UNROLL for (int j = 0; j < h; j++) lane[j] = lane[j] + lane[j + h];
  return lane[0];
}

static double sum_f64(const double *x, size_t n) {
  vd s[VECTORS] = {0};
  for (; n >= VIRTUAL_LANES; n -= VIRTUAL_LANES, x += VIRTUAL_LANES)
    UNROLL for (int v = 0; v < VECTORS; v++) s[v] = s[v] + load(x + v * LANES);
  UNROLL for (int v = 0; v < VECTORS; v++) {
    const size_t i = (size_t)v * LANES;
    if (i + LANES <= n) s[v] = s[v] + load(x + i);
    else if (i < n) s[v] = s[v] + load_part_or(x + i, n - i, 0.0);
  }
  return sum_of_lanes(s);
}

static double dot_f64(const double *a, const double *b, size_t n) {
  vd s[VECTORS] = {0};
  for (; n >= VIRTUAL_LANES; n -= VIRTUAL_LANES, a += VIRTUAL_LANES, b += VIRTUAL_LANES)
    UNROLL for (int v = 0; v < VECTORS; v++) s[v] = fma_d(load(a + v * LANES), load(b + v * LANES), s[v]);
  UNROLL for (int v = 0; v < VECTORS; v++) {
    const size_t i = (size_t)v * LANES;
    if (i + LANES <= n) s[v] = fma_d(load(a + i), load(b + i), s[v]);
    else if (i < n) s[v] = fma_d(load_part_or(a + i, n - i, 0.0), load_part_or(b + i, n - i, 0.0), s[v]);
  }
  return sum_of_lanes(s);
}
