/// A file of a record: its path below the record's part, and its bytes.
public struct StoredFile: Sendable, Equatable {
  /// Such as `tables/fit.csv`.
  public var path: String
  public var bytes: [UInt8]

  public init(_ path: String, _ bytes: [UInt8]) { (self.path, self.bytes) = (path, bytes) }

  public init(_ path: String, text: String) { self.init(path, Array(text.utf8)) }
}

extension [StoredFile] {
  /// Sorted by the bytes of their paths, after every path was found fit for git and for a working tree.
  /// - Throws: `RecordError`, `.invalid`.
  func inOrder(of part: String) throws(RecordError) -> [StoredFile] {
    let files = sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    var folders: Set<String> = []
    for file in files {
      let names = file.path.split(separator: "/", omittingEmptySubsequences: false)
      for name in names where !Self.isFit(name) {
        throw RecordError(.invalid, at: part, found: "\"\(file.path)\" is no path that git can hold")
      }
      for depth in 1..<Swift.max(1, names.count) { folders.insert(names.prefix(depth).joined(separator: "/")) }
    }
    for (file, next) in zip(files, files.dropFirst()) where file.path.utf8.elementsEqual(next.path.utf8) {
      throw RecordError(.invalid, at: part, found: "two files are called \(file.path)")
    }
    for file in files where folders.contains(file.path) {
      throw RecordError(.invalid, at: part, found: "\(file.path) is both a file and a folder")
    }
    return files
  }

  /// git, `git fsck --strict` and every file system accept these names.
  private static func isFit(_ name: Substring) -> Bool {
    let lower = name.lowercased()
    return !name.isEmpty && name != "." && name != ".." && lower != ".git" && !lower.hasPrefix("git~")
      && !lower.hasPrefix(".git ") && !lower.hasPrefix(".git.") && !lower.hasPrefix(".gitmodules")
      && name.utf8.count <= 255 && !name.utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\\") || $0 == 0x7f }
  }
}
