#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

// Variadic C functions cannot be called from Swift: each option that is used has a face of its own.

/// Reads repositories that carry extensions which concern neither objects nor references.
static inline int kanon_git_accept_extensions(void) {
  const char *extensions[] = {"worktreeconfig", "partialclone"};
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, (size_t)2);
}
