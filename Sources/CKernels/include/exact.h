#pragma once
#include <stddef.h>
#include <stdint.h>

#include "axes.h"

#pragma clang assume_nonnull begin

// Sums that are the same for every order of their terms: terms are rounded once to multiples of a power of two far
// below the largest, added as integers, and rounded once (the definition of ExactSum in Determinism). For the sets on
// which laws act: positions under pooling, group elements, atoms, neighbours. Each sum depends on its own terms alone.

#define KN_EXACT(T, suffix) \
  /* y[o][j] = the sum of x[o][i][j] over i < n. Dense arrays, as in a mean over the middle axes. */ \
  void kn_exact_sum_axis_##suffix(const T *x, size_t outer, size_t n, size_t inner, T *y); \
  /* Over any axes; the outputs lie densely in the order of the kept axes. */ \
  void kn_exact_sum_axes_##suffix(const kn_axes *axes, const T *x, T *y); \
  /* Rows of `columns` elements, x_row apart. y[s] = the sum of the rows starts[s] ... starts[s + 1] - 1; with an */ \
  /* order, of the rows order[starts[s]] ... order[starts[s + 1] - 1]: so rows that belong together may lie apart. */ \
  void kn_exact_segment_sums_##suffix( \
    const T *x, ptrdiff_t x_row, const int64_t *_Nullable order, const int64_t *starts, size_t segments, \
    size_t columns, T *y, ptrdiff_t y_row);

KN_EXACT(float, f32)
KN_EXACT(double, f64)
#undef KN_EXACT

#pragma clang assume_nonnull end
