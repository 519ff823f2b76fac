// Vectors of LANES doubles; included once by the file of an instruction set, which defines LANES.

typedef double vd __attribute__((vector_size(LANES * 8), may_alias));
typedef double vd_anywhere __attribute__((vector_size(LANES * 8), aligned(8), may_alias));
typedef int64_t vl __attribute__((vector_size(LANES * 8), may_alias));

INLINE vd load(const double *p) { return *(const vd_anywhere *)p; }
INLINE void store(double *p, vd v) { *(vd_anywhere *)p = v; }
// x - 0 is x for every x, -0 included; x + 0 is not.
INLINE vd D(double x) { return x - (vd){0}; }
INLINE vl I(int64_t x) { return x - (vl){0}; }
INLINE vd fma_d(vd a, vd b, vd c) { return __builtin_elementwise_fma(a, b, c); }
INLINE vd select_d(vl mask, vd a, vd b) { return (vd)((mask & (vl)a) | (~mask & (vl)b)); }
INLINE int any(vl mask) { return __builtin_reduce_or(mask) != 0; }

#define SIGN_BIT I((int64_t)0x8000000000000000)
#define QUIET_NAN ((vd)I(0x7ff8000000000000))
#define INFINITE ((vd)I(0x7ff0000000000000))

INLINE vd abs_d(vd x) { return (vd)((vl)x & ~SIGN_BIT); }
INLINE vd with_sign_of(vd magnitude, vd sign) { return (vd)(((vl)magnitude & ~SIGN_BIT) | ((vl)sign & SIGN_BIT)); }

// The last, incomplete vector of an array: its unused lanes hold 1, which is no slow case of any function.
INLINE vd load_part(const double *p, size_t n) {
  double part[LANES] __attribute__((aligned(64)));
  for (size_t i = 0; i < LANES; i++) part[i] = i < n ? p[i] : 1.0;
  return load(part);
}
INLINE void store_part(double *p, size_t n, vd v) {
  double part[LANES] __attribute__((aligned(64)));
  store(part, v);
  for (size_t i = 0; i < n; i++) p[i] = part[i];
}

#define MAP_1(name, expression) \
  static void name##_f64(const double *px, double *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const vd x = load(px + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const vd x = load_part(px + i, n - i); \
      store_part(py + i, n - i, expression); \
    } \
  }
#define MAP_2(name, expression) \
  static void name##_f64(const double *pa, const double *pb, double *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const vd a = load(pa + i), b = load(pb + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const vd a = load_part(pa + i, n - i), b = load_part(pb + i, n - i); \
      store_part(py + i, n - i, expression); \
    } \
  }
#define MAP_3(name, expression) \
  static void name##_f64(const double *pa, const double *pb, const double *pc, double *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const vd a = load(pa + i), b = load(pb + i), c = load(pc + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const vd a = load_part(pa + i, n - i), b = load_part(pb + i, n - i), c = load_part(pc + i, n - i); \
      store_part(py + i, n - i, expression); \
    } \
  }
