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
  X(atan) X(sinh) X(cosh) X(tanh) X(erf) X(erfc) X(sigmoid) X(softplus) X(lgamma)
#define BINARIES(X) X(add) X(sub) X(mul) X(div) X(min) X(max) X(lt) X(le) X(eq) X(pow) X(atan2)
UNARIES(UNARY)
BINARIES(BINARY)

static void reductions_f64(digest *d) {
  double *x = drawn_f64(COUNT);
  for (size_t n = 0; n < COUNT; n = n * 3 / 2 + 1) {
    const double y[] = {kn_sum_f64(x, n), kn_dot_f64(x, x + COUNT - n, n)};
    digest_f64(d, y, 2);
  }
  free(x);
}
static void householder_f64(digest *d) {
  double *x = drawn_f64(60 * 7), tau[7];
  kn_householder_qr_f64(x, 60, 7, tau);
  digest_f64(d, x, 60 * 7), digest_f64(d, tau, 7);
  free(x);
}

#define ENTRY(name) {#name "-f64", name##_f64},
const kernel kernels_of_elements[] = {
  UNARIES(ENTRY) BINARIES(ENTRY){"reductions-f64", reductions_f64}, {"householder-f64", householder_f64}, {0}};
