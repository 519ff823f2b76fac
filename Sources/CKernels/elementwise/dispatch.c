#include "kernels.h"
#include "table.h"

static const kn_table *active(void) {
#if defined(__x86_64__)
  switch (kn_isa_current()) {
  case kn_isa_avx512: return &kn_table_avx512;
  case kn_isa_avx2: return &kn_table_avx2;
  default: return &kn_table_base;
  }
#else
  return &kn_table_base;
#endif
}

#define CALL_1(f, s) \
  void kn_##f##_##s(const kn_real_##s *x, kn_real_##s *y, size_t n) { active()->f##_##s(x, y, n); }
#define CALL_2(f, s) \
  void kn_##f##_##s(const kn_real_##s *a, const kn_real_##s *b, kn_real_##s *y, size_t n) { \
    active()->f##_##s(a, b, y, n); \
  }
#define CALL_3(f, s) \
  void kn_##f##_##s( \
    const kn_real_##s *a, const kn_real_##s *b, const kn_real_##s *c, kn_real_##s *y, size_t n) { \
    active()->f##_##s(a, b, c, y, n); \
  }
#define CALLS(s) \
  void kn_fill_##s(kn_real_##s value, kn_real_##s *y, size_t n) { active()->fill_##s(value, y, n); } \
  void kn_axpy_##s(kn_real_##s alpha, const kn_real_##s *x, kn_real_##s *y, size_t n) { \
    active()->axpy_##s(alpha, x, y, n); \
  }

KN_UNARY(CALL_1)
KN_BINARY(CALL_2)
KN_TERNARY(CALL_3)
CALLS(f64)
CALLS(f32)

void kn_gram_f64(const double *a, size_t rows, size_t columns, double *c) {
  active()->gram_f64(a, rows, columns, c);
}

void kn_householder_qr_f64(double *a, size_t rows, size_t columns, double *tau) {
  active()->householder_qr_f64(a, rows, columns, tau);
}

void kn_householder_apply_f64(
  const double *a, const double *tau, size_t rows, size_t columns, double *x, int transposed) {
  active()->householder_apply_f64(a, tau, rows, columns, x, transposed);
}

void kn_peak_f64(const double *x, size_t n, double width, double mixing, const kn_peak_node *nodes, size_t count,
  double *y, size_t stride) {
  active()->peak_f64(x, n, width, mixing, nodes, count, y, stride);
}
