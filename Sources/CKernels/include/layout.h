#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

enum { KN_LAYOUT_LIMIT = 8 };

/// How an array is laid out anew: the element at (i0, i1 ...) goes from x[x_start + i0 * x_strides[0] ...] to
/// y[y_start + i0 * y_strides[0] ...]. Strides may be 0 on the left, and negative on both sides.
typedef struct {
  size_t rank;
  size_t extents[KN_LAYOUT_LIMIT];
  ptrdiff_t x_start, x_strides[KN_LAYOUT_LIMIT];
  ptrdiff_t y_start, y_strides[KN_LAYOUT_LIMIT];
} kn_layout;

/// Copies; elements of y that are not named stay as they are.
void kn_copy_f32(const kn_layout *layout, const float *x, float *y);
void kn_copy_f64(const kn_layout *layout, const double *x, double *y);

#pragma clang assume_nonnull end
