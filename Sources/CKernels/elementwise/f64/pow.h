// a^b = e^(b ln a), with ln a and the product as sums of two doubles.

// ln m + e ln 2 as a sum, relative error about 2^-68: log_sum_of with its first two terms compensated.
INLINE pair_f64 log_sum_fine(log_argument a) {
  const vd f = a.m - D(1.0);
  const pair_f64 denominator = fast_two_sum(D(2.0), f);
  const vd inverse = D(1.0) / denominator.hi;
  const vd s = f * inverse;
  const vd s_lo = fused(-s, denominator.lo, fused(-s, denominator.hi, f)) * inverse;
  pair_f64 z = two_product(s, s);
  z.lo = fused(s + s, s_lo, z.lo);
  // artanh(s) / s = 1 + z (1/3 + z (1/5 + z tail)): fpminimax of Sollya on twice that, error 2^-80.
  const vd tail = z.hi * POLYNOMIAL(z.hi, 0x1.c06cc683db856p-5, 0x1.ab50e46fd4a8dp-5, 0x1.e2053829e3b79p-5,
    0x1.1110afd350884p-4, 0x1.3b13b281bf5cbp-4, 0x1.745d174348024p-4, 0x1.c71c71c71f251p-4, 0x1.2492492492489p-3);
  pair_f64 w = fast_two_sum(D(0x1.999999999999ap-3), tail);
  w.lo = w.lo + D(-0x1.999999999999ap-57);
  pair_f64 t = two_product(z.hi, w.hi);
  t.lo = t.lo + fused(z.hi, w.lo, z.lo * w.hi);
  pair_f64 v = fast_two_sum(D(0x1.5555555555555p-2), t.hi);
  v.lo = v.lo + (t.lo + D(0x1.5555555555555p-56));
  pair_f64 q = two_product(z.hi, v.hi);
  q.lo = q.lo + fused(z.hi, v.lo, z.lo * v.hi);
  const vd twice = s + s;
  const pair_f64 p = two_product(twice, q.hi);
  const vd p_lo = p.lo + fused(twice, q.lo, (s_lo + s_lo) * q.hi);
  const pair_f64 first = fast_two_sum(a.e * D(LN2_HI), twice);
  const pair_f64 second = fast_two_sum(first.hi, p.hi);
  return fast_two_sum(second.hi, second.lo + (first.lo + (p_lo + fused(a.e, D(LN2_LO), s_lo + s_lo))));
}

// The sign and the special cases of a^b, given |a|^b (C99 F.9.4.4); there are none for positive finite a, finite b.
INLINE vd with_power_rules(vd y, vd a, vd b) {
  if (!any(~((a > D(0.0)) & (a < INFINITE) & (absolute(b) < INFINITE)))) return y;
  const vl infinite = absolute(a) == INFINITE;
  const vd b_size = absolute(b);
  const vl even_by_size = b_size >= D(0x1p53), whole_by_size = b_size >= D(0x1p52);
  const vd shifted = b_size + D(0x1p52);
  const vl whole = whole_by_size | ((shifted - D(0x1p52)) == b_size);
  const vl low_bit = (whole_by_size & (vl)b_size) | (~whole_by_size & (vl)shifted);
  const vl odd = whole & ~even_by_size & -(low_bit & I(1));
  y = (vd)((vl)y | ((vl)a & SIGN_BIT & odd));
  const vl impossible = (a < D(0.0)) & ~infinite & ~whole;
  y = or_nan(y, impossible | (a != a) | (b != b));
  const vl one = (b == D(0.0)) | (a == D(1.0)) | ((a == D(-1.0)) & (b_size == INFINITE));
  return choose(one, D(1.0), y);
}

INLINE vd vpow(vd a, vd b) {
  const vd size = absolute(a);
  const vl small = size < D(0x1p-1022);
  log_argument reduced = log_reduce(choose(small, size * D(0x1p54), size));
  reduced.e = reduced.e - choose(small, D(54.0), D(0.0));
  pair_f64 l = log_sum_fine(reduced);
  const vl infinite = size == INFINITE, zero = size == D(0.0);
  l.hi = choose(zero, -INFINITE, choose(infinite, INFINITE, l.hi));
  pair_f64 p = two_product(b, l.hi);
  const vl beyond = ~(absolute(p.hi) < D(800.0));
  const vd p_lo = choose(beyond, D(0.0), fused(b, l.lo, p.lo));
  const exp_argument reduced_p = exp_reduce(clamp(p.hi, -800.0, 800.0), p_lo);
  const pair_f64 e = exp_sum_of(reduced_p);
  const vd y = scale(e.hi, reduced_p.n);
  return with_power_rules(y, a, b);
}

MAP_2(pow, vpow(a, b))
