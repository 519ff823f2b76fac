#pragma once
#include <stddef.h>
#include <stdint.h>

/// FNV-1a over the bits of numbers; every NaN counts as the canonical one.
typedef uint64_t digest;
void digest_f32(digest *d, const float *x, size_t n);
void digest_f64(digest *d, const double *x, size_t n);

/// A stream of numbers that depends on nothing but its seed: SplitMix64.
void draw_from(uint64_t seed);
size_t draw_below(size_t count);
/// n numbers in [-1, 1), in memory of the caller's to free.
float *drawn_f32(size_t n);
double *drawn_f64(size_t n);

/// One digest per kernel; the controls must differ somewhere, the others nowhere.
typedef struct {
  const char *name;
  void (*run)(digest *d);
} kernel;
extern const kernel kernels_of_products[], kernels_of_elements[], kernels_of_pairs[], controls[];

/// The two controls: a sum over as many lanes as the instruction set has, and a product and a sum that the compiler
/// may contract.
float control_sum(const float *x, size_t n);
void control_multiply_add(const float *a, const float *b, float *y, size_t n);
