/// The 64 bits that stand for a stream's name in the counters of Philox: FNV-1a over the UTF-8 bytes, with the
/// byte 0xFF, which no UTF-8 text holds, between a name and its child's.
///
/// So `"a"` with child `"b"` is neither `"ab"` nor `"a/b"`. Two names of equal length that differ in one byte never
/// collide; any other two do with probability 2⁻⁶⁴.
/// Source: Fowler, Noll, Vo; draft-eastlake-fnv, test vectors in its appendix C.
package struct StreamName: Sendable, Hashable {
  package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  package init(_ name: String) {
    append(name)
  }

  package func child(_ name: String) -> StreamName {
    var child = self
    child.append(byte: 0xFF)
    child.append(name)
    return child
  }

  private mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte: byte) }
  }

  private mutating func append(byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}
