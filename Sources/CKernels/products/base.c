// The architecture's base: NEON with its 32 registers on aarch64, SSE2 without fma on x86-64.
#define ARCHITECTURE_BASE
#include "../prelude.h"
#include "patch.h"

#if defined(__aarch64__)
#define ROWS_1 14
#define ROWS_2 14
#define ROWS_4 6
#else
#define ROWS_1 6
#define ROWS_2 2
#define ROWS_4 2
#endif

#include "real_f32.h"
#define LANES 4
#define PATCHES kn_patches_base_f32
#define NARROW 0
#include "instance.h"
#include "real_end.h"

#include "real_f64.h"
#define LANES 2
#define PATCHES kn_patches_base_f64
#define NARROW 0
#include "instance.h"
#include "real_end.h"
