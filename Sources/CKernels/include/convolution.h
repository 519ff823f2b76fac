#pragma once
#include <stddef.h>

#include "product.h"

#pragma clang assume_nonnull begin

// Convolutions in two dimensions, as learned systems know them (correlations), over images [image][y][x][channel] with
// weights [ky][kx][channel of the group][filter]. Every element is one chain of fused multiply-adds, in this order:
//   forward     y[n][oy][ox][f]  from the bias, or +0, over (ky, kx, channel): fma(x, w, .), then the activation
//   to data     dx[n][y][x][c]   from +0, over the outputs that read the element, (oy, ox, filter): fma(dy, w, .)
//   to weights  dw[ky][kx][c][f] from +0, or as it was, over (image, oy, ox): fma(x, dy, .)
// The padding's zeros, and outputs beyond the edge, take part in the chain as zeros: that shows only beside
// infinities and NaN. So neither patches, threads nor instruction sets reach a bit, and one image alone gives the bits
// that it gives in any batch. With circular padding a cyclic translation by whole strides moves the bits with it.
// Where many of x, or of dy, are zeros, as behind a relu, their terms are left out if that reaches no bit: so time, and
// time alone, depends on the values.
//
// Filters of 3 x 3 that keep the size of 28 x 28 pixels, bias and relu included:
//   kn_convolution s = {.images = 64, .height = 28, .width = 28, .channels = 32, .filters = 64, .kernel_height = 3,
//                       .kernel_width = 3, .stride_y = 1, .stride_x = 1, .dilation_y = 1, .dilation_x = 1, .groups = 1,
//                       .padding = kn_padding_zero, .top = 1, .bottom = 1, .left = 1, .right = 1};
//   kn_convolution_forward_f32(&s, x, w, bias, kn_activation_relu, y);  // x[64][28][28][32], w[3][3][32][64]
//   kn_convolution_to_data_f32(&s, dy, w, dx);
//   kn_convolution_to_weights_f32(&s, x, dy, kn_start_zero, dw);
// No padding: top = bottom = left = right = 0. Check a shape that a user gave by kn_convolution_fault first.

/// What lies beyond the edges of an image.
typedef enum __attribute__((enum_extensibility(closed))) {
  kn_padding_zero = 0,
  kn_padding_circular = 1,  ///< the image again; output size * stride must be the image's size
} kn_padding;

/// The shape of a convolution. Sizes and amounts count pixels; x_row ... y_image are distances in elements, 0 meaning
/// that nothing lies between (so that an image may live inside a larger one).
typedef struct {
  size_t images, height, width, channels;
  size_t filters, kernel_height, kernel_width;
  size_t stride_y, stride_x, dilation_y, dilation_x;
  size_t groups;  ///< filters * g / groups ... read channels * g / groups ... alone
  kn_padding padding;
  size_t top, bottom, left, right;
  ptrdiff_t x_row, x_image, y_row, y_image;
} kn_convolution;

/// What is wrong with a shape, as a sentence; null if nothing is. The functions below trust their shapes.
const char *_Nullable kn_convolution_fault(const kn_convolution *s);

/// (height + top + bottom - (kernel_height - 1) * dilation_y - 1) / stride_y + 1, rounded down.
size_t kn_convolution_output_height(const kn_convolution *s);
size_t kn_convolution_output_width(const kn_convolution *s);

// Each runs on the pool's threads when it pays. The parts run on the calling thread and compute `rows` rows of all
// images, counted from 0 through the batch, or some rows of the kernel and some filters of the gradient.
#define KN_CONVOLUTION(T, suffix) \
  void kn_convolution_forward_##suffix( \
    const kn_convolution *s, const T *x, const T *w, const T *_Nullable bias, kn_activation activation, T *y); \
  void kn_convolution_to_data_##suffix(const kn_convolution *s, const T *dy, const T *w, T *dx); \
  void kn_convolution_to_weights_##suffix( \
    const kn_convolution *s, const T *x, const T *dy, kn_start start, T *dw); \
  void kn_convolution_forward_part_##suffix( \
    const kn_convolution *s, const T *x, const T *w, const T *_Nullable bias, kn_activation activation, T *y, \
    size_t row, size_t rows); \
  void kn_convolution_to_data_part_##suffix( \
    const kn_convolution *s, const T *dy, const T *w, T *dx, size_t row, size_t rows); \
  void kn_convolution_to_weights_part_##suffix( \
    const kn_convolution *s, const T *x, const T *dy, kn_start start, T *dw, size_t row, size_t rows, size_t filter, \
    size_t filters);

KN_CONVOLUTION(float, f32)
KN_CONVOLUTION(double, f64)
#undef KN_CONVOLUTION

#pragma clang assume_nonnull end
