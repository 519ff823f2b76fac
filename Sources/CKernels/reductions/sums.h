// Sums of one piece, alone or for columns side by side. Element i of a piece meets lane i mod 64 and no other.

// As many pieces at a time as there are registers for their lanes: memory answers several streams faster than one.
#if defined(FOR_AVX512)
#define STREAMS (16 / REAL_BYTES)
#elif defined(FOR_AVX2)
#define STREAMS (8 / REAL_BYTES)
#else
#define STREAMS 1
#endif

static REAL OF(sum)(const REAL *x, size_t n) { return OF(lanes_sum)(x, n); }
static REAL OF(dot)(const REAL *a, const REAL *b, size_t n) { return OF(lanes_dot)(a, b, n); }

static void OF(sum_pieces)(const REAL *x, size_t n, REAL *y) {
  for (; n >= STREAMS * KN_PIECE; n -= STREAMS * KN_PIECE, x += STREAMS * KN_PIECE, y += STREAMS) {
    V s[STREAMS][VECTORS] = {0};
    for (size_t i = 0; i < KN_PIECE; i += 64)
      UNROLL for (int p = 0; p < STREAMS; p++)
        UNROLL for (int v = 0; v < VECTORS; v++) s[p][v] = s[p][v] + load(x + p * KN_PIECE + i + v * LANES);
    UNROLL for (int p = 0; p < STREAMS; p++) y[p] = OF(sum_of_lanes)(s[p]);
  }
  for (; n; n -= n < KN_PIECE ? n : KN_PIECE, x += KN_PIECE, y++) *y = OF(lanes_sum)(x, n < KN_PIECE ? n : KN_PIECE);
}

INLINE void OF(add)(REAL *y, const REAL *x, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(y + i, load(y + i) + load(x + i));
  if (i < n) store_part(y + i, n - i, load_part(y + i, n - i, 0) + load_part(x + i, n - i, 0));
}

// A strided sequence alone is a column.
static void OF(sum_piece)(const kn_walk *from, size_t count, const REAL *x, size_t side, REAL *y) {
  const ptrdiff_t step = kn_walk_step(from);
  if (side == 1 && step == 1 && kn_walk_run(from) >= count) {
    *y = OF(lanes_sum)(x + from->offset, count);
    return;
  }
  REAL lanes[64 * OF(SIDE)] __attribute__((aligned(64)));
  // Lanes that no element meets stay +0, and +0 changes no other lane: few elements need few lanes.
  size_t used = 1;
  while (used < 64 && used < count) used *= 2;
  __builtin_memset(lanes, 0, used * side * sizeof(REAL));
  kn_walk at = *from;
  for (size_t i = 0; i < count;) {
    const size_t lane = i % 64, run = kn_walk_run(&at);
    size_t rows = run < count - i ? run : count - i;
    if (rows > 64 - lane) rows = 64 - lane;
    const REAL *const row = x + at.offset;
    REAL *const to = lanes + lane * side;
    if (step == (ptrdiff_t)side) OF(add)(to, row, rows * side);
    else if (side == 1)
      for (size_t r = 0; r < rows; r++) to[r] = to[r] + row[(ptrdiff_t)r * step];
    else
      for (size_t r = 0; r < rows; r++) OF(add)(to + r * side, row + (ptrdiff_t)r * step, side);
    kn_walk_by(&at, rows);
    i += rows;
  }
  for (size_t h = used / 2; h; h /= 2) OF(add)(lanes, lanes + h * side, h * side);
  __builtin_memcpy(y, lanes, side * sizeof(REAL));
}
#undef STREAMS
