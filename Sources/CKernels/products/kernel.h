// The inner loop, once for every shape of patch: `rows`, `vectors` and `packed` are constants of its instances.

// The start of a patch whose columns are not all there, or of which each row starts with its own bias.
static __attribute__((noinline)) void OF(edge_in)(
  kn_patch_start kind, int rows, ptrdiff_t full, size_t columns, const REAL *start, ptrdiff_t start_row, REAL *edge) {
  for (int i = 0; i < rows; i++, edge += full, start += start_row)
    for (ptrdiff_t j = 0; j < full; j++)
      edge[j] = (size_t)j >= columns ? 0 : kind == kn_patch_row_bias ? start[i] : start[j];
}

INLINE void OF(patch)(
  const int rows, const int vectors, const int packed, const OF(kn_patch) *t, const REAL *restrict a,
  const REAL *restrict b, REAL *restrict c, size_t columns, const REAL *restrict bias) {
  const ptrdiff_t full = vectors * LANES, c_row = t->c_row;
  const int whole = columns == (size_t)full;
  const unsigned mask = (1u << (LANES - (full - (ptrdiff_t)columns))) - 1;
#define LAST(v) ((v) + 1 == vectors)
  REAL edge[KN_PATCH_ROWS * 4 * LANES] __attribute__((aligned(64)));
  VR s[KN_PATCH_ROWS][4];
  if (t->start == kn_patch_zero) {
    UNROLL for (int i = 0; i < rows; i++)
      UNROLL for (int v = 0; v < vectors; v++) s[i][v] = (VR){0};
  } else {
    const REAL *start = t->start == kn_patch_loaded ? c : bias;
    ptrdiff_t start_row = t->start == kn_patch_loaded ? c_row : 0;
#if defined(MASKED)
    const int spreads = t->start == kn_patch_row_bias;
#else
    const int spreads = t->start == kn_patch_row_bias || !whole;
#endif
    if (spreads) {
      OF(edge_in)(t->start, rows, full, columns, start, start_row, edge);
      start = edge;
      start_row = full;
    }
    UNROLL for (int i = 0; i < rows; i++)
      UNROLL for (int v = 0; v < vectors; v++) s[i][v] = OF(v_load_of)(start + i * start_row + v * LANES, LAST(v), mask);
  }
  // Lines of c arrive while sums are made: those of images, which are in no cache, for this patch, and those of long
  // rows for the next.
  const ptrdiff_t ahead = packed ? full : 0;
  if (packed ? LANES * REAL_BYTES == 64 && t->depth >= 64 : t->segments > 1 && t->start != kn_patch_loaded)
    UNROLL for (int i = 0; i < rows; i++)
      for (ptrdiff_t j = 0; j < full; j += 64 / REAL_BYTES) __builtin_prefetch(c + i * c_row + ahead + j, 1);
  const ptrdiff_t a_row = packed ? 1 : t->a_row, a_depth = t->a_depth, b_depth = t->b_depth;
  for (size_t segment = 0; segment < t->segments; segment++, b += t->b_skip) {
    const REAL *p = a + t->offsets[segment];
    for (size_t k = t->depth; k; k--, p += a_depth, b += b_depth) {
      VR row[4];
      UNROLL for (int v = 0; v < vectors; v++) row[v] = OF(v_load_of)(b + v * LANES, LAST(v), mask);
      if (LANES * REAL_BYTES == 64 && packed)
        UNROLL for (int v = 0; v < vectors; v++) __builtin_prefetch((const char *)(b + v * LANES) + 1024);
      UNROLL for (int i = 0; i < rows; i++) {
        const VR x = OF(v_splat)(p[i * a_row]);
        UNROLL for (int v = 0; v < vectors; v++) s[i][v] = OF(v_fma)(x, row[v], s[i][v]);
      }
    }
  }
  if (t->activation == kn_activation_relu)
    UNROLL for (int i = 0; i < rows; i++)
      UNROLL for (int v = 0; v < vectors; v++) s[i][v] = OF(v_relu)(s[i][v]);
#if defined(MASKED)
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int v = 0; v < vectors; v++) {
      REAL *const to = c + i * c_row + v * LANES;
      if (whole || !LAST(v)) OF(v_store)(to, s[i][v]);
      else OF(v_store_some)(to, mask, s[i][v]);
    }
#else
  REAL *const end = whole ? c : edge;
  const ptrdiff_t end_row = whole ? c_row : full;
  UNROLL for (int i = 0; i < rows; i++)
    UNROLL for (int v = 0; v < vectors; v++) OF(v_store)(end + i * end_row + v * LANES, s[i][v]);
  if (!whole)
    for (int i = 0; i < rows; i++)
      for (size_t j = 0; j < columns; j++) c[i * c_row + (ptrdiff_t)j] = edge[i * full + (ptrdiff_t)j];
#endif
#undef LAST
}

#define PATCH(rows, vectors) \
  static void OF(patch_strided_##rows##x##vectors)( \
    const OF(kn_patch) *t, const REAL *a, const REAL *b, REAL *c, size_t columns, const REAL *bias) { \
    OF(patch)(rows, vectors, 0, t, a, b, c, columns, bias); \
  } \
  static void OF(patch_packed_##rows##x##vectors)( \
    const OF(kn_patch) *t, const REAL *a, const REAL *b, REAL *c, size_t columns, const REAL *bias) { \
    OF(patch)(rows, vectors, 1, t, a, b, c, columns, bias); \
  }
#define PATCHES_2(X, v) X(1, v) X(2, v)
#define PATCHES_4(X, v) PATCHES_2(X, v) X(3, v) X(4, v)
#define PATCHES_6(X, v) PATCHES_4(X, v) X(5, v) X(6, v)
#define PATCHES_12(X, v) PATCHES_6(X, v) X(7, v) X(8, v) X(9, v) X(10, v) X(11, v) X(12, v)
#define PATCHES_14(X, v) PATCHES_12(X, v) X(13, v) X(14, v)
#define PATCHES_OF(limit) PATCHES_##limit
#define ALL_PATCHES(limit) PATCHES_OF(limit)

ALL_PATCHES(ROWS_1)(PATCH, 1)
ALL_PATCHES(ROWS_2)(PATCH, 2)
ALL_PATCHES(ROWS_4)(PATCH, 4)
