import CKernels
import Determinism

extension Primitive {
  /// `eˣ`. `dy = y dx`.
  static let exp: Primitive = Primitive(
    "exp", arity: 1, code: KN_REPLAY_EXP,
    scalar: { x, _, _ in Elementary.exp(x) },
    derivative: .elementwise { _, _, y, d in y * d })

  /// `eˣ − 1`. `dy = eˣ dx`: `y + 1` would lose the digits of a large negative x.
  static let expm1: Primitive = Primitive(
    "expm1", arity: 1, code: KN_REPLAY_EXPM1,
    scalar: { x, _, _ in Elementary.expm1(x) },
    derivative: .elementwise { _, x, _, d in exp(x[0]) * d })

  /// `ln x`. `dy = dx / x`.
  static let log: Primitive = Primitive(
    "log", arity: 1, code: KN_REPLAY_LOG,
    scalar: { x, _, _ in Elementary.log(x) },
    derivative: .elementwise { _, x, _, d in recip(x[0]) * d })

  /// `ln(1 + x)`. `dy = dx / (1 + x)`.
  static let log1p: Primitive = Primitive(
    "log1p", arity: 1, code: KN_REPLAY_LOG1P,
    scalar: { x, _, _ in Elementary.log1p(x) },
    derivative: .elementwise { _, x, _, d in recip(1 + x[0]) * d })

  /// `√x`. `dy = dx / (2 y)`.
  static let sqrt: Primitive = Primitive(
    "sqrt", arity: 1, code: KN_REPLAY_SQRT,
    scalar: { x, _, _ in x.squareRoot() },
    derivative: .elementwise { _, _, y, d in (0.5 / y) * d })

  /// `1 / (1 + e⁻ˣ)`. `dy = y (1 − y) dx`.
  static let sigmoid: Primitive = Primitive(
    "sigmoid", arity: 1, code: KN_REPLAY_SIGMOID,
    scalar: { x, _, _ in Elementary.sigmoid(x) },
    derivative: .elementwise { _, _, y, d in (y * (1 - y)) * d })

  /// `ln(1 + eˣ)`. `dy = sigmoid(x) dx`.
  static let softplus: Primitive = Primitive(
    "softplus", arity: 1, code: KN_REPLAY_SOFTPLUS,
    scalar: { x, _, _ in Elementary.softplus(x) },
    derivative: .elementwise { _, x, _, d in sigmoid(x[0]) * d })

  /// `x / (1 + e⁻ˣ)`. `dy = s (1 + x (1 − s)) dx` with `s = sigmoid x`.
  static let silu: Primitive = Primitive(
    "silu", arity: 1, code: KN_REPLAY_SILU,
    scalar: { x, _, _ in Elementary.silu(x) },
    derivative: .elementwise { _, x, _, d in
      let s = sigmoid(x[0])
      return (s * fma(x[0], 1 - s, 1)) * d
    })

  /// `1 / √x`. `dy = −y³ dx / 2`.
  static let rsqrt: Primitive = Primitive(
    "rsqrt", arity: 1, code: KN_REPLAY_RSQRT,
    scalar: { x, _, _ in Elementary.rsqrt(x) },
    derivative: .elementwise { _, _, y, d in (-0.5 * (y * square(y))) * d })
}
