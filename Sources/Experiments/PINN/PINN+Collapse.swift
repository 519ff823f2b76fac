import Autodiff
import Formulas

extension PINN {
  /// A second derivative and a first one that an equation sees only as a sum: `u_t − ν u_xx`.
  ///
  /// Their sum is one derivative along a curve, `x(τ) = x + τ e + τ²/2 κ f`: the second one along τ. Carried through the
  /// network as one, it saves the stream of the first derivative, a quarter of the work of `u, u_x, u_t, u_xx`.
  /// Source: Dangel et al., Collapsing Taylor mode automatic differentiation, 2025, arXiv:2505.13644.
  struct Collapse: Sendable {
    let second, first: Derivative
    /// The factor of the first derivative over that of the second, in the units of the manifest.
    let ratio: Double

    /// The first pair that some equation adds up with constant factors, and that no other place needs apart.
    init?(_ setting: Setting) throws {
      let symbols = try Symbols(setting)
      let equations = setting.equations.indices
      for second in symbols.derivatives where second.order == 2 && second.along[0] == second.along[1] {
        for first in symbols.derivatives
        where first.order == 1 && first.field == second.field && first.along[0] != second.along[0] {
          let own = equations.filter {
            symbols.factor(second, in: $0) != 0 || symbols.factor(first, in: $0) != 0
          }
          guard own.count == 1, let a = symbols.factor(second, in: own[0]), a != 0,
            let b = symbols.factor(first, in: own[0]), b != 0
          else { continue }
          (self.second, self.first, ratio) = (second, first, b / a)
          return
        }
      }
      return nil
    }
  }
}
