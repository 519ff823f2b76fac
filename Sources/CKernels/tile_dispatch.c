#include "instruction_set.h"
#include "tile.h"

#if defined(__x86_64__)
#define CHOOSE(suffix) \
  switch (kn_isa_current()) { \
  case kn_isa_avx512: return &kn_tiles_avx512_##suffix; \
  case kn_isa_avx2: return &kn_tiles_avx2_##suffix; \
  default: return &kn_tiles_base_##suffix; \
  }
#else
#define CHOOSE(suffix) return &kn_tiles_base_##suffix;
#endif

const kn_tiles_f32 *kn_tiles_active_f32(void) { CHOOSE(f32) }
const kn_tiles_f64 *kn_tiles_active_f64(void) { CHOOSE(f64) }
