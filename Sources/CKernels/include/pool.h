#pragma once
#include <stddef.h>

/// The most threads that the pool takes, the calling thread included.
#define KN_POOL_LIMIT 64

/// One chunk of a piece of work: `chunk` counts from 0.
typedef void (*kn_pool_task)(void *context, size_t chunk);

/// Runs `task` once for every chunk in 0..<chunks and returns when all are done. The calling thread works too.
/// Every chunk runs in the default floating-point environment, whatever the caller's. A call from inside a chunk,
/// or while another thread's call is under way, runs serially on the calling thread.
void kn_pool_run(kn_pool_task task, void *context, size_t chunks);

/// Sets how many threads work, the calling one included, clamped to 1...KN_POOL_LIMIT; waits until the pool is
/// idle. Threads start at the first call that has use for them. Answers 0, or -1 when called from inside a chunk.
int kn_pool_set_threads(int threads);

/// How many threads work, the calling one included.
int kn_pool_threads(void);

/// The processors that this process may run on, at least 1 and at most KN_POOL_LIMIT.
int kn_pool_processors(void);
