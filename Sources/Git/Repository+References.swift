internal import CLibGit2

extension Repository {
  /// The object that a reference names; nil when there is no such reference.
  /// - Throws: `GitError`, `.invalidName` for a malformed name.
  public func reference(_ name: String) throws(GitError) -> ObjectID? {
    var id = git_oid()
    let status = git_reference_name_to_id(&id, handle, name)
    if status == GitError.Code.notFound.rawValue { return nil }
    try git("read \(name)", status)
    return ObjectID(id)
  }

  /// The references below a prefix such as `refs/kanon/`, sorted by the bytes of their names.
  /// - Throws: `GitError`.
  public func references(below prefix: String) throws(GitError) -> [(name: String, id: ObjectID)] {
    var made: OpaquePointer?
    try git("list \(prefix)", git_reference_iterator_glob_new(&made, handle, prefix + "*"))
    let iterator = Owned(made) { git_reference_iterator_free($0) }
    var found: [(name: String, id: ObjectID)] = []
    while true {
      var name: UnsafePointer<CChar>?
      let status = git_reference_next_name(&name, iterator.pointer)
      if status == GIT_ITEROVER.rawValue { break }
      try git("list \(prefix)", status)
      guard let name else { break }
      let text = String(cString: name)
      // Another process may have removed it since; then it is not listed.
      if let id = try reference(text) { found.append((text, id)) }
    }
    return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether git accepts this as the name of a reference.
  public static func isValidReference(_ name: String) -> Bool {
    library
    var valid: Int32 = 0
    return git_reference_name_is_valid(&valid, name) == 0 && valid == 1
  }
}

/// One reference, locked by git's own lock file for as long as this value lives.
///
/// Reading and moving under the lock is the compare-and-swap: nobody who respects git's locks comes between.
public struct ReferenceLock: ~Copyable {
  private let transaction: OpaquePointer
  private let repository: Repository
  public let name: String

  /// Takes `<name>.lock`.
  /// - Throws: `GitError`, `.locked` when the lock file exists.
  public init(_ name: String, in repository: Repository) throws(GitError) {
    var made: OpaquePointer?
    try git("prepare to lock \(name)", git_transaction_new(&made, repository.handle))
    guard let made else { throw GitError(call: "lock \(name)", code: .generic, message: "no handle") }
    do throws(GitError) {
      try git("lock \(name)", git_transaction_lock_ref(made, name))
    } catch {
      git_transaction_free(made)
      throw error
    }
    (transaction, self.repository, self.name) = (made, repository, name)
  }

  /// The lock file that git and libgit2 create beside the reference.
  public static func file(of name: String, in repository: Repository) -> String {
    repository.commonFolder + name + ".lock"
  }

  /// Moves the reference if it still has the expected value, and releases the lock.
  /// - Throws: `GitError`, `.modified` when the value is another.
  public consuming func move(
    from expected: ObjectID?, to new: ObjectID, message: String
  ) throws(GitError) {
    let found = try repository.reference(name)
    guard found == expected else {
      throw GitError(
        call: "move \(name)", code: .modified,
        message: "it is \(found?.hex ?? "absent"), expected \(expected?.hex ?? "absent")")
    }
    var raw = new.raw
    try git("move \(name)", git_transaction_set_target(transaction, name, &raw, nil, message))
    try git("move \(name)", git_transaction_commit(transaction))
  }

  /// Deletes the reference if it still has the expected value, and releases the lock.
  /// - Throws: `GitError`, `.modified` when the value is another.
  public consuming func remove(expected: ObjectID) throws(GitError) {
    let found = try repository.reference(name)
    guard found == expected else {
      throw GitError(call: "remove \(name)", code: .modified, message: "it is \(found?.hex ?? "absent")")
    }
    try git("remove \(name)", git_transaction_remove(transaction, name))
    try git("remove \(name)", git_transaction_commit(transaction))
  }

  deinit { git_transaction_free(transaction) }
}
