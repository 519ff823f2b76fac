#define _GNU_SOURCE
#include "workspace.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

typedef struct {
  void *memory[KN_WORKSPACES];
  size_t size[KN_WORKSPACES];
} workspaces;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local workspaces *mine;

static void release(void *kept) {
  workspaces *w = kept;
  for (int i = 0; i < KN_WORKSPACES; i++) free(w->memory[i]);
  free(w);
}
static void make_key(void) { pthread_key_create(&key, release); }

// Where memory ends, so does the process: no kernel could go on, and none has a way to say so.
static void *allocated(size_t bytes) {
  void *memory = NULL;
  if (posix_memalign(&memory, HUGE_PAGE, bytes) != 0) abort();
  madvise(memory, bytes, MADV_HUGEPAGE);
  return memory;
}

void *kn_workspace(int slot, size_t bytes) {
  if (mine && mine->size[slot] >= bytes) return mine->memory[slot];
  if (!mine) {
    pthread_once(&once, make_key);
    mine = calloc(1, sizeof *mine);
    if (!mine) abort();
    pthread_setspecific(key, mine);
  }
  const size_t rounded = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  free(mine->memory[slot]);
  mine->memory[slot] = allocated(rounded);
  mine->size[slot] = rounded;
  return mine->memory[slot];
}
