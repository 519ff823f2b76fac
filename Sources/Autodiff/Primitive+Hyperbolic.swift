import CKernels
import Determinism

extension Primitive {
  /// `sinh x`. `dy = cosh x dx`.
  static let sinh: Primitive = Primitive(
    "sinh", arity: 1, code: KN_REPLAY_SINH,
    scalar: { x, _, _ in Elementary.sinh(x) },
    derivative: .elementwise { _, x, _, d in cosh(x[0]) * d })

  /// `cosh x`. `dy = sinh x dx`.
  static let cosh: Primitive = Primitive(
    "cosh", arity: 1, code: KN_REPLAY_COSH,
    scalar: { x, _, _ in Elementary.cosh(x) },
    derivative: .elementwise { _, x, _, d in sinh(x[0]) * d })

  /// `tanh x`. `dy = (1 − y²) dx`, with the absolute error of y where y saturates.
  static let tanh: Primitive = Primitive(
    "tanh", arity: 1, code: KN_REPLAY_TANH,
    scalar: { x, _, _ in Elementary.tanh(x) },
    derivative: .elementwise { _, _, y, d in (1 - square(y)) * d })
}
