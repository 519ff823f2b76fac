// All kernels of one instruction set: included once by each isa_*.c, which defines LANES and TABLE.
#include "prelude.h"
#include "table.h"
#include "simd_f64.h"
#include "arithmetic_f64.h"
#include "reduction_f64.h"
#include "householder_f64.h"
#include "plain.h"

#define ENTRY(f) .f##_f64 = f##_f64,
const kn_table TABLE = {
  KN_UNARY_F64(ENTRY) KN_BINARY_F64(ENTRY) KN_TERNARY_F64(ENTRY)
  ENTRY(fill) ENTRY(axpy) ENTRY(sum) ENTRY(dot) ENTRY(householder_qr) ENTRY(householder_apply)
};
