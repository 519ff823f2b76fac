#include "ranges.h"
#include "pool.h"
#include "sharing.h"

// Some microseconds of work at least, some tens at most: enough to pay for the pool, and to share evenly.
enum { LEAST = 1 << 15, MOST = 1 << 18, SHARES = 64 };

typedef struct {
  kn_range_task *task;
  void *context;
  size_t items, each;
} ranges;

static void run_range(void *context, size_t chunk) {
  const ranges *r = context;
  const size_t first = chunk * r->each, left = r->items - first;
  r->task(r->context, first, first + (left < r->each ? left : r->each));
}

static void run_ranges(ranges r) {
  const size_t chunks = (r.items + r.each - 1) / r.each;
  if (chunks == 1 || kn_sharing_threads() == 1) r.task(r.context, 0, r.items);
  else kn_pool_run(run_range, &r, chunks);
}

void kn_in_ranges(kn_range_task *task, void *context, size_t items, size_t elements_each) {
  if (!items) return;
  if (!elements_each) elements_each = 1;
  size_t elements = items * elements_each / SHARES;
  elements = elements < LEAST ? LEAST : elements > MOST ? MOST : elements;
  run_ranges((ranges){task, context, items, elements < elements_each ? 1 : elements / elements_each});
}

void kn_in_shares(kn_range_task *task, void *context, size_t items, size_t elements_each) {
  if (!items) return;
  const size_t threads = items * elements_each < 2 * LEAST ? 1 : (size_t)kn_sharing_threads();
  run_ranges((ranges){task, context, items, (items + threads - 1) / threads});
}
