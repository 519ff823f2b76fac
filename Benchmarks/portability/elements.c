// Elementwise kernels over numbers of every size, and full reductions.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "kernels.h"

enum { COUNT = 4099 };

// Bit patterns all over the range, infinities and NaN included, then numbers near 1.
static double *spread_f64(void) {
  double *x = drawn_f64(COUNT);
  for (size_t i = 0; i < COUNT / 2; i++) {
    const uint64_t bits = 0xffffffffffffffff / (COUNT / 2) * i;
    memcpy(x + i, &bits, 8);
  }
  return x;
}

#define UNARY(name) \
  static void name##_f64(digest *d) { \
    double *x = spread_f64(); \
    kn_##name##_f64(x, x, COUNT), digest_f64(d, x, COUNT); \
    free(x); \
  }
#define BINARY(name) \
  static void name##_f64(digest *d) { \
    double *a = spread_f64(), *b = drawn_f64(COUNT), *y = drawn_f64(COUNT); \
    kn_##name##_f64(a, b, y, COUNT), digest_f64(d, y, COUNT); \
    kn_##name##_f64(b, a, y, COUNT), digest_f64(d, y, COUNT); \
    free(a), free(b), free(y); \
  }
#define UNARIES(X) \
  X(neg) X(abs) X(sqrt) X(recip) X(square) X(exp) X(expm1) X(log) X(log1p) X(sin) X(cos) X(tan) X(asin) X(acos) \
  X(atan) X(sinh) X(cosh) X(tanh) X(erf) X(erfc) X(sigmoid) X(softplus) X(silu) X(rsqrt) X(lgamma)
#define BINARIES(X) X(add) X(sub) X(mul) X(div) X(min) X(max) X(lt) X(le) X(eq) X(pow) X(atan2)
UNARIES(UNARY)
BINARIES(BINARY)

static float *spread_f32(void) {
  float *x = drawn_f32(COUNT);
  for (size_t i = 0; i < COUNT / 2; i++) {
    const uint32_t bits = 0xffffffff / (COUNT / 2) * (uint32_t)i;
    memcpy(x + i, &bits, 4);
  }
  return x;
}

#define UNARY_F32(name) \
  static void name##_f32(digest *d) { \
    float *x = spread_f32(); \
    kn_##name##_f32(x, x, COUNT), digest_f32(d, x, COUNT); \
    free(x); \
  }
#define BINARY_F32(name) \
  static void name##_f32(digest *d) { \
    float *a = spread_f32(), *b = drawn_f32(COUNT), *y = drawn_f32(COUNT); \
    kn_##name##_f32(a, b, y, COUNT), digest_f32(d, y, COUNT); \
    kn_##name##_f32(b, a, y, COUNT), digest_f32(d, y, COUNT); \
    free(a), free(b), free(y); \
  }
#define UNARIES_F32(X) \
  X(neg) X(abs) X(sqrt) X(recip) X(square) X(exp) X(log) X(tanh) X(sigmoid) X(softplus) X(silu) X(sin) X(cos) \
  X(rsqrt) X(erf)
#define BINARIES_F32(X) X(add) X(sub) X(mul) X(div) X(min) X(max) X(lt) X(le) X(eq) X(pow)
UNARIES_F32(UNARY_F32)
BINARIES_F32(BINARY_F32)

// Up to three pieces, so that their tree counts too.
#define REDUCTIONS(T, suffix) \
  static void reductions_##suffix(digest *d) { \
    enum { LONG = 20011 }; \
    T *x = drawn_##suffix(LONG), y[2]; \
    for (size_t n = 0; n < LONG; n = n * 3 / 2 + 1) { \
      y[0] = kn_sum_##suffix(x, n), y[1] = kn_dot_##suffix(x, x + LONG - n, n); \
      digest_##suffix(d, y, 2); \
    } \
    free(x); \
  } \
  static void exact_##suffix(digest *d) { \
    T *x = drawn_##suffix(COUNT), y[300]; \
    int64_t order[COUNT / 3], starts[] = {0, 5, 5, 100, COUNT / 3}; \
    for (size_t i = 0; i < COUNT; i++) x[i] = x[i] * (T)(1 << draw_below(20)); \
    for (size_t i = 0; i < COUNT / 3; i++) order[i] = (int64_t)draw_below(COUNT / 3); \
    kn_exact_sum_axis_##suffix(x, 1, COUNT, 1, y), digest_##suffix(d, y, 1); \
    for (size_t inner = 1; inner < 80; inner = inner * 3 / 2 + 1) \
      kn_exact_sum_axis_##suffix(x, 3, COUNT / 3 / inner, inner, y), digest_##suffix(d, y, 3 * inner); \
    for (uint32_t reduced = 1; reduced < 8; reduced++) { \
      const kn_axes a = {3, {70, 5, 6}, {30, 1, 5}, reduced}; \
      T z[2100]; \
      kn_exact_sum_axes_##suffix(&a, x, z), digest_##suffix(d, z, kn_axes_kept(&a)); \
    } \
    kn_exact_segment_sums_##suffix(x, 3, 0, starts, 4, 3, y, 3), digest_##suffix(d, y, 12); \
    kn_exact_segment_sums_##suffix(x, 3, order, starts, 4, 3, y, 3), digest_##suffix(d, y, 12); \
    free(x); \
  }
REDUCTIONS(float, f32)
REDUCTIONS(double, f64)

static void householder_f64(digest *d) {
  double *x = drawn_f64(60 * 7), tau[7];
  kn_householder_qr_f64(x, 60, 7, tau);
  digest_f64(d, x, 60 * 7), digest_f64(d, tau, 7);
  free(x);
}

static void gram_f64(digest *d) {
  double *x = drawn_f64(61 * 12);
  for (size_t columns = 1; columns <= 12; columns++) {
    double c[144] = {0};
    kn_gram_f64(x, 61, columns, c);
    digest_f64(d, c, columns * columns);
  }
  free(x);
}

#define ENTRY(name) {#name "-f64", name##_f64},
#define ENTRY_F32(name) {#name "-f32", name##_f32},
const kernel kernels_of_elements[] = {
  UNARIES(ENTRY) BINARIES(ENTRY) UNARIES_F32(ENTRY_F32) BINARIES_F32(ENTRY_F32)
  {"reductions-f64", reductions_f64}, {"reductions-f32", reductions_f32}, {"exact-f64", exact_f64},
  {"exact-f32", exact_f32}, {"householder-f64", householder_f64}, {"gram-f64", gram_f64}, {0}};
