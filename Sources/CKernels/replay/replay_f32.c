#include "../prelude.h"

#include <stdbool.h>

#include "kernels.h"
#include "pool.h"
#include "../workspace.h"

// Functions that have a kernel in single precision; the others are computed in double precision, 64 at a time.
#define REPLAY_OWN_CALL_1(X) \
  X(EXP, exp) X(LOG, log) X(SIN, sin) X(COS, cos) X(TANH, tanh) X(ERF, erf) X(SIGMOID, sigmoid) \
  X(SOFTPLUS, softplus) X(SILU, silu) X(RSQRT, rsqrt)
#define REPLAY_OWN_CALL_2(X) X(MIN, min) X(MAX, max) X(POW, pow)

enum { DOUBLES = 64 };

#define WIDE_CALL_1(name) \
  static void call_##name(const float *a, const float *b, const float *c, float *y, size_t n) { \
    (void)b, (void)c; \
    double x[DOUBLES]; \
    for (size_t i = 0; i < n; i += DOUBLES) { \
      const size_t m = n - i < DOUBLES ? n - i : DOUBLES; \
      for (size_t j = 0; j < m; j++) x[j] = a[i + j]; \
      kn_##name##_f64(x, x, m); \
      for (size_t j = 0; j < m; j++) y[i + j] = (float)x[j]; \
    } \
  }
WIDE_CALL_1(expm1)
WIDE_CALL_1(log1p)
WIDE_CALL_1(tan)
WIDE_CALL_1(asin)
WIDE_CALL_1(acos)
WIDE_CALL_1(atan)
WIDE_CALL_1(sinh)
WIDE_CALL_1(cosh)
WIDE_CALL_1(erfc)

static void call_atan2(const float *a, const float *b, const float *c, float *y, size_t n) {
  (void)c;
  double u[DOUBLES], v[DOUBLES];
  for (size_t i = 0; i < n; i += DOUBLES) {
    const size_t m = n - i < DOUBLES ? n - i : DOUBLES;
    for (size_t j = 0; j < m; j++) u[j] = a[i + j], v[j] = b[i + j];
    kn_atan2_f64(u, v, u, m);
    for (size_t j = 0; j < m; j++) y[i + j] = (float)u[j];
  }
}

#include "../products/real_f32.h"
#include "run.h"
#include "unit.h"
#include "../products/real_end.h"
