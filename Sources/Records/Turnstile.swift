import Git
import Glibc

/// Lets one writer of the ledger through at a time: an exclusive `flock` on `.git/kanon/writer`.
///
/// The kernel drops a flock when its holder dies, so this lock cannot be left behind. git's lock file on a reference
/// can: a process killed between taking and releasing it leaves `refs/kanon/….lock`, and nobody could record again.
/// Hence a writer **declares** in the flocked file which reference it is about to lock, then adds the identity (device,
/// inode, time) of the lock file that it got, and clears the declaration when it leaves. A declaration found by the
/// next holder of the flock is that of a dead writer, for a living one would still hold the flock or have cleared it.
///
/// - With an identity: a lock file that still has it was the dead writer's; nobody else can have replaced it, since
///   lock files are created exclusively. It is removed at once.
/// - Without: the writer died within the microseconds between declaring and looking. The lock file is removed if it is
///   empty, as libgit2's are until they are released, and has not changed for a second, far longer than `git fetch`,
///   `git gc` or `git update-ref` hold an empty one.
/// - No declaration: the lock is a living git's, or that of a git that crashed. It is never removed; the error names it.
struct Turnstile: ~Copyable {
  private let descriptor: Int32
  private let place: String

  /// Enters, waiting for others with growing pauses.
  /// - Throws: `RecordError` when the folder cannot be written, or somebody stands inside for a minute.
  init(folder: String, patience: Double = 60) throws(RecordError) {
    let place = folder + "writer"
    // Other users of a shared repository must be able to enter too; the umask decides.
    mkdir(folder, 0o777)
    let opened = open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw .system("open", at: place) }
    var pause: UInt32 = 100
    var waited = 0.0
    while flock(opened, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR, waited < patience else {
        close(opened)
        if code != EWOULDBLOCK { throw .system("flock", at: place, code: code) }
        throw RecordError(
          .refused, at: place, found: "another process has been recording for \(Int(patience)) seconds",
          remedy: "`lsof \(place)` names it")
      }
      usleep(pause)
      waited += Double(pause) / 1e6
      pause = min(pause * 2, 5000)
    }
    (descriptor, self.place) = (opened, place)
  }

  /// Says which reference is about to be locked, or is.
  func declare(_ reference: String, lock: LockFile?) throws(RecordError) {
    let text = "\(reference)\n\(getpid())\n\(lock?.text ?? "-")\n"
    let bytes = Array(text.utf8)
    guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, ftruncate(descriptor, bytes.count) == 0 else {
      throw .system("write", at: place)
    }
  }

  /// Says that no reference is locked.
  func clear() { ftruncate(descriptor, 0) }

  /// Removes what a killed writer left, if any.  Cost: one empty read when all is well.
  func tidy(in repository: Repository) throws(RecordError) {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return }
    let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n").map(String.init)
    defer { clear() }
    guard lines.count == 3, lines[0].hasPrefix(Ledger.prefix) else { return }
    let file = ReferenceLock.file(of: lines[0], in: repository)
    while let lock = LockFile(at: file) {
      if lines[2] == lock.text { break }
      // A lock with another identity, or with content, is a living git's.
      guard lines[2] == "-", lock.size == 0 else { return }
      if lock.age >= 1 { break }
      usleep(50_000)
    }
    unlink(file)
  }

  deinit { close(descriptor) }
}

/// A lock file as it was seen: two with one identity are one file.
struct LockFile {
  let text: String
  let size: Int
  private let changed: timespec

  /// Nil when there is no such file.
  init?(at path: String) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    changed = information.st_ctim
    size = Int(information.st_size)
    text = "\(information.st_dev) \(information.st_ino) \(changed.tv_sec) \(changed.tv_nsec)"
  }

  /// Seconds since its last change; negative when the clock was set back, and then it counts as young.
  var age: Double {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec - changed.tv_sec) + Double(now.tv_nsec - changed.tv_nsec) / 1e9
  }
}

extension RecordError {
  /// A call to the operating system that failed, in its own words.
  static func system(_ call: String, at place: String, code: Int32 = errno) -> RecordError {
    RecordError(.system(code), at: place, found: "cannot \(call): \(String(cString: strerror(code)))")
  }
}
