// A window of an image with what lies beyond the image's edges written out.

// Where the window's first pixel is read, and the distance of its rows: in the image itself when it lies inside.
typedef struct {
  const REAL *pixels;
  ptrdiff_t row;
} OF(view);

static ptrdiff_t OF(wrapped)(ptrdiff_t i, size_t n) {
  const ptrdiff_t r = i % (ptrdiff_t)n;
  return r < 0 ? r + (ptrdiff_t)n : r;
}

static void OF(copy_row)(const REAL *row, size_t width, size_t channels, kn_padding padding, kn_window w, REAL *to) {
  for (size_t x = 0; x < w.width;) {
    const ptrdiff_t at = w.left + (ptrdiff_t)x;
    const int inside = at >= 0 && at < (ptrdiff_t)width;
    const ptrdiff_t from = inside ? at : OF(wrapped)(at, width);
    size_t run = at < 0 && padding == kn_padding_zero ? (size_t)-at : width - (size_t)from;
    if (run > w.width - x || (!inside && at >= 0 && padding == kn_padding_zero)) run = w.width - x;
    if (inside || padding == kn_padding_circular)
      __builtin_memcpy(to + x * channels, row + from * (ptrdiff_t)channels, run * channels * sizeof(REAL));
    else __builtin_memset(to + x * channels, 0, run * channels * sizeof(REAL));
    x += run;
  }
}

static OF(view) OF(view_of)(
  const REAL *image, ptrdiff_t row, size_t height, size_t width, size_t channels, kn_padding padding, kn_window w) {
  if (
    w.top >= 0 && w.left >= 0 && w.top + (ptrdiff_t)w.height <= (ptrdiff_t)height
    && w.left + (ptrdiff_t)w.width <= (ptrdiff_t)width)
    return (OF(view)){image + w.top * row + w.left * (ptrdiff_t)channels, row};
  const size_t to_row = w.width * channels;
  REAL *const to = kn_workspace(kn_workspace_border, w.height * to_row * sizeof(REAL));
  for (size_t y = 0; y < w.height; y++) {
    ptrdiff_t at = w.top + (ptrdiff_t)y;
    if (padding == kn_padding_circular) at = OF(wrapped)(at, height);
    if (at < 0 || at >= (ptrdiff_t)height) __builtin_memset(to + y * to_row, 0, to_row * sizeof(REAL));
    else OF(copy_row)(image + at * row, width, channels, padding, w, to + y * to_row);
  }
  return (OF(view)){to, (ptrdiff_t)to_row};
}
