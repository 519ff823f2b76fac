// Order-independent sums of doubles: each term is rounded once to a multiple of a power of two, whose digits to the
// base 2^40 are added as integers, three a term. The sum stays below 2^125 units.

static double binary_power(int exponent) {
  return ((union { uint64_t bits; double value; }){(uint64_t)(exponent + 1023) << 52}).value;
}

static double sum_of_special_f64(const double *x, ptrdiff_t row, const int64_t *order, size_t n) {
  double total = 0;
  for (size_t i = 0; i < n; i++) {
    const double term = x[(order ? order[i] : (int64_t)i) * row];
    if (term - term != 0) total = total + term;
  }
  return total == total ? total : __builtin_nan("");
}

// No finer than the least denormal, of which every double is a multiple.
static int unit_of_f64(uint64_t largest, size_t n) {
  const int exponent = largest >> 52 ? (int)(largest >> 52) - 1023 : -1011 - __builtin_clzll(largest);
  const int unit = exponent + 1 + (64 - __builtin_clzll(n)) - 125;
  return unit < -1074 ? -1074 : unit;
}

typedef struct {
  vl high, middle, low;  // high 2^80 + middle 2^40 + low
} digits_f64;

// x 2^-unit, the power in two factors that are no extremes themselves.
INLINE digits_f64 digits_of_f64(vd x, vd half, vd rest) {
  const vd magic = D(0x1.8p52);
  const vd v = x * half * rest;
  const vd high = fused(v, D(0x1p-80), magic);
  const vd below = fused(high - magic, D(-0x1p80), v);
  const vd middle = fused(below, D(0x1p-40), magic);
  const vd low = fused(middle - magic, D(-0x1p40), below) + magic;
  return (digits_f64){(vl)high - (vl)magic, (vl)middle - (vl)magic, (vl)low - (vl)magic};
}

// So many sums of digits fit before they are carried.
enum { CARRY_EVERY = 1 << 22, EXACT_ROWS = 64 };

INLINE void add_digits(digits_f64 *total, digits_f64 d) {
  total->high += d.high;
  total->middle += d.middle;
  total->low += d.low;
}
INLINE void carry_digits(digits_f64 *total) {
  const vl mask = I(((int64_t)1 << 40) - 1);
  total->middle += total->low >> 40;
  total->low &= mask;
  total->high += total->middle >> 40;
  total->middle &= mask;
}
static __int128 total_of_digits(const digits_f64 *total, int lane) {
  const __int128 base = (__int128)1 << 40;
  return (total->high[lane] * base + total->middle[lane]) * base + total->low[lane];
}

// total 2^unit, rounded once: a sum below the normal numbers is a multiple of the least denormal.
static double finish_f64(__int128 total, int unit) {
  unsigned __int128 size = total < 0 ? -(unsigned __int128)total : (unsigned __int128)total;
  const uint64_t top = (uint64_t)(size >> 64);
  const int surplus = top ? 64 - __builtin_clzll(top) : 0;
  // Bits below the upper 64 only decide between a tie and no tie, so one bit can stand for all of them.
  uint64_t upper = (uint64_t)(size >> surplus);
  if (((unsigned __int128)upper << surplus) != size) upper |= 1;
  const int exponent = unit + surplus;
  const double y = (double)upper * binary_power(exponent / 2) * binary_power(exponent - exponent / 2);
  return total < 0 ? -y : y;
}

enum { WIDTH = VECTOR_BYTES / 8, EXACT_COLUMNS = 4 * WIDTH };
static const uint64_t infinite_f64 = (uint64_t)0x7ff << 52;

// At most EXACT_COLUMNS side by side.
static void exact_sum_of_columns_f64(
  const double *x, ptrdiff_t row, const int64_t *order, size_t n, size_t columns, double *y) {
  const size_t whole = columns / WIDTH, rest = columns % WIDTH, vectors = whole + (rest != 0);
  vul largest[EXACT_COLUMNS / WIDTH] = {0};
  for (size_t i = 0; i < n; i++) {
    const double *p = x + (order ? order[i] : (int64_t)i) * row;
    for (size_t v = 0; v < vectors; v++, p += WIDTH) {
      const vul bits = (vul)absolute(v < whole ? load(p) : load_part(p, rest, 0.0));
      const vul more = (vul)(bits > largest[v]);
      largest[v] = (more & bits) | (~more & largest[v]);
    }
  }
  vd half[EXACT_COLUMNS / WIDTH], other[EXACT_COLUMNS / WIDTH];
  int unit[EXACT_COLUMNS];
  for (size_t k = 0; k < vectors * WIDTH; k++) {
    const uint64_t most = largest[k / WIDTH][k % WIDTH];
    unit[k] = most && most < infinite_f64 ? unit_of_f64(most, n) : 0;
    half[k / WIDTH][k % WIDTH] = binary_power(-unit[k] / 2);
    other[k / WIDTH][k % WIDTH] = binary_power(-unit[k] - -unit[k] / 2);
  }
  digits_f64 total[EXACT_COLUMNS / WIDTH];
  for (size_t v = 0; v < vectors; v++) total[v] = (digits_f64){{0}, {0}, {0}};
  // Some rows at a time, which stay in the first cache while vector after vector of them is added.
  for (size_t i = 0, next; i < n; i = next) {
    next = n - i < EXACT_ROWS ? n : i + EXACT_ROWS;
    for (size_t v = 0; v < vectors; v++) {
      digits_f64 sum = total[v];
      const vd by = half[v], and_by = other[v];
      for (size_t k = i; k < next; k++) {
        const double *const p = x + (order ? order[k] : (int64_t)k) * row + v * WIDTH;
        if (!order) __builtin_prefetch(p + EXACT_ROWS * row);
        add_digits(&sum, digits_of_f64(v < whole ? load(p) : load_part(p, rest, 0.0), by, and_by));
      }
      total[v] = sum;
    }
    if (next == n || next % CARRY_EVERY == 0)
      for (size_t v = 0; v < vectors; v++) carry_digits(&total[v]);
  }
  for (size_t k = 0; k < columns; k++)
    y[k] = largest[k / WIDTH][k % WIDTH] < infinite_f64
             ? finish_f64(total_of_digits(&total[k / WIDTH], (int)(k % WIDTH)), unit[k])
             : sum_of_special_f64(x + k, row, order, n);
}

static double exact_sum_of_run_f64(const double *x, size_t n) {
  vul found = {0};
  size_t i = 0;
  for (; i < n; i += WIDTH) {
    const vul bits = (vul)absolute(i + WIDTH <= n ? load(x + i) : load_part(x + i, n - i, 0.0));
    const vul more = (vul)(bits > found);
    found = (more & bits) | (~more & found);
  }
  uint64_t largest = 0;
  for (int k = 0; k < WIDTH; k++) largest = found[k] > largest ? found[k] : largest;
  if (largest >= infinite_f64) return sum_of_special_f64(x, 1, 0, n);
  if (largest == 0) return 0;
  const int unit = unit_of_f64(largest, n);
  const vd half = D(binary_power(-unit / 2)), rest = D(binary_power(-unit - -unit / 2));
  digits_f64 total = {{0}, {0}, {0}};
  for (i = 0; i < n;) {
    const size_t next = n - i < (size_t)CARRY_EVERY * WIDTH ? n : i + (size_t)CARRY_EVERY * WIDTH;
    for (; i + WIDTH <= next; i += WIDTH) add_digits(&total, digits_of_f64(load(x + i), half, rest));
    if (i < next) add_digits(&total, digits_of_f64(load_part(x + i, next - i, 0.0), half, rest)), i = next;
    carry_digits(&total);
  }
  __int128 sum = 0;
  for (int k = 0; k < WIDTH; k++) sum += total_of_digits(&total, k);
  return finish_f64(sum, unit);
}

static void exact_sum_f64(
  const double *x, ptrdiff_t row, const int64_t *order, size_t n, size_t columns, double *y) {
  if (columns == 1 && row == 1 && !order) *y = exact_sum_of_run_f64(x, n);
  else
    for (size_t j = 0; j < columns; j += EXACT_COLUMNS) {
      const size_t some = columns - j < EXACT_COLUMNS ? columns - j : EXACT_COLUMNS;
      exact_sum_of_columns_f64(x + j, row, order, n, some, y + j);
    }
}
