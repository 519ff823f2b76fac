// The last axis goes by runs, the others as an odometer.

static void OF(run_of)(size_t n, const REAL *x, ptrdiff_t x_step, REAL *y, ptrdiff_t y_step) {
  if (x_step == 1 && y_step == 1) __builtin_memcpy(y, x, n * sizeof(REAL));
  else
    for (size_t i = 0; i < n; i++) y[(ptrdiff_t)i * y_step] = x[(ptrdiff_t)i * x_step];
}

void OF(kn_copy)(const kn_layout *layout, const REAL *x, REAL *y) {
  size_t at[KN_LAYOUT_LIMIT] = {0};
  for (size_t i = 0; i < layout->rank; i++)
    if (layout->extents[i] == 0) return;
  x += layout->x_start;
  y += layout->y_start;
  if (layout->rank == 0) {
    *y = *x;
    return;
  }
  const size_t last = layout->rank - 1;
  for (;;) {
    OF(run_of)(layout->extents[last], x, layout->x_strides[last], y, layout->y_strides[last]);
    size_t axis = last;
    for (;;) {
      if (axis-- == 0) return;
      x += layout->x_strides[axis];
      y += layout->y_strides[axis];
      if (++at[axis] < layout->extents[axis]) break;
      x -= (ptrdiff_t)layout->extents[axis] * layout->x_strides[axis];
      y -= (ptrdiff_t)layout->extents[axis] * layout->y_strides[axis];
      at[axis] = 0;
    }
  }
}
