extension NumericArray {
  /// The array as a `.npy` file, format 1.0, which NumPy loads: little-endian, C order, every NaN canonical.
  ///
  /// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
  public func npy() -> [UInt8] {
    let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(scalarType.npy)', 'fortran_order': False, 'shape': (\(extents)), }"
    // The scalars start at a multiple of 64 bytes, and a line end closes the header.
    header += String(repeating: " ", count: 63 - (10 + header.utf8.count) % 64) + "\n"
    precondition(header.utf8.count < 1 << 16, "NumericArray.npy: \(shape.count) axes do not fit the header")
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes += [UInt8(header.utf8.count & 0xFF), UInt8(header.utf8.count >> 8)]
    bytes += header.utf8
    appendScalars(to: &bytes)
    return bytes
  }

  /// Reads a `.npy` file of format 1.0 or 2.0 with scalars `<f8`, `<f4`, `<i8` or smaller integers in C order.
  ///
  /// Integers of 1, 2 and 4 bytes, such as the `|u1` of images, are widened to 64 bits.
  /// - Throws: `DocumentError` with the offset of what is wrong, such as another type, order or length.
  public init(npy bytes: [UInt8], file: String) throws(DocumentError) {
    var header = try NPYHeader(bytes, file: file)
    let (type, shape) = try header.read()
    let data = bytes[header.end...]
    guard let count = Self.count(shape)?.multipliedReportingOverflow(by: type.byteCount), !count.overflow,
      count.partialValue == data.count
    else {
      throw DocumentError(
        file: file, place: .byte(header.end), expected: "scalars of type \(type.name) in the shape \(shape)",
        found: "\(data.count) bytes", remedy: "write the file again; it is damaged or cut short")
    }
    switch type.kind {
    case .full(let type): self.init(shape: shape, type, bytes: data)
    case .integer(let isSigned):
      self.init(shape: shape, .i64(Self.widened(data, byteCount: type.byteCount, isSigned: isSigned)))
    }
  }
}

/// What the scalars of a `.npy` file are.
struct NPYScalar {
  enum Kind {
    case full(NumericArray.ScalarType)
    case integer(isSigned: Bool)
  }
  let name: String
  let kind: Kind
  let byteCount: Int

  /// `<f8`, `|u1` …; `nil` for a type that is not read.
  init?(_ name: String) {
    self.name = name
    if let type = NumericArray.ScalarType.allCases.first(where: { $0.npy == name }) {
      (kind, byteCount) = (.full(type), type.byteCount)
      return
    }
    switch name {
    case "|u1", "<u1", "|b1": (kind, byteCount) = (.integer(isSigned: false), 1)
    case "|i1", "<i1": (kind, byteCount) = (.integer(isSigned: true), 1)
    case "<u2": (kind, byteCount) = (.integer(isSigned: false), 2)
    case "<i2": (kind, byteCount) = (.integer(isSigned: true), 2)
    case "<u4": (kind, byteCount) = (.integer(isSigned: false), 4)
    case "<i4": (kind, byteCount) = (.integer(isSigned: true), 4)
    default: return nil
    }
  }
}

extension NumericArray {
  fileprivate static func widened(_ bytes: ArraySlice<UInt8>, byteCount: Int, isSigned: Bool) -> [Int64] {
    let spare = 64 - 8 * Int64(byteCount)
    return stride(from: bytes.startIndex, to: bytes.endIndex, by: byteCount).map { start in
      let word = bytes[start..<start + byteCount].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return isSigned ? Int64(bitPattern: word << UInt64(spare)) >> spare : Int64(word)
    }
  }
}
