#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

/// The upper triangle of c = A^T A, row-major, columns x columns; what is below the diagonal is left as it was.
///
/// a is column-major with `rows` elements a column. Entry (i, j) is the sum of a_ri * a_rj, each product fused
/// into lane r mod 8 in order of r, the lanes added by a fixed tree: no entry depends on the other columns.
void kn_gram_f64(const double *a, size_t rows, size_t columns, double *c);

/// Householder QR of a dense matrix, in place; cost about 2 * rows * columns^2 flops.
///
/// a is column-major with `rows` elements a column, rows >= 1. On return the upper triangle holds R and
/// column j below its diagonal holds the tail of v_j, whose head is 1: Q = H_0 H_1 ..., with
/// H_j = 1 - tau_j v_j v_j^T (LAPACK's dgeqrf). min(rows, columns) elements of tau are written.
/// A zero column gives tau = 0. Column norms are scaled by a power of two, so that they neither overflow
/// nor underflow; NaN and infinity spread as NaN.
void kn_householder_qr_f64(double *a, size_t rows, size_t columns, double *tau);

/// x := Q^T x (transposed) or Q x, with Q as left by kn_householder_qr_f64; x holds `rows` elements.
void kn_householder_apply_f64(
  const double *a, const double *tau, size_t rows, size_t columns, double *x, int transposed);

#pragma clang assume_nonnull end
