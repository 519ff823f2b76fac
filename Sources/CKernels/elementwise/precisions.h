// The vectors of both precisions, and their names: the includer defines VECTOR_BYTES.
#include "words.h"
#include "maps.h"

#define V vd
#define M vl
#define U vul
#define UNSIGNED uint64_t
#include "../products/real_f64.h"
#include "vectors.h"
#include "../products/real_end.h"
#undef V
#undef M
#undef U
#undef UNSIGNED

#define V vf
#define M vi
#define U vui
#define UNSIGNED uint32_t
#include "../products/real_f32.h"
#include "vectors.h"
#include "../products/real_end.h"
#undef V
#undef M
#undef U
#undef UNSIGNED

#include "overloads.h"
