// Double precision for the files that are written once for both: REAL, its size, and OF(name).
#define REAL double
#define REAL_BYTES 8
#define REAL_MASK int64_t
#define OF(name) name##_f64
