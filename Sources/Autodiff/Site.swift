/// The source line that traced an operation.
///
/// Operators cannot take the line of their call, so an operation written with an operator bears the site of
/// its latest operand that has one.
public struct Site: Sendable, Hashable, CustomStringConvertible {
  public let file: StaticString
  public let line: UInt

  public init(_ file: StaticString, _ line: UInt) {
    self.file = file
    self.line = line
  }

  public var description: String { "\(file):\(line)" }

  public static func == (left: Site, right: Site) -> Bool {
    left.line == right.line && left.file.description == right.file.description
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(line)
  }
}
