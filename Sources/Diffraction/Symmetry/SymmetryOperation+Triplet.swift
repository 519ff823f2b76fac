import Determinism

extension SymmetryOperation {
  /// Reads a coordinate triplet: `-y, x-y, z+1/3`, `1/2+x,-y,z`, `X,Y,Z+0.5`.
  /// - Throws: what is no triplet, or a translation that is no multiple of 1/24.
  public init(triplet text: String) throws(DiffractionError) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw DiffractionError(text, "is no coordinate triplet such as x, -y, z+1/2: it has \(parts.count) parts, not 3")
    }
    var rows: [SIMD3<Int>] = []
    var translation = SIMD3<Int>.zero
    for (place, part) in parts.enumerated() {
      var scanner = TripletScanner(Array(part.utf8), of: text)
      let (row, shift) = try scanner.scan()
      rows.append(row)
      translation[place] = shift
    }
    self.init(rows: rows, translation: translation)
    guard abs(determinant) == 1 else {
      throw DiffractionError(text, "has a matrix of determinant \(determinant); a symmetry operation has +1 or −1")
    }
  }
}

/// Reads one coordinate of a triplet.
private struct TripletScanner {
  let bytes: [UInt8]
  let text: String
  var at = 0

  init(_ bytes: [UInt8], of text: String) {
    (self.bytes, self.text) = (bytes.filter { $0 != 0x20 && $0 != 0x09 }, text)
  }

  mutating func scan() throws(DiffractionError) -> (SIMD3<Int>, Int) {
    var row = SIMD3<Int>.zero
    var shift = 0
    guard !bytes.isEmpty else { throw fault }
    while at < bytes.count {
      var sign = 1
      if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
        sign = bytes[at] == UInt8(ascii: "-") ? -1 : 1
        at += 1
      } else if at > 0 {
        throw fault
      }
      guard at < bytes.count else { throw fault }
      if let axis = axis(bytes[at]) {
        row[axis] += sign
        at += 1
      } else {
        shift += sign * (try number())
      }
    }
    return (row, shift)
  }

  private func axis(_ byte: UInt8) -> Int? {
    let lower = byte | 0x20
    return (UInt8(ascii: "x")...UInt8(ascii: "z")).contains(lower) ? Int(lower - UInt8(ascii: "x")) : nil
  }

  private mutating func number() throws(DiffractionError) -> Int {
    let above = try decimal()
    var below = 1.0
    if at < bytes.count, bytes[at] == UInt8(ascii: "/") {
      at += 1
      below = try decimal()
    }
    let parts = above / below * Double(SymmetryOperation.denominator)
    guard below != 0, (parts - parts.rounded()).magnitude < 0.02 else {
      throw DiffractionError(text, "has a translation that is no multiple of 1/24")
    }
    return Int(parts.rounded())
  }

  private mutating func decimal() throws(DiffractionError) -> Double {
    let start = at
    while at < bytes.count, (48...57).contains(bytes[at]) || bytes[at] == UInt8(ascii: ".") { at += 1 }
    let digits = String(decoding: bytes[start..<at], as: UTF8.self)
    guard let value = Numeral.parse(digits), value < 1000 else { throw fault }
    return value
  }

  private var fault: DiffractionError {
    DiffractionError(text, "is no coordinate triplet such as x, -y, z+1/2")
  }
}
