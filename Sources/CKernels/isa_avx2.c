#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 4
#define TABLE kn_table_avx2
#include "instance.h"
#pragma clang attribute pop
#endif
