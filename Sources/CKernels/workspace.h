#pragma once
#include <stddef.h>

/// At least `bytes` of scratch memory of the calling thread, on a 64-byte boundary, of undefined content: `slot`
/// names one of a few independent pieces. It grows when it must, stays until the thread ends, and is never cleared.
enum {
  kn_workspace_product,
  kn_workspace_swap,
  kn_workspace_weights,
  kn_workspace_border,
  kn_workspace_strips,
  kn_workspace_terms,
  kn_workspace_terms_b,
  kn_workspace_terms_sums,
  kn_workspace_registers,
  kn_workspace_sums,
  kn_workspace_sums_of_sums,
  KN_WORKSPACES
};
void *kn_workspace(int slot, size_t bytes);
