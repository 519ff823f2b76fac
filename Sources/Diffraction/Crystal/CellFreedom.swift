/// What a space group leaves free of a cell: which of a, b, c, α, β, γ may move, and how the others follow.
///
/// Found from the rotations alone, so that it holds in every setting: metrics that are averaged over the group show
/// what stays fixed, what is equal and what is free.
struct CellFreedom: Sendable {
  /// How one of the six numbers comes about.
  enum Rule: Sendable, Equatable {
    /// It is the k-th free parameter times a factor.
    case follows(Int, factor: Double)
    case fixed(Double)
  }

  /// The names of the six.
  static let names = ["a", "b", "c", "alpha", "beta", "gamma"]

  /// For a, b, c, α, β, γ.
  let rules: [Rule]
  /// Which of the six are parameters.
  let free: [Int]

  var parameterNames: [String] { free.map { Self.names[$0] } }

  init(_ group: SpaceGroup) throws(DiffractionError) {
    let generic = [
      Cell(edges: SIMD3(5.1, 6.3, 7.7), angles: SIMD3(81, 97, 103)),
      Cell(edges: SIMD3(8.9, 4.7, 6.1), angles: SIMD3(99, 86, 94)),
    ].map { Self.numbers(of: Cell(Self.average($0.metric, group))) }
    var rules: [Rule] = []
    var free: [Int] = []
    for k in 0..<6 {
      if k >= 3, Self.agree(generic[0][k], generic[1][k]) {
        rules.append(.fixed(Self.clean(generic[0][k])))
        continue
      }
      let kin = (k < 3 ? 0..<k : 3..<k).first { j in
        free.contains(j) && Self.agree(generic[0][k] / generic[0][j], generic[1][k] / generic[1][j])
      }
      if let kin, let place = free.firstIndex(of: kin) {
        rules.append(.follows(place, factor: Self.clean(generic[0][k] / generic[0][kin])))
      } else {
        rules.append(.follows(free.count, factor: 1))
        free.append(k)
      }
    }
    (self.rules, self.free) = (rules, free)
    guard free.count == Self.dimension(group) else {
      throw DiffractionError(
        group.symbol, "couples edges and angles of the cell in this setting; give the structure in a conventional cell")
    }
  }

  /// The cell of some free values.
  func cell(_ values: some Collection<Double>) -> Cell {
    let values = Array(values)
    let six = rules.map { rule in
      switch rule {
      case .fixed(let value): value
      case .follows(let k, let factor): values[k] * factor
      }
    }
    return Cell(edges: SIMD3(six[0], six[1], six[2]), angles: SIMD3(six[3], six[4], six[5]))
  }

  /// The derivative of G to each free value.
  func metricSlopes(_ cell: Cell) -> [Metric] {
    let slopes = cell.metricSlopes
    return free.indices.map { place in
      var sum = Metric(xx: 0, yy: 0, zz: 0, yz: 0, xz: 0, xy: 0)
      for (k, rule) in rules.enumerated() {
        guard case .follows(place, let factor) = rule else { continue }
        let slope = slopes[k]
        sum = Metric(
          xx: sum.xx + factor * slope.xx, yy: sum.yy + factor * slope.yy, zz: sum.zz + factor * slope.zz,
          yz: sum.yz + factor * slope.yz, xz: sum.xz + factor * slope.xz, xy: sum.xy + factor * slope.xy)
      }
      return sum
    }
  }

  /// The free values of a cell.
  /// - Throws: when the cell is not of the symmetry that the group demands.
  func values(of cell: Cell) throws(DiffractionError) -> [Double] {
    let six = Self.numbers(of: cell)
    let values = free.map { six[$0] }
    let ideal = Self.numbers(of: self.cell(values))
    for k in 0..<6 where abs(ideal[k] - six[k]) > (k < 3 ? 2e-3 * six[k] : 0.1) {
      throw DiffractionError(
        "cell", "\(Self.names[k]) = \(six[k]), but the space group demands \(ideal[k]); mend the cell or the group")
    }
    return values
  }

  private static func numbers(of cell: Cell) -> [Double] {
    [cell.edges.x, cell.edges.y, cell.edges.z, cell.angles.x, cell.angles.y, cell.angles.z]
  }

  private static func agree(_ x: Double, _ y: Double) -> Bool { abs(x - y) < 1e-9 * max(abs(x), abs(y)) }

  /// Rounding off what averages leave of a whole number.
  private static func clean(_ x: Double) -> Double { abs(x - x.rounded()) < 1e-9 * abs(x) ? x.rounded() : x }

  private static func average(_ metric: Metric, _ group: SpaceGroup) -> Metric {
    var sums = Array(repeating: 0.0, count: 6)
    for operation in group.representatives {
      for (k, value) in metric.turned(by: operation).values.enumerated() { sums[k] += value }
    }
    let n = Double(group.representatives.count)
    return Metric(
      xx: sums[0] / n, yy: sums[1] / n, zz: sums[2] / n, yz: sums[3] / n, xz: sums[4] / n, xy: sums[5] / n)
  }

  /// How many numbers an invariant metric has.
  private static func dimension(_ group: SpaceGroup) -> Int {
    let units = (0..<6).map { k -> [Double] in
      func at(_ j: Int) -> Double { j == k ? 1 : 0 }
      return average(Metric(xx: at(0), yy: at(1), zz: at(2), yz: at(3), xz: at(4), xy: at(5)), group).values
    }
    return Echelon(units).rows.count
  }
}
