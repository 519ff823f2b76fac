internal import CLibGit2

/// An open git repository: an ordinary one, a bare or shallow one, a linked worktree or a submodule.
///
/// **Not** `Sendable`: libgit2 caches inside the handle. Open one repository for each thread.
public final class Repository {
  let handle: OpaquePointer
  let objects: OpaquePointer

  /// The version of libgit2 that runs, which need not be the one that was compiled against: `1.5.1`.
  public static var libraryVersion: String {
    var (major, minor, revision): (Int32, Int32, Int32) = (0, 0, 0)
    git_libgit2_version(&major, &minor, &revision)
    return "\(major).\(minor).\(revision)"
  }

  /// Finds the repository that holds a folder, looking upward as git does.
  /// - Throws: `GitError`, `.notFound` when no parent folder is a repository, `.owner` when it is another user's.
  public init(discovering folder: String) throws(GitError) {
    library
    var opened: OpaquePointer?
    try git("find a repository at \(folder)", git_repository_open_ext(&opened, folder, 0, nil))
    (handle, objects) = try Self.complete(opened, at: folder)
  }

  /// Opens the repository whose working tree or git folder is exactly here.
  /// - Throws: `GitError`.
  public init(at folder: String) throws(GitError) {
    library
    var opened: OpaquePointer?
    try git("open \(folder)", git_repository_open(&opened, folder))
    (handle, objects) = try Self.complete(opened, at: folder)
  }

  private static func complete(
    _ opened: OpaquePointer?, at folder: String
  ) throws(GitError) -> (OpaquePointer, OpaquePointer) {
    guard let opened else { throw GitError(call: "open \(folder)", code: .generic, message: "no handle") }
    var database: OpaquePointer?
    do throws(GitError) {
      try git("open the objects of \(folder)", git_repository_odb(&database, opened))
    } catch {
      git_repository_free(opened)
      throw error
    }
    guard let database else { throw GitError(call: "open \(folder)", code: .generic, message: "no object database") }
    return (opened, database)
  }

  deinit {
    git_odb_free(objects)
    git_repository_free(handle)
  }
}

extension Repository {
  /// The root of the working tree with a closing `/`; nil for a bare repository.
  public var workingTree: String? { git_repository_workdir(handle).map { String(cString: $0) } }

  /// The git folder of this worktree with a closing `/`.
  public var gitFolder: String { String(cString: git_repository_path(handle)) }

  /// The git folder that all linked worktrees share, with a closing `/`: objects and references live there.
  public var commonFolder: String { String(cString: git_repository_commondir(handle)) }

  /// Whether there is no working tree.
  public var isBare: Bool { git_repository_is_bare(handle) == 1 }

  /// Whether the history was cut off by a shallow clone.
  public var isShallow: Bool { git_repository_is_shallow(handle) == 1 }

  /// Whether this is a linked worktree (`git worktree add`).
  public var isLinkedWorktree: Bool { git_repository_is_worktree(handle) == 1 }

  /// Whether HEAD names a commit rather than a branch.
  public var isDetached: Bool { git_repository_head_detached(handle) == 1 }

  /// The commit that HEAD names, directly or through a branch; nil when the branch has no commit yet.
  /// - Throws: `GitError` when HEAD is damaged.
  public func head() throws(GitError) -> ObjectID? {
    var id = git_oid()
    let status = git_reference_name_to_id(&id, handle, "HEAD")
    if status == GitError.Code.notFound.rawValue || status == GitError.Code.unbornBranch.rawValue { return nil }
    try git("resolve HEAD", status)
    return ObjectID(id)
  }
}
