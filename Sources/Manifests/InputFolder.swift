import Glibc
import YAML

/// The folder that a manifest's paths start from, and the repository that they may not leave.
struct InputFolder: Sendable {
  /// The repository's root, links resolved.
  let root: String
  /// The manifest's folder, links resolved.
  let folder: String

  struct Refusal: Error {
    let expected: String
    let found: String
    /// Whether nothing is there, so that another file may be meant.
    var isMissing = false
  }

  /// The file at `path`, from the manifest's folder; its path from the root.
  func find(_ path: String) -> Result<(path: String, absolutePath: String), Refusal> {
    resolve(path).flatMap { found in
      switch fileType(found.absolutePath) {
      case S_IFREG: break
      case S_IFDIR: return refuse("an input file", "the folder \(quoted(path))")
      default: return refuse("an input file", "\(quoted(path)), which is no regular file")
      }
      guard access(found.absolutePath, R_OK) == 0 else { return refuse("a file that can be read", quoted(path)) }
      return .success(found)
    }
  }

  /// The folder at `path`, from the manifest's folder; its path from the root.
  func findFolder(_ path: String) -> Result<(path: String, absolutePath: String), Refusal> {
    resolve(path).flatMap { found in
      guard fileType(found.absolutePath) == S_IFDIR else { return refuse("a folder", "the file \(quoted(path))") }
      guard access(found.absolutePath, R_OK | X_OK) == 0 else {
        return refuse("a folder that can be read", quoted(path))
      }
      return .success(found)
    }
  }

  /// What stands at `path`, links resolved, inside the repository.
  private func resolve(_ path: String) -> Result<(path: String, absolutePath: String), Refusal> {
    let bytes = Array(path.utf8)
    guard bytes.first != UInt8(ascii: "/") else {
      return refuse("a path from the manifest's folder", "the absolute path \(quoted(path))")
    }
    guard !bytes.contains(0), bytes.count < 4096 else { return refuse("the path of a file", quoted(path)) }
    guard let resolved = resolvedPath(folder + "/" + path) else {
      return .failure(Refusal(expected: "an input file", found: "none at \(quoted(path))", isMissing: true))
    }
    guard let relative = self.path(fromRoot: resolved) else {
      return refuse("a file inside the repository", "\(quoted(path)), which leads out of it")
    }
    return .success((relative, resolved))
  }

  /// The path from the root of one below it.
  func path(fromRoot absolutePath: String) -> String? {
    let prefix = root == "/" ? "/" : root + "/"
    guard absolutePath.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: absolutePath.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  private func refuse(
    _ expected: String, _ found: String
  ) -> Result<(path: String, absolutePath: String), Refusal> {
    .failure(Refusal(expected: expected, found: found))
  }

  /// A file of nearly the same name in the folder that the path names.
  func nearestFile(to path: String) -> String? {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard let last = parts.last, !last.isEmpty else { return nil }
    let lead = String(decoding: path.utf8.dropLast(last.count), as: UTF8.self)
    guard let parent = resolvedPath(folder + "/" + lead), parent == root || self.path(fromRoot: parent) != nil else {
      return nil
    }
    let name = String(Substring(last))
    // A link that leads nowhere has the name itself.
    let others = folderEntries(parent, limit: 1000).filter { !$0.isSame(as: name) }
    return nearestName(to: name, among: others).map { lead + $0 }
  }
}
