// Where many of the factors are zeros, as behind a relu, their terms are left out: fma(0, w, s) is s. It is not where s
// is -0 or w is not finite; what meets one of these is left to the patches, so that no bit tells how it was computed.

enum { OF(LEAST_DEPTH) = 16, OF(FIRST_CACHE) = 32768 };

// Whether patches would be faster, given how many of the factors are not zero: a term costs more than a factor of a
// patch, the more so the fewer columns it goes to. Measured with AVX2 and AVX-512.
static int OF(is_dense)(size_t terms, size_t factors, size_t columns) {
  return terms * 16 > factors * (columns * REAL_BYTES < 256 ? 7 : 9);
}

// Neighbours in the input are neighbours in the output.
static int OF(moves_by_pixels)(const kn_convolution *s) {
  return s->stride_y == 1 && s->stride_x == 1 && s->dilation_y == 1 && s->dilation_x == 1 && s->groups == 1;
}

// The terms of each list over `width` columns. Sums that overlap take list by list, whatever pieces the columns are cut
// into.
static void OF(add_terms)(
  const OF(kn_patches) *patches, const OF(kn_terms) *t, size_t lists, size_t width, const REAL *b, size_t b_row,
  REAL *c, size_t c_row) {
  const size_t vectors = width / patches->lanes, pieces = (vectors + KN_TERMS_VECTORS - 1) / KN_TERMS_VECTORS;
  const size_t some = pieces > 1 && c_row < width ? 1 : lists;
  for (size_t list = 0; list < lists; list += some) {
    const OF(kn_terms) own = {t->values, t->places, t->starts + list};
    for (size_t i = 0, j = 0; i < pieces; i++) {
      const size_t wide = (vectors - j + pieces - i - 1) / (pieces - i);
      patches->add_terms[wide](
        &own, some, b + j * patches->lanes, b_row, c + list * c_row + j * patches->lanes, c_row);
      j += wide;
    }
  }
}

/// A convolution as scattering: each pixel is added, times its weights, to the pixels side by side that read it.
typedef struct {
  const OF(kn_patches) *patches;
  size_t height, width;   // of the kernel
  size_t depth, columns;  // channels read and written
  const REAL *w;
  int applies, to_data;
  REAL *b;  // once it is needed: [height][depth][width, the nearest pixel of the output first][columns]
} OF(scattering);

static OF(scattering) OF(scattering_of)(const kn_convolution *s, const REAL *w, int to_data) {
  OF(scattering) c = {
    .patches = OF(kn_patches_active)(), .height = s->kernel_height, .width = s->kernel_width,
    .depth = to_data ? s->filters : s->channels, .columns = to_data ? s->channels : s->filters, .w = w,
    .to_data = to_data};
  const size_t wide = c.width * c.columns;
  c.applies = OF(moves_by_pixels)(s) && c.depth >= OF(LEAST_DEPTH) && wide % c.patches->lanes == 0
              && c.patches->all_finite(w, c.height * c.depth * wide);
  return c;
}

static void OF(lay_weights)(OF(scattering) *c) {
  const size_t taps = c->height * c->width, panel = c->depth * c->columns;
  c->b = kn_workspace(kn_workspace_terms_b, (taps + 1) * panel * sizeof(REAL));
  REAL *const turned = c->b + taps * panel;
  for (size_t tap = 0; tap < taps; tap++) {
    const REAL *from = c->w + tap * panel;
    if (c->to_data) {
      c->patches->pack(from, (ptrdiff_t)c->depth, 1, c->columns, c->depth, turned, c->columns);
      from = turned;
    }
    const size_t ky = tap / c->width, kx = tap % c->width;
    REAL *const to = c->b + (c->to_data ? (c->height - 1 - ky) * c->width * panel + kx * c->columns
                                        : ky * c->width * panel + (c->width - 1 - kx) * c->columns);
    for (size_t k = 0; k < c->depth; k++)
      __builtin_memcpy(to + k * c->width * c->columns, from + k * c->columns, c->columns * sizeof(REAL));
  }
}

static OF(kn_terms) OF(room_for_terms)(size_t lists, size_t count) {
  OF(kn_terms) t;
  t.values = kn_workspace(
    kn_workspace_terms, count * (sizeof(REAL) + sizeof(uint32_t)) + (lists + 1) * sizeof(uint32_t));
  t.places = (uint32_t *)(t.values + count);
  t.starts = t.places + count;
  return t;
}

// Computes `rows` rows of `width` pixels from the view that they read. Answers 0, whatever it has written, where this
// is left to the patches.
static int OF(scatter)(
  OF(scattering) *c, const OF(view) *v, size_t rows, size_t width, const REAL *bias, kn_activation activation,
  REAL *out, ptrdiff_t out_row) {
  const size_t across = width + c->width - 1, down = rows + c->height - 1;
  const size_t wide = c->width * c->columns, lanes = c->patches->lanes;
  if (!c->applies || (uint64_t)down * across * c->depth > UINT32_MAX) return 0;
  OF(kn_terms) t = OF(room_for_terms)(down * across, down * across * c->depth + lanes);
  size_t n = 0;
  for (size_t y = 0; y < down; y++) {
    for (size_t x = 0; x < across; x++) {
      t.starts[y * across + x] = (uint32_t)n;
      n += c->patches->terms_of(
        v->pixels + (ptrdiff_t)y * v->row + (ptrdiff_t)(x * c->depth), c->depth, 0, t.values + n, t.places + n);
    }
    // Where one image is dense, the others are not tried.
    if (OF(is_dense)(n, (y + 1) * across * c->depth, wide)) return c->applies = 0;
  }
  t.starts[down * across] = (uint32_t)n;

  if (!c->b) OF(lay_weights)(c);
  const size_t row = (across + c->width - 1) * c->columns;
  REAL *const sums = kn_workspace(kn_workspace_terms_sums, row * sizeof(REAL));
  for (size_t y = 0; y < rows; y++) {
    for (size_t x = 0; x < row; x += c->columns)
      if (bias) __builtin_memcpy(sums + x, bias, c->columns * sizeof(REAL));
      else __builtin_memset(sums + x, 0, c->columns * sizeof(REAL));
    for (size_t ky = 0; ky < c->height; ky++) {
      const OF(kn_terms) read = {t.values, t.places, t.starts + (y + ky) * across};
      const REAL *const b = c->b + ky * c->depth * wide;
      if (c->width == 3 && !(c->columns % lanes) && wide <= KN_TERMS_VECTORS * lanes)
        c->patches->add_to_three[c->columns / lanes](&read, across, b, wide, sums);
      else OF(add_terms)(c->patches, &read, across, wide, b, wide, sums, c->columns);
    }
    if (c->patches->finish_terms(
          sums + (c->width - 1) * c->columns, width * c->columns, activation, out + (ptrdiff_t)y * out_row))
      return 0;
  }
  return 1;
}

// The gradient to the weights, with the chains of each filter side by side: each dy that is not zero is multiplied by
// the pixels that the kernel saw there. Answers 0, dw as it was, where this is left to the patches.
static int OF(weights_of_terms)(
  const kn_convolution *s, const REAL *x, const REAL *dy, REAL *dw, size_t row, size_t rows, size_t filter,
  size_t filters) {
  const OF(kn_patches) *const patches = OF(kn_patches_active)();
  const size_t height = kn_convolution_output_height(s), width = kn_convolution_output_width(s);
  const size_t wide = s->kernel_width * s->channels, deep = rows * wide;
  if (!OF(moves_by_pixels)(s) || s->channels < OF(LEAST_DEPTH) || wide % patches->lanes) return 0;
  const size_t row_bytes = (width + s->kernel_width - 1) * s->channels * sizeof(REAL);
  // So many rows of outputs at a time that what they saw stays in the first cache.
  const size_t near = OF(FIRST_CACHE) / row_bytes, stripe = near > rows ? near - rows + 1 : 1;
  const OF(kn_terms) t = OF(room_for_terms)(filters, stripe * width * filters + patches->lanes);
  // Every fourth pixel of every eighth row tells enough.
  size_t count = 0, all = 0;
  for (size_t y = 0; y < s->images * height; y += 8)
    for (size_t i = 0; i < width; i += 4, all += filters)
      count += patches->terms_of(
        dy + (ptrdiff_t)(y / height) * kn_y_image(s) + (ptrdiff_t)(y % height) * kn_y_row(s)
          + (ptrdiff_t)(i * s->filters + filter),
        filters, 0, t.values, t.places);
  if (OF(is_dense)(count, all, wide)) return 0;
  for (size_t y = 0; y < s->images * s->height; y++)
    if (!patches->all_finite(
          x + (ptrdiff_t)(y / s->height) * kn_x_image(s) + (ptrdiff_t)(y % s->height) * kn_x_row(s),
          s->width * s->channels))
      return 0;

  REAL *const sums = kn_workspace(kn_workspace_terms_sums, 2 * filters * deep * sizeof(REAL));
  REAL *const by_filter = kn_workspace(kn_workspace_terms_b, stripe * width * filters * sizeof(REAL));
  __builtin_memset(sums, 0, filters * deep * sizeof(REAL));
  for (size_t n = 0; n < s->images; n++) {
    const REAL *const image = dy + (ptrdiff_t)n * kn_y_image(s) + filter;
    const OF(view) v = OF(view_of)(
      x + (ptrdiff_t)n * kn_x_image(s), kn_x_row(s), s->height, s->width, s->channels, s->padding,
      kn_window_of_outputs(s, 0, height));
    if (v.row % (ptrdiff_t)s->channels) return 0;
    for (size_t y = 0; y < height; y += stripe) {
      const size_t some = height - y < stripe ? height - y : stripe;
      for (size_t i = 0; i < some; i++)
        patches->pack(
          image + (ptrdiff_t)(y + i) * kn_y_row(s), (ptrdiff_t)s->filters, 1, width, filters,
          by_filter + i * filters * width, width);
      count = 0;
      for (size_t f = 0; f < filters; f++) {
        t.starts[f] = (uint32_t)count;
        for (size_t i = 0; i < some; i++)
          count += patches->terms_of(
            by_filter + (i * filters + f) * width, width, (uint32_t)(i * (size_t)v.row / s->channels), t.values + count,
            t.places + count);
      }
      t.starts[filters] = (uint32_t)count;
      for (size_t ky = 0; ky < rows; ky++) {
        const REAL *const seen = v.pixels + (ptrdiff_t)(y + row + ky) * v.row;
        OF(add_terms)(patches, &t, filters, wide, seen, s->channels, sums + ky * wide, deep);
      }
    }
  }
  if (patches->finish_terms(sums, filters * deep, kn_activation_none, sums)) return 0;
  REAL *const turned = sums + filters * deep;
  patches->pack(sums, (ptrdiff_t)deep, 1, filters, deep, turned, filters);
  for (size_t i = 0; i < deep; i++)
    __builtin_memcpy(dw + (row * wide + i) * s->filters + filter, turned + i * filters, filters * sizeof(REAL));
  return 1;
}
