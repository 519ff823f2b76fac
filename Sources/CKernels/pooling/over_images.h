// Images by several threads: each takes some.

typedef struct {
  const kn_pooling *p;
  const REAL *in;
  REAL *out;
  int32_t *place;
  const int32_t *placed;
} OF(pooling_job);

static size_t OF(input_size)(const kn_pooling *p) { return p->height * p->width * p->channels; }
static size_t OF(output_size)(const kn_pooling *p) {
  return kn_pooling_output_height(p) * kn_pooling_output_width(p) * p->channels;
}
static kn_pooling OF(some_images)(const kn_pooling *p, size_t first, size_t next) {
  kn_pooling some = *p;
  some.images = next - first;
  return some;
}

static void OF(max_some)(void *context, size_t first, size_t next) {
  const OF(pooling_job) *j = context;
  const kn_pooling some = OF(some_images)(j->p, first, next);
  const size_t in = first * OF(input_size)(j->p), out = first * OF(output_size)(j->p);
  active()->OF(max_pool)(&some, j->in + in, j->out + out, j->place + out);
}
static void OF(max_back)(void *context, size_t first, size_t next) {
  const OF(pooling_job) *j = context;
  const kn_pooling some = OF(some_images)(j->p, first, next);
  const size_t in = first * OF(input_size)(j->p), out = first * OF(output_size)(j->p);
  active()->OF(max_pool_to_data)(&some, j->in + out, j->placed + out, j->out + in);
}
static void OF(average_some)(void *context, size_t first, size_t next) {
  const OF(pooling_job) *j = context;
  const kn_pooling some = OF(some_images)(j->p, first, next);
  active()->OF(average_pool)(
    &some, j->in + first * OF(input_size)(j->p), j->out + first * OF(output_size)(j->p));
}
static void OF(average_back)(void *context, size_t first, size_t next) {
  const OF(pooling_job) *j = context;
  const kn_pooling some = OF(some_images)(j->p, first, next);
  active()->OF(average_pool_to_data)(
    &some, j->in + first * OF(output_size)(j->p), j->out + first * OF(input_size)(j->p));
}

static void OF(over_images)(kn_range_task *task, OF(pooling_job) job) {
  kn_in_ranges(task, &job, job.p->images, OF(input_size)(job.p) + OF(output_size)(job.p));
}

void OF(kn_max_pool)(const kn_pooling *p, const REAL *x, REAL *y, int32_t *place) {
  OF(over_images)(OF(max_some), (OF(pooling_job)){.p = p, .in = x, .out = y, .place = place});
}
void OF(kn_max_pool_to_data)(const kn_pooling *p, const REAL *dy, const int32_t *place, REAL *dx) {
  OF(over_images)(OF(max_back), (OF(pooling_job)){.p = p, .in = dy, .placed = place, .out = dx});
}
void OF(kn_average_pool)(const kn_pooling *p, const REAL *x, REAL *y) {
  OF(over_images)(OF(average_some), (OF(pooling_job)){.p = p, .in = x, .out = y});
}
void OF(kn_average_pool_to_data)(const kn_pooling *p, const REAL *dy, REAL *dx) {
  OF(over_images)(OF(average_back), (OF(pooling_job)){.p = p, .in = dy, .out = dx});
}
