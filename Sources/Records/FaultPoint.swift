import Glibc

/// Places where a process dies on purpose, so that tests meet a crash by plan and not by luck.
///
/// `KANON_FAULT=NAME` kills the process with SIGKILL at the point of that name. Nothing else reads the variable, and
/// it does nothing under any other value.
enum FaultPoint: String {
  /// git's lock on the reference is taken, but not yet noted.
  case referenceLockTaken = "ref-lock-taken"
  /// git's lock on the reference is taken and noted; the reference has not moved.
  case referenceLock = "ref-lock"

  func strike() {
    guard let name = getenv("KANON_FAULT"), String(cString: name) == rawValue else { return }
    kill(getpid(), SIGKILL)
  }
}
