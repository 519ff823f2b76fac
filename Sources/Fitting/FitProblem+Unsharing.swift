extension FitProblem {
  /// The same problem, starting at a given point of this one, with some shared coordinates given up: every dataset
  /// that used one has a value of its own, without the prior.
  func unsharing(_ freed: [Int], startingAt point: [Double]) throws(FittingError) -> FitProblem {
    var changed: [Parameter] = []
    for parameter in parameters {
      var copy = parameter
      copy.overrides = []
      let instances = coordinates.indices.filter { coordinates[$0].parameter == parameter.name }
      let given = instances.filter { freed.contains($0) }
      func startHere(_ instance: String, _ c: Int) {
        copy.overrides.append(
          Parameter.Override(instance: instance, start: point[c], isFixed: coordinates[c].isFixed))
      }
      switch parameter.scope {
      case .shared where given.isEmpty:
        for c in instances { (copy.start, copy.isFixed) = (point[c], coordinates[c].isFixed) }
      case .shared:
        (copy.scope, copy.prior) = (.each, nil)
        for c in given { for b in coordinates[c].blocks { startHere(blocks[b].name, c) } }
      case .each: for c in instances { startHere(coordinates[c].instance ?? "", c) }
      case .groups:
        if !given.isEmpty { copy.prior = nil }
        var groups: [Parameter.Group] = []
        for c in instances {
          let name = coordinates[c].instance ?? ""
          let members = coordinates[c].blocks.map { blocks[$0].name }
          let parts =
            given.contains(c) ? members.map { Parameter.Group("\(name): \($0)", [$0]) } : [.init(name, members)]
          for part in parts { startHere(part.name, c) }
          groups += parts
        }
        copy.scope = .groups(groups)
      }
      changed.append(copy)
    }
    return try FitProblem(blocks: blocks, parameters: changed)
  }
}
