// From the public description to blocks: few columns by exchanged roles, many chunks by the pool.

// c^T = b^T a^T: with fewer columns than half a vector the rows of c become the lanes.
static void OF(run_swapped)(const OF(block) *p, const OF(kn_patches) *patches) {
  enum { ROWS = 512 };
  REAL *const t = kn_workspace(kn_workspace_swap, ROWS * p->columns * sizeof(REAL));
  for (size_t i = 0; i < p->rows; i += ROWS) {
    const size_t rows = p->rows - i < ROWS ? p->rows - i : ROWS;
    OF(block) q = {
      .rows = p->columns, .columns = rows, .depth = p->depth, .a = p->b, .b = p->a + (ptrdiff_t)i * p->a_row,
      .a_row = p->b_column, .a_depth = p->b_depth, .b_depth = p->a_depth, .b_column = p->a_row, .c = t,
      .c_row = ROWS, .start = p->start, .bias = p->bias, .activation = p->activation};
    if (p->start == kn_patch_column_bias) q.start = kn_patch_row_bias;
    if (p->start == kn_patch_row_bias) q.start = kn_patch_column_bias, q.bias = p->bias + i;
    REAL *const c = p->c + (ptrdiff_t)i * p->c_row;
    if (p->start == kn_patch_loaded)
      for (size_t r = 0; r < rows; r++)
        for (size_t j = 0; j < p->columns; j++) t[j * ROWS + r] = c[(ptrdiff_t)r * p->c_row + (ptrdiff_t)j];
    OF(run_rows)(&q, patches);
    for (size_t r = 0; r < rows; r++)
      for (size_t j = 0; j < p->columns; j++) c[(ptrdiff_t)r * p->c_row + (ptrdiff_t)j] = t[j * ROWS + r];
  }
}

void OF(kn_product_part)(
  const OF(kn_product) *p, size_t batch, size_t row, size_t rows, size_t column, size_t columns) {
  if (!rows || !columns) return;
  static const kn_patch_start starts[] = {
    [kn_start_zero] = kn_patch_zero, [kn_start_accumulate] = kn_patch_loaded,
    [kn_start_column_bias] = kn_patch_column_bias, [kn_start_row_bias] = kn_patch_row_bias};
  const OF(kn_patches) *const patches = OF(kn_patches_active)();
  OF(block) whole = {
    .rows = rows, .columns = columns, .depth = p->depth,
    .a = p->a + (ptrdiff_t)batch * p->a_batch + (ptrdiff_t)row * p->a_row,
    .b = p->b + (ptrdiff_t)batch * p->b_batch + (ptrdiff_t)column * p->b_column,
    .a_row = p->a_row, .a_depth = p->a_depth, .b_depth = p->b_depth, .b_column = p->b_column,
    .c = p->c + (ptrdiff_t)batch * p->c_batch + (ptrdiff_t)row * p->c_row + (ptrdiff_t)column,
    .c_row = p->c_row, .start = starts[p->start], .activation = p->activation};
  if (p->start == kn_start_column_bias) whole.bias = p->bias + (ptrdiff_t)batch * p->bias_batch + column;
  if (p->start == kn_start_row_bias) whole.bias = p->bias + (ptrdiff_t)batch * p->bias_batch + row;
  if (OF(run_one)(&whole, patches)) {
    if (p->epilogue) p->epilogue(p->context, whole.c, p->c_row, rows, columns, batch, row, column);
    return;
  }
  const int swaps = columns <= 2 && rows > 2 * columns;
  for (size_t i = 0; i < rows; i += OF(BLOCK_ROWS)) {
    OF(block) some = whole;
    some.rows = rows - i < OF(BLOCK_ROWS) ? rows - i : OF(BLOCK_ROWS);
    some.a += (ptrdiff_t)i * p->a_row;
    some.c += (ptrdiff_t)i * p->c_row;
    if (some.start == kn_patch_row_bias) some.bias += i;
    if (swaps) OF(run_swapped)(&some, patches);
    else OF(run_rows)(&some, patches);
    if (p->epilogue) p->epilogue(p->context, some.c, p->c_row, some.rows, columns, batch, row + i, column);
  }
}

// How c is cut for the pool: pieces of whole patches, none below some microseconds of work.
typedef struct {
  const OF(kn_product) *p;
  size_t rows, columns;          // of one piece
  size_t row_pieces, column_pieces;  // of one batch
} OF(cut);

static OF(cut) OF(cut_of)(const OF(kn_product) *p) {
  enum { LEAST_WORK = 1 << 17 };
  const size_t threads = (size_t)kn_sharing_threads();
  OF(cut) c = {p, p->rows, p->columns, 1, 1};
  const double work = (double)p->rows * (double)p->columns * (double)p->depth;
  if (threads < 2 || work * (double)p->batches < 2 * LEAST_WORK || p->batches >= 4 * threads) return c;
  double pieces = work / LEAST_WORK;
  // Each piece packs its own panels: few pieces pack little, and two for each thread even out.
  const double most = (double)(2 * threads);
  if (pieces > most) pieces = most;
  // Halve the longer side, in whole patches, until there are enough pieces.
  for (double have = 1; have * 2 <= pieces; have *= 2) {
    if (c.rows >= c.columns && c.rows > 24) c.rows = (c.rows / 2 + 11) / 12 * 12;
    else if (c.columns > 64) c.columns = (c.columns / 2 + 31) / 32 * 32;
    else break;
  }
  c.row_pieces = (p->rows + c.rows - 1) / c.rows;
  c.column_pieces = (p->columns + c.columns - 1) / c.columns;
  return c;
}

static void OF(run_piece)(void *context, size_t chunk) {
  const OF(cut) *c = context;
  const size_t each = c->row_pieces * c->column_pieces;
  const size_t batch = chunk / each, piece = chunk % each;
  const size_t row = piece / c->column_pieces * c->rows, column = piece % c->column_pieces * c->columns;
  const size_t rows = c->p->rows - row, columns = c->p->columns - column;
  OF(kn_product_part)(
    c->p, batch, row, rows < c->rows ? rows : c->rows, column, columns < c->columns ? columns : c->columns);
}

void OF(kn_product_run)(const OF(kn_product) *p) {
  if (!p->rows || !p->columns) return;
  OF(cut) c = OF(cut_of)(p);
  const size_t pieces = p->batches * c.row_pieces * c.column_pieces;
  if (pieces == 1) OF(kn_product_part)(p, 0, 0, p->rows, 0, p->columns);
  else kn_pool_run(OF(run_piece), &c, pieces);
}
