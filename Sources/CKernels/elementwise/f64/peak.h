// Pseudo-Voigt peaks, summed over the nodes of a quadrature, with their derivatives; see peak_f64.h.

// Beyond this the Gaussian part is 1e-26 of its height: it is zero there, in every lane alike.
#define PEAK_GAUSSIAN_END -60.0

static void peak_f64(const double *x, size_t n, double width, double mixing, const kn_peak_node *nodes, size_t count,
  double *y, size_t stride) {
  const double spread = 4.0 / (width * width);
  const vd kl = D(spread), kg = D(spread * 0x1.62e42fefa39efp-1);  // ln 2
  const vd cl = D(0x1.45f306dc9c883p-1 / width), cg = D(0x1.e0fdec495104dp-1 / width);  // 2/pi, 2 sqrt(ln 2 / pi)
  const vd eta = D(mixing), lorentz = D(-2.0 * mixing) * kl, gauss = D(-2.0 * (1.0 - mixing)) * kg;
  for (size_t i = 0; i < n; i += LANES) {
    const size_t left = n - i;
    const vd at = left >= LANES ? load(x + i) : load_part(x + i, left, 1);
    vd value = D(0.0), by_position = D(0.0), by_width = D(0.0), by_mixing = D(0.0), by_asymmetry = D(0.0);
    for (size_t k = 0; k < count; k++) {
      const kn_peak_node *p = nodes + k;
      const vd d = at - D(p->centre), z = d * d;
      const vd r = D(1.0) / fused(kl, z, D(1.0)), l = cl * r;
      const vd exponent = -kg * z;
      const vl inside = exponent > D(PEAK_GAUSSIAN_END);
      vd g = D(0.0);
      if (any(inside)) g = choose(inside, cg * vexp(exponent), D(0.0));
      const vd f = fused(eta, l - g, g);
      const vd slope = d * fused(lorentz * l, r, gauss * g);
      value = fused(D(p->weight), f, value);
      by_position = fused(D(p->weight_by_position), f, fused(D(-p->lever_of_position), slope, by_position));
      by_width = fused(D(p->weight), fused(d, slope, f), by_width);
      by_mixing = fused(D(p->weight), l - g, by_mixing);
      by_asymmetry = fused(D(p->weight_by_asymmetry), f, fused(D(-p->lever_of_asymmetry), slope, by_asymmetry));
    }
    by_width = by_width * D(-1.0 / width);
    if (left >= LANES) {
      store(y + i, value);
      store(y + stride + i, by_position);
      store(y + 2 * stride + i, by_width);
      store(y + 3 * stride + i, by_mixing);
      store(y + 4 * stride + i, by_asymmetry);
    } else {
      store_part(y + i, left, value);
      store_part(y + stride + i, left, by_position);
      store_part(y + 2 * stride + i, left, by_width);
      store_part(y + 3 * stride + i, left, by_mixing);
      store_part(y + 4 * stride + i, left, by_asymmetry);
    }
  }
}
