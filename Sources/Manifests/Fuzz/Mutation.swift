import Determinism

/// Ways to spoil a text.
enum Mutation: CaseIterable {
  case flipBit, replaceByte, insertToken, replaceWord, delete, repeatPart, swapLines, indent, splice, cut

  /// A text spoiled one to eight times, mostly once or twice.
  static func apply(to text: [UInt8], others: [[UInt8]], _ stream: inout RandomStream) -> [UInt8] {
    var text = text
    for _ in 0..<stream.pick([1, 1, 1, 2, 4, 8]) {
      stream.pick(allCases).apply(to: &text, others: others, &stream)
      if text.count > 1 << 16 { text.removeLast(text.count - 1 << 16) }
    }
    return text
  }

  private func apply(to text: inout [UInt8], others: [[UInt8]], _ stream: inout RandomStream) {
    let place = stream.index(text.count + 1)
    switch self {
    case .flipBit:
      guard place < text.count else { return }
      text[place] ^= 1 << UInt8(stream.index(8))
    case .replaceByte:
      guard place < text.count else { return }
      text[place] = UInt8(stream.index(256))
    case .insertToken: text.insert(contentsOf: stream.pick(Self.tokens).utf8, at: place)
    case .replaceWord:
      let word = Self.word(around: place, in: text)
      text.replaceSubrange(word, with: stream.pick(Self.tokens).utf8)
    case .delete: text.removeSubrange(Self.part(of: text, from: place, &stream))
    case .repeatPart:
      let part = Array(text[Self.part(of: text, from: place, &stream)])
      for _ in 0...stream.index(stream.index(20) == 0 ? 200 : 3) { text.insert(contentsOf: part, at: place) }
    case .swapLines:
      var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      lines.swapAt(stream.index(lines.count), stream.index(lines.count))
      text = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    case .indent:
      let line = text[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      text.insert(
        contentsOf: String(repeating: stream.pick([" ", "  ", "\t"]), count: 1 + stream.index(3)).utf8, at: line)
    case .splice:
      guard !others.isEmpty else { return }
      let other = stream.pick(others)
      let part = Self.part(of: other, from: stream.index(other.count + 1), &stream)
      text.insert(contentsOf: other[part], at: place)
    case .cut: text.removeSubrange(place...)
    }
  }

  /// A stretch from `place` on: mostly short, at times up to the end.
  private static func part(of text: [UInt8], from place: Int, _ stream: inout RandomStream) -> Range<Int> {
    let rest = text.count - place
    let length = stream.index(4) == 0 ? stream.index(rest + 1) : min(rest, stream.index(24))
    return place..<(place + length)
  }

  private static func word(around place: Int, in text: [UInt8]) -> Range<Int> {
    func isWord(_ byte: UInt8) -> Bool { byte > 0x2F && byte != UInt8(ascii: ":") || byte == UInt8(ascii: ".") }
    var low = min(place, text.count)
    var high = low
    while low > 0, isWord(text[low - 1]) { low -= 1 }
    while high < text.count, isWord(text[high]) { high += 1 }
    return low..<high
  }

  /// What YAML, numbers and paths are sensitive to.
  static let tokens = [
    "&a ", "*a", "<<: *a", "<<", "!!python/object:os.system ", "!t ", "? ", "- ", ": ", ":", ",", "[", "]", "{", "}",
    "[[[[[[[[", "{a: {a: {a: {a: ", "\"", "'", "|", ">", "|2-\n", "%TAG ! !\n", "%YAML 1.1\n", "---\n", "...\n", "#",
    "@",
    "`", "\n", "\r", "\r\n", "\t", " ", "\u{85}", "\u{2028}", "\u{FEFF}", "\0", "\u{1B}[31m", "é", "e\u{301}", "漢", "😀",
    "\\", "\\u0000", "\\xff", "\"\\ud800\"", "~", "null", "true", "off", "yes", "no", "1", "-1", "0", "1e999", "1e-400",
    ".inf", "-.inf", ".nan", "nan", "0x1p4", "0x10", "1_000", "1,5", "1.5.2", "99999999999999999999", "-0", "\"1\"",
    "exact",
    "headline", "smoke", "../../../etc/passwd", "/etc/passwd", "data/../..", ".", "experiment: case\n",
    "kind: global-fit\n",
    "seed: 3\n", "matrix: {seed: [1, 2, 3]}\n", "matrix: {seed: [1, 2], notes: [a, b]}\n",
    "budgets: {smoke: {seed: 1}}\n", "expect: {default: exact}\n", "truth: {a: {value: 1, judge: on}}\n",
  ]
}

extension RandomStream {
  /// An index below `count`, which must not be 0.
  mutating func index(_ count: Int) -> Int { Int(nextInteger(below: UInt64(count))) }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[index(elements.count)] }
}
