import Documents
import Git
import Glibc
import Records

/// The program that runs, as records name it: its version, and the git blob id of its executable.
enum Engine {
  private static let path = "/proc/self/exe"

  /// Hashes the executable; the id is kept beside the ledger and found again while the file is the same one.
  /// - Throws: `RecordError` when the executable can't be read: what can't be known is no word in a record.
  static func identity(version: String, cache: String) throws(RecordError) -> Circumstances.Engine {
    var status = stat()
    guard stat(path, &status) == 0 else { throw unreadable() }
    let stamp = "\(status.st_dev) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
    if let line = try? FileSystem.read(cache).flatMap({ String(validating: $0, as: UTF8.self) }),
      line.hasPrefix(stamp + " "), let id = ObjectID(hex: line.dropFirst(stamp.count + 1))
    {
      return Circumstances.Engine(version: version, executable: id.hex)
    }
    guard let bytes = try? FileSystem.read(path) else { throw unreadable() }
    let id = ObjectID.of(.blob, bytes)
    // A cache that can't be written costs the next run 20 ms.
    try? FileSystem.write(Array("\(stamp) \(id.hex)".utf8), to: cache)
    return Circumstances.Engine(version: version, executable: id.hex)
  }

  private static func unreadable() -> RecordError {
    RecordError(.system(errno), at: path, found: "the program can't read its own executable: \(String(cString: strerror(errno)))")
  }
}
