#pragma once
#include "pooling.h"

/// Pooling of all images on the calling thread, on one instruction set.
#define KN_POOLINGS(T, s) \
  void (*max_pool_##s)(const kn_pooling *p, const T *x, T *y, int32_t *place); \
  void (*max_pool_to_data_##s)(const kn_pooling *p, const T *dy, const int32_t *place, T *dx); \
  void (*average_pool_##s)(const kn_pooling *p, const T *x, T *y); \
  void (*average_pool_to_data_##s)(const kn_pooling *p, const T *dy, T *dx);
typedef struct {
  KN_POOLINGS(float, f32)
  KN_POOLINGS(double, f64)
} kn_poolings;
#undef KN_POOLINGS

extern const kn_poolings kn_poolings_base;
#if defined(__x86_64__)
extern const kn_poolings kn_poolings_avx2, kn_poolings_avx512;
#endif
