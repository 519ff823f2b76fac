#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "instruction_set.h"

bool kn_isa_is_supported(kn_isa isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  switch (isa) {
  case kn_isa_scalar: return true;
  case kn_isa_avx2: return avx2;
  case kn_isa_avx512:
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
           && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw");
  case kn_isa_neon: return false;
  }
  return false;
#elif defined(__aarch64__)
  return isa == kn_isa_neon;
#else
  return isa == kn_isa_scalar;
#endif
}

const char *kn_isa_name(kn_isa isa) {
  switch (isa) {
  case kn_isa_scalar: return "scalar";
  case kn_isa_avx2: return "avx2";
  case kn_isa_avx512: return "avx512";
  case kn_isa_neon: return "neon";
  }
  return "";
}

static _Atomic(int) current = -1;
static _Atomic(int) request_status;

// Threads that meet here at once compute and store the same values.
static int resolve(void) {
  static const kn_isa best_first[] = {kn_isa_avx512, kn_isa_avx2, kn_isa_neon, kn_isa_scalar};
  kn_isa isa = kn_isa_scalar;
  for (int i = 3; i >= 0; i--)
    if (kn_isa_is_supported(best_first[i])) isa = best_first[i];
  kn_isa_status status = kn_isa_status_automatic;
  const char *request = getenv("KANON_ISA");
  if (request && *request) {
    status = kn_isa_status_unknown;
    for (int i = 0; i < 4; i++)
      if (!strcmp(request, kn_isa_name(best_first[i]))) {
        const bool supported = kn_isa_is_supported(best_first[i]);
        status = supported ? kn_isa_status_as_requested : kn_isa_status_unsupported;
        if (supported) isa = best_first[i];
      }
  }
  atomic_store(&request_status, (int)status);
  atomic_store_explicit(&current, (int)isa, memory_order_release);
  return isa;
}

kn_isa kn_isa_current(void) {
  const int isa = atomic_load_explicit(&current, memory_order_acquire);
  return (kn_isa)(isa < 0 ? resolve() : isa);
}

kn_isa_status kn_isa_request_status(void) {
  kn_isa_current();
  return (kn_isa_status)atomic_load(&request_status);
}

bool kn_isa_use(kn_isa isa) {
  kn_isa_current();
  if (!kn_isa_is_supported(isa)) return false;
  atomic_store_explicit(&current, (int)isa, memory_order_release);
  return true;
}
