#pragma once
#include <stddef.h>

// Elementary functions over n doubles, at most 1 ulp from the true value over the whole range
// (lgamma as stated). Special values follow C99 Annex F. An output array may be the same as an input.

#pragma clang assume_nonnull begin

void kn_exp_f64(const double *x, double *y, size_t n);       ///< e^x
void kn_expm1_f64(const double *x, double *y, size_t n);     ///< e^x - 1
void kn_log_f64(const double *x, double *y, size_t n);       ///< ln x
void kn_log1p_f64(const double *x, double *y, size_t n);     ///< ln (1 + x)
void kn_sin_f64(const double *x, double *y, size_t n);       ///< sin x, x in radians of any size
void kn_cos_f64(const double *x, double *y, size_t n);       ///< cos x, x in radians of any size
void kn_tan_f64(const double *x, double *y, size_t n);       ///< tan x, x in radians of any size
void kn_asin_f64(const double *x, double *y, size_t n);      ///< arcsine
void kn_acos_f64(const double *x, double *y, size_t n);      ///< arccosine
void kn_atan_f64(const double *x, double *y, size_t n);      ///< arctangent
void kn_sinh_f64(const double *x, double *y, size_t n);      ///< hyperbolic sine
void kn_cosh_f64(const double *x, double *y, size_t n);      ///< hyperbolic cosine
void kn_tanh_f64(const double *x, double *y, size_t n);      ///< hyperbolic tangent
void kn_erf_f64(const double *x, double *y, size_t n);       ///< 2/sqrt(pi) * integral of e^(-t^2) over 0...x
void kn_erfc_f64(const double *x, double *y, size_t n);      ///< 1 - erf x, accurate in its tail
void kn_sigmoid_f64(const double *x, double *y, size_t n);   ///< 1 / (1 + e^-x)
void kn_softplus_f64(const double *x, double *y, size_t n);  ///< ln (1 + e^x)
void kn_silu_f64(const double *x, double *y, size_t n);      ///< x / (1 + e^-x); -0 at -infinity
void kn_rsqrt_f64(const double *x, double *y, size_t n);     ///< 1 / sqrt x

/// ln |gamma(x)|: relative error at most 1e-14 for x > 0; for x < 0 at most 1e-14 * max(1, |y|).
void kn_lgamma_f64(const double *x, double *y, size_t n);

void kn_pow_f64(const double *a, const double *b, double *y, size_t n);    ///< a^b
void kn_atan2_f64(const double *a, const double *b, double *y, size_t n);  ///< the angle of the point (b, a)

#pragma clang assume_nonnull end
