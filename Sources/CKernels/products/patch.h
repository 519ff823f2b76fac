#pragma once
#include <stddef.h>
#include <stdint.h>

#include "product.h"

// Patches: the one inner loop under products and convolutions. A patch of C, `rows` x (`vectors` x lanes), stays in
// registers while for each segment s, and in it each k, in ascending order,
//   c[i][j] = fma(a[offsets[s] + i * a_row + k * a_depth], b[j], c[i][j]),   b += b_depth after each k.
// No patch splits that chain, so every instruction set and every cutting of C into patches gives the same bits.

enum { KN_PATCH_ROWS = 14, KN_PATCH_WIDTHS = 3, KN_TERMS_VECTORS = 12 };

/// Where the chains of a patch start.
typedef enum { kn_patch_zero, kn_patch_loaded, kn_patch_column_bias, kn_patch_row_bias } kn_patch_start;

/// What is common to the patches of one piece of work. Patches are 1, 2 or 4 vectors wide (width 0, 1, 2); the last
/// vector may have fewer than all columns; b must be readable up to its full width unless the patches are masked.
#define KN_PATCH_TYPES(T, suffix) \
  typedef struct { \
    size_t segments, depth; \
    const ptrdiff_t *offsets; \
    ptrdiff_t a_row, a_depth; \
    ptrdiff_t b_depth, b_skip; /* b_skip is added after each segment */ \
    ptrdiff_t c_row; \
    kn_patch_start start; \
    kn_activation activation; \
  } kn_patch_##suffix; \
  typedef void kn_patch_function_##suffix( \
    const kn_patch_##suffix *t, const T *a, const T *b, T *c, size_t columns, const T *bias); \
  typedef struct { \
    T *values; \
    uint32_t *places, *starts; /* list i has the terms from starts[i] to starts[i + 1] */ \
  } kn_terms_##suffix; \
  typedef struct kn_patches_##suffix { \
    size_t lanes; \
    size_t rows_limit[KN_PATCH_WIDTHS]; \
    kn_patch_function_##suffix *strided[KN_PATCH_WIDTHS][KN_PATCH_ROWS + 1]; /* any a_row, a_depth */ \
    kn_patch_function_##suffix *packed[KN_PATCH_WIDTHS][KN_PATCH_ROWS + 1];  /* a_row is 1 */ \
    /* to[k * width + i] = from[i * row + k * depth], i < count; zeros for count <= i < width */ \
    void (*pack)(const T *from, ptrdiff_t row, ptrdiff_t step, size_t count, size_t depth, T *to, size_t width); \
    const struct kn_patches_##suffix *narrow; /* patches of half the lanes, for what is left at the edge */ \
    int masked; /* whether b need not be readable beyond the columns */ \
    /* What is not zero among the factors, and its places from `first` on; up to a vector more is written. */ \
    size_t (*terms_of)(const T *from, size_t count, uint32_t first, T *values, uint32_t *places); \
    /* For each list, over its terms: c[j] = fma(value, b[place * b_row + j], c[j]), so many vectors of j. The next */ \
    /* list's c is c_row further. */ \
    void (*add_terms[KN_TERMS_VECTORS + 1])( \
      const kn_terms_##suffix *t, size_t lists, const T *b, size_t b_row, T *c, size_t c_row); \
    /* The same where so many vectors are a third of a list's, and c_row. */ \
    void (*add_to_three[KN_TERMS_VECTORS / 3 + 1])( \
      const kn_terms_##suffix *t, size_t lists, const T *b, size_t b_row, T *c); \
    int (*all_finite)(const T *x, size_t count); \
    /* y = activation(x); answers whether a y is -0. */ \
    int (*finish_terms)(const T *x, size_t count, kn_activation activation, T *y); \
  } kn_patches_##suffix; \
  extern const kn_patches_##suffix kn_patches_base_##suffix, kn_patches_avx2_##suffix, kn_patches_avx512_##suffix, \
    kn_patches_avx512_half_##suffix; \
  const kn_patches_##suffix *kn_patches_active_##suffix(void);

KN_PATCH_TYPES(float, f32)
KN_PATCH_TYPES(double, f64)
