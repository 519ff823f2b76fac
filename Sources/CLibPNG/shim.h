#pragma once
#include <png.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// libpng leaves a broken file by longjmp, which must not cross a Swift frame: the whole reading stands here.

/// A reading of a PNG: the file's bytes in, the samples out.
typedef struct {
  const uint8_t *bytes;
  size_t count, next;
  uint32_t width, height;
  /// 1 grey, 2 grey and alpha, 3 RGB, 4 RGB and alpha; 8 or 16 bits a sample, in the host's order.
  int channels, depth;
  /// Row by row; free() it.
  uint8_t *samples;
  png_bytep *rows;
  char reason[160];
} kanon_png;

static inline void kanon_png_stop(png_structp png, png_const_charp message) {
  kanon_png *own = (kanon_png *)png_get_error_ptr(png);
  snprintf(own->reason, sizeof own->reason, "%s", message);
  png_longjmp(png, 1);
}

static inline void kanon_png_ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static inline void kanon_png_take(png_structp png, png_bytep into, size_t count) {
  kanon_png *own = (kanon_png *)png_get_io_ptr(png);
  if (count > own->count - own->next) png_error(png, "the file ends too early");
  memcpy(into, own->bytes + own->next, count);
  own->next += count;
}

/// Reads all rows. Palettes and fewer than 8 bits are widened, which loses nothing; no gamma is applied.
/// Returns 1, or 0 with a reason.
__attribute__((noinline)) static inline int kanon_png_read(kanon_png *own, uint32_t largest) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, own, kanon_png_stop, kanon_png_ignore);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  own->samples = NULL;
  own->rows = NULL;
  own->next = 0;
  own->reason[0] = 0;
  if (!info || setjmp(png_jmpbuf(png))) {
    if (!info) snprintf(own->reason, sizeof own->reason, "out of memory");
    png_destroy_read_struct(&png, &info, NULL);
    free(own->rows);
    free(own->samples);
    own->rows = NULL;
    own->samples = NULL;
    return 0;
  }
  png_set_user_limits(png, largest, largest);
  png_set_read_fn(png, own, kanon_png_take);
  png_read_info(png, info);
  png_set_expand(png);
  if (png_get_bit_depth(png, info) == 16 && *(const uint8_t *)&(const uint16_t){1}) png_set_swap(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  own->width = png_get_image_width(png, info);
  own->height = png_get_image_height(png, info);
  own->channels = png_get_channels(png, info);
  own->depth = png_get_bit_depth(png, info);
  size_t stride = png_get_rowbytes(png, info);
  own->samples = (uint8_t *)malloc(stride * own->height);
  own->rows = (png_bytep *)malloc(sizeof(png_bytep) * own->height);
  if (!own->samples || !own->rows) png_error(png, "out of memory");
  for (uint32_t y = 0; y < own->height; y++) own->rows[y] = own->samples + y * stride;
  png_read_image(png, own->rows);
  png_read_end(png, NULL);
  png_destroy_read_struct(&png, &info, NULL);
  free(own->rows);
  own->rows = NULL;
  return 1;
}
