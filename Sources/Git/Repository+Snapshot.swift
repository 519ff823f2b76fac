internal import CLibGit2
import Glibc

/// The working tree as a tree of git, with what it could not hold.
public struct WorkingTreeSnapshot: Sendable, Equatable {
  /// The tree that `git add --all` followed by `git commit` would record.
  public var tree: ObjectID

  /// Files that are too large to copy: the tree holds a short text with their size and blob id instead.
  public var standIns: [String]

  /// Submodules and nested repositories with changes of their own, which no tree of this repository can hold.
  public var unpinned: [String]

  public init(tree: ObjectID, standIns: [String] = [], unpinned: [String] = []) {
    (self.tree, self.standIns, self.unpinned) = (tree, standIns, unpinned)
  }
}

extension Repository {
  /// What a snapshot copies at most; larger files are represented by their size and blob id.
  public struct SnapshotLimits: Sendable {
    /// Bytes of one file.
    public var file: Int
    /// Bytes of all changed files together.
    public var total: Int

    public init(file: Int = 32 << 20, total: Int = 256 << 20) { (self.file, self.total) = (file, total) }
  }

  /// Whether git would call the working tree clean: nothing staged, changed, deleted or untracked.
  /// - Throws: `GitError`, `.bareRepository` without a working tree.
  public func isClean() throws(GitError) -> Bool {
    let changes = try statusList()
    return git_status_list_entrycount(changes.pointer) == 0
  }

  /// Snapshots the working tree: tracked and untracked files, but not ignored ones.
  ///
  /// Ignore rules, file modes, symbolic links, line endings and clean filters are git's. The index is read and
  /// changed in memory only; neither it nor HEAD nor the working tree is written.
  /// - Returns: nil when the working tree is clean, so that HEAD says it all.
  /// - Throws: `GitError`.  Cost: a status, and one blob for each changed file.
  public func snapshot(limits: SnapshotLimits = .init()) throws(GitError) -> WorkingTreeSnapshot? {
    if let head = try head(), isSurelyClean(at: try commit(head).tree) { return nil }
    let changes = try statusList()
    let count = git_status_list_entrycount(changes.pointer)
    guard count > 0 else { return nil }
    // A handle of its own, so that the changed index dies with it.
    guard let workingTree else { throw GitError(call: "snapshot", code: .bareRepository, message: "no working tree") }
    let twin = try Repository(at: workingTree)
    var opened: OpaquePointer?
    try git("read the index of \(workingTree)", git_repository_index(&opened, twin.handle))
    let index = Owned(opened) { git_index_free($0) }
    var builder = SnapshotBuilder(repository: twin, root: workingTree, limits: limits)

    let deltas = (0..<count).compactMap { position -> (git_status_t, git_diff_delta)? in
      guard let entry = git_status_byindex(changes.pointer, position)?.pointee else { return nil }
      guard let delta = entry.index_to_workdir ?? entry.head_to_index else { return nil }
      // Without a difference to the working tree the index holds the file already, unless it is in conflict.
      guard entry.index_to_workdir != nil || entry.status.rawValue & GIT_STATUS_CONFLICTED.rawValue != 0 else {
        return nil
      }
      return (entry.status, delta.pointee)
    }
    // Deletions first: a file may stand where a folder was.
    for (status, delta) in deltas where status.rawValue & GIT_STATUS_WT_DELETED.rawValue != 0 {
      try builder.remove(delta, from: index.pointer)
    }
    for (status, delta) in deltas where status.rawValue & GIT_STATUS_WT_DELETED.rawValue == 0 {
      try builder.add(delta, to: index.pointer)
    }
    var id = git_oid()
    try git("store the tree of \(workingTree)", git_index_write_tree_to(&id, index.pointer, twin.handle))
    return WorkingTreeSnapshot(tree: ObjectID(id), standIns: builder.standIns, unpinned: builder.unpinned)
  }

  private func statusList() throws(GitError) -> Owned {
    var options = git_status_options()
    git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION))
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
    var list: OpaquePointer?
    try git("compare the working tree of \(gitFolder) with HEAD", git_status_list_new(&list, handle, &options))
    return Owned(list) { git_status_list_free($0) }
  }
}

/// Carries the changes of a working tree into an index in memory.
private struct SnapshotBuilder {
  let repository: Repository
  let root: String
  let limits: Repository.SnapshotLimits
  var copied = 0
  var standIns: [String] = []
  var unpinned: [String] = []

  func remove(_ delta: git_diff_delta, from index: OpaquePointer) throws(GitError) {
    guard let path = delta.old_file.path else { return }
    // A sparse checkout leaves files out on purpose; they are as the index says.
    if let entry = git_index_get_bypath(index, path, 0),
      UInt32(entry.pointee.flags_extended) & GIT_INDEX_ENTRY_SKIP_WORKTREE.rawValue != 0
    {
      return
    }
    try git("leave out \(String(cString: path))", git_index_remove_bypath(index, path))
  }

  mutating func add(_ delta: git_diff_delta, to index: OpaquePointer) throws(GitError) {
    guard let raw = delta.new_file.path ?? delta.old_file.path else { return }
    var path = Array(UnsafeBufferPointer(start: raw, count: strlen(raw)))
    if path.last == CChar(UInt8(ascii: "/")) { path.removeLast() }
    path.append(0)
    let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)

    var information = stat()
    let place = root.utf8CString.dropLast() + path
    guard lstat(Array(place), &information) == 0 else {
      // Gone since the status was taken, or a conflict whose file was deleted.
      git_index_remove_bypath(index, path)
      return
    }
    if information.st_mode & S_IFMT == S_IFDIR { return try addRepository(path, name, to: index) }
    let size = Int(information.st_size)
    if size > limits.file || copied + size > limits.total {
      return try addStandIn(path, name, size: size, mode: information.st_mode, to: index)
    }
    copied += size
    try git("snapshot \(name)", git_index_add_bypath(index, path))
  }

  /// A submodule or nested repository: its HEAD is pinned, its own changes cannot be.
  private mutating func addRepository(_ path: [CChar], _ name: String, to index: OpaquePointer) throws(GitError) {
    let status = git_index_add_bypath(index, path)
    guard status == 0 else {
      unpinned.append(name)
      return
    }
    if let inner = try? Repository(at: root + name), (try? inner.isClean()) == true { return }
    unpinned.append(name)
  }

  private mutating func addStandIn(
    _ path: [CChar], _ name: String, size: Int, mode: mode_t, to index: OpaquePointer
  ) throws(GitError) {
    let text = "kanon stand-in for a large file\nsize \(size)\nblob \(try ObjectID.ofFile(root + name))\n"
    var entry = git_index_entry()
    entry.mode = mode & S_IXUSR == 0 ? Tree.Mode.file.rawValue : Tree.Mode.executable.rawValue
    let bytes = Array(text.utf8)
    let status = path.withUnsafeBufferPointer { path in
      entry.path = path.baseAddress
      return git_index_add_from_buffer(index, &entry, bytes, bytes.count)
    }
    try git("snapshot \(name)", status)
    standIns.append(name)
  }
}
