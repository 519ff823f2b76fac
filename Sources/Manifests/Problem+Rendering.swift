import YAML

extension Problem: CustomStringConvertible {
  /// The head line, the source line with a caret under the place, and the suggestion, as a terminal shows them.
  public var description: String {
    var head = file
    if let mark { head += ":\(mark)" }
    if !field.steps.isEmpty { head += ": \(shownField)" }
    var text = head + ": " + message
    if let sourceLine, let caret { text += "\n\(sourceLine)\n\(caret)" }
    if let suggestion { text += "\ndid you mean \"\(suggestion)\"?" }
    return text
  }

  /// The line at fault, cut to what a terminal shows around the place.
  public var sourceLine: String? { excerpt?.line }

  /// Blanks and a caret that stands under the place when printed below `sourceLine`.
  public var caret: String? { excerpt?.caret }

  /// The way to the field, keys cut after 60 characters.
  private var shownField: String {
    let steps = field.steps.map { step in
      guard case .key(let key) = step, key.unicodeScalars.dropFirst(60).first != nil else { return step }
      return .key(String(String.UnicodeScalarView(key.unicodeScalars.prefix(60))) + "…")
    }
    return Excerpt.printable(FieldPath(steps).description)
  }

  private var excerpt: Excerpt? {
    guard let mark, let source else { return nil }
    let excerpt = Excerpt(source.line(mark.line), at: mark.offset)
    return excerpt.line.isEmpty ? nil : excerpt
  }
}

/// A line of a file as a terminal can show it, and the caret below.
struct Excerpt {
  let line: String
  let caret: String

  private static let width = 120

  /// Takes the line, or 120 characters of it around the index `place`.
  init(_ bytes: ArraySlice<UInt8>, at place: Int) {
    // A line may be as long as a file: no more of it is looked at than the part that is shown.
    let isLong = bytes.lazy.filter(isLead).dropFirst(Self.width).first != nil
    var start = isLong ? min(place, bytes.endIndex) : bytes.startIndex
    var steps = 0
    while steps < Self.width / 2, start > bytes.startIndex {
      start -= 1
      if isLead(bytes[start]) { steps += 1 }
    }
    let before = bytes[start..<min(max(place, start), bytes.endIndex)].count(where: isLead)
    let scalars = String(decoding: bytes[start...].prefix(4 * (Self.width + 1)), as: UTF8.self).unicodeScalars
    var line = start > bytes.startIndex ? "…" : ""
    var caret = start > bytes.startIndex ? " " : ""
    for (index, scalar) in scalars.prefix(Self.width).enumerated() {
      line.unicodeScalars.append(Self.visible(scalar))
      guard index < before else { continue }
      caret += scalar == "\t" ? "\t" : String(repeating: " ", count: Self.columns(of: scalar))
    }
    if scalars.dropFirst(Self.width).first != nil { line += "…" }
    self.line = line
    self.caret = caret + "^"
  }

  /// A text with the characters made visible that would move a terminal's cursor.
  static func printable(_ text: some StringProtocol) -> String {
    var shown = ""
    for scalar in text.unicodeScalars { shown.unicodeScalars.append(visible(scalar)) }
    return shown
  }

  /// U+2400 and what follows picture the control characters; a tab may stay, the caret's line holds the same.
  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09: scalar
    case 0..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? scalar
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: "\u{FFFD}"
    default: scalar
    }
  }

  /// How many columns of a terminal a character takes: wide in East Asian scripts and emoji, none when it combines.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x0300...0x036F, 0x200B...0x200D, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

/// Whether a byte of UTF-8 begins a scalar.
private func isLead(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }

/// A text as messages quote it: on one line, in quotes, cut after 60 characters.
func quoted(_ text: String) -> String {
  var scalars = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(60) {
    switch scalar {
    case "\n": scalars.append(contentsOf: "\\n".unicodeScalars)
    case "\t": scalars.append(contentsOf: "\\t".unicodeScalars)
    case "\"": scalars.append(contentsOf: "\\\"".unicodeScalars)
    default: scalars.append(scalar)
    }
  }
  let isCut = text.unicodeScalars.dropFirst(60).first != nil
  return "\"" + Excerpt.printable(String(scalars)) + (isCut ? "…\"" : "\"")
}
