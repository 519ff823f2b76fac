import Glibc

/// The few steps on files that goldens need, straight on the operating system.
package enum FileSystem {
  /// The bytes of a file; nil when there is none.
  package static func read(_ path: String) throws(RecordError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .system("open", at: path)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &part, part.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system("read", at: path) }
      if count == 0 { return bytes }
      bytes += part.prefix(count)
    }
  }

  /// Writes a new file and the folders above it, and syncs it unless told otherwise.
  package static func write(_ bytes: [UInt8], to path: String, synced: Bool = true) throws(RecordError) {
    try makeFolder(above: path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system("create", at: path) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system("write", at: path) }
      written += count
    }
    guard !synced || fsync(descriptor) == 0 else { throw .system("sync", at: path) }
  }

  /// Keeps a text for the next process: written aside and renamed, so that nobody reads half of it. A cache that cannot
  /// be written is none.
  static func cache(_ text: String, at path: String) {
    let aside = path + "-\(getpid())"
    if (try? write(Array(text.utf8), to: aside, synced: false)) != nil { rename(aside, path) }
  }

  /// Puts `new` in the place of `place`, by renaming; what was there before is at `old` afterwards.
  package static func replace(_ place: String, by new: String, keeping old: String) throws(RecordError) {
    try makeFolder(above: place)
    guard rename(place, old) == 0 || errno == ENOENT else { throw .system("rename", at: place) }
    guard rename(new, place) == 0 else {
      let code = errno
      rename(old, place)
      throw .system("rename", at: new, code: code)
    }
  }

  /// Removes a folder with everything in it; nothing happens when there is none.
  package static func removeAll(_ path: String) throws(RecordError) {
    for name in try names(in: path) ?? [] {
      let inner = path + "/" + name
      var information = stat()
      guard lstat(inner, &information) == 0 else { continue }
      if information.st_mode & S_IFMT == S_IFDIR {
        try removeAll(inner)
      } else if unlink(inner) != 0 {
        throw .system("remove", at: inner)
      }
    }
    if rmdir(path) != 0, errno != ENOENT { throw .system("remove", at: path) }
  }

  /// The paths of the files below a folder, sorted by bytes; none when there is no folder.
  package static func files(below folder: String) throws(RecordError) -> [String] {
    var found: [String] = []
    func visit(_ inner: String) throws(RecordError) {
      for name in try names(in: folder + inner) ?? [] {
        var information = stat()
        guard lstat(folder + inner + name, &information) == 0 else { continue }
        if information.st_mode & S_IFMT == S_IFDIR { try visit(inner + name + "/") } else { found.append(inner + name) }
      }
    }
    try visit("")
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func names(in folder: String) throws(RecordError) -> [String]? {
    guard let opened = opendir(folder) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .system("list", at: folder)
    }
    defer { closedir(opened) }
    var names: [String] = []
    while let entry = readdir(opened) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func makeFolder(above path: String) throws(RecordError) {
    guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return }
    let folder = String(path[..<slash])
    if mkdir(folder, 0o777) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw .system("make the folder", at: folder) }
    try makeFolder(above: folder)
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw .system("make the folder", at: folder) }
  }
}
