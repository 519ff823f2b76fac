// Elementwise arithmetic of both precisions. Selections are by mask: the processors' min and max disagree about zeros
// and NaN.

INLINE V OF(minimum)(V a, V b) {
  const V smaller = choose(a < b, a, b);
  const V zeros = choose(a == b, (V)((M)a | (M)b), smaller);
  return or_nan(zeros, (a != a) | (b != b));
}

INLINE V OF(maximum)(V a, V b) {
  const V larger = choose(a > b, a, b);
  const V zeros = choose(a == b, (V)((M)a & (M)b), larger);
  return or_nan(zeros, (a != a) | (b != b));
}

MAP_1(neg, (V)((M)x ^ (M)splat((REAL)-0.0)))
MAP_1(abs, absolute(x))
MAP_1(sqrt, __builtin_elementwise_sqrt(x))
MAP_1(recip, splat((REAL)1) / x)
MAP_1(square, x *x)
MAP_2(add, a + b)
MAP_2(sub, a - b)
MAP_2(mul, a *b)
MAP_2(div, a / b)
MAP_2(min, OF(minimum)(a, b))
MAP_2(max, OF(maximum)(a, b))
MAP_2(lt, choose(a < b, splat((REAL)1), splat((REAL)0)))
MAP_2(le, choose(a <= b, splat((REAL)1), splat((REAL)0)))
MAP_2(eq, choose(a == b, splat((REAL)1), splat((REAL)0)))
MAP_3(fma, fused(a, b, c))
MAP_3(select, choose(a != splat((REAL)0), b, c))

static void OF(fill)(REAL value, REAL *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = value;
}

static void OF(axpy)(REAL alpha, const REAL *x, REAL *y, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(y + i, fused(splat(alpha), load(x + i), load(y + i)));
  if (i < n) {
    const V last = fused(splat(alpha), load_part(x + i, n - i, 1), load_part(y + i, n - i, 1));
    store_part(y + i, n - i, last);
  }
}
