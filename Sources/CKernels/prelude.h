#pragma once
#include <stddef.h>
#include <stdint.h>

// What every file of kernels starts with: a product and a sum are never contracted behind our back.
#if defined(__FAST_MATH__)
#error "kernels must not be compiled with -ffast-math: their results would depend on the compiler"
#endif
#pragma STDC FP_CONTRACT OFF

// Vectors wider than the registers are passed to functions that are always inlined: no ABI is at stake.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")
