import Glibc

/// A new folder that only this user can enter, removed with all that is in it when its owner goes.
struct PrivateFolder: ~Copyable {
  /// Where it is.
  let path: String

  /// Makes a folder below `TMPDIR`, or below `/tmp`.
  init() throws(FigureError) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var template = Array(((parent.isEmpty ? "/tmp" : parent) + "/kanon-figure-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .system(call: "mkdtemp", path: parent, reason: String(cString: strerror(errno)))
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Writes a file directly in this folder.
  borrowing func write(_ name: String, _ bytes: [UInt8]) throws(FigureError) {
    let file = path + "/" + name
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("open", file) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, bytes.count - written) }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.failure("write", file)
      }
      written += count
    }
  }

  /// The content of a file directly in this folder.
  borrowing func read(_ name: String) throws(FigureError) -> [UInt8] {
    let file = path + "/" + name
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("open", file) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return content }
      if count < 0 {
        if errno == EINTR { continue }
        throw Self.failure("read", file)
      }
      content += buffer[..<count]
    }
  }

  deinit { Self.remove(path) }

  private static func failure(_ call: String, _ path: String) -> FigureError {
    .system(call: call, path: path, reason: String(cString: strerror(errno)))
  }

  /// Removes a file, or a folder and all that is in it; links are removed, not followed.
  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { remove(path + "/" + name) }
      }
      closedir(folder)
    }
    rmdir(path)
  }
}
