#include "../prelude.h"
#include "../ranges.h"
#include "instruction_set.h"
#include "table.h"

static const kn_pair_table *active(void) {
#if defined(__x86_64__)
  switch (kn_isa_current()) {
  case kn_isa_avx512: return &kn_pair_table_avx512;
  case kn_isa_avx2: return &kn_pair_table_avx2;
  default: return &kn_pair_table_base;
  }
#else
  return &kn_pair_table_base;
#endif
}

#include "../products/real_f32.h"
#include "over_atoms.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "over_atoms.h"
#include "../products/real_end.h"
