import CKernels
import Determinism

extension Primitive {
  /// `sin x`. `dy = cos x dx`.
  static let sin: Primitive = Primitive(
    "sin", arity: 1, code: KN_REPLAY_SIN,
    scalar: { x, _, _ in Elementary.sin(x) },
    derivative: .elementwise { _, x, _, d in cos(x[0]) * d })

  /// `cos x`. `dy = −sin x dx`.
  static let cos: Primitive = Primitive(
    "cos", arity: 1, code: KN_REPLAY_COS,
    scalar: { x, _, _ in Elementary.cos(x) },
    derivative: .elementwise { _, x, _, d in -sin(x[0]) * d })

  /// `tan x`. `dy = (1 + y²) dx`.
  static let tan: Primitive = Primitive(
    "tan", arity: 1, code: KN_REPLAY_TAN,
    scalar: { x, _, _ in Elementary.tan(x) },
    derivative: .elementwise { _, _, y, d in (1 + square(y)) * d })

  /// `arcsin x`. `dy = dx / √((1 − x)(1 + x))`: `1 − x²` would lose digits near ±1.
  static let asin: Primitive = Primitive(
    "asin", arity: 1, code: KN_REPLAY_ASIN,
    scalar: { x, _, _ in Elementary.asin(x) },
    derivative: .elementwise { _, x, _, d in recip(sqrt((1 - x[0]) * (1 + x[0]))) * d })

  /// `arccos x`. `dy = −dx / √((1 − x)(1 + x))`.
  static let acos: Primitive = Primitive(
    "acos", arity: 1, code: KN_REPLAY_ACOS,
    scalar: { x, _, _ in Elementary.acos(x) },
    derivative: .elementwise { _, x, _, d in -recip(sqrt((1 - x[0]) * (1 + x[0]))) * d })

  /// `arctan x`. `dy = dx / (1 + x²)`.
  static let atan: Primitive = Primitive(
    "atan", arity: 1, code: KN_REPLAY_ATAN,
    scalar: { x, _, _ in Elementary.atan(x) },
    derivative: .elementwise { _, x, _, d in recip(1 + square(x[0])) * d })

  /// The angle of the point (b, a). `dy = (b da − a db) / (a² + b²)`.
  /// The derivative is 0 where `a² + b²` overflows.
  static let atan2: Primitive = Primitive(
    "atan2", arity: 2, code: KN_REPLAY_ATAN2,
    scalar: { a, b, _ in Elementary.atan2(a, b) },
    derivative: .elementwise { i, x, _, d in
      let inverse = recip(square(x[0]) + square(x[1]))
      return i == 0 ? (x[1] * inverse) * d : -(x[0] * inverse) * d
    })
}
