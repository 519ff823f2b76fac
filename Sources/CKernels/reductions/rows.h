// Rows as they are: added up in order, gathered and scattered by index.

// y += x[0] + x[1] ...: in registers while they hold a row.
static void OF(add_rows)(const REAL *x, ptrdiff_t x_row, size_t rows, size_t columns, REAL *y) {
  size_t j = 0;
  for (; j + 4 * LANES <= columns && columns < 8 * LANES; j += 4 * LANES) {
    V s[4];
    UNROLL for (int v = 0; v < 4; v++) s[v] = load(y + j + v * LANES);
    for (size_t i = 0; i < rows; i++)
      UNROLL for (int v = 0; v < 4; v++) s[v] = s[v] + load(x + (ptrdiff_t)i * x_row + j + v * LANES);
    UNROLL for (int v = 0; v < 4; v++) store(y + j + v * LANES, s[v]);
  }
  for (; j < columns && columns < 8 * LANES; j += LANES) {
    const size_t some = columns - j < LANES ? columns - j : LANES;
    V s = some < LANES ? load_part(y + j, some, 0) : load(y + j);
    if (some < LANES)
      for (size_t i = 0; i < rows; i++) s = s + load_part(x + (ptrdiff_t)i * x_row + j, some, 0);
    else
      for (size_t i = 0; i < rows; i++) s = s + load(x + (ptrdiff_t)i * x_row + j);
    if (some < LANES) store_part(y + j, some, s);
    else store(y + j, s);
  }
  if (j < columns)
    for (size_t i = 0; i < rows; i++) OF(add)(y, x + (ptrdiff_t)i * x_row, columns);
}

// Indices say where memory will be read long before it is.
enum { OF(AHEAD) = 16 };

static void OF(gather)(
  const REAL *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, REAL *y, ptrdiff_t y_row) {
  for (size_t i = 0; i < count; i++) {
    if (i + OF(AHEAD) < count) __builtin_prefetch(x + indices[i + OF(AHEAD)] * x_row);
    const REAL *const from = x + indices[i] * x_row;
    REAL *const to = y + (ptrdiff_t)i * y_row;
    size_t j = 0;
    if (columns == 1) *to = *from;
    else {
      for (; j + LANES <= columns; j += LANES) store(to + j, load(from + j));
      if (j < columns) store_part(to + j, columns - j, load_part(from + j, columns - j, 0));
    }
  }
}

static void OF(scatter_add)(
  const REAL *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, REAL *y, ptrdiff_t y_row) {
  for (size_t i = 0; i < count; i++) {
    if (i + OF(AHEAD) < count) __builtin_prefetch(y + indices[i + OF(AHEAD)] * y_row, 1);
    REAL *const to = y + indices[i] * y_row;
    const REAL *const from = x + (ptrdiff_t)i * x_row;
    if (columns == 1) *to = *to + *from;
    else OF(add)(to, from, columns);
  }
}
