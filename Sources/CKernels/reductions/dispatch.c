#include "instruction_set.h"
#include "table.h"

const kn_reductions *kn_reductions_active(void) {
#if defined(__x86_64__)
  switch (kn_isa_current()) {
  case kn_isa_avx512: return &kn_reductions_avx512;
  case kn_isa_avx2: return &kn_reductions_avx2;
  default: return &kn_reductions_base;
  }
#else
  return &kn_reductions_base;
#endif
}
