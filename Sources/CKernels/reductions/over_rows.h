// Rows by several threads: each takes some of the outputs, all rows of them.

typedef struct {
  const REAL *x;
  ptrdiff_t x_row;
  const int64_t *indices;
  size_t count, columns;
  REAL *y;
  ptrdiff_t y_row;
} OF(rows_job);

static void OF(gather_some)(void *context, size_t first, size_t next) {
  const OF(rows_job) *r = context;
  kn_reductions_active()->OF(gather)(
    r->x, r->x_row, r->indices + first, next - first, r->columns, r->y + (ptrdiff_t)first * r->y_row, r->y_row);
}

void OF(kn_gather)(
  const REAL *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, REAL *y, ptrdiff_t y_row) {
  OF(rows_job) r = {x, x_row, indices, count, columns, y, y_row};
  kn_in_ranges(OF(gather_some), &r, count, columns + 4);
}

// Columns are cut at lines of the cache, which no two threads then write.
enum { OF(LINE) = 64 / REAL_BYTES };

static size_t OF(columns_of)(const OF(rows_job) *r, size_t first, size_t next) {
  const size_t end = next * OF(LINE);
  return (end < r->columns ? end : r->columns) - first * OF(LINE);
}

static void OF(scatter_some)(void *context, size_t first, size_t next) {
  const OF(rows_job) *r = context;
  const size_t from = first * OF(LINE);
  kn_reductions_active()->OF(scatter_add)(
    r->x + from, r->x_row, r->indices, r->count, OF(columns_of)(r, first, next), r->y + from, r->y_row);
}

void OF(kn_scatter_add)(
  const REAL *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, REAL *y, ptrdiff_t y_row) {
  OF(rows_job) r = {x, x_row, indices, count, columns, y, y_row};
  kn_in_shares(OF(scatter_some), &r, (columns + OF(LINE) - 1) / OF(LINE), count * OF(LINE));
}

static void OF(add_some)(void *context, size_t first, size_t next) {
  const OF(rows_job) *r = context;
  const size_t from = first * OF(LINE);
  kn_reductions_active()->OF(add_rows)(
    r->x + from, r->x_row, r->count, OF(columns_of)(r, first, next), r->y + from);
}

void OF(kn_column_sums)(const REAL *x, ptrdiff_t x_row, size_t rows, size_t columns, int accumulate, REAL *y) {
  if (!accumulate) __builtin_memset(y, 0, columns * sizeof(REAL));
  OF(rows_job) r = {x, x_row, 0, rows, columns, y, 0};
  kn_in_shares(OF(add_some), &r, (columns + OF(LINE) - 1) / OF(LINE), rows * OF(LINE));
}

static void OF(segments_some)(void *context, size_t first, size_t next) {
  const OF(rows_job) *r = context;
  const kn_reductions *const table = kn_reductions_active();
  for (size_t s = first; s < next; s++) {
    REAL *const sum = r->y + (ptrdiff_t)s * r->y_row;
    const int64_t from = r->indices[s];
    __builtin_memset(sum, 0, r->columns * sizeof(REAL));
    table->OF(add_rows)(r->x + from * r->x_row, r->x_row, (size_t)(r->indices[s + 1] - from), r->columns, sum);
  }
}

void OF(kn_segment_sums)(
  const REAL *x, ptrdiff_t x_row, const int64_t *starts, size_t segments, size_t columns, REAL *y, ptrdiff_t y_row) {
  OF(rows_job) r = {x, x_row, starts, segments, columns, y, y_row};
  if (segments)
    kn_in_ranges(
      OF(segments_some), &r, segments, (size_t)(starts[segments] - starts[0]) / segments * columns + columns + 8);
}
