internal import CLibGit2

extension Repository {
  /// Reads one folder.
  /// - Throws: `GitError`.
  public func tree(_ id: ObjectID) throws(GitError) -> Tree {
    guard let tree = Tree(decoding: try read(.tree, id)) else {
      throw GitError(call: "read tree \(id)", code: .generic, message: "the tree is damaged; run `git fsck`")
    }
    return tree
  }

  /// Stores one folder.
  /// - Throws: `GitError`.
  @discardableResult
  public func writeTree(_ tree: Tree) throws(GitError) -> ObjectID { try write(.tree, tree.encoded) }

  /// The entry at a path such as `outcome/tables/fit.csv` under a tree; nil when there is none.
  /// - Throws: `GitError` when a folder on the way cannot be read.
  public func entry(_ path: String, in root: ObjectID) throws(GitError) -> Tree.Entry? {
    var folder = root
    let names = path.split(separator: "/")
    for (depth, name) in names.enumerated() {
      guard let entry = try tree(folder)[String(name)] else { return nil }
      if depth == names.count - 1 { return entry }
      guard entry.mode == .folder else { return nil }
      folder = entry.id
    }
    return nil
  }

  /// Every entry below a tree that is no folder, with its path, in git's order.
  /// - Throws: `GitError`.
  public func leaves(of root: ObjectID, under prefix: String = "") throws(GitError) -> [(
    path: String, entry: Tree.Entry
  )] {
    var found: [(path: String, entry: Tree.Entry)] = []
    for entry in try tree(root).entries {
      let path = prefix + entry.name
      if entry.mode == .folder {
        found += try leaves(of: entry.id, under: path + "/")
      } else {
        found.append((path, entry))
      }
    }
    return found
  }
}
