extension Safetensors {
  /// The longest header that is read, as in the format's own library.
  private static let headerLimit = 100_000_000

  /// Reads a file of arrays of types F64, F32 and I64; metadata is passed over.
  /// - Throws: `DocumentError` when the header is no such description or the arrays do not fill the file exactly.
  public init(parsing bytes: [UInt8], file: String) throws(DocumentError) {
    let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard bytes.count >= 8, length <= Self.headerLimit, length <= bytes.count - 8 else {
      throw Self.error(file, 0, "a header within the file", "a length of \(length) bytes in a file of \(bytes.count)")
    }
    let start = 8 + Int(length)
    let header = try JSON(parsing: Array(bytes[8..<start]), file: file)
    guard let members = header.asObject else { throw Self.error(file, 8, "an object as header", "another value") }
    var entries: [Entry] = []
    var spans: [Range<Int>] = []
    for member in members where member.key != "__metadata__" {
      let (type, shape, span) = try Self.description(member, file: file, size: bytes.count - start)
      spans.append(span)
      let data = bytes[(start + span.lowerBound)..<(start + span.upperBound)]
      entries.append(Entry(name: member.key, array: NumericArray(shape: shape, type, bytes: data)))
    }
    var filled = 0
    for span in spans.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      guard span.lowerBound == filled else {
        throw Self.error(
          file, start + filled, "an array to start here", "one that starts at \(start + span.lowerBound)")
      }
      filled = span.upperBound
    }
    guard filled == bytes.count - start else {
      throw Self.error(file, start + filled, "the end of the file", "\(bytes.count - start - filled) bytes of no array")
    }
    self.init(entries)
  }

  private static func description(
    _ member: JSON.Member, file: String, size: Int
  ) throws(DocumentError) -> (NumericArray.ScalarType, [Int], Range<Int>) {
    let types = NumericArray.ScalarType.allCases
    guard let type = types.first(where: { $0.safetensors == member.value["dtype"]?.asString }) else {
      throw error(file, 8, "dtype F64, F32 or I64 for \(member.key)", member.value["dtype"]?.asString ?? "none")
    }
    guard let shape = extents(member.value["shape"]), let offsets = extents(member.value["data_offsets"]),
      offsets.count == 2, offsets[0] <= offsets[1], offsets[1] <= size
    else {
      throw error(file, 8, "a shape and two offsets within the file for \(member.key)", "others")
    }
    guard NumericArray.byteCount(shape, type) == offsets[1] - offsets[0] else {
      throw error(
        file, 8, "the bytes of shape \(shape) for \(member.key)", "\(offsets[1] - offsets[0]) between its offsets")
    }
    return (type, shape, offsets[0]..<offsets[1])
  }

  private static func extents(_ value: JSON?) -> [Int]? {
    guard let elements = value?.asArray else { return nil }
    let extents = elements.compactMap { $0.asInteger.flatMap { Int(exactly: $0) } }.filter { $0 >= 0 }
    return extents.count == elements.count ? extents : nil
  }

  private static func error(_ file: String, _ offset: Int, _ expected: String, _ found: String) -> DocumentError {
    DocumentError(
      file: file, place: .byte(offset), expected: expected, found: found,
      remedy: "write the file again by a library for safetensors")
  }
}
