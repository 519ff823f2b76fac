/// A manifest as a listing: its keys and comments set apart, its lines numbered by the style sheet.
struct ManifestListing {
  private let text: String

  init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

  var markup: Markup {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return Markup(html: lines.map { "<span class=\"line\">\(Self.line($0))</span>" }.joined(separator: "\n"))
  }

  private static func line(_ line: Substring) -> String {
    let (content, comment) = parted(line.hasSuffix("\r") ? line.dropLast() : line)
    let note = comment.isEmpty ? "" : "<i>\(Markup.escaped(String(comment)))</i>"
    guard let colon = keyEnd(content) else { return Markup.escaped(String(content)) + note }
    let indent = content.prefix { $0 == " " || $0 == "-" }
    let key = content[indent.endIndex..<colon]
    return Markup.escaped(String(indent)) + "<b>\(Markup.escaped(String(key)))</b>"
      + Markup.escaped(String(content[colon...])) + note
  }

  /// Where a comment begins: at a `#` after a blank, outside of quotes.
  private static func parted(_ line: Substring) -> (Substring, Substring) {
    var quote: Character?
    var before: Character = " "
    for place in line.indices {
      let character = line[place]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "#", before == " " {
        return (line[..<place], line[place...])
      }
      before = character
    }
    return (line, "")
  }

  private static func keyEnd(_ content: Substring) -> Substring.Index? {
    guard let colon = content.firstIndex(of: ":") else { return nil }
    let next = content.index(after: colon)
    guard next == content.endIndex || content[next] == " " else { return nil }
    let key = content[..<colon].drop { $0 == " " || $0 == "-" }
    let isName = !key.isEmpty && key.allSatisfy { $0.isLetter || $0.isNumber || "_-./\"' ".contains($0) }
    return isName && key.split(separator: " ").count <= 3 ? colon : nil
  }
}
