// Short names of this precision's constants.
INLINE vd D(double x) { return splat(x); }
INLINE vl I(int64_t x) { return x - (vl){0}; }
#define SIGN_BIT I((int64_t)0x8000000000000000)
#define QUIET_NAN ((vd)I(0x7ff8000000000000))
#define INFINITE ((vd)I(0x7ff0000000000000))
