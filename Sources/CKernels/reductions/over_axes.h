// Reductions over axes. Neighbouring outputs that lie side by side are reduced together, lane by lane; others one by
// one. Either way element i of a sequence meets lane i mod 64 and no other.

enum { OF(TREE_LANES) = 64, OF(SIDE) = 64 };

static void OF(add_lanes)(REAL *lanes, size_t side) {
  for (size_t h = OF(TREE_LANES) / 2; h; h /= 2)
    for (size_t i = 0; i < h * side; i++) lanes[i] = lanes[i] + lanes[h * side + i];
}

static void OF(sum_together)(const kn_walk *reduced, const REAL *x, size_t side, REAL *y) {
  REAL lanes[OF(TREE_LANES) * OF(SIDE)];
  __builtin_memset(lanes, 0, OF(TREE_LANES) * side * sizeof(REAL));
  kn_walk at = *reduced;
  for (size_t i = 0; i < reduced->count; i++) {
    const REAL *const row = x + at.offset;
    REAL *const lane = lanes + i % OF(TREE_LANES) * side;
    for (size_t j = 0; j < side; j++) lane[j] = lane[j] + row[j];
    kn_walk_on(&at);
  }
  OF(add_lanes)(lanes, side);
  __builtin_memcpy(y, lanes, side * sizeof(REAL));
}

static REAL OF(sum_alone)(const kn_walk *reduced, const REAL *x) {
  REAL lanes[OF(TREE_LANES)] = {0};
  kn_walk at = *reduced;
  // The fastest axis goes by runs, the others step by step.
  const size_t run = at.rank ? at.extents[at.rank - 1] : 1;
  const ptrdiff_t step = at.rank ? at.strides[at.rank - 1] : 1;
  if (at.rank) at.rank--;
  size_t lane = 0;
  for (size_t left = reduced->count; left; left -= run) {
    const REAL *p = x + at.offset;
    for (size_t rest = run; rest;) {
      const size_t n = rest < OF(TREE_LANES) - lane ? rest : OF(TREE_LANES) - lane;
      REAL *const to = lanes + lane;
      if (step == 1)
        for (size_t i = 0; i < n; i++) to[i] = to[i] + p[i];
      else
        for (size_t i = 0; i < n; i++) to[i] = to[i] + p[(ptrdiff_t)i * step];
      p += (ptrdiff_t)n * step;
      lane = (lane + n) % OF(TREE_LANES);
      rest -= n;
    }
    kn_walk_on(&at);
  }
  OF(add_lanes)(lanes, 1);
  return lanes[0];
}

void OF(kn_sum_axes)(const kn_axes *axes, const REAL *x, REAL *y) {
  kn_walk kept = kn_walk_of(axes, 0);
  const kn_walk reduced = kn_walk_of(axes, 1);
  const int beside = kept.rank && kept.strides[kept.rank - 1] == 1;
  const size_t run = beside ? kept.extents[kept.rank - 1] : 1;
  for (size_t i = 0; i < kept.count;) {
    if (run == 1) y[i] = OF(sum_alone)(&reduced, x + kept.offset);
    else
      for (size_t j = 0; j < run; j += OF(SIDE))
        OF(sum_together)(
          &reduced, x + kept.offset + j, run - j < OF(SIDE) ? run - j : OF(SIDE), y + i + j);
    for (size_t j = 0; j < run; j++, i++) kn_walk_on(&kept);
  }
}

// Of equal zeros the positive is larger; a NaN, once met, stays.
static REAL OF(larger)(REAL a, REAL b) {
  if (a != a) return a;
  if (b != b) return b;
  if (a == b) return __builtin_signbit(a) ? b : a;
  return a > b ? a : b;
}
static REAL OF(smaller)(REAL a, REAL b) { return -OF(larger)(-a, -b); }

static void OF(choose_axes)(const kn_axes *axes, const REAL *x, REAL *y, REAL start, REAL (*choose)(REAL, REAL)) {
  kn_walk kept = kn_walk_of(axes, 0);
  const kn_walk reduced = kn_walk_of(axes, 1);
  for (size_t i = 0; i < kept.count; i++) {
    kn_walk at = reduced;
    REAL best = start;
    for (size_t k = 0; k < reduced.count; k++) {
      best = choose(best, x[kept.offset + at.offset]);
      kn_walk_on(&at);
    }
    y[i] = best;
    kn_walk_on(&kept);
  }
}

void OF(kn_max_axes)(const kn_axes *axes, const REAL *x, REAL *y) {
  OF(choose_axes)(axes, x, y, (REAL)-__builtin_inf(), OF(larger));
}
void OF(kn_min_axes)(const kn_axes *axes, const REAL *x, REAL *y) {
  OF(choose_axes)(axes, x, y, (REAL)__builtin_inf(), OF(smaller));
}
