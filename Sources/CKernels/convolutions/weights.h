// The gradient to the weights: image by image, each in cache, the chains continue in dw. The rows of a patch are
// channels (and neighbouring pixels of the kernel), its columns filters; k runs over the outputs of the image.

// Filters whose columns do not fill their vectors are copied, so that patches may read past their end.
static size_t OF(lay_filters)(
  const kn_convolution *s, const OF(kn_patches) *patches, const REAL *dy, size_t rows, size_t columns, REAL *to,
  OF(strip) *strips) {
  const size_t height = kn_convolution_output_height(s), width = kn_convolution_output_width(s);
  size_t count = 0;
  for (size_t j = 0; j < columns; count++) {
    OF(strip) strip = OF(next_strip)(patches, rows, columns - j);
    const size_t span = OF(strip_span)(&strip);
    strip.first = j;
    strip.b = dy + j;
    strip.b_depth = (ptrdiff_t)s->filters;
    if (strip.columns < span) {
      strip.b = to;
      strip.b_depth = (ptrdiff_t)span;
      for (size_t y = 0; y < height; y++, to += width * span)
        patches->pack(dy + (ptrdiff_t)y * kn_y_row(s) + j, 1, (ptrdiff_t)s->filters, strip.columns, width, to, span);
    }
    strips[count] = strip;
    j += strip.columns;
  }
  return count;
}

void OF(kn_convolution_to_weights_part)(
  const kn_convolution *s, const REAL *x, const REAL *dy, kn_start start, REAL *dw, size_t row, size_t rows,
  size_t filter, size_t filters) {
  if (start == kn_start_zero && OF(weights_of_terms)(s, x, dy, dw, row, rows, filter, filters)) return;
  const OF(kn_patches) *const patches = OF(kn_patches_active)();
  const size_t height = kn_convolution_output_height(s), width = kn_convolution_output_width(s);
  const size_t channels = s->channels / s->groups, group_filters = s->filters / s->groups;
  const int merges = s->dilation_x == 1 && s->groups == 1;
  const size_t deep = merges ? s->kernel_width * channels : channels, pixels = merges ? 1 : s->kernel_width;
  const size_t limit = patches->rows_limit[1], slices = (deep + limit - 1) / limit;
  OF(strip) *const strips = kn_workspace(
    kn_workspace_strips, OF(strips_limit)(group_filters) * sizeof(OF(strip)) + height * sizeof(ptrdiff_t));
  ptrdiff_t *const offsets = (ptrdiff_t *)(strips + OF(strips_limit)(group_filters));
  REAL *const edge = kn_workspace(kn_workspace_weights, height * width * 4 * patches->lanes * sizeof(REAL));

  for (size_t n = 0; n < s->images; n++) {
    const OF(view) v = OF(view_of)(
      x + (ptrdiff_t)n * kn_x_image(s), kn_x_row(s), s->height, s->width, s->channels, s->padding,
      kn_window_of_outputs(s, 0, height));
    for (size_t oy = 0; oy < height; oy++) offsets[oy] = (ptrdiff_t)(oy * s->stride_y) * v.row;
    for (size_t f = filter; f < filter + filters;) {
      const size_t g = f / group_filters, end = (g + 1) * group_filters;
      const size_t some = (end < filter + filters ? end : filter + filters) - f;
      const REAL *const from = dy + (ptrdiff_t)n * kn_y_image(s) + f;
      const size_t count = OF(lay_filters)(s, patches, from, (deep + slices - 1) / slices, some, edge, strips);
      for (size_t tap = row * pixels; tap < (row + rows) * pixels; tap++) {
        const size_t ky = tap / pixels, kx = tap % pixels;
        const REAL *const a = v.pixels + (ptrdiff_t)(ky * s->dilation_y) * v.row
                              + (ptrdiff_t)(kx * s->dilation_x * s->channels + g * channels);
        REAL *const c = dw + (ky * s->kernel_width + kx) * channels * s->filters + f;
        for (size_t k = 0; k < count; k++) {
          const int in_place = strips[k].b_depth == (ptrdiff_t)s->filters && strips[k].b == from + strips[k].first;
          OF(kn_patch) t = {
            .segments = height, .depth = width, .offsets = offsets, .a_row = 1,
            .a_depth = (ptrdiff_t)(s->stride_x * s->channels),
            .b_skip = in_place ? kn_y_row(s) - (ptrdiff_t)(width * s->filters) : 0, .c_row = (ptrdiff_t)s->filters,
            .start = n || start == kn_start_accumulate ? kn_patch_loaded : kn_patch_zero};
          for (size_t i = 0, slice = 0; slice < slices; slice++) {
            const size_t high = (deep - i + slices - slice - 1) / (slices - slice);
            OF(run_strips)(&t, strips + k, 1, high, a + i, c + i * s->filters + strips[k].first, 0);
            i += high;
          }
        }
      }
      f += some;
    }
  }
  if (!s->images && start == kn_start_zero)
    for (size_t i = row * s->kernel_width * channels; i < (row + rows) * s->kernel_width * channels; i++)
      for (size_t f = filter; f < filter + filters; f++) dw[i * s->filters + f] = 0;
}
