// The scaled form: y[i][c][f] s[p] w[p][f] x[j][c][f].

/// `count` components, from `from` on, of the sums of one atom over a block of features.
INLINE void OF(scaled_sum)(
  const kn_neighbourhood *n, size_t atom, size_t from, size_t f, const REAL *s, const REAL *w, const REAL *x, REAL *y,
  const size_t count, const size_t left) {
  const size_t features = n->features, row = n->components * features;
  LANES sum[3] = {{0}};
  for (int64_t e = n->starts[atom]; e < n->starts[atom + 1]; e++) {
    const size_t pair = (size_t)n->list[e] >> 1;
    const size_t other = (size_t)(n->list[e] & 1 ? n->first : n->second)[pair];
    const LANES filter = OF(take)(w + pair * features + f, left), scale = OF(all)(s[pair]);
    const REAL *const sender = x + other * row + from * features + f;
    UNROLL for (size_t c = 0; c < count; c++) sum[c] = FMA(filter * OF(take)(sender + c * features, left), scale, sum[c]);
  }
  UNROLL for (size_t c = 0; c < count; c++) OF(put)(y + atom * row + (from + c) * features + f, left, sum[c]);
}

static void OF(scaled_sums)(
  const kn_neighbourhood *n, const REAL *s, const REAL *w, const REAL *x, REAL *y, size_t first, size_t next) {
  for (size_t atom = first; atom < next; atom++) {
    size_t c = 0;
#define BLOCK(left) OF(scaled_sum)(n, atom, c, f, s, w, x, y, 3, left)
    for (; c + 3 <= n->components; c += 3) BLOCKS(n->features, BLOCK)
#undef BLOCK
#define BLOCK(left) OF(scaled_sum)(n, atom, c, f, s, w, x, y, 1, left)
    for (; c < n->components; c++) BLOCKS(n->features, BLOCK)
#undef BLOCK
  }
}

/// What both sides of a pair give for a block of features: y x of one + y x of the other, each a chain over components.
INLINE LANES OF(scaled_sides)(
  const kn_neighbourhood *n, size_t pair, size_t f, const REAL *x, const REAL *y, const size_t components,
  const size_t left) {
  const size_t features = n->features, row = components * features;
  const size_t i = (size_t)n->first[pair] * row + f, j = (size_t)n->second[pair] * row + f;
  LANES one = OF(take)(y + i, left) * OF(take)(x + j, left), other = OF(take)(y + j, left) * OF(take)(x + i, left);
  for (size_t c = features; c < row; c += features) {
    one = FMA(OF(take)(y + i + c, left), OF(take)(x + j + c, left), one);
    other = FMA(OF(take)(y + j + c, left), OF(take)(x + i + c, left), other);
  }
  return one + other;
}

INLINE void OF(scaled_filter)(
  const kn_neighbourhood *n, const REAL *s, const REAL *x, const REAL *y, REAL *w, size_t pair,
  const size_t components) {
  const LANES scale = OF(all)(s[pair]);
#define BLOCK(left) \
  OF(put)(w + pair * n->features + f, left, scale * OF(scaled_sides)(n, pair, f, x, y, components, left))
  BLOCKS(n->features, BLOCK)
#undef BLOCK
}

static void OF(scaled_filters)(
  const kn_neighbourhood *n, const REAL *s, const REAL *x, const REAL *y, REAL *w, size_t first, size_t next) {
  for (size_t pair = first; pair < next; pair++) {
    if (n->components == 1) OF(scaled_filter)(n, s, x, y, w, pair, 1);
    else if (n->components == 3) OF(scaled_filter)(n, s, x, y, w, pair, 3);
    else OF(scaled_filter)(n, s, x, y, w, pair, n->components);
  }
}

INLINE REAL OF(scaled_scale)(
  const kn_neighbourhood *n, const REAL *w, const REAL *x, const REAL *y, size_t pair, const size_t components) {
  LANES sum = {0};
#define BLOCK(left) \
  sum = FMA( \
    OF(take)(w + pair * n->features + f, left), OF(scaled_sides)(n, pair, f, x, y, components, left), sum)
  BLOCKS(n->features, BLOCK)
#undef BLOCK
  return OF(lane_sum)(sum);
}

static void OF(scaled_scales)(
  const kn_neighbourhood *n, const REAL *w, const REAL *x, const REAL *y, REAL *s, size_t first, size_t next) {
  for (size_t pair = first; pair < next; pair++)
    s[pair] = n->components == 1   ? OF(scaled_scale)(n, w, x, y, pair, 1)
              : n->components == 3 ? OF(scaled_scale)(n, w, x, y, pair, 3)
                                   : OF(scaled_scale)(n, w, x, y, pair, n->components);
}
