#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

/// y[o][j] = the sum of x[o][i][j] over i < n, the same for every order of i: terms are rounded once to multiples of
/// a power of two far below the largest, and added as integers (the definition of ExactSum in Determinism).
void kn_exact_sum_axis_f32(const float *x, size_t outer, size_t n, size_t inner, float *y);

#pragma clang assume_nonnull end
