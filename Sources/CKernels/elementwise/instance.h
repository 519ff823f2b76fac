// All kernels of one instruction set: included by base.c, avx2.c and avx512.c, which define VECTOR_BYTES, TABLE,
// and FOR_AVX2 or FOR_AVX512 where their intrinsics may be used (the target attribute defines no macro).
#include "../prelude.h"
#include "angle.h"
#include "table.h"
#include "precisions.h"

#define V vd
#define M vl
#include "../products/real_f64.h"
#include "arithmetic.h"
#include "../reductions/lanes.h"
#include "f64/names.h"
#include "f64/gram.h"
#include "f64/householder.h"
#include "f64/exp.h"
#include "f64/log.h"
#include "f64/pow.h"
#include "f64/trig.h"
#include "f64/inverse.h"
#include "f64/erf.h"
#include "f64/lgamma.h"
#include "f64/peak.h"
#include "../products/real_end.h"
#undef V
#undef M

#define V vf
#define M vi
#include "../products/real_f32.h"
#include "arithmetic.h"
#include "f32/names.h"
#include "f32/exp.h"
#include "f32/log.h"
#include "f32/tanh.h"
#include "f32/wide.h"
#include "../products/real_end.h"

#define ENTRY(f, s) .f##_##s = f##_##s,
#define ENTRIES(s) ENTRY(fill, s) ENTRY(axpy, s)
const kn_table TABLE = {
  KN_UNARY(ENTRY) KN_BINARY(ENTRY) KN_TERNARY(ENTRY)
  ENTRIES(f64) ENTRIES(f32)
  ENTRY(gram, f64) ENTRY(householder_qr, f64) ENTRY(householder_apply, f64)
  ENTRY(peak, f64)
};
