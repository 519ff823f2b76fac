/// Reads the header of a `.npy` file: a magic word, a length, and a Python dictionary of three literals.
struct NPYHeader {
  private let bytes: [UInt8]
  private let file: String
  private var next: Int
  /// Where the header ends and the scalars start.
  let end: Int

  init(_ bytes: [UInt8], file: String) throws(DocumentError) {
    self.bytes = bytes
    self.file = file
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 12 else {
      throw DocumentError(
        file: file, place: .byte(0), expected: "the magic word of a .npy file", found: "\(bytes.count) other bytes",
        remedy: "write the file by numpy.save")
    }
    guard bytes[6] == 1 || bytes[6] == 2 else {
      throw DocumentError(
        file: file, place: .byte(6), expected: "format 1.0 or 2.0", found: "\(bytes[6]).\(bytes[7])",
        remedy: "write the file by numpy.save, without named fields")
    }
    next = bytes[6] == 1 ? 10 : 12
    let length = bytes[8..<next].reversed().reduce(0) { $0 << 8 | Int($1) }
    end = next + length
    guard end <= bytes.count else {
      throw DocumentError(
        file: file, place: .byte(8), expected: "a header of \(length) bytes", found: "\(bytes.count - next)",
        remedy: "write the file again; it is cut short")
    }
  }

  /// Type and shape, from keys in any order.
  mutating func read() throws(DocumentError) -> (NPYScalar, [Int]) {
    var type: NPYScalar?
    var shape: [Int]?
    var isRowMajor = false
    try require("{")
    while !take("}") {
      let key = try quoted()
      try require(":")
      switch key {
      case "descr" where type == nil: type = try scalarType()
      case "fortran_order" where !isRowMajor: isRowMajor = try rowMajor()
      case "shape" where shape == nil: shape = try extents()
      default: throw error(expected: "descr, fortran_order and shape once each", found: "\"\(key)\"")
      }
      if !take(",") {
        try require("}")
        break
      }
    }
    skipBlanks()
    guard let type, let shape, isRowMajor, next == end else {
      throw error(expected: "descr, fortran_order and shape, and nothing else", found: "a different header")
    }
    return (type, shape)
  }

  private mutating func scalarType() throws(DocumentError) -> NPYScalar {
    let start = next
    let name = try quoted()
    if let type = NPYScalar(name) { return type }
    throw DocumentError(
      file: file, place: .byte(start), expected: "scalars of type <f8, <f4 or <i8, or smaller integers",
      found: "\"\(name)\"",
      remedy: "convert the array, for instance by astype(\"<f8\")")
  }

  private mutating func rowMajor() throws(DocumentError) -> Bool {
    if take("False") { return true }
    throw DocumentError(
      file: file, place: .byte(next), expected: "fortran_order False", found: "another order",
      remedy: "convert the array by numpy.ascontiguousarray")
  }

  private mutating func extents() throws(DocumentError) -> [Int] {
    var extents: [Int] = []
    try require("(")
    while !take(")") {
      skipBlanks()
      let start = next
      while next < end, bytes[next] &- UInt8(ascii: "0") < 10 { next += 1 }
      guard let extent = Int(String(decoding: bytes[start..<next], as: UTF8.self)) else {
        throw error(expected: "an extent", found: "another character")
      }
      extents.append(extent)
      if !take(",") {
        try require(")")
        break
      }
    }
    return extents
  }

  private mutating func quoted() throws(DocumentError) -> String {
    let quote: Unicode.Scalar = take("\"") ? "\"" : "'"
    if quote == "'" { try require("'") }
    let start = next
    while next < end, bytes[next] != UInt8(ascii: quote) { next += 1 }
    let text = String(decoding: bytes[start..<next], as: UTF8.self)
    try require(quote == "'" ? "'" : "\"")
    return text
  }

  private mutating func require(_ word: StaticString) throws(DocumentError) {
    guard take(word) else { throw error(expected: "\"\(word)\"", found: "another character") }
  }

  private mutating func take(_ word: StaticString) -> Bool {
    skipBlanks()
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[next..<end].starts(with: letters) else { return false }
    next += letters.count
    return true
  }

  private mutating func skipBlanks() {
    while next < end, bytes[next] == 0x20 || bytes[next] == 0x0A { next += 1 }
  }

  private func error(expected: String, found: String) -> DocumentError {
    DocumentError(
      file: file, place: .byte(next), expected: expected, found: found, remedy: "write the file by numpy.save")
  }
}
