#pragma once
#include <stdint.h>

#include "walk.h"

/// Longer sequences are summed in pieces of so many elements, and the pieces' sums are a sequence again.
enum { KN_PIECE = 8192 };

#define KN_REDUCTIONS(T, s) \
  /* Over the 64 lanes, whatever n. */ \
  T (*sum_##s)(const T *x, size_t n); \
  T (*dot_##s)(const T *a, const T *b, size_t n); \
  /* y[p] = the sum of piece p of x, the last of which may be short. */ \
  void (*sum_pieces_##s)(const T *x, size_t n, T *y); \
  /* y[j] over the `count` elements that a walk meets from `from` on, for each of `side` columns side by side. */ \
  void (*sum_piece_##s)(const kn_walk *from, size_t count, const T *x, size_t side, T *y); \
  void (*max_piece_##s)(const kn_walk *from, size_t count, const T *x, size_t side, T *y); \
  void (*min_piece_##s)(const kn_walk *from, size_t count, const T *x, size_t side, T *y); \
  /* y[j] = the exact sum of x[i * row + j] over i < n, or over i = order[0] ... order[n - 1]. */ \
  void (*exact_sum_##s)(const T *x, ptrdiff_t row, const int64_t *order, size_t n, size_t columns, T *y); \
  /* y += x[0], x[1] ... x[rows - 1], row by row. */ \
  void (*add_rows_##s)(const T *x, ptrdiff_t x_row, size_t rows, size_t columns, T *y); \
  void (*gather_##s)( \
    const T *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, T *y, ptrdiff_t y_row); \
  void (*scatter_add_##s)( \
    const T *x, ptrdiff_t x_row, const int64_t *indices, size_t count, size_t columns, T *y, ptrdiff_t y_row);

/// The reductions of one instruction set.
typedef struct {
  KN_REDUCTIONS(float, f32)
  KN_REDUCTIONS(double, f64)
} kn_reductions;
#undef KN_REDUCTIONS

extern const kn_reductions kn_reductions_base;
#if defined(__x86_64__)
extern const kn_reductions kn_reductions_avx2, kn_reductions_avx512;
#endif
const kn_reductions *kn_reductions_active(void);
