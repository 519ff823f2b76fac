// The architecture's base: NEON on aarch64, SSE2 with fma by call on x86-64.
#define TABLE kn_pair_table_base
#include "instance.h"
