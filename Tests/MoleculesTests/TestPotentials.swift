import Determinism
import Molecules

/// Lennard-Jones atoms in a box or free, brought to 0 at the cutoff by (1 − (r/c)²)³.
struct LennardJones: Potential {
  var depth = 0.01
  var size = 3.0
  var cutoff = 7.0
  /// A factor on the first atom's force: 1 where forces belong to the energy.
  var slip = 1.0

  func callAsFunction(_ frame: Frame) throws(MoleculesError) -> PotentialAnswer {
    let pairs = try NeighbourList(frame, cutoff: cutoff)
    var energies: [Double] = []
    var forces = [Double](repeating: 0, count: frame.positions.count)
    var virial = [Double](repeating: 0, count: 9)
    for place in pairs.once {
      let (i, j) = (pairs.centres[place], pairs.neighbours[place])
      let r = (0..<3).map { frame.positions[3 * j + $0] - frame.positions[3 * i + $0] + pairs.shifts[3 * place + $0] }
      let squared = r.reduce(0) { $0 + $1 * $1 }
      let x = size * size / squared
      let x3 = x * x * x
      let u = 1 - squared / (cutoff * cutoff)
      let bare = 4 * depth * (x3 * x3 - x3)
      energies.append(bare * u * u * u)
      // dE/d(r²)
      let slope = 4 * depth * (-6 * x3 * x3 + 3 * x3) / squared * u * u * u - 3 * bare * u * u / (cutoff * cutoff)
      for a in 0..<3 {
        forces[3 * i + a] += 2 * slope * r[a]
        forces[3 * j + a] -= 2 * slope * r[a]
        for b in 0..<3 { virial[3 * a + b] += 2 * slope * r[a] * r[b] }
      }
    }
    for k in 0..<3 { forces[k] *= slip }
    let stress = frame.lattice.map { lattice in virial.map { $0 / lattice.volume } }
    return PotentialAnswer(energy: ExactSum.sum(energies), forces: forces, stress: stress)
  }
}

/// Every atom on a spring to the origin, E = Σ k x²/2.
struct Springs: Potential {
  var stiffness = 1.0

  func callAsFunction(_ frame: Frame) throws(MoleculesError) -> PotentialAnswer {
    PotentialAnswer(
      energy: 0.5 * stiffness * frame.positions.reduce(0) { $0 + $1 * $1 },
      forces: frame.positions.map { -stiffness * $0 })
  }
}

extension Frame {
  /// Some argon atoms near a cubic lattice, in a periodic box or not.
  static func argon(side: Int, spacing: Double, isPeriodic: Bool, seed: UInt64 = 1) -> Frame {
    var stream = RandomStream(seed: seed, name: "argon")
    var positions: [Double] = []
    for site in 0..<(side * side * side) {
      for coordinate in [site % side, site / side % side, site / side / side] {
        positions.append(Double(coordinate) * spacing + 0.2 * (stream.nextUniform() - 0.5))
      }
    }
    let argon = Element(number: 18).map { Array(repeating: $0, count: side * side * side) } ?? []
    return Frame(
      species: argon, positions: positions, lattice: isPeriodic ? Lattice(cube: Double(side) * spacing) : nil)
  }
}
