// Windows of one image, channel by channel along each pixel.

static void OF(max_pool)(const kn_pooling *p, const REAL *restrict x, REAL *restrict y, int32_t *restrict place) {
  const size_t rows = kn_pooling_output_height(p), columns = kn_pooling_output_width(p), channels = p->channels;
  for (size_t n = 0; n < p->images; n++, x += p->height * p->width * channels)
    for (size_t o = 0; o < rows * columns; o++, y += channels, place += channels) {
      const window w = window_of(p, o / columns, o % columns);
      const size_t first = w.top * p->width + w.left;
      __builtin_memcpy(y, x + first * channels, channels * sizeof(REAL));
      for (size_t c = 0; c < channels; c++) place[c] = (int32_t)first;
      for (size_t r = w.top; r < w.bottom; r++)
        for (size_t q = w.left; q < w.right; q++) {
          const REAL *const pixel = x + (r * p->width + q) * channels;
          const int32_t here = (int32_t)(r * p->width + q);
          for (size_t c = 0; c < channels; c++) {
            // Greater, or the first NaN: not (x <= y) holds for a NaN x too, and y == y keeps an earlier one.
            const int better = !(pixel[c] <= y[c]) & (y[c] == y[c]);
            place[c] = better ? here : place[c];
            y[c] = better ? pixel[c] : y[c];
          }
        }
    }
}

static void OF(max_pool_to_data)(const kn_pooling *p, const REAL *dy, const int32_t *place, REAL *dx) {
  const size_t image = p->height * p->width * p->channels;
  const size_t outputs = kn_pooling_output_height(p) * kn_pooling_output_width(p);
  __builtin_memset(dx, 0, p->images * image * sizeof(REAL));
  for (size_t n = 0; n < p->images; n++, dx += image)
    for (size_t o = 0; o < outputs; o++, dy += p->channels, place += p->channels)
      for (size_t c = 0; c < p->channels; c++) {
        REAL *const at = dx + (size_t)place[c] * p->channels + c;
        *at = *at + dy[c];
      }
}

static void OF(average_pool)(const kn_pooling *p, const REAL *restrict x, REAL *restrict y) {
  const size_t rows = kn_pooling_output_height(p), columns = kn_pooling_output_width(p), channels = p->channels;
  for (size_t n = 0; n < p->images; n++, x += p->height * p->width * channels)
    for (size_t o = 0; o < rows * columns; o++, y += channels) {
      const window w = window_of(p, o / columns, o % columns);
      const REAL number = (REAL)((w.bottom - w.top) * (w.right - w.left));
      __builtin_memset(y, 0, channels * sizeof(REAL));
      for (size_t r = w.top; r < w.bottom; r++)
        for (size_t q = w.left; q < w.right; q++) {
          const REAL *const pixel = x + (r * p->width + q) * channels;
          for (size_t c = 0; c < channels; c++) y[c] = y[c] + pixel[c];
        }
      for (size_t c = 0; c < channels; c++) y[c] = y[c] / number;
    }
}

static void OF(average_pool_to_data)(const kn_pooling *p, const REAL *restrict dy, REAL *restrict dx) {
  const size_t rows = kn_pooling_output_height(p), columns = kn_pooling_output_width(p), channels = p->channels;
  const size_t image = p->height * p->width * channels;
  __builtin_memset(dx, 0, p->images * image * sizeof(REAL));
  for (size_t n = 0; n < p->images; n++, dx += image)
    for (size_t o = 0; o < rows * columns; o++, dy += channels) {
      const window w = window_of(p, o / columns, o % columns);
      const REAL number = (REAL)((w.bottom - w.top) * (w.right - w.left));
      for (size_t r = w.top; r < w.bottom; r++)
        for (size_t q = w.left; q < w.right; q++) {
          REAL *const pixel = dx + (r * p->width + q) * channels;
          for (size_t c = 0; c < channels; c++) pixel[c] = pixel[c] + dy[c] / number;
        }
    }
}
