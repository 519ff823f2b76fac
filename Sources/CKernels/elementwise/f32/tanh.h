// tanh by a table: the arithmetic forms need a division and twice as many operations for the same accuracy.

// table[index mod 32], lane by lane.
INLINE vf look_up(const float *table, vi index) {
#if defined(FOR_AVX512)
  return (vf)_mm512_permutex2var_ps(_mm512_loadu_ps(table), (__m512i)index, _mm512_loadu_ps(table + 16));
#elif defined(FOR_AVX2)
  vf y;
  UNROLL for (int half = 0; half < 2; half++) {
    const __m256i i = half ? (__m256i)__builtin_shufflevector(index, index, 8, 9, 10, 11, 12, 13, 14, 15)
                           : (__m256i)__builtin_shufflevector(index, index, 0, 1, 2, 3, 4, 5, 6, 7);
    const __m256 a = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table), i);
    const __m256 b = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 8), i);
    const __m256 c = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 16), i);
    const __m256 d = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 24), i);
    const __m256 eight = _mm256_castsi256_ps(_mm256_slli_epi32(i, 28));
    const __m256 sixteen = _mm256_castsi256_ps(_mm256_slli_epi32(i, 27));
    const __m256 z = _mm256_blendv_ps(_mm256_blendv_ps(a, b, eight), _mm256_blendv_ps(c, d, eight), sixteen);
    _mm256_storeu_ps((float *)&y + 8 * half, z);
  }
  return y;
#else
  vf y = {0};
  for (size_t i = 0; i < sizeof(vf) / sizeof(float); i++) y[i] = table[index[i] & 31];
  return y;
#endif
}

// Interval 0 is |x| < 1/4, where tanh x = x + x P(x). The others are quarters of octaves up to 9.5: with a centre b
// found such that tanh b is a float to 1/500 ulp, tanh x = tanh b + r P(r), r = x - b.
// Rows: b, tanh b, the coefficients of P. Interpolation at Chebyshev points with mpmath.
static const float tanh_table[8][32] = {
  {0, 0x1.1ffe3ap-2f, 0x1.600068p-2f, 0x1.9fff82p-2f, 0x1.e000eap-2f, 0x1.2000dcp-1f, 0x1.600038p-1f, 0x1.9fff5ep-1f,
   0x1.dfffbp-1f, 0x1.20009ap+0f, 0x1.5fffdap+0f, 0x1.9fffbp+0f, 0x1.e00076p+0f, 0x1.1ffe8p+1f, 0x1.5ffe74p+1f,
   0x1.a0006ep+1f, 0x1.e001ecp+1f, 0x1.2000dcp+2f, 0x1.6005ecp+2f, 0x1.9fef5ep+2f, 0x1.e01f3ep+2f, 0x1.17e0c2p+3f, 0,
   0, 0, 0, 0, 0, 0, 0, 0, 0},
  {0, 0x1.18a1f6p-2f, 0x1.52c322p-2f, 0x1.8a8776p-2f, 0x1.bfaf28p-2f, 0x1.050912p-1f, 0x1.315804p-1f, 0x1.5788a6p-1f,
   0x1.77d814p-1f, 0x1.9e5d2p-1f, 0x1.c27894p-1f, 0x1.d9c6e4p-1f, 0x1.e878b4p-1f, 0x1.f4bf94p-1f, 0x1.fbd4fp-1f,
   0x1.fe767cp-1f, 0x1.ff6f1cp-1f, 0x1.ffdfa8p-1f, 0x1.fffbap-1f, 0x1.ffff68p-1f, 0x1.ffffecp-1f, 0x1.fffffep-1f, 0,
   0, 0, 0, 0, 0, 0, 0, 0, 0},
  {0x1.7e3ae4p-28f, 0x1.d98baap-1f, 0x1.c7f704p-1f, 0x1.b3ff58p-1f, 0x1.9e235cp-1f, 0x1.7aea4p-1f, 0x1.49e694p-1f,
   0x1.198046p-1f, 0x1.d8354p-2f, 0x1.614eaap-2f, 0x1.cea7bep-3f, 0x1.265edep-3f, 0x1.6fce64p-4f, 0x1.6418b4p-5f,
   0x1.09ae06p-6f, 0x1.88ecc8p-8f, 0x1.219fp-9f, 0x1.02b84p-11f, 0x1.17ff7cp-14f, 0x1.2ffe5p-17f, 0x1.473634p-20f,
   0x1.b2b8a6p-24f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
  {-0x1.ae7f5ep-20f, -0x1.038e2cp-2f, -0x1.2dafd8p-2f, -0x1.4ff6dap-2f, -0x1.6a1d8cp-2f, -0x1.825e4p-2f,
   -0x1.897d22p-2f, -0x1.79c12p-2f, -0x1.5aa248p-2f, -0x1.1deedep-2f, -0x1.970e62p-3f, -0x1.1064fep-3f,
   -0x1.5ee76cp-4f, -0x1.5c455ep-5f, -0x1.07845p-6f, -0x1.87bec8p-8f, -0x1.214d08p-9f, -0x1.02a79ap-11f,
   -0x1.17fcc6p-14f, -0x1.2ffd86p-17f, -0x1.4735e6p-20f, -0x1.b2b07ep-24f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
  {-0x1.55419ap-2f, -0x1.e92106p-3f, -0x1.9857f6p-3f, -0x1.42729ep-3f, -0x1.d71cf2p-4f, -0x1.bd02c4p-5f,
   0x1.d77268p-7f, 0x1.072b4p-4f, 0x1.843436p-4f, 0x1.c68d7p-4f, 0x1.97d7ep-4f, 0x1.33df66p-4f, 0x1.a85abp-5f,
   0x1.bbd748p-6f, 0x1.599d9cp-7f, 0x1.0395cep-8f, 0x1.80ddccp-10f, 0x1.587868p-12f, 0x1.75094cp-15f,
   0x1.950a3ap-18f, 0x1.b3faecp-21f, 0x1.20c4fap-24f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
  {-0x1.54b206p-10f, 0x1.3315d6p-3f, 0x1.5036bcp-3f, 0x1.5c35a6p-3f, 0x1.5864c2p-3f, 0x1.3a4c8cp-3f, 0x1.e981b2p-4f,
   0x1.471872p-4f, 0x1.626b58p-5f, 0x1.ac07a6p-9f, -0x1.5dd54ap-6f, -0x1.9d2a5p-6f, -0x1.55d57p-6f, -0x1.93d12cp-7f,
   -0x1.4e4354p-8f, -0x1.007668p-9f, -0x1.7f2b96p-11f, -0x1.583f4cp-13f, -0x1.751b5p-16f, -0x1.953206p-19f,
   -0x1.b4149p-22f, -0x1.216efap-25f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
  {0x1.26042p-3f, 0x1.e3d2aap-5f, 0x1.05c086p-5f, 0x1.84467ap-8f, -0x1.1940a4p-6f, -0x1.646cep-5f, -0x1.f894aap-5f,
   -0x1.00c1bcp-4f, -0x1.b2b804p-5f, -0x1.065e9p-5f, -0x1.37269ep-7f, 0x1.70a2d6p-10f, 0x1.2dd662p-8f,
   0x1.04bff6p-8f, 0x1.f59158p-10f, 0x1.93709cp-11f, 0x1.32657ap-12f, 0x1.1ccb36p-14f, 0x1.35536cp-17f,
   0x1.4ffd22p-20f, 0x1.69b124p-23f, 0x1.f62dfep-27f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
  {-0x1.34bfdp-5f, -0x1.25ed3ep-4f, -0x1.261642p-4f, -0x1.0f315ep-4f, -0x1.cdcfe6p-5f, -0x1.313f36p-5f,
   -0x1.7c16e8p-7f, 0x1.dab826p-8f, 0x1.1652p-6f, 0x1.2f10bcp-6f, 0x1.6766d6p-7f, 0x1.0d5ec6p-8f, 0x1.5249dp-11f,
   -0x1.7afdaap-11f, -0x1.1df3fcp-11f, -0x1.fddcb6p-13f, -0x1.9046d2p-14f, -0x1.76d522p-16f, -0x1.98cfb6p-19f,
   -0x1.bb3ac6p-22f, -0x1.df8b34p-25f, -0x1.462178p-28f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
};

INLINE vf ftanh(vf x) {
  const vf size = choose(absolute(x) > F(9.5f), F(9.5f), absolute(x));
  const vi quarter = ((vi)size >> 21) - J(499);
  const vi index = choose(quarter < J(0), J(0), quarter);
  const vf r = size - look_up(tanh_table[0], index);
  vf p = look_up(tanh_table[7], index);
  UNROLL for (int k = 6; k >= 2; k--) p = fused(p, r, look_up(tanh_table[k], index));
  const vf base = choose(index == J(0), r, look_up(tanh_table[1], index));
  return or_nan(with_sign_of(fused(r, p, base), x), x != x);
}

MAP_1(tanh, ftanh(x))
