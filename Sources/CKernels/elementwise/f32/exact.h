// Order-independent sums of singles in 64-bit integers.

static double binary_power(int exponent) {
  return ((union { uint64_t bits; double value; }){(uint64_t)(exponent + 1023) << 52}).value;
}

// NaN, infinities: what is finite does not matter.
static float sum_of_special(const float *x, size_t n, size_t stride) {
  float total = 0;
  for (size_t i = 0; i < n; i++)
    if (x[i * stride] - x[i * stride] != 0) total = total + x[i * stride];
  return total == total ? total : __builtin_nanf("");
}

// The terms are multiples of 2^unit: n 2^countBits and the largest bound their sum by 2^61 units.
static int unit_of(uint32_t largest, size_t n) {
  const int exponent = largest >> 23 ? (int)(largest >> 23) - 127 : -118 - __builtin_clz(largest);
  const int unit = exponent + 1 + (64 - __builtin_clzll(n)) - 61;
  return unit < -149 ? -149 : unit;
}

static float finish_exact_sum(int64_t total, int unit) { return (float)((double)(float)total * binary_power(unit)); }

INLINE vl multiples(vd x, vd scale) {
  const vd v = x * scale, magic = D(0x1.8p52);
  return __builtin_convertvector(choose(absolute(v) < D(0x1p51), (v + magic) - magic, v), vl);
}

static float exact_sum_of_row(const float *x, size_t n) {
  uint32_t largest = 0;
  for (size_t i = 0; i < n; i++) {
    const uint32_t bits = ((union { float value; uint32_t bits; }){x[i]}).bits & 0x7fffffff;
    largest = bits > largest ? bits : largest;
  }
  if (largest >= 0x7f800000) return sum_of_special(x, n, 1);
  if (largest == 0) return 0;
  const int unit = unit_of(largest, n);
  const vd scale = D(binary_power(-unit));
  vl total = {0};
  size_t i = 0;
  for (; i + WIDE_LANES <= n; i += WIDE_LANES) total += multiples(widen(x + i), scale);
  int64_t sum = 0;
  for (; i < n; i++) sum += multiples(D(x[i]), scale)[0];
  for (int k = 0; k < WIDE_LANES; k++) sum += total[k];
  return finish_exact_sum(sum, unit);
}

typedef uint32_t narrow_bits __attribute__((vector_size(VECTOR_BYTES / 2), may_alias));

// WIDE_LANES columns side by side.
static void exact_sum_of_columns(const float *x, size_t n, size_t stride, float *y) {
  narrow_bits largest = {0};
  for (size_t i = 0; i < n; i++) {
    const narrow_bits bits = (narrow_bits) * (const narrow_anywhere *)(x + i * stride) & 0x7fffffff;
    const narrow_bits more = (narrow_bits)(bits > largest);
    largest = (more & bits) | (~more & largest);
  }
  vd scale = D(1.0);
  int unit[WIDE_LANES];
  for (int k = 0; k < WIDE_LANES; k++) {
    unit[k] = largest[k] && largest[k] < 0x7f800000 ? unit_of(largest[k], n) : 0;
    scale[k] = binary_power(-unit[k]);
  }
  vl total = {0};
  for (size_t i = 0; i < n; i++) total += multiples(widen(x + i * stride), scale);
  for (int k = 0; k < WIDE_LANES; k++)
    y[k] = largest[k] < 0x7f800000 ? finish_exact_sum(total[k], unit[k]) : sum_of_special(x + k, n, stride);
}

static void exact_sum_axis_f32(const float *x, size_t outer, size_t n, size_t inner, float *y) {
  float column[WIDE_LANES];
  for (size_t o = 0; o < outer; o++, x += n * inner, y += inner) {
    size_t j = 0;
    if (inner == 1) y[j] = exact_sum_of_row(x, n), j = 1;
    for (; j + WIDE_LANES <= inner; j += WIDE_LANES) exact_sum_of_columns(x + j, n, inner, y + j);
    if (j < inner && inner > WIDE_LANES) {  // the last columns once more, together with their neighbours
      exact_sum_of_columns(x + inner - WIDE_LANES, n, inner, column);
      for (; j < inner; j++) y[j] = column[WIDE_LANES - (inner - j)];
    }
    for (; j < inner; j++) {
      uint32_t largest = 0;
      for (size_t i = 0; i < n; i++) {
        const uint32_t bits = ((union { float value; uint32_t bits; }){x[i * inner + j]}).bits & 0x7fffffff;
        largest = bits > largest ? bits : largest;
      }
      y[j] = 0;
      if (largest >= 0x7f800000) y[j] = sum_of_special(x + j, n, inner);
      else if (largest) {
        const int unit = unit_of(largest, n);
        int64_t sum = 0;
        for (size_t i = 0; i < n; i++) sum += multiples(D(x[i * inner + j]), D(binary_power(-unit)))[0];
        y[j] = finish_exact_sum(sum, unit);
      }
    }
  }
}
