// What the kernels must never be: a sum whose order follows the width of the vectors, and a product and a sum that
// become one operation where the processor has it. If these do not differ anywhere, the comparison sees nothing.
#include "digest.h"
#include "instruction_set.h"

float control_sum(const float *x, size_t n) {
  const size_t lanes = kn_isa_current() == kn_isa_avx512 ? 16 : kn_isa_current() == kn_isa_avx2 ? 8 : 4;
  float lane[16] = {0}, sum = 0;
  for (size_t i = 0; i < n; i++) lane[i % lanes] += x[i];
  for (size_t i = 0; i < lanes; i++) sum += lane[i];
  return sum;
}

#define MULTIPLY_ADD for (size_t i = 0; i < n; i++) y[i] = a[i] * b[i] + y[i];
#if defined(__clang__)
#pragma STDC FP_CONTRACT ON
#endif
static void plain(const float *a, const float *b, float *y, size_t n) { MULTIPLY_ADD }
#if defined(__x86_64__)
__attribute__((target("fma"))) static void with_fma(const float *a, const float *b, float *y, size_t n) {
  MULTIPLY_ADD
}
#endif

void control_multiply_add(const float *a, const float *b, float *y, size_t n) {
#if defined(__x86_64__)
  if (kn_isa_current() != kn_isa_scalar) {
    with_fma(a, b, y, n);
    return;
  }
#endif
  plain(a, b, y, n);
}
