// Arrays whose end is no whole vector, moved as 32-bit words: once for both precisions.
enum { WORDS = VECTOR_BYTES / 4 };

typedef int32_t words __attribute__((vector_size(VECTOR_BYTES)));
typedef int32_t any_word __attribute__((may_alias));

#if defined(FOR_AVX2)
typedef int32_t half_words __attribute__((vector_size(32)));
// All ones in the first `count` of the words from `first` on.
INLINE half_words mask_of_words(int count, int first) {
  return (half_words){0, 1, 2, 3, 4, 5, 6, 7} < (count - first) - (half_words){0};
}
#endif

// The first `count` words at p, the others from `fill`. Assembling them one by one in memory would stall: a wide
// load cannot be forwarded from narrow stores.
INLINE words load_words(const void *p, int count, words fill) {
#if defined(FOR_AVX512)
  return (words)_mm512_mask_loadu_epi32((__m512i)fill, (__mmask16)((1u << count) - 1), p);
#elif defined(FOR_AVX2)
  const half_words m = mask_of_words(count, 0), n = mask_of_words(count, 8);
  const half_words a = (half_words)_mm256_maskload_epi32(p, (__m256i)m);
  const half_words b = (half_words)_mm256_maskload_epi32((const int *)p + 8, (__m256i)n);
  const words mask = __builtin_shufflevector(m, n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) | (fill & ~mask);
#else
  for (int i = 0; i < count; i++) fill[i] = ((const any_word *)p)[i];
  return fill;
#endif
}

INLINE void store_words(void *p, int count, words v) {
#if defined(FOR_AVX512)
  _mm512_mask_storeu_epi32(p, (__mmask16)((1u << count) - 1), (__m512i)v);
#elif defined(FOR_AVX2)
  _mm256_maskstore_epi32(
    p, (__m256i)mask_of_words(count, 0), (__m256i)__builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7));
  _mm256_maskstore_epi32(
    (int *)p + 8, (__m256i)mask_of_words(count, 8),
    (__m256i)__builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15));
#else
  for (int i = 0; i < count; i++) ((any_word *)p)[i] = v[i];
#endif
}
