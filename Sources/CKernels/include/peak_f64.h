#pragma once
#include <stddef.h>

#pragma clang assume_nonnull begin

/// One node of a quadrature over an asymmetry: a peak at a place of its own, with a weight.
typedef struct {
  double centre, weight;
  double weight_by_position;   ///< d weight / d position
  double lever_of_position;    ///< weight * d centre / d position
  double weight_by_asymmetry;  ///< d weight / d asymmetry
  double lever_of_asymmetry;   ///< weight * d centre / d asymmetry
} kn_peak_node;

/// A pseudo-Voigt peak of unit area over n places, summed over nodes: y = sum_k w_k f(x - c_k), with
/// f(d) = mixing * Lorentzian + (1 - mixing) * Gaussian of full width at half maximum `width`.
///
/// y holds five rows, `stride` apart: the value and its derivatives to position, width, mixing and asymmetry.
/// Each element depends on the x of its own index alone. The Gaussian part is zero beyond 4.65 widths.
void kn_peak_f64(const double *x, size_t n, double width, double mixing, const kn_peak_node *nodes, size_t count,
  double *y, size_t stride);

#pragma clang assume_nonnull end
