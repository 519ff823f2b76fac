/// Numbers in a shape, row-major: the last index runs fastest.
public struct NumericArray: Sendable {
  /// The numbers, all of one type.
  public enum Scalars: Sendable {
    case f64([Double])
    case f32([Float])
    case i64([Int64])

    public var count: Int {
      switch self {
      case .f64(let scalars): scalars.count
      case .f32(let scalars): scalars.count
      case .i64(let scalars): scalars.count
      }
    }
  }

  /// The extents of the axes; empty for a single number.
  public let shape: [Int]
  public let scalars: Scalars

  /// Traps when the shape's product is not the number of scalars.
  public init(shape: [Int], _ scalars: Scalars) {
    precondition(
      shape.allSatisfy { $0 >= 0 } && Self.count(shape) == scalars.count,
      "NumericArray: \(scalars.count) scalars do not fill the shape \(shape)")
    self.shape = shape
    self.scalars = scalars
  }

  /// How many numbers a shape holds; `nil` beyond `Int`.
  static func count(_ shape: [Int]) -> Int? {
    // An axis of extent 0 empties the array, however long the others.
    if shape.contains(0) { return 0 }
    return shape.reduce(1) { (count: Int?, extent) in
      guard let (product, overflows) = count?.multipliedReportingOverflow(by: extent), !overflows else { return nil }
      return product
    }
  }

  public init(shape: [Int], _ scalars: [Double]) { self.init(shape: shape, .f64(scalars)) }
  public init(shape: [Int], _ scalars: [Float]) { self.init(shape: shape, .f32(scalars)) }
  public init(shape: [Int], _ scalars: [Int64]) { self.init(shape: shape, .i64(scalars)) }
}

extension NumericArray: Equatable {
  /// Whether two arrays are written alike: shape, type and bits, all NaN being one.
  public static func == (a: NumericArray, b: NumericArray) -> Bool {
    guard a.shape == b.shape else { return false }
    switch (a.scalars, b.scalars) {
    case (.f64(let a), .f64(let b)):
      return a.elementsEqual(b) { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
    case (.f32(let a), .f32(let b)):
      return a.elementsEqual(b) { $0.bitPattern == $1.bitPattern || $0.isNaN && $1.isNaN }
    case (.i64(let a), .i64(let b)): return a == b
    default: return false
    }
  }
}
