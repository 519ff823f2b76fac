// Householder QR of tall, skinny, column-major blocks, vectorised along the columns.

static void scale_by(double factor, double *x, size_t n) {
  size_t i = 0;
  for (; i + LANES <= n; i += LANES) store(x + i, load(x + i) * D(factor));
  for (; i < n; i++) x[i] = x[i] * factor;
}

// The power of two that brings the largest |x| near 1; 1 when all are zero or one is not finite.
static double balance(const double *x, size_t n) {
  double largest = 0;
  for (size_t i = 0; i < n; i++) {
    const double size = __builtin_fabs(x[i]);
    if (!(size <= largest)) largest = size;
  }
  if (largest == 0 || largest - largest != 0) return 1;
  union { double value; uint64_t bits; } v = {largest};
  uint64_t exponent = v.bits >> 52;
  if (exponent > 2044) exponent = 2044;
  v.bits = (2046 - exponent) << 52;
  return v.value;
}

// x := (1 - tau v v^T) x, the head of v being 1 and not stored.
static void reflect(const double *v, double tau, double *x, size_t n) {
  const double s = tau * (x[0] + lanes_dot_f64(v + 1, x + 1, n - 1));
  x[0] = x[0] - s;
  axpy_f64(-s, v + 1, x + 1, n - 1);
}

// Makes the reflection that maps the column x to (beta, 0 ... 0); leaves beta and the tail of v there.
static double make_reflection(double *x, size_t n) {
  double head = x[0], tail = lanes_dot_f64(x + 1, x + 1, n - 1), unscale = 1;
  double square = __builtin_fma(head, head, tail);
  if (!(square > 0x1p-900 && square < 0x1p900)) {
    const double scale = balance(x, n);
    scale_by(scale, x, n);
    unscale = 1 / scale;
    head = x[0];
    tail = lanes_dot_f64(x + 1, x + 1, n - 1);
    square = __builtin_fma(head, head, tail);
  }
  if (tail == 0) {
    x[0] = head * unscale;
    return 0;
  }
  const double norm = ((vd)__builtin_elementwise_sqrt(D(square)))[0];
  const double beta = head > 0 ? -norm : norm;
  scale_by(1 / (head - beta), x + 1, n - 1);
  x[0] = beta * unscale;
  return (beta - head) / beta;
}

static void householder_qr_f64(double *a, size_t rows, size_t columns, double *tau) {
  for (size_t j = 0; j < columns && j < rows; j++) {
    double *v = a + j * rows + j;
    const size_t n = rows - j;
    tau[j] = make_reflection(v, n);
    if (tau[j] == 0) continue;
    for (size_t k = j + 1; k < columns; k++) reflect(v, tau[j], a + k * rows + j, n);
  }
}

static void householder_apply_f64(
  const double *a, const double *tau, size_t rows, size_t columns, double *x, int transposed) {
  const size_t count = columns < rows ? columns : rows;
  for (size_t k = 0; k < count; k++) {
    const size_t j = transposed ? k : count - 1 - k;
    if (tau[j] != 0) reflect(a + j * rows + j, tau[j], x + j, rows - j);
  }
}
