// Vectors of LANES elements of REAL.

typedef REAL OF(vr) __attribute__((vector_size(LANES * REAL_BYTES), may_alias));
typedef REAL OF(vr_anywhere) __attribute__((vector_size(LANES * REAL_BYTES), aligned(REAL_BYTES), may_alias));
typedef REAL_MASK OF(vm) __attribute__((vector_size(LANES * REAL_BYTES), may_alias));
#define VR OF(vr)
#define VM OF(vm)

INLINE VR OF(v_load)(const REAL *p) { return *(const OF(vr_anywhere) *)p; }
INLINE void OF(v_store)(REAL *p, VR v) { *(OF(vr_anywhere) *)p = v; }
// x - 0 is x for every x, -0 included; x + 0 is not.
INLINE VR OF(v_splat)(REAL x) { return x - (VR){0}; }
#define FUSED OF(v_fma)
#define FUSED_VECTOR VR
#include "../fused.h"

/// +0 where x <= 0, else x: -0 becomes +0, NaN stays.
INLINE VR OF(v_relu)(VR x) { return (VR)(~(VM)(x <= (VR){0}) & (VM)x); }

// Where a last vector may be moved in part, the lanes beyond the mask are read as zeros, and not touched in memory.
#if defined(MASKED)
INLINE VR OF(v_load_of)(const REAL *p, int is_last, unsigned mask) {
  return is_last ? (VR)MASKED_LOAD(mask, p) : OF(v_load)(p);
}
INLINE void OF(v_store_some)(REAL *p, unsigned mask, VR v) { MASKED_STORE(p, mask, v); }
#else
INLINE VR OF(v_load_of)(const REAL *p, int is_last, unsigned mask) {
  (void)is_last, (void)mask;
  return OF(v_load)(p);
}
#endif
