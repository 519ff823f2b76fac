// The architecture's base: NEON on aarch64, SSE2 with fma by call on x86-64.
#define VECTOR_BYTES 16
#define TABLE kn_reductions_base
#include "instance.h"
