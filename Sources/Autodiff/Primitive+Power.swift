import CKernels
import Determinism

extension Primitive {
  /// `aᵇ`. `dy = b a^(b−1) da + y ln a db`.
  ///
  /// Where `b = 0` the result does not depend on a, and where `y = 0` (a zero base, a positive exponent) it
  /// does not depend on b: those derivatives are 0, as are their limits.
  static let pow: Primitive = Primitive(
    "pow", arity: 2, notation: .infix("^", strength: 4), code: KN_REPLAY_POW,
    scalar: { a, b, _ in Elementary.pow(a, b) },
    derivative: .elementwise { i, x, y, d in
      let (a, b) = (x[0], x[1])
      let slope = i == 0 ? select(eq(b, 0), 0, b * pow(a, b - 1)) : select(eq(y, 0), 0, y * log(a))
      return slope * d
    })
}
