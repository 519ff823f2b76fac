#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
// Two registers a vector: their chains of operations overlap.
#define VECTOR_BYTES 64
#define TABLE kn_reductions_avx2
#define FOR_AVX2
#include "instance.h"
#pragma clang attribute pop
#endif
