// The directed form: y[i][k][f] d[p][k] w[p][f] x[j][f], d turned for the second atom of a pair.

INLINE void OF(directed_sum)(
  const kn_neighbourhood *n, size_t atom, size_t f, const REAL *d, const REAL *w, const REAL *x, REAL *y,
  const size_t left) {
  const size_t features = n->features;
  LANES sum[3] = {{0}};
  for (int64_t e = n->starts[atom]; e < n->starts[atom + 1]; e++) {
    const size_t pair = (size_t)n->list[e] >> 1;
    const int turned = n->list[e] & 1;
    const size_t other = (size_t)(turned ? n->first : n->second)[pair];
    const LANES sent = OF(take)(w + pair * features + f, left) * OF(take)(x + other * features + f, left);
    UNROLL for (size_t k = 0; k < 3; k++) {
      const REAL direction = d[3 * pair + k];
      sum[k] = FMA(sent, OF(all)(turned ? -direction : direction), sum[k]);
    }
  }
  UNROLL for (size_t k = 0; k < 3; k++) OF(put)(y + (3 * atom + k) * features + f, left, sum[k]);
}

static void OF(directed_sums)(
  const kn_neighbourhood *n, const REAL *d, const REAL *w, const REAL *x, REAL *y, size_t first, size_t next) {
#define BLOCK(left) OF(directed_sum)(n, atom, f, d, w, x, y, left)
  for (size_t atom = first; atom < next; atom++) BLOCKS(n->features, BLOCK)
#undef BLOCK
}

/// The chain of d[k] y[k][f] over k.
INLINE LANES OF(along)(const REAL *d, const REAL *y, size_t features, const size_t left) {
  const LANES sum = FMA(OF(all)(d[1]), OF(take)(y + features, left), OF(all)(d[0]) * OF(take)(y, left));
  return FMA(OF(all)(d[2]), OF(take)(y + 2 * features, left), sum);
}

INLINE void OF(directed_sender)(
  const kn_neighbourhood *n, size_t atom, size_t f, const REAL *d, const REAL *w, const REAL *y, REAL *x,
  const size_t left) {
  const size_t features = n->features;
  LANES sum = {0};
  for (int64_t e = n->starts[atom]; e < n->starts[atom + 1]; e++) {
    const size_t pair = (size_t)n->list[e] >> 1;
    // The receiver is the other atom: the direction is turned where that is the second.
    const int turned = !(n->list[e] & 1);
    const size_t other = (size_t)(turned ? n->second : n->first)[pair];
    const LANES received = OF(along)(d + 3 * pair, y + 3 * other * features + f, features, left);
    sum = FMA(OF(take)(w + pair * features + f, left), turned ? -received : received, sum);
  }
  OF(put)(x + atom * features + f, left, sum);
}

static void OF(directed_senders)(
  const kn_neighbourhood *n, const REAL *d, const REAL *w, const REAL *y, REAL *x, size_t first, size_t next) {
#define BLOCK(left) OF(directed_sender)(n, atom, f, d, w, y, x, left)
  for (size_t atom = first; atom < next; atom++) BLOCKS(n->features, BLOCK)
#undef BLOCK
}

INLINE void OF(directed_filter)(
  const kn_neighbourhood *n, size_t pair, size_t f, const REAL *d, const REAL *x, const REAL *y, REAL *w,
  const size_t left) {
  const size_t features = n->features, i = (size_t)n->first[pair] * features, j = (size_t)n->second[pair] * features;
  const LANES one = OF(along)(d + 3 * pair, y + 3 * i + f, features, left) * OF(take)(x + j + f, left);
  const LANES other = OF(along)(d + 3 * pair, y + 3 * j + f, features, left) * OF(take)(x + i + f, left);
  OF(put)(w + pair * features + f, left, one - other);
}

static void OF(directed_filters)(
  const kn_neighbourhood *n, const REAL *d, const REAL *x, const REAL *y, REAL *w, size_t first, size_t next) {
#define BLOCK(left) OF(directed_filter)(n, pair, f, d, x, y, w, left)
  for (size_t pair = first; pair < next; pair++) BLOCKS(n->features, BLOCK)
#undef BLOCK
}

INLINE void OF(directed_part)(
  const kn_neighbourhood *n, size_t pair, size_t f, const REAL *w, const REAL *x, const REAL *y, LANES *sum,
  const size_t left) {
  const size_t features = n->features, i = (size_t)n->first[pair] * features, j = (size_t)n->second[pair] * features;
  const LANES filter = OF(take)(w + pair * features + f, left);
  const LANES xi = OF(take)(x + i + f, left), xj = OF(take)(x + j + f, left);
  UNROLL for (size_t k = 0; k < 3; k++) {
    const LANES one = OF(take)(y + 3 * i + k * features + f, left) * xj;
    const LANES other = OF(take)(y + 3 * j + k * features + f, left) * xi;
    sum[k] = FMA(filter, one - other, sum[k]);
  }
}

static void OF(directed_directions)(
  const kn_neighbourhood *n, const REAL *w, const REAL *x, const REAL *y, REAL *d, size_t first, size_t next) {
  for (size_t pair = first; pair < next; pair++) {
    LANES sum[3] = {{0}};
#define BLOCK(left) OF(directed_part)(n, pair, f, w, x, y, sum, left)
    BLOCKS(n->features, BLOCK)
#undef BLOCK
    UNROLL for (size_t k = 0; k < 3; k++) d[3 * pair + k] = OF(lane_sum)(sum[k]);
  }
}

#undef LANES
#undef FMA
#undef BLOCKS
