internal import CLibGit2

/// Starts libgit2 once per process, at the first repository or hash that is asked for.
let library: Void = {
  git_libgit2_init()
  _ = kanon_git_accept_extensions()
}()

/// The one gate of every status: a negative one becomes an error with libgit2's own words.
///
/// The words are read at once, on the thread that made the call; the next call may replace them.
@discardableResult
func git(_ call: @autoclosure () -> String, _ status: Int32) throws(GitError) -> Int32 {
  guard status < 0 else { return status }
  let words = git_error_last().map { String(cString: $0.pointee.message) }
  throw GitError(call: call(), code: .init(rawValue: status), message: words ?? "libgit2 returned \(status)")
}

/// A libgit2 handle that is freed when its scope ends.
struct Owned: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer) -> Void

  init(_ pointer: OpaquePointer?, free: @escaping (OpaquePointer) -> Void) {
    // A zero status with a null handle would be a defect of libgit2, not of a repository.
    precondition(pointer != nil, "libgit2 returned success without a handle")
    self.pointer = pointer.unsafelyUnwrapped
    self.free = free
  }

  deinit { free(pointer) }
}
