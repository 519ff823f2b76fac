// sin, cos, tan. x = n pi/2 + r with |r| <= pi/4: in three parts of pi/2 while that is exact enough,
// else element by element with as many bits of 2/pi as it takes (kn_reduce_large_angle).

typedef struct {
  pair_f64 r;
  vl n;     // the quadrant, modulo 4
  vl hard;  // where it took the long way, which not finite arguments take too
} angle;

INLINE vd or_nan_where_infinite(vd y, vd x, vl hard) {
  return any(hard) ? or_nan(y, ~(absolute(x) < INFINITE)) : y;
}

INLINE angle reduce_angle(vd x) {
  const vd magic = D(0x1.8p52);
  const vd t = fused(x, D(0x1.45f306dc9c883p-1), magic);
  const vd n = t - magic;
  const vd r0 = fused(n, D(-0x1.921fb544p+0), x);  // exact: n has 20 bits, the constant 33
  const vd r1 = fused(n, D(-0x1.0b4611a6p-34), r0);
  const vd rest = fused(n, D(-0x1.0b4611a6p-34), r0 - r1);
  angle a = {fast_two_sum(r1, fused(n, D(-0x1.3198a2e037073p-69), rest)), (vl)t - (vl)magic, {0}};
  // Far out the parts are too short, and next to a multiple of pi/2 they cancel too much.
  const vl hard = ~(absolute(x) < D(0x1p20)) | ((absolute(a.r.hi) < D(0x1p-40)) & (n != D(0.0)));
  a.hard = hard;
  if (any(hard)) {
    for (int i = 0; i < (int)(VECTOR_BYTES / 8); i++)
      if (hard[i]) {
        const kn_angle large = kn_reduce_large_angle(x[i]);
        a.r.hi[i] = large.r;
        a.r.lo[i] = large.r_lo;
        a.n[i] = large.quadrant;
      }
  }
  return a;
}

// sin (r + r_lo) as a sum, relative error about 2^-57.
INLINE pair_f64 sin_sum(pair_f64 r) {
  const vd z = r.hi * r.hi;
  // (sin r - r) / r^3: fpminimax of Sollya on |r| <= 0.7855, error of the sine 2^-57.
  const vd tail = POLYNOMIAL(z, 0x1.5d8e3511cdb44p-33, -0x1.ae5e5471f5501p-26, 0x1.71de355f05599p-19,
    -0x1.a01a019bf222ep-13, 0x1.111111110f75dp-7, -0x1.5555555555548p-3);
  const vd lo = fused(r.lo * D(-0.5), z, r.lo);
  return fast_two_sum(r.hi, fused(r.hi * z, tail, lo));
}

// cos (r + r_lo) as a sum, relative error about 2^-58.
INLINE pair_f64 cos_sum(pair_f64 r) {
  const pair_f64 z = two_product(r.hi, r.hi);
  // (cos r - 1 + r^2/2) / r^4: fpminimax of Sollya on |r| <= 0.7855, error of the cosine 2^-63.
  const vd tail = POLYNOMIAL(z.hi, -0x1.8fa681e385241p-37, 0x1.1ee9dbd0d86a6p-29, -0x1.27e4f7f19d4b2p-22,
    0x1.a01a019c8f3eep-16, -0x1.6c16c16c15016p-10, 0x1.555555555554bp-5);
  const pair_f64 s = fast_two_sum(D(1.0), z.hi * D(-0.5));
  const vd lo = fused(-r.hi, r.lo, z.lo * D(-0.5));
  return fast_two_sum(s.hi, s.lo + fused(z.hi * z.hi, tail, lo));
}

INLINE vl odd_quadrant(vl n) { return -(n & I(1)); }

INLINE vd sine_of_quadrant(pair_f64 r, vl n) {
  const vd y = choose(odd_quadrant(n), cos_sum(r).hi, sin_sum(r).hi);
  return (vd)((vl)y ^ ((n & I(2)) << 62));
}

INLINE vd vsin(vd x) {
  const angle a = reduce_angle(x);
  const vd y = choose(absolute(x) < D(0x1p-27), x, sine_of_quadrant(a.r, a.n));
  return or_nan_where_infinite(y, x, a.hard);
}

INLINE vd vcos(vd x) {
  const angle a = reduce_angle(x);
  return or_nan_where_infinite(sine_of_quadrant(a.r, a.n + I(1)), x, a.hard);
}

INLINE vd vtan(vd x) {
  const angle a = reduce_angle(x);
  const pair_f64 s = sin_sum(a.r), c = cos_sum(a.r);
  const vl odd = odd_quadrant(a.n);
  const pair_f64 numerator = {choose(odd, -c.hi, s.hi), choose(odd, -c.lo, s.lo)};
  const pair_f64 denominator = {choose(odd, s.hi, c.hi), choose(odd, s.lo, c.lo)};
  const vd y = choose(absolute(x) < D(0x1p-28), x, quotient(numerator, denominator).hi);
  return or_nan_where_infinite(y, x, a.hard);
}

MAP_1(sin, vsin(x))
MAP_1(cos, vcos(x))
MAP_1(tan, vtan(x))
