import CKernels
import Determinism

extension Primitive {
  /// `a` where the condition is not 0 (NaN counts as true), else `b`; `dy` likewise.
  static let select: Primitive = Primitive(
    "select", arity: 3, code: KN_REPLAY_SELECT,
    scalar: { condition, a, b in condition != 0 ? a : b },
    derivative: .selection { x in Choice(condition: x[0], whenTrue: 1, otherwise: 2) },
    identity: { x in
      if let condition = x[0].literal { return condition != 0 ? x[1] : x[2] }
      return x[1].isIdentical(to: x[2]) ? x[1] : nil
    })

  /// The smaller operand (−0 < +0; NaN if either is). Where they are equal, the derivative is that of `b`.
  static let min: Primitive = Primitive(
    "min", arity: 2, code: KN_REPLAY_MIN,
    scalar: { a, b, _ in Elementary.min(a, b) },
    derivative: .selection { x in Choice(condition: lt(x[0], x[1]), whenTrue: 0, otherwise: 1) })

  /// The larger operand (+0 > −0; NaN if either is). Where they are equal, the derivative is that of `a`.
  static let max: Primitive = Primitive(
    "max", arity: 2, code: KN_REPLAY_MAX,
    scalar: { a, b, _ in Elementary.max(a, b) },
    derivative: .selection { x in Choice(condition: lt(x[0], x[1]), whenTrue: 1, otherwise: 0) })

  /// `|x|`. `dy = sign(x) dx`, with sign(0) = 0.
  static let abs: Primitive = Primitive(
    "abs", arity: 1, code: KN_REPLAY_ABS,
    scalar: { x, _, _ in Swift.abs(x) },
    derivative: .elementwise { _, x, _, d in
      select(eq(x[0], 0), 0, select(lt(x[0], 0), -d, d))
    },
    identity: { x in
      if let inner = x[0].operands(of: neg) { return abs(inner[0]) }
      return nil
    })

  /// 0 where x ≤ 0, else x (NaN stays). Its derivative at 0 is 0.
  static let relu: Primitive = Primitive(
    "relu", arity: 1, code: KN_REPLAY_RELU,
    scalar: { x, _, _ in x <= 0 ? 0 : x },
    derivative: .elementwise { _, _, y, d in select(lt(0, y), d, 0) })

  /// x, of which no derivative knows: it counts as constant.
  static let detached: Primitive = Primitive(
    "detached", arity: 1, code: KN_REPLAY_COPY, scalar: { x, _, _ in x }, derivative: .zero)
}
