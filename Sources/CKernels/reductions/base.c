// The architecture's base: NEON on aarch64, SSE2 without fma on x86-64.
#define ARCHITECTURE_BASE
#define VECTOR_BYTES 16
#define TABLE kn_reductions_base
#include "instance.h"
