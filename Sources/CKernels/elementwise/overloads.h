// One name for the functions of both precisions, by the type of an argument.

#define OVERLOAD(f, x) _Generic((x), vd: f##_f64, vf: f##_f32)

#define load(p) \
  _Generic((p), const double *: load_f64, double *: load_f64, const float *: load_f32, float *: load_f32)(p)
#define store(p, v) OVERLOAD(store, v)(p, v)
#define splat(x) _Generic((x), double: splat_f64, float: splat_f32)(x)
#define fused(a, b, c) OVERLOAD(fused, a)(a, b, c)
#define choose(mask, a, b) \
  _Generic((a), vd: choose_f64, vf: choose_f32, vl: choose_integer_f64, vi: choose_integer_f32)(mask, a, b)
#define any(mask) (sizeof((mask)[0]) == 8 ? any_f64((vl)(mask)) : any_f32((vi)(mask)))
#define absolute(x) OVERLOAD(absolute, x)(x)
#define with_sign_of(size, sign) OVERLOAD(with_sign_of, size)(size, sign)
#define or_nan(y, is_nan) OVERLOAD(or_nan, y)(y, is_nan)
#define clamp(x, least, most) OVERLOAD(clamp, x)(x, least, most)
#define load_part(p, n, fill) \
  _Generic((p), const double *: load_part_f64, double *: load_part_f64, const float *: load_part_f32, \
    float *: load_part_f32)(p, n, fill)
#define store_part(p, n, v) OVERLOAD(store_part, v)(p, n, v)
#define fast_two_sum(a, b) OVERLOAD(fast_two_sum, a)(a, b)
#define two_sum(a, b) OVERLOAD(two_sum, a)(a, b)
#define two_product(a, b) OVERLOAD(two_product, a)(a, b)
#define quotient(a, b) _Generic((a), pair_f64: quotient_f64, pair_f32: quotient_f32)(a, b)
