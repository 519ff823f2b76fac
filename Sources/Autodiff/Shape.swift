/// The extents of a value of a traced program.
///
/// `uniform` is `[]`: one number, the same for every row. `rows` is `[n]`: one number per row, where `n` is
/// bound when the program runs. A uniform value meets a value per row by broadcasting.
public enum Shape: Sendable, Hashable {
  case uniform
  case rows

  /// The shape of an elementwise operation over operands of these shapes.
  public static func broadcast(_ shapes: some Sequence<Shape>) -> Shape {
    shapes.contains(.rows) ? .rows : .uniform
  }
}

extension Shape: CustomStringConvertible {
  public var description: String {
    switch self {
    case .uniform: "[]"
    case .rows: "[n]"
    }
  }
}
