#pragma once
#include <stddef.h>

/// Does the items first ..< next of a piece of work.
typedef void kn_range_task(void *context, size_t first, size_t next);

/// Does all items, on the pool's threads when the elements that they touch are many. No result of an item may depend
/// on where they are cut.
void kn_in_ranges(kn_range_task *task, void *context, size_t items, size_t elements_each);

/// The same for items of which each reads all of the input: as few ranges as there are threads.
void kn_in_shares(kn_range_task *task, void *context, size_t items, size_t elements_each);
