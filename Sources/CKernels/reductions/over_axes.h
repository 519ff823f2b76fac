// Reductions over axes: outputs, or columns of them side by side, times pieces of what they reduce.

typedef void OF(piece)(const kn_walk *from, size_t count, const REAL *x, size_t side, REAL *y);

typedef struct {
  OF(piece) *piece;
  kn_walk kept, reduced;     // kept: but for the columns
  size_t columns, blocks;    // side by side, and in how many parts
  size_t outputs, pieces;
  const REAL *x;
  REAL *y;                   // [piece][output]
} OF(axes_job);

enum { OF(MOST_COLUMNS) = 256 / REAL_BYTES };

static void OF(run_jobs)(void *context, size_t first, size_t next) {
  const OF(axes_job) *job = context;
  kn_walk kept = job->kept, reduced = job->reduced;
  size_t piece = first % job->pieces, block = first / job->pieces % job->blocks;
  size_t place = first / job->pieces / job->blocks;
  kn_walk_to(&kept, place);
  for (; first < next; first++) {
    const size_t from = piece * KN_PIECE, left = reduced.count - from;
    const size_t column = block * OF(MOST_COLUMNS), rest = job->columns - column;
    if (job->pieces > 1) kn_walk_to(&reduced, from);
    job->piece(
      &reduced, left < KN_PIECE ? left : KN_PIECE, job->x + kept.offset + column,
      rest < OF(MOST_COLUMNS) ? rest : OF(MOST_COLUMNS), job->y + piece * job->outputs + place * job->columns + column);
    if (++piece < job->pieces) continue;
    piece = 0;
    if (++block < job->blocks) continue;
    block = 0;
    place++;
    kn_walk_by(&kept, 1);
  }
}

static void OF(reduce)(const kn_axes *axes, const REAL *x, REAL *y, OF(piece) *piece, int workspace) {
  OF(axes_job) job = {
    .piece = piece, .kept = kn_walk_of(axes, 0), .reduced = kn_walk_of(axes, 1), .columns = 1, .x = x, .y = y};
  job.outputs = job.kept.count;
  if (job.kept.rank && kn_walk_step(&job.kept) == 1) {
    job.columns = job.kept.extents[--job.kept.rank];
    job.kept.count /= job.columns ? job.columns : 1;
  }
  job.blocks = (job.columns + OF(MOST_COLUMNS) - 1) / OF(MOST_COLUMNS);
  job.pieces = job.reduced.count <= KN_PIECE ? 1 : (job.reduced.count + KN_PIECE - 1) / KN_PIECE;
  if (!job.outputs) return;
  const size_t side = job.columns < OF(MOST_COLUMNS) ? job.columns : OF(MOST_COLUMNS);
  const size_t depth = job.reduced.count < KN_PIECE ? job.reduced.count : KN_PIECE;
  if (job.pieces > 1) job.y = kn_workspace(workspace, job.pieces * job.outputs * sizeof(REAL));
  kn_in_ranges(OF(run_jobs), &job, job.kept.count * job.blocks * job.pieces, side * (depth + 16));
  if (job.pieces == 1) return;
  const kn_axes across = {2, {job.pieces, job.outputs}, {(ptrdiff_t)job.outputs, 1}, 1};
  OF(reduce)(&across, job.y, y, piece, kn_workspace_sums_of_sums);  // no memory has room for a third level
}

void OF(kn_sum_axes)(const kn_axes *axes, const REAL *x, REAL *y) {
  const kn_walk kept = kn_walk_of(axes, 0), reduced = kn_walk_of(axes, 1);
  // One long run is what the full sum reads fastest.
  if (kept.count == 1 && reduced.rank == 1 && reduced.strides[0] == 1) *y = OF(kn_sum)(x, reduced.count);
  else OF(reduce)(axes, x, y, kn_reductions_active()->OF(sum_piece), kn_workspace_sums);
}
void OF(kn_max_axes)(const kn_axes *axes, const REAL *x, REAL *y) {
  OF(reduce)(axes, x, y, kn_reductions_active()->OF(max_piece), kn_workspace_sums);
}
void OF(kn_min_axes)(const kn_axes *axes, const REAL *x, REAL *y) {
  OF(reduce)(axes, x, y, kn_reductions_active()->OF(min_piece), kn_workspace_sums);
}
