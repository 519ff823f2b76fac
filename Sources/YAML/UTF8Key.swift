/// A text that equals another when their UTF-8 bytes do; Swift's own `==` also equates canonical equivalents.
public struct UTF8Key: Hashable, Sendable {
  public let text: String

  public init(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    self.text = text
  }

  public static func == (left: UTF8Key, right: UTF8Key) -> Bool { left.text.isSame(as: right.text) }

  public func hash(into hasher: inout Hasher) {
    text.utf8.withContiguousStorageIfAvailable { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension String {
  /// Whether another text is the same byte by byte. As ``UTF8Key``, for the keys of a small mapping, where looking at
  /// each is faster than hashing.
  public func isSame(as other: String) -> Bool {
    // ASCII, nearly always: there Swift's own comparison is one of bytes, and it is quick.
    utf8.count == other.utf8.count && (self == other ? utf8.elementsEqual(other.utf8) : false)
  }
}
