public import Git
import Glibc

extension Ledger {
  /// The git blob id of the program that is running, for the engine of the circumstances.
  ///
  /// Hashing a large executable takes longer than a small run, so the id is kept in `.git/kanon/engine` beside the
  /// device, inode, size and times that it belongs to.
  /// - Throws: `RecordError` when the program cannot be read.
  public func executableID() throws(RecordError) -> ObjectID {
    let program = "/proc/self/exe"
    var information = stat()
    guard stat(program, &information) == 0 else { throw .system("look at", at: program) }
    let (changed, modified) = (information.st_ctim, information.st_mtim)
    let key =
      "\(information.st_dev) \(information.st_ino) \(information.st_size) \(changed.tv_sec).\(changed.tv_nsec) "
      + "\(modified.tv_sec).\(modified.tv_nsec) "
    let place = folder + "engine"
    let kept = String(decoding: try FileSystem.read(place) ?? [], as: UTF8.self)
    if kept.hasPrefix(key), let id = ObjectID(hex: kept.dropFirst(key.count).prefix(40)) { return id }
    let id = try atGit(program) { () throws(GitError) in try ObjectID.ofFile(program) }
    FileSystem.cache(key + id.hex, at: place)
    return id
  }
}
