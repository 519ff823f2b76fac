// Reductions over 64 virtual lanes and one fixed tree: the same bits whatever the vectors' width.
// A lane starts at +0 and can therefore never become -0, so that padding with zeros changes nothing.

#define VECTORS (64 / LANES)

INLINE REAL OF(sum_of_lanes)(V *s) {
  UNROLL for (int h = VECTORS / 2; h; h /= 2)
    UNROLL for (int j = 0; j < h; j++) s[j] = s[j] + s[j + h];
  REAL lane[LANES] __attribute__((aligned(64)));
  store(lane, s[0]);
  UNROLL for (int h = LANES / 2; h; h /= 2)
    UNROLL for (int j = 0; j < h; j++) lane[j] = lane[j] + lane[j + h];
  return lane[0];
}

static REAL OF(sum)(const REAL *x, size_t n) {
  V s[VECTORS] = {0};
  for (; n >= 64; n -= 64, x += 64)
    UNROLL for (int v = 0; v < VECTORS; v++) s[v] = s[v] + load(x + v * LANES);
  UNROLL for (int v = 0; v < VECTORS; v++) {
    const size_t i = (size_t)v * LANES;
    if (i + LANES <= n) s[v] = s[v] + load(x + i);
    else if (i < n) s[v] = s[v] + load_part(x + i, n - i, 0);
  }
  return OF(sum_of_lanes)(s);
}

static REAL OF(dot)(const REAL *a, const REAL *b, size_t n) {
  V s[VECTORS] = {0};
  for (; n >= 64; n -= 64, a += 64, b += 64)
    UNROLL for (int v = 0; v < VECTORS; v++) s[v] = fused(load(a + v * LANES), load(b + v * LANES), s[v]);
  UNROLL for (int v = 0; v < VECTORS; v++) {
    const size_t i = (size_t)v * LANES;
    if (i + LANES <= n) s[v] = fused(load(a + i), load(b + i), s[v]);
    else if (i < n) s[v] = fused(load_part(a + i, n - i, 0), load_part(b + i, n - i, 0), s[v]);
  }
  return OF(sum_of_lanes)(s);
}

#undef VECTORS
