import Determinism
import Documents
import Phylogeny

extension GeneFamilies {
  /// Families that evolve faster than the model allows.
  struct Fast {
    let rate: Double
    let pValues: [Double]
    /// The false discovery rate at which each would be a discovery.
    let adjusted: [Double]
    private let names: [String]
    private let simulations: Int

    init(_ result: Fitted, _ data: Data, _ choice: Significance, _ stream: RandomStream) {
      let isAtRoot = RootPresence(data.tree)
      // Simulated families are kept by what kept the observed ones.
      let isFiltered = data.isFiltered
      var pValues = [Double](repeating: 1, count: data.table.families.count)
      for (number, block) in result.blocks.enumerated() {
        let found = block.pruning.significance(
          at: result.point(of: number), simulations: choice.simulations, isKept: { !isFiltered || isAtRoot($0) },
          stream.child(block.name))
        let families = data.classes.first { sameUTF8($0.name, block.name) }?.families ?? []
        for (place, family) in families.enumerated() {
          pValues[family] = found.pValues[block.pruning.patterns.patternOfFamily[place]]
        }
      }
      self.pValues = pValues
      adjusted = FamilySignificance.adjusted(pValues)
      (rate, simulations, names) = (choice.rate, choice.simulations, data.table.families.map(\.name))
    }

    /// Told when some families are as unusual as can be seen, but too few simulations hide whether they are fast.
    var warning: String? {
      let least = 1 / Double(simulations + 1)
      let extreme = pValues.count { $0 <= least }
      let needed = Double(pValues.count) / (rate * Double(max(extreme, 1)))
      guard extreme > 0, needed > Double(simulations) else { return nil }
      return
        "\(extreme) families have the least p-value that \(simulations) simulations can give; to tell whether they "
        + "are fast among \(pValues.count), simulate at least \(Numeral.brief(needed.rounded(.up), digits: 7))."
    }

    private static let mostNames = 100

    /// In `metrics.json`: how many, and the first of them by p-value.
    var summary: JSON {
      let fast = names.indices.filter { adjusted[$0] <= rate }.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
      return [
        "count": .integer(Int64(fast.count)), "false_discovery_rate": .number(rate),
        "simulations": .integer(Int64(simulations)), "least_p": .number(1 / Double(simulations + 1)),
        "families": JSON(fast.prefix(Self.mostNames).map { names[$0] }),
      ]
    }
  }
}
