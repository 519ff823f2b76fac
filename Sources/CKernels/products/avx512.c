#include "../prelude.h"
#include "patch.h"

#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
// 32 registers: up to 28 accumulators, the rest for b and a.
#define ROWS_1 14
#define ROWS_2 14
#define ROWS_4 6

#include "real_f32.h"
#define LANES 16
#define PATCHES kn_patches_avx512_f32
#define NARROW &kn_patches_avx512_half_f32
#define MASKED
#define MASKED_LOAD(mask, p) _mm512_maskz_loadu_ps((__mmask16)(mask), p)
#define MASKED_STORE(p, mask, v) _mm512_mask_storeu_ps(p, (__mmask16)(mask), (__m512)(v))
#include "instance.h"
#include "real_end.h"

#include "real_f64.h"
#define LANES 8
#define PATCHES kn_patches_avx512_f64
#define NARROW &kn_patches_avx512_half_f64
#define MASKED
#define MASKED_LOAD(mask, p) _mm512_maskz_loadu_pd((__mmask8)(mask), p)
#define MASKED_STORE(p, mask, v) _mm512_mask_storeu_pd(p, (__mmask8)(mask), (__m512d)(v))
#include "instance.h"
#include "real_end.h"
#pragma clang attribute pop
#endif
