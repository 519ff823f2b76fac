// Functions of singles computed in double: with short polynomials they err by little more than the final rounding.

#include "widen.h"

#define MAP_WIDE_1(name, expression) \
  static void name##_f32(const float *px, float *py, size_t n) { \
    size_t i = 0; \
    for (; i + WIDE_LANES <= n; i += WIDE_LANES) { \
      const vd x = widen(px + i); \
      shorten(py + i, expression); \
    } \
    if (i < n) { \
      const vd x = widen_part(px + i, n - i); \
      shorten_part(py + i, n - i, expression); \
    } \
  }
#define MAP_WIDE_2(name, expression) \
  static void name##_f32(const float *pa, const float *pb, float *py, size_t n) { \
    size_t i = 0; \
    for (; i + WIDE_LANES <= n; i += WIDE_LANES) { \
      const vd a = widen(pa + i), b = widen(pb + i); \
      shorten(py + i, expression); \
    } \
    if (i < n) { \
      const vd a = widen_part(pa + i, n - i), b = widen_part(pb + i, n - i); \
      shorten_part(py + i, n - i, expression); \
    } \
  }
#define POLYNOMIAL_WIDE(x, ...) \
  polynomial_f64(x, (const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

// e^x for |x| <= 700, relative error 2^-33: fpminimax of Sollya on |r| <= 0.347.
INLINE vd exp_short(vd x) {
  const vd magic = D(0x1.8p52);
  const vd t = fused(x, D(0x1.71547652b82fep+0), magic);
  const vd r = fused(t - magic, D(-0x1.62e42fefa39efp-1), x);
  const vd p = POLYNOMIAL_WIDE(r, 0x1.a1b8f547eedfcp-13, 0x1.6d976244a9046p-10, 0x1.11107c4361d6cp-7,
    0x1.55547f6099235p-5, 0x1.5555559874dc6p-3, 0x1.000000435facep-1, 1.0, 1.0);
  return (vd)((vl)p + (((vl)t - (vl)magic) << 52));
}

// ln x for positive, normal, finite x, relative error 2^-44.
INLINE vd log_short(vd x) {
  const log_argument a = log_reduce(x);
  const vd f = a.m - D(1.0);
  const vd s = f / (f + D(2.0));
  const vd p = POLYNOMIAL_WIDE(s * s, 0x1.911d2d5629034p-3, 0x1.c62a9c274a3f5p-3, 0x1.2494132dee43p-2,
    0x1.999996a6c6e84p-2, 0x1.555555561f009p-1, 2.0);
  return fused(s, p, a.e * D(0x1.62e42fefa39efp-1));
}

// sin (x + turns pi/2) for turns 0 or 1: x + turns pi/2 = n pi + r with |r| <= pi/2, and the sine is +-sin r.
INLINE vd sine_short(vd x, int turns) {
  const vd magic = D(0x1.8p52);
  const vd t = fused(x, D(0x1.45f306dc9c883p-2), D(0.5 * turns)) + magic;
  const vd n = (t - magic) - D(0.5 * turns);
  vd r = fused(n, D(-2.0 * PI_HALF_LO), fused(n, D(-2.0 * PI_HALF), x));
  vl odd = (vl)t << 63;
  const vl hard = ~(absolute(x) < D(0x1p40));
  if (any(hard)) {
    for (int i = 0; i < WIDE_LANES; i++)
      if (hard[i]) {
        const kn_angle large = kn_reduce_large_angle(x[i]);
        // A sine of r + an odd number of pi/2 is that of pi/2 + r, or of r - pi/2 with the other sign.
        const int64_t quadrant = large.quadrant + turns;
        const int right = (quadrant & 1) && large.r < 0, left = (quadrant & 1) && !right;
        r[i] = right ? large.r + PI_HALF : left ? large.r - PI_HALF : large.r;
        odd[i] = (int64_t)((uint64_t)(quadrant / 2 + left) << 63);
      }
  }
  // (sin r - r) / r^3: fpminimax of Sollya on |r| <= 1.5709, error of the sine 2^-35.
  const vd z = r * r;
  const vd tail = POLYNOMIAL_WIDE(z, -0x1.9a67db483aea1p-26, 0x1.717078ac47a51p-19, -0x1.a017d9678c3f7p-13,
    0x1.11110c4958872p-7, -0x1.5555554766fddp-3);
  const vd y = (vd)((vl)(r * fused(z, tail, D(1.0))) ^ odd);
  return or_nan_where_infinite(y, x, hard);
}

// max(x, 0) + 2 artanh(e / (2 + e)) with e = e^-|x|; fpminimax of Sollya to 1/3, relative error 2^-43.
INLINE vd softplus_short(vd x) {
  const vd e = exp_short(clamp(-absolute(x), -200.0, 0.0));
  const vd s = e / (e + D(2.0));
  const vd p = POLYNOMIAL_WIDE(s * s, 0x1.99cd45147389dp-3, 0x1.20ada85742af8p-3, 0x1.76e719ea4158ap-3,
    0x1.c6fa9d6f4acc5p-3, 0x1.2492c0bea0546p-2, 0x1.9999980a63a11p-2, 0x1.5555555636179p-1, 2.0);
  return or_nan(fused(s, p, choose(x > D(0.0), x, D(0.0))), x != x);
}

INLINE vd silu_short(vd x) {
  const vd e = exp_short(clamp(-absolute(x), -200.0, 0.0));
  const vd limited = choose(x < D(-200.0), D(-200.0), x);
  return or_nan(choose(x < D(0.0), limited * e, x) / (D(1.0) + e), x != x);
}

// Near 0 a polynomial, relative error 2^-35; else 1 - e^-q, q to 2^-26: fpminimax of Sollya.
INLINE vd erf_short(vd x) {
  const vd size = absolute(x);
  const vd near = x
                  * POLYNOMIAL_WIDE(x * x, -0x1.438405aa74b7bp-17, 0x1.d826922086acbp-14, -0x1.bcbe9a8ccce54p-11,
                    0x1.5628edf00770ep-8, -0x1.b829a7a5eb5fp-6, 0x1.ce2f0798af1c3p-4, -0x1.8127465fb9877p-2,
                    0x1.20dd7504007e6p0);
  const vd limited = clamp(size, 0.9, 4.1);
  const vd q = POLYNOMIAL_WIDE(limited, -0x1.a402c394101e5p-20, 0x1.7655c7a2d47cbp-15, -0x1.328f5f31ca1f3p-11,
    0x1.3436d6c4c2edbp-8, -0x1.ae3fedde8631ap-6, 0x1.c1bace9ce428ap-4, 0x1.43a60f1ed9f7cp-1, 0x1.214b77c036a49p0,
    -0x1.224d15012ed3dp-12);
  const vd far = with_sign_of(D(1.0) - exp_short(-q), x);
  return or_nan(choose(size < D(0.95), near, far), x != x);
}

INLINE vd pow_short(vd a, vd b) {
  const vd size = absolute(a);
  vd l = log_short(size);
  const vl extreme = (size == D(0.0)) | (size == INFINITE);
  if (any(extreme)) l = choose(extreme, choose(size == D(0.0), -INFINITE, INFINITE), l);
  return with_power_rules(exp_short(clamp(b * l, -200.0, 200.0)), a, b);
}

MAP_WIDE_1(sin, sine_short(x, 0))
MAP_WIDE_1(cos, sine_short(x, 1))
MAP_WIDE_1(softplus, softplus_short(x))
MAP_WIDE_1(silu, silu_short(x))
MAP_WIDE_1(erf, erf_short(x))
MAP_WIDE_2(pow, pow_short(a, b))
