#pragma once
#include <stddef.h>

#include "product.h"

// Tiles: the one inner loop under products and convolutions. A tile of C, `rows` x (`vectors` x lanes), stays in
// registers while for each segment s, and in it each k, in ascending order,
//   c[i][j] = fma(a[offsets[s] + i * a_row + k * a_depth], b[j], c[i][j]),   b += b_depth after each k.
// No tile splits that chain, so every instruction set and every cutting of C into tiles gives the same bits.

enum { KN_TILE_ROWS = 14, KN_TILE_WIDTHS = 3 };

/// Where the chains of a tile start.
typedef enum { kn_tile_zero, kn_tile_loaded, kn_tile_column_bias, kn_tile_row_bias } kn_tile_start;

/// What is common to the tiles of one piece of work. Tiles are 1, 2 or 4 vectors wide (width 0, 1, 2); the last
/// vector may have fewer than all columns, and b must be readable up to its full width.
#define KN_TILE_TYPES(T, suffix) \
  typedef struct { \
    size_t segments, depth; \
    const ptrdiff_t *offsets; \
    ptrdiff_t a_row, a_depth; \
    ptrdiff_t b_depth, b_skip; /* b_skip is added after each segment */ \
    ptrdiff_t c_row; \
    kn_tile_start start; \
    kn_activation activation; \
  } kn_tile_##suffix; \
  typedef void kn_tile_function_##suffix( \
    const kn_tile_##suffix *t, const T *a, const T *b, T *c, size_t columns, const T *bias); \
  typedef struct kn_tiles_##suffix { \
    size_t lanes; \
    size_t rows_limit[KN_TILE_WIDTHS]; \
    kn_tile_function_##suffix *strided[KN_TILE_WIDTHS][KN_TILE_ROWS + 1]; /* any a_row, a_depth */ \
    kn_tile_function_##suffix *packed[KN_TILE_WIDTHS][KN_TILE_ROWS + 1];  /* a_row is 1 */ \
    /* to[k * width + i] = from[i * row + k * depth], i < count; zeros for count <= i < width */ \
    void (*pack)(const T *from, ptrdiff_t row, ptrdiff_t step, size_t count, size_t depth, T *to, size_t width); \
    const struct kn_tiles_##suffix *narrow; /* tiles of half the lanes, for what is left at the edge */ \
  } kn_tiles_##suffix; \
  extern const kn_tiles_##suffix kn_tiles_base_##suffix, kn_tiles_avx2_##suffix, kn_tiles_avx512_##suffix; \
  const kn_tiles_##suffix *kn_tiles_active_##suffix(void);

KN_TILE_TYPES(float, f32)
KN_TILE_TYPES(double, f64)
