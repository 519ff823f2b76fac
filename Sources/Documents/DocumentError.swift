/// A document that cannot be read, or that does not hold what is asked of it.
///
/// Reads `data/decay.csv:3:7: expected a number, found "abc"; correct the cell`.
public struct DocumentError: Error, Equatable, CustomStringConvertible {
  /// Where in a document something stands.
  public enum Place: Sendable, Equatable {
    /// In a text: line and column, both from 1; the column counts Unicode scalars.
    case line(Int, column: Int)
    /// In a binary file: bytes from its start.
    case byte(Int)
  }

  /// The document, as it was named to the reader.
  public let file: String
  public let place: Place
  /// What would have been right.
  public let expected: String
  /// What stands there.
  public let found: String
  /// What to do.
  public let remedy: String

  public init(file: String, place: Place, expected: String, found: String, remedy: String) {
    self.file = file
    self.place = place
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }

  public var description: String {
    let position =
      switch place {
      case .line(let line, let column): "\(line):\(column)"
      case .byte(let offset): "byte \(offset)"
      }
    return "\(file):\(position): expected \(expected), found \(found); \(remedy)"
  }
}
