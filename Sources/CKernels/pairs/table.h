#pragma once
#include "pairs.h"

/// The sums of some atoms, or the arrays of some pairs, first ..< next, on one instruction set.
#define KN_PAIR_TABLE(T, s) \
  void (*scaled_sums_##s)(const kn_neighbourhood *, const T *, const T *, const T *, T *, size_t, size_t); \
  void (*scaled_filters_##s)(const kn_neighbourhood *, const T *, const T *, const T *, T *, size_t, size_t); \
  void (*scaled_scales_##s)(const kn_neighbourhood *, const T *, const T *, const T *, T *, size_t, size_t); \
  void (*directed_sums_##s)(const kn_neighbourhood *, const T *, const T *, const T *, T *, size_t, size_t); \
  void (*directed_senders_##s)(const kn_neighbourhood *, const T *, const T *, const T *, T *, size_t, size_t); \
  void (*directed_filters_##s)(const kn_neighbourhood *, const T *, const T *, const T *, T *, size_t, size_t); \
  void (*directed_directions_##s)(const kn_neighbourhood *, const T *, const T *, const T *, T *, size_t, size_t);
typedef struct {
  KN_PAIR_TABLE(float, f32)
  KN_PAIR_TABLE(double, f64)
} kn_pair_table;
#undef KN_PAIR_TABLE

extern const kn_pair_table kn_pair_table_base;
#if defined(__x86_64__)
extern const kn_pair_table kn_pair_table_avx2, kn_pair_table_avx512;
#endif
