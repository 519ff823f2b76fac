#pragma once
#include <stddef.h>

// Full reductions: element i is added, in order of i, to lane i mod 64, and the 64 lanes are added by a
// fixed tree (lane j += lane j + h for h = 32, 16 ... 1), whatever the width of the vectors.

#pragma clang assume_nonnull begin

/// The sum of x; +0 when n is 0.
double kn_sum_f64(const double *x, size_t n);
/// The sum of a * b, each product fused into its lane.
double kn_dot_f64(const double *a, const double *b, size_t n);

#pragma clang assume_nonnull end
