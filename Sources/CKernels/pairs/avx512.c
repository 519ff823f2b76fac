#if defined(__x86_64__)
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
#define TABLE kn_pair_table_avx512
#include "instance.h"
#pragma clang attribute pop
#endif
