// Packing: to[k * width + i] = from[i * row + k * step] for i < count, zeros for the rest of the width.

typedef REAL OF(v4) __attribute__((vector_size(4 * REAL_BYTES), may_alias));
typedef REAL OF(v4_anywhere) __attribute__((vector_size(4 * REAL_BYTES), aligned(REAL_BYTES), may_alias));
#define V4(p) (*(const OF(v4_anywhere) *)(p))
#define V4_OUT(p) (*(OF(v4_anywhere) *)(p))

INLINE void OF(transpose_4x4)(const REAL *from, ptrdiff_t row, REAL *to, size_t width) {
  const OF(v4) a = V4(from), b = V4(from + row), c = V4(from + 2 * row), d = V4(from + 3 * row);
  const OF(v4) ab = __builtin_shufflevector(a, b, 0, 4, 2, 6), ab1 = __builtin_shufflevector(a, b, 1, 5, 3, 7);
  const OF(v4) cd = __builtin_shufflevector(c, d, 0, 4, 2, 6), cd1 = __builtin_shufflevector(c, d, 1, 5, 3, 7);
  V4_OUT(to) = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
  V4_OUT(to + width) = __builtin_shufflevector(ab1, cd1, 0, 1, 4, 5);
  V4_OUT(to + 2 * width) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
  V4_OUT(to + 3 * width) = __builtin_shufflevector(ab1, cd1, 2, 3, 6, 7);
}

// Rows lie side by side in memory: whole lines are copied.
static void OF(pack_lines)(const REAL *from, ptrdiff_t step, size_t count, size_t depth, REAL *to, size_t width) {
  for (size_t k = 0; k < depth; k++, from += step, to += width) {
    size_t i = 0;
    for (; i + LANES <= count; i += LANES) OF(v_store)(to + i, OF(v_load)(from + i));
    for (; i < count; i++) to[i] = from[i];
    for (; i < width; i++) to[i] = 0;
  }
}

static void OF(pack)(
  const REAL *from, ptrdiff_t row, ptrdiff_t step, size_t count, size_t depth, REAL *to, size_t width) {
  if (row == 1) {
    OF(pack_lines)(from, step, count, depth, to, width);
    return;
  }
  // Line by line of the source: all of a line is used while it is near, whatever the distance of the rows.
  enum { LINE = 64 / REAL_BYTES };
  size_t k = 0;
  if (step == 1)
    for (; k + 4 <= depth;) {
      const size_t end = depth - k < LINE ? k + (depth - k) / 4 * 4 : k + LINE;
      size_t i = 0;
      for (; i + 4 <= count; i += 4)
        for (size_t l = k; l < end; l += 4)
          OF(transpose_4x4)(from + (ptrdiff_t)i * row + (ptrdiff_t)l, row, to + l * width + i, width);
      for (; i < width; i++)
        for (size_t l = k; l < end; l++)
          to[l * width + i] = i < count ? from[(ptrdiff_t)i * row + (ptrdiff_t)l] : 0;
      k = end;
    }
  for (; k < depth; k++)
    for (size_t i = 0; i < width; i++)
      to[k * width + i] = i < count ? from[(ptrdiff_t)i * row + (ptrdiff_t)k * step] : 0;
}
