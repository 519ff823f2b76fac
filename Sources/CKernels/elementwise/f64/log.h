// ln x and its relatives. x = 2^e m with m in [sqrt 1/2, sqrt 2], ln m = 2 artanh(f / (2 + f)) with f = m - 1.

#define SQRT_HALF_BITS 0x3fe6a09e667f3bcd

typedef struct {
  vd e, m;
} log_argument;

// x positive, normal and finite.
INLINE log_argument log_reduce(vd x) {
  const vl shifted = (vl)x - I(SQRT_HALF_BITS) + I((int64_t)1 << 62);
  const vl e = (vl)((vul)shifted >> 52) | (vl)D(0x1p52);
  const vl m = (shifted & I(0x000fffffffffffff)) + I(SQRT_HALF_BITS);
  return (log_argument){(vd)e - D(0x1p52 + 1024), (vd)m};
}

// ln (1 + f) + e ln 2 as a sum, given s + s_lo = f / (2 + f); relative error about 2^-58.
INLINE pair_f64 log_sum_of_quotient(vd e, vd s, vd s_lo) {
  // 2 artanh(s) - 2 s over s^3, |s| <= 0.1717: fpminimax of Sollya, error of the logarithm 2^-66.
  const vd z = s * s;
  const vd tail = POLYNOMIAL(z, 0x1.6b0aa871b155ap-4, 0x1.efd4834468e28p-4, 0x1.109e742c1e161p-3, 0x1.3b17789c3aef8p-3,
    0x1.745d04e46c3a4p-3, 0x1.c71c71fbbced8p-3, 0x1.2492492467956p-2, 0x1.9999999999bcap-2, 0x1.5555555555555p-1);
  const pair_f64 sum = fast_two_sum(e * D(LN2_HI), s + s);
  return fast_two_sum(sum.hi, sum.lo + fused(s * z, tail, fused(e, D(LN2_LO), s_lo + s_lo)));
}

// The same of f.hi + f.lo, f.lo being a correction.
INLINE pair_f64 log_sum_of(vd e, pair_f64 f) {
  pair_f64 denominator = fast_two_sum(D(2.0), f.hi);
  denominator.lo = denominator.lo + f.lo;
  const vd inverse = D(1.0) / denominator.hi;
  const vd s = f.hi * inverse;
  const vd rest = fused(-s, denominator.hi, f.hi) + fused(-s, denominator.lo, f.lo);
  return log_sum_of_quotient(e, s, rest * inverse);
}

// ln (x / 2^shift).
INLINE vd log_of_normal(vd x, double shift) {
  const log_argument a = log_reduce(x);
  const vd f = a.m - D(1.0);
  const pair_f64 denominator = fast_two_sum(D(2.0), f);
  const vd inverse = D(1.0) / denominator.hi;
  const vd s = f * inverse;
  const vd rest = fused(-s, denominator.lo, fused(-s, denominator.hi, f));
  return log_sum_of_quotient(a.e - D(shift), s, rest * inverse).hi;
}

INLINE vd vlog(vd x) {
  vd y = log_of_normal(x, 0.0);
  const vl special = ~((x >= D(0x1p-1022)) & (x < INFINITE));
  if (any(special)) {
    y = choose(x < D(0x1p-1022), log_of_normal(x * D(0x1p54), 54.0), y);
    y = choose(x == D(0.0), -INFINITE, y);
    y = choose(x == INFINITE, x, y);
    y = or_nan(y, ~(x >= D(0.0)));
  }
  return y;
}

// ln (1 + x + x_lo) as a sum, x > -1, x_lo a correction of x.
INLINE pair_f64 log1p_sum(vd x, vd x_lo) {
  const pair_f64 u = two_sum(D(1.0), x);
  const log_argument a = log_reduce(u.hi);
  const vl e = (vl)(a.e + D(0x1.8p52)) - (vl)D(0x1.8p52);
  const vd unscale = choose(a.e > D(64.0), D(0.0), power_of_two(-e));
  pair_f64 f = fast_two_sum(a.m - D(1.0), u.lo * unscale);
  f.lo = fused(x_lo, unscale, f.lo);
  return log_sum_of(a.e, f);
}

INLINE vd vlog1p(vd x) {
  vd y = log1p_sum(x, D(0.0)).hi;
  y = choose(absolute(x) < D(0x1p-54), x, y);
  y = choose(x == D(-1.0), -INFINITE, y);
  y = choose(x == INFINITE, x, y);
  return or_nan(y, ~(x >= D(-1.0)));
}

// max(x, 0) + ln (1 + e^-|x|).
INLINE vd vsoftplus(vd x) {
  const exp_argument a = exp_reduce(clamp(-absolute(x), -746.0, 0.0), D(0.0));
  const pair_f64 e = exp_sum_of(a);
  const vd hi = scale(e.hi, a.n);
  const pair_f64 l = log1p_sum(hi, scale(e.lo, a.n));
  const pair_f64 s = two_sum(choose(x > D(0.0), x, D(0.0)), l.hi);
  vd y = s.hi + (s.lo + l.lo);
  y = choose(x < D(-38.0), hi, y);
  y = choose(x > D(745.0), x, y);
  return or_nan(y, x != x);
}

// 1 / s with s = sqrt x, corrected by what s lacks.
INLINE vd vrsqrt(vd x) {
  const vl small = x < D(0x1p-900);
  const vd z = choose(small, x * D(0x1p200), x);
  const vd s = __builtin_elementwise_sqrt(z);
  const vd y = D(1.0) / s;
  const vd rest = fused(-y, s, D(1.0)) - D(0.5) * y * y * fused(-s, s, z);
  const vd corrected = fused(y, rest, y) * choose(small, D(0x1p100), D(1.0));
  return or_nan(choose((x == D(0.0)) | (x == INFINITE), y, corrected), ~(x >= D(0.0)));
}

MAP_1(log, vlog(x))
MAP_1(rsqrt, vrsqrt(x))
MAP_1(log1p, vlog1p(x))
MAP_1(softplus, vsoftplus(x))
