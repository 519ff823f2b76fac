// One product on one thread: blocks that stay in cache, panels packed where that pays, tiles along them.

// Depth of a block: a panel of a (14 rows) and the tile of c share the first cache with the stream of b.
enum { OF(BLOCK_DEPTH) = 1536 / REAL_BYTES, OF(BLOCK_COLUMNS) = 384, OF(BLOCK_ROWS) = 1024, OF(PRODUCT_ROWS) = 12 };

/// A part of c in the coordinates of its own corner.
typedef struct {
  size_t rows, columns, depth;
  const REAL *a, *b;
  ptrdiff_t a_row, a_depth, b_depth, b_column;
  REAL *c;
  ptrdiff_t c_row;
  kn_tile_start start;
  const REAL *bias;
  kn_activation activation;
} OF(block);

/// A strip of columns that one row of tiles covers.
typedef struct {
  const OF(kn_tiles) *tiles;
  size_t width;    // 0, 1, 2 for 1, 2, 4 vectors
  size_t columns;  // all but the last strip of a block are full
  const REAL *b;   // its first row
  ptrdiff_t b_depth;
} OF(strip);

enum { OF(STRIPS) = 2 * OF(BLOCK_COLUMNS) + 4 };

static size_t OF(strip_span)(const OF(strip) *s) { return s->tiles->lanes << s->width; }

// The widest tiles that the rows allow; at the edge the narrowest that hold what is left.
static OF(strip) OF(next_strip)(const OF(kn_tiles) *tiles, size_t rows, size_t left) {
  const size_t lanes = tiles->lanes;
  if (rows <= tiles->rows_limit[2] && left > 2 * lanes)
    return (OF(strip)){tiles, 2, left < 4 * lanes ? left : 4 * lanes, 0, 0};
  const size_t beyond = left > lanes ? left - lanes : 0;
  if (beyond > lanes / 2 || (beyond && !tiles->narrow))
    return (OF(strip)){tiles, 1, left < 2 * lanes ? left : 2 * lanes, 0, 0};
  if (left <= lanes / 2 && tiles->narrow) return (OF(strip)){tiles->narrow, 0, left, 0, 0};
  return (OF(strip)){tiles, 0, left < lanes ? left : lanes, 0, 0};
}

// Cuts the columns into strips and packs those that need it; answers their number.
static size_t OF(lay_strips)(
  const OF(block) *p, const OF(kn_tiles) *tiles, size_t rows, const REAL *b, size_t columns, size_t depth,
  int packs, REAL *to, OF(strip) *strips) {
  size_t count = 0;
  for (size_t j = 0; j < columns; count++) {
    OF(strip) s = OF(next_strip)(tiles, rows, columns - j);
    const size_t span = OF(strip_span)(&s);
    const REAL *from = b + (ptrdiff_t)j * p->b_column;
    s.b = from;
    s.b_depth = p->b_depth;
    if (packs || s.columns < span) {
      tiles->pack(from, p->b_column, p->b_depth, s.columns, depth, to, span);
      s.b = to;
      s.b_depth = (ptrdiff_t)span;
      to += span * depth;
    }
    strips[count] = s;
    j += s.columns;
  }
  return count;
}

// All tiles of `rows` rows of c over one block of depth and columns.
static void OF(run_row)(
  const OF(block) *p, OF(kn_tile) *t, const OF(strip) *strips, size_t count, size_t rows, const REAL *a, REAL *c,
  const REAL *bias) {
  for (size_t n = 0; n < count; n++) {
    const OF(strip) *s = strips + n;
    t->b_depth = s->b_depth;
    if (n + 1 < count)
      for (size_t i = 0; i < rows; i++) __builtin_prefetch(c + s->columns + (ptrdiff_t)i * p->c_row, 1);
    // A narrow strip may allow fewer rows at a time.
    const size_t limit = s->tiles->rows_limit[s->width];
    for (size_t i = 0; i < rows;) {
      const size_t some = rows - i <= limit ? rows - i : rows - i < 2 * limit ? (rows - i + 1) / 2 : limit;
      OF(kn_tile_function) *const tile =
        t->a_row == 1 ? s->tiles->packed[s->width][some] : s->tiles->strided[s->width][some];
      const REAL *const first = p->start == kn_tile_row_bias ? bias + i : bias;
      tile(t, a + (ptrdiff_t)i * t->a_row, s->b, c + (ptrdiff_t)i * p->c_row, s->columns, first);
      i += some;
    }
    c += s->columns;
    if (p->start == kn_tile_column_bias) bias += s->columns;
  }
}

// At most BLOCK_ROWS rows.
static void OF(run_rows)(const OF(block) *p, const OF(kn_tiles) *tiles) {
  const size_t lanes = tiles->lanes, wide = 2 * lanes;
  size_t limit = tiles->rows_limit[1] < OF(PRODUCT_ROWS) ? tiles->rows_limit[1] : OF(PRODUCT_ROWS);
  if (p->columns <= lanes) limit = tiles->rows_limit[0] < OF(PRODUCT_ROWS) ? tiles->rows_limit[0] : OF(PRODUCT_ROWS);
  const size_t slices = (p->rows + limit - 1) / limit;
  const size_t tallest = (p->rows + slices - 1) / slices;
  const size_t blocks = p->depth * 4 <= OF(BLOCK_DEPTH) * 5 ? 1 : (p->depth + OF(BLOCK_DEPTH) - 1) / OF(BLOCK_DEPTH);
  const size_t block_depth = (p->depth + blocks - 1) / blocks;
  const int stride_is_long = p->a_row * REAL_BYTES >= 2048 && p->a_row * REAL_BYTES % 512 == 0;
  const int packs_a = (p->a_row == 1 ? p->a_depth * REAL_BYTES >= 4096 && p->columns > 2 * wide
                                     : (p->columns > 3 * wide || stride_is_long) && p->columns > wide)
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
    OF(kn_tile) t = {
      .segments = 1, .depth = depth, .offsets = &no_offset, .a_row = p->a_row, .a_depth = p->a_depth,
      .c_row = p->c_row, .start = n ? kn_tile_loaded : p->start,
      .activation = n + 1 == blocks ? p->activation : kn_activation_none};
    const REAL *const a = p->a + (ptrdiff_t)k * p->a_depth;
    if (packs_a)
      for (size_t s = 0, i = 0; s < slices; s++) {
        const size_t rows = (p->rows - i + slices - s - 1) / (slices - s);
        tiles->pack(a + (ptrdiff_t)i * p->a_row, p->a_row, p->a_depth, rows, depth, panel_a + i * depth, rows);
        i += rows;
      }
    for (size_t j = 0; j < p->columns; j += OF(BLOCK_COLUMNS)) {
      const size_t columns = p->columns - j < OF(BLOCK_COLUMNS) ? p->columns - j : OF(BLOCK_COLUMNS);
      const REAL *const b = p->b + (ptrdiff_t)k * p->b_depth + (ptrdiff_t)j * p->b_column;
      const size_t count = OF(lay_strips)(p, tiles, tallest, b, columns, depth, packs_b, panel_b, strips);
      for (size_t s = 0, i = 0; s < slices; s++) {
        const size_t rows = (p->rows - i + slices - s - 1) / (slices - s);
        const REAL *from = a + (ptrdiff_t)i * p->a_row;
        if (packs_a) {
          from = panel_a + i * depth;
          t.a_row = 1;
          t.a_depth = (ptrdiff_t)rows;
        }
        const REAL *const bias =
          t.start == kn_tile_row_bias ? p->bias + i : t.start == kn_tile_column_bias ? p->bias + j : 0;
        OF(run_row)(p, &t, strips, count, rows, from, p->c + (ptrdiff_t)i * p->c_row + j, bias);
        i += rows;
      }
    }
  }
}
