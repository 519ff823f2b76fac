import Phylogeny

/// The same likelihood with rates of its own for every branch: what shared rates' gradients are sums over.
struct UntiedRates: Sendable {
  private let tied: PruningModel
  private let untied: PruningLikelihood

  init(_ pruning: PruningLikelihood) {
    let model = pruning.model
    let branches = model.tree.branches.count
    let free = PruningModel(
      tree: model.tree, birth: Array(0..<branches), death: Array(branches..<2 * branches),
      categories: model.categories, error: model.error, root: model.root, convention: model.convention)
    tied = model
    untied = PruningLikelihood(
      free, families: pruning.patterns.patternOfFamily.map { pruning.patterns.patterns[$0].counts },
      limits: pruning.limits)
  }

  /// ∂lnL by the tied point: one row for each branch, of its own rates alone, and one of what is no rate.
  func gradients(at point: [Double]) -> [[Double]] {
    let rates = tied.birth.map { point[$0] } + tied.death.map { point[$0] }
    let slopes = untied.evaluate(at: rates + point[tied.rateCount...], gradient: true).gradient
    let branches = tied.birth.count
    var rows = (0..<branches).map { branch -> [Double] in
      var row = [Double](repeating: 0, count: point.count)
      row[tied.birth[branch]] += slopes[branch]
      row[tied.death[branch]] += slopes[branches + branch]
      return row
    }
    var rest = [Double](repeating: 0, count: point.count)
    for place in tied.rateCount..<point.count { rest[place] = slopes[2 * branches + place - tied.rateCount] }
    rows.append(rest)
    return rows
  }
}
