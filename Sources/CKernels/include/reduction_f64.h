#pragma once
#include <stddef.h>

// Full reductions in double precision, by one fixed tree whatever the vectors' width and the number of threads. Of at
// most 8192 elements, element i is added, in order of i, to lane i mod 64, and the 64 lanes are added by the tree (lane
// j += lane j + h for h = 32, 16 ... 1). Of more, each 8192 elements are a piece, and the pieces' sums, in their order,
// are summed like elements. Long sequences are shared by the pool's threads.

#pragma clang assume_nonnull begin

/// The sum of x; +0 when n is 0.
double kn_sum_f64(const double *x, size_t n);
/// The sum of a * b, each product fused into its lane.
double kn_dot_f64(const double *a, const double *b, size_t n);

#pragma clang assume_nonnull end
