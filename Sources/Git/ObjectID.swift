internal import CLibGit2

/// The id of an object of git: 20 bytes, the SHA-1 of its kind, size and content.
public struct ObjectID: Sendable, Hashable, Comparable, CustomStringConvertible {
  // The 20 bytes, most significant first, so that integers compare as the bytes do.
  let high: UInt64
  let middle: UInt64
  let low: UInt32

  /// The id that 40 hexadecimal digits name; nil for any other text.
  public init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == 40 else { return nil }
    var bytes: [UInt8] = []
    for position in stride(from: 0, to: 40, by: 2) {
      guard let upper = Self.nibble(digits[position]), let lower = Self.nibble(digits[position + 1]) else { return nil }
      bytes.append(upper << 4 | lower)
    }
    self.init(bytes: bytes)
  }

  /// The id with these 20 bytes.
  init(bytes: some Collection<UInt8>) {
    precondition(bytes.count == 20, "an object id has 20 bytes, not \(bytes.count)")
    high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    middle = bytes.dropFirst(8).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    low = bytes.dropFirst(16).reduce(0) { $0 << 8 | UInt32($1) }
  }

  init(_ id: git_oid) {
    self = withUnsafeBytes(of: id.id) { bytes in
      ObjectID(
        high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        middle: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
        low: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self)))
    }
  }

  private init(high: UInt64, middle: UInt64, low: UInt32) {
    (self.high, self.middle, self.low) = (high, middle, low)
  }

  var raw: git_oid {
    var id = git_oid()
    withUnsafeMutableBytes(of: &id.id) { bytes in
      bytes.storeBytes(of: high.bigEndian, as: UInt64.self)
      bytes.storeBytes(of: middle.bigEndian, toByteOffset: 8, as: UInt64.self)
      bytes.storeBytes(of: low.bigEndian, toByteOffset: 16, as: UInt32.self)
    }
    return id
  }

  /// The 20 bytes.
  var bytes: [UInt8] { withUnsafeBytes(of: raw.id) { Array($0) } }

  /// The 40 hexadecimal digits, in lower case.
  public var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// The first ten digits, for people.
  public var short: String { String(hex.prefix(10)) }

  public var description: String { hex }

  public static func < (a: ObjectID, b: ObjectID) -> Bool {
    (a.high, a.middle, a.low) < (b.high, b.middle, b.low)
  }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension ObjectID {
  /// The id that content has, computed without any repository; filters and line endings play no part.
  public static func of(_ kind: ObjectKind, _ content: [UInt8]) -> ObjectID {
    library
    var id = git_oid()
    let status = content.withUnsafeBytes { git_odb_hash(&id, $0.baseAddress, $0.count, kind.raw) }
    precondition(status == 0, "libgit2 cannot hash \(content.count) bytes")
    return ObjectID(id)
  }

  /// The id that a file's raw bytes have as a blob, read in pieces; nothing is stored.
  /// - Throws: `GitError` when the file cannot be read.
  public static func ofFile(_ path: String) throws(GitError) -> ObjectID {
    library
    var id = git_oid()
    try git("hash \(path)", git_odb_hashfile(&id, path, GIT_OBJECT_BLOB))
    return ObjectID(id)
  }
}

/// The four kinds of object in git.
public enum ObjectKind: Sendable, Hashable {
  case commit, tree, blob, tag

  var raw: git_object_t {
    switch self {
    case .commit: GIT_OBJECT_COMMIT
    case .tree: GIT_OBJECT_TREE
    case .blob: GIT_OBJECT_BLOB
    case .tag: GIT_OBJECT_TAG
    }
  }

  init?(_ raw: git_object_t) {
    switch raw {
    case GIT_OBJECT_COMMIT: self = .commit
    case GIT_OBJECT_TREE: self = .tree
    case GIT_OBJECT_BLOB: self = .blob
    case GIT_OBJECT_TAG: self = .tag
    default: return nil
    }
  }
}
