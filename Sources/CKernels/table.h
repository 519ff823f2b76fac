#pragma once
#include <stddef.h>

#include "instruction_set.h"

// The list of kernels, from which the table of each instruction set and the dispatch are made.
#define KN_UNARY_F64(X) \
  X(neg) X(abs) X(sqrt) X(recip) X(square) \
  X(exp) X(expm1) X(log) X(log1p) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) \
  X(erf) X(erfc) X(sigmoid) X(softplus) X(lgamma)
#define KN_BINARY_F64(X) \
  X(add) X(sub) X(mul) X(div) X(min) X(max) X(lt) X(le) X(eq) X(pow) X(atan2)
#define KN_TERNARY_F64(X) X(fma) X(select)

#define KN_MEMBER_1(f) void (*f##_f64)(const double *, double *, size_t);
#define KN_MEMBER_2(f) void (*f##_f64)(const double *, const double *, double *, size_t);
#define KN_MEMBER_3(f) void (*f##_f64)(const double *, const double *, const double *, double *, size_t);

/// The kernels of one instruction set.
typedef struct {
  KN_UNARY_F64(KN_MEMBER_1)
  KN_BINARY_F64(KN_MEMBER_2)
  KN_TERNARY_F64(KN_MEMBER_3)
  void (*fill_f64)(double, double *, size_t);
  void (*axpy_f64)(double, const double *, double *, size_t);
  double (*sum_f64)(const double *, size_t);
  double (*dot_f64)(const double *, const double *, size_t);
  void (*householder_qr_f64)(double *, size_t, size_t, double *);
  void (*householder_apply_f64)(const double *, const double *, size_t, size_t, double *, int);
} kn_table;

extern const kn_table kn_table_base;
#if defined(__x86_64__)
extern const kn_table kn_table_avx2, kn_table_avx512;
#endif

/// The table in use.
const kn_table *kn_active(void);
