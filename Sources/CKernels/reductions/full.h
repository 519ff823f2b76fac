// Full reductions: the pieces by several threads, then their sums.

typedef struct {
  const kn_reductions *table;
  const REAL *a, *b;
  size_t n;
  REAL *y;
} OF(full);

static void OF(sum_some)(void *context, size_t first, size_t next) {
  const OF(full) *f = context;
  const size_t from = first * KN_PIECE, to = next * KN_PIECE;
  f->table->OF(sum_pieces)(f->a + from, (to < f->n ? to : f->n) - from, f->y + first);
}

static void OF(dot_some)(void *context, size_t first, size_t next) {
  const OF(full) *f = context;
  for (size_t p = first; p < next; p++) {
    const size_t from = p * KN_PIECE, left = f->n - from;
    f->y[p] = f->table->OF(dot)(f->a + from, f->b + from, left < KN_PIECE ? left : KN_PIECE);
  }
}

static REAL OF(whole)(kn_range_task *task, const REAL *a, const REAL *b, size_t n) {
  const kn_reductions *const table = kn_reductions_active();
  size_t pieces = (n + KN_PIECE - 1) / KN_PIECE;
  // Room for the pieces' sums, for the sums of their pieces, and so on.
  REAL *sums = kn_workspace(kn_workspace_sums, (pieces + pieces / (KN_PIECE - 1) + 8) * sizeof(REAL));
  OF(full) f = {table, a, b, n, sums};
  kn_in_ranges(task, &f, pieces, KN_PIECE);
  while (pieces > KN_PIECE) {
    table->OF(sum_pieces)(sums, pieces, sums + pieces);
    sums += pieces;
    pieces = (pieces + KN_PIECE - 1) / KN_PIECE;
  }
  return table->OF(sum)(sums, pieces);
}

REAL OF(kn_sum)(const REAL *x, size_t n) {
  return n <= KN_PIECE ? kn_reductions_active()->OF(sum)(x, n) : OF(whole)(OF(sum_some), x, 0, n);
}

REAL OF(kn_dot)(const REAL *a, const REAL *b, size_t n) {
  return n <= KN_PIECE ? kn_reductions_active()->OF(dot)(a, b, n) : OF(whole)(OF(dot_some), a, b, n);
}
