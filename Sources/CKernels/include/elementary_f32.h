#pragma once
#include <stddef.h>

// Elementary functions over n floats, at most 1 ulp from the true value over the whole range: those of one argument
// were compared with it at every float. Special values follow C99 Annex F. An output array may be the same as an input.

#pragma clang assume_nonnull begin

void kn_exp_f32(const float *x, float *y, size_t n);       ///< e^x
void kn_log_f32(const float *x, float *y, size_t n);       ///< ln x
void kn_tanh_f32(const float *x, float *y, size_t n);      ///< hyperbolic tangent
void kn_sigmoid_f32(const float *x, float *y, size_t n);   ///< 1 / (1 + e^-x)
void kn_softplus_f32(const float *x, float *y, size_t n);  ///< ln (1 + e^x)
void kn_silu_f32(const float *x, float *y, size_t n);      ///< x / (1 + e^-x); -0 at -infinity
void kn_sin_f32(const float *x, float *y, size_t n);       ///< sin x, x in radians of any size
void kn_cos_f32(const float *x, float *y, size_t n);       ///< cos x, x in radians of any size
void kn_rsqrt_f32(const float *x, float *y, size_t n);     ///< 1 / sqrt x
void kn_erf_f32(const float *x, float *y, size_t n);       ///< 2/sqrt(pi) * integral of e^(-t^2) over 0...x

void kn_pow_f32(const float *a, const float *b, float *y, size_t n);  ///< a^b

#pragma clang assume_nonnull end
