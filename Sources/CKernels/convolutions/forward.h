// Forward: each row of outputs is a product of overlapping windows of the input and the packed weights; a patch keeps
// its sums in registers over the whole kernel. Nothing is unfolded in memory.

void OF(kn_convolution_forward_part)(
  const kn_convolution *s, const REAL *x, const REAL *w, const REAL *bias, kn_activation activation, REAL *y,
  size_t row, size_t rows) {
  const OF(kn_patches) *const patches = OF(kn_patches_active)();
  const size_t height = kn_convolution_output_height(s), width = kn_convolution_output_width(s);
  const size_t channels = s->channels / s->groups, filters = s->filters / s->groups;
  const size_t pixels = s->kernel_height * s->kernel_width, each = OF(strips_limit)(filters);
  const size_t padded = filters + 4 * patches->lanes, panel = pixels * channels * padded;
  const int merges = s->dilation_x == 1 && s->groups == 1;

  OF(strip) *const strips =
    kn_workspace(kn_workspace_strips, s->groups * each * sizeof(OF(strip)) + pixels * sizeof(ptrdiff_t));
  ptrdiff_t *const offsets = (ptrdiff_t *)(strips + s->groups * each);
  REAL *const packed = kn_workspace(kn_workspace_weights, s->groups * panel * sizeof(REAL));
  OF(scattering) scattering = OF(scattering_of)(s, w, 0);
  size_t count = 0;
  int laid = 0;

  for (size_t r = row; r < row + rows;) {
    const size_t n = r / height, oy = r % height;
    const size_t some = row + rows - r < height - oy ? row + rows - r : height - oy;
    const OF(view) v = OF(view_of)(
      x + (ptrdiff_t)n * kn_x_image(s), kn_x_row(s), s->height, s->width, s->channels, s->padding,
      kn_window_of_outputs(s, oy, some));
    REAL *const out = y + (ptrdiff_t)n * kn_y_image(s) + (ptrdiff_t)oy * kn_y_row(s);
    r += some;
    if (OF(scatter)(&scattering, &v, some, width, bias, activation, out, kn_y_row(s))) continue;
    for (size_t g = 0; g < s->groups && !laid; g++) {
      const OF(operand) b = {w + g * filters, (ptrdiff_t)s->filters, 1, filters, pixels * channels};
      count = OF(lay_strips)(&b, patches, OF(slice_rows)(patches, width), 1, packed + g * panel, strips + g * each);
    }
    laid = 1;
    for (size_t p = 0; p < (merges ? s->kernel_height : pixels); p++) {
      const size_t ky = merges ? p : p / s->kernel_width, kx = merges ? 0 : p % s->kernel_width;
      offsets[p] = (ptrdiff_t)(ky * s->dilation_y) * v.row + (ptrdiff_t)(kx * s->dilation_x * s->channels);
    }
    OF(kn_patch) t = {
      .segments = merges ? s->kernel_height : pixels, .depth = merges ? s->kernel_width * channels : channels,
      .offsets = offsets, .a_row = (ptrdiff_t)(s->stride_x * s->channels), .a_depth = 1,
      .c_row = (ptrdiff_t)s->filters, .start = bias ? kn_patch_column_bias : kn_patch_zero, .activation = activation};
    for (size_t g = 0; g < s->groups; g++)
      for (size_t k = 0; k < count; k++) {
        const OF(strip) *const strip = strips + g * each + k;
        const size_t filter = g * filters + strip->first;
        for (size_t i = 0; i < some; i++)
          OF(run_pixels)(
            &t, patches, strip, 1, width, v.pixels + (ptrdiff_t)(i * s->stride_y) * v.row + (ptrdiff_t)(g * channels),
            out + (ptrdiff_t)i * kn_y_row(s) + (ptrdiff_t)filter, bias ? bias + filter : 0);
      }
  }
}
