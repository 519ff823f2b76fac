import CKernels
import Determinism

extension Primitive {
  /// `erf x`. `dy = 2/√π e^(−x²) dx`.
  static let erf: Primitive = Primitive(
    "erf", arity: 1, code: KN_REPLAY_ERF,
    scalar: { x, _, _ in Elementary.erf(x) },
    derivative: .elementwise { _, x, _, d in bell(x[0]) * d })

  /// `1 − erf x`. `dy = −2/√π e^(−x²) dx`.
  static let erfc: Primitive = Primitive(
    "erfc", arity: 1, code: KN_REPLAY_ERFC,
    scalar: { x, _, _ in Elementary.erfc(x) },
    derivative: .elementwise { _, x, _, d in -bell(x[0]) * d })

  /// `2/√π e^(−x²)`.
  private static func bell(_ x: Tensor) -> Tensor {
    0x1.20dd750429b6dp+0 * exp(-square(x))
  }
}
