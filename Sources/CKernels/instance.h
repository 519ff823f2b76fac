// All kernels of one instruction set: included once by each isa_*.c, which defines LANES and TABLE.
#include "prelude.h"
#include "angle.h"
#include "table.h"
#include "f64/simd.h"
#include "f64/arithmetic.h"
#include "f64/reduction.h"
#include "f64/householder.h"
#include "f64/exp.h"
#include "f64/log.h"
#include "f64/pow.h"
#include "f64/trig.h"
#include "f64/inverse.h"
#include "f64/erf.h"
#include "f64/lgamma.h"

#define ENTRY(f) .f##_f64 = f##_f64,
const kn_table TABLE = {
  KN_UNARY_F64(ENTRY) KN_BINARY_F64(ENTRY) KN_TERNARY_F64(ENTRY)
  ENTRY(fill) ENTRY(axpy) ENTRY(sum) ENTRY(dot) ENTRY(householder_qr) ENTRY(householder_apply)
};
