// Plain elementary functions, element by element.
#include <math.h>

static double power_of_two(int n) {
  double y = 1;
  for (; n > 1000; n -= 1000) y *= 0x1p1000;
  for (; n < -1000; n += 1000) y *= 0x1p-1000;
  union { uint64_t u; double d; } s = {(uint64_t)(n + 1023) << 52};
  return y * s.d;
}
static double plain_exp(double x) {
  if (x != x) return x;
  if (x > 710) return INFINITY;
  if (x < -746) return 0;
  const double n = (double)(long)(x * 0x1.71547652b82fep+0 + (x < 0 ? -0.5 : 0.5));
  const double r = (x - n * 0x1.62e42fee00000p-1) - n * 0x1.a39ef35793c76p-33;
  double p = 1;
  for (int k = 18; k >= 1; k--) p = 1 + p * r / k;
  return p * power_of_two((int)n / 2) * power_of_two((int)n - (int)n / 2);
}
static double plain_expm1(double x) {
  if (x > 0.3 || x < -0.3) return plain_exp(x) - 1;
  double p = 1;
  for (int k = 18; k >= 2; k--) p = 1 + p * x / k;
  return p * x;
}
static double atanh2(double s) {  // 2 atanh s
  double p = 0;
  for (int k = 39; k >= 1; k -= 2) p = p * s * s + 1.0 / k;
  return 2 * s * p;
}
static double plain_log(double x) {
  if (x != x || x == INFINITY) return x;
  if (x < 0) return NAN;
  if (x == 0) return -INFINITY;
  int e = 0;
  while (x > 1.5) x *= 0.5, e++;
  while (x < 0.75) x *= 2, e--;
  return e * 0x1.62e42fee00000p-1 + (atanh2((x - 1) / (x + 1)) + e * 0x1.a39ef35793c76p-33);
}
static double plain_log1p(double x) { return x < 0.4 && x > -0.3 ? atanh2(x / (2 + x)) : plain_log(1 + x); }
static double plain_sin(double x) {
  if (x - x != 0) return NAN;
  const double n = __builtin_floor(x * 0x1.45f306dc9c883p-3 + 0.5);
  const double r = ((x - n * 0x1.921fb544p+2) - n * 0x1.0b4611a6p-32) - n * 0x1.3198a2e037073p-67;
  double p = 1;
  for (int k = 28; k >= 2; k -= 2) p = 1 - p * r * r / (k * (k + 1));
  return p * r;
}
static double plain_cos(double x) { return plain_sin(x + 0x1.921fb54442d18p+0); }
static double plain_tan(double x) { return plain_sin(x) / plain_cos(x); }
static double plain_atan(double x) {
  if (x != x) return x;
  if (x < 0) return -plain_atan(-x);
  if (x > 1) return 0x1.921fb54442d18p+0 - plain_atan(1 / x);
  if (x > 0.1) return 2 * plain_atan(x / (1 + __builtin_sqrt(1 + x * x)));
  double p = 0;
  for (int k = 25; k >= 1; k -= 2) p = 1.0 / k - p * x * x;
  return p * x;
}
static double plain_asin(double x) { return plain_atan(x / __builtin_sqrt((1 - x) * (1 + x))); }
static double plain_acos(double x) {
  return 2 * plain_atan(__builtin_sqrt((1 - x) / (1 + x)));
}
static double plain_sinh(double x) {
  const double e = plain_expm1(x);
  return x > 709 || x < -709 ? (x > 0 ? 0.5 : -0.5) * plain_exp(x > 0 ? x : -x) : 0.5 * (e + e / (e + 1));
}
static double plain_cosh(double x) { return 0.5 * plain_exp(x) + 0.5 * plain_exp(-x); }
static double plain_tanh(double x) {
  if (x > 20) return 1;
  if (x < -20) return -1;
  const double e = plain_expm1(2 * x);
  return e / (e + 2);
}
static double plain_erfc(double x);
static double plain_erf(double x) {
  if (x > 2 || x < -2) return x > 0 ? 1 - plain_erfc(x) : plain_erfc(-x) - 1;
  double p = 1;
  for (int k = 50; k >= 1; k--) p = 1 + p * 2 * x * x / (2 * k + 1);
  return p * x * plain_exp(-x * x) * 0x1.20dd750429b6dp+0;
}
static double plain_erfc(double x) {
  if (x <= 2) return x < -2 ? 2 - plain_erfc(-x) : 1 - plain_erf(x);
  double c = x;
  for (int k = 120; k >= 1; k--) c = x + k * 0.5 / c;
  return plain_exp(-x * x) / c * 0x1.20dd750429b6dp-1;
}
static double plain_sigmoid(double x) { return 1 / (1 + plain_exp(-x)); }
static double plain_softplus(double x) { return x > 0 ? x + plain_log1p(plain_exp(-x)) : plain_log1p(plain_exp(x)); }
static double plain_lgamma(double x) {
  if (x <= 0) {
    if (x == __builtin_floor(x)) return INFINITY;
    const double s = plain_sin(0x1.921fb54442d18p+1 * (x - __builtin_floor(x)));
    return plain_log(0x1.921fb54442d18p+1 / (s < 0 ? -s : s)) - plain_lgamma(1 - x);
  }
  double product = 1;
  for (; x < 16; x++) product *= x;
  const double z = 1 / (x * x);
  return (x - 0.5) * plain_log(x) - x + 0x1.d67f1c864beb5p-1
         + (1.0 / 12 - z * (1.0 / 360 - z * (1.0 / 1260 - z * (1.0 / 1680 - z / 1188)))) / x - plain_log(product);
}
static double plain_pow(double a, double b) {
  if (b == 0 || a == 1) return 1;
  const int whole = b == __builtin_floor(b), odd = whole && b / 2 != __builtin_floor(b / 2);
  if (a < 0 && !whole) return NAN;
  const double y = plain_exp(b * plain_log(a < 0 ? -a : a));
  return a < 0 && odd ? -y : y;
}
static double plain_atan2(double a, double b) {
  if (a != a || b != b) return NAN;
  if (b == 0 && a == 0) return a;
  const double t = plain_atan((a < 0 ? -a : a) / (b < 0 ? -b : b));
  const double u = b < 0 ? 0x1.921fb54442d18p+1 - t : t;
  return a < 0 ? -u : u;
}
#define EACH_1(f) static void f##_f64(const double *x, double *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = plain_##f(x[i]); }
#define EACH_2(f) static void f##_f64(const double *a, const double *b, double *y, size_t n) { for (size_t i = 0; i < n; i++) y[i] = plain_##f(a[i], b[i]); }
EACH_1(exp) EACH_1(expm1) EACH_1(log) EACH_1(log1p) EACH_1(sin) EACH_1(cos) EACH_1(tan) EACH_1(asin) EACH_1(acos) EACH_1(atan)
EACH_1(sinh) EACH_1(cosh) EACH_1(tanh) EACH_1(erf) EACH_1(erfc) EACH_1(sigmoid) EACH_1(softplus) EACH_1(lgamma)
EACH_2(pow) EACH_2(atan2)
