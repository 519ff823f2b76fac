#include "shape.h"

#include "../sharing.h"

static size_t reach(size_t kernel, size_t dilation) { return (kernel - 1) * dilation + 1; }

size_t kn_convolution_output_height(const kn_convolution *s) {
  return (s->height + s->top + s->bottom - reach(s->kernel_height, s->dilation_y)) / s->stride_y + 1;
}
size_t kn_convolution_output_width(const kn_convolution *s) {
  return (s->width + s->left + s->right - reach(s->kernel_width, s->dilation_x)) / s->stride_x + 1;
}

const char *kn_convolution_fault(const kn_convolution *s) {
  if (!s->height || !s->width || !s->channels || !s->filters) return "an image, a pixel or the output has no extent";
  if (!s->kernel_height || !s->kernel_width) return "the kernel has no extent";
  if (!s->stride_y || !s->stride_x || !s->dilation_y || !s->dilation_x) return "a stride or dilation is 0";
  if (!s->groups || s->channels % s->groups || s->filters % s->groups)
    return "the groups do not divide the channels and the filters";
  if (
    s->height + s->top + s->bottom < reach(s->kernel_height, s->dilation_y)
    || s->width + s->left + s->right < reach(s->kernel_width, s->dilation_x))
    return "the kernel is larger than the padded image";
  if (
    s->padding == kn_padding_circular
    && (kn_convolution_output_height(s) * s->stride_y != s->height
        || kn_convolution_output_width(s) * s->stride_x != s->width))
    return "circular padding: output size times stride is not the image's size";
  return 0;
}

ptrdiff_t kn_x_row(const kn_convolution *s) { return s->x_row ? s->x_row : (ptrdiff_t)(s->width * s->channels); }
ptrdiff_t kn_x_image(const kn_convolution *s) {
  return s->x_image ? s->x_image : kn_x_row(s) * (ptrdiff_t)s->height;
}
ptrdiff_t kn_y_row(const kn_convolution *s) {
  return s->y_row ? s->y_row : (ptrdiff_t)(kn_convolution_output_width(s) * s->filters);
}
ptrdiff_t kn_y_image(const kn_convolution *s) {
  return s->y_image ? s->y_image : kn_y_row(s) * (ptrdiff_t)kn_convolution_output_height(s);
}

kn_window kn_window_of_outputs(const kn_convolution *s, size_t oy, size_t rows) {
  return (kn_window){
    .top = (ptrdiff_t)(oy * s->stride_y) - (ptrdiff_t)s->top, .left = -(ptrdiff_t)s->left,
    .height = (rows - 1) * s->stride_y + reach(s->kernel_height, s->dilation_y),
    .width = (kn_convolution_output_width(s) - 1) * s->stride_x + reach(s->kernel_width, s->dilation_x)};
}

static ptrdiff_t floor_division(ptrdiff_t a, ptrdiff_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

kn_window kn_window_of_inputs(const kn_convolution *s, size_t y, size_t rows) {
  const ptrdiff_t sy = (ptrdiff_t)s->stride_y, sx = (ptrdiff_t)s->stride_x;
  const ptrdiff_t first_y = (ptrdiff_t)(y + s->top) - (ptrdiff_t)reach(s->kernel_height, s->dilation_y) + 1;
  const ptrdiff_t first_x = (ptrdiff_t)s->left - (ptrdiff_t)reach(s->kernel_width, s->dilation_x) + 1;
  const ptrdiff_t top = floor_division(first_y + sy - 1, sy), left = floor_division(first_x + sx - 1, sx);
  const ptrdiff_t bottom = floor_division((ptrdiff_t)(y + rows - 1 + s->top), sy);
  const ptrdiff_t right = floor_division((ptrdiff_t)(s->width - 1 + s->left), sx);
  return (kn_window){
    .top = top, .left = left, .height = bottom >= top ? (size_t)(bottom - top + 1) : 0,
    .width = right >= left ? (size_t)(right - left + 1) : 0};
}

int kn_convolution_is_product(const kn_convolution *s) {
  return s->kernel_height == 1 && s->kernel_width == 1 && s->stride_y == 1 && s->stride_x == 1 && s->groups == 1
         && !s->top && !s->bottom && !s->left && !s->right
         && kn_x_image(s) == (ptrdiff_t)(s->height * s->width * s->channels)
         && kn_x_row(s) == (ptrdiff_t)(s->width * s->channels)
         && kn_y_image(s) == (ptrdiff_t)(s->height * s->width * s->filters)
         && kn_y_row(s) == (ptrdiff_t)(s->width * s->filters);
}

size_t kn_convolution_pieces(const kn_convolution *s, size_t units) {
  enum { LEAST_WORK = 1 << 18, PIECES_PER_THREAD = 4 };
  const size_t threads = (size_t)kn_sharing_threads();
  if (threads < 2) return 1;
  const double work = (double)(s->images * s->filters * s->channels / s->groups)
                      * (double)(kn_convolution_output_height(s) * kn_convolution_output_width(s))
                      * (double)(s->kernel_height * s->kernel_width);
  size_t pieces = PIECES_PER_THREAD * threads;
  if (work < (double)(pieces * LEAST_WORK)) pieces = (size_t)(work / LEAST_WORK);
  if (pieces > units) pieces = units;
  return pieces ? pieces : 1;
}
