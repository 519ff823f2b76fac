import Git
import Glibc

extension Ledger {
  /// Moves a reference to a commit that is made on top of its present value, whatever others do meanwhile.
  ///
  /// Our own writers queue at the turnstile; any other writer of the reference (`git fetch`, `git update-ref`) is met by
  /// compare-and-swap: when the value changed, the commit is made again on top of the new one.
  @discardableResult
  func advance(
    _ reference: String, reason: String, to next: (ObjectID?) throws(RecordError) -> ObjectID?
  ) throws(RecordError) -> ObjectID? {
    let turnstile = try Turnstile(folder: folder)
    try turnstile.tidy(in: repository)
    var pause: UInt32 = 200
    var waited = 0.0
    while true {
      let tip = try atGit(reference) { () throws(GitError) in try repository.reference(reference) }
      let made = try next(tip)
      guard let made, made != tip else { return made }
      try turnstile.declare(reference, lock: nil)
      defer { turnstile.clear() }
      do throws(GitError) {
        let lock = try ReferenceLock(reference, in: repository)
        FaultPoint.referenceLockTaken.strike()
        let file = LockFile(at: ReferenceLock.file(of: reference, in: repository))
        // A declaration that could not be written only makes a later tidying slower.
        try? turnstile.declare(reference, lock: file)
        FaultPoint.referenceLock.strike()
        try lock.move(from: tip, to: made, message: reason)
        return made
      } catch {
        guard error.code == .locked || error.code == .modified, waited < 10 else {
          guard error.code == .locked else { throw .git(error, at: reference) }
          throw RecordError(
            .git(error), at: ReferenceLock.file(of: reference, in: repository),
            found: "git's lock has been there for 10 seconds, and kanon did not make it",
            remedy: "if no git is running, delete the file")
        }
      }
      usleep(pause)
      waited += Double(pause) / 1e6
      pause = min(pause * 2, 100_000)
    }
  }
}
