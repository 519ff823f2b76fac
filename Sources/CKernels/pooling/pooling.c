#include "../prelude.h"
#include "../ranges.h"
#include "instruction_set.h"
#include "table.h"

size_t kn_pooling_output_height(const kn_pooling *p) {
  return (p->height + p->top + p->bottom - p->kernel_height) / p->stride_y + 1;
}
size_t kn_pooling_output_width(const kn_pooling *p) {
  return (p->width + p->left + p->right - p->kernel_width) / p->stride_x + 1;
}

static const kn_poolings *active(void) {
#if defined(__x86_64__)
  switch (kn_isa_current()) {
  case kn_isa_avx512: return &kn_poolings_avx512;
  case kn_isa_avx2: return &kn_poolings_avx2;
  default: return &kn_poolings_base;
  }
#else
  return &kn_poolings_base;
#endif
}

#include "../products/real_f32.h"
#include "over_images.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "over_images.h"
#include "../products/real_end.h"
