// Atoms or pairs by several threads: each takes some.

typedef struct {
  const kn_neighbourhood *n;
  const REAL *a, *b, *c;
  REAL *y;
  void (*kernel)(const kn_neighbourhood *, const REAL *, const REAL *, const REAL *, REAL *, size_t, size_t);
  size_t columns;
} OF(pair_job);

static void OF(pair_some)(void *context, size_t first, size_t next) {
  const OF(pair_job) *j = context;
  j->kernel(j->n, j->a, j->b, j->c, j->y, first, next);
}

static void OF(over_atoms)(OF(pair_job) job) {
  const size_t lists = (size_t)(job.n->starts[job.n->atoms] - job.n->starts[0]);
  const size_t each = job.n->atoms ? lists / job.n->atoms + 1 : 1;
  kn_in_ranges(OF(pair_some), &job, job.n->atoms, each * 4 * job.n->features);
}

static void OF(over_pairs)(OF(pair_job) job) {
  kn_in_ranges(OF(pair_some), &job, job.n->pairs, 8 * job.n->features);
}

#define FORM(name, over, A, B, C, Y) \
  void OF(kn_##name)(const kn_neighbourhood *n, const REAL *A, const REAL *B, const REAL *C, REAL *Y) { \
    OF(over)((OF(pair_job)){.n = n, .a = A, .b = B, .c = C, .y = Y, .kernel = active()->OF(name)}); \
  }
FORM(scaled_sums, over_atoms, s, w, x, y)
FORM(scaled_filters, over_pairs, s, x, y, w)
FORM(scaled_scales, over_pairs, w, x, y, s)
FORM(directed_sums, over_atoms, d, w, x, y)
FORM(directed_senders, over_atoms, d, w, y, x)
FORM(directed_filters, over_pairs, d, x, y, w)
FORM(directed_directions, over_pairs, w, x, y, d)
#undef FORM

static void OF(differences_some)(void *context, size_t first, size_t next) {
  const OF(pair_job) *j = context;
  for (size_t p = first; p < next; p++)
    for (size_t c = 0; c < j->columns; c++)
      j->y[p * j->columns + c] = j->a[(size_t)j->n->second[p] * j->columns + c] - j->a[(size_t)j->n->first[p] * j->columns + c];
}

void OF(kn_pair_differences)(const kn_neighbourhood *n, size_t columns, const REAL *x, REAL *r) {
  OF(pair_job) job = {.n = n, .a = x, .y = r, .columns = columns};
  kn_in_ranges(OF(differences_some), &job, n->pairs, columns + 4);
}

static void OF(divergences_some)(void *context, size_t first, size_t next) {
  const OF(pair_job) *j = context;
  for (size_t atom = first; atom < next; atom++)
    for (size_t c = 0; c < j->columns; c++) {
      REAL sum = 0;
      for (int64_t e = j->n->starts[atom]; e < j->n->starts[atom + 1]; e++) {
        const REAL r = j->a[((size_t)j->n->list[e] >> 1) * j->columns + c];
        sum = j->n->list[e] & 1 ? sum + r : sum - r;
      }
      j->y[atom * j->columns + c] = sum;
    }
}

void OF(kn_pair_divergences)(const kn_neighbourhood *n, size_t columns, const REAL *r, REAL *x) {
  OF(pair_job) job = {.n = n, .a = r, .y = x, .columns = columns};
  const size_t lists = (size_t)(n->starts[n->atoms] - n->starts[0]);
  kn_in_ranges(OF(divergences_some), &job, n->atoms, n->atoms ? lists / n->atoms * columns + 4 : 1);
}
