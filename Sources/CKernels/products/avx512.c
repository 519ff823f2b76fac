#include "../prelude.h"
#include "patch.h"

#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)
// What is not zero of a vector, and its places.
INLINE size_t compressed_store_f32(const float *p, uint32_t first, float *values, uint32_t *places) {
  const __m512 v = _mm512_loadu_ps(p);
  const __mmask16 mask = _mm512_cmp_ps_mask(v, _mm512_setzero_ps(), _CMP_NEQ_UQ);
  const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  _mm512_storeu_ps(values, _mm512_maskz_compress_ps(mask, v));
  _mm512_storeu_si512(places, _mm512_maskz_compress_epi32(mask, _mm512_add_epi32(lanes, _mm512_set1_epi32((int)first))));
  return (size_t)__builtin_popcount(mask);
}
INLINE size_t compressed_store_f64(const double *p, uint32_t first, double *values, uint32_t *places) {
  const __m512d v = _mm512_loadu_pd(p);
  const __mmask8 mask = _mm512_cmp_pd_mask(v, _mm512_setzero_pd(), _CMP_NEQ_UQ);
  const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  _mm512_storeu_pd(values, _mm512_maskz_compress_pd(mask, v));
  _mm256_storeu_si256(
    (__m256i *)places, _mm256_maskz_compress_epi32(mask, _mm256_add_epi32(lanes, _mm256_set1_epi32((int)first))));
  return (size_t)__builtin_popcount(mask);
}

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
#define COMPRESSED_STORE compressed_store_f32
#include "instance.h"
#include "real_end.h"

#include "real_f64.h"
#define LANES 8
#define PATCHES kn_patches_avx512_f64
#define NARROW &kn_patches_avx512_half_f64
#define MASKED
#define MASKED_LOAD(mask, p) _mm512_maskz_loadu_pd((__mmask8)(mask), p)
#define MASKED_STORE(p, mask, v) _mm512_mask_storeu_pd(p, (__mmask8)(mask), (__m512d)(v))
#define COMPRESSED_STORE compressed_store_f64
#include "instance.h"
#include "real_end.h"
#pragma clang attribute pop
#endif
