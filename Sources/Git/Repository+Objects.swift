internal import CLibGit2

extension Repository {
  /// Stores bytes as a blob, exactly as they are: no filter, no line-ending conversion.
  /// - Throws: `GitError`.  Cost: one small file when the content is new.
  @discardableResult
  public func writeBlob(_ content: [UInt8]) throws(GitError) -> ObjectID { try write(.blob, content) }

  /// The bytes of a blob.
  /// - Throws: `GitError`, `.notFound` when the object is not at hand.
  public func blob(_ id: ObjectID) throws(GitError) -> [UInt8] { try read(.blob, id) }

  /// The bytes of a blob, or nil when the object is not at hand (a fresh clone has no ledger).
  /// - Throws: `GitError` for anything else.
  public func blobIfPresent(_ id: ObjectID) throws(GitError) -> [UInt8]? {
    do throws(GitError) { return try read(.blob, id) } catch {
      if error.code == .notFound { return nil }
      throw error
    }
  }

  /// Whether the object database holds the object.
  public func contains(_ id: ObjectID) -> Bool {
    var raw = id.raw
    return git_odb_exists(objects, &raw) == 1
  }

  /// Kind and size of an object, without its content.
  /// - Throws: `GitError`, `.notFound`.
  public func header(_ id: ObjectID) throws(GitError) -> (kind: ObjectKind, size: Int) {
    var raw = id.raw
    var size = 0
    var kind = GIT_OBJECT_INVALID
    try git("read the header of \(id)", git_odb_read_header(&size, &kind, objects, &raw))
    guard let kind = ObjectKind(kind) else {
      throw GitError(call: "read the header of \(id)", code: .generic, message: "not a commit, tree, blob or tag")
    }
    return (kind, size)
  }

  /// The object that a prefix of at least four digits names.
  /// - Throws: `GitError`, `.notFound` or `.ambiguous`.
  public func object(prefix: String) throws(GitError) -> ObjectID {
    var short = git_oid()
    var full = git_oid()
    try git("read \(prefix) as an object id", git_oid_fromstrn(&short, prefix, prefix.utf8.count))
    try git("find object \(prefix)", git_odb_exists_prefix(&full, objects, &short, prefix.utf8.count))
    return ObjectID(full)
  }

  /// What a revision names, in git's own language: `HEAD`, `v1.2`, `main~3`, a prefix.
  /// - Throws: `GitError`, `.notFound`, `.ambiguous` or `.invalidName`.
  public func object(revision: String) throws(GitError) -> ObjectID {
    var found: OpaquePointer?
    try git("resolve \(revision)", git_revparse_single(&found, handle, revision))
    let object = Owned(found) { git_object_free($0) }
    var peeled: OpaquePointer?
    // An annotated tag stands for its commit.
    guard git_object_type(object.pointer) == GIT_OBJECT_TAG else {
      return ObjectID(git_object_id(object.pointer).pointee)
    }
    try git("peel \(revision)", git_object_peel(&peeled, object.pointer, GIT_OBJECT_COMMIT))
    let commit = Owned(peeled) { git_object_free($0) }
    return ObjectID(git_object_id(commit.pointer).pointee)
  }

  func write(_ kind: ObjectKind, _ content: [UInt8]) throws(GitError) -> ObjectID {
    var id = git_oid()
    let status = content.withUnsafeBytes { git_odb_write(&id, objects, $0.baseAddress, $0.count, kind.raw) }
    try git("store a \(kind) of \(content.count) bytes in \(commonFolder)objects", status)
    return ObjectID(id)
  }

  func read(_ kind: ObjectKind, _ id: ObjectID) throws(GitError) -> [UInt8] {
    var raw = id.raw
    var found: OpaquePointer?
    try git("read \(kind) \(id)", git_odb_read(&found, objects, &raw))
    let object = Owned(found) { git_odb_object_free($0) }
    guard git_odb_object_type(object.pointer) == kind.raw else {
      throw GitError(call: "read \(kind) \(id)", code: .notFound, message: "the object is of another kind")
    }
    return Array(
      UnsafeRawBufferPointer(start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer)))
  }
}
