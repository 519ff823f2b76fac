/// A text as it stands in its file, with the tables that turn counts of scalars or bytes into marks.
///
/// Cost: one pass over the bytes to make it; a mark takes a binary search, however long its line is.
public struct SourceText: Sendable {
  /// The file's name as messages show it.
  public let file: String
  /// The bytes, valid UTF-8, without a byte order mark.
  public let bytes: [UInt8]

  /// The byte offset and the count of scalars before it, for every line's first byte.
  private let lines: [(offset: Int, scalars: Int)]
  /// The byte offset of every 256th scalar; empty where one scalar is one byte throughout.
  private let strides: [Int]
  private static let stride = 256

  /// Makes the tables of `bytes`, which must be valid UTF-8: ``YAMLDocument`` checks before it comes here.
  init(validated bytes: [UInt8], file: String) {
    self.file = file
    self.bytes = bytes
    var lines = [(offset: 0, scalars: 0)]
    var strides: [Int] = []
    var scalars = 0
    var previous: UInt8 = 0
    for (offset, byte) in bytes.enumerated() {
      if previous == UInt8(ascii: "\n") || (previous == UInt8(ascii: "\r") && byte != UInt8(ascii: "\n")) {
        lines.append((offset, scalars))
      }
      if byte & 0xC0 != 0x80 {
        if scalars % Self.stride == 0 { strides.append(offset) }
        scalars += 1
      }
      previous = byte
    }
    if previous == UInt8(ascii: "\n") || previous == UInt8(ascii: "\r") { lines.append((bytes.count, scalars)) }
    self.lines = lines
    self.strides = scalars == bytes.count ? [] : strides
  }

  /// No text of no file.
  public static let empty = SourceText(validated: [], file: "")

  /// The mark of the scalar that `index` others precede; the end of the text for larger ones.
  func mark(scalar index: Int) -> Mark {
    let offset = offset(scalar: index)
    let line = line(at: offset)
    return Mark(line: line + 1, column: max(0, index - lines[line].scalars) + 1, offset: offset)
  }

  /// The mark of the byte at `offset`, which should begin a scalar.
  public func mark(offset: Int) -> Mark {
    let offset = min(max(offset, 0), bytes.count)
    let line = line(at: offset)
    return Mark(line: line + 1, column: scalars(before: offset) - lines[line].scalars + 1, offset: offset)
  }

  var lineCount: Int { lines.count }

  /// The bytes of a line, counted from 1, without its end.
  public func line(_ number: Int) -> ArraySlice<UInt8> {
    guard lines.indices.contains(number - 1) else { return [] }
    let start = lines[number - 1].offset
    var end = number < lines.count ? lines[number].offset : bytes.count
    while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }

  /// The byte offset of the scalar that `index` others precede.
  func offset(scalar index: Int) -> Int {
    guard !strides.isEmpty else { return min(index, bytes.count) }
    let block = index / Self.stride
    guard block < strides.count else { return bytes.count }
    var offset = strides[block]
    var rest = index % Self.stride
    while rest > 0, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      rest -= 1
    }
    return offset
  }

  /// How many scalars begin before `offset`.
  private func scalars(before offset: Int) -> Int {
    guard !strides.isEmpty else { return offset }
    let block = Self.lastIndex(in: strides.count, upTo: offset) { strides[$0] }
    return block * Self.stride + bytes[strides[block]..<offset].count { $0 & 0xC0 != 0x80 }
  }

  /// The last line that begins at or before `offset`.
  private func line(at offset: Int) -> Int { Self.lastIndex(in: lines.count, upTo: offset) { lines[$0].offset } }

  /// The last of `count` indices whose offset is at most `offset`; offsets grow, the first is 0.
  private static func lastIndex(in count: Int, upTo offset: Int, offsetOf: (Int) -> Int) -> Int {
    var low = 0
    var high = count
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsetOf(middle) <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
