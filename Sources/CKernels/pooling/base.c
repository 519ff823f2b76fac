// The architecture's base: NEON on aarch64, SSE2 without fma on x86-64.
#define TABLE kn_poolings_base
#include "instance.h"
