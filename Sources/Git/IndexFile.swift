import Glibc

/// What git's index file says of the tracked files, for the quick answer to "is the working tree clean?".
///
/// Only the plain case is read: version 2 or 3, no conflict, no submodule, no sparse or split index. Anything else gives
/// nil, and libgit2 is asked, which knows every case and takes several times as long.
/// Source: https://git-scm.com/docs/index-format
struct IndexFile {
  /// A tracked file: where its name stands, and what `lstat` said when it was added.
  struct Entry {
    var name: Range<Int>
    var status: FileStatus
  }

  /// The fields of `lstat` that git compares, in the 32 bits that it keeps.
  struct FileStatus: Equatable {
    var changed: Moment
    var modified: Moment
    var inode: UInt32
    var mode: UInt32
    var user: UInt32
    var group: UInt32
    var size: UInt32
  }

  struct Moment: Equatable, Comparable {
    var seconds: UInt32
    var nanoseconds: UInt32

    static func < (a: Moment, b: Moment) -> Bool { (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds) }
  }

  let bytes: [UInt8]
  let entries: [Entry]

  /// The tree that the whole index was last known to be.
  let tree: ObjectID

  init?(path: String) {
    guard let (bytes, written) = Self.read(path), bytes.count >= 32, bytes[0..<4].elementsEqual("DIRC".utf8) else {
      return nil
    }
    func number(_ at: Int) -> UInt32 {
      bytes.withUnsafeBytes { UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
    }
    let end = bytes.count - 20
    guard number(4) == 2 || number(4) == 3 else { return nil }
    var entries: [Entry] = []
    entries.reserveCapacity(Int(number(8)))
    var position = 12
    for _ in 0..<number(8) {
      guard position + 62 < end else { return nil }
      let flags = UInt16(bytes[position + 60]) << 8 | UInt16(bytes[position + 61])
      let length = Int(flags & 0x0fff)
      // Assumed unchanged, extended, in conflict, or a name too long for its field: not the plain case.
      guard flags & 0xf000 == 0, length < 0x0fff, position + 62 + length < end else { return nil }
      let status = FileStatus(
        changed: Moment(seconds: number(position), nanoseconds: number(position + 4)),
        modified: Moment(seconds: number(position + 8), nanoseconds: number(position + 12)),
        inode: number(position + 20), mode: number(position + 24), user: number(position + 28),
        group: number(position + 32), size: number(position + 36))
      // A file changed in the moment in which the index was written may have changed once more.
      guard status.mode != Tree.Mode.submodule.rawValue, status.modified < written else { return nil }
      entries.append(Entry(name: (position + 62)..<(position + 62 + length), status: status))
      position += (62 + length + 8) & ~7
    }
    guard let tree = Self.cachedTree(bytes, from: position, to: end) else { return nil }
    (self.bytes, self.entries, self.tree) = (bytes, entries, tree)
  }

  /// The root of the extension TREE: present and valid only if no entry was touched since the tree was written.
  private static func cachedTree(_ bytes: [UInt8], from start: Int, to end: Int) -> ObjectID? {
    var position = start
    var tree: ObjectID?
    while position + 8 <= end {
      let size = bytes[(position + 4)..<(position + 8)].reduce(0) { $0 << 8 | Int($1) }
      let body = position + 8
      guard body + size <= end else { return nil }
      // An extension in lower case must be understood: a split or sparse index.
      guard bytes[position] < UInt8(ascii: "a") else { return nil }
      if bytes[position..<(position + 4)].elementsEqual("TREE".utf8) {
        guard let line = bytes[body..<(body + size)].firstIndex(of: UInt8(ascii: "\n")), bytes[body] == 0,
          bytes[body + 1] != UInt8(ascii: "-"), line + 21 <= body + size
        else { return nil }
        tree = ObjectID(bytes: bytes[(line + 1)..<(line + 21)])
      }
      position = body + size
    }
    return position == end ? tree : nil
  }

  private static func read(_ path: String) -> (bytes: [UInt8], written: Moment)? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { return nil }
    let size = Int(information.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, Glibc.read(descriptor, buffer.baseAddress, size))
    }
    return bytes.count == size ? (bytes, Moment(information.st_mtim)) : nil
  }
}

extension IndexFile.Moment {
  init(_ time: timespec) {
    self.init(seconds: UInt32(truncatingIfNeeded: time.tv_sec), nanoseconds: UInt32(truncatingIfNeeded: time.tv_nsec))
  }
}

extension IndexFile.FileStatus {
  init(_ information: stat) {
    // git keeps of the permissions whether the owner may execute.
    let mode: UInt32 =
      switch information.st_mode & S_IFMT {
      case S_IFLNK: Tree.Mode.symlink.rawValue
      case S_IFREG where information.st_mode & S_IXUSR != 0: Tree.Mode.executable.rawValue
      case S_IFREG: Tree.Mode.file.rawValue
      default: 0
      }
    self.init(
      changed: .init(information.st_ctim), modified: .init(information.st_mtim),
      inode: UInt32(truncatingIfNeeded: information.st_ino), mode: mode, user: information.st_uid,
      group: information.st_gid, size: UInt32(truncatingIfNeeded: information.st_size))
  }
}
