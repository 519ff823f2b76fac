/// The extents of a value of a traced program.
///
/// `uniform` is `[]`: one number. `rows` is `[n]`: one number per row of a table, where `n` is bound when the
/// program runs. Every other shape is known when the program is traced: `[64, 28, 28, 1]`.
public struct Shape: Sendable, Hashable {
  /// The extents that are known, slowest axis first.
  public let extents: [Int]
  /// Whether the value has one number per row.
  let hasRows: Bool

  /// One number.
  public static let uniform = Shape([])
  /// One number per row.
  public static let rows = Shape(extents: [], hasRows: true)

  /// Traps on a negative extent.
  public init(_ extents: [Int]) {
    precondition(extents.allSatisfy { $0 >= 0 }, "Shape: extents \(extents); none is negative")
    self.init(extents: extents, hasRows: false)
  }

  private init(extents: [Int], hasRows: Bool) {
    self.extents = extents
    self.hasRows = hasRows
  }

  /// The number of axes.
  public var rank: Int { extents.count }
  /// The number of elements; 1 for a value per row, of which the extents do not speak.
  public var count: Int { extents.reduce(1, *) }

  /// The distance, in elements, between neighbours along each axis of a dense array.
  var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for axis in stride(from: rank - 2, through: 0, by: -1) { strides[axis] = strides[axis + 1] * extents[axis + 1] }
    return strides
  }

  /// The shape of an elementwise operation over operands of these shapes, or nil when they do not meet.
  ///
  /// Axes are aligned from the last one; an extent of 1, or a missing axis, is spread. A uniform value meets a
  /// value per row, no other shape does.
  static func broadcast(_ shapes: [Shape]) -> Shape? {
    if shapes.contains(where: \.hasRows) {
      return shapes.allSatisfy { $0.rank == 0 } ? .rows : nil
    }
    var extents = [Int](repeating: 1, count: shapes.reduce(0) { Swift.max($0, $1.rank) })
    for shape in shapes {
      for (axis, extent) in zip(extents.indices.suffix(shape.rank), shape.extents) where extent != 1 {
        guard extents[axis] == 1 || extents[axis] == extent else { return nil }
        extents[axis] = extent
      }
    }
    return Shape(extents)
  }

  /// The strides with which this shape is read, element by element of a shape to which it is spread.
  func strides(spreadTo target: Shape) -> [Int] {
    let own = zip(extents, strides).map { $0 == 1 ? 0 : $1 }
    return [Int](repeating: 0, count: target.rank - rank) + own
  }

  /// The axes of a target along which this shape is spread.
  func spreadAxes(in target: Shape) -> [Int] {
    let missing = target.rank - rank
    return target.extents.indices.filter { axis in
      axis < missing || (extents[axis - missing] == 1 && target.extents[axis] != 1)
    }
  }
}

extension Shape: CustomStringConvertible {
  public var description: String {
    hasRows ? "[n]" : "[" + extents.map(String.init).joined(separator: ", ") + "]"
  }
}

extension Shape {
  /// Where the elements are, in row-major order, when axes are walked with these strides.
  func offsets(strides: [Int], start: Int = 0) -> [Int] {
    zip(extents, strides).reduce([start]) { reached, axis in
      reached.flatMap { start in (0..<axis.0).map { start + $0 * axis.1 } }
    }
  }
}
