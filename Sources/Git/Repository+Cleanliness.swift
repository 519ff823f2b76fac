internal import CLibGit2
import Glibc

extension Repository {
  /// Whether the working tree is beyond doubt that of a commit's tree; false means that libgit2 must be asked.
  ///
  /// It is when the index is that tree, every tracked file has the status that the index remembers, and every other
  /// name is ignored. git's own `status` decides by the same facts.  Cost: one `lstat` for each file.
  func isSurelyClean(at tree: ObjectID) -> Bool {
    guard let workingTree, let index = IndexFile(path: gitFolder + "index"), index.tree == tree else { return false }
    let root = open(workingTree, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard root >= 0 else { return false }
    return CleanWalk(repository: handle, index: index)
      .isClean(folder: root, depth: 0, entries: 0..<index.entries.count)
  }
}

/// Walks the folders of the working tree beside the index, which is sorted by path.
///
/// Names are not copied: in the index file each ends in NUL, as the system calls want it. A folder with as many names as
/// the index knows there holds nothing else; only where there are more are they looked at.
private struct CleanWalk {
  let repository: OpaquePointer
  let index: IndexFile

  /// Consumes the descriptor of the folder, whose path has so many bytes, with its closing `/`.
  func isClean(folder: Int32, depth: Int, entries: Range<Int>) -> Bool {
    guard let listing = fdopendir(folder) else {
      close(folder)
      return false
    }
    defer { closedir(listing) }
    var known = 0
    var position = entries.lowerBound
    while position < entries.upperBound {
      let name = index.entries[position].name.dropFirst(depth)
      if let slash = index.bytes[name].firstIndex(of: UInt8(ascii: "/")) {
        let end = self.end(of: index.entries[position].name.lowerBound...slash, from: position, to: entries.upperBound)
        guard let inner = open(name.lowerBound..<slash, in: folder),
          isClean(folder: inner, depth: depth + slash + 1 - name.lowerBound, entries: position..<end)
        else { return false }
        position = end
      } else {
        guard isUnchanged(at: name.lowerBound, in: folder, as: index.entries[position].status) else { return false }
        position += 1
      }
      known += 1
    }
    var found = 0
    while let entry = readdir(listing) { if !Self.isOwn(entry, isRoot: depth == 0) { found += 1 } }
    return found == known || holdsOnlyIgnored(listing, depth: depth, entries: entries)
  }

  /// Where the entries below a folder end.
  private func end(of folder: ClosedRange<Int>, from start: Int, to limit: Int) -> Int {
    var end = start + 1
    index.bytes.withUnsafeBufferPointer { bytes in
      let prefix = bytes[folder]
      while end < limit {
        let name = index.entries[end].name
        guard name.count >= prefix.count, bytes[name].starts(with: prefix) else { return }
        end += 1
      }
    }
    return end
  }

  private func open(_ name: Range<Int>, in folder: Int32) -> Int32? {
    let path = index.bytes[name].map { CChar(bitPattern: $0) } + [0]
    let descriptor = openat(folder, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    return descriptor >= 0 ? descriptor : nil
  }

  private func isUnchanged(at name: Int, in folder: Int32, as status: IndexFile.FileStatus) -> Bool {
    var information = stat()
    let code = index.bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        fstatat(folder, $0.baseAddress! + name, &information, AT_SYMLINK_NOFOLLOW)
      }
    }
    return code == 0 && IndexFile.FileStatus(information) == status
  }

  /// Whether every name that the index does not know is ignored.
  private func holdsOnlyIgnored(_ listing: OpaquePointer, depth: Int, entries: Range<Int>) -> Bool {
    var known: Set<[UInt8]> = []
    for entry in index.entries[entries] {
      known.insert(Array(index.bytes[entry.name.dropFirst(depth)].prefix { $0 != UInt8(ascii: "/") }))
    }
    // The root may be empty of tracked files; then there is no path to take the folder's from.
    let prefix = entries.isEmpty ? [] : Array(index.bytes[index.entries[entries.lowerBound].name].prefix(depth))
    rewinddir(listing)
    while let entry = readdir(listing) {
      if Self.isOwn(entry, isRoot: depth == 0) { continue }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 256) { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
      }
      if known.contains(name) { continue }
      guard isIgnored(prefix + name, isFolder: entry.pointee.d_type == UInt8(DT_DIR)) else { return false }
    }
    return true
  }

  /// `.`, `..`, and `.git` at the root.
  private static func isOwn(_ entry: UnsafeMutablePointer<dirent>, isRoot: Bool) -> Bool {
    let name = entry.pointee.d_name
    guard name.0 == CChar(UInt8(ascii: ".")) else { return false }
    if name.1 == 0 || (name.1 == CChar(UInt8(ascii: ".")) && name.2 == 0) { return true }
    return isRoot && name.1 == CChar(UInt8(ascii: "g")) && name.2 == CChar(UInt8(ascii: "i"))
      && name.3 == CChar(UInt8(ascii: "t")) && name.4 == 0
  }

  private func isIgnored(_ path: [UInt8], isFolder: Bool) -> Bool {
    var answer: Int32 = 0
    let text = ((isFolder ? path + [UInt8(ascii: "/")] : path) + [0]).map { CChar(bitPattern: $0) }
    return git_ignore_path_is_ignored(&answer, repository, text) == 0 && answer == 1
  }
}
