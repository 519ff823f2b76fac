#pragma once
#include <stdint.h>

/// x = (4 k + quadrant) pi/2 + r + r_lo, with |r| <= pi/4 and a relative error of the remainder below 2^-60.
typedef struct {
  double r, r_lo;
  int64_t quadrant;
} kn_angle;

/// The reduction of any x, in integers; zeros when x is not finite.
kn_angle kn_reduce_large_angle(double x);
