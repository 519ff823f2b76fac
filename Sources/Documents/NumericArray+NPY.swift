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

  /// Reads a `.npy` file of format 1.0 or 2.0 with scalars `<f8`, `<f4` or `<i8` in C order.
  /// - Throws: `DocumentError` with the offset of what is wrong, such as another type, order or length.
  public init(npy bytes: [UInt8], file: String) throws(DocumentError) {
    var header = try NPYHeader(bytes, file: file)
    let (type, shape) = try header.read()
    let data = bytes[header.end...]
    guard let count = Self.byteCount(shape, type), count == data.count else {
      throw DocumentError(
        file: file, place: .byte(header.end), expected: "scalars of type \(type.npy) in the shape \(shape)",
        found: "\(data.count) bytes", remedy: "write the file again; it is damaged or cut short")
    }
    self.init(shape: shape, type, bytes: data)
  }
}
