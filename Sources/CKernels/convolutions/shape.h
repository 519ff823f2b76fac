#pragma once
#include "convolution.h"

/// Rows and columns of an image, from `top` and `left` on: both may lie outside of it.
typedef struct {
  ptrdiff_t top, left;
  size_t height, width;
} kn_window;

/// Distances between rows and images, as given or as the shape implies.
ptrdiff_t kn_x_row(const kn_convolution *s);
ptrdiff_t kn_x_image(const kn_convolution *s);
ptrdiff_t kn_y_row(const kn_convolution *s);
ptrdiff_t kn_y_image(const kn_convolution *s);

/// What the output rows oy ..< oy + rows read of the input.
kn_window kn_window_of_outputs(const kn_convolution *s, size_t oy, size_t rows);
/// What the input rows y ..< y + rows are read by, as rows and columns of the output.
kn_window kn_window_of_inputs(const kn_convolution *s, size_t y, size_t rows);

/// Whether the kernel is one pixel that moves pixel by pixel over dense images, and the convolution so a product.
int kn_convolution_is_product(const kn_convolution *s);

/// Into how many pieces of at least one of `units` the work goes, for the pool.
size_t kn_convolution_pieces(const kn_convolution *s, size_t units);
