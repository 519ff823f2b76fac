// Single precision for the files that are written once for both: REAL, its size, and OF(name).
#define REAL float
#define REAL_BYTES 4
#define REAL_MASK int32_t
#define OF(name) name##_f32
