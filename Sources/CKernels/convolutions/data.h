// The gradient to the data: each input reads the outputs that read it, in their order, through the packed transposed
// weights. With a stride, inputs fall into phases, each with the taps of the kernel that meet it; each phase is a
// convolution without stride.

// The taps of one direction that meet a phase, in descending order, so that the outputs ascend.
static size_t OF(taps_of)(size_t at, size_t kernel, size_t dilation, size_t stride, size_t *taps) {
  size_t count = 0;
  for (size_t k = kernel; k-- > 0;)
    if ((at + kernel * dilation * stride - k * dilation) % stride == 0) taps[count++] = k;
  return count;
}

// The transposed weights of one phase, packed in strips of channels: for each tap, in order, all filters.
static size_t OF(pack_phase)(
  const kn_convolution *s, const OF(kn_patches) *patches, size_t width, const REAL *w, const size_t *ty, size_t ny,
  const size_t *tx, size_t nx, REAL *to, OF(strip) *strips) {
  const size_t channels = s->channels / s->groups, filters = s->filters / s->groups;
  size_t count = 0;
  for (size_t c = 0; c < channels; count++) {
    OF(strip) strip = OF(next_strip)(patches, OF(slice_rows)(patches, width), channels - c);
    const size_t span = OF(strip_span)(&strip);
    strip.first = c;
    strip.b = to;
    strip.b_depth = (ptrdiff_t)span;
    for (size_t i = 0; i < ny * nx; i++, to += filters * span) {
      const size_t tap = ty[i / nx] * s->kernel_width + tx[i % nx];
      patches->pack(
        w + (tap * channels + c) * s->filters, (ptrdiff_t)s->filters, 1, strip.columns, filters, to, span);
    }
    strips[count] = strip;
    c += strip.columns;
  }
  return count;
}

// Plans shared by all rows: taps and strips of each phase.
typedef struct {
  const kn_convolution *s;
  const OF(kn_patches) *patches;
  size_t each, count;    // strips: room, and number, of one group and phase
  OF(strip) *strips;     // [phase y][phase x][group][each]
  size_t *ty, *tx;       // [phase][kernel]
  size_t *ny, *nx;       // [phase]
  ptrdiff_t *offsets;
} OF(data_plan);

static OF(data_plan) OF(plan_data)(const kn_convolution *s, const REAL *w) {
  const size_t channels = s->channels / s->groups, filters = s->filters / s->groups;
  const size_t phases = s->stride_y * s->stride_x;
  OF(data_plan) p = {.s = s, .patches = OF(kn_patches_active)(), .each = OF(strips_limit)(channels)};
  const size_t all = phases * s->groups * p.each, pixels = s->kernel_height * s->kernel_width;
  p.strips = kn_workspace(
    kn_workspace_strips,
    all * sizeof(OF(strip)) + pixels * sizeof(ptrdiff_t)
      + (s->stride_y * (s->kernel_height + 1) + s->stride_x * (s->kernel_width + 1)) * sizeof(size_t));
  p.offsets = (ptrdiff_t *)(p.strips + all);
  p.ty = (size_t *)(p.offsets + pixels);
  p.tx = p.ty + s->stride_y * s->kernel_height;
  p.ny = p.tx + s->stride_x * s->kernel_width;
  p.nx = p.ny + s->stride_y;
  for (size_t i = 0; i < s->stride_y; i++)
    p.ny[i] = OF(taps_of)(i, s->kernel_height, s->dilation_y, s->stride_y, p.ty + i * s->kernel_height);
  for (size_t i = 0; i < s->stride_x; i++)
    p.nx[i] = OF(taps_of)(i, s->kernel_width, s->dilation_x, s->stride_x, p.tx + i * s->kernel_width);
  const size_t padded = channels + 4 * p.patches->lanes;
  REAL *to = kn_workspace(kn_workspace_weights, pixels * s->groups * filters * padded * sizeof(REAL));
  for (size_t i = 0; i < phases; i++) {
    const size_t py = i / s->stride_x, px = i % s->stride_x;
    for (size_t g = 0; g < s->groups; g++) {
      p.count = OF(pack_phase)(
        s, p.patches, (s->width + s->stride_x - 1) / s->stride_x, w + g * filters, p.ty + py * s->kernel_height,
        p.ny[py], p.tx + px * s->kernel_width, p.nx[px], to, p.strips + (i * s->groups + g) * p.each);
      to += p.ny[py] * p.nx[px] * filters * padded;
    }
  }
  return p;
}

// The elements of row y that are `stride_x` apart from x on, for one group and strip.
static void OF(run_phase)(
  const OF(data_plan) *p, const OF(view) *v, kn_window at, size_t y, size_t x, size_t g, size_t strip, REAL *row) {
  const kn_convolution *s = p->s;
  const size_t filters = s->filters / s->groups, channels = s->channels / s->groups;
  const size_t py = (y + s->top) % s->stride_y, px = (x + s->left) % s->stride_x;
  const size_t *const ty = p->ty + py * s->kernel_height, *const tx = p->tx + px * s->kernel_width;
  const size_t ny = p->ny[py], nx = p->nx[px];
  const int merges = s->dilation_x == 1 && s->stride_x == 1 && s->groups == 1;
  const size_t pixels = merges ? 1 : nx;
  for (size_t i = 0; i < ny; i++) {
    const ptrdiff_t oy = ((ptrdiff_t)(y + s->top) - (ptrdiff_t)(ty[i] * s->dilation_y)) / (ptrdiff_t)s->stride_y;
    for (size_t j = 0; j < pixels; j++) {
      const ptrdiff_t ox = ((ptrdiff_t)(x + s->left) - (ptrdiff_t)(tx[j] * s->dilation_x)) / (ptrdiff_t)s->stride_x;
      p->offsets[i * pixels + j] = (oy - at.top) * v->row + (ox - at.left) * (ptrdiff_t)s->filters;
    }
  }
  OF(kn_patch) t = {
    .segments = ny * pixels, .depth = merges ? nx * filters : filters, .offsets = p->offsets,
    .a_row = (ptrdiff_t)s->filters, .a_depth = 1, .c_row = (ptrdiff_t)(s->stride_x * s->channels),
    .start = kn_patch_zero};
  const OF(strip) *const one = p->strips + ((py * s->stride_x + px) * s->groups + g) * p->each + strip;
  OF(run_pixels)(
    &t, p->patches, one, 1, (s->width - x + s->stride_x - 1) / s->stride_x, v->pixels + g * filters,
    row + x * s->channels + g * channels + one->first, 0);
}

void OF(kn_convolution_to_data_part)(
  const kn_convolution *s, const REAL *dy, const REAL *w, REAL *dx, size_t row, size_t rows) {
  OF(data_plan) p = {0};
  OF(scattering) scattering = OF(scattering_of)(s, w, 1);
  const size_t height = kn_convolution_output_height(s), width = kn_convolution_output_width(s);
  for (size_t r = row; r < row + rows;) {
    const size_t n = r / s->height, y = r % s->height;
    const size_t some = row + rows - r < s->height - y ? row + rows - r : s->height - y;
    const kn_window at = kn_window_of_inputs(s, y, some);
    const OF(view) v = OF(view_of)(
      dy + (ptrdiff_t)n * kn_y_image(s), kn_y_row(s), height, width, s->filters, s->padding, at);
    r += some;
    REAL *const out = dx + (ptrdiff_t)n * kn_x_image(s), *const first = out + (ptrdiff_t)y * kn_x_row(s);
    if (OF(scatter)(&scattering, &v, some, s->width, 0, kn_activation_none, first, kn_x_row(s))) continue;
    if (!p.s) p = OF(plan_data)(s, w);
    for (size_t g = 0; g < s->groups; g++)
      for (size_t k = 0; k < p.count; k++)
        for (size_t i = y; i < y + some; i++)
          for (size_t x = 0; x < s->stride_x && x < s->width; x++)
            OF(run_phase)(&p, &v, at, i, x, g, k, out + (ptrdiff_t)i * kn_x_row(s));
  }
}
