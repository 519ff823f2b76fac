// asin, acos, atan, atan2.

#define PI_HALF 0x1.921fb54442d18p+0
#define PI_HALF_LO 0x1.1a62633145c07p-54

// (asin t - t) / t for z = t^2 <= 1/4: fpminimax of Sollya, error of the arcsine 2^-60.
INLINE vd asin_tail(vd z) {
  return z
         * POLYNOMIAL(z, 0x1.0b45e9f8e6b15p-5, -0x1.57fad0e39eaf7p-6, 0x1.639a895132223p-6, 0x1.e5fbe8857f6f5p-9,
           0x1.613c1e6f4a2fp-7, 0x1.75859dacf6aedp-7, 0x1.ca1f8af1f1d9ap-7, 0x1.1c49f077d5b5ap-6,
           0x1.6e8bdedebf9e1p-6, 0x1.f1c71a95002fbp-6, 0x1.6db6db721247bp-5, 0x1.333333332e133p-4,
           0x1.5555555555577p-3);
}

typedef struct {
  vl large;  // |x| >= 1/2, where the arcsine of s = sqrt((1 - |x|) / 2) is taken
  vd t;      // |x|, or s
  vd rest;   // asin t - t, with what s lacks of the square root
} arcsine;

INLINE arcsine arcsine_of(vd x) {
  const vd size = absolute(x);
  const vl large = size >= D(0.5);
  const vd z = choose(large, fused(size, D(-0.5), D(0.5)), size * size);
  const vd s = __builtin_elementwise_sqrt(z);
  const vd t = choose(large, s, size);
  const vd lack = fused(-s, s, z) * (D(0.5) / choose(s == D(0.0), D(1.0), s));
  return (arcsine){large, t, fused(t, asin_tail(z), choose(large, lack, D(0.0)))};
}

INLINE vd vasin(vd x) {
  const arcsine a = arcsine_of(x);
  const pair_f64 s = fast_two_sum(D(PI_HALF), D(-2.0) * a.t);
  const vd far = s.hi + (s.lo + fused(D(-2.0), a.rest, D(PI_HALF_LO)));
  const vd y = with_sign_of(choose(a.large, far, a.t + a.rest), x);
  return or_nan(y, ~(absolute(x) <= D(1.0)));
}

INLINE vd vacos(vd x) {
  const arcsine a = arcsine_of(x);
  const vl negative = x < D(0.0);
  // pi/2 -+ asin |x| near the middle, 2 asin s on the right, pi - 2 asin s on the left.
  const vd factor = choose(a.large, D(2.0), D(1.0));
  const vd sign = choose(negative ^ a.large, D(1.0), D(-1.0));
  const vd base = choose(a.large, choose(negative, D(2.0 * PI_HALF), D(0.0)), D(PI_HALF));
  const vd base_lo = choose(a.large, choose(negative, D(2.0 * PI_HALF_LO), D(0.0)), D(PI_HALF_LO));
  const vd turn = factor * choose(a.large & negative, D(-1.0), sign);
  const pair_f64 s = two_sum(base, turn * a.t);
  const vd y = s.hi + (s.lo + fused(turn, a.rest, base_lo));
  return or_nan(y, ~(absolute(x) <= D(1.0)));
}

// atan t - t over t for z = t^2 <= 0.1716: fpminimax of Sollya, error of the arctangent 2^-64.
INLINE vd atan_tail(vd z) {
  return z
         * POLYNOMIAL(z, 0x1.f007c7385fbd9p-7, -0x1.11b7fb322c7d8p-5, 0x1.70b1ac9f25c01p-5, -0x1.ab6d755c0fa18p-5,
           0x1.e16f3f5b1931cp-5, -0x1.110c4a9d76f5cp-4, 0x1.3b136b1864305p-4, -0x1.745d149171a83p-4,
           0x1.c71c71b5f8518p-4, -0x1.24924924721b1p-3, 0x1.99999999995bfp-3, -0x1.5555555555554p-2);
}

// The arctangent of a ratio of two doubles 0 <= n <= d as a sum, d being neither 0 nor extreme.
INLINE pair_f64 arctangent_of_ratio(vd n, vd d) {
  // Above tan(pi/8), atan(n/d) = pi/4 + atan((n - d) / (n + d)).
  const vl far = n > d * D(0x1.a827999fcef32p-2);
  const pair_f64 difference = two_sum(n, -d), sum = two_sum(n, d);
  const pair_f64 top = {choose(far, difference.hi, n), choose(far, difference.lo, D(0.0))};
  const pair_f64 bottom = {choose(far, sum.hi, d), choose(far, sum.lo, D(0.0))};
  const pair_f64 t = quotient(top, bottom);
  const pair_f64 s = fast_two_sum(choose(far, D(0.5 * PI_HALF), D(0.0)), t.hi);
  const vd rest = fused(t.hi, atan_tail(t.hi * t.hi), t.lo);
  return fast_two_sum(s.hi, s.lo + (choose(far, D(0.5 * PI_HALF_LO), D(0.0)) + rest));
}

INLINE vd vatan(vd x) {
  const vd size = absolute(x);
  const vl inverted = size > D(1.0);
  const vd limited = choose(size > D(0x1p100), D(0x1p100), size);
  const pair_f64 r = arctangent_of_ratio(choose(inverted, D(1.0), size), choose(inverted, limited, D(1.0)));
  const pair_f64 s = fast_two_sum(D(PI_HALF), -r.hi);
  const vd y = choose(inverted, s.hi + (s.lo + (D(PI_HALF_LO) - r.lo)), r.hi);
  return or_nan(with_sign_of(choose(size < D(0x1p-28), size, y), x), x != x);
}

// The angle of the point (x, y).
INLINE vd vatan2(vd y, vd x) {
  vd a = absolute(y), b = absolute(x);
  const vl steep = a > b;
  const vl both_infinite = (a == INFINITE) & (b == INFINITE);
  a = choose(both_infinite, D(1.0), a);
  b = choose(both_infinite, D(1.0), b);
  vd least = choose(steep, b, a), most = choose(steep, a, b);
  const vd direct = least / choose(most == D(0.0), D(1.0), most);
  const vl flat = (direct < D(0x1p-60)) | (most == D(0.0));  // the ratio itself is the angle
  const vd factor = choose(most > D(0x1p500), D(0x1p-600), choose(most < D(0x1p-500), D(0x1p600), D(1.0)));
  least = choose(flat, D(0.0), least * factor);
  most = choose(flat, D(1.0), most * factor);
  pair_f64 r = arctangent_of_ratio(least, most);
  r = (pair_f64){choose(flat, direct, r.hi), choose(flat, D(0.0), r.lo)};
  // steep: pi/2 - r or pi/2 + r; behind: pi - r; else r.
  const vl behind = (vl)x < I(0);
  const vd base = choose(steep, D(PI_HALF), choose(behind, D(2.0 * PI_HALF), D(0.0)));
  const vd base_lo = choose(steep, D(PI_HALF_LO), choose(behind, D(2.0 * PI_HALF_LO), D(0.0)));
  const vl minus = steep ^ behind;
  const pair_f64 s = fast_two_sum(base, choose(minus, -r.hi, r.hi));
  const vd angle = s.hi + (s.lo + (base_lo + choose(minus, -r.lo, r.lo)));
  return or_nan(with_sign_of(angle, y), (x != x) | (y != y));
}

MAP_1(asin, vasin(x))
MAP_1(acos, vacos(x))
MAP_1(atan, vatan(x))
MAP_2(atan2, vatan2(a, b))
