#include "instruction_set.h"
#include "patch.h"

#if defined(__x86_64__)
#define CHOOSE(suffix) \
  switch (kn_isa_current()) { \
  case kn_isa_avx512: return &kn_patches_avx512_##suffix; \
  case kn_isa_avx2: return &kn_patches_avx2_##suffix; \
  default: return &kn_patches_base_##suffix; \
  }
#else
#define CHOOSE(suffix) return &kn_patches_base_##suffix;
#endif

const kn_patches_f32 *kn_patches_active_f32(void) { CHOOSE(f32) }
const kn_patches_f64 *kn_patches_active_f64(void) { CHOOSE(f64) }
