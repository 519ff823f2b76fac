// Householder QR of tall, skinny, column-major blocks, vectorised along the columns.

INLINE double magnitude(double x) { return x < 0 ? -x : x; }

// The power of two s.t. the largest |x| * scale is near 1; 1 when all are zero or some are not finite.
static double norm_scale(const double *x, size_t n) {
  double largest = 0;
  for (size_t i = 0; i < n; i++) largest = magnitude(x[i]) > largest ? magnitude(x[i]) : largest;
  if (largest == 0 || largest - largest != 0) return 1;
  union { double d; uint64_t u; } v = {largest};
  int64_t exponent = (int64_t)(v.u >> 52);
  if (exponent > 2044) exponent = 2044;
  v.u = (uint64_t)(2046 - exponent) << 52;
  return v.d;
}

static void reflect(const double *v, double tau, double *x, size_t n) {
  if (tau == 0) return;
  const double s = tau * (x[0] + dot_f64(v + 1, x + 1, n - 1));
  x[0] = x[0] - s;
  axpy_f64(-s, v + 1, x + 1, n - 1);
}

static void householder_qr_f64(double *a, size_t rows, size_t columns, double *tau) {
  for (size_t j = 0; j < columns && j < rows; j++) {
    double *v = a + j * rows + j;
    const size_t n = rows - j;
    const double scale = norm_scale(v, n);
    for (size_t i = 0; i < n; i++) v[i] = v[i] * scale;
    const double tail = dot_f64(v + 1, v + 1, n - 1), head = v[0];
    if (tail == 0) {
      tau[j] = 0;
      v[0] = head / scale;
      for (size_t i = 1; i < n; i++) v[i] = v[i] / scale;
      continue;
    }
    const double norm = __builtin_sqrt(__builtin_fma(head, head, tail));
    const double beta = head > 0 ? -norm : norm;
    tau[j] = (beta - head) / beta;
    for (size_t i = 1; i < n; i++) v[i] = v[i] / (head - beta);
    v[0] = beta / scale;
    for (size_t k = j + 1; k < columns; k++) reflect(v, tau[j], a + k * rows + j, n);
  }
}

static void householder_apply_f64(
  const double *a, const double *tau, size_t rows, size_t columns, double *x, int transposed) {
  const size_t count = columns < rows ? columns : rows;
  for (size_t k = 0; k < count; k++) {
    const size_t j = transposed ? k : count - 1 - k;
    reflect(a + j * rows + j, tau[j], x + j, rows - j);
  }
}
