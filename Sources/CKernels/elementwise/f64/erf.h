// erf and erfc.

// erfc(x) for 0.5 <= x <= 28 as a sum before its scaling by 2^n, relative error about 2^-56:
// erfc(x) = e^(-x^2) g(w) / (1 + 2 x), with w = a - b / (x + 3) running over -1...1.
INLINE pair_f64 erfc_sum(vd x, vl *n) {
  const pair_f64 square = two_product(x, x);
  const exp_argument reduced = exp_reduce(-square.hi, -square.lo);
  const pair_f64 e = exp_sum_of(reduced);
  *n = reduced.n;
  pair_f64 d = two_sum(x, D(3.0));
  const vd inverse = D(1.0) / d.hi;
  const vd inverse_lo = inverse * fused(-inverse, d.lo, fused(-inverse, d.hi, D(1.0)));
  const vd b = D(-0x1.a924924924925p+2);
  const pair_f64 ratio = two_product(b, inverse), sum = two_sum(D(0x1.36db6db6db6dbp+0), ratio.hi);
  const vd w = sum.hi, w_lo = sum.lo + fused(b, inverse_lo, ratio.lo);
  // g: Chebyshev interpolation of degree 24 with mpmath, in powers of w; relative error 2^-56.
  const vd h = POLYNOMIAL(w, 0x1.b97c8684ff966p-35, -0x1.a42ecfee8a93cp-34, -0x1.954cbeb9856edp-31,
    0x1.4cfdd2e9194ebp-31, 0x1.a24e33dcd02fap-28, 0x1.341462a746fbep-30, -0x1.4a7afd2f7c127p-25,
    -0x1.85882adaf4d7dp-25, 0x1.cdb039ba6cf70p-23, 0x1.089143366e8abp-21, -0x1.452930adf9cd9p-20,
    -0x1.1dcb57a65d391p-18, 0x1.17a4ef3833688p-17, 0x1.2056ebcf4ee29p-15, -0x1.5ceff45796922p-14,
    -0x1.025e8b833c98fp-12, 0x1.22eb18ac61e9ap-10, 0x1.a54d87c4911f0p-12, -0x1.bb96d21fb3493p-7,
    0x1.964c246962d8bp-5, -0x1.a88c153a5c598p-4, 0x1.13a3738f88c17p-3, -0x1.354710658142ap-4);
  pair_f64 c1 = two_sum(D(-0x1.c47f63723c65ap-4), w * h);
  c1.lo = c1.lo + D(0x1.6e2ce9840995dp-58);
  pair_f64 p = two_product(w, c1.hi);
  const vd slope = POLYNOMIAL(w, -0.069, 0.249, -0.419, 0.4037, -0.151, -0.11);  // g', to 1e-3
  p.lo = p.lo + fused(w_lo, slope, w * c1.lo);
  pair_f64 g = fast_two_sum(D(0x1.43fba77c4fff9p+0), p.hi);
  g.lo = g.lo + (p.lo + D(-0x1.6b19c77d9604ap-54));
  pair_f64 top = two_product(e.hi, g.hi);
  top.lo = top.lo + fused(e.hi, g.lo, e.lo * g.hi);
  return quotient(top, two_sum(D(1.0), x + x));
}

// (erf x - x) / x for z = x^2 <= 1: fpminimax of Sollya, relative error of erf 2^-56.
INLINE vd erf_tail(vd z) {
  return POLYNOMIAL(z, 0x1.25ec3cb74ee9fp-34, -0x1.452ac54ffba4cp-30, 0x1.fc0d5c2f2905ap-27, -0x1.5f8e4d2412c71p-23,
    0x1.b9ed71fb0fe73p-20, -0x1.f4d31d85b4f84p-17, 0x1.f9a3342152cf7p-14, -0x1.c02db49229b1fp-11,
    0x1.565bcd126d6edp-8, -0x1.b82ce312ab0a3p-6, 0x1.ce2f21a04360fp-4, -0x1.812746b0379fdp-2, 0x1.06eba8214db69p-3);
}

INLINE vd verfc(vd x) {
  const vd size = absolute(x);
  vl n;
  const pair_f64 y = erfc_sum(clamp(size, 0.5, 28.0), &n);
  const vd tail = scale(y.hi, n);
  const pair_f64 s = fast_two_sum(D(2.0), -tail);
  const vd left = s.hi + (s.lo - scale(y.lo, n));
  const pair_f64 t = fast_two_sum(D(1.0), -x);
  const vd middle = t.hi + fused(-x, erf_tail(x * x), t.lo);
  return or_nan(choose(size < D(0.5), middle, choose(x < D(0.0), left, tail)), x != x);
}

INLINE vd verf(vd x) {
  const vd size = absolute(x);
  vd y = fused(x, erf_tail(size * size), x);
  const vl far = size > D(0.75);
  if (any(far)) {
    vl n;
    const pair_f64 c = erfc_sum(clamp(size, 0.75, 6.0), &n);
    const pair_f64 s = fast_two_sum(D(1.0), -scale(c.hi, n));
    y = choose(far, with_sign_of(s.hi + (s.lo - scale(c.lo, n)), x), y);
  }
  return or_nan(y, x != x);
}

MAP_1(erf, verf(x))
MAP_1(erfc, verfc(x))
