import CKernels

extension Primitive {
  /// 1 where `a < b`, else 0, also where either is NaN. Its derivative is 0.
  static let lt: Primitive = Primitive(
    "lt", arity: 2, notation: .infix("<", strength: 0), code: KN_REPLAY_LT,
    scalar: { a, b, _ in a < b ? 1 : 0 }, derivative: .zero)

  /// 1 where `a ≤ b`, else 0, also where either is NaN. Its derivative is 0.
  static let le: Primitive = Primitive(
    "le", arity: 2, notation: .infix("<=", strength: 0), code: KN_REPLAY_LE,
    scalar: { a, b, _ in a <= b ? 1 : 0 }, derivative: .zero)

  /// 1 where `a = b`, else 0, also where either is NaN. Its derivative is 0.
  static let eq: Primitive = Primitive(
    "eq", arity: 2, notation: .infix("==", strength: 0), code: KN_REPLAY_EQ, isCommutative: true,
    scalar: { a, b, _ in a == b ? 1 : 0 }, derivative: .zero)
}
