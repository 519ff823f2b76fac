import Determinism

extension JSON {
  /// The canonical text: members in their order, numbers by `Numeral`, only what must be escaped escaped.
  ///
  /// Pretty: two blanks a level, one member a line, an array of scalars on one line, a line end at the end. Else
  /// without any blank. Keys are **not** checked for duplicates.  Cost: about 0.2 µs a number.
  public func render(pretty: Bool) -> String { String(decoding: bytes(pretty: pretty), as: UTF8.self) }

  /// What `render` gives, in UTF-8.
  public func bytes(pretty: Bool) -> [UInt8] {
    var text: [UInt8] = []
    append(to: &text, level: pretty ? 0 : nil)
    if pretty { text.append(UInt8(ascii: "\n")) }
    return text
  }

  /// Appends the value; `level` is its depth when pretty.
  private func append(to text: inout [UInt8], level: Int?) {
    switch self {
    case .null: text += "null".utf8
    case .bool(let bool): text += (bool ? "true" : "false").utf8
    case .integer(let integer): text += Numeral.render(integer).utf8
    case .number(let number) where number.isFinite: Numeral.append(number, to: &text)
    case .number(let number): Self.append(string: Numeral.render(number), to: &text)
    case .string(let string): Self.append(string: string, to: &text)
    case .array(let elements):
      let isFlat = elements.allSatisfy(\.isScalar)
      Self.append(elements, between: "[", "]", to: &text, level: isFlat ? nil : level, blank: level != nil) {
        $0.append(to: &$1, level: $2)
      }
    case .object(let members):
      Self.append(members, between: "{", "}", to: &text, level: level, blank: false) {
        Self.append(string: $0.key, to: &$1)
        $1 += (level == nil ? ":" : ": ").utf8
        $0.value.append(to: &$1, level: $2)
      }
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  /// Appends a list in brackets: a line for each element when there is a level, else all in one line.
  private static func append<Element>(
    _ elements: [Element], between opening: StaticString, _ closing: StaticString, to text: inout [UInt8], level: Int?,
    blank: Bool, each: (Element, inout [UInt8], Int?) -> Void
  ) {
    text.append(opening.utf8Start.pointee)
    for (index, element) in elements.enumerated() {
      if index > 0 { text += (blank && level == nil ? ", " : ",").utf8 }
      if let level { appendLine(to: &text, level: level + 1) }
      each(element, &text, level.map { $0 + 1 })
    }
    if let level, !elements.isEmpty { appendLine(to: &text, level: level) }
    text.append(closing.utf8Start.pointee)
  }

  private static func appendLine(to text: inout [UInt8], level: Int) {
    text.append(UInt8(ascii: "\n"))
    text += repeatElement(UInt8(ascii: " "), count: 2 * level)
  }

  private static func append(string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""): text += "\\\"".utf8
      case UInt8(ascii: "\\"): text += "\\\\".utf8
      case UInt8(ascii: "\n"): text += "\\n".utf8
      case UInt8(ascii: "\r"): text += "\\r".utf8
      case UInt8(ascii: "\t"): text += "\\t".utf8
      case 0..<0x20: text += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
