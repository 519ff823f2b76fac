// Rows as they are: added up in order, gathered and scattered by index.

static void OF(add_row)(REAL *y, const REAL *x, size_t columns) {
  for (size_t j = 0; j < columns; j++) y[j] = y[j] + x[j];
}

void OF(kn_column_sums)(const REAL *x, ptrdiff_t x_row, size_t rows, size_t columns, int accumulate, REAL *y) {
  if (!accumulate) __builtin_memset(y, 0, columns * sizeof(REAL));
  for (size_t i = 0; i < rows; i++) OF(add_row)(y, x + (ptrdiff_t)i * x_row, columns);
}

void OF(kn_gather)(
  const REAL *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, REAL *y, ptrdiff_t y_row) {
  for (size_t i = 0; i < count; i++)
    __builtin_memcpy(y + (ptrdiff_t)i * y_row, x + indices[i] * x_row, columns * sizeof(REAL));
}

void OF(kn_scatter_add)(
  const REAL *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, REAL *y, ptrdiff_t y_row) {
  for (size_t i = 0; i < count; i++) OF(add_row)(y + indices[i] * y_row, x + (ptrdiff_t)i * x_row, columns);
}

void OF(kn_segment_sums)(
  const REAL *x, ptrdiff_t x_row, const int64_t *starts, size_t segments, size_t columns, REAL *y, ptrdiff_t y_row) {
  for (size_t s = 0; s < segments; s++) {
    REAL *const sum = y + (ptrdiff_t)s * y_row;
    __builtin_memset(sum, 0, columns * sizeof(REAL));
    for (int64_t i = starts[s]; i < starts[s + 1]; i++) OF(add_row)(sum, x + i * x_row, columns);
  }
}
