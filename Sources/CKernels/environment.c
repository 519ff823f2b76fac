#include "include/environment.h"

#if defined(__x86_64__)
// MXCSR: bits 0-5 flags, 6 denormals are zero, 7-12 masks, 13-14 rounding, 15 flush to zero.
uint64_t kn_environment_get(void) { return __builtin_ia32_stmxcsr() & ~0x3fu; }
void kn_environment_set(uint64_t control) { __builtin_ia32_ldmxcsr((unsigned)control); }
uint64_t kn_environment_default(void) { return 0x1f80; }
uint64_t kn_environment_rounding(uint64_t control) { return control & 0x6000; }
uint64_t kn_environment_flushing(uint64_t control) { return control & 0x8040; }
#elif defined(__aarch64__)
// FPCR: 19 flush half precision, 22-23 rounding, 24 flush to zero.
uint64_t kn_environment_get(void) {
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
}
void kn_environment_set(uint64_t control) { __asm__ volatile("msr fpcr, %0" : : "r"(control)); }
uint64_t kn_environment_default(void) { return 0; }
uint64_t kn_environment_rounding(uint64_t control) { return control & 0xc00000; }
uint64_t kn_environment_flushing(uint64_t control) { return control & 0x1080000; }
#else
#error "Name the floating-point control register of this architecture."
#endif
