import Glibc
import Synchronization

/// Standard output and standard error: the only place that prints.
enum Terminal {
  private static let hasFailed = Atomic<Bool>(false)

  /// Whether something that was said could not be written.
  static var lostWords: Bool { hasFailed.load(ordering: .relaxed) }

  /// Results, on standard output.
  static func say(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Trouble, on standard error.
  static func complain(_ text: String) {
    clearProgress()
    write(text + "\n", to: STDERR_FILENO)
  }

  /// Bytes as they are, on standard output.
  static func put(_ bytes: [UInt8]) { bytes.withUnsafeBytes { write($0, to: STDOUT_FILENO) } }

  /// Whether a person is watching standard error.
  static let isWatched = isatty(STDERR_FILENO) == 1

  /// One line that overwrites itself, where a person watches.
  static func showProgress(_ line: String) {
    write("\r\u{1b}[2K" + String(line.prefix(columns - 1)), to: STDERR_FILENO)
  }

  static func clearProgress() {
    if isWatched { write("\r\u{1b}[2K", to: STDERR_FILENO) }
  }

  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 80 }
    return Int(size.ws_col)
  }

  /// A reader that has gone is no reason to fail: the record is what counts.
  private static func write(_ text: String, to descriptor: Int32) {
    var text = text
    text.withUTF8 { write(UnsafeRawBufferPointer($0), to: descriptor) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = Glibc.write(descriptor, start, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        // A reader that left wanted no more; a disk that is full lost what was said.
        if errno != EPIPE { hasFailed.store(true, ordering: .relaxed) }
        return
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }
}

extension String {
  /// At least `width` characters wide, filled with spaces on the right.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
