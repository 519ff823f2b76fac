/// A place in a source text.
///
/// Lines and columns count from 1. A column counts Unicode scalars, a tab being one: what most editors show and jump to.
/// Lines end at LF, CRLF or a lone CR, also as in editors. The offset counts UTF-8 bytes, from 0, after a byte order mark.
public struct Mark: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let line: Int
  public let column: Int
  public let offset: Int

  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }

  /// Where a text begins.
  static let start = Mark(line: 1, column: 1, offset: 0)

  /// `line:column`, as compilers write it.
  public var description: String { "\(line):\(column)" }

  public static func < (left: Mark, right: Mark) -> Bool { left.offset < right.offset }
}
