import Determinism
import Documents
import Oracles

/// Morse pairs that end smoothly at a cutoff: an energy whose forces are exact derivatives, in sums without an order.
struct ClusterSubject: Subject {
  /// Å.
  var cutoff = 4.0
  /// Energies in single precision, less nothing, or less an offset that each atom carries.
  var isSingle = false
  var offset = 0.0
  /// Whether the offset is taken away in double precision before rounding.
  var isShifted = true
  var smoothing = Smoothing.smooth
  /// The derivative of the switching function is forgotten.
  var dropsChainRule = false
  /// Forces of atoms with an even index do not see the last atom.
  var losesNeighbour = false
  /// A force that belongs to no energy: each atom is turned about the z axis.
  var curl = 0.0

  enum Smoothing { case smooth, cut, late }

  func callAsFunction(_ inputs: Arrays) throws(SubjectFailure) -> Arrays {
    let species = try inputs.array("species").integers
    let place = try inputs.array("positions")
    let x = place.doubles
    let count = species.count
    var energies: [Double] = []
    var terms = Array(repeating: [Double](), count: 3 * count)
    var virials = Array(repeating: [Double](), count: 9)
    for (shift, isOwn) in images(try cell(inputs)) {
      for i in 0..<count {
        for j in 0..<count where !(isOwn && i == j) {
          let d = (0..<3).map { x[3 * j + $0] - x[3 * i + $0] + shift[$0] }
          // The squares meet without an order, so that no exchange of axes rounds differently.
          let r = ExactSum.sum(d.map { $0 * $0 }).squareRoot()
          let (energy, slope) = pair(r, species[i] * species[j])
          guard energy != 0 || slope != 0 else { continue }
          energies.append(energy / 2)
          if losesNeighbour, isOwn, i % 2 == 0, j == count - 1 { continue }
          for a in 0..<3 {
            terms[3 * i + a].append(slope * (d[a] / r))
            for b in 0..<3 { virials[3 * a + b].append(slope / 2 * (d[a] / r) * d[b]) }
          }
        }
      }
    }
    var forces = terms.map { ExactSum.sum($0) }
    for i in 0..<count where curl != 0 {
      forces[3 * i] -= curl * x[3 * i + 1]
      forces[3 * i + 1] += curl * x[3 * i]
    }
    let energy = ExactSum.sum(energies)
    var outputs = Arrays(["energy": rounded([energy], []), "forces": rounded(forces, [count, 3])])
    if isSingle {
      let total = isShifted ? energy : Double(Float(energy + offset * Double(count)))
      outputs["energy"] = NumericArray(shape: [], [Float(total)])
    }
    if let cell = try cell(inputs) {
      let volume = cell[0] * cell[4] * cell[8]
      outputs["stress"] = NumericArray(shape: [3, 3], virials.map { ExactSum.sum($0) / volume })
    }
    return outputs
  }

  private func rounded(_ numbers: [Double], _ shape: [Int]) -> NumericArray {
    isSingle ? NumericArray(shape: shape, numbers.map(Float.init)) : NumericArray(shape: shape, numbers)
  }

  private func cell(_ inputs: Arrays) throws(SubjectFailure) -> [Double]? { inputs["cell"]?.doubles }

  /// Lattice vectors to neighbouring cells; the own one alone without a cell.
  private func images(_ cell: [Double]?) -> [(shift: [Double], isOwn: Bool)] {
    guard let cell else { return [([0, 0, 0], true)] }
    var shifts: [(shift: [Double], isOwn: Bool)] = []
    for a in -1...1 {
      for b in -1...1 {
        for c in -1...1 {
          let shift = (0..<3).map { Double(a) * cell[$0] + Double(b) * cell[3 + $0] + Double(c) * cell[6 + $0] }
          shifts.append((shift, a == 0 && b == 0 && c == 0))
        }
      }
    }
    return shifts
  }

  /// The energy of a pair and its derivative by the distance.
  private func pair(_ r: Double, _ kind: Int) -> (Double, Double) {
    guard r < (smoothing == .late ? cutoff * 1.0625 : cutoff) else { return (0, 0) }
    let (depth, a, r0) = (0.5 + 0.125 * Double(kind % 5), 1.5, 1.25)
    let e = Elementary.exp(-a * (r - r0))
    let (value, slope) = (depth * (e * e - 2 * e), depth * 2 * a * (e - e * e))
    if smoothing == .cut { return (value, slope) }
    // (1 − (r/c)²)³: twice differentiable at the cutoff.
    let end = smoothing == .late ? cutoff * 1.0625 : cutoff
    let s = 1 - (r / end) * (r / end)
    let (w, dw) = (s * s * s, -6 * s * s * r / (end * end))
    return (value * w, slope * w + (dropsChainRule ? 0 : value * dw))
  }
}
