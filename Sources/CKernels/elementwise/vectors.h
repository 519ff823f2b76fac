// Vectors of one precision: the includer defines REAL and its kin (real_f64.h, real_f32.h), and the names V, M, U
// of the vectors of reals, of signed and of unsigned integers. overloads.h gives both precisions one name.

typedef REAL V __attribute__((vector_size(VECTOR_BYTES)));
typedef REAL OF(anywhere) __attribute__((vector_size(VECTOR_BYTES), aligned(REAL_BYTES), may_alias));
typedef REAL_MASK M __attribute__((vector_size(VECTOR_BYTES)));
typedef UNSIGNED U __attribute__((vector_size(VECTOR_BYTES)));

INLINE V OF(load)(const REAL *p) { return *(const OF(anywhere) *)p; }
INLINE void OF(store)(REAL *p, V v) { *(OF(anywhere) *)p = v; }
// x - 0 is x for every x, -0 included; x + 0 is not.
INLINE V OF(splat)(REAL x) { return x - (V){0}; }
#define FUSED OF(fused)
#define FUSED_VECTOR V
#include "../fused.h"
INLINE V OF(choose)(M mask, V a, V b) { return (V)((mask & (M)a) | (~mask & (M)b)); }
INLINE M OF(choose_integer)(M mask, M a, M b) { return (mask & a) | (~mask & b); }
INLINE int OF(any)(M mask) { return __builtin_reduce_or(mask) != 0; }

#define SIGN ((M)(OF(splat)((REAL)-0.0)))
INLINE V OF(absolute)(V x) { return (V)((M)x & ~SIGN); }
// Never to be chosen against `sign` itself: clang 21 then merges both into one vpternlog of wrong operands on AVX-512.
INLINE V OF(with_sign_of)(V size, V sign) { return (V)(((M)size & ~SIGN) | ((M)sign & SIGN)); }
INLINE V OF(or_nan)(V y, M is_nan) { return OF(choose)(is_nan, OF(splat)((REAL)__builtin_nan("")), y); }
INLINE V OF(clamp)(V x, REAL least, REAL most) {
  const V y = OF(choose)(x < OF(splat)(least), OF(splat)(least), x);
  return OF(choose)(y > OF(splat)(most), OF(splat)(most), y);
}

// The first n < LANES reals at p; the other lanes hold `fill`.
INLINE V OF(load_part)(const REAL *p, size_t n, REAL fill) {
  return (V)load_words(p, (int)n * REAL_BYTES / 4, (words)OF(splat)(fill));
}
INLINE void OF(store_part)(REAL *p, size_t n, V v) { store_words(p, (int)n * REAL_BYTES / 4, (words)v); }

/// The unevaluated sum hi + lo, |lo| being at most half an ulp of hi or little more.
typedef struct {
  V hi, lo;
} OF(pair);

// a + b exactly, if |a| >= |b| or a = 0 (T. J. Dekker, doi:10.1007/BF01397083).
INLINE OF(pair) OF(fast_two_sum)(V a, V b) {
  const V s = a + b;
  return (OF(pair)){s, (a - s) + b};
}
// a + b exactly (D. E. Knuth).
INLINE OF(pair) OF(two_sum)(V a, V b) {
  const V s = a + b, t = s - a;
  return (OF(pair)){s, (a - (s - t)) + (b - t)};
}
INLINE OF(pair) OF(two_product)(V a, V b) {
  const V p = a * b;
  return (OF(pair)){p, OF(fused)(a, b, -p)};
}
// a / b, its error far below an ulp; b.hi must not overflow.
INLINE OF(pair) OF(quotient)(OF(pair) a, OF(pair) b) {
  const V inverse = OF(splat)((REAL)1) / b.hi;
  const V q = a.hi * inverse;
  const V rest = OF(fused)(-q, b.hi, a.hi) + OF(fused)(-q, b.lo, a.lo);
  return OF(fast_two_sum)(q, rest * inverse);
}
// c[0] x^(n-1) + ... + c[n-1]: Horner's rule on two interleaved chains, whose latencies overlap.
INLINE V OF(polynomial)(V x, const REAL *c, int n) {
  const V z = x * x;
  V p = OF(splat)(c[0]), q = OF(splat)(c[1]);
  UNROLL for (int k = 2; k + 1 < n; k += 2) {
    p = OF(fused)(p, z, OF(splat)(c[k]));
    q = OF(fused)(q, z, OF(splat)(c[k + 1]));
  }
  if (n % 2) return OF(fused)(q, x, OF(fused)(p, z, OF(splat)(c[n - 1])));
  return OF(fused)(p, x, q);
}

#undef SIGN
