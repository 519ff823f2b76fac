// Reductions over 64 virtual lanes and one fixed tree: the same bits whatever the vectors' width.

enum { VIRTUAL_LANES = 64, VECTORS = VIRTUAL_LANES / LANES };

static double sum_of_lanes(double *lane) {
  for (int h = VIRTUAL_LANES / 2; h; h /= 2)
    for (int j = 0; j < h; j++) lane[j] = lane[j] + lane[j + h];
  return lane[0];
}

static double sum_f64(const double *x, size_t n) {
  double lane[VIRTUAL_LANES] __attribute__((aligned(64))) = {0};
  size_t i = 0;
  if (n >= VIRTUAL_LANES) {
    vd s[VECTORS] = {0};
    for (; i + VIRTUAL_LANES <= n; i += VIRTUAL_LANES)
      UNROLL for (int v = 0; v < VECTORS; v++) s[v] = s[v] + load(x + i + v * LANES);
    UNROLL for (int v = 0; v < VECTORS; v++) store(lane + v * LANES, s[v]);
  }
  for (size_t j = 0; i + j < n; j++) lane[j] = lane[j] + x[i + j];
  return sum_of_lanes(lane);
}

static double dot_f64(const double *a, const double *b, size_t n) {
  double lane[VIRTUAL_LANES] __attribute__((aligned(64))) = {0};
  size_t i = 0;
  if (n >= VIRTUAL_LANES) {
    vd s[VECTORS] = {0};
    for (; i + VIRTUAL_LANES <= n; i += VIRTUAL_LANES)
      UNROLL for (int v = 0; v < VECTORS; v++) s[v] = fma_d(load(a + i + v * LANES), load(b + i + v * LANES), s[v]);
    UNROLL for (int v = 0; v < VECTORS; v++) store(lane + v * LANES, s[v]);
  }
  for (size_t j = 0; i + j < n; j++) lane[j] = __builtin_fma(a[i + j], b[i + j], lane[j]);
  return sum_of_lanes(lane);
}
