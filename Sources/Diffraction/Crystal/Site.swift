/// Where an atom may be under its site's symmetry, and its images in the cell.
struct Site: Sendable {
  /// The position, moved onto the special position that it was within reach of.
  let position: SIMD3<Double>
  /// The directions that keep the site's symmetry; each has a 1 at its pivot, where all others have 0.
  let directions: [SIMD3<Double>]
  /// The coordinate (0, 1, 2) that each direction is named by.
  let pivots: [Int]
  /// One operation for each image, modulo the lattice and its centring.
  let images: [SymmetryOperation]
  /// The number of equivalent positions in the cell.
  let multiplicity: Int

  /// Positions nearer than this, in Å, to their own image stand on a special position.
  static let reach = 0.05

  init(_ x: SIMD3<Double>, in crystal: Crystal) {
    let group = crystal.spaceGroup
    let metric = crystal.cell.metric
    var stabilizer: [(SymmetryOperation, SIMD3<Double>)] = []
    for operation in group.operations {
      let moved = operation.applied(to: x) - x
      let shift = moved.rounded(.toNearestOrAwayFromZero)
      let rest = moved - shift
      if metric.form(rest, rest).squareRoot() < Self.reach { stabilizer.append((operation, shift)) }
    }
    let n = Double(stabilizer.count)
    var mean = SIMD3<Double>.zero
    var projection = Array(repeating: [0.0, 0.0, 0.0], count: 3)
    for (operation, shift) in stabilizer {
      mean += (operation.applied(to: x) - shift) / n
      for i in 0..<3 { for j in 0..<3 { projection[j][i] += Double(operation.rows[i][j]) / n } }
    }
    let basis = Echelon(projection)
    position = mean
    directions = basis.rows.map { SIMD3($0[0], $0[1], $0[2]) }
    pivots = basis.pivots
    multiplicity = group.operations.count / stabilizer.count
    var seen: [SIMD3<Double>] = []
    var images: [SymmetryOperation] = []
    for operation in group.representatives {
      let image = operation.applied(to: mean)
      let isKnown = seen.contains { other in
        group.centring.contains { centre in
          let apart = image - other - SIMD3<Double>(centre) / Double(SymmetryOperation.denominator)
          let rest = apart - apart.rounded(.toNearestOrAwayFromZero)
          return metric.form(rest, rest) < Self.reach * Self.reach
        }
      }
      guard !isKnown else { continue }
      seen.append(image)
      images.append(operation)
    }
    self.images = images
  }

  /// The position where the pivots' coordinates have these values.
  func position(_ values: some Collection<Double>) -> SIMD3<Double> {
    var x = position
    for (k, value) in values.enumerated() { x += directions[k] * (value - position[pivots[k]]) }
    return x
  }
}
