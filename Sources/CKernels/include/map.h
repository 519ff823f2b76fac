#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

/// A function of one argument over arrays: kn_exp_f32 and its like.
typedef void kn_function_f32(const float *x, float *y, size_t n);

/// y = f(x), elementwise, over arrays of any length, on the pool's threads; y may be x, or apart from it.
void kn_map_f32(kn_function_f32 *f, const float *x, float *y, size_t n);

#pragma clang assume_nonnull end
