// ln x and 1 / sqrt x in single precision alone.

INLINE vf flog(vf x) {
  const vi small = x < F(0x1p-126f);
  const vi shifted = (vi)choose(small, x * F(0x1p23f), x) - J(0x3f3504f3);
  const vi exponent = (shifted >> 23) - (small & J(23));
  const vf e = __builtin_convertvector(exponent, vf);
  const vf f = (vf)((shifted & J(0x7fffff)) + J(0x3f3504f3)) - F(1.0f);
  // ln (1 + f) = f - f^2/2 + f^3 Q(f): Remez with mpmath on [sqrt 1/2 - 1, sqrt 2 - 1].
  const vf q = POLYNOMIAL(f, -0x1.41eddcp-4f, 0x1.07d0dep-3f, -0x1.0ce07ap-3f, 0x1.226e4cp-3f, -0x1.54788cp-3f,
    0x1.99a596p-3f, -0x1.000220p-2f, 0x1.55554ap-2f);
  const vf square = f * f;
  const vf rest = fused(F(-0.5f), square, fused(q * f, square, e * F(-0x1.05c610p-29f)));
  vf y = fused(e, F(0x1.62e430p-1f), rest + f);
  y = choose(x == F(0.0f), F(-__builtin_inff()), y);
  y = choose(x == F(__builtin_inff()), x, y);
  return or_nan(y, ~(x >= F(0.0f)));
}

// 1 / s with s = sqrt x, corrected by what s lacks.
INLINE vf frsqrt(vf x) {
  const vi small = x < F(0x1p-100f);
  const vf z = choose(small, x * F(0x1p60f), x);
  const vf s = __builtin_elementwise_sqrt(z);
  const vf y = F(1.0f) / s;
  const vf rest = fused(-y, s, F(1.0f)) - F(0.5f) * y * y * fused(-s, s, z);
  const vf corrected = fused(y, rest, y) * choose(small, F(0x1p30f), F(1.0f));
  return or_nan(choose((x == F(0.0f)) | (x == F(__builtin_inff())), y, corrected), ~(x >= F(0.0f)));
}

MAP_1(log, flog(x))
MAP_1(rsqrt, frsqrt(x))
