#include "../prelude.h"
#include "patch.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
// 16 registers: 12 accumulators, or 14 when one vector of b is enough.
#define ROWS_1 14
#define ROWS_2 6
#define ROWS_4 2

#include "real_f32.h"
#define LANES 8
#define PATCHES kn_patches_avx2_f32
#define NARROW 0
#include "instance.h"
#include "real_end.h"

#include "real_f64.h"
#define LANES 4
#define PATCHES kn_patches_avx2_f64
#define NARROW 0
#include "instance.h"
#include "real_end.h"
#pragma clang attribute pop
#endif
