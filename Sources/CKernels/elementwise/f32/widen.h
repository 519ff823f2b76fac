// Singles as half as many doubles, and back.

enum { WIDE_LANES = VECTOR_BYTES / 8 };
typedef float narrow __attribute__((vector_size(VECTOR_BYTES / 2), may_alias));
typedef float narrow_anywhere __attribute__((vector_size(VECTOR_BYTES / 2), aligned(4), may_alias));

INLINE narrow narrow_whole(const float *p) { return *(const narrow_anywhere *)p; }
INLINE vd widen(const float *p) { return __builtin_convertvector(narrow_whole(p), vd); }
INLINE void shorten(float *p, vd v) { *(narrow_anywhere *)p = __builtin_convertvector(v, narrow); }
INLINE vd widen_part(const float *p, size_t n) {
  narrow v = 1.0f - (narrow){0};
  for (size_t i = 0; i < n; i++) v[i] = p[i];
  return __builtin_convertvector(v, vd);
}
INLINE void shorten_part(float *p, size_t n, vd v) {
  const narrow w = __builtin_convertvector(v, narrow);
  for (size_t i = 0; i < n; i++) p[i] = w[i];
}
// The first n of half as many floats as a vector has, then zeros.
INLINE narrow narrow_part(const float *p, size_t n) {
#if defined(FOR_AVX512)
  return (narrow)_mm256_maskz_loadu_ps((__mmask8)((1u << n) - 1), p);
#elif defined(FOR_AVX2)
  return (narrow)_mm256_maskload_ps(p, (__m256i)mask_of_words((int)n, 0));
#else
  narrow v = {0};
  for (size_t i = 0; i < n; i++) v[i] = p[i];
  return v;
#endif
}
INLINE vd widen_zeros(const float *p, size_t n) { return __builtin_convertvector(narrow_part(p, n), vd); }
