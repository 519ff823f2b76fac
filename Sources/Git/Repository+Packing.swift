internal import CLibGit2
import Glibc

extension Repository {
  /// How many loose objects there are, estimated as git does: the 256-fold of one folder.  Cost: one folder listing.
  public var estimatedLooseObjects: Int {
    guard let folder = opendir(commonFolder + "objects/17") else { return 0 }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) {
      if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
    }
    return count * 256
  }

  /// Whether the object lies in a file of its own in this repository.
  public func isLoose(_ id: ObjectID) -> Bool { access(looseFile(id), F_OK) == 0 }

  /// Moves loose objects into one pack: the pack is synced to disk before any loose file goes.
  ///
  /// Safe beside readers and writers: a reader that misses the loose file looks for new packs, and a writer of the
  /// same content finds it in the pack.
  /// - Returns: how many loose files went away.
  /// - Throws: `GitError`; nothing is lost then.
  @discardableResult
  public func pack(_ ids: [ObjectID]) throws(GitError) -> Int {
    guard !ids.isEmpty else { return 0 }
    var made: OpaquePointer?
    try git("prepare a pack", git_packbuilder_new(&made, handle))
    let builder = Owned(made) { git_packbuilder_free($0) }
    for id in ids {
      var raw = id.raw
      try git("pack \(id)", git_packbuilder_insert(builder.pointer, &raw, nil))
    }
    try git("write a pack of \(ids.count) objects", git_packbuilder_write(builder.pointer, nil, 0, nil, nil))
    guard let name = git_packbuilder_name(builder.pointer) else {
      throw GitError(call: "write a pack", code: .generic, message: "it has no name")
    }
    let folder = commonFolder + "objects/pack"
    let stem = folder + "/pack-" + String(cString: name)
    guard Self.sync(stem + ".pack"), Self.sync(stem + ".idx"), Self.sync(folder) else {
      throw GitError(call: "sync \(stem).pack", code: .generic, message: String(cString: strerror(errno)))
    }
    var gone = 0
    for id in ids where unlink(looseFile(id)) == 0 { gone += 1 }
    git_odb_refresh(objects)
    return gone
  }

  /// Removes the temporary files that killed writers left among the objects, older than an hour.
  public func removeAbandonedTemporaries(now: Int) {
    let place = commonFolder + "objects"
    guard let folder = opendir(place) else { return }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix("tmp_object_git2_") else { continue }
      var information = stat()
      guard lstat(place + "/" + name, &information) == 0, now - information.st_mtim.tv_sec > 3600 else { continue }
      unlink(place + "/" + name)
    }
  }

  private func looseFile(_ id: ObjectID) -> String {
    let hex = id.hex
    return commonFolder + "objects/" + hex.prefix(2) + "/" + hex.dropFirst(2)
  }

  private static func sync(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}
