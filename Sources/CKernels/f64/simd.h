// Vectors of LANES doubles; included once by the file of an instruction set, which defines LANES.

typedef double vd __attribute__((vector_size(LANES * 8), may_alias));
typedef double vd_anywhere __attribute__((vector_size(LANES * 8), aligned(8), may_alias));
typedef int64_t vl __attribute__((vector_size(LANES * 8), may_alias));
typedef uint64_t vul __attribute__((vector_size(LANES * 8), may_alias));

INLINE vd load(const double *p) { return *(const vd_anywhere *)p; }
INLINE void store(double *p, vd v) { *(vd_anywhere *)p = v; }
// x - 0 is x for every x, -0 included; x + 0 is not.
INLINE vd D(double x) { return x - (vd){0}; }
INLINE vl I(int64_t x) { return x - (vl){0}; }
INLINE vd fma_d(vd a, vd b, vd c) { return __builtin_elementwise_fma(a, b, c); }
INLINE vd select_d(vl mask, vd a, vd b) { return (vd)((mask & (vl)a) | (~mask & (vl)b)); }
INLINE int any(vl mask) { return __builtin_reduce_or(mask) != 0; }

#define SIGN_BIT I((int64_t)0x8000000000000000)
#define QUIET_NAN ((vd)I(0x7ff8000000000000))
#define INFINITE ((vd)I(0x7ff0000000000000))

INLINE vd abs_d(vd x) { return (vd)((vl)x & ~SIGN_BIT); }
INLINE vd with_sign_of(vd magnitude, vd sign) { return (vd)(((vl)magnitude & ~SIGN_BIT) | ((vl)sign & SIGN_BIT)); }

/// The unevaluated sum hi + lo, |lo| being at most half an ulp of hi or little more.
typedef struct {
  vd hi, lo;
} vdd;

// a + b exactly, if |a| >= |b| or a = 0 (T. J. Dekker, doi:10.1007/BF01397083).
INLINE vdd fast_two_sum(vd a, vd b) {
  const vd s = a + b;
  return (vdd){s, (a - s) + b};
}
// a + b exactly (D. E. Knuth).
INLINE vdd two_sum(vd a, vd b) {
  const vd s = a + b, t = s - a;
  return (vdd){s, (a - (s - t)) + (b - t)};
}
INLINE vdd two_product(vd a, vd b) {
  const vd p = a * b;
  return (vdd){p, fma_d(a, b, -p)};
}
// a / b, its error far below an ulp, in one rounding if lo parts are small; b.hi must not overflow.
INLINE vdd quotient(vdd a, vdd b) {
  const vd inverse = D(1.0) / b.hi;
  const vd q = a.hi * inverse;
  const vd rest = fma_d(-q, b.hi, a.hi) + fma_d(-q, b.lo, a.lo);
  return fast_two_sum(q, rest * inverse);
}
// c[0] x^(n-1) + ... + c[n-1]: Horner's rule on two interleaved chains, whose latencies overlap.
INLINE vd polynomial(vd x, const double *c, int n) {
  const vd z = x * x;
  vd p = D(c[0]), q = D(c[1]);
  UNROLL for (int k = 2; k + 1 < n; k += 2) {
    p = fma_d(p, z, D(c[k]));
    q = fma_d(q, z, D(c[k + 1]));
  }
  if (n % 2) return fma_d(q, x, fma_d(p, z, D(c[n - 1])));
  return fma_d(p, x, q);
}
#define POLYNOMIAL(x, ...) \
  polynomial(x, (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

// The first n < LANES numbers at p; the other lanes hold `fill`.
// Assembling them in memory would stall: a wide load cannot be forwarded from narrow stores.
INLINE vd load_part_or(const double *p, size_t n, double fill) {
#if defined(__AVX512F__)
  return (vd)_mm512_mask_loadu_pd((__m512d)D(fill), (__mmask8)((1u << n) - 1), p);
#elif defined(__AVX2__)
  const vl mask = (vl){0, 1, 2, 3} < I((int64_t)n);
  return select_d(mask, (vd)_mm256_maskload_pd(p, (__m256i)mask), D(fill));
#else
  vd v = D(fill);
  for (size_t i = 0; i < n; i++) v[i] = p[i];
  return v;
#endif
}
// Unused lanes compute the function of 1, which is no slow case of any.
INLINE vd load_part(const double *p, size_t n) { return load_part_or(p, n, 1.0); }
INLINE void store_part(double *p, size_t n, vd v) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_pd(p, (__mmask8)((1u << n) - 1), (__m512d)v);
#elif defined(__AVX2__)
  _mm256_maskstore_pd(p, (__m256i)((vl){0, 1, 2, 3} < I((int64_t)n)), (__m256d)v);
#else
  for (size_t i = 0; i < n; i++) p[i] = v[i];
#endif
}

#define MAP_1(name, expression) \
  static void name##_f64(const double *px, double *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const vd x = load(px + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const vd x = load_part(px + i, n - i); \
      store_part(py + i, n - i, expression); \
    } \
  }
#define MAP_2(name, expression) \
  static void name##_f64(const double *pa, const double *pb, double *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const vd a = load(pa + i), b = load(pb + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const vd a = load_part(pa + i, n - i), b = load_part(pb + i, n - i); \
      store_part(py + i, n - i, expression); \
    } \
  }
#define MAP_3(name, expression) \
  static void name##_f64(const double *pa, const double *pb, const double *pc, double *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const vd a = load(pa + i), b = load(pb + i), c = load(pc + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const vd a = load_part(pa + i, n - i), b = load_part(pb + i, n - i), c = load_part(pc + i, n - i); \
      store_part(py + i, n - i, expression); \
    } \
  }
