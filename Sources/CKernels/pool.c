#define _GNU_SOURCE
#include "include/pool.h"
#include "include/environment.h"
#include "sharing.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// Chunks are claimed, not dealt: a descheduled worker delays nobody, because the caller claims what it leaves.
// Chunk boundaries are the caller's business and know nothing of threads, so the results do not either.

// Ticks of the processor's own counter tell long work from short; they choose who works, never what comes out.
#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
static uint64_t ticks(void) { return __builtin_ia32_rdtsc(); }
static uint64_t ticks_of_50_us(void) { return 150000; }  // at 3 GHz; the order of magnitude is enough
#else
#define PAUSE() __asm__ volatile("yield")
static uint64_t ticks(void) {
  uint64_t count;
  __asm__ volatile("mrs %0, cntvct_el0" : "=r"(count));
  return count;
}
static uint64_t ticks_of_50_us(void) {
  uint64_t frequency;
  __asm__ volatile("mrs %0, cntfrq_el0" : "=r"(frequency));
  return frequency / 20000;
}
#endif

enum { SPINS = 2000, SPINS_PER_YIELD = 64, CHUNKS_PER_BATCH = 0xffff };

// generation:32 | chunks:16 | next:16 in one word, so that a late claim can never hit the next batch.
static _Alignas(128) _Atomic uint64_t state;
static _Alignas(128) _Atomic unsigned wakeword;
static _Alignas(128) _Atomic int sleepers;
static _Alignas(128) _Atomic size_t done;
static _Alignas(128) _Atomic bool busy;

// Written by the holder of `busy` while no chunk is open; read by workers after a successful claim.
static kn_pool_task current_task;
static void *current_context;
static size_t current_base;
// Of the last batch that found sleeping threads: the ticks of one chunk, as a guess at the next, and when it ended.
static uint64_t chunk_ticks = 1 << 20;
static uint64_t batch_end;

static pthread_t workers[KN_POOL_LIMIT];
static int started;
static _Atomic int wanted = 1;
static _Atomic bool stopping;
static _Thread_local bool inside;

static int claim(void) {
  uint64_t seen = atomic_load(&state);
  for (;;) {
    unsigned next = seen & 0xffff, chunks = (seen >> 16) & 0xffff;
    if (next >= chunks) return -1;
    if (atomic_compare_exchange_weak(&state, &seen, seen + 1)) return (int)next;
  }
}

static void work(int chunk) {
  current_task(current_context, current_base + (size_t)chunk);
  atomic_fetch_add_explicit(&done, 1, memory_order_release);
}

static void work_off(int chunk) {
  for (; chunk >= 0; chunk = claim()) work(chunk);
}

static void futex(int operation, unsigned value) {
  syscall(SYS_futex, &wakeword, operation, value, NULL, NULL, 0);
}

static void *worker(void *unused) {
  (void)unused;
  kn_environment_set(kn_environment_default());
  inside = true;
  for (;;) {
    int chunk = -1;
    for (int spin = 1; (chunk = claim()) < 0 && spin <= SPINS; spin++) {
      if (atomic_load_explicit(&stopping, memory_order_relaxed)) return NULL;
      PAUSE();
      if (spin % SPINS_PER_YIELD == 0) sched_yield();
    }
    if (chunk < 0) {
      unsigned word = atomic_load(&wakeword);
      atomic_fetch_add(&sleepers, 1);
      // Look once more: work published before `sleepers` rose brought no wake-up.
      if ((chunk = claim()) < 0 && !atomic_load(&stopping)) futex(FUTEX_WAIT_PRIVATE, word);
      atomic_fetch_sub(&sleepers, 1);
    }
    work_off(chunk);
    if (atomic_load(&stopping)) return NULL;
  }
}

static void wake(void) {
  atomic_fetch_add(&wakeword, 1);
  futex(FUTEX_WAKE_PRIVATE, KN_POOL_LIMIT);
}

// Signals stay with the threads that the program knows of.
static void start_workers(void) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  while (started < atomic_load(&wanted) - 1 && pthread_create(&workers[started], NULL, worker, NULL) == 0) started++;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void stop_workers(void) {
  atomic_store(&stopping, true);
  atomic_fetch_add(&wakeword, 1);
  futex(FUTEX_WAKE_PRIVATE, KN_POOL_LIMIT);
  for (int i = 0; i < started; i++) pthread_join(workers[i], NULL);
  started = 0;
  atomic_store(&stopping, false);
}

// Waking a sleeping thread costs the caller some 3 us, and the thread comes some 50 us later. So it is woken for work
// that takes longer, also when the first chunk shows that it will, or when batches follow each other closely.
static void start_with_sleepers(size_t chunks) {
  uint64_t worth = ticks_of_50_us(), start = ticks();
  bool woken = chunk_ticks * chunks >= worth || start - batch_end < worth;
  if (woken) wake();
  int chunk = claim();
  if (chunk < 0) return;
  work(chunk);
  chunk_ticks = ticks() - start;
  if (!woken && chunk_ticks * (chunks - 1) >= worth) wake();
}

static void run_batch(size_t base, size_t chunks) {
  current_base = base;
  atomic_store_explicit(&done, 0, memory_order_relaxed);
  uint64_t generation = (atomic_load(&state) >> 32) + 1;
  atomic_store(&state, (generation << 32) | ((uint64_t)chunks << 16));
  bool asleep = atomic_load(&sleepers) > 0;
  if (asleep) start_with_sleepers(chunks);
  work_off(claim());
  for (int spin = 1; atomic_load_explicit(&done, memory_order_acquire) < chunks; spin++) {
    PAUSE();
    if (spin % SPINS_PER_YIELD == 0) sched_yield();
  }
  if (asleep) batch_end = ticks();
}

static void run_serially(kn_pool_task task, void *context, size_t chunks) {
  for (size_t chunk = 0; chunk < chunks; chunk++) task(context, chunk);
}

static void run_shared(kn_pool_task task, void *context, size_t chunks) {
  if (started < atomic_load(&wanted) - 1) start_workers();
  current_task = task;
  current_context = context;
  inside = true;
  for (size_t base = 0; base < chunks; base += CHUNKS_PER_BATCH) {
    size_t left = chunks - base;
    run_batch(base, left < CHUNKS_PER_BATCH ? left : CHUNKS_PER_BATCH);
  }
  inside = false;
}

void kn_pool_run(kn_pool_task task, void *context, size_t chunks) {
  uint64_t callers = kn_environment_get();
  bool foreign = callers != kn_environment_default();
  if (foreign) kn_environment_set(kn_environment_default());
  bool alone = inside || chunks < 2 || atomic_load_explicit(&wanted, memory_order_relaxed) < 2;
  if (alone || atomic_exchange(&busy, true)) {
    run_serially(task, context, chunks);
  } else {
    run_shared(task, context, chunks);
    atomic_store(&busy, false);
  }
  if (foreign) kn_environment_set(callers);
}

int kn_pool_set_threads(int threads) {
  if (inside) return -1;
  while (atomic_exchange(&busy, true)) sched_yield();
  stop_workers();
  atomic_store(&wanted, threads < 1 ? 1 : threads > KN_POOL_LIMIT ? KN_POOL_LIMIT : threads);
  atomic_store(&busy, false);
  return 0;
}

int kn_pool_threads(void) { return atomic_load(&wanted); }

int kn_sharing_threads(void) { return inside ? 1 : kn_pool_threads(); }

int kn_pool_processors(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  int count = CPU_COUNT(&set);
  return count < 1 ? 1 : count > KN_POOL_LIMIT ? KN_POOL_LIMIT : count;
}
