extension SourceText {
  /// Checks size, encoding and characters, so that libyaml meets none that it would refuse without a place.
  init(checking bytes: [UInt8], file: String, limits: YAMLLimits) throws(YAMLError) {
    let nothing = SourceText(validated: [], file: file)
    guard bytes.count <= limits.bytes else {
      throw YAMLError("the file has \(bytes.count) bytes; at most \(limits.bytes) are read", at: nil, in: nothing)
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      let encoding = bytes.starts(with: [0xFF, 0xFE, 0, 0]) ? "UTF-32" : "UTF-16"
      throw YAMLError("the file is \(encoding), as its byte order mark says; save it as UTF-8", at: nil, in: nothing)
    }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    if let fault = firstFault(of: text) {
      // The text before the fault is sound: its last line places the fault.
      let sound = SourceText(validated: Array(text[..<fault.offset]), file: file)
      throw YAMLError(fault.message, at: sound.mark(offset: fault.offset), in: sound)
    }
    self.init(validated: text, file: file)
    let directives = (1...lineCount).filter { line($0).first == UInt8(ascii: "%") }
    if let excess = directives.dropFirst(limits.directives).first {
      let mark = mark(offset: line(excess).startIndex)
      throw YAMLError("more than \(limits.directives) lines begin with %, as directives do", at: mark, in: self)
    }
  }
}

/// The first byte that is not UTF-8, or the first character that YAML does not allow.
private func firstFault(of bytes: [UInt8]) -> (offset: Int, message: String)? {
  var offset = 0
  while offset < bytes.count {
    let byte = bytes[offset]
    if byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
      continue
    }
    guard let scalar = scalar(of: bytes, at: offset) else {
      return (offset, "byte 0x\(hexadecimal(UInt32(byte), digits: 2)) is not UTF-8; save the file as UTF-8")
    }
    guard isAllowed(scalar) else {
      let name = scalar == 0 ? "a NUL byte" : "the control character U+\(hexadecimal(scalar, digits: 4))"
      return (offset, "\(name) may not stand in YAML; remove it")
    }
    offset += scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  }
  return nil
}

/// The scalar that begins at `offset`; `nil` where no well-formed one does (Unicode 15, table 3-7).
private func scalar(of bytes: [UInt8], at offset: Int) -> UInt32? {
  let first = UInt32(bytes[offset])
  if first < 0x80 { return first }
  let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
  guard first >= 0xC2, first <= 0xF4, offset + length <= bytes.count else { return nil }
  var value = first & (0x7F >> UInt32(length))
  for next in bytes[(offset + 1)..<(offset + length)] {
    guard next & 0xC0 == 0x80 else { return nil }
    value = value << 6 | UInt32(next & 0x3F)
  }
  let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
  return value >= least && Unicode.Scalar(value) != nil ? value : nil
}

/// The printable characters of YAML 1.1, §5.1, as libyaml takes them.
private func isAllowed(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0x10000...0x10FFFF: true
  case 0xE000...0xFFFD: scalar != 0xFEFF
  default: false
  }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
