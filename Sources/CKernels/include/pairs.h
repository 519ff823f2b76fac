#pragma once
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// Sums over the neighbours of each atom. Two atoms that see each other are one pair, which both use: what depends on
// their distance alone is computed and stored once, what has a direction turns its sign for the second atom.
//
// A neighbourhood lists for each atom the pairs that it belongs to, in an order that is part of the result's last
// bits. Every sum is one chain of fused multiply-adds in that order, from +0; every result depends on its own list
// alone, and not on which atom of a pair is the first: products of the two sides are rounded before they are added.
//
// Two forms, each linear in each of its arrays:
//   scaled:   sum of y[i][c][f] s[p] w[p][f] x[j][c][f]      over neighbours j of i by pair p, c < components
//   directed: sum of y[i][k][f] d[p][k] w[p][f] x[j][f]      k < 3; d is turned where i is the pair's second atom
// The functions leave one array out and compute it: the derivative of the form by that array.

/// Which atoms are neighbours. Indices are trusted.
typedef struct {
  size_t atoms, pairs, features;
  size_t components;      ///< of x in the scaled form
  const int64_t *first;   ///< the first atom of each pair
  const int64_t *second;  ///< the second atom of each pair
  const int64_t *starts;  ///< for each atom where its list begins, and the end of the last
  const int64_t *list;    ///< 2 p where the atom is the first of pair p, 2 p + 1 where it is the second
} kn_neighbourhood;

#define KN_PAIRS(T, suffix) \
  /* y[i][c][f] = fma(w[p][f] * x[j][c][f], s[p], ...) */ \
  void kn_scaled_sums_##suffix(const kn_neighbourhood *n, const T *s, const T *w, const T *x, T *y); \
  /* w[p][f] = s[p] * (chain of y[i][c][f] x[j][c][f] over c + the same of the other side) */ \
  void kn_scaled_filters_##suffix(const kn_neighbourhood *n, const T *s, const T *x, const T *y, T *w); \
  /* s[p] = sum over f of w[p][f] * (both sides as above): lane f mod 16, a fused chain each, then a tree */ \
  void kn_scaled_scales_##suffix(const kn_neighbourhood *n, const T *w, const T *x, const T *y, T *s); \
  /* y[i][k][f] = fma(w[p][f] * x[j][f], d[p][k], ...) */ \
  void kn_directed_sums_##suffix(const kn_neighbourhood *n, const T *d, const T *w, const T *x, T *y); \
  /* x[j][f] = fma(w[p][f], chain of d[p][k] y[i][k][f] over k, ...) */ \
  void kn_directed_senders_##suffix(const kn_neighbourhood *n, const T *d, const T *w, const T *y, T *x); \
  /* w[p][f] = chain of d[p][k] y[i][k][f] over k * x[j][f] - the same of the other side */ \
  void kn_directed_filters_##suffix(const kn_neighbourhood *n, const T *d, const T *x, const T *y, T *w); \
  /* d[p][k] = sum over f of w[p][f] * (y[i][k][f] x[j][f] - y[j][k][f] x[i][f]), by lanes as above */ \
  void kn_directed_directions_##suffix(const kn_neighbourhood *n, const T *w, const T *x, const T *y, T *d); \
  /* r[p] = x[second] - x[first], rows of `columns` */ \
  void kn_pair_differences_##suffix(const kn_neighbourhood *n, size_t columns, const T *x, T *r); \
  /* x[i] = +0 - r[p] where i is the first, + r[p] where it is the second: the transpose */ \
  void kn_pair_divergences_##suffix(const kn_neighbourhood *n, size_t columns, const T *r, T *x);

KN_PAIRS(float, f32)
KN_PAIRS(double, f64)
#undef KN_PAIRS

#pragma clang assume_nonnull end
