// What the directions of a convolution share: strips of filters, and rows of pixels cut into patches.

// At most so many strips hold the columns, whatever the patches.
static size_t OF(strips_limit)(size_t columns) { return columns / 4 + 4; }

// The most rows that slices of a row of `width` pixels have.
static size_t OF(slice_rows)(const OF(kn_patches) *patches, size_t width) {
  const size_t limit = patches->rows_limit[1], slices = (width + limit - 1) / limit;
  return (width + slices - 1) / slices;
}

// One row of outputs, in slices of nearly equal length.
static void OF(run_pixels)(
  OF(kn_patch) *t, const OF(kn_patches) *patches, const OF(strip) *strips, size_t count, size_t width, const REAL *a,
  REAL *c, const REAL *bias) {
  const size_t limit = patches->rows_limit[1], slices = (width + limit - 1) / limit;
  for (size_t i = 0, s = 0; s < slices; s++) {
    const size_t rows = (width - i + slices - s - 1) / (slices - s);
    OF(run_strips)(t, strips, count, rows, a + (ptrdiff_t)i * t->a_row, c + (ptrdiff_t)i * t->c_row, bias);
    i += rows;
  }
}
