// Strips: the columns of a product cut into what one row of patches covers, and the patches along them.

/// Some columns of b, packed or in place.
typedef struct {
  const OF(kn_patches) *patches;
  size_t width;           // 0, 1, 2 for 1, 2, 4 vectors
  size_t first, columns;  // fewer columns than the vectors have lanes only in the last strip
  const REAL *b;          // its first row, readable up to the full width
  ptrdiff_t b_depth;
} OF(strip);

static size_t OF(strip_span)(const OF(strip) *s) { return s->patches->lanes << s->width; }

// The widest patches that the rows allow; at the edge the narrowest that hold what is left.
static OF(strip) OF(next_strip)(const OF(kn_patches) *patches, size_t rows, size_t left) {
  const size_t lanes = patches->lanes;
  if (rows <= patches->rows_limit[2] && left > 3 * lanes)
    return (OF(strip)){patches, 2, 0, left < 4 * lanes ? left : 4 * lanes, 0, 0};
  const size_t beyond = left > lanes ? left - lanes : 0;
  if (beyond > lanes / 2 || (beyond && !patches->narrow))
    return (OF(strip)){patches, 1, 0, left < 2 * lanes ? left : 2 * lanes, 0, 0};
  if (left <= lanes / 2 && patches->narrow) return (OF(strip)){patches->narrow, 0, 0, left, 0, 0};
  return (OF(strip)){patches, 0, 0, left < lanes ? left : lanes, 0, 0};
}

/// b as a matrix: b[k * b_depth + j * b_column].
typedef struct {
  const REAL *b;
  ptrdiff_t b_depth, b_column;
  size_t columns, depth;
} OF(operand);

// Cuts the columns into strips for patches of `rows` rows, and packs those that need it, or all; answers their number.
static size_t OF(lay_strips)(
  const OF(operand) *p, const OF(kn_patches) *patches, size_t rows, int packs, REAL *to, OF(strip) *strips) {
  size_t count = 0;
  for (size_t j = 0; j < p->columns; count++) {
    OF(strip) s = OF(next_strip)(patches, rows, p->columns - j);
    const size_t span = OF(strip_span)(&s);
    s.first = j;
    s.b = p->b + (ptrdiff_t)j * p->b_column;
    s.b_depth = p->b_depth;
    if (packs || (s.columns < span && !(s.patches->masked && p->b_column == 1))) {
      patches->pack(s.b, p->b_column, p->b_depth, s.columns, p->depth, to, span);
      s.b = to;
      s.b_depth = (ptrdiff_t)span;
      to += span * p->depth;
    }
    strips[count] = s;
    j += s.columns;
  }
  return count;
}

// All patches of `rows` rows of c along the strips.
static void OF(run_strips)(
  OF(kn_patch) *t, const OF(strip) *strips, size_t count, size_t rows, const REAL *a, REAL *c, const REAL *bias) {
  for (size_t n = 0; n < count; n++) {
    const OF(strip) *s = strips + n;
    t->b_depth = s->b_depth;
    if (n + 1 < count)
      for (size_t i = 0; i < rows; i++) __builtin_prefetch(c + s->columns + (ptrdiff_t)i * t->c_row, 1);
    // A narrow strip may allow fewer rows at a time.
    const size_t limit = s->patches->rows_limit[s->width];
    for (size_t i = 0; i < rows;) {
      const size_t some = rows - i <= limit ? rows - i : rows - i < 2 * limit ? (rows - i + 1) / 2 : limit;
      OF(kn_patch_function) *const patch =
        t->a_row == 1 ? s->patches->packed[s->width][some] : s->patches->strided[s->width][some];
      const REAL *const first = t->start == kn_patch_row_bias ? bias + i : bias;
      patch(t, a + (ptrdiff_t)i * t->a_row, s->b, c + (ptrdiff_t)i * t->c_row, s->columns, first);
      i += some;
    }
    c += s->columns;
    if (t->start == kn_patch_column_bias) bias += s->columns;
  }
}
