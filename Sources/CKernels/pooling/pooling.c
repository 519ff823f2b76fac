#include "../prelude.h"
#include "pooling.h"

size_t kn_pooling_output_height(const kn_pooling *p) {
  return (p->height + p->top + p->bottom - p->kernel_height) / p->stride_y + 1;
}
size_t kn_pooling_output_width(const kn_pooling *p) {
  return (p->width + p->left + p->right - p->kernel_width) / p->stride_x + 1;
}

// The part of a window that meets the image.
typedef struct {
  size_t top, bottom, left, right;
} window;

static window window_of(const kn_pooling *p, size_t oy, size_t ox) {
  const size_t y = oy * p->stride_y, x = ox * p->stride_x;  // counted from -top, -left
  const size_t bottom = y + p->kernel_height - p->top, right = x + p->kernel_width - p->left;
  return (window){
    .top = y > p->top ? y - p->top : 0, .bottom = bottom < p->height ? bottom : p->height,
    .left = x > p->left ? x - p->left : 0, .right = right < p->width ? right : p->width};
}

#include "../products/real_f32.h"
#include "windows.h"
#include "../products/real_end.h"

#include "../products/real_f64.h"
#include "windows.h"
#include "../products/real_end.h"
