extension YAMLNode {
  /// The mark of the byte at `utf8Offset` of a scalar's text.
  ///
  /// Exact where the scalar stands on one line, plain or quoted, escapes included; in folded and block scalars exact
  /// for all but white space, which YAML rearranges there. Other nodes give their own mark.
  public func mark(at utf8Offset: Int, in source: SourceText) -> Mark {
    guard let scalar else { return mark }
    var solid = 0  // bytes before the offset that are no white space …
    var blanks = 0  // … and white space after the last of them
    for byte in scalar.text.utf8.prefix(utf8Offset) {
      if isBlank(byte) || isBreak(byte) {
        blanks += 1
      } else {
        solid += 1
        blanks = 0
      }
    }
    var walk = ScalarWalk(bytes: source.bytes, style: scalar.style, cursor: mark.offset, end: end)
    while solid > 0, let piece = walk.next() { solid -= piece.solid }
    while blanks > 0, let piece = walk.peek(), piece.solid == 0, !piece.breaksLine {
      walk.skip(piece)
      blanks -= 1
    }
    if blanks > 0 {
      while let piece = walk.peek(), piece.solid == 0 { walk.skip(piece) }
    }
    return source.mark(offset: walk.cursor)
  }
}

/// Walks over a scalar as written, piece by piece: a byte, or an escape.
private struct ScalarWalk {
  /// So many bytes of source, that stand for so many bytes of text other than white space.
  struct Piece {
    var width: Int
    var solid: Int
    var breaksLine = false
  }

  let bytes: [UInt8]
  let style: YAMLNode.Style
  var cursor: Int
  let end: Int

  init(bytes: [UInt8], style: YAMLNode.Style, cursor: Int, end: Int) {
    self.bytes = bytes
    self.style = style
    self.cursor = cursor
    self.end = min(end, bytes.count)
    switch style {
    case .plain: break
    case .singleQuoted, .doubleQuoted: self.cursor += 1
    case .literal, .folded:
      while self.cursor < self.end, !isBreak(bytes[self.cursor]) { self.cursor += 1 }
    }
  }

  mutating func next() -> Piece? {
    let piece = peek()
    if let piece { skip(piece) }
    return piece
  }

  mutating func skip(_ piece: Piece) { cursor = min(cursor + piece.width, end) }

  func peek() -> Piece? {
    guard cursor < end else { return nil }
    let byte = bytes[cursor]
    if isBreak(byte) { return Piece(width: 1, solid: 0, breaksLine: true) }
    if isBlank(byte) { return Piece(width: 1, solid: 0) }
    if style == .singleQuoted, byte == UInt8(ascii: "'") { return Piece(width: 2, solid: 1) }
    if style == .doubleQuoted, byte == UInt8(ascii: "\\"), cursor + 1 < end { return escape(bytes[cursor + 1]) }
    return Piece(width: 1, solid: 1)
  }

  /// The escapes of YAML 1.1, chapter 5.
  private func escape(_ letter: UInt8) -> Piece {
    switch letter {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: " "), UInt8(ascii: "\t"):
      Piece(width: 2, solid: 0)
    case UInt8(ascii: "\n"), UInt8(ascii: "\r"): Piece(width: 2, solid: 0, breaksLine: true)
    case UInt8(ascii: "x"): Piece(width: 4, solid: length(ofHex: 2))
    case UInt8(ascii: "u"): Piece(width: 6, solid: length(ofHex: 4))
    case UInt8(ascii: "U"): Piece(width: 10, solid: length(ofHex: 8))
    case UInt8(ascii: "N"), UInt8(ascii: "_"): Piece(width: 2, solid: 2)
    case UInt8(ascii: "L"), UInt8(ascii: "P"): Piece(width: 2, solid: 3)
    default: Piece(width: 2, solid: 1)
    }
  }

  /// The bytes of UTF-8 that a scalar given by so many hexadecimal digits takes; none for white space.
  private func length(ofHex digits: Int) -> Int {
    let text = String(decoding: bytes[min(cursor + 2, end)..<min(cursor + 2 + digits, end)], as: UTF8.self)
    guard let code = UInt32(text, radix: 16), let scalar = Unicode.Scalar(code) else { return 1 }
    return code < 0x80 && (isBlank(UInt8(code)) || isBreak(UInt8(code))) ? 0 : UTF8.width(scalar)
  }
}

private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
private func isBreak(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
