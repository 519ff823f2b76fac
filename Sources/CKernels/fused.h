// a b + c, rounded once, for vectors of REAL: the includer defines FUSED (a name) and FUSED_VECTOR (a type), and
// ARCHITECTURE_BASE where no target adds the instruction. Without it sums are taken apart, in vectors: the C library
// takes 30 times as long where it has no instruction either, and for floats twice as long where it has.

#if defined(ARCHITECTURE_BASE) && !defined(__FP_FAST_FMA) && !defined(__FMA__) && !defined(__aarch64__)
typedef double OF(wide) __attribute__((vector_size(sizeof(FUSED_VECTOR) / REAL_BYTES * 8)));
typedef int64_t OF(wide_bits) __attribute__((vector_size(sizeof(FUSED_VECTOR) / REAL_BYTES * 8)));

// sum + rest rounded to odd, |rest| being at most half an ulp of sum: of its two neighbours the one whose last bit is
// set. What is rounded again to fewer bits is then as if rounded once. A rest that is no number changes nothing.
INLINE OF(wide) OF(to_odd)(OF(wide) sum, OF(wide) rest) {
  const OF(wide_bits) bits = (OF(wide_bits))sum, is_even = (bits & 1) - 1;
  const OF(wide_bits) inexact = (rest < 0) | (rest > 0), step = ((rest < 0) ^ (sum < 0)) | 1;
  return (OF(wide))(bits + (step & inexact & is_even));
}

// What sum = a + b leaves (D. E. Knuth).
INLINE OF(wide) OF(rest_of_sum)(OF(wide) a, OF(wide) b, OF(wide) sum) {
  const OF(wide) part = sum - a;
  return (a - (sum - part)) + (b - part);
}

#if REAL_BYTES == 4
// A product of floats is exact in double, and so is its sum with a third but for the rest.
INLINE FUSED_VECTOR FUSED(FUSED_VECTOR a, FUSED_VECTOR b, FUSED_VECTOR c) {
  const OF(wide) product = __builtin_convertvector(a, OF(wide)) * __builtin_convertvector(b, OF(wide));
  const OF(wide) start = __builtin_convertvector(c, OF(wide)), sum = product + start;
  return __builtin_convertvector(OF(to_odd)(sum, OF(rest_of_sum)(product, start, sum)), FUSED_VECTOR);
}
#else
// The upper half of the digits (T. J. Dekker, doi:10.1007/BF01397083).
INLINE OF(wide) OF(head)(OF(wide) x) {
  const OF(wide) shifted = x * 0x8000001p0;
  return shifted - (shifted - x);
}

INLINE OF(wide_bits) OF(below)(OF(wide) x, double limit) { return (x < limit) & (x > -limit); }

// S. Boldo and G. Melquiond, doi:10.1109/TC.2007.70819: exact but where a product or its parts leave the exponents.
INLINE FUSED_VECTOR FUSED(FUSED_VECTOR a, FUSED_VECTOR b, FUSED_VECTOR c) {
  const OF(wide) product = a * b;
  const OF(wide) a_head = OF(head)(a), a_tail = a - a_head, b_head = OF(head)(b), b_tail = b - b_head;
  const OF(wide) low = (((a_head * b_head - product) + a_head * b_tail) + a_tail * b_head) + a_tail * b_tail;
  const OF(wide) small = c + low, large = product + small;
  const OF(wide) small_rest = OF(rest_of_sum)(c, low, small), large_rest = OF(rest_of_sum)(product, small, large);
  const OF(wide) rest = small_rest + large_rest;
  OF(wide) result = large + OF(to_odd)(rest, OF(rest_of_sum)(small_rest, large_rest, rest));

  const OF(wide_bits) is_zero = (a == 0) | (b == 0);
  const OF(wide) sum = product + c;
  result = (OF(wide))((is_zero & (OF(wide_bits))sum) | (~is_zero & (OF(wide_bits))result));
  const OF(wide_bits) is_tame = OF(below)(a, 0x1p900) & OF(below)(b, 0x1p900) & OF(below)(c, 0x1p1000)
                                & OF(below)(product, 0x1p1000) & ~OF(below)(product, 0x1p-900);
  const OF(wide_bits) is_wild = ~(is_zero | is_tame);
  if (__builtin_reduce_or(is_wild))
    for (size_t i = 0; i < sizeof result / 8; i++)
      if (is_wild[i]) result[i] = __builtin_fma(a[i], b[i], c[i]);
  return result;
}
#endif
#else
INLINE FUSED_VECTOR FUSED(FUSED_VECTOR a, FUSED_VECTOR b, FUSED_VECTOR c) { return __builtin_elementwise_fma(a, b, c); }
#endif
#undef FUSED
#undef FUSED_VECTOR
