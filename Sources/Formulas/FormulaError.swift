/// What is wrong with a formula, and where.
///
/// ```
/// unknown function `sinn`; did you mean `sin`?
///   y ~ sinn(x)
///       ^~~~
/// ```
public struct FormulaError: Error, Hashable, CustomStringConvertible {
  /// The formula.
  public let source: String
  /// The bytes (UTF-8) of the formula that the message is about; empty at the place where something is missing.
  public let range: Range<Int>
  /// What was found and what was expected.
  public let reason: String
  /// What to write instead, when that can be guessed.
  public let suggestion: String?

  init(_ source: String, _ range: Range<Int>, _ reason: String, suggestion: String? = nil) {
    self.source = source
    self.range = range
    self.reason = reason
    self.suggestion = suggestion
  }

  /// Reason and suggestion in one line.
  public var message: String { suggestion.map { "\(reason); \($0)" } ?? reason }

  /// The message, the line of the formula, and a caret under the place.
  public var description: String {
    let bytes = Array(source.utf8)
    let start = min(range.lowerBound, bytes.count)
    let lineStart = bytes[..<start].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lineEnd = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    // A window of a long line, so that the caret stays in sight.
    let from = max(lineStart, start - 60)
    let to = min(lineEnd, max(start, from) + 100)
    let before = String(decoding: bytes[from..<start], as: UTF8.self)
    let shown = String(decoding: bytes[from..<to], as: UTF8.self).map { $0 == "\t" ? " " : $0 }
    let marked = String(decoding: bytes[start..<max(start, min(range.upperBound, to))], as: UTF8.self)
    let caret =
      String(repeating: " ", count: before.count) + "^" + String(repeating: "~", count: max(0, marked.count - 1))
    return "\(message)\n  \(String(shown))\n  \(caret)"
  }
}
