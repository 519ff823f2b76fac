import Glibc

/// A program run to its end, with nothing of our environment but what is given.
///
/// `posix_spawn` rather than Foundation's `Process`: the latter costs 5 ms at the start of every program.
struct ChildProcess {
  /// The path of the executable.
  let executable: String
  /// The arguments after the program's name.
  let arguments: [String]
  /// The whole environment, `NAME=value`.
  let environment: [String]
  /// The file, not there yet, that takes standard output and standard error.
  ///
  /// A file rather than a pipe: no descriptor of ours can leak into another child, and none can break.
  let output: String

  /// Why a program has no end of its own.
  enum Interruption: Error, Equatable {
    case timedOut
    case cancelled
    case system(call: String, reason: String)
  }

  /// Runs the program; it is killed after `timeout` seconds, or when the task is cancelled.
  ///
  /// - Returns: the exit status, or 128 plus the signal that ended it.
  func run(timeout: Double) throws(Interruption) -> Int32 {
    let deadline = Self.now() + timeout
    return try wait(for: spawn(), until: deadline)
  }

  private func spawn() throws(Interruption) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    try Self.check("posix_spawn_file_actions_init", posix_spawn_file_actions_init(&actions))
    defer { posix_spawn_file_actions_destroy(&actions) }
    let opened = [
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0),
      posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_EXCL, 0o600),
      posix_spawn_file_actions_adddup2(&actions, 1, 2),
    ]
    for status in opened { try Self.check("posix_spawn_file_actions", status) }

    // A caller may ignore SIGPIPE or block signals; the child starts with neither.
    var attributes = posix_spawnattr_t()
    try Self.check("posix_spawnattr_init", posix_spawnattr_init(&attributes))
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var pid: pid_t = 0
    let status = Self.withCStrings([executable] + arguments) { argv in
      Self.withCStrings(environment) { envp in
        posix_spawn(&pid, executable, &actions, &attributes, argv, envp)
      }
    }
    try Self.check("posix_spawn \(executable)", status)
    return pid
  }

  private func wait(for pid: pid_t, until deadline: Double) throws(Interruption) -> Int32 {
    var status: Int32 = 0
    var pause = 500_000
    while true {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid { break }
      if ended < 0 && errno != EINTR { throw .system(call: "waitpid", reason: String(cString: strerror(errno))) }
      if Task.isCancelled || Self.now() > deadline {
        kill(pid, SIGKILL)
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        throw Task.isCancelled ? .cancelled : .timedOut
      }
      var time = timespec(tv_sec: 0, tv_nsec: pause)
      nanosleep(&time, nil)
      pause = min(pause * 5 / 4, 10_000_000)
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  private static func check(_ call: String, _ status: Int32) throws(Interruption) {
    if status != 0 { throw .system(call: call, reason: String(cString: strerror(status))) }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return body(copies + [nil])
  }
}
