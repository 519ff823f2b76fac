// Units: tiles of a few hundred elements, whose registers stay in the first-level cache. Tiles are dealt to threads in
// runs of fixed length, so that nothing but time depends on how many there are.

enum { OF(UNIT_RUN) = 16384, OF(UNIT_SLOTS) = 96 };

/// n elements of a spread operand, from element `first` on.
static void OF(spread)(const kn_replay_spread *s, size_t first, size_t n, REAL *y) {
  size_t at[KN_REPLAY_RANK];
  ptrdiff_t offset = 0;
  const size_t last = s->rank - 1;
  for (size_t axis = s->rank; axis-- > 0;) {
    at[axis] = first % s->extents[axis];
    first /= s->extents[axis];
    offset += (ptrdiff_t)at[axis] * s->strides[axis];
  }
  const REAL *const x = s->source;
  const ptrdiff_t step = s->strides[last];
  while (n) {
    const size_t left = s->extents[last] - at[last], run = left < n ? left : n;
    const REAL *const from = x + offset;
    if (step == 1) __builtin_memcpy(y, from, run * sizeof(REAL));
    else if (step == 0)
      for (size_t i = 0; i < run; i++) y[i] = *from;
    else
      for (size_t i = 0; i < run; i++) y[i] = from[(ptrdiff_t)i * step];
    y += run;
    n -= run;
    offset += (ptrdiff_t)run * step;
    if ((at[last] += run) < s->extents[last]) return;
    for (size_t axis = last; at[axis] == s->extents[axis];) {
      offset -= (ptrdiff_t)s->extents[axis] * s->strides[axis];
      at[axis] = 0;
      if (axis-- == 0) return;
      at[axis]++;
      offset += s->strides[axis];
    }
  }
}

/// Whether a spread operand repeats with the tiles, so that one layout serves them all: its slow axes stand still.
static bool OF(repeats)(const kn_replay_spread *s, size_t tile) {
  size_t axis = s->rank, period = 1;
  while (axis > 0 && s->strides[axis - 1] != 0) period *= s->extents[--axis];
  while (axis > 0 && s->strides[axis - 1] == 0) axis--;
  return axis == 0 && tile % period == 0;
}

static void OF(unit_part)(const kn_replay_unit *u, size_t first, size_t end) {
  const size_t fixed = u->arrays + u->uniforms;
  REAL *slots[OF(UNIT_SLOTS)];
  REAL *memory = u->registers ? kn_workspace(kn_workspace_registers, u->registers * u->tile * sizeof(REAL)) : NULL;
  for (size_t i = 0; i < u->arrays; i++) slots[i] = (REAL *)u->slots[i] + first;
  for (size_t i = u->arrays; i < fixed; i++) slots[i] = u->slots[i];
  for (size_t i = 0; i < u->registers; i++) slots[fixed + i] = memory + i * u->tile;
  for (size_t i = first; i < end; i += u->tile) {
    const size_t n = end - i < u->tile ? end - i : u->tile;
    for (size_t s = 0; s < u->spread_count; s++)
      if (i == first || !OF(repeats)(&u->spreads[s], u->tile)) OF(spread)(&u->spreads[s], i, n, slots[u->spreads[s].slot]);
    OF(kn_replay_run)(u->code, u->count, slots, n);
    for (size_t a = 0; a < u->arrays; a++) slots[a] += n;
  }
}

typedef struct {
  const kn_replay_unit *unit;
  size_t run;
} OF(unit_task);

static void OF(unit_chunk)(void *context, size_t chunk) {
  const OF(unit_task) *const task = context;
  const size_t first = chunk * task->run, end = first + task->run;
  OF(unit_part)(task->unit, first, end < task->unit->elements ? end : task->unit->elements);
}

void OF(kn_replay_unit_run)(const kn_replay_unit *u) {
  const size_t tiles = (OF(UNIT_RUN) + u->tile - 1) / u->tile;
  OF(unit_task) task = {u, tiles * u->tile};
  const size_t chunks = (u->elements + task.run - 1) / task.run;
  if (chunks < 2) OF(unit_part)(u, 0, u->elements);
  else kn_pool_run(OF(unit_chunk), &task, chunks);
}
