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

/// The walk through the reduced axes, or through the kept ones; axes that are one in memory are one in the walk.
kn_walk kn_walk_of(const kn_axes *axes, int reduced);

/// Goes to the element of that number.
static inline void kn_walk_to(kn_walk *w, size_t number) {
  w->offset = 0;
  for (size_t i = w->rank; i-- > 0; number /= w->extents[i]) {
    w->at[i] = number % w->extents[i];
    w->offset += (ptrdiff_t)w->at[i] * w->strides[i];
  }
}

/// Goes on by some elements, at most to the end of the fastest axis.
static inline void kn_walk_by(kn_walk *w, size_t elements) {
  size_t by = elements;
  for (size_t i = w->rank; i-- > 0; by = 1) {
    w->offset += (ptrdiff_t)by * w->strides[i];
    if ((w->at[i] += by) < w->extents[i]) return;
    w->offset -= (ptrdiff_t)w->extents[i] * w->strides[i];
    w->at[i] = 0;
  }
}

/// How many elements are left on the fastest axis, and how far apart they are.
static inline size_t kn_walk_run(const kn_walk *w) { return w->rank ? w->extents[w->rank - 1] - w->at[w->rank - 1] : 1; }
static inline ptrdiff_t kn_walk_step(const kn_walk *w) { return w->rank ? w->strides[w->rank - 1] : 1; }
