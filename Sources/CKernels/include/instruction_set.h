#pragma once
#include <stdbool.h>

#pragma clang assume_nonnull begin

/// The instruction sets that kernels are built for. They differ in speed alone, never in a bit.
typedef enum __attribute__((enum_extensibility(closed))) {
  kn_isa_scalar = 0,  ///< The architecture's base; on x86-64 fma is then a call into libm.
  kn_isa_avx2 = 1,    ///< AVX2 with FMA3.
  kn_isa_avx512 = 2,  ///< AVX-512 F, VL, DQ, BW.
  kn_isa_neon = 3,    ///< aarch64, whose base has vectors and fma.
} kn_isa;

/// What came of the request in the environment variable KANON_ISA, which is read once.
typedef enum __attribute__((enum_extensibility(closed))) {
  kn_isa_status_automatic = 0,    ///< Nothing requested: the best supported set is in use.
  kn_isa_status_as_requested = 1, ///< The requested set is in use.
  kn_isa_status_unknown = 2,      ///< The value names no set; the best supported one is in use.
  kn_isa_status_unsupported = 3,  ///< This processor lacks the requested set; the best supported one is in use.
} kn_isa_status;

/// The instruction set in use.
kn_isa kn_isa_current(void);

/// What came of KANON_ISA.
kn_isa_status kn_isa_request_status(void);

/// Whether this build and this processor have the set.
bool kn_isa_is_supported(kn_isa isa);

/// Uses another set from now on, in all threads; false, and no change, when it is not supported.
/// For tests that compare sets; results do not depend on it.
bool kn_isa_use(kn_isa isa);

/// The name by which KANON_ISA requests the set: "scalar", "avx2", "avx512", "neon".
const char *kn_isa_name(kn_isa isa);

#pragma clang assume_nonnull end
