import CKernels
import Determinism

// Identities keep the sign of zero: x + 0 is not x (−0 + 0 is +0), but x + −0 and x − 0 are.

extension Primitive {
  /// `−x`. `dy = −dx`.
  static let neg: Primitive = Primitive(
    "neg", arity: 1, notation: .prefix("-", strength: 3), code: KN_REPLAY_NEG,
    scalar: { x, _, _ in -x },
    derivative: .elementwise { _, _, _, d in -d },
    identity: { x in
      if let inner = x[0].operands(of: neg) { return inner[0] }
      return nil
    })

  /// `a + b`. `dy = da + db`.
  static let add: Primitive = Primitive(
    "add", arity: 2, notation: .infix("+", strength: 1), code: KN_REPLAY_ADD, isCommutative: true,
    scalar: { a, b, _ in a + b },
    derivative: .elementwise { _, _, _, d in d },
    identity: { x in
      if x[0].isLiteral(-0.0) { return x[1] }
      if x[1].isLiteral(-0.0) { return x[0] }
      if let inner = x[1].operands(of: neg) { return x[0] - inner[0] }
      if let inner = x[0].operands(of: neg) { return x[1] - inner[0] }
      return nil
    })

  /// `a − b`. `dy = da − db`.
  static let sub: Primitive = Primitive(
    "sub", arity: 2, notation: .infix("-", strength: 1), code: KN_REPLAY_SUB,
    scalar: { a, b, _ in a - b },
    derivative: .elementwise { i, _, _, d in i == 0 ? d : -d },
    identity: { x in
      if x[1].isLiteral(0.0) { return x[0] }
      if x[0].isLiteral(-0.0) { return -x[1] }
      if let inner = x[1].operands(of: neg) { return x[0] + inner[0] }
      return nil
    })

  /// `a b`. `dy = da b + a db`.
  static let mul: Primitive = Primitive(
    "mul", arity: 2, notation: .infix("*", strength: 2), code: KN_REPLAY_MUL, isCommutative: true,
    scalar: { a, b, _ in a * b },
    derivative: .elementwise { i, x, _, d in x[1 - i] * d },
    identity: { x in
      for (one, other) in [(x[0], x[1]), (x[1], x[0])] {
        if one.isLiteral(1) { return other }
        if one.isLiteral(-1) { return -other }
        if let inner = one.operands(of: neg) { return -(inner[0] * other) }
      }
      return x[0].isIdentical(to: x[1]) ? square(x[0]) : nil
    })

  /// `a / b`. `dy = (1/b) da − y (1/b) db`: one reciprocal serves every derivative, and is computed once when
  /// `b` is uniform.
  static let div: Primitive = Primitive(
    "div", arity: 2, notation: .infix("/", strength: 2), code: KN_REPLAY_DIV,
    scalar: { a, b, _ in a / b },
    derivative: .elementwise { i, x, y, d in
      let inverse = recip(x[1])
      return i == 0 ? inverse * d : -(y * inverse) * d
    },
    identity: { x in
      if x[1].isLiteral(1) { return x[0] }
      if x[1].isLiteral(-1) { return -x[0] }
      if x[0].isLiteral(1) { return recip(x[1]) }
      if let inner = x[0].operands(of: neg) { return -(inner[0] / x[1]) }
      if let inner = x[1].operands(of: neg) { return -(x[0] / inner[0]) }
      if let divisor = x[1].literal, let inverse = exactInverse(divisor) { return x[0] * Tensor(inverse) }
      return nil
    })

  /// `1 / x`. `dy = −y² dx`.
  static let recip: Primitive = Primitive(
    "recip", arity: 1, code: KN_REPLAY_RECIP,
    scalar: { x, _, _ in 1 / x },
    derivative: .elementwise { _, _, y, d in -square(y) * d },
    identity: { x in
      if let inner = x[0].operands(of: neg) { return -recip(inner[0]) }
      return nil
    })

  /// `x²`. `dy = 2 x dx`.
  static let square: Primitive = Primitive(
    "square", arity: 1, code: KN_REPLAY_SQUARE,
    scalar: { x, _, _ in x * x },
    derivative: .elementwise { _, x, _, d in (2 * x[0]) * d },
    identity: { x in
      if let inner = x[0].operands(of: neg) { return square(inner[0]) }
      return nil
    })

  /// `a b + c` with one rounding; never made from, nor split into, a product and a sum.
  /// `dy = b da + a db + dc`.
  static let fma: Primitive = Primitive(
    "fma", arity: 3, code: KN_REPLAY_FMA,
    scalar: { a, b, c in Elementary.fma(a, b, c) },
    derivative: .elementwise { i, x, _, d in i == 2 ? d : x[1 - i] * d })

  /// 1/x when x is a power of two whose inverse is normal: then a product has the quotient's bits.
  private static func exactInverse(_ x: Double) -> Double? {
    let inverse = 1 / x
    return x.isNormal && inverse.isNormal && x.significand == 1 ? inverse : nil
  }
}
