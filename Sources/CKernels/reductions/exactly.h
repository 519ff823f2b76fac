// Exact sums over axes and segments. They know no order, so what is reduced may be met as memory has it.

typedef struct {
  kn_walk kept, reduced;
  const REAL *x;
  ptrdiff_t row;
  const int64_t *order, *starts;
  size_t count, columns;
  REAL *y;
  ptrdiff_t y_row;
} OF(exact_job);

static void OF(axes_exactly)(void *context, size_t first, size_t next) {
  const OF(exact_job) *e = context;
  kn_walk kept = e->kept;
  kn_walk_to(&kept, first);
  for (; first < next; first++, kn_walk_by(&kept, 1))
    kn_reductions_active()->OF(exact_sum)(
      e->x + kept.offset, e->row, e->order, e->count, e->columns, e->y + first * e->columns);
}

void OF(kn_exact_sum_axes)(const kn_axes *axes, const REAL *x, REAL *y) {
  OF(exact_job) e = {.kept = kn_walk_of(axes, 0), .reduced = kn_walk_of(axes, 1), .x = x, .columns = 1, .y = y};
  if (!e.kept.count) return;
  if (e.kept.rank && kn_walk_step(&e.kept) == 1) {
    e.columns = e.kept.extents[--e.kept.rank];
    e.kept.count /= e.columns;
  }
  e.count = e.reduced.count;
  e.row = kn_walk_step(&e.reduced);
  // Several axes that are not one in memory: the places are written out.
  if (e.reduced.rank > 1 && e.count) {
    int64_t *const order = kn_workspace(kn_workspace_sums, e.count * sizeof *order);
    for (size_t i = 0; i < e.count; i++, kn_walk_by(&e.reduced, 1)) order[i] = e.reduced.offset;
    e.order = order;
    e.row = 1;
  }
  kn_in_ranges(OF(axes_exactly), &e, e.kept.count, (e.count + 8) * e.columns * 4);
}

void OF(kn_exact_sum_axis)(const REAL *x, size_t outer, size_t n, size_t inner, REAL *y) {
  const kn_axes axes = {3, {outer, n, inner}, {(ptrdiff_t)(n * inner), (ptrdiff_t)inner, 1}, 2};
  OF(kn_exact_sum_axes)(&axes, x, y);
}

static void OF(segments_exactly)(void *context, size_t first, size_t next) {
  const OF(exact_job) *e = context;
  for (size_t s = first; s < next; s++) {
    const int64_t from = e->starts[s];
    kn_reductions_active()->OF(exact_sum)(
      e->order ? e->x : e->x + from * e->row, e->row, e->order ? e->order + from : 0,
      (size_t)(e->starts[s + 1] - from), e->columns, e->y + (ptrdiff_t)s * e->y_row);
  }
}

void OF(kn_exact_segment_sums)(
  const REAL *x, ptrdiff_t x_row, const int64_t *order, const int64_t *starts, size_t segments, size_t columns, REAL *y,
  ptrdiff_t y_row) {
  if (!segments) return;
  OF(exact_job) e = {
    .x = x, .row = x_row, .order = order, .starts = starts, .columns = columns, .y = y, .y_row = y_row};
  const size_t rows = (size_t)(starts[segments] - starts[0]) / segments;
  kn_in_ranges(OF(segments_exactly), &e, segments, (rows + 8) * columns * 4);
}
