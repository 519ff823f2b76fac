// Sixteen features at once, whatever the registers; a last few are padded with zeros.

enum { OF(LANES) = 16 };
typedef REAL OF(lanes) __attribute__((vector_size(16 * REAL_BYTES)));
typedef REAL OF(lanes_anywhere) __attribute__((vector_size(16 * REAL_BYTES), aligned(REAL_BYTES), may_alias));
#define LANES OF(lanes)
#define FMA OF(fused)
#define FUSED FMA
#define FUSED_VECTOR LANES
#include "../fused.h"

/// Does a block of features, `left` of which are left: known to be a full one where it is.
#define BLOCKS(features, BLOCK) \
  for (size_t f = 0; f < (features); f += OF(LANES)) { \
    if ((features) - f >= OF(LANES)) BLOCK(OF(LANES)); \
    else BLOCK((features) - f); \
  }

INLINE LANES OF(take)(const REAL *x, size_t left) {
  if (left >= OF(LANES)) return *(const OF(lanes_anywhere) *)x;
  LANES v = {0};
  __builtin_memcpy(&v, x, left * sizeof(REAL));
  return v;
}

INLINE void OF(put)(REAL *y, size_t left, LANES v) {
  if (left >= OF(LANES)) *(OF(lanes_anywhere) *)y = v;
  else __builtin_memcpy(y, &v, left * sizeof(REAL));
}

/// One number in all lanes, also -0.
INLINE LANES OF(all)(REAL x) { return x - (LANES){0}; }

/// The lanes added by the tree 8, 4, 2, 1.
INLINE REAL OF(lane_sum)(LANES v) {
  REAL x[OF(LANES)];
  __builtin_memcpy(x, &v, sizeof x);
  UNROLL for (int half = 8; half > 0; half /= 2)
    for (int i = 0; i < half; i++) x[i] = x[i] + x[i + half];
  return x[0];
}
