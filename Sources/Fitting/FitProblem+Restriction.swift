extension FitProblem {
  /// The same parameters over some of the blocks, starting at a given point of this problem.
  ///
  /// Scopes and instance names stay. Priors of coordinates that other blocks use too are dropped when asked, so that
  /// what remains is the data's own voice.
  func restricted(to kept: [Int], startingAt point: [Double], dropsSharedPriors: Bool) throws(FittingError)
    -> FitProblem
  {
    var restricted: [Parameter] = []
    for parameter in parameters {
      guard kept.contains(where: { blocks[$0].parameterNames.contains(parameter.name) }) else { continue }
      var copy = parameter
      copy.overrides = []
      if case .groups = copy.scope { copy.scope = .groups([]) }
      restricted.append(copy)
    }
    var places: [String: Int] = [:]
    for (k, parameter) in restricted.enumerated() { places[parameter.name] = k }
    var seen = Set<Int>()
    for b in kept {
      for c in map[b] {
        let coordinate = coordinates[c]
        guard let k = places[coordinate.parameter] else { continue }
        if case .groups(var groups) = restricted[k].scope, let instance = coordinate.instance {
          if groups.last?.name == instance {
            groups[groups.count - 1].datasets.append(blocks[b].name)
          } else if let g = groups.firstIndex(where: { $0.name == instance }) {
            groups[g].datasets.append(blocks[b].name)
          } else {
            groups.append(Parameter.Group(instance, [blocks[b].name]))
          }
          restricted[k].scope = .groups(groups)
        }
        guard seen.insert(c).inserted else { continue }
        if let instance = coordinate.instance {
          restricted[k].overrides.append(
            Parameter.Override(instance: instance, start: point[c], isFixed: coordinate.isFixed))
        } else {
          restricted[k].start = point[c]
          restricted[k].isFixed = coordinate.isFixed
        }
        if dropsSharedPriors && coordinate.blocks.count > 1 { restricted[k].prior = nil }
      }
    }
    return try FitProblem(blocks: kept.map { blocks[$0] }, parameters: restricted)
  }
}
