// Pairs on one instruction set: included by base.c, avx2.c and avx512.c, which define TABLE.
#include "../prelude.h"
#include "table.h"

#include "../products/real_f32.h"
#include "lanes.h"
#include "scaled.h"
#include "directed.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "lanes.h"
#include "scaled.h"
#include "directed.h"
#include "../products/real_end.h"

#define ENTRIES(s) \
  .scaled_sums_##s = scaled_sums_##s, .scaled_filters_##s = scaled_filters_##s, \
  .scaled_scales_##s = scaled_scales_##s, .directed_sums_##s = directed_sums_##s, \
  .directed_senders_##s = directed_senders_##s, .directed_filters_##s = directed_filters_##s, \
  .directed_directions_##s = directed_directions_##s,
const kn_pair_table TABLE = {ENTRIES(f32) ENTRIES(f64)};
