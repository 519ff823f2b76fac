public import Documents
import Determinism

extension Generator where Value == [Int] {
  /// Orders of `0..<count`, each equally likely; the simplest is the one that moves nothing.
  public static func permutation(_ count: Int) -> Generator {
    Generator { choices throws(Rejection) in
      var order = Array(0..<count)
      // Fisher and Yates from the front: choice 0 leaves an element where it is.
      for place in 0..<max(0, count - 1) {
        let step = try choices.draw(upTo: UInt64(count - 1 - place), isUniform: true)
        order.swapAt(place, place + Int(step))
      }
      return order
    }
  }
}

extension Generator where Value == NumericArray {
  /// Rotations of space, uniform on SO(3), as f64 [3, 3]; the simplest is the identity.
  ///
  /// Source: K. Shoemake, "Uniform random rotations", Graphics Gems III (1992).
  public static var rotation: Generator {
    zip(Generator<Double>.unit, zip(.unit, .unit)).map { u, angles in
      let (a, b) = (2 * Double.pi * angles.0, 2 * Double.pi * angles.1)
      let (left, right) = ((1 - u).squareRoot(), u.squareRoot())
      return rotation(
        quaternion: [
          left * Elementary.cos(a), left * Elementary.sin(a), right * Elementary.sin(b), right * Elementary.cos(b),
        ])
    }
  }

  /// The 48 matrices that permute the axes and change their signs, f64 [3, 3]; the simplest is the identity.
  /// - Parameter isProper: only the 24 that are rotations.
  public static func signedPermutation(isProper: Bool = false) -> Generator {
    let orders = [[0, 1, 2], [1, 0, 2], [0, 2, 1], [2, 1, 0], [1, 2, 0], [2, 0, 1]]
    var matrices: [[Double]] = []
    for order in orders {
      for signs in 0..<8 {
        var matrix = Array(repeating: 0.0, count: 9)
        for row in 0..<3 { matrix[3 * row + order[row]] = signs >> row & 1 == 0 ? 1 : -1 }
        let isOdd = [1, 2, 3].contains(orders.firstIndex(of: order) ?? 0)
        let determinant = (isOdd ? -1 : 1) * (signs.nonzeroBitCount % 2 == 0 ? 1 : -1)
        if !isProper || determinant > 0 { matrices.append(matrix) }
      }
    }
    return Generator<Int>.integer(in: 0...(matrices.count - 1)).map { [matrices] in
      NumericArray(shape: [3, 3], matrices[$0])
    }
  }

  private static func rotation(quaternion q: [Double]) -> NumericArray {
    let (w, x, y, z) = (q[0], q[1], q[2], q[3])
    let matrix = [
      1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y),
      2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x),
      2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y),
    ]
    return NumericArray(shape: [3, 3], matrix)
  }
}
