// exp and sigmoid in single precision alone: what the wide functions cost would be too much here.

typedef struct {
  vf r;
  vi n;
} exp_argument_f32;

// x = n ln 2 + r, |r| <= ln 2 / 2, for |x| < 200.
INLINE exp_argument_f32 fexp_reduce(vf x) {
  const vf magic = F(0x1.8p23f);
  const vf t = fused(x, F(0x1.715476p+0f), magic);
  const vf n = t - magic;
  return (exp_argument_f32){fused(n, F(0x1.05c610p-29f), fused(n, F(-0x1.62e430p-1f), x)), (vi)t - (vi)magic};
}

// e^r - 1 - r: fpminimax of Sollya on |r| <= 0.347, error of e^r 2^-27.
INLINE vf fexp_rest(vf r) {
  return r * r * POLYNOMIAL(r, 0x1.6d5f54p-10f, 0x1.123c06p-7f, 0x1.5554d8p-5f, 0x1.55548ep-3f, 0.5f);
}

// y 2^n for |n| <= 250, rounded once if y is normal.
INLINE vf fscale(vf y, vi n) {
  const vi biased = n + J(512);
  const vi half = (vi)((vui)biased >> 1);
  return y * (vf)((half - J(129)) << 23) * (vf)((biased - half - J(129)) << 23);
}

INLINE vf fexp(vf x) {
  const exp_argument_f32 a = fexp_reduce(clamp(x, -104.0f, 89.0f));
  const pair_f32 s = fast_two_sum(F(1.0f), a.r);
  return or_nan(fscale(s.hi + (s.lo + fexp_rest(a.r)), a.n), x != x);
}

INLINE vf fsigmoid(vf x) {
  const exp_argument_f32 a = fexp_reduce(clamp(-absolute(x), -104.0f, 0.0f));
  const pair_f32 s = fast_two_sum(F(1.0f), a.r);
  const pair_f32 e = fast_two_sum(s.hi, s.lo + fexp_rest(a.r));
  // Below -80 the result is e^x alone, which the reciprocal's powers of two do not reach.
  const vf power = (vf)((choose(a.n < J(-120), J(-120), a.n) + J(127)) << 23);
  const pair_f32 scaled = {e.hi * power, e.lo * power};
  pair_f32 denominator = fast_two_sum(F(1.0f), scaled.hi);
  denominator.lo = denominator.lo + scaled.lo;
  const vi negative = x < F(0.0f);
  const pair_f32 numerator = {choose(negative, scaled.hi, F(1.0f)), choose(negative, scaled.lo, F(0.0f))};
  const vf y = quotient(numerator, denominator).hi;
  return or_nan(choose(x < F(-80.0f), fscale(e.hi, a.n), y), x != x);
}

MAP_1(exp, fexp(x))
MAP_1(sigmoid, fsigmoid(x))
