// Compares the f32 kernels of one argument with the truth at all 2^32 floats, and pow at seeded pairs.
//
//   accuracy_f32 [--stride K] [NAME ...]
//
// Exits 1 if any error exceeds 1 ulp. The truth is the f64 kernel of the same name, which accuracy.c compares with
// MPFR: its error of at most 1 ulp of a double is 2^-29 ulp of a float, and that is added to every error.
// --stride K looks at every K-th float alone.
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

enum { CHUNK = 4096 };

typedef struct {
  const char *name;
  void (*kernel)(const float *, float *, size_t);
  void (*truth)(const double *, double *, size_t);
} function;

#define ENTRY(f) {#f, kn_##f##_f32, kn_##f##_f64},
static const function functions[] = {
  ENTRY(exp) ENTRY(log) ENTRY(tanh) ENTRY(sigmoid) ENTRY(softplus) ENTRY(silu) ENTRY(sin) ENTRY(cos) ENTRY(erf)
  ENTRY(sqrt) ENTRY(rsqrt) ENTRY(recip)
};

/// |y - truth| in ulps of the truth as a float.
static double error_in_ulps(float y, double truth) {
  if (isnan(truth) || isnan(y)) return isnan(truth) && isnan(y) ? 0 : INFINITY;
  const float rounded = (float)truth;
  if (isinf(rounded) || isinf(y)) {
    if (rounded == y) return 0;
    if (isinf(truth) || (y > 0) != (truth > 0)) return INFINITY;
    return fabs(fabs(truth) - (isinf(y) ? 0x1p128 : fabs((double)y))) * 0x1p-104;
  }
  if (truth == 0) return y == 0 && signbit(y) == signbit(truth) ? 0 : INFINITY;
  uint64_t bits;
  memcpy(&bits, &truth, sizeof bits);
  int exponent = (int)(bits >> 52 & 0x7ff) - 1023 - 23;
  if (exponent < -149) exponent = -149;
  bits = (uint64_t)(1023 - exponent) << 52;
  double per_ulp;
  memcpy(&per_ulp, &bits, sizeof bits);
  return fabs(y - truth) * per_ulp + 0x1p-29;
}

static bool report(const char *name, double worst, double a, double b, uint64_t count) {
  const bool right = worst <= 1;
  printf("%-9s max %.4f ulp over %llu arguments, worst at %a", name, worst, (unsigned long long)count, a);
  if (!isnan(b)) printf(", %a", b);
  printf("%s\n", right ? "" : "  TOO FAR");
  fflush(stdout);
  return right;
}

static bool check(const function *f, uint64_t stride) {
  static float x[CHUNK], y[CHUNK];
  static double wide[CHUNK], truth[CHUNK];
  double worst = 0, worst_at = 0;
  uint64_t count = 0;
  for (uint64_t bits = 0; bits < (uint64_t)1 << 32;) {
    int n = 0;
    for (; n < CHUNK && bits < (uint64_t)1 << 32; n++, bits += stride) {
      const uint32_t word = (uint32_t)bits;
      memcpy(&x[n], &word, sizeof word);
      wide[n] = x[n];
    }
    f->kernel(x, y, (size_t)n);
    f->truth(wide, truth, (size_t)n);
    count += (uint64_t)n;
    for (int i = 0; i < n; i++) {
      const double error = error_in_ulps(y[i], truth[i]);
      if (!(error <= worst)) worst = error, worst_at = x[i];
    }
  }
  return report(f->name, worst, worst_at, NAN, count);
}

static bool check_pow(uint64_t stride) {
  static float a[CHUNK], b[CHUNK], y[CHUNK];
  static double wide_a[CHUNK], wide_b[CHUNK], truth[CHUNK];
  uint64_t state = 1;
  double worst = 0, worst_a = 0, worst_b = 0;
  const uint64_t count = ((uint64_t)1 << 30) / stride / CHUNK * CHUNK;
  for (uint64_t done = 0; done < count; done += CHUNK) {
    for (int i = 0; i < CHUNK; i++) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      const uint32_t u = (uint32_t)(state >> 32);
      state = state * 6364136223846793005u + 1442695040888963407u;
      const uint32_t v = (uint32_t)(state >> 32);
      if (i % 4 == 0) {  // any two floats
        memcpy(&a[i], &u, sizeof u);
        memcpy(&b[i], &v, sizeof v);
      } else {  // a result that is neither 0 nor infinite
        a[i] = i % 4 == 1 ? 0.5f + (float)u * 0x1p-31f : exp2f((float)(int32_t)u * 0x1p-24f);
        const float most = 150 / (fabsf(log2f(a[i])) + 1e-6f);
        b[i] = i % 4 == 3 ? (float)((int32_t)v >> 26) : (float)(int32_t)v * 0x1p-31f * most;
      }
      wide_a[i] = a[i], wide_b[i] = b[i];
    }
    kn_pow_f32(a, b, y, CHUNK);
    kn_pow_f64(wide_a, wide_b, truth, CHUNK);
    for (int i = 0; i < CHUNK; i++) {
      const double error = error_in_ulps(y[i], truth[i]);
      if (!(error <= worst)) worst = error, worst_a = a[i], worst_b = b[i];
    }
  }
  return report("pow", worst, worst_a, worst_b, count);
}

int main(int argc, char **argv) {
  uint64_t stride = 1;
  int first = 1;
  if (argc > 2 && !strcmp(argv[1], "--stride")) stride = strtoull(argv[2], NULL, 10), first = 3;
  if (stride == 0) return fprintf(stderr, "usage: accuracy_f32 [--stride K] [NAME ...]\n"), 2;
  printf("instruction set %s, every %llu-th float\n", kn_isa_name(kn_isa_current()), (unsigned long long)stride);
  bool right = true, any = false;
  for (size_t i = 0; i <= sizeof functions / sizeof functions[0]; i++) {
    const bool power = i == sizeof functions / sizeof functions[0];
    bool wanted = first == argc;
    for (int k = first; k < argc; k++) wanted |= !strcmp(argv[k], power ? "pow" : functions[i].name);
    if (!wanted) continue;
    any = true;
    right &= power ? check_pow(stride) : check(&functions[i], stride);
  }
  if (!any) return fprintf(stderr, "accuracy_f32: no such function\n"), 2;
  return right ? 0 : 1;
}
