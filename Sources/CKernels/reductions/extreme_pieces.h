// The largest of one piece, alone or for columns side by side; the smallest is the largest of the opposites. It knows
// no order, and is found among integers in the order of the numbers: -0 below +0, and NaN above all.

INLINE M OF(rank_of)(V x) {
  const M bits = (M)or_nan(x, x != x);
  return bits ^ (M)((U)(bits >> (8 * REAL_BYTES - 1)) >> 1);
}
INLINE V OF(of_rank)(M rank) { return (V)(rank ^ (M)((U)(rank >> (8 * REAL_BYTES - 1)) >> 1)); }
INLINE M OF(higher)(M a, M b) { return OF(choose_integer)(a > b, a, b); }

INLINE void OF(extreme_piece)(
  const M sign, const kn_walk *from, size_t count, const REAL *x, size_t side, REAL *y) {
  const REAL least = -__builtin_inf();
  M best[OF(SIDE) / LANES];
  const size_t vectors = (side + LANES - 1) / LANES, streams = side > 1 ? vectors : count < 4 * LANES ? 2 : 4;
  for (size_t v = 0; v < streams; v++) best[v] = OF(rank_of)(splat(least));
#define RANK(v) OF(rank_of)((V)((M)(v) ^ sign))
  const REAL outside = sign[0] ? -least : least;
  kn_walk at = *from;
  const ptrdiff_t step = kn_walk_step(from);
  for (size_t i = 0, rows; i < count; i += rows) {
    const size_t run = kn_walk_run(&at);
    rows = run < count - i ? run : count - i;
    const REAL *const row = x + at.offset;
    if (side == 1 && step == 1) {
      size_t r = 0;
      for (; r + 4 * LANES <= rows; r += 4 * LANES)
        UNROLL for (int v = 0; v < 4; v++) best[v] = OF(higher)(best[v], RANK(load(row + r + v * LANES)));
      for (; r + LANES <= rows; r += LANES) best[0] = OF(higher)(best[0], RANK(load(row + r)));
      if (r < rows) best[1] = OF(higher)(best[1], RANK(load_part(row + r, rows - r, outside)));
    } else if (side == 1) {
      for (size_t r = 0; r < rows; r++) best[r % 2] = OF(higher)(best[r % 2], RANK(splat(row[(ptrdiff_t)r * step])));
    } else {
      for (size_t r = 0; r < rows; r++)
        for (size_t v = 0; v < vectors; v++) {
          const REAL *const p = row + (ptrdiff_t)r * step + v * LANES;
          const size_t left = side - v * LANES;
          best[v] = OF(higher)(best[v], RANK(left < LANES ? load_part(p, left, outside) : load(p)));
        }
    }
    kn_walk_by(&at, rows);
  }
#undef RANK
  if (side == 1) {
    for (size_t v = 1; v < streams; v++) best[0] = OF(higher)(best[0], best[v]);
    best[0] = __builtin_reduce_max(best[0]) - (M){0};
  }
  REAL found[OF(SIDE)] __attribute__((aligned(64)));
  for (size_t v = 0; v < vectors; v++) {
    const V value = OF(of_rank)(best[v]);
    store(found + v * LANES, or_nan((V)((M)value ^ sign), value != value));
  }
  __builtin_memcpy(y, found, side * sizeof(REAL));
}

static void OF(max_piece)(const kn_walk *from, size_t count, const REAL *x, size_t side, REAL *y) {
  OF(extreme_piece)((M){0}, from, count, x, side, y);
}
static void OF(min_piece)(const kn_walk *from, size_t count, const REAL *x, size_t side, REAL *y) {
  OF(extreme_piece)((M)splat((REAL)-0.0), from, count, x, side, y);
}
