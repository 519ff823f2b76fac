// e^x and its relatives. x = n ln 2 + r with |r| <= ln 2 / 2, e^r by a polynomial.

#define LN2_HI 0x1.62e42fefa38p-1   // 42 bits: n LN2_HI is exact
#define LN2_LO 0x1.ef35793c7673p-45

typedef struct {
  vd r, r_lo;  // r + r_lo = x - n ln 2
  vl n;
} exp_argument;

// |x| < 1100; x_lo is a small correction of x.
INLINE exp_argument exp_reduce(vd x, vd x_lo) {
  const vd magic = D(0x1.8p52);
  const vd t = fused(x, D(0x1.71547652b82fep+0), magic);
  const vd n = t - magic;
  const vd r0 = fused(n, D(-LN2_HI), x);
  const vd c = fused(n, D(-LN2_LO), x_lo);
  const vd r = r0 + c;
  return (exp_argument){r, (r0 - r) + c, (vl)t - (vl)magic};
}

// (e^r - 1 - r - r^2/2) / r^3 for |r| <= 0.347: fpminimax of Sollya, error of e^r 2^-63.
INLINE vd exp_tail(vd r) {
  return POLYNOMIAL(r, 0x1.1f994845ef1c1p-29, 0x1.af6ef09f34f8bp-26, 0x1.27e4c31559756p-22, 0x1.71ddee39ae97ap-19,
    0x1.a01a01b1d25bdp-16, 0x1.a01a01b4574fap-13, 0x1.6c16c16c141eep-10, 0x1.111111110e9dcp-7, 0x1.555555555555ap-5,
    0x1.555555555555cp-3);
}

// e^(r + r_lo) as one number, in [0.7, 1.42].
INLINE vd exp_of(exp_argument a) {
  const vd q = fused(a.r, exp_tail(a.r), D(0.5));
  const pair_f64 s = fast_two_sum(D(1.0), a.r);
  return s.hi + (s.lo + fused(a.r * a.r, q, a.r_lo));
}

// e^(r + r_lo) - 1 as a sum, relative error about 2^-57.
INLINE pair_f64 expm1_sum_of(exp_argument a) {
  const pair_f64 square = two_product(a.r, a.r);
  const pair_f64 s = fast_two_sum(a.r, square.hi * D(0.5));
  const vd cubic = fused(a.r * square.hi, exp_tail(a.r), square.lo * D(0.5));
  return (pair_f64){s.hi, s.lo + (cubic + fused(a.r_lo, s.hi, a.r_lo))};
}

// e^(r + r_lo) as a sum, relative error about 2^-60.
INLINE pair_f64 exp_sum_of(exp_argument a) {
  const pair_f64 p = expm1_sum_of(a);
  const pair_f64 s = fast_two_sum(D(1.0), p.hi);
  return fast_two_sum(s.hi, s.lo + p.lo);
}

// 2^n for -1022 <= n <= 1023.
INLINE vd power_of_two(vl n) { return (vd)((n + I(1023)) << 52); }

// y 2^n for |n| <= 1100, rounded once if y is normal; the halves of n keep both factors normal.
INLINE vd scale(vd y, vl n) {
  const vl biased = n + I(2048);
  const vl half = (vl)((vul)biased >> 1);
  return y * (vd)((half - I(1)) << 52) * (vd)((biased - half - I(1)) << 52);
}

INLINE vd vexp(vd x) {
  const exp_argument a = exp_reduce(clamp(x, -746.0, 710.0), D(0.0));
  return or_nan(scale(exp_of(a), a.n), x != x);
}

// (e^x - 1) / 4 as a sum, for -60 < x < 710.49: a quarter, so that sinh need not overflow before its time.
INLINE pair_f64 quarter_expm1(vd x) {
  const exp_argument a = exp_reduce(x, D(0.0));
  const pair_f64 p = expm1_sum_of(a);
  const vd t = power_of_two(a.n - I(2));
  const vd u = t - D(0.25);
  const pair_f64 s = fast_two_sum(u, t * p.hi);
  return fast_two_sum(s.hi, s.lo + fused(t, p.lo, (t - u) - D(0.25)));
}

INLINE vd vexpm1(vd x) {
  const pair_f64 m = quarter_expm1(clamp(x, -50.0, 710.48));
  const vd y = choose(absolute(x) < D(0x1p-54), x, m.hi * D(4.0));
  return or_nan(y, x != x);
}

INLINE vd vsinh(vd x) {
  const pair_f64 m = quarter_expm1(clamp(absolute(x), 0.0, 710.48));
  // sinh = (m + m / (m + 1)) / 2; the quotient is 1 to all bits when m is large.
  const vl large = m.hi > D(0x1p60);
  const pair_f64 numerator = {choose(large, D(0x1p60), m.hi), choose(large, D(0.0), m.lo)};
  pair_f64 denominator = two_sum(numerator.hi * D(4.0), D(1.0));
  denominator.lo = fused(numerator.lo, D(4.0), denominator.lo);
  const pair_f64 q = quotient(numerator, denominator);
  const pair_f64 s = fast_two_sum(m.hi, q.hi);
  const vd y = D(2.0) * (s.hi + (s.lo + (m.lo + q.lo)));
  return or_nan(with_sign_of(choose(absolute(x) < D(0x1p-28), absolute(x), y), x), x != x);
}

INLINE vd vcosh(vd x) {
  const exp_argument a = exp_reduce(clamp(absolute(x), 0.0, 710.48), D(0.0));
  const pair_f64 e = exp_sum_of(a);
  const vd t = power_of_two(a.n - I(2));
  const pair_f64 quarter = {e.hi * t, e.lo * t};
  const pair_f64 sixteenth = {D(0.0625), D(0.0)};
  const pair_f64 inverse = quotient(sixteenth, quarter);
  const pair_f64 s = fast_two_sum(quarter.hi, inverse.hi);
  return or_nan(D(2.0) * (s.hi + (s.lo + (quarter.lo + inverse.lo))), x != x);
}

INLINE vd vtanh(vd x) {
  const vd size = absolute(x);
  const pair_f64 m = quarter_expm1(clamp(size + size, 0.0, 44.0));
  pair_f64 denominator = two_sum(m.hi, D(0.5));
  denominator.lo = denominator.lo + m.lo;
  const vd y = choose(size < D(0x1p-28), size, quotient(m, denominator).hi);
  return or_nan(with_sign_of(y, x), x != x);
}

INLINE vd vsigmoid(vd x) {
  const exp_argument a = exp_reduce(clamp(-absolute(x), -746.0, 0.0), D(0.0));
  const pair_f64 e = exp_sum_of(a);
  const pair_f64 scaled = {scale(e.hi, a.n), scale(e.lo, a.n)};
  pair_f64 denominator = fast_two_sum(D(1.0), scaled.hi);
  denominator.lo = denominator.lo + scaled.lo;
  const vl negative = x < D(0.0);
  const pair_f64 numerator = {choose(negative, scaled.hi, D(1.0)), choose(negative, scaled.lo, D(0.0))};
  const vd y = quotient(numerator, denominator).hi;
  return or_nan(choose(x < D(-40.0), scaled.hi, y), x != x);
}

// x / (1 + e^-x). Below -40, x e^x; above 40, x.
INLINE vd vsilu(vd x) {
  const vd limited = clamp(x, -760.0, 40.0);
  const exp_argument a = exp_reduce(-absolute(limited), D(0.0));
  const pair_f64 e = exp_sum_of(a);
  const vl negative = x < D(0.0);
  pair_f64 numerator = two_product(limited, choose(negative, e.hi, D(1.0)));
  numerator.lo = fused(limited, choose(negative, e.lo, D(0.0)), numerator.lo);
  const vl near = choose(limited < D(-40.0), I(-60), a.n);
  const vd power = power_of_two(near);
  pair_f64 denominator = fast_two_sum(D(1.0), e.hi * power);
  denominator.lo = fused(e.lo, power, denominator.lo);
  const pair_f64 q = quotient(numerator, denominator);
  const vd y = choose(negative, scale(q.hi, a.n), q.hi);
  return or_nan(with_sign_of(choose(x > D(40.0), x, y), x), x != x);
}

MAP_1(exp, vexp(x))
MAP_1(expm1, vexpm1(x))
MAP_1(sinh, vsinh(x))
MAP_1(cosh, vcosh(x))
MAP_1(tanh, vtanh(x))
MAP_1(sigmoid, vsigmoid(x))
MAP_1(silu, vsilu(x))
