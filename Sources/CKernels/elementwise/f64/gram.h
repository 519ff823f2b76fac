// All dot products of a few columns in one pass: the triangle of a Gram matrix.
// Each entry has 8 virtual lanes (row i in lane i mod 8) and one fixed tree, so neither the vectors' width nor the
// cut into blocks of columns can be seen in it.

#define GRAM_LANES 8
#define GRAM_VECTORS (GRAM_LANES / LANES)
#define GRAM_SIDE (LANES == 8 ? 4 : 2)

INLINE double sum_of_gram_lanes(const vd *s) {
  double lane[GRAM_LANES] __attribute__((aligned(64)));
  UNROLL for (int v = 0; v < GRAM_VECTORS; v++) store(lane + v * LANES, s[v]);
  UNROLL for (int h = GRAM_LANES / 2; h; h /= 2)
    UNROLL for (int j = 0; j < h; j++) lane[j] = lane[j] + lane[j + h];
  return lane[0];
}

// The products of m columns from a with n columns from b, into c; those of a diagonal block from the diagonal on.
INLINE void gram_block(
  const double *a, const double *b, size_t rows, int m, int n, int is_diagonal, double *c, size_t width) {
  vd s[GRAM_SIDE][GRAM_SIDE][GRAM_VECTORS] = {0};
  size_t r = 0;
  for (; r + GRAM_LANES <= rows; r += GRAM_LANES)
    UNROLL for (int v = 0; v < GRAM_VECTORS; v++) {
      const size_t at = r + (size_t)v * LANES;
      vd x[GRAM_SIDE], y[GRAM_SIDE];
      UNROLL for (int i = 0; i < m; i++) x[i] = load(a + (size_t)i * rows + at);
      UNROLL for (int j = 0; j < n; j++) y[j] = is_diagonal ? x[j] : load(b + (size_t)j * rows + at);
      UNROLL for (int i = 0; i < m; i++)
        UNROLL for (int j = 0; j < n; j++)
          if (!is_diagonal || j >= i) s[i][j][v] = fused(x[i], y[j], s[i][j][v]);
    }
  UNROLL for (int v = 0; v < GRAM_VECTORS; v++) {
    const size_t at = r + (size_t)v * LANES;
    if (at >= rows) break;
    const size_t left = rows - at;
    vd x[GRAM_SIDE], y[GRAM_SIDE];
    UNROLL for (int i = 0; i < m; i++) {
      const double *p = a + (size_t)i * rows + at;
      x[i] = left >= LANES ? load(p) : load_part(p, left, 0);
    }
    UNROLL for (int j = 0; j < n; j++) {
      const double *p = b + (size_t)j * rows + at;
      y[j] = is_diagonal ? x[j] : left >= LANES ? load(p) : load_part(p, left, 0);
    }
    UNROLL for (int i = 0; i < m; i++)
      UNROLL for (int j = 0; j < n; j++)
        if (!is_diagonal || j >= i) s[i][j][v] = fused(x[i], y[j], s[i][j][v]);
  }
  UNROLL for (int i = 0; i < m; i++)
    UNROLL for (int j = 0; j < n; j++)
      if (!is_diagonal || j >= i) c[(size_t)i * width + (size_t)j] = sum_of_gram_lanes(s[i][j]);
}

#if LANES == 8
#define GRAM_SIZES(X) X(1) X(2) X(3) X(4)
#else
#define GRAM_SIZES(X) X(1) X(2)
#endif
#define GRAM_DIAGONAL(n) \
  case n: gram_block(x, x, rows, n, n, 1, c + i * columns + i, columns); break;
#define GRAM_BESIDE(n) \
  case n: gram_block(x, a + j * rows, rows, GRAM_SIDE, n, 0, c + i * columns + j, columns); break;

static void gram_f64(const double *a, size_t rows, size_t columns, double *c) {
  for (size_t i = 0; i < columns; i += GRAM_SIDE) {
    const double *x = a + i * rows;
    switch (columns - i < GRAM_SIDE ? columns - i : GRAM_SIDE) { GRAM_SIZES(GRAM_DIAGONAL) }
    for (size_t j = i + GRAM_SIDE; j < columns; j += GRAM_SIDE)
      switch (columns - j < GRAM_SIDE ? columns - j : GRAM_SIDE) { GRAM_SIZES(GRAM_BESIDE) }
  }
}
#undef GRAM_SIZES
#undef GRAM_LANES
#undef GRAM_VECTORS
#undef GRAM_SIDE
