#include "../prelude.h"
#include "patch.h"

#if defined(__x86_64__)
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
// 32 registers: up to 28 accumulators, the rest for b and a.
#define ROWS_1 14
#define ROWS_2 14
#define ROWS_4 6

#include "real_f32.h"
#define LANES 16
#define PATCHES kn_patches_avx512_f32
#define NARROW &kn_patches_avx2_f32
#include "instance.h"
#include "real_end.h"

#include "real_f64.h"
#define LANES 8
#define PATCHES kn_patches_avx512_f64
#define NARROW &kn_patches_avx2_f64
#include "instance.h"
#include "real_end.h"
#pragma clang attribute pop
#endif
