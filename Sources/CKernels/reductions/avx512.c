#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define VECTOR_BYTES 64
#define TABLE kn_reductions_avx512
#define FOR_AVX512
#include "instance.h"
#pragma clang attribute pop
#endif
