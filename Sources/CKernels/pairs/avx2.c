#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define TABLE kn_pair_table_avx2
#include "instance.h"
#pragma clang attribute pop
#endif
