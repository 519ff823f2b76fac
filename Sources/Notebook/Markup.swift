/// A piece of HTML that is safe to stand in a page: made by this module, every text in it escaped.
package struct Markup: Sendable {
  package var html: String

  init(html: String) { self.html = html }

  /// A text, escaped for an element or an attribute.
  init(_ text: String) { html = Self.escaped(text) }

  /// Scalar by scalar: a `<` that carries a combining accent is one character of Swift, and still opens a tag.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value): escaped += "\u{fffd}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
