// Vectors of one precision: the includer defines REAL and its kin (real_f64.h, real_f32.h), and the names V, M, U
// of the vectors of reals, of signed and of unsigned integers. Functions are overloaded on them.

typedef REAL V __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef REAL OF(anywhere) __attribute__((vector_size(VECTOR_BYTES), aligned(REAL_BYTES), may_alias));
typedef REAL_MASK M __attribute__((vector_size(VECTOR_BYTES), may_alias));
typedef UNSIGNED U __attribute__((vector_size(VECTOR_BYTES), may_alias));

OVERLOADED V load(const REAL *p) { return *(const OF(anywhere) *)p; }
OVERLOADED void store(REAL *p, V v) { *(OF(anywhere) *)p = v; }
// x - 0 is x for every x, -0 included; x + 0 is not.
OVERLOADED V splat(REAL x) { return x - (V){0}; }
OVERLOADED V fused(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }
OVERLOADED V choose(M mask, V a, V b) { return (V)((mask & (M)a) | (~mask & (M)b)); }
OVERLOADED M choose(M mask, M a, M b) { return (mask & a) | (~mask & b); }
OVERLOADED int any(M mask) { return __builtin_reduce_or(mask) != 0; }

#define SIGN ((M)(splat((REAL)-0.0)))
OVERLOADED V absolute(V x) { return (V)((M)x & ~SIGN); }
OVERLOADED V with_sign_of(V size, V sign) { return (V)(((M)size & ~SIGN) | ((M)sign & SIGN)); }
OVERLOADED V or_nan(V y, M is_nan) { return choose(is_nan, splat((REAL)__builtin_nan("")), y); }
OVERLOADED V clamp(V x, REAL least, REAL most) {
  const V y = choose(x < splat(least), splat(least), x);
  return choose(y > splat(most), splat(most), y);
}

// The first n < LANES reals at p; the other lanes hold `fill`.
OVERLOADED V load_part(const REAL *p, size_t n, REAL fill) {
  return (V)load_words(p, (int)n * REAL_BYTES / 4, (words)splat(fill));
}
OVERLOADED void store_part(REAL *p, size_t n, V v) { store_words(p, (int)n * REAL_BYTES / 4, (words)v); }

/// The unevaluated sum hi + lo, |lo| being at most half an ulp of hi or little more.
typedef struct {
  V hi, lo;
} OF(pair);

// a + b exactly, if |a| >= |b| or a = 0 (T. J. Dekker, doi:10.1007/BF01397083).
OVERLOADED OF(pair) fast_two_sum(V a, V b) {
  const V s = a + b;
  return (OF(pair)){s, (a - s) + b};
}
// a + b exactly (D. E. Knuth).
OVERLOADED OF(pair) two_sum(V a, V b) {
  const V s = a + b, t = s - a;
  return (OF(pair)){s, (a - (s - t)) + (b - t)};
}
OVERLOADED OF(pair) two_product(V a, V b) {
  const V p = a * b;
  return (OF(pair)){p, fused(a, b, -p)};
}
// a / b, its error far below an ulp; b.hi must not overflow.
OVERLOADED OF(pair) quotient(OF(pair) a, OF(pair) b) {
  const V inverse = splat((REAL)1) / b.hi;
  const V q = a.hi * inverse;
  const V rest = fused(-q, b.hi, a.hi) + fused(-q, b.lo, a.lo);
  return fast_two_sum(q, rest * inverse);
}
// c[0] x^(n-1) + ... + c[n-1]: Horner's rule on two interleaved chains, whose latencies overlap.
OVERLOADED V polynomial(V x, const REAL *c, int n) {
  const V z = x * x;
  V p = splat(c[0]), q = splat(c[1]);
  UNROLL for (int k = 2; k + 1 < n; k += 2) {
    p = fused(p, z, splat(c[k]));
    q = fused(q, z, splat(c[k + 1]));
  }
  if (n % 2) return fused(q, x, fused(p, z, splat(c[n - 1])));
  return fused(p, x, q);
}

#undef SIGN
