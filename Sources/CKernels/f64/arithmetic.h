// Elementwise arithmetic. Selections are by mask: the processors' min and max disagree about zeros and NaN.

INLINE vd minimum(vd a, vd b) {
  const vd smaller = select_d(a < b, a, b);
  const vd zeros = select_d(a == b, (vd)((vl)a | (vl)b), smaller);
  return select_d((a != a) | (b != b), QUIET_NAN, zeros);
}

INLINE vd maximum(vd a, vd b) {
  const vd larger = select_d(a > b, a, b);
  const vd zeros = select_d(a == b, (vd)((vl)a & (vl)b), larger);
  return select_d((a != a) | (b != b), QUIET_NAN, zeros);
}

MAP_1(neg, (vd)((vl)x ^ SIGN_BIT))
MAP_1(abs, abs_d(x))
MAP_1(sqrt, __builtin_elementwise_sqrt(x))
MAP_1(recip, D(1.0) / x)
MAP_1(square, x *x)
MAP_2(add, a + b)
MAP_2(sub, a - b)
MAP_2(mul, a *b)
MAP_2(div, a / b)
MAP_2(min, minimum(a, b))
MAP_2(max, maximum(a, b))
MAP_2(lt, select_d(a < b, D(1.0), D(0.0)))
MAP_2(le, select_d(a <= b, D(1.0), D(0.0)))
MAP_2(eq, select_d(a == b, D(1.0), D(0.0)))
MAP_3(fma, fma_d(a, b, c))
MAP_3(select, select_d(a != D(0.0), b, c))

static void fill_f64(double value, double *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = value;
}

static void axpy_f64(double alpha, const double *x, double *y, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(y + i, fma_d(D(alpha), load(x + i), load(y + i)));
  if (i < n) store_part(y + i, n - i, fma_d(D(alpha), load_part(x + i, n - i), load_part(y + i, n - i)));
}
