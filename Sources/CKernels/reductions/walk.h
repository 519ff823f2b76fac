#pragma once
#include "axes.h"

/// A walk through some of an array's axes, the last one fastest: `offset` says where it is.
typedef struct {
  size_t rank, count;
  size_t extents[KN_AXES_LIMIT];
  ptrdiff_t strides[KN_AXES_LIMIT];
  size_t at[KN_AXES_LIMIT];
  ptrdiff_t offset;
} kn_walk;

/// The walk through the reduced axes, or through the kept ones.
kn_walk kn_walk_of(const kn_axes *axes, int reduced);

static inline void kn_walk_on(kn_walk *w) {
  for (size_t i = w->rank; i-- > 0;) {
    w->offset += w->strides[i];
    if (++w->at[i] < w->extents[i]) return;
    w->offset -= (ptrdiff_t)w->extents[i] * w->strides[i];
    w->at[i] = 0;
  }
}
