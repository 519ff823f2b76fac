/// A formula in a text: `$…$` within a line, or `$$…$$` set off from it.
struct MathematicsSpan {
  var tex: String
  var isDisplayed: Bool

  /// As it stood in the text.
  var source: String { isDisplayed ? "$$\(tex)$$" : "$\(tex)$" }

  var markup: Markup { Mathematics(tex, isDisplayed: isDisplayed).markup }

  /// Stands around a formula's number while Markdown is read; of the private use, and taken out of the source.
  static let mark: Character = "\u{f8ff}"

  /// The text with a mark in place of each formula, so that Markdown does not take `a_1 b_1` for emphasis.
  ///
  /// As in Pandoc, a `$` opens when no blank follows and closes when no blank precedes and no digit follows; `\$` is a
  /// dollar. Code is left alone.
  static func lifted(out source: String) -> (text: String, spans: [MathematicsSpan]) {
    var scanner = Scanner(Array(source.unicodeScalars.filter { $0 != "\u{f8ff}" && $0 != "\0" }))
    return scanner.scan()
  }
}

private struct Scanner {
  private let scalars: [Unicode.Scalar]
  private var text = String.UnicodeScalarView()
  private var spans: [MathematicsSpan] = []
  private var place = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func scan() -> (text: String, spans: [MathematicsSpan]) {
    while place < scalars.count {
      switch scalars[place] {
      case "\\" where place + 1 < scalars.count: copy(2)
      case "`", "~": copyCode()
      case "$": if !lift() { copy(1) }
      default: copy(1)
      }
    }
    return (String(text), spans)
  }

  private mutating func copy(_ count: Int) {
    text.append(contentsOf: scalars[place..<min(place + count, scalars.count)])
    place += count
  }

  /// Copies up to the run of as many backticks or tildes that ends the code; a run that nothing ends is text.
  private mutating func copyCode() {
    let fence = scalars[place]
    let length = run(of: fence, at: place)
    if fence == "~", length < 3 { return copy(length) }
    var end = place + length
    while end < scalars.count {
      let next = run(of: fence, at: end)
      if next == length || (length >= 3 && next > length) { return copy(end + next - place) }
      end += max(1, next)
    }
    copy(length)
  }

  private func run(of scalar: Unicode.Scalar, at start: Int) -> Int {
    scalars[start...].prefix { $0 == scalar }.count
  }

  private mutating func lift() -> Bool {
    let isDisplayed = run(of: "$", at: place) >= 2
    let start = place + (isDisplayed ? 2 : 1)
    guard let end = end(from: start, isDisplayed: isDisplayed) else { return false }
    let tex = String(String.UnicodeScalarView(scalars[start..<end]))
    text.append(contentsOf: "\u{f8ff}\(spans.count)\u{f8ff}".unicodeScalars)
    spans.append(MathematicsSpan(tex: tex, isDisplayed: isDisplayed))
    place = end + (isDisplayed ? 2 : 1)
    return true
  }

  private func end(from start: Int, isDisplayed: Bool) -> Int? {
    guard start < scalars.count, isDisplayed || !Self.isBlank(scalars[start]) else { return nil }
    var end = start
    while end < scalars.count {
      if scalars[end] == "\\" {
        end += 2
        continue
      }
      // A formula ends with its paragraph.
      if scalars[end] == "\n", end + 1 < scalars.count, scalars[end + 1] == "\n" { return nil }
      if scalars[end] == "$" {
        if isDisplayed {
          if end + 1 < scalars.count, scalars[end + 1] == "$" { return end > start ? end : nil }
        } else if end > start, !Self.isBlank(scalars[end - 1]) {
          let next = end + 1 < scalars.count ? scalars[end + 1] : " "
          return (0x30...0x39).contains(next.value) ? nil : end
        }
      }
      end += 1
    }
    return nil
  }

  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\n" || scalar == "\t" }
}
