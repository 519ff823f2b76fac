/// Files by their paths, folded into nested trees.
public struct FileTree: Sendable {
  private var files: [(names: [[UInt8]], id: ObjectID)] = []

  public init() {}

  /// Files with these paths and blob ids; every one is an ordinary file, whatever the umask says.
  public init(_ files: [(path: String, id: ObjectID)]) {
    for file in files { insert(file.id, at: file.path) }
  }

  /// Puts a blob at a path such as `tables/fit.csv`. No path may be a folder of another.
  public mutating func insert(_ id: ObjectID, at path: String) {
    files.append((path.split(separator: "/").map { Array($0.utf8) }, id))
  }

  /// The id of the root, computed without any repository.
  public var id: ObjectID {
    Self.fold(files[...], depth: 0) { (tree) throws(Never) in tree.id }
  }

  func write(to repository: Repository) throws(GitError) -> ObjectID {
    try Self.fold(files[...], depth: 0) { (tree) throws(GitError) in try repository.writeTree(tree) }
  }

  private static func fold<Failure: Error>(
    _ files: ArraySlice<(names: [[UInt8]], id: ObjectID)>, depth: Int,
    _ store: (Tree) throws(Failure) -> ObjectID
  ) throws(Failure) -> ObjectID {
    var entries: [Tree.Entry] = []
    var folders: [(name: [UInt8], files: [(names: [[UInt8]], id: ObjectID)])] = []
    for file in files {
      let name = file.names[depth]
      if file.names.count == depth + 1 {
        entries.append(.init(nameBytes: name, .file, file.id))
      } else if let known = folders.lastIndex(where: { $0.name == name }) {
        folders[known].files.append(file)
      } else {
        folders.append((name, [file]))
      }
    }
    for folder in folders {
      entries.append(.init(nameBytes: folder.name, .folder, try fold(folder.files[...], depth: depth + 1, store)))
    }
    return try store(Tree(entries))
  }
}

extension Repository {
  /// Stores nested trees.
  /// - Throws: `GitError`.
  @discardableResult
  public func write(_ files: FileTree) throws(GitError) -> ObjectID { try files.write(to: self) }
}
