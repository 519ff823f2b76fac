// Our products against a BLAS, in one process, call by call in turn; minima of many. See products.sh.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "pool.h"
#include "product.h"

typedef void sgemm(
  int, int, int, int64_t, int64_t, int64_t, float, const float *, int64_t, const float *, int64_t, float, float *,
  int64_t);
typedef void dgemm(
  int, int, int, int64_t, int64_t, int64_t, double, const double *, int64_t, const double *, int64_t, double,
  double *, int64_t);
static sgemm *their_sgemm;
static dgemm *their_dgemm;

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void *pages(size_t bytes) {
  bytes = (bytes + (2u << 20) - 1) & ~(size_t)((2u << 20) - 1);
  void *p = aligned_alloc(2u << 20, bytes);
  madvise(p, bytes, MADV_HUGEPAGE);
  return p;
}

static uint64_t state = 88172645463325252u;
static double draw(void) {
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  return (double)(int64_t)(state >> 11) / (double)(1ll << 53) - 0.5;
}

#define COMPARE(T, suffix, theirs, label) \
  static void compare_##suffix(int m, int n, int k, int ta, int tb, int threads) { \
    const size_t na = (size_t)m * (size_t)k, nb = (size_t)k * (size_t)n, nc = (size_t)m * (size_t)n; \
    T *a = pages(na * sizeof(T)), *b = pages(nb * sizeof(T)), *c = pages(nc * sizeof(T)), *d = pages(nc * sizeof(T)); \
    for (size_t i = 0; i < na; i++) a[i] = (T)draw(); \
    for (size_t i = 0; i < nb; i++) b[i] = (T)draw(); \
    memset(c, 0, nc * sizeof(T)), memset(d, 0, nc * sizeof(T)); \
    const kn_product_##suffix p = { \
      .rows = (size_t)m, .columns = (size_t)n, .depth = (size_t)k, .a = a, .a_row = ta ? 1 : k, \
      .a_depth = ta ? m : 1, .b = b, .b_depth = tb ? 1 : n, .b_column = tb ? k : 1, .c = c, .c_row = n, .batches = 1}; \
    const double flops = 2.0 * m * n * k; \
    const int inner = flops < 1e5 ? 400 : flops < 1e6 ? 60 : flops < 1e7 ? 8 : 1; \
    const double once = flops * inner / 1e11; \
    int repeats = (int)(seconds / once / 2); \
    if (repeats > 3000) repeats = 3000; \
    if (repeats < 6) repeats = 6; \
    const clockid_t clock = threads == 1 ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC; \
    double ours = 1e9, others = 1e9; \
    for (int r = 0; r < repeats; r++) { \
      double t = now(clock); \
      for (int i = 0; i < inner; i++) kn_product_run_##suffix(&p); \
      t = (now(clock) - t) / inner; \
      if (t < ours) ours = t; \
      t = now(clock); \
      for (int i = 0; i < inner; i++) \
        theirs(101, ta ? 112 : 111, tb ? 112 : 111, m, n, k, 1, a, ta ? m : k, b, tb ? k : n, 0, d, n); \
      t = (now(clock) - t) / inner; \
      if (t < others) others = t; \
    } \
    double worst = 0; \
    for (size_t i = 0; i < nc; i++) { \
      const double e = (double)(c[i] - d[i]); \
      if (e > worst || -e > worst) worst = e < 0 ? -e : e; \
    } \
    printf( \
      "%s %5d x %5d x %5d %s%s  %d threads  ours %8.1f  BLAS %8.1f GF/s  BLAS time / our time %.2f  max |d| %.1e\n", \
      label, m, n, k, ta ? "T" : "N", tb ? "T" : "N", threads, flops / ours / 1e9, flops / others / 1e9, \
      others / ours, worst); \
    fflush(stdout); \
    free(a), free(b), free(c), free(d); \
  }

static double seconds = 1;
COMPARE(float, f32, their_sgemm, "sgemm")
COMPARE(double, f64, their_dgemm, "dgemm")

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: products <BLAS library> <symbols' prefix> <suffix> [threads [seconds [m n k ...]]]\n"), 2;
  void *library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!library) return fprintf(stderr, "%s\n", dlerror()), 3;
  char name[128];
  snprintf(name, sizeof name, "%scblas_sgemm%s", argv[2], argv[3]);
  their_sgemm = (sgemm *)dlsym(library, name);
  snprintf(name, sizeof name, "%scblas_dgemm%s", argv[2], argv[3]);
  their_dgemm = (dgemm *)dlsym(library, name);
  snprintf(name, sizeof name, "%sopenblas_set_num_threads%s", argv[2], argv[3]);
  void (*set)(int) = (void (*)(int))dlsym(library, name);
  const int threads = argc > 4 ? atoi(argv[4]) : 1;
  if (argc > 5) seconds = atof(argv[5]);
  if (!their_sgemm || !their_dgemm || !set) return fprintf(stderr, "no such symbols in %s\n", argv[1]), 3;
  set(threads);
  kn_pool_set_threads(threads);
  if (argc > 8) {
    const int ta = argc > 9 ? atoi(argv[9]) : 0, tb = argc > 10 ? atoi(argv[10]) : 0;
    compare_f32(atoi(argv[6]), atoi(argv[7]), atoi(argv[8]), ta, tb, threads);
    compare_f64(atoi(argv[6]), atoi(argv[7]), atoi(argv[8]), ta, tb, threads);
    return 0;
  }
  static const int sizes[] = {16, 24, 32, 50, 64, 100, 128, 256, 512, 1024, 2048};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) compare_f32(sizes[i], sizes[i], sizes[i], 0, 0, threads);
  static const int doubles[] = {64, 128, 256, 512, 1024};
  for (size_t i = 0; i < sizeof doubles / sizeof *doubles; i++)
    compare_f64(doubles[i], doubles[i], doubles[i], 0, 0, threads);
  static const int others[][5] = {
    {512, 512, 512, 1, 0}, {512, 512, 512, 0, 1}, {512, 512, 512, 1, 1}, {2048, 64, 64, 0, 0}, {2048, 20, 20, 0, 0},
    {64, 10, 128, 0, 0},   {32, 64, 64, 0, 0},    {1024, 1, 64, 0, 0},   {1024, 1, 1024, 0, 0}, {1, 1024, 1024, 0, 0},
    {1024, 1, 1024, 1, 0}};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    compare_f32(others[i][0], others[i][1], others[i][2], others[i][3], others[i][4], threads);
}
