import Determinism
import Glibc

/// Why a file gave no bytes; reads after its name.
struct FileFailure: Error {
  let reason: String
}

/// All bytes of a file, at most `limit`.
func fileBytes(_ path: String, limit: Int) -> Result<[UInt8], FileFailure> {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return .failure(FileFailure(reason: "cannot be opened: \(systemMessage())")) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    return .failure(FileFailure(reason: "is no regular file"))
  }
  guard status.st_size <= limit else {
    return .failure(FileFailure(reason: "has \(status.st_size) bytes; at most \(limit) are read"))
  }
  // A byte more than its size, so that the end shows without another round.
  var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
  var count = 0
  while true {
    let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + count, $0.count - count) }
    if got < 0 && errno == EINTR { continue }
    guard got >= 0 else { return .failure(FileFailure(reason: "cannot be read: \(systemMessage())")) }
    guard got > 0 else { break }
    count += got
    guard count <= limit else { return .failure(FileFailure(reason: "grew beyond \(limit) bytes while it was read")) }
    if count == bytes.count { bytes += [UInt8](repeating: 0, count: bytes.count) }
  }
  bytes.removeLast(bytes.count - count)
  return .success(bytes)
}

/// A path with all links followed and no `.` or `..` left; `nil` where nothing is there.
package func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// The type bits of what stands at a path (`S_IFREG` …), links followed or not; `nil` where nothing does.
func fileType(_ path: String, followingLinks: Bool = true) -> mode_t? {
  var status = stat()
  guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
  return status.st_mode & S_IFMT
}

/// The names in a folder, without those that begin with a point, ordered by their bytes; none where it cannot be read.
func folderEntries(_ path: String, limit: Int) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while names.count < limit, let entry = readdir(folder) {
    // The entry ends with its name: to copy the whole array of 256 bytes would read beyond it.
    let name = withUnsafePointer(to: &entry.pointee.d_name) { array in
      array.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
    if name.utf8.first != UInt8(ascii: ".") { names.append(name) }
  }
  return names.sorted(by: orderedByUTF8)
}

private func systemMessage() -> String { String(cString: strerror(errno)) }
