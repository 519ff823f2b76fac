#include "angle.h"

#include "../prelude.h"

// The first 1280 binary digits of 2/pi, 64 a word.
static const uint64_t two_over_pi[] = {
  0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
  0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
  0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
  0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
};

// 64 digits of 2/pi from the given one on; those before the point are 0.
static uint64_t digits(int from) {
  if (from <= -64) return 0;
  if (from < 0) return two_over_pi[0] >> -from;
  const int word = from / 64, shift = from % 64;
  return shift ? two_over_pi[word] << shift | two_over_pi[word + 1] >> (64 - shift) : two_over_pi[word];
}

// M. H. Payne and R. N. Hanek, doi:10.1145/1057600.1057602: of x * 2/pi = mantissa * 2^exponent * 2/pi only
// the digits that are not a multiple of 4 matter, and 192 of them suffice for every double.
kn_angle kn_reduce_large_angle(double x) {
  union { double value; uint64_t bits; } v = {x};
  const int biased = (int)(v.bits >> 52 & 0x7ff);
  if (biased == 0x7ff) return (kn_angle){0, 0, 0};
  const int negative = (int)(v.bits >> 63);
  const uint64_t mantissa = (v.bits & 0x000fffffffffffff) | 0x0010000000000000;
  const int exponent = biased - 1075;

  // product = fraction of mantissa 2^exponent 2/pi / 4, as 192 bits after the point.
  const int from = exponent - 2;
  const uint64_t d2 = digits(from), d1 = digits(from + 64), d0 = digits(from + 128);
  unsigned __int128 carry = (unsigned __int128)mantissa * d0;
  const uint64_t p0 = (uint64_t)carry;
  carry = (unsigned __int128)mantissa * d1 + (uint64_t)(carry >> 64);
  const uint64_t p1 = (uint64_t)carry;
  uint64_t p2 = mantissa * d2 + (uint64_t)(carry >> 64);

  // The top two bits are the quadrant; round to the nearest.
  uint64_t quadrant = p2 >> 62;
  uint64_t f2 = p2 << 2 | p1 >> 62, f1 = p1 << 2 | p0 >> 62, f0 = p0 << 2;
  const int down = (int)(f2 >> 63);
  if (down) {
    quadrant++;
    f0 = ~f0 + 1;
    f1 = ~f1 + (f0 == 0);
    f2 = ~f2 + (f0 == 0 && f1 == 0);
  }

  // The fraction as a sum of doubles: its first 53 significant bits and the next 53.
  int zeros = 0;
  if (f2 == 0) f2 = f1, f1 = f0, f0 = 0, zeros = 64;
  if (f2 == 0) return (kn_angle){0, 0, (int64_t)(quadrant & 3)};
  const int shift = __builtin_clzll(f2);
  if (shift) f2 = f2 << shift | f1 >> (64 - shift), f1 = f1 << shift | f0 >> (64 - shift);
  zeros += shift;
  const double unit = ((union { uint64_t bits; double value; }){(uint64_t)(1023 - 53 - zeros) << 52}).value;
  const double hi = (double)(f2 >> 11) * unit;
  const double lo = (double)((f2 & 0x7ff) << 42 | f1 >> 22) * (unit * 0x1p-53);

  // r = fraction * pi/2.
  const double pi_half = 0x1.921fb54442d18p+0, pi_half_lo = 0x1.1a62633145c07p-54;
  const double r = hi * pi_half;
  const double rest = __builtin_fma(hi, pi_half, -r) + (hi * pi_half_lo + lo * pi_half);
  const double sum = r + rest, sum_lo = (r - sum) + rest;
  const int flip = down ^ negative;
  if (negative) quadrant = -quadrant;
  return (kn_angle){flip ? -sum : sum, flip ? -sum_lo : sum_lo, (int64_t)(quadrant & 3)};
}
