#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"
#include "table.h"

static const kn_table *table_of(kn_isa isa) {
#if defined(__x86_64__)
  return isa == kn_isa_avx512 ? &kn_table_avx512 : isa == kn_isa_avx2 ? &kn_table_avx2 : &kn_table_base;
#else
  return &kn_table_base;
#endif
}

bool kn_isa_is_supported(kn_isa isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  switch (isa) {
  case kn_isa_scalar: return true;
  case kn_isa_avx2: return avx2;
  case kn_isa_avx512:
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
           && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  case kn_isa_neon: return false;
  }
  return false;
#elif defined(__aarch64__)
  return isa == kn_isa_neon;
#else
  return isa == kn_isa_scalar;
#endif
}

const char *kn_isa_name(kn_isa isa) {
  switch (isa) {
  case kn_isa_scalar: return "scalar";
  case kn_isa_avx2: return "avx2";
  case kn_isa_avx512: return "avx512";
  case kn_isa_neon: return "neon";
  }
  return "";
}

static _Atomic(const kn_table *) active;
static _Atomic(int) active_isa, request_status;

// Threads that meet here at once compute and store the same values.
static const kn_table *resolve(void) {
  static const kn_isa best_first[] = {kn_isa_avx512, kn_isa_avx2, kn_isa_neon, kn_isa_scalar};
  kn_isa isa = kn_isa_scalar;
  for (int i = 3; i >= 0; i--)
    if (kn_isa_is_supported(best_first[i])) isa = best_first[i];
  kn_isa_status status = kn_isa_status_automatic;
  const char *request = getenv("KANON_ISA");
  if (request && *request) {
    status = kn_isa_status_unknown;
    for (int i = 0; i < 4; i++)
      if (!strcmp(request, kn_isa_name(best_first[i]))) {
        const bool supported = kn_isa_is_supported(best_first[i]);
        status = supported ? kn_isa_status_as_requested : kn_isa_status_unsupported;
        if (supported) isa = best_first[i];
      }
  }
  atomic_store(&request_status, (int)status);
  atomic_store(&active_isa, (int)isa);
  const kn_table *table = table_of(isa);
  atomic_store_explicit(&active, table, memory_order_release);
  return table;
}

const kn_table *kn_active(void) {
  const kn_table *table = atomic_load_explicit(&active, memory_order_acquire);
  return table ? table : resolve();
}

kn_isa kn_isa_current(void) {
  kn_active();
  return (kn_isa)atomic_load(&active_isa);
}

kn_isa_status kn_isa_request_status(void) {
  kn_active();
  return (kn_isa_status)atomic_load(&request_status);
}

bool kn_isa_use(kn_isa isa) {
  kn_active();
  if (!kn_isa_is_supported(isa)) return false;
  atomic_store(&active_isa, (int)isa);
  atomic_store_explicit(&active, table_of(isa), memory_order_release);
  return true;
}

#define CALL_1(f) \
  void kn_##f##_f64(const double *x, double *y, size_t n) { kn_active()->f##_f64(x, y, n); }
#define CALL_2(f) \
  void kn_##f##_f64(const double *a, const double *b, double *y, size_t n) { kn_active()->f##_f64(a, b, y, n); }
#define CALL_3(f) \
  void kn_##f##_f64(const double *a, const double *b, const double *c, double *y, size_t n) { \
    kn_active()->f##_f64(a, b, c, y, n); \
  }

KN_UNARY_F64(CALL_1)
KN_BINARY_F64(CALL_2)
KN_TERNARY_F64(CALL_3)

void kn_fill_f64(double value, double *y, size_t n) { kn_active()->fill_f64(value, y, n); }
void kn_axpy_f64(double alpha, const double *x, double *y, size_t n) { kn_active()->axpy_f64(alpha, x, y, n); }
double kn_sum_f64(const double *x, size_t n) { return kn_active()->sum_f64(x, n); }
double kn_dot_f64(const double *a, const double *b, size_t n) { return kn_active()->dot_f64(a, b, n); }

void kn_householder_qr_f64(double *a, size_t rows, size_t columns, double *tau) {
  kn_active()->householder_qr_f64(a, rows, columns, tau);
}

void kn_householder_apply_f64(
  const double *a, const double *tau, size_t rows, size_t columns, double *x, int transposed) {
  kn_active()->householder_apply_f64(a, tau, rows, columns, x, transposed);
}
