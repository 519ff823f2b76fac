// Order-independent sums of singles in 64-bit integers: each term, as a double, is rounded once to a multiple of a
// power of two, and the multiples are added.

// NaN, infinities: what is finite does not matter.
static float sum_of_special_f32(const float *x, ptrdiff_t row, const int64_t *order, size_t n) {
  float total = 0;
  for (size_t i = 0; i < n; i++) {
    const float term = x[(order ? order[i] : (int64_t)i) * row];
    if (term - term != 0) total = total + term;
  }
  return total == total ? total : __builtin_nanf("");
}

// The terms are multiples of 2^unit: n 2^countBits and the largest bound their sum by 2^61 units.
static int unit_of_f32(uint32_t largest, size_t n) {
  const int exponent = largest >> 23 ? (int)(largest >> 23) - 127 : -118 - __builtin_clz(largest);
  const int unit = exponent + 1 + (64 - __builtin_clzll(n)) - 61;
  return unit < -149 ? -149 : unit;
}

static float finish_f32(int64_t total, int unit) { return (float)((double)(float)total * binary_power(unit)); }

INLINE vl multiples_f32(vd x, vd scale) {
  const vd v = x * scale, magic = D(0x1.8p52);
  return __builtin_convertvector(choose(absolute(v) < D(0x1p51), (v + magic) - magic, v), vl);
}

static float exact_sum_of_run_f32(const float *x, size_t n) {
  uint32_t largest = 0;
  for (size_t i = 0; i < n; i++) {
    const uint32_t bits = ((union { float value; uint32_t bits; }){x[i]}).bits & 0x7fffffff;
    largest = bits > largest ? bits : largest;
  }
  if (largest >= 0x7f800000) return sum_of_special_f32(x, 1, 0, n);
  if (largest == 0) return 0;
  const int unit = unit_of_f32(largest, n);
  const vd scale = D(binary_power(-unit));
  vl total = {0};
  size_t i = 0;
  for (; i + WIDE_LANES <= n; i += WIDE_LANES) total += multiples_f32(widen(x + i), scale);
  if (i < n) total += multiples_f32(widen_zeros(x + i, n - i), scale);
  int64_t sum = 0;
  for (int k = 0; k < WIDE_LANES; k++) sum += total[k];
  return finish_f32(sum, unit);
}

typedef uint32_t narrow_bits __attribute__((vector_size(VECTOR_BYTES / 2), may_alias));
enum { EXACT_VECTORS = 8 };

// Some columns side by side, at most EXACT_VECTORS * WIDE_LANES.
static void exact_sum_of_columns_f32(
  const float *x, ptrdiff_t row, const int64_t *order, size_t n, size_t columns, float *y) {
  const size_t whole = columns / WIDE_LANES, rest = columns % WIDE_LANES, vectors = whole + (rest != 0);
  narrow_bits largest[EXACT_VECTORS] = {0};
  for (size_t i = 0; i < n; i++) {
    const float *p = x + (order ? order[i] : (int64_t)i) * row;
    for (size_t v = 0; v < vectors; v++, p += WIDE_LANES) {
      const narrow terms = v < whole ? narrow_whole(p) : narrow_part(p, rest);
      const narrow_bits bits = (narrow_bits)terms & 0x7fffffff, more = (narrow_bits)(bits > largest[v]);
      largest[v] = (more & bits) | (~more & largest[v]);
    }
  }
  vd scale[EXACT_VECTORS];
  vl total[EXACT_VECTORS] = {0};
  int unit[EXACT_VECTORS * WIDE_LANES];
  for (size_t k = 0; k < vectors * WIDE_LANES; k++) {
    const uint32_t most = largest[k / WIDE_LANES][k % WIDE_LANES];
    unit[k] = most && most < 0x7f800000 ? unit_of_f32(most, n) : 0;
    scale[k / WIDE_LANES][k % WIDE_LANES] = binary_power(-unit[k]);
  }
  for (size_t i = 0; i < n; i++) {
    const float *p = x + (order ? order[i] : (int64_t)i) * row;
    for (size_t v = 0; v < vectors; v++, p += WIDE_LANES)
      total[v] += multiples_f32(v < whole ? widen(p) : widen_zeros(p, rest), scale[v]);
  }
  for (size_t k = 0; k < columns; k++)
    y[k] = largest[k / WIDE_LANES][k % WIDE_LANES] < 0x7f800000
             ? finish_f32(total[k / WIDE_LANES][k % WIDE_LANES], unit[k])
             : sum_of_special_f32(x + k, row, order, n);
}

static void exact_sum_f32(
  const float *x, ptrdiff_t row, const int64_t *order, size_t n, size_t columns, float *y) {
  const size_t most = EXACT_VECTORS * WIDE_LANES;
  if (columns == 1 && row == 1 && !order) *y = exact_sum_of_run_f32(x, n);
  else
    for (size_t j = 0; j < columns; j += most)
      exact_sum_of_columns_f32(x + j, row, order, n, columns - j < most ? columns - j : most, y + j);
}
