// Sums over 64 virtual lanes and one fixed tree: the same bits whatever the vectors' width.
// A lane starts at +0 and can therefore never become -0, so that padding with zeros changes nothing.

#undef VECTORS
#define VECTORS (64 / LANES)

// The upper half of a vector added to the lower, until one lane is left.
#define HALF_16(v) (__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) + \
                    __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15))
#define HALF_8(v) (__builtin_shufflevector(v, v, 0, 1, 2, 3) + __builtin_shufflevector(v, v, 4, 5, 6, 7))
#define HALF_4(v) (__builtin_shufflevector(v, v, 0, 1) + __builtin_shufflevector(v, v, 2, 3))

INLINE REAL OF(sum_of_lanes)(V *s) {
  UNROLL for (int h = VECTORS / 2; h; h /= 2)
    UNROLL for (int j = 0; j < h; j++) s[j] = s[j] + s[j + h];
#if VECTOR_BYTES / REAL_BYTES == 16
  const __typeof__(HALF_16(s[0])) eight = HALF_16(s[0]);
#elif VECTOR_BYTES / REAL_BYTES == 8
  const V eight = s[0];
#endif
#if VECTOR_BYTES / REAL_BYTES >= 8
  const __typeof__(HALF_8(eight)) four = HALF_8(eight);
#elif VECTOR_BYTES / REAL_BYTES == 4
  const V four = s[0];
#endif
#if VECTOR_BYTES / REAL_BYTES >= 4
  const __typeof__(HALF_4(four)) two = HALF_4(four);
#else
  const V two = s[0];
#endif
  return two[0] + two[1];
}
#undef HALF_16
#undef HALF_8
#undef HALF_4

INLINE REAL OF(lanes_sum)(const REAL *x, size_t n) {
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

INLINE REAL OF(lanes_dot)(const REAL *a, const REAL *b, size_t n) {
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
