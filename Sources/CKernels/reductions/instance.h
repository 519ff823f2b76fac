// The reductions of one instruction set: included by base.c, avx2.c and avx512.c, which define VECTOR_BYTES, TABLE,
// and FOR_AVX2 or FOR_AVX512 where their intrinsics may be used.
#include "../prelude.h"
#include "table.h"
#include "../elementwise/precisions.h"

// Columns that are reduced together: their 64 lanes stay in the first-level cache.
enum { SIDE_f32 = 64, SIDE_f64 = 32 };

#define V vd
#define U vul
#define M vl
#include "../products/real_f64.h"
#include "../elementwise/f64/names.h"
#include "lanes.h"
#include "sums.h"
#include "extreme_pieces.h"
#include "rows.h"
#include "exact_f64.h"
#include "../products/real_end.h"
#undef V
#undef M
#undef U

#define V vf
#define U vui
#define M vi
#include "../products/real_f32.h"
#include "lanes.h"
#include "sums.h"
#include "extreme_pieces.h"
#include "rows.h"
#include "../elementwise/f32/widen.h"
#include "exact_f32.h"
#include "../products/real_end.h"

#define ENTRY(f, s) .f##_##s = f##_##s,
#define ENTRIES(s) \
  ENTRY(sum, s) ENTRY(dot, s) ENTRY(sum_pieces, s) ENTRY(sum_piece, s) ENTRY(max_piece, s) ENTRY(min_piece, s) \
  ENTRY(exact_sum, s) ENTRY(add_rows, s) ENTRY(gather, s) ENTRY(scatter_add, s)
const kn_reductions TABLE = {ENTRIES(f32) ENTRIES(f64)};
