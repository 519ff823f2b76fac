#pragma once
#include <stdint.h>
#include <sys/types.h>

/// How a program is to be run; see `kanon_start`.
struct kanon_process {
  const char *program;
  char *const *arguments;
  char *const *environment;
  /// Where it works.
  const char *directory;
  /// Files, not there yet, that take its streams.
  const char *output;
  const char *error;
  /// Bytes of address space, of one file; seconds of processor time. 0 sets no limit.
  uint64_t memory, file, seconds;
};

/// Starts a program in a process group of its own, with its limits set before its first instruction.
///
/// Returns its process id, or a negative error number; `step` then names the call that failed.
pid_t kanon_start(const struct kanon_process *process, const char **step);
