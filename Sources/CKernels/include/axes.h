#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Reductions of arrays of any rank and strides, sums of columns and of segments, gathers and ordered scatters.
// Their order is part of their meaning; a part of the outputs, computed alone, has the same bits. Each runs on the
// pool's threads when it pays; outputs overlap no input. Indices are trusted.
//
// The sum over axes 0 and 2 of a dense array x[5][6][7] is
//   kn_axes axes = {.rank = 3, .extents = {5, 6, 7}, .strides = {42, 7, 1}, .reduced = 1 << 0 | 1 << 2};
//   kn_sum_axes_f32(&axes, x, y);  // y[6]

enum { KN_AXES_LIMIT = 8 };

/// An array by its axes, slowest first, and which of them are reduced: bit i stands for axis i. The reduced elements
/// of an output are a sequence, in the order of the reduced axes as they are listed.
typedef struct {
  size_t rank;
  size_t extents[KN_AXES_LIMIT];
  ptrdiff_t strides[KN_AXES_LIMIT];
  uint32_t reduced;
} kn_axes;

/// How many outputs are kept, and how many elements each reduces.
size_t kn_axes_kept(const kn_axes *axes);
size_t kn_axes_reduced(const kn_axes *axes);

#define KN_AXES(T, suffix) \
  /* The outputs lie densely in the order of the kept axes. Each sum has the bits of kn_sum over its sequence. */ \
  void kn_sum_axes_##suffix(const kn_axes *axes, const T *x, T *y); \
  /* The largest and the smallest: -0 is smaller than +0, NaN if any is NaN; of nothing, -inf and +inf. */ \
  void kn_max_axes_##suffix(const kn_axes *axes, const T *x, T *y); \
  void kn_min_axes_##suffix(const kn_axes *axes, const T *x, T *y); \
  /* y[j] = y[j] (or +0) + x[0][j] + x[1][j] ... : rows in order, one addition each. */ \
  void kn_column_sums_##suffix( \
    const T *x, ptrdiff_t x_row, size_t rows, size_t columns, int accumulate, T *y); \
  /* Rows of `columns` elements: y[i] = x[indices[i]]. */ \
  void kn_gather_##suffix( \
    const T *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, T *y, ptrdiff_t y_row); \
  /* y[indices[i]] += x[i], in the order of i. */ \
  void kn_scatter_add_##suffix( \
    const T *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, T *y, ptrdiff_t y_row); \
  /* y[s] = +0 + x[starts[s]] + ... + x[starts[s + 1] - 1], in order, for s < segments. */ \
  void kn_segment_sums_##suffix( \
    const T *x, ptrdiff_t x_row, const int64_t *starts, size_t segments, size_t columns, T *y, ptrdiff_t y_row);

KN_AXES(float, f32)
KN_AXES(double, f64)
#undef KN_AXES

#pragma clang assume_nonnull end
