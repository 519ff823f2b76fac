#pragma once
#include <stdint.h>

/// The floating-point control word of the calling thread (MXCSR without its exception flags, or FPCR).
uint64_t kn_environment_get(void);

/// Sets the control word of the calling thread.
void kn_environment_set(uint64_t control);

/// The control word that arithmetic here relies on: rounding to nearest even, subnormals kept, no trap.
uint64_t kn_environment_default(void);

/// The bits that say where results are rounded to; zero means to nearest even.
uint64_t kn_environment_rounding(uint64_t control);

/// The bits that flush subnormal results or operands to zero; zero means that they are kept.
uint64_t kn_environment_flushing(uint64_t control);
