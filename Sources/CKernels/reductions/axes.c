#include "../prelude.h"
#include "../ranges.h"
#include "../workspace.h"
#include "axes.h"
#include "reduction_f32.h"
#include "reduction_f64.h"
#include "table.h"

kn_walk kn_walk_of(const kn_axes *axes, int reduced) {
  kn_walk w = {.count = 1};
  for (size_t i = 0; i < axes->rank; i++) {
    const size_t extent = axes->extents[i];
    if ((int)(axes->reduced >> i & 1) != reduced) continue;
    w.count *= extent;
    if (extent == 1) continue;
    const size_t last = w.rank - 1;
    if (w.rank && w.strides[last] == (ptrdiff_t)extent * axes->strides[i]) w.extents[last] *= extent;
    else w.extents[w.rank++] = extent;
    w.strides[w.rank - 1] = axes->strides[i];
  }
  return w;
}

size_t kn_axes_kept(const kn_axes *axes) { return kn_walk_of(axes, 0).count; }
size_t kn_axes_reduced(const kn_axes *axes) { return kn_walk_of(axes, 1).count; }

#include "../products/real_f32.h"
#include "full.h"
#include "over_axes.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "full.h"
#include "over_axes.h"
#include "../products/real_end.h"
