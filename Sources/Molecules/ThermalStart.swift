public import Determinism

extension Frame {
  /// Momenta drawn from the distribution of Maxwell and Boltzmann, without motion of the whole.
  ///
  /// The total momentum is taken out, and where nothing repeats the angular momentum too, so that a free molecule stays
  /// where it is. What is left is **not** scaled: its temperature varies as that of so few atoms does.
  /// - Parameters:
  ///   - temperature: in K.
  ///   - stream: three numbers for each atom, in order.
  public func thermalMomenta(temperature: Double, stream: RandomStream) -> [Double] {
    var stream = stream.child("momenta")
    let masses = self.masses
    var momenta = positions.indices.map {
      (masses[$0 / 3] * Constants.boltzmann * temperature).squareRoot() * stream.nextNormal()
    }
    guard atomCount > 1 else { return momenta }
    let mass = ExactSum.sum(masses)
    for axis in 0..<3 {
      let total = ExactSum.sum(count: atomCount) { momenta[3 * $0 + axis] }
      for atom in 0..<atomCount { momenta[3 * atom + axis] -= masses[atom] / mass * total }
    }
    if !isPeriodic.contains(true) { stopTurning(&momenta, masses, mass) }
    return momenta
  }

  /// How many directions of momentum space thermal momenta may have.
  public var thermalDegrees: Int {
    if atomCount == 1 { return 3 }
    return max(1, 3 * atomCount - (isPeriodic.contains(true) ? 3 : atomCount == 2 ? 5 : 6))
  }

  private func stopTurning(_ momenta: inout [Double], _ masses: [Double], _ mass: Double) {
    var centre = SIMD3<Double>.zero
    for axis in 0..<3 {
      centre[axis] = ExactSum.sum(count: atomCount) { masses[$0] * positions[3 * $0 + axis] } / mass
    }
    let arms = (0..<atomCount).map { vector(positions, $0) - centre }
    var (turning, inertia) = (SIMD3<Double>.zero, Lattice(cube: 0))
    for (atom, arm) in arms.enumerated() {
      turning += cross(arm, vector(momenta, atom))
      for row in 0..<3 {
        var unit = SIMD3<Double>.zero
        unit[row] = 1
        inertia[row] += masses[atom] * (dot(arm, arm) * unit - arm[row] * arm)
      }
    }
    let rate = solved(inertia, turning)
    for (atom, arm) in arms.enumerated() {
      let velocity = cross(rate, arm)
      for axis in 0..<3 { momenta[3 * atom + axis] -= masses[atom] * velocity[axis] }
    }
  }

  private func vector(_ numbers: [Double], _ atom: Int) -> SIMD3<Double> {
    SIMD3(numbers[3 * atom], numbers[3 * atom + 1], numbers[3 * atom + 2])
  }
}

/// x with M x = b for a symmetric M without negative eigenvalues; along directions that M flattens, 0.
private func solved(_ matrix: Lattice, _ right: SIMD3<Double>) -> SIMD3<Double> {
  var (m, b) = ([matrix[0], matrix[1], matrix[2]], right)
  let size = m[0][0] + m[1][1] + m[2][2]
  var open = [0, 1, 2]
  // Gauss and Jordan, the largest diagonal element first: a linear molecule has two that count.
  while let pivot = open.max(by: { m[$0][$0] < m[$1][$1] }), m[pivot][pivot] > 1e-9 * size {
    open.removeAll { $0 == pivot }
    b[pivot] /= m[pivot][pivot]
    m[pivot] /= m[pivot][pivot]
    for row in 0..<3 where row != pivot {
      b[row] -= m[row][pivot] * b[pivot]
      m[row] -= m[row][pivot] * m[pivot]
    }
  }
  for row in open { b[row] = 0 }
  return b
}
