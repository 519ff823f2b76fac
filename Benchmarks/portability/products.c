// Products, convolutions, reductions over axes, rows and pooling, in f32 and f64.
#include <stdlib.h>

#include "axes.h"
#include "convolution.h"
#include "digest.h"
#include "pooling.h"
#include "product.h"

// One whose terms of zeros may be left out.
static kn_convolution sparse_shape(size_t i) {
  return (kn_convolution){
    .images = 2, .height = 9, .width = 13, .channels = 32, .filters = 16 << i % 2, .kernel_height = 3, .kernel_width = 3,
    .stride_y = 1, .stride_x = 1, .dilation_y = 1, .dilation_x = 1, .groups = 1, .padding = (kn_padding)(i / 2 % 2),
    .top = 1, .bottom = 1, .left = 1, .right = 1};
}

#define KERNELS(T, suffix) \
  static void product_##suffix(digest *d) { \
    static const size_t sizes[][3] = { \
      {1, 1, 1}, {64, 64, 64}, {33, 47, 101}, {7, 130, 33}, {50, 1, 60}, {1, 90, 70}, {13, 10, 800}, {150, 140, 30}, \
      {5, 400, 9}, {40, 2, 5}}; \
    for (size_t i = 0; i < 4 * (sizeof sizes / sizeof *sizes); i++) { \
      const size_t m = sizes[i / 4][0], n = sizes[i / 4][1], k = sizes[i / 4][2]; \
      T *a = drawn_##suffix(m * k), *b = drawn_##suffix(k * n), *c = drawn_##suffix(m * n), *bias = drawn_##suffix(m + n); \
      const int ta = i & 1, tb = i >> 1 & 1; \
      const kn_product_##suffix p = { \
        .rows = m, .columns = n, .depth = k, .a = a, .a_row = ta ? 1 : (ptrdiff_t)k, .a_depth = ta ? (ptrdiff_t)m : 1, \
        .b = b, .b_depth = tb ? 1 : (ptrdiff_t)n, .b_column = tb ? (ptrdiff_t)k : 1, .c = c, .c_row = (ptrdiff_t)n, \
        .batches = 1, .start = (kn_start)(i % 4), .bias = bias, .activation = (kn_activation)(i / 4 % 2)}; \
      kn_product_run_##suffix(&p); \
      digest_##suffix(d, c, m * n); \
      free(a), free(b), free(c), free(bias); \
    } \
  } \
  static kn_convolution shape_##suffix(size_t i) { \
    for (;;) { \
      const size_t groups = i % 3 == 2 ? 2 : 1; \
      const kn_convolution s = { \
        .images = 1 + draw_below(3), .height = 1 + draw_below(12), .width = 1 + draw_below(30), \
        .channels = groups * (1 + draw_below(9)), .filters = groups * (1 + draw_below(70)), \
        .kernel_height = 1 + draw_below(3), .kernel_width = 1 + draw_below(3), .stride_y = 1 + draw_below(2), \
        .stride_x = 1 + draw_below(2), .dilation_y = 1 + draw_below(2), .dilation_x = 1 + draw_below(2), \
        .groups = groups, .padding = (kn_padding)(i % 2), .top = draw_below(3), .bottom = draw_below(3), \
        .left = draw_below(3), .right = draw_below(3)}; \
      if (!kn_convolution_fault(&s)) return s; \
    } \
  } \
  static void convolution_##suffix(digest *d, int direction) { \
    for (size_t i = 0; i < 16; i++) { \
      const int sparse = i >= 12; \
      const kn_convolution s = sparse ? sparse_shape(i) : shape_##suffix(i); \
      const size_t nx = s.images * s.height * s.width * s.channels; \
      const size_t nw = s.kernel_height * s.kernel_width * s.channels / s.groups * s.filters; \
      const size_t ny = s.images * kn_convolution_output_height(&s) * kn_convolution_output_width(&s) * s.filters; \
      T *x = drawn_##suffix(nx), *w = drawn_##suffix(nw), *y = drawn_##suffix(ny), *bias = drawn_##suffix(s.filters); \
      for (size_t k = 0; sparse && k < nx; k++) x[k] *= !draw_below(8); \
      for (size_t k = 0; sparse && k < ny; k++) y[k] *= !draw_below(8); \
      if (direction == 0) kn_convolution_forward_##suffix(&s, x, w, bias, kn_activation_relu, y); \
      if (direction == 1) kn_convolution_to_data_##suffix(&s, y, w, x); \
      if (direction == 2) kn_convolution_to_weights_##suffix(&s, x, y, sparse ? kn_start_zero : kn_start_accumulate, w); \
      digest_##suffix(d, x, nx), digest_##suffix(d, w, nw), digest_##suffix(d, y, ny); \
      free(x), free(w), free(y), free(bias); \
    } \
  } \
  static void forward_##suffix(digest *d) { convolution_##suffix(d, 0); } \
  static void to_data_##suffix(digest *d) { convolution_##suffix(d, 1); } \
  static void to_weights_##suffix(digest *d) { convolution_##suffix(d, 2); } \
  static void axes_##suffix(digest *d) { \
    T *x = drawn_##suffix(6 * 70 * 5), y[6 * 70 * 5]; \
    for (uint32_t reduced = 0; reduced < 8; reduced++) { \
      const kn_axes a = {3, {70, 5, 6}, {30, 1, 5}, reduced}; \
      kn_sum_axes_##suffix(&a, x, y), digest_##suffix(d, y, kn_axes_kept(&a)); \
      kn_max_axes_##suffix(&a, x, y), digest_##suffix(d, y, kn_axes_kept(&a)); \
      kn_min_axes_##suffix(&a, x, y), digest_##suffix(d, y, kn_axes_kept(&a)); \
    } \
    free(x); \
  } \
  static void rows_##suffix(digest *d) { \
    T *x = drawn_##suffix(300 * 7), y[20 * 7] = {0}; \
    int64_t indices[300], starts[21]; \
    for (int i = 0; i < 300; i++) indices[i] = (int64_t)draw_below(20); \
    for (int i = 0; i <= 20; i++) starts[i] = i * 300 / 20; \
    kn_scatter_add_##suffix(x, 7, indices, 300, 7, y, 7), digest_##suffix(d, y, 140); \
    kn_gather_##suffix(x, 7, indices, 20, 7, y, 7), digest_##suffix(d, y, 140); \
    kn_segment_sums_##suffix(x, 7, starts, 20, 7, y, 7), digest_##suffix(d, y, 140); \
    kn_column_sums_##suffix(x, 7, 300, 7, 0, y), digest_##suffix(d, y, 7); \
    free(x); \
  } \
  static void pooling_##suffix(digest *d) { \
    const kn_pooling p = {2, 9, 11, 13, 3, 2, 2, 2, 1, 1, 0, 1}; \
    const size_t nx = 2 * 9 * 11 * 13, ny = 2 * kn_pooling_output_height(&p) * kn_pooling_output_width(&p) * 13; \
    T *x = drawn_##suffix(nx), *y = drawn_##suffix(ny); \
    int32_t *place = malloc(ny * sizeof *place); \
    kn_max_pool_##suffix(&p, x, y, place), digest_##suffix(d, y, ny); \
    kn_max_pool_to_data_##suffix(&p, y, place, x), digest_##suffix(d, x, nx); \
    kn_average_pool_##suffix(&p, x, y), digest_##suffix(d, y, ny); \
    kn_average_pool_to_data_##suffix(&p, y, x), digest_##suffix(d, x, nx); \
    free(x), free(y), free(place); \
  }
KERNELS(float, f32)
KERNELS(double, f64)

#define ENTRIES(suffix) \
  {"product-" #suffix, product_##suffix}, {"convolution-" #suffix, forward_##suffix}, \
    {"convolution-to-data-" #suffix, to_data_##suffix}, {"convolution-to-weights-" #suffix, to_weights_##suffix}, \
    {"axes-" #suffix, axes_##suffix}, {"rows-" #suffix, rows_##suffix}, {"pooling-" #suffix, pooling_##suffix},
const kernel kernels_of_products[] = {ENTRIES(f32) ENTRIES(f64){0}};
