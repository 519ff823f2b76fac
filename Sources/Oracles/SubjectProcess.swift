import Glibc

/// Another program, with pipes to its standard input and output.
///
/// Its standard error goes to a file that has no name, whose end tells why a program died. The program and everything
/// that it started are one group, and end with this object.
final class SubjectProcess {
  private let group: pid_t
  private let input: Int32
  private let output: Int32
  private let complaints: Int32
  private var received: [UInt8] = []

  /// Starts a line of shell.
  init(_ command: String) throws(SubjectFailure) {
    var (toChild, fromChild): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    // A socket and not a pipe: writing to a program that has ended must be an error, and no signal for all of us.
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &toChild) == 0, pipe(&fromChild) == 0 else {
      throw Self.system("pipe")
    }
    var name = Array("/tmp/kanon-subject-XXXXXX".utf8CString)
    complaints = mkstemp(&name)
    unlink(&name)
    for descriptor in toChild + fromChild + [complaints] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], 0)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], 1)
    if complaints >= 0 { posix_spawn_file_actions_adddup2(&actions, complaints, 2) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    var pid: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("/bin/sh"), strdup("-c"), strdup(command), nil]
    defer { for argument in arguments { free(argument) } }
    let status = posix_spawn(&pid, "/bin/sh", &actions, &attributes, &arguments, environ)
    close(toChild[0])
    close(fromChild[1])
    (input, output, group) = (toChild[1], fromChild[0], pid)
    guard status == 0 else { throw SubjectFailure(.died, "/bin/sh could not be started: \(Self.text(status))") }
    for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    close(input)
    close(output)
    if group > 0 {
      kill(-group, SIGKILL)
      var status: Int32 = 0
      while waitpid(group, &status, 0) < 0, errno == EINTR {}
    }
    if complaints >= 0 { close(complaints) }
  }

  /// Writes bytes while `isComplete` asks for more of an answer; both at once, so that neither side waits for ever.
  /// - Returns: the bytes of the answer, `isComplete` telling how many of those received belong to it.
  func exchange(
    _ bytes: [UInt8], within seconds: Double,
    _ isComplete: ([UInt8]) throws(SubjectFailure) -> Int?
  ) throws(SubjectFailure) -> [UInt8] {
    guard received.isEmpty else {
      throw SubjectFailure(.rubbish, "it wrote \(received.count) bytes that nobody asked for: \(Self.quoted(received))")
    }
    var sent = 0
    let deadline = Self.now() + seconds
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if sent == bytes.count, let count = try isComplete(received) {
        let answer = Array(received.prefix(count))
        received.removeFirst(count)
        return answer
      }
      var ends = [
        pollfd(fd: sent < bytes.count ? input : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      ]
      let left = deadline - Self.now()
      guard left > 0 else { throw SubjectFailure(.hung, "it gave no answer within \(seconds) s\(complaint)") }
      guard poll(&ends, 2, Int32(min(left * 1000, 100)) + 1) >= 0 || errno == EINTR else { throw Self.system("poll") }
      if ends[0].revents != 0 {
        let count = bytes[sent...].withUnsafeBytes { send(input, $0.baseAddress, $0.count, Self.withoutSignal) }
        if count > 0 { sent += count } else if errno == EPIPE || errno == ECONNRESET { throw death() }
      }
      if ends[1].revents != 0 {
        let count = Glibc.read(output, &part, part.count)
        if count > 0 { received += part.prefix(count) }
        if count == 0 { throw death() }
      }
    }
  }

  /// MSG_NOSIGNAL, which Swift does not import as a number.
  private static let withoutSignal: Int32 = 0x4000

  /// How it ended.
  private func death() -> SubjectFailure {
    var status: Int32 = 0
    var ended: pid_t = 0
    for _ in 0..<200 where ended == 0 {
      ended = waitpid(group, &status, WNOHANG)
      if ended == 0 { usleep(5000) }
    }
    guard ended == group else { return SubjectFailure(.died, "it closed its output and did not end\(complaint)") }
    let (code, signal) = ((status >> 8) & 0xFF, status & 0x7F)
    let how = signal == 0 ? "it ended with exit code \(code)" : "it was ended by signal \(signal)"
    // 127 is the shell's word for a command that is not there; Python's is an ImportError.
    let isMissing = signal == 0 && (code == 127 || code == 3 || complaint.contains("ModuleNotFoundError"))
    return SubjectFailure(isMissing ? .prerequisite : .died, how + complaint)
  }

  /// The last line that it wrote to its standard error.
  private var complaint: String {
    guard complaints >= 0 else { return "" }
    let size = lseek(complaints, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: Int(min(max(size, 0), 4096)))
    let count = pread(complaints, &bytes, bytes.count, max(0, size - 4096))
    guard count > 0 else { return "" }
    let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
    return lines.last.map { ": \($0)" } ?? ""
  }

  static func quoted(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes.prefix(60), as: UTF8.self)
    let shown = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "\u{FFFD}" : String($0) }.joined()
    return "\"\(shown)\"" + (bytes.count > 60 ? "…" : "")
  }

  private static func system(_ call: String) -> SubjectFailure {
    SubjectFailure(.died, "\(call): \(text(errno))")
  }

  private static func text(_ code: Int32) -> String { String(cString: strerror(code)) }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
