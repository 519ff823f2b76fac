/// A folder of git: named entries, in git's own order.
public struct Tree: Sendable, Equatable {
  /// What an entry is.
  public enum Mode: UInt32, Sendable {
    case file = 0o100644
    case executable = 0o100755
    case symlink = 0o120000
    case folder = 0o040000
    /// A submodule: the id is a commit of another repository.
    case submodule = 0o160000
  }

  /// One name of a folder. The name is bytes, because git does not promise UTF-8.
  public struct Entry: Sendable, Equatable {
    public let nameBytes: [UInt8]
    public let mode: Mode
    public let id: ObjectID

    public init(_ name: String, _ mode: Mode, _ id: ObjectID) {
      self.init(nameBytes: Array(name.utf8), mode, id)
    }

    public init(nameBytes: [UInt8], _ mode: Mode, _ id: ObjectID) {
      (self.nameBytes, self.mode, self.id) = (nameBytes, mode, id)
    }

    /// The name; bytes that are not UTF-8 are shown as `�`.
    public var name: String { String(decoding: nameBytes, as: UTF8.self) }

    // git compares a folder's name as if it ended in a slash.
    fileprivate var key: [UInt8] { mode == .folder ? nameBytes + [UInt8(ascii: "/")] : nameBytes }
  }

  /// Sorted as git sorts: by bytes, folders with a closing `/`.
  public let entries: [Entry]

  /// A tree of these entries, in any order. Names must differ.
  public init(_ entries: [Entry]) {
    self.entries = entries.map { ($0.key, $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
  }

  /// The entry with this name.
  public subscript(name: String) -> Entry? {
    let bytes = Array(name.utf8)
    return entries.first { $0.nameBytes == bytes }
  }

  /// The id of this tree, computed without any repository.
  public var id: ObjectID { .of(.tree, encoded) }

  /// The tree as git stores it: `mode name NUL id` for each entry.
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries {
      bytes += Array(String(entry.mode.rawValue, radix: 8).utf8)
      bytes.append(UInt8(ascii: " "))
      bytes += entry.nameBytes
      bytes.append(0)
      bytes += entry.id.bytes
    }
    return bytes
  }

  init?(decoding bytes: [UInt8]) {
    var entries: [Entry] = []
    var position = 0
    while position < bytes.count {
      guard let space = bytes[position...].firstIndex(of: UInt8(ascii: " ")),
        let end = bytes[space...].firstIndex(of: 0), end + 20 < bytes.count,
        let number = UInt32(String(decoding: bytes[position..<space], as: UTF8.self), radix: 8),
        let mode = Mode(rawValue: number) ?? Mode(historical: number)
      else { return nil }
      let id = ObjectID(bytes: bytes[(end + 1)..<(end + 21)])
      entries.append(Entry(nameBytes: Array(bytes[(space + 1)..<end]), mode, id))
      position = end + 21
    }
    // Stored order is kept, so that a tree that another tool wrote decodes to what it is.
    self.init(sorted: entries)
  }

  private init(sorted entries: [Entry]) { self.entries = entries }
}

extension Tree.Mode {
  /// Old repositories hold files with other permission bits, such as 0100664.
  fileprivate init?(historical number: UInt32) {
    guard number & 0o170000 == 0o100000 else { return nil }
    self = number & 0o100 == 0 ? .file : .executable
  }
}
