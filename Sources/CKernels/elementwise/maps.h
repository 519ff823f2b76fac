// Kernels over arrays from an expression over vectors of REAL: x of one array, a, b, c of several.

#define LANES (VECTOR_BYTES / REAL_BYTES)
#define POLYNOMIAL(x, ...) \
  OF(polynomial)(x, (const REAL[]){__VA_ARGS__}, sizeof((const REAL[]){__VA_ARGS__}) / sizeof(REAL))

// The unused lanes of the last vector compute the function of 1, which is no slow case of any.
#define MAP_1(name, expression) \
  static void OF(name)(const REAL *px, REAL *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const V x = load(px + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const V x = load_part(px + i, n - i, 1); \
      store_part(py + i, n - i, expression); \
    } \
  }
#define MAP_2(name, expression) \
  static void OF(name)(const REAL *pa, const REAL *pb, REAL *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const V a = load(pa + i), b = load(pb + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const V a = load_part(pa + i, n - i, 1), b = load_part(pb + i, n - i, 1); \
      store_part(py + i, n - i, expression); \
    } \
  }
#define MAP_3(name, expression) \
  static void OF(name)(const REAL *pa, const REAL *pb, const REAL *pc, REAL *py, size_t n) { \
    size_t i = 0; \
    for (; i + LANES <= n; i += LANES) { \
      const V a = load(pa + i), b = load(pb + i), c = load(pc + i); \
      store(py + i, expression); \
    } \
    if (i < n) { \
      const V a = load_part(pa + i, n - i, 1), b = load_part(pb + i, n - i, 1), c = load_part(pc + i, n - i, 1); \
      store_part(py + i, n - i, expression); \
    } \
  }
