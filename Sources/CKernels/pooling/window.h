#pragma once
#include "pooling.h"

/// The part of a window that meets the image.
typedef struct {
  size_t top, bottom, left, right;
} window;

static inline window window_of(const kn_pooling *p, size_t oy, size_t ox) {
  const size_t y = oy * p->stride_y, x = ox * p->stride_x;  // counted from -top, -left
  const size_t bottom = y + p->kernel_height - p->top, right = x + p->kernel_width - p->left;
  return (window){
    .top = y > p->top ? y - p->top : 0, .bottom = bottom < p->height ? bottom : p->height,
    .left = x > p->left ? x - p->left : 0, .right = right < p->width ? right : p->width};
}
