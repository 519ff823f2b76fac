import Determinism

/// What the root adds at one point: probabilities of sizes, and the convention.
struct RootSetting: Sendable {
  let epsilon: Double
  /// P(size) of sizes 1…R.
  let probabilities: [Double]
  /// ∂P(size)/∂m.
  let slopes: [Double]
  let convention: PruningModel.RootConvention

  init(_ model: PruningModel, _ limits: SizeLimits, at point: [Double]) {
    epsilon = model.epsilon(at: point)
    let mean = model.rootMean(at: point)
    probabilities = model.root.probabilities(count: limits.root, mean: mean)
    slopes = model.root.slopes(of: probabilities, mean: mean)
    convention = model.convention
  }
}

/// A run of patterns at the root: the sums over sizes and categories.
struct RootSums {
  private let passes: [PruningPass]
  private let setting: RootSetting
  private let width: Int
  private let root: Int
  /// Sizes 1…count are summed over.
  private let count: Int
  /// For each pattern, the greatest of its categories' powers of two.
  private let powers: [Double]
  /// For each category and pattern, 2 to its power less the greatest.
  private let factors: [Double]
  /// For each pattern, Σ over categories, divided by 2 to the greatest power.
  private let sums: [Double]
  /// For each category and pattern, the size of the maximum.
  private let best: [Int]
  /// ln L of each pattern.
  let logs: [Double]

  init(_ passes: [PruningPass], _ plan: PatternPlan, _ setting: RootSetting, _ model: PruningModel) {
    let (width, root) = (plan.widths[model.tree.root], model.tree.root)
    let count = min(setting.probabilities.count, plan.sizes - 1)
    (self.passes, self.setting, self.width, self.root, self.count) = (passes, setting, width, root, count)
    var powers = [Double](repeating: -.infinity, count: width)
    for pass in passes {
      let own = pass.exponents + plan.offsets[root]
      for column in 0..<width { powers[column] = max(powers[column], own[column]) }
    }
    var factors: [Double] = []
    var sums = [Double](repeating: 0, count: width)
    var best: [Int] = []
    for pass in passes {
      let own = pass.exponents + plan.offsets[root]
      let scale = (0..<width).map { Self.power(own[$0] - powers[$0]) }
      var inner = [Double](repeating: 0, count: width)
      var places = [Int](repeating: 0, count: setting.convention == .maximum ? width : 0)
      for size in 1..<max(count + 1, 1) {
        let (row, probability) = (pass.inner(root) + size * width, setting.probabilities[size - 1])
        switch setting.convention {
        case .sum: for column in 0..<width { inner[column] += probability * row[column] }
        case .maximum:
          for column in 0..<width where probability * row[column] > inner[column] {
            inner[column] = probability * row[column]
            places[column] = size
          }
        }
      }
      for column in 0..<width { sums[column] += inner[column] * scale[column] }
      factors += scale
      best += places
    }
    (self.powers, self.factors, self.sums, self.best) = (powers, factors, sums, best)
    let share = Double(passes.count)
    logs = (0..<width).map { sums[$0] > 0 ? Elementary.log(sums[$0] / share) + powers[$0] * Self.ln2 : -.infinity }
  }

  private static let ln2 = 0.693_147_180_559_945_3

  /// 2ⁿ, 0 where it is too small.
  private static func power(_ n: Double) -> Double {
    n < -1000 ? 0 : Double(sign: .plus, exponent: Int(n), significand: 1)
  }

  /// Puts the adjoint of the root's vectors in their place: weight · ∂ln L/∂X.
  func seed(_ pass: PruningPass, _ weights: [Double]) {
    let (vectors, first) = (pass.inner(root), pass.category * width)
    let scales = (0..<width).map { sums[$0] > 0 ? weights[$0] * factors[first + $0] / sums[$0] : 0 }
    vectors.update(repeating: 0, count: width)
    for size in 1..<max(pass.plan.sizes, 1) {
      let row = vectors + size * width
      let probability = size <= count ? setting.probabilities[size - 1] : 0
      switch setting.convention {
      case .sum: for column in 0..<width { row[column] = probability * scales[column] }
      case .maximum:
        for column in 0..<width { row[column] = best[first + column] == size ? probability * scales[column] : 0 }
      }
    }
  }

  /// ∂/∂m of Σ weight · ln L; before the first seed.
  func meanSlope(_ weights: [Double]) -> Double {
    guard setting.slopes.contains(where: { $0 != 0 }) else { return 0 }
    var total = 0.0
    for pass in passes {
      let first = pass.category * width
      for size in 1..<max(count + 1, 1) {
        let row = pass.inner(root) + size * width
        for column in 0..<width where sums[column] > 0 {
          if setting.convention == .maximum, best[first + column] != size { continue }
          total += weights[column] * factors[first + column] / sums[column] * setting.slopes[size - 1] * row[column]
        }
      }
    }
    return total
  }

  /// ln L of each pattern given each root size 1…count: `[pattern][size − 1]`, −∞ where impossible.
  func conditionals() -> [[Double]] {
    let share = Double(passes.count)
    return (0..<width).map { column in
      (0..<count).map { place in
        var sum = 0.0
        for pass in passes {
          sum += pass.inner(root)[(place + 1) * width + column] * factors[pass.category * width + column]
        }
        return sum > 0 ? Elementary.log(sum / share) + powers[column] * Self.ln2 : -.infinity
      }
    }
  }
}
