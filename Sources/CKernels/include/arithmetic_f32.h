#pragma once
#include <stddef.h>

// Elementwise arithmetic over n floats, as in double precision (arithmetic_f64.h). Each output element depends on the
// input elements of its own index alone; an output array may be the same as an input array, but not overlap it
// otherwise.

#pragma clang assume_nonnull begin

void kn_neg_f32(const float *x, float *y, size_t n);     ///< y = -x (sign bit flipped, NaN too)
void kn_abs_f32(const float *x, float *y, size_t n);     ///< y = |x| (sign bit cleared, NaN too)
void kn_sqrt_f32(const float *x, float *y, size_t n);    ///< y = sqrt(x), correctly rounded
void kn_recip_f32(const float *x, float *y, size_t n);   ///< y = 1 / x, correctly rounded
void kn_square_f32(const float *x, float *y, size_t n);  ///< y = x * x

void kn_add_f32(const float *a, const float *b, float *y, size_t n);  ///< y = a + b
void kn_sub_f32(const float *a, const float *b, float *y, size_t n);  ///< y = a - b
void kn_mul_f32(const float *a, const float *b, float *y, size_t n);  ///< y = a * b
void kn_div_f32(const float *a, const float *b, float *y, size_t n);  ///< y = a / b

/// y = the smaller of a and b; -0 is smaller than +0; NaN if either is NaN (IEEE 754-2019 minimum).
void kn_min_f32(const float *a, const float *b, float *y, size_t n);
/// y = the larger of a and b; +0 is larger than -0; NaN if either is NaN (IEEE 754-2019 maximum).
void kn_max_f32(const float *a, const float *b, float *y, size_t n);

void kn_lt_f32(const float *a, const float *b, float *y, size_t n);  ///< y = 1 where a < b, else 0
void kn_le_f32(const float *a, const float *b, float *y, size_t n);  ///< y = 1 where a <= b, else 0
void kn_eq_f32(const float *a, const float *b, float *y, size_t n);  ///< y = 1 where a == b, else 0

/// y = a * b + c with one rounding.
void kn_fma_f32(const float *a, const float *b, const float *c, float *y, size_t n);
/// y = a where the condition is not zero (NaN counts as true), else b.
void kn_select_f32(const float *condition, const float *a, const float *b, float *y, size_t n);

/// y = value, n times.
void kn_fill_f32(float value, float *y, size_t n);
/// y = fma(alpha, x, y).
void kn_axpy_f32(float alpha, const float *x, float *y, size_t n);

#pragma clang assume_nonnull end
