// The patches of one instruction set and one precision: the includer defines LANES, ROWS_1, ROWS_2, ROWS_4 (the most
// rows of patches 1, 2, 4 vectors wide), PATCHES (a name) and NARROW (the patches of half the lanes, or 0); MASKED,
// where vectors are loaded and stored in part by MASKED_LOAD and MASKED_STORE.
#include "simd.h"
#include "kernel.h"
#include "pack.h"
#include "terms.h"

#define STRIDED(rows, vectors) [rows] = OF(patch_strided_##rows##x##vectors),
#define PACKED(rows, vectors) [rows] = OF(patch_packed_##rows##x##vectors),
#define ADD_TERMS(vectors, unused) [vectors] = OF(add_terms_##vectors),
#define ADD_TO_THREE(third, unused) [third] = OF(add_to_three_##third),
const OF(kn_patches) PATCHES = {
  .lanes = LANES,
  .rows_limit = {ROWS_1, ROWS_2, ROWS_4},
  .strided = {{ALL_PATCHES(ROWS_1)(STRIDED, 1)}, {ALL_PATCHES(ROWS_2)(STRIDED, 2)}, {ALL_PATCHES(ROWS_4)(STRIDED, 4)}},
  .packed = {{ALL_PATCHES(ROWS_1)(PACKED, 1)}, {ALL_PATCHES(ROWS_2)(PACKED, 2)}, {ALL_PATCHES(ROWS_4)(PACKED, 4)}},
  .pack = OF(pack),
  .terms_of = OF(terms_of),
  .add_terms = {PATCHES_12(ADD_TERMS, 0)},
  .add_to_three = {PATCHES_4(ADD_TO_THREE, 0)},
  .all_finite = OF(all_finite),
  .finish_terms = OF(finish_terms),
  .narrow = NARROW,
#if defined(MASKED)
  .masked = 1,
#endif
};

#undef STRIDED
#undef PACKED
#undef ADD_TERMS
#undef ADD_TO_THREE
#undef TERMS
#undef TERMS_TO_THREE
#undef PATCH
#undef PATCHES_2
#undef PATCHES_4
#undef PATCHES_6
#undef PATCHES_12
#undef PATCHES_14
#undef PATCHES_OF
#undef ALL_PATCHES
#undef V4
#undef V4_OUT
#undef VR
#undef VM
#undef LANES
#undef PATCHES
#undef NARROW
#undef MASKED
#undef MASKED_LOAD
#undef MASKED_STORE
#undef COMPRESSED_STORE
