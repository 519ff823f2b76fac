// Pooling on one instruction set: included by base.c, avx2.c and avx512.c, which define TABLE.
#include "../prelude.h"
#include "table.h"
#include "window.h"

#include "../products/real_f32.h"
#include "windows.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "windows.h"
#include "../products/real_end.h"

#define ENTRIES(s) \
  .max_pool_##s = max_pool_##s, .max_pool_to_data_##s = max_pool_to_data_##s, .average_pool_##s = average_pool_##s, \
  .average_pool_to_data_##s = average_pool_to_data_##s,
const kn_poolings TABLE = {ENTRIES(f32) ENTRIES(f64)};
