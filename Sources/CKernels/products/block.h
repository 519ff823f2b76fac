// One product on one thread: blocks that stay in cache, panels packed where that pays, patches along them.

// Depth of a block: a panel of a (14 rows) and the patch of c share the first cache with the stream of b.
enum {
  OF(BLOCK_DEPTH) = REAL_BYTES == 4 ? 384 : 320,
  OF(BLOCK_COLUMNS) = 384,
  OF(BLOCK_ROWS) = 1024,
  OF(PRODUCT_ROWS) = 12
};

/// A part of c in the coordinates of its own corner.
typedef struct {
  size_t rows, columns, depth;
  const REAL *a, *b;
  ptrdiff_t a_row, a_depth, b_depth, b_column;
  REAL *c;
  ptrdiff_t c_row;
  kn_patch_start start;
  const REAL *bias;
  kn_activation activation;
} OF(block);

enum { OF(STRIPS) = 2 * OF(BLOCK_COLUMNS) + 4 };

// A product that is one patch needs no blocks, which would take longer than it does. Answers 0 where it is not one.
static int OF(run_one)(const OF(block) *p, const OF(kn_patches) *patches) {
  if (p->rows > OF(PRODUCT_ROWS) || p->b_column != 1 || p->depth > OF(BLOCK_DEPTH)) return 0;
  OF(strip) s = OF(next_strip)(patches, p->rows, p->columns);
  if (
    s.columns < p->columns || p->rows > s.patches->rows_limit[s.width]
    || (s.columns < OF(strip_span)(&s) && !s.patches->masked))
    return 0;
  static const ptrdiff_t no_offset = 0;
  const OF(kn_patch) t = {
    .segments = 1, .depth = p->depth, .offsets = &no_offset, .a_row = p->a_row, .a_depth = p->a_depth,
    .b_depth = p->b_depth, .c_row = p->c_row, .start = p->start, .activation = p->activation};
  OF(kn_patch_function) *const patch =
    p->a_row == 1 ? s.patches->packed[s.width][p->rows] : s.patches->strided[s.width][p->rows];
  patch(&t, p->a, p->b, p->c, p->columns, p->bias);
  return 1;
}

// At most BLOCK_ROWS rows.
static void OF(run_rows)(const OF(block) *p, const OF(kn_patches) *patches) {
  const size_t lanes = patches->lanes, wide = 2 * lanes;
  size_t limit = patches->rows_limit[p->columns > lanes];
  if (limit > OF(PRODUCT_ROWS)) limit = OF(PRODUCT_ROWS);
  const size_t slices = (p->rows + limit - 1) / limit;
  const size_t tallest = (p->rows + slices - 1) / slices;
  // What is packed for one slice alone is used once: it should not leave the first cache.
  const int once = p->b_column != 1 && slices == 1;
  const size_t deepest = once ? 8192 / (lanes * REAL_BYTES) : OF(BLOCK_DEPTH);
  const size_t widest = once ? 4 * lanes : OF(BLOCK_COLUMNS);
  const size_t blocks = p->depth * 4 <= deepest * 5 ? 1 : (p->depth + deepest - 1) / deepest;
  const size_t block_depth = (p->depth + blocks - 1) / blocks;
  const int stride_is_long = p->a_row * REAL_BYTES >= 2048 && p->a_row * REAL_BYTES % 512 == 0;
  const int packs_a = (p->a_row == 1 ? p->a_depth * REAL_BYTES >= 4096 && p->columns > 2 * wide
                                     : (p->columns > 4 * wide || stride_is_long) && p->columns > wide)
                      && p->rows * p->depth > 4096;
  const int packs_b = p->b_column != 1
                      || ((p->columns > 8 * wide || p->b_depth * REAL_BYTES >= 4096) && p->rows > 3 * limit);
  REAL *const panel_a = kn_workspace(
    kn_workspace_product,
    (OF(BLOCK_ROWS) + OF(BLOCK_COLUMNS) + 8 * lanes) * (OF(BLOCK_DEPTH) * 5 / 4 + 16) * sizeof(REAL));
  REAL *const panel_b = panel_a + OF(BLOCK_ROWS) * block_depth;
  static const ptrdiff_t no_offset = 0;
  OF(strip) strips[OF(STRIPS)];
  for (size_t k = 0, n = 0; n < blocks; k += block_depth, n++) {
    const size_t depth = p->depth - k < block_depth ? p->depth - k : block_depth;
    OF(kn_patch) t = {
      .segments = 1, .depth = depth, .offsets = &no_offset, .a_row = p->a_row, .a_depth = p->a_depth,
      .c_row = p->c_row, .start = n ? kn_patch_loaded : p->start,
      .activation = n + 1 == blocks ? p->activation : kn_activation_none};
    const REAL *const a = p->a + (ptrdiff_t)k * p->a_depth;
    if (packs_a)
      for (size_t s = 0, i = 0; s < slices; s++) {
        const size_t rows = (p->rows - i + slices - s - 1) / (slices - s);
        patches->pack(a + (ptrdiff_t)i * p->a_row, p->a_row, p->a_depth, rows, depth, panel_a + i * depth, rows);
        i += rows;
      }
    for (size_t j = 0; j < p->columns; j += widest) {
      const size_t columns = p->columns - j < widest ? p->columns - j : widest;
      const OF(operand) b = {
        p->b + (ptrdiff_t)k * p->b_depth + (ptrdiff_t)j * p->b_column, p->b_depth, p->b_column, columns, depth};
      const size_t count = OF(lay_strips)(&b, patches, tallest, packs_b, panel_b, strips);
      for (size_t s = 0, i = 0; s < slices; s++) {
        const size_t rows = (p->rows - i + slices - s - 1) / (slices - s);
        const REAL *from = a + (ptrdiff_t)i * p->a_row;
        if (packs_a) {
          from = panel_a + i * depth;
          t.a_row = 1;
          t.a_depth = (ptrdiff_t)rows;
        }
        const REAL *const bias =
          t.start == kn_patch_row_bias ? p->bias + i : t.start == kn_patch_column_bias ? p->bias + j : 0;
        OF(run_strips)(&t, strips, count, rows, from, p->c + (ptrdiff_t)i * p->c_row + j, bias);
        i += rows;
      }
    }
  }
}
