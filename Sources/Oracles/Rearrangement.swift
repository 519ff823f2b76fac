import Documents

/// How a group element moves the numbers of an array: each number of the result comes from one place of the array.
///
/// The element is read from the case, so that a counterexample holds it as a value.
public struct Rearrangement: Sendable {
  /// For every place of the result, in row-major order, the place in an array of this shape that it comes from.
  let sources: @Sendable (_ shape: [Int], _ element: Arrays) throws(SubjectFailure) -> [Int]

  public init(_ sources: @escaping @Sendable (_ shape: [Int], _ element: Arrays) throws(SubjectFailure) -> [Int]) {
    self.sources = sources
  }

  /// The array, moved.
  func apply(_ array: NumericArray, _ element: Arrays) throws(SubjectFailure) -> NumericArray {
    let (numbers, places) = (array.doubles, try sources(array.shape, element))
    return array.with(places.map { numbers[$0] })
  }

  /// The adjoint, which is the inverse: for gradients.
  func undo(_ array: NumericArray, _ element: Arrays) throws(SubjectFailure) -> NumericArray {
    let (numbers, places) = (array.doubles, try sources(array.shape, element))
    var back = numbers
    for (place, source) in places.enumerated() { back[source] = numbers[place] }
    return array.with(back)
  }

  /// Moves along the last two axes by `shift`, i64 [2], round and round: `y[i, j] = x[i − a, j − b]`.
  public static let cyclicShift = plane { rows, columns, element throws(SubjectFailure) in
    let shift = try element.array("shift").integers
    return { i, j in ((i - shift[0]).modulo(rows), (j - shift[1]).modulo(columns)) }
  }

  /// Turns the last two axes by `turns`, i64 [1], quarters of a turn, counter-clockwise. They must be equally long.
  public static let quarterTurns = plane { rows, columns, element throws(SubjectFailure) in
    guard rows == columns else {
      throw SubjectFailure(.shape, "a quarter turn needs a square, not \(rows) × \(columns)")
    }
    let turns = try element.array("turns").integers[0].modulo(4)
    return { i, j in
      switch turns {
      case 0: (i, j)
      case 1: (j, columns - 1 - i)
      case 2: (rows - 1 - i, columns - 1 - j)
      default: (rows - 1 - j, i)
      }
    }
  }

  /// Mirrors the last axis.
  public static let reflection = plane { _, columns, _ throws(SubjectFailure) in { i, j in (i, columns - 1 - j) } }

  /// Orders the first axis by `order`, i64 [n]: `y[i] = x[order[i]]`.
  public static let rows = Rearrangement { shape, element throws(SubjectFailure) in
    let order = try element.array("order").integers
    guard let count = shape.first, count == order.count, order.allSatisfy({ (0..<count).contains($0) }) else {
      throw SubjectFailure(.shape, "an order of \(order.count) does not fit the shape \(shape)")
    }
    let size = shape.dropFirst().reduce(1, *)
    return order.flatMap { row in (0..<size).map { row * size + $0 } }
  }

  /// Moves every plane of the last two axes alike.
  private static func plane(
    _ map: @escaping @Sendable (Int, Int, Arrays) throws(SubjectFailure) -> (Int, Int) -> (Int, Int)
  ) -> Rearrangement {
    Rearrangement { shape, element throws(SubjectFailure) in
      guard shape.count >= 2 else { throw SubjectFailure(.shape, "an image has two axes at least, not \(shape)") }
      let (rows, columns) = (shape[shape.count - 2], shape[shape.count - 1])
      let source = try map(rows, columns, element)
      let planes = shape.dropLast(2).reduce(1, *)
      var places: [Int] = []
      places.reserveCapacity(planes * rows * columns)
      for plane in 0..<planes {
        for i in 0..<rows {
          for j in 0..<columns {
            let (a, b) = source(i, j)
            places.append((plane * rows + a) * columns + b)
          }
        }
      }
      return places
    }
  }
}

extension Int {
  /// The remainder in `0..<divisor`.
  fileprivate func modulo(_ divisor: Int) -> Int {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
