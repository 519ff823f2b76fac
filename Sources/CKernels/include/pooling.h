#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Pooling of images [image][y][x][channel] over windows. What lies beyond the edges is not there: it is neither a
// maximum nor counted. Every image is on its own, so that some of a batch have the bits that they have in it. Each
// function runs on the pool's threads when it pays.

/// Windows of kernel_height x kernel_width pixels, every stride_y, stride_x pixels from -top, -left on. Each window
/// must meet the image: the amounts are smaller than the kernel.
typedef struct {
  size_t images, height, width, channels;
  size_t kernel_height, kernel_width, stride_y, stride_x;
  size_t top, bottom, left, right;
} kn_pooling;

size_t kn_pooling_output_height(const kn_pooling *p);
size_t kn_pooling_output_width(const kn_pooling *p);

#define KN_POOLING(T, suffix) \
  /* The largest of each window and where it is, y * width + x in its image: the first of equals, the first NaN. */ \
  void kn_max_pool_##suffix(const kn_pooling *p, const T *x, T *y, int32_t *place); \
  /* dx[place] += dy, from +0, in the order of the outputs. */ \
  void kn_max_pool_to_data_##suffix(const kn_pooling *p, const T *dy, const int32_t *place, T *dx); \
  /* The sum of each window, row by row from +0, divided by the number of its pixels that are there. */ \
  void kn_average_pool_##suffix(const kn_pooling *p, const T *x, T *y); \
  /* dx += dy / number, from +0, in the order of the outputs. */ \
  void kn_average_pool_to_data_##suffix(const kn_pooling *p, const T *dy, T *dx);

KN_POOLING(float, f32)
KN_POOLING(double, f64)
#undef KN_POOLING

#pragma clang assume_nonnull end
