#include "../prelude.h"
#include "axes.h"
#include "walk.h"

kn_walk kn_walk_of(const kn_axes *axes, int reduced) {
  kn_walk w = {.count = 1};
  for (size_t i = 0; i < axes->rank; i++)
    if ((int)(axes->reduced >> i & 1) == reduced) {
      w.extents[w.rank] = axes->extents[i];
      w.strides[w.rank++] = axes->strides[i];
      w.count *= axes->extents[i];
    }
  return w;
}

size_t kn_axes_kept(const kn_axes *axes) { return kn_walk_of(axes, 0).count; }
size_t kn_axes_reduced(const kn_axes *axes) { return kn_walk_of(axes, 1).count; }

#include "../products/real_f32.h"
#include "over_axes.h"
#include "rows.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "over_axes.h"
#include "rows.h"
#include "../products/real_end.h"
