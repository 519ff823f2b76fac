// Sparse factors: what is not zero is gathered into lists of terms, and a list is added up over rows of b.

// The values that are not zero, and their places, counted from `first`; answers how many. Up to a vector more is
// written.
static size_t OF(terms_of)(const REAL *from, size_t count, uint32_t first, REAL *values, uint32_t *places) {
  size_t n = 0, i = 0;
#if defined(COMPRESSED_STORE)
  for (; i + LANES <= count; i += LANES) n += COMPRESSED_STORE(from + i, first + (uint32_t)i, values + n, places + n);
#endif
  for (; i < count; i++) {
    values[n] = from[i];
    places[n] = first + (uint32_t)i;
    n += from[i] != 0;
  }
  return n;
}

// For each list, over its terms in order and whole vectors of j: c[j] = fma(values[i], b[places[i] * b_row + j], c[j]).
INLINE void OF(add_terms)(
  const int vectors, const OF(kn_terms) *t, size_t lists, const REAL *b, size_t b_row, REAL *c, size_t c_row) {
  for (const uint32_t *list = t->starts; list < t->starts + lists; list++, c += c_row) {
    if (list[0] == list[1]) continue;
    VR s[KN_TERMS_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) s[v] = OF(v_load)(c + v * LANES);
    for (size_t i = list[0]; i < list[1]; i++) {
      const REAL *const row = b + t->places[i] * b_row;
      const VR x = OF(v_splat)(t->values[i]);
      UNROLL for (int v = 0; v < vectors; v++) s[v] = OF(v_fma)(x, OF(v_load)(row + v * LANES), s[v]);
    }
    UNROLL for (int v = 0; v < vectors; v++) OF(v_store)(c + v * LANES, s[v]);
  }
}

#define TERMS(vectors, unused) \
  static void OF(add_terms_##vectors)( \
    const OF(kn_terms) *t, size_t lists, const REAL *b, size_t b_row, REAL *c, size_t c_row) { \
    OF(add_terms)(vectors, t, lists, b, b_row, c, c_row); \
  }
PATCHES_12(TERMS, 0)

// The same where the sums of a list begin a third of their width after those of the list before: what lists share stays
// in registers.
INLINE void OF(add_to_three)(
  const int third, const OF(kn_terms) *t, size_t lists, const REAL *b, size_t b_row, REAL *restrict c) {
  VR left[KN_TERMS_VECTORS / 3], middle[KN_TERMS_VECTORS / 3], right[KN_TERMS_VECTORS / 3];
  UNROLL for (int v = 0; v < third; v++) left[v] = OF(v_load)(c + v * LANES);
  UNROLL for (int v = 0; v < third; v++) middle[v] = OF(v_load)(c + (third + v) * LANES);
  for (size_t list = 0; list < lists; list++, c += third * LANES) {
    UNROLL for (int v = 0; v < third; v++) right[v] = OF(v_load)(c + (2 * third + v) * LANES);
    for (size_t i = t->starts[list]; i < t->starts[list + 1]; i++) {
      const REAL *const row = b + t->places[i] * b_row;
      const VR x = OF(v_splat)(t->values[i]);
      UNROLL for (int v = 0; v < third; v++) left[v] = OF(v_fma)(x, OF(v_load)(row + v * LANES), left[v]);
      UNROLL for (int v = 0; v < third; v++)
        middle[v] = OF(v_fma)(x, OF(v_load)(row + (third + v) * LANES), middle[v]);
      UNROLL for (int v = 0; v < third; v++)
        right[v] = OF(v_fma)(x, OF(v_load)(row + (2 * third + v) * LANES), right[v]);
    }
    UNROLL for (int v = 0; v < third; v++) {
      OF(v_store)(c + v * LANES, left[v]);
      left[v] = middle[v];
      middle[v] = right[v];
    }
  }
  UNROLL for (int v = 0; v < third; v++) OF(v_store)(c + v * LANES, left[v]);
  UNROLL for (int v = 0; v < third; v++) OF(v_store)(c + (third + v) * LANES, middle[v]);
}

#define TERMS_TO_THREE(third, unused) \
  static void OF(add_to_three_##third)( \
    const OF(kn_terms) *t, size_t lists, const REAL *b, size_t b_row, REAL *c) { \
    OF(add_to_three)(third, t, lists, b, b_row, c); \
  }
PATCHES_4(TERMS_TO_THREE, 0)

static int OF(all_finite)(const REAL *x, size_t count) {
  VM found = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    const VR v = OF(v_load)(x + i);
    found |= v - v != (VR){0};
  }
  int any = __builtin_reduce_or(found) != 0;
  for (; i < count; i++) any |= x[i] - x[i] != 0;
  return !any;
}

// y = activation(x); answers whether a y is -0.
static int OF(finish_terms)(const REAL *x, size_t count, kn_activation activation, REAL *y) {
  const VM minus = (VM)(-(VR){0});
  VM found = {0};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) {
    const VR v = activation == kn_activation_relu ? OF(v_relu)(OF(v_load)(x + i)) : OF(v_load)(x + i);
    found |= (VM)v == minus;
    OF(v_store)(y + i, v);
  }
  int any = __builtin_reduce_or(found) != 0;
  for (; i < count; i++) {
    y[i] = activation == kn_activation_relu && x[i] <= 0 ? 0 : x[i];
    any |= y[i] == 0 && __builtin_signbit(y[i]);
  }
  return any;
}
