// Compares the f64 kernels with MPFR on seeded arguments, and exits 1 if any error exceeds its bound.
//
//   accuracy [--count N] [--seed S] [--table K] [NAME ...]
//
// N arguments per function (default a million) come in equal parts from every bit
// pattern, from all sizes that matter to the function, and from the ranges where it is delicate.
// With --table, nothing is compared: for each function it prints the K arguments whose true value is nearest to
// the middle between two doubles, and K more, each with its correctly rounded value.
// The error is |y - true| in units of the last place of the true value (of the least denormal below it).
#include <math.h>
#include <mpfr.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

enum { PRECISION = 140, CHUNK = 4096 };

typedef struct {
  double from, to;   // arguments between, both signs if `mirrored`
  bool logarithmic;  // uniform in the exponent rather than in the value
  bool mirrored;
} stratum;

typedef struct {
  const char *name;
  void (*one)(const double *, double *, size_t);
  void (*two)(const double *, const double *, double *, size_t);
  int (*truth_one)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
  int (*truth_two)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
  stratum strata[6];
} function;

static int sigmoid(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t round) {
  mpfr_neg(y, x, round);
  mpfr_exp(y, y, round);
  mpfr_add_ui(y, y, 1, round);
  return mpfr_ui_div(y, 1, y, round);
}
static int softplus(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t round) {
  if (mpfr_cmp_si(x, 200) > 0) return mpfr_set(y, x, round);
  mpfr_exp(y, x, round);
  return mpfr_log1p(y, y, round);
}
static int silu(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t round) {
  if (mpfr_inf_p(x)) return mpfr_sgn(x) < 0 ? mpfr_set_zero(y, -1), 0 : mpfr_set(y, x, round);
  sigmoid(y, x, round);
  return mpfr_mul(y, y, x, round);
}
static int lgamma_truth(mpfr_ptr y, mpfr_srcptr x, mpfr_rnd_t round) {
  int sign;
  return mpfr_lgamma(y, &sign, x, round);
}

#define ONE(f, truth) .name = #f, .one = kn_##f##_f64, .truth_one = truth
#define TWO(f, truth) .name = #f, .two = kn_##f##_f64, .truth_two = truth
static const function functions[] = {
  {ONE(sqrt, mpfr_sqrt), .strata = {{0, 4, false, false}}},
  {ONE(exp, mpfr_exp),
   .strata = {{-746, 710, false, false}, {-1, 1, false, false}, {0x1p-60, 800, true, true}, {-746, -707, false, false},
              {709, 710, false, false}}},
  {ONE(expm1, mpfr_expm1), .strata = {{-40, 710, false, false}, {-1, 1, false, false}, {0x1p-60, 800, true, true}}},
  {ONE(log, mpfr_log),
   .strata = {{0.5, 2, false, false}, {0.99, 1.01, false, false}, {0x1p-1074, 0x1p-1000, true, false},
              {0x1p-100, 0x1p100, true, false}}},
  {ONE(log1p, mpfr_log1p),
   .strata = {{-1, 1, false, false}, {-0.5, 4, false, false}, {0x1p-60, 0x1p60, true, false}, {0x1p-60, 1, true, true},
              {-1, -0.999, false, false}}},
  {ONE(sin, mpfr_sin),
   .strata = {{-7, 7, false, false}, {0x1p-30, 0x1p40, true, true}, {-1e6, 1e6, false, false},
              {0x1p20, 0x1.fp1023, true, true}, {-1, 1, false, false}}},
  {ONE(cos, mpfr_cos),
   .strata = {{-7, 7, false, false}, {0x1p-30, 0x1p40, true, true}, {-1e6, 1e6, false, false},
              {0x1p20, 0x1.fp1023, true, true}, {-1, 1, false, false}}},
  {ONE(tan, mpfr_tan),
   .strata = {{-7, 7, false, false}, {0x1p-30, 0x1p40, true, true}, {-1e6, 1e6, false, false},
              {0x1p20, 0x1.fp1023, true, true}, {-1, 1, false, false}}},
  {ONE(asin, mpfr_asin),
   .strata = {{-1, 1, false, false}, {0x1p-60, 1, true, true}, {0.9, 1, false, true}, {0.4, 0.6, false, true}}},
  {ONE(acos, mpfr_acos),
   .strata = {{-1, 1, false, false}, {0x1p-60, 1, true, true}, {0.9, 1, false, true}, {0.4, 0.6, false, true}}},
  {ONE(atan, mpfr_atan), .strata = {{-3, 3, false, false}, {0x1p-60, 0x1p60, true, true}, {-0.5, 0.5, false, false}}},
  {ONE(sinh, mpfr_sinh),
   .strata = {{-711, 711, false, false}, {-3, 3, false, false}, {0x1p-60, 800, true, true}, {709, 711, false, true}}},
  {ONE(cosh, mpfr_cosh),
   .strata = {{-711, 711, false, false}, {-3, 3, false, false}, {0x1p-60, 800, true, true}, {709, 711, false, true}}},
  {ONE(tanh, mpfr_tanh), .strata = {{-25, 25, false, false}, {-1, 1, false, false}, {0x1p-60, 32, true, true}}},
  {ONE(erf, mpfr_erf), .strata = {{-7, 7, false, false}, {-1, 1, false, false}, {0x1p-60, 8, true, true}}},
  {ONE(erfc, mpfr_erfc),
   .strata = {{-7, 28, false, false}, {-1, 1, false, false}, {0x1p-60, 28, true, true}, {25, 28, false, false}}},
  {ONE(sigmoid, sigmoid),
   .strata = {{-746, 40, false, false}, {-40, 40, false, false}, {-3, 3, false, false}, {0x1p-60, 750, true, true}}},
  {ONE(softplus, softplus),
   .strata = {{-746, 40, false, false}, {-40, 40, false, false}, {-3, 3, false, false}, {0x1p-60, 750, true, true}}},
  {ONE(silu, silu),
   .strata = {{-760, 40, false, false}, {-40, 40, false, false}, {-3, 3, false, false}, {0x1p-60, 750, true, true}}},
  {ONE(rsqrt, mpfr_rec_sqrt), .strata = {{0, 4, false, false}, {0x1p-1074, 0x1.fp1023, true, false}}},
  {ONE(lgamma, lgamma_truth),
   .strata = {{0, 4, false, false}, {0x1p-60, 0x1p100, true, false}, {0, 100, false, false}, {0.9, 2.1, false, false},
              {-30, 0, false, false}, {0x1p4, 0x1p53, true, true}}},
  {TWO(pow, mpfr_pow),
   .strata = {{0, 4, false, false}, {0x1p-40, 0x1p40, true, true}, {0.5, 2, false, false}, {0, 300, false, true}}},
  {TWO(atan2, mpfr_atan2),
   .strata = {{-4, 4, false, false}, {0x1p-40, 0x1p40, true, true}, {0x1p-1074, 0x1.fp1023, true, true}}},
};

static uint64_t state;

static uint64_t next_word(void) {  // splitmix64
  uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

static double any_bits(void) {
  for (;;) {
    const uint64_t word = next_word();
    double x;
    memcpy(&x, &word, sizeof x);
    if (isfinite(x)) return x;
  }
}

static double draw(const stratum *s) {
  const double u = (double)(next_word() >> 11) * 0x1p-53;
  double x;
  if (s->logarithmic) x = fmin(exp2(log2(s->from) + u * (log2(s->to) - log2(s->from))) * (1 + 0x1p-53), s->to);
  else x = s->from + u * (s->to - s->from);
  if (s->logarithmic) {  // exp2 leaves the low bits poor
    uint64_t bits;
    memcpy(&bits, &x, sizeof x);
    bits ^= next_word() & 0xfffff;
    memcpy(&x, &bits, sizeof x);
  }
  return s->mirrored && next_word() & 1 ? -x : x;
}

static mpfr_t argument_a, argument_b, truth, difference;

/// |y - truth| in ulps of the truth.
static double error_in_ulps(double y) {
  if (mpfr_nan_p(truth)) return isnan(y) ? 0 : INFINITY;
  if (isnan(y)) return INFINITY;
  if (mpfr_inf_p(truth)) return isinf(y) && (y > 0) == (mpfr_sgn(truth) > 0) ? 0 : INFINITY;
  if (mpfr_zero_p(truth)) return y == 0 ? 0 : INFINITY;
  mpfr_exp_t exponent = mpfr_get_exp(truth);
  if (isinf(y)) {  // an overflow is right from half an ulp below 2^1024
    if ((y > 0) != (mpfr_sgn(truth) > 0)) return INFINITY;
    if (isinf(mpfr_get_d(truth, MPFR_RNDN))) return 0;
    mpfr_set_ui_2exp(difference, 1, 1024, MPFR_RNDN);
    mpfr_abs(truth, truth, MPFR_RNDN);
    mpfr_sub(difference, difference, truth, MPFR_RNDN);
  } else {
    if (exponent > 1024) exponent = 1024;
    mpfr_sub_d(difference, truth, y, MPFR_RNDN);
  }
  mpfr_exp_t last_place = exponent - 53;
  if (last_place < -1074) last_place = -1074;
  mpfr_mul_2si(difference, difference, -last_place, MPFR_RNDN);
  return fabs(mpfr_get_d(difference, MPFR_RNDN));
}

/// lgamma is bounded in relative error instead: this makes its bound one unit.
static double lgamma_units(double x, double y) {
  if (!mpfr_number_p(truth) || isinf(y)) return error_in_ulps(y) > 1 ? INFINITY : 0;
  const double size = fabs(mpfr_get_d(truth, MPFR_RNDN));
  mpfr_sub_d(difference, truth, y, MPFR_RNDN);
  const double distance = fabs(mpfr_get_d(difference, MPFR_RNDN));
  return distance == 0 ? 0 : distance / (1e-14 * (x < 0 ? fmax(1, size) : size));
}

/// The i-th pair of arguments.
static void draw_arguments(const function *f, long i, double *a, double *b) {
  int strata = 0;
  while (strata < 6 && f->strata[strata].to != f->strata[strata].from) strata++;
  const int which = (int)((i / CHUNK + i) % (strata + 1));
  *a = which < strata ? draw(&f->strata[which]) : any_bits();
  *b = which < strata ? draw(&f->strata[which]) : any_bits();
  if (f->truth_two == mpfr_pow) {
    if (which < strata - 1) *a = fabs(*a);
    if (i % 4 == 0) *b = 745 / log2(fabs(*a)) * ((double)(next_word() >> 11) * 0x1p-52 - 1);
    if (i % 4 == 1) *b = (double)(int64_t)(next_word() % 129) - 64;
  }
}

static void set_truth(const function *f, double a, double b) {
  mpfr_set_d(argument_a, a, MPFR_RNDN);
  mpfr_set_d(argument_b, b, MPFR_RNDN);
  if (f->one) f->truth_one(truth, argument_a, MPFR_RNDN);
  else f->truth_two(truth, argument_a, argument_b, MPFR_RNDN);
}

static void print_row(const function *f, double a, double b, double value) {
  if (f->two) printf("%s,%a,%a,%a\n", f->name, a, b, value);
  else printf("%s,%a,,%a\n", f->name, a, value);
}

static void print_table(const function *f, long count, int rows) {
  enum { MOST = 1000 };
  static struct { double distance, a, b, value; } hard[MOST];
  for (int k = 0; k < rows && k < MOST; k++) hard[k].distance = INFINITY;
  for (long i = 0; i < count; i++) {
    double a, b;
    draw_arguments(f, i, &a, &b);
    set_truth(f, a, b);
    const double value = mpfr_get_d(truth, MPFR_RNDN);
    if (!isfinite(value) || value == 0) continue;
    if (i < rows) print_row(f, a, b, value);
    double distance = 0.5 - error_in_ulps(value);
    for (int k = 0; k < rows && k < MOST; k++)
      if (distance < hard[k].distance) {
        for (int j = rows - 1; j > k; j--) hard[j] = hard[j - 1];
        hard[k].distance = distance, hard[k].a = a, hard[k].b = b, hard[k].value = value;
        break;
      }
  }
  for (int k = 0; k < rows && k < MOST; k++) print_row(f, hard[k].a, hard[k].b, hard[k].value);
}

static bool check(const function *f, long count) {
  static double a[CHUNK], b[CHUNK], y[CHUNK];
  double worst = 0, worst_a = 0, worst_b = 0, sum = 0;
  for (long done = 0; done < count; done += CHUNK) {
    for (int i = 0; i < CHUNK; i++) draw_arguments(f, done + i, &a[i], &b[i]);
    if (f->one) f->one(a, y, CHUNK);
    else f->two(a, b, y, CHUNK);
    for (int i = 0; i < CHUNK; i++) {
      set_truth(f, a[i], b[i]);
      const double error = f->truth_one == lgamma_truth ? lgamma_units(a[i], y[i]) : error_in_ulps(y[i]);
      sum += error;
      if (!(error <= worst)) worst = error, worst_a = a[i], worst_b = b[i];
    }
  }
  const bool right = worst <= 1;
  printf("%-9s max %.4f %s  mean %.4f  worst at %a", f->name, worst,
    f->truth_one == lgamma_truth ? "x 1e-14" : "ulp", sum / (double)count, worst_a);
  if (f->two) printf(", %a", worst_b);
  printf("%s\n", right ? "" : "  TOO FAR");
  fflush(stdout);
  return right;
}

int main(int argc, char **argv) {
  long count = 1000000;
  uint64_t seed = 1;
  int first = 1, rows = 0;
  for (; first + 1 < argc && argv[first][0] == '-'; first += 2) {
    if (!strcmp(argv[first], "--count")) count = atol(argv[first + 1]);
    else if (!strcmp(argv[first], "--seed")) seed = strtoull(argv[first + 1], NULL, 10);
    else if (!strcmp(argv[first], "--table")) rows = atoi(argv[first + 1]);
    else return fprintf(stderr, "usage: accuracy [--count N] [--seed S] [--table K] [NAME ...]\n"), 2;
  }
  mpfr_inits2(PRECISION, argument_a, argument_b, truth, difference, (mpfr_ptr)0);
  if (rows) printf("# correctly rounded by MPFR %s: accuracy --count %ld --seed %llu --table %d\n", mpfr_get_version(),
              count, (unsigned long long)seed, rows);
  else printf("instruction set %s, %ld arguments a function, seed %llu\n", kn_isa_name(kn_isa_current()), count,
    (unsigned long long)seed);
  bool right = true, any = false;
  for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
    bool wanted = first == argc;
    for (int k = first; k < argc; k++) wanted |= !strcmp(argv[k], functions[i].name);
    if (!wanted) continue;
    any = true;
    state = seed;
    if (rows) print_table(&functions[i], count, rows);
    else right &= check(&functions[i], count);
  }
  if (!any) return fprintf(stderr, "accuracy: no such function\n"), 2;
  return right ? 0 : 1;
}
