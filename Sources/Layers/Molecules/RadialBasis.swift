import Autodiff

/// What is known of the distance between two atoms.
struct PairGeometry {
  /// Bessel functions sin(nπd/c)/d of the distance, `[pairs, functions]`.
  let functions: Tensor
  /// The envelope, 1 at distance 0 and 0 from the cutoff on, `[pairs]`.
  let envelope: Tensor
  /// The envelope times the unit vector from the first atom to the second, `[pairs, 3]`.
  let direction: Tensor

  /// - Parameter frequencies: nπ/c, `[functions]`.
  init(_ inputs: MolecularInputs, cutoff: Double, envelope shape: EquivariantModel.Envelope, frequencies: Tensor) {
    var r = inputs.neighbourhood.differences(inputs.positions) + inputs.shifts
    if let strain = inputs.strain { r = r + product(r, strain) }
    let pairs = inputs.neighbourhood.pairs
    let distance = sqrt(square(r).sum(over: [1]))
    let inverse = recip(distance)
    let column = distance.reshaped(to: [pairs, 1]), inverseColumn = inverse.reshaped(to: [pairs, 1])
    functions = sin(column * frequencies) * inverseColumn
    envelope = shape.value(distance, cutoff: cutoff)
    direction = r * (inverse * envelope).reshaped(to: [pairs, 1])
  }
}

extension EquivariantModel.Envelope {
  func value(_ distance: Tensor, cutoff: Double) -> Tensor {
    let inside: Tensor
    switch self {
    case .cosine:
      inside = 0.5 * (cos(distance * Tensor(.pi / cutoff)) + 1)
    case .polynomial:
      // 1 − 28 x⁶ + 48 x⁷ − 21 x⁸, divided by its triple root at 1: so it meets 0 without cancellation.
      let x = distance * Tensor(1 / cutoff)
      let left = 1 - x
      var rest = fma(x, 21, 15)
      for coefficient in [10.0, 6, 3, 1] { rest = fma(rest, x, Tensor(coefficient)) }
      inside = square(left) * left * rest
    }
    return `where`(distance .< Tensor(cutoff), inside, 0)
  }
}
