import Autodiff
import Formulas
import Layers

extension PINN {
  /// Networks that are made to be fields: periodic by their scheme, and with the conditions that are built in.
  ///
  /// `u = lift + mask · p`, where the lift is what the conditions say at the ends of a coordinate, the mask vanishes
  /// there, and p is the periodic part:
  /// - shared-boundary: `p = Σⱼ (H₀ⱼ(s) gⱼ + H₁ⱼ(s) gⱼ) + (4 s (1 − s))ᵏ⁺¹ N`. The boundary network g gives the field and
  ///   its derivatives along s up to order k, and Hermite's polynomials H hand them to both ends; N, the network of the
  ///   inside, has no say there.
  /// - fourier: `p = N(cos 2πjs, sin 2πjs, …)`, of s reduced to one period.
  /// - penalty: `p = N`; a term of the loss pulls the ends together.
  struct Model: Sendable {
    let setting: Setting
    let scheme: Scheme
    let network: Architecture
    let boundary: Architecture
    let harmonics: Int

    init(_ setting: Setting, _ parameters: Parameters, scheme: Scheme) {
      (self.setting, self.scheme, network) = (setting, scheme, parameters.network)
      (boundary, harmonics) = (parameters.periodic.boundary, parameters.periodic.harmonics)
    }

    /// The boundary network's inputs at the lower and at the upper end, where they are to be told apart.
    typealias Edges = (lower: [Tensor], upper: [Tensor])

    /// The fields at points.
    /// - Parameters:
    ///   - units: the coordinates in units of their lengths, `[n, 1]` each.
    ///   - edges: for those who count the uses of the boundary network; the points' own coordinates when nil.
    /// - Returns: `[n, 1]` for each field.
    func fields(_ units: [Tensor], in scope: Scope, edges: Edges? = nil) throws -> [Tensor] {
      let parts = periodicParts(units, in: scope, edges: edges)
      let s = units[setting.periodic]
      var reduced = units
      // Both ends are one point: whatever is evaluated there is evaluated at the lower one.
      reduced[setting.periodic] = `where`(s .< 1, s, s - 1)
      let formulas = Jets(setting, units: reduced, fields: [])
      return try parts.enumerated().map { field, part in
        let lifts = setting.lifts.filter { $0.field == field }
        guard let coordinate = lifts.first?.coordinate else { return part }
        let r = units[coordinate]
        let lower = try lifts.first { !$0.isUpper }.map { try formulas.value($0.expression) }
        let upper = try lifts.first { $0.isUpper }.map { try formulas.value($0.expression) }
        switch (lower, upper) {
        case (let lower?, let upper?): return lower * (1 - r) + upper * r + r * (1 - r) * 4 * part
        case (let lower?, nil): return lower + r * part
        case (nil, let upper?): return upper + (1 - r) * part
        case (nil, nil): return part
        }
      }
    }

    private func periodicParts(_ units: [Tensor], in scope: Scope, edges: Edges?) -> [Tensor] {
      let s = units[setting.periodic]
      let centred = units.map { $0 * 2 - 1 }
      switch scheme {
      case .penalty: return run(network, centred, outputs: setting.fields.count, in: scope.part("network"))
      case .fourier:
        let angle = `where`(s .< 1, s, s - 1) * Tensor(2 * .pi)
        var inputs = setting.across.map { centred[$0] }
        for j in 1...harmonics { inputs += [cos(angle * Tensor(Double(j))), sin(angle * Tensor(Double(j)))] }
        return run(network, inputs, outputs: setting.fields.count, in: scope.part("network"))
      case .sharedBoundary:
        let inside = run(network, centred, outputs: setting.fields.count, in: scope.part("network"))
        let own = setting.across.map { units[$0] }
        let lower = ends(edges?.lower ?? own, in: scope), upper = ends(edges?.upper ?? own, in: scope)
        let hermite = HermiteEnds(order: setting.order)
        let window = hermite.window(s)
        return setting.fields.indices.map { field in
          var sum = window * inside[field]
          for j in 0...setting.order {
            let place = field * (setting.order + 1) + j
            sum = sum + hermite.lower(j, s) * lower[place] + hermite.upper(j, s) * upper[place]
          }
          return sum
        }
      }
    }

    /// The boundary network: for each field its value and its derivatives at an end.
    private func ends(_ units: [Tensor], in scope: Scope) -> [Tensor] {
      run(
        boundary, units.map { $0 * 2 - 1 }, outputs: setting.fields.count * (setting.order + 1),
        in: scope.part("boundary"))
    }

    /// A network of dense layers, from columns to columns.
    private func run(_ layers: Architecture, _ inputs: [Tensor], outputs: Int, in scope: Scope) -> [Tensor] {
      var h = inputs.count == 1 ? inputs[0] : concatenated(inputs, axis: 1)
      for (i, width) in (layers.widths + [outputs]).enumerated() {
        let (fanIn, part) = (h.shape.extents[1], scope.part("\(i + 1)"))
        let weights = part.parameter("weights", shape: [fanIn, width], .glorot(fanIn: fanIn, fanOut: width))
        h = affine(h, weights, bias: part.parameter("bias", shape: [width], .zeros))
        guard i < layers.widths.count else { break }
        switch layers.activation {
        case .tanh: h = tanh(h)
        case .silu: h = silu(h)
        case .sin: h = sin(h)
        }
      }
      return outputs == 1 ? [h] : (0..<outputs).map { h.sliced(1, $0..<$0 + 1) }
    }
  }
}
