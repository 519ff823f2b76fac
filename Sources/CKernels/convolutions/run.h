// Whole convolutions, cut for the pool: rows of the batch, or rows of the kernel and filters.

typedef struct {
  const kn_convolution *s;
  const REAL *x, *w, *bias;
  kn_activation activation;
  kn_start start;
  REAL *y;
  size_t pieces, filter_pieces;
} OF(convolution_cut);

static void OF(forward_piece)(void *context, size_t piece) {
  const OF(convolution_cut) *c = context;
  const size_t all = c->s->images * kn_convolution_output_height(c->s);
  const size_t first = all * piece / c->pieces, next = all * (piece + 1) / c->pieces;
  OF(kn_convolution_forward_part)(c->s, c->x, c->w, c->bias, c->activation, c->y, first, next - first);
}

static void OF(data_piece)(void *context, size_t piece) {
  const OF(convolution_cut) *c = context;
  const size_t all = c->s->images * c->s->height;
  const size_t first = all * piece / c->pieces, next = all * (piece + 1) / c->pieces;
  OF(kn_convolution_to_data_part)(c->s, c->x, c->w, c->y, first, next - first);
}

static void OF(weights_piece)(void *context, size_t piece) {
  const OF(convolution_cut) *c = context;
  const size_t rows = c->pieces / c->filter_pieces, f = piece % c->filter_pieces, r = piece / c->filter_pieces;
  // In whole vectors, but for the last.
  const size_t units = (c->s->filters + 31) / 32;
  const size_t first = units * f / c->filter_pieces * 32, beyond = units * (f + 1) / c->filter_pieces * 32;
  const size_t next = beyond < c->s->filters ? beyond : c->s->filters;
  const size_t row = c->s->kernel_height * r / rows, next_row = c->s->kernel_height * (r + 1) / rows;
  OF(kn_convolution_to_weights_part)(
    c->s, c->x, c->w, c->start, c->y, row, next_row - row, first, next - first);
}

void OF(kn_convolution_forward)(
  const kn_convolution *s, const REAL *x, const REAL *w, const REAL *bias, kn_activation activation, REAL *y) {
  if (kn_convolution_is_product(s)) {
    const OF(kn_product) p = {
      .rows = s->images * s->height * s->width, .columns = s->filters, .depth = s->channels, .a = x,
      .a_row = (ptrdiff_t)s->channels, .a_depth = 1, .b = w, .b_depth = (ptrdiff_t)s->filters, .b_column = 1, .c = y,
      .c_row = (ptrdiff_t)s->filters, .batches = 1, .start = bias ? kn_start_column_bias : kn_start_zero, .bias = bias,
      .activation = activation};
    OF(kn_product_run)(&p);
    return;
  }
  OF(convolution_cut) c = {.s = s, .x = x, .w = w, .bias = bias, .activation = activation, .y = y};
  c.pieces = kn_convolution_pieces(s, s->images * kn_convolution_output_height(s));
  kn_pool_run(OF(forward_piece), &c, c.pieces);
}

void OF(kn_convolution_to_data)(const kn_convolution *s, const REAL *dy, const REAL *w, REAL *dx) {
  if (kn_convolution_is_product(s)) {
    const OF(kn_product) p = {
      .rows = s->images * s->height * s->width, .columns = s->channels, .depth = s->filters, .a = dy,
      .a_row = (ptrdiff_t)s->filters, .a_depth = 1, .b = w, .b_depth = 1, .b_column = (ptrdiff_t)s->filters, .c = dx,
      .c_row = (ptrdiff_t)s->channels, .batches = 1};
    OF(kn_product_run)(&p);
    return;
  }
  OF(convolution_cut) c = {.s = s, .x = dy, .w = w, .y = dx};
  c.pieces = kn_convolution_pieces(s, s->images * s->height);
  kn_pool_run(OF(data_piece), &c, c.pieces);
}

void OF(kn_convolution_to_weights)(
  const kn_convolution *s, const REAL *x, const REAL *dy, kn_start start, REAL *dw) {
  if (kn_convolution_is_product(s)) {
    const OF(kn_product) p = {
      .rows = s->channels, .columns = s->filters, .depth = s->images * s->height * s->width, .a = x, .a_row = 1,
      .a_depth = (ptrdiff_t)s->channels, .b = dy, .b_depth = (ptrdiff_t)s->filters, .b_column = 1, .c = dw,
      .c_row = (ptrdiff_t)s->filters, .batches = 1, .start = start};
    OF(kn_product_run)(&p);
    return;
  }
  OF(convolution_cut) c = {.s = s, .x = x, .w = dy, .start = start, .y = dw};
  const size_t units = (s->filters + 31) / 32, pieces = kn_convolution_pieces(s, units * s->kernel_height);
  // Filters first: pieces that differ in the rows of the kernel all read the whole of dy.
  c.filter_pieces = pieces < units ? pieces : units;
  const size_t threads = (size_t)kn_sharing_threads();
  const size_t rows = pieces > 1 && c.filter_pieces % threads ? s->kernel_height : 1;
  c.pieces = c.filter_pieces * rows;
  kn_pool_run(OF(weights_piece), &c, c.pieces);
}
