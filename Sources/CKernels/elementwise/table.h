#pragma once
#include <stddef.h>

#include "peak_f64.h"

// The list of kernels, from which the table of each instruction set and the dispatch are made.
#define KN_ARITHMETIC_1(X, s) X(neg, s) X(abs, s) X(sqrt, s) X(recip, s) X(square, s)
#define KN_ARITHMETIC_2(X, s) X(add, s) X(sub, s) X(mul, s) X(div, s) X(min, s) X(max, s) X(lt, s) X(le, s) X(eq, s)
#define KN_ARITHMETIC_3(X, s) X(fma, s) X(select, s)
#define KN_COMMON_1(X, s) \
  X(exp, s) X(log, s) X(tanh, s) X(sigmoid, s) X(softplus, s) X(silu, s) X(sin, s) X(cos, s) X(rsqrt, s) X(erf, s)
#define KN_DOUBLE_1(X) \
  X(expm1, f64) X(log1p, f64) X(tan, f64) X(asin, f64) X(acos, f64) X(atan, f64) X(sinh, f64) X(cosh, f64) \
  X(erfc, f64) X(lgamma, f64)

#define KN_UNARY(X) \
  KN_ARITHMETIC_1(X, f64) KN_ARITHMETIC_1(X, f32) KN_COMMON_1(X, f64) KN_COMMON_1(X, f32) KN_DOUBLE_1(X)
#define KN_BINARY(X) KN_ARITHMETIC_2(X, f64) KN_ARITHMETIC_2(X, f32) X(pow, f64) X(pow, f32) X(atan2, f64)
#define KN_TERNARY(X) KN_ARITHMETIC_3(X, f64) KN_ARITHMETIC_3(X, f32)

typedef double kn_real_f64;
typedef float kn_real_f32;

#define KN_MEMBER_1(f, s) void (*f##_##s)(const kn_real_##s *, kn_real_##s *, size_t);
#define KN_MEMBER_2(f, s) void (*f##_##s)(const kn_real_##s *, const kn_real_##s *, kn_real_##s *, size_t);
#define KN_MEMBER_3(f, s) \
  void (*f##_##s)(const kn_real_##s *, const kn_real_##s *, const kn_real_##s *, kn_real_##s *, size_t);
#define KN_MEMBERS(s) \
  void (*fill_##s)(kn_real_##s, kn_real_##s *, size_t); \
  void (*axpy_##s)(kn_real_##s, const kn_real_##s *, kn_real_##s *, size_t);

/// The kernels of one instruction set.
typedef struct {
  KN_UNARY(KN_MEMBER_1)
  KN_BINARY(KN_MEMBER_2)
  KN_TERNARY(KN_MEMBER_3)
  KN_MEMBERS(f64)
  KN_MEMBERS(f32)
  void (*gram_f64)(const double *, size_t, size_t, double *);
  void (*householder_qr_f64)(double *, size_t, size_t, double *);
  void (*householder_apply_f64)(const double *, const double *, size_t, size_t, double *, int);
  void (*peak_f64)(const double *, size_t, double, double, const kn_peak_node *, size_t, double *, size_t);
} kn_table;

extern const kn_table kn_table_base;
#if defined(__x86_64__)
extern const kn_table kn_table_avx2, kn_table_avx512;
#endif
