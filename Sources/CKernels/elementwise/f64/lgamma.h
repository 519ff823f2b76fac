// ln |gamma(x)|.

// ln gamma(x) for x > 0.
INLINE vd lgamma_of_positive(vd x) {
  // Below 8: gamma(x) is gamma(u) times or divided by a product, with u in [1.5, 2.5).
  vd u = x, up = D(1.0), down = D(1.0);
  UNROLL for (int k = 0; k < 2; k++) {
    const vl low = u < D(1.5);
    up = choose(low, up * u, up);
    u = choose(low, u + D(1.0), u);
  }
  UNROLL for (int k = 0; k < 6; k++) {
    const vl high = u >= D(2.5);
    down = choose(high, down * (u - D(1.0)), down);
    u = choose(high, u - D(1.0), u);
  }
  const vl large = x >= D(8.0), low = x < D(1.5);
  const vd l = vlog(choose(large, x, choose(low, up, down)));
  // ln gamma(2 + v) / (v (v + 1)) on |v| <= 1/2: Chebyshev interpolation with mpmath, relative error 2^-56.
  // v is exact: x + 1 - 2 is taken as x - 1, which does not lose the digits of a small x - 1.
  const vd v = choose(low & (x >= D(0.5)), x - D(1.0), choose(x < D(0.5), x, u - D(2.0)));
  const vd q = POLYNOMIAL(v, 0x1.02729ae98507fp-23, -0x1.0f2c0333ca922p-22, 0x1.a103a7a312000p-22,
    -0x1.b8b776dda014ap-21, 0x1.e683c8c6154d8p-20, -0x1.02caf69d7c8abp-18, 0x1.13ddf755f9d8bp-17,
    -0x1.2849f4abb7918p-16, 0x1.402f379a1bea0p-15, -0x1.5c86deca13f0ap-14, 0x1.7ed7331ab0456p-13,
    -0x1.a96a3f7a7fee8p-12, 0x1.dfebcf8fa468ap-11, -0x1.145121fa341a6p-9, 0x1.47974853a9956p-8,
    -0x1.95ce223a9c32bp-7, 0x1.0e0c9df293533p-5, -0x1.9ae6509ea10a0p-4, 0x1.b0ee6072093cep-2);
  const vd near = fused(v * (v + D(1.0)), q, choose(low, -l, l));
  // From 8 on: Stirling's series, whose next term is below 2e-18 there.
  const vd inverse = D(1.0) / choose(large, x, D(8.0));
  const vd series = inverse
                    * POLYNOMIAL(inverse * inverse, -0x1.6476701181f3ap+0, 0x1.6fe96381e0680p-3, -0x1.e4286cb0f5398p-6,
                      0x1.a41a41a41a41ap-8, -0x1.f6ab0d9993c7dp-10, 0x1.b951e2b18ff23p-11, -0x1.3813813813814p-11,
                      0x1.a01a01a01a01ap-11, -0x1.6c16c16c16c17p-9, 0x1.5555555555555p-4);
  const vd far = fused(x - D(0.5), l - D(1.0), D(0x1.d67f1c864beb5p-1 - 0.5) + series);
  return choose(large, far, near);
}

INLINE vd vlgamma(vd x) {
  const vd size = absolute(x);
  const vl tiny = size < D(0x1p-60);
  vd y = lgamma_of_positive(choose(tiny, D(1.0), size));
  const vl negative = x < D(0.0);
  if (any(negative | tiny)) {
    // gamma(x) gamma(-x) = -pi / (x sin(pi x)); next to 0, gamma(x) is 1/x.
    const vd fraction = size - ((size + D(0x1p52)) - D(0x1p52));
    const vd exact = choose(size < D(0x1p52), fraction, D(0.0));
    pair_f64 r = two_product(exact, D(2.0 * PI_HALF));
    r.lo = fused(exact, D(2.0 * PI_HALF_LO), r.lo);
    const vd near = sin_sum(r).hi;
    const vd rest = D(0.5) - absolute(exact);
    const vd middle = cos_sum((pair_f64){rest * D(2.0 * PI_HALF), D(0.0)}).hi;
    const vd sine = absolute(choose(absolute(exact) > D(0.25), middle, near));
    const vd l = vlog(choose(tiny, size, size * sine));
    y = choose(negative, D(0x1.250d048e7a1bdp+0) - l - y, y);
    y = choose(negative & (exact == D(0.0)), INFINITE, y);
    y = choose(tiny, -l, y);
  }
  y = choose(size == INFINITE, INFINITE, y);
  return or_nan(y, x != x);
}

MAP_1(lgamma, vlgamma(x))
