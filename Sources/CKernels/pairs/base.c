// The architecture's base: NEON on aarch64, SSE2 without fma on x86-64.
#define ARCHITECTURE_BASE
#define TABLE kn_pair_table_base
#include "instance.h"
