import Determinism

/// Places parameters over blocks while a problem is made.
struct ParameterLayout {
  let blocks: [any Block]
  private(set) var coordinates: [Coordinate] = []
  private var map: [[Int]]
  private var declared: Set<String> = []
  private let places: [String: Int]
  /// Overrides of the parameter being placed that no instance has taken yet.
  private var overrides: [String: Parameter.Override] = [:]
  /// For each name used by a block: the (block, local index) pairs, in canonical order.
  private let uses: [String: [(block: Int, local: Int)]]

  init(blocks: [any Block]) {
    self.blocks = blocks
    var uses: [String: [(block: Int, local: Int)]] = [:]
    for (b, block) in blocks.enumerated() {
      for (k, name) in block.parameterNames.enumerated() { uses[name, default: []].append((b, k)) }
    }
    self.uses = uses
    places = Dictionary(uniqueKeysWithValues: blocks.enumerated().map { ($1.name, $0) })
    map = blocks.map { Array(repeating: -1, count: $0.parameterNames.count) }
  }

  mutating func place(_ parameter: Parameter) throws(FittingError) {
    let name = parameter.name
    guard declared.insert(name).inserted else { throw FittingError(name, "declared twice; keep one declaration") }
    guard let users = uses[name] else {
      throw FittingError(name, "no dataset's model uses this parameter; remove it or mend the formula")
    }
    guard parameter.lower < parameter.upper else {
      throw FittingError(name, "its bounds are \(parameter.lower) … \(parameter.upper); the lower must be less")
    }
    if let prior = parameter.prior, !(prior.sigma > 0) || !prior.value.isFinite {
      throw FittingError(name, "its prior is \(prior.value) ± \(prior.sigma); sigma must be positive")
    }
    overrides = [:]
    for override in parameter.overrides where overrides.updateValue(override, forKey: override.instance) != nil {
      throw FittingError(name, "overrides \(override.instance) twice; keep one")
    }
    switch parameter.scope {
    case .shared: try add(parameter, instance: nil, users: users)
    case .each: for user in users { try add(parameter, instance: blocks[user.block].name, users: [user]) }
    case .groups(let groups): try place(parameter, groups: groups, users: users)
    }
    if let lost = overrides.keys.sorted(by: orderedByUTF8).first {
      throw FittingError(name, "has no instance \(lost) to override")
    }
  }

  private mutating func place(
    _ parameter: Parameter, groups: [Parameter.Group], users: [(block: Int, local: Int)]
  ) throws(FittingError) {
    var membership = Array(repeating: -1, count: blocks.count)
    let groups = groups.sorted { orderedByUTF8($0.name, $1.name) }
    for (g, group) in groups.enumerated() {
      for dataset in group.datasets {
        guard let b = places[dataset] else {
          throw FittingError(parameter.name, "group \(group.name) names \(dataset), which is no dataset of this fit")
        }
        guard membership[b] < 0 else {
          throw FittingError(
            parameter.name, "\(dataset) stands in \(groups[membership[b]].name) and in \(group.name); keep one")
        }
        membership[b] = g
      }
    }
    if let lost = users.first(where: { membership[$0.block] < 0 }) {
      throw FittingError(parameter.name, "\(blocks[lost.block].name) stands in none of its groups; add it to one")
    }
    for (g, group) in groups.enumerated() {
      let members = users.filter { membership[$0.block] == g }
      if !members.isEmpty { try add(parameter, instance: group.name, users: members) }
    }
  }

  private mutating func add(
    _ parameter: Parameter, instance: String?, users: [(block: Int, local: Int)]
  ) throws(FittingError) {
    let override = instance.flatMap { overrides.removeValue(forKey: $0) }
    let coordinate = Coordinate(
      parameter: parameter.name, instance: instance, blocks: users.map(\.block),
      start: override?.start ?? parameter.start, isFixed: override?.isFixed ?? parameter.isFixed,
      lower: parameter.lower, upper: parameter.upper, prior: parameter.prior, unit: parameter.unit)
    guard coordinate.start.isFinite else {
      throw FittingError(coordinate.label, "starts at \(coordinate.start); give a finite number")
    }
    guard coordinate.isFixed || (coordinate.start >= coordinate.lower && coordinate.start <= coordinate.upper) else {
      throw FittingError(
        coordinate.label,
        "starts at \(coordinate.start), outside \(coordinate.lower) … \(coordinate.upper); move the start or the bound")
    }
    for user in users { map[user.block][user.local] = coordinates.count }
    coordinates.append(coordinate)
  }

  func completeMap() throws(FittingError) -> [[Int]] {
    for (b, block) in blocks.enumerated() {
      if let k = map[b].firstIndex(of: -1) {
        throw FittingError(
          block.parameterNames[k], "the model of \(block.name) uses it, but it is not declared; declare it")
      }
    }
    return map
  }
}
