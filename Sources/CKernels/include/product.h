#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

// Matrix products. Every element is one chain of fused multiply-adds over k, strictly ascending:
//   c[i][j] = activation(fma(a[i][depth-1], b[depth-1][j], ... fma(a[i][0], b[0][j], start) ...)),
// whatever the sizes, strides, instruction set, blocking and number of threads. No row or column knows of another:
// a row alone gives the same bits as in any batch. A NaN is a NaN everywhere; its payload is not promised.
//
// A layer y[n][out] = relu(x[n][in] w[out][in]^T + bias[out]):
//   kn_product_f32 p = {.rows = n, .columns = out, .depth = in, .a = x, .a_row = in, .a_depth = 1, .b = w,
//                       .b_depth = 1, .b_column = in, .c = y, .c_row = out, .batches = 1,
//                       .start = kn_start_column_bias, .bias = bias, .activation = kn_activation_relu};
//   kn_product_run_f32(&p);
// and its weights' gradient dw[out][in] += dy^T x: rows = out, columns = in, depth = n, a_row = 1, a_depth = out,
// b_depth = in, b_column = 1, c_row = in, start = kn_start_accumulate.

/// Where the chain of c[i][j] starts.
typedef enum __attribute__((enum_extensibility(closed))) {
  kn_start_zero = 0,         ///< +0
  kn_start_accumulate = 1,   ///< c[i][j], as it was
  kn_start_column_bias = 2,  ///< bias[j]
  kn_start_row_bias = 3,     ///< bias[i]
} kn_start;

/// What is applied to the end of each chain.
typedef enum __attribute__((enum_extensibility(closed))) {
  kn_activation_none = 0,
  kn_activation_relu = 1,  ///< +0 where x <= 0, else x; NaN stays
} kn_activation;

/// Called with each finished block of c, still in cache: rows x columns elements, `c_row` apart, of which c is the
/// element (row, column) of the given batch. It may change them, each from its own value alone; blocks are
/// finished in any order and by any thread.
typedef void kn_epilogue_f32(
  void *_Nullable context, float *c, ptrdiff_t c_row, size_t rows, size_t columns, size_t batch, size_t row,
  size_t column);
typedef void kn_epilogue_f64(
  void *_Nullable context, double *c, ptrdiff_t c_row, size_t rows, size_t columns, size_t batch, size_t row,
  size_t column);

/// One or many products. Elements are addressed by strides, in elements, so that a transpose is an exchange of
/// strides: a[i][k] = a[i * a_row + k * a_depth], b[k][j] = b[k * b_depth + j * b_column], c[i][j] = c[i * c_row + j].
/// Fastest are a_depth = 1 or a_row = 1, and b_column = 1 or b_depth = 1. c overlaps neither a nor b.
#define KN_PRODUCT(T, suffix) \
  typedef struct { \
    size_t rows, columns, depth; \
    const T *_Nullable a; /* a, b and c may be null when nothing of them is touched */ \
    ptrdiff_t a_row, a_depth; \
    const T *_Nullable b; \
    ptrdiff_t b_depth, b_column; \
    T *_Nullable c; \
    ptrdiff_t c_row; \
    size_t batches; \
    ptrdiff_t a_batch, b_batch, c_batch, bias_batch; \
    kn_start start; \
    const T *_Nullable bias; \
    kn_activation activation; \
    kn_epilogue_##suffix *_Nullable epilogue; \
    void *_Nullable context; \
  } kn_product_##suffix; \
  void kn_product_run_##suffix(const kn_product_##suffix *p); \
  void kn_product_part_##suffix( \
    const kn_product_##suffix *p, size_t batch, size_t row, size_t rows, size_t column, size_t columns);

// kn_product_run computes all of c, on the pool's threads when it pays; kn_product_part computes
// rows x columns elements of one batch from (row, column) on, on the calling thread. Scratch memory is kept by each
// thread, so that nothing is allocated after its first product.
KN_PRODUCT(float, f32)
KN_PRODUCT(double, f64)
#undef KN_PRODUCT

#pragma clang assume_nonnull end
