import Determinism
public import Fitting

/// A Rietveld refinement of any number of powder patterns of one sample, in stages.
///
/// H. M. Rietveld, doi:10.1107/S0021889869006558. The structure's parameters are one for all patterns unless their
/// scope says otherwise; the instruments' are one for each.
public struct Refinement: Sendable {
  public let structure: StructureModel
  /// The patterns, in the order of their names' UTF-8 bytes.
  public private(set) var entries: [PatternEntry]
  /// Every parameter, with its scope and start; what stages do not name stays at its start.
  public private(set) var parameters: [Parameter]
  public let stages: [RefinementStage]
  /// The most evaluations of the last stage; earlier ones end after `stageLimit`.
  public var stepLimit = 200
  public var stageLimit = 12
  /// Parameters that no stage sets free, whatever it names: labels of coordinates.
  let held: Set<String>

  /// - Parameters:
  ///   - parameters: one for each name among the patterns' models.
  ///   - held: the labels of coordinates that stay at their starts.
  /// - Throws: a stage that names nothing that there is.
  public init(
    _ structure: StructureModel, _ entries: [PatternEntry], parameters: [Parameter], stages: [RefinementStage],
    held: Set<String> = []
  ) throws(DiffractionError) {
    self.structure = structure
    self.entries = entries.enumerated().sorted { orderedByUTF8($0.element.name, $1.element.name) }.map(\.element)
    (self.parameters, self.stages, self.held) = (parameters, stages, held)
    for stage in stages {
      // A group may have no member here: special positions leave no coordinate free.
      for selector in stage.selectors
      where !RefinementStage.groups.contains(RefinementStage.parts(selector).0)
        && !parameters.contains(where: { isSelected($0.name, nil, by: selector) })
      {
        throw DiffractionError(
          selector, "names no group and no parameter; groups are \(RefinementStage.groups.joined(separator: ", "))")
      }
    }
  }

  /// The parameters of some entries' models as they stand: shared ones of the structure, own ones of the instruments.
  public static func standardParameters(_ structure: StructureModel, _ entries: [PatternEntry]) -> [Parameter] {
    var list: [Parameter] = []
    for (parameter, start) in zip(structure.parameters, structure.start) {
      list.append(Parameter(parameter.name, .shared, start: start, unit: parameter.unit))
    }
    let scope: Parameter.Scope = entries.count == 1 ? .shared : .each
    // By name: the order in which patterns are given reaches no bit.
    for entry in entries.sorted(by: { orderedByUTF8($0.name, $1.name) }) {
      for own in entry.model.instrument.parameters {
        let override = Parameter.Override(instance: entry.name, start: own.start)
        if let known = list.firstIndex(where: { $0.name == own.name }) {
          list[known].overrides.append(override)
          continue
        }
        list.append(
          Parameter(
            own.name, scope, start: own.start, lower: own.lower, upper: own.upper, unit: own.unit,
            overrides: entries.count == 1 ? [] : [override]))
      }
    }
    return list
  }

  /// Whether a selector means a parameter, of one pattern where that is asked.
  func isSelected(_ name: String, _ instance: String?, by selector: String) -> Bool {
    let (wanted, pattern) = RefinementStage.parts(selector)
    if let pattern, let instance, !sameUTF8(pattern, instance) { return false }
    if sameUTF8(wanted, name) { return true }
    if let own = structure.parameters.first(where: { sameUTF8($0.name, name) }) {
      return sameUTF8(own.role.group, wanted)
    }
    for entry in entries {
      if let own = entry.model.instrument.parameters.first(where: { sameUTF8($0.name, name) }) {
        return sameUTF8(own.role.rawValue, wanted)
      }
    }
    return false
  }

  /// The problem in which the coordinates of some labels are free.
  func problem(free: (Coordinate) -> Bool) throws -> FitProblem {
    let blocks = try entries.map { entry in
      try DatasetBlock(
        name: entry.name, model: entry.model, observed: entry.pattern.intensities,
        noise: entry.isCounted ? .poisson : .gaussianKnown(sigma: entry.pattern.errors))
    }
    let all = try FitProblem(blocks: blocks, parameters: parameters)
    var chosen = parameters
    for k in chosen.indices {
      var overrides: [Parameter.Override] = []
      for coordinate in all.coordinates where sameUTF8(coordinate.parameter, chosen[k].name) {
        let isFixed = held.contains(coordinate.label) || chosen[k].isFixed || !free(coordinate)
        if let instance = coordinate.instance {
          overrides.append(Parameter.Override(instance: instance, start: coordinate.start, isFixed: isFixed))
        } else {
          chosen[k].isFixed = isFixed
        }
      }
      if !overrides.isEmpty { chosen[k].overrides = overrides }
    }
    return try FitProblem(blocks: blocks, parameters: chosen)
  }

  /// Plans every model anew at a point of a problem's coordinates.
  mutating func plan(at point: [Double], _ problem: FitProblem) throws(DiffractionError) {
    for k in entries.indices { entries[k].model = try entries[k].model.planned(at: Self.local(point, k, problem)) }
  }

  /// The values of one pattern's parameters.
  static func local(_ point: [Double], _ entry: Int, _ problem: FitProblem) -> [Double] {
    problem.map[entry].map { point[$0] }
  }

  /// The same refinement of some of its patterns, each parameter starting where it did.
  public func alone(_ entry: Int) throws(DiffractionError) -> Refinement {
    let kept = entries[entry]
    var own: [Parameter] = []
    for parameter in parameters where kept.model.parameterNames.contains(where: { sameUTF8($0, parameter.name) }) {
      var copy = parameter
      if let override = copy.overrides.first(where: { sameUTF8($0.instance, kept.name) }) {
        copy.start = override.start ?? copy.start
        copy.isFixed = override.isFixed ?? copy.isFixed
      }
      copy.overrides = []
      copy.scope = .shared
      own.append(copy)
    }
    let stages = stages.map { stage in
      RefinementStage(
        stage.selectors.filter { selector in
          let (name, pattern) = RefinementStage.parts(selector)
          return (pattern.map { sameUTF8($0, kept.name) } ?? true)
            && own.contains { isSelected($0.name, nil, by: name) }
        }.map { RefinementStage.parts($0).name })
    }
    let suffix = "[\(kept.name)]"
    let held = held.filter { $0.hasSuffix(suffix) || !$0.contains("[") }
    var refinement = try Refinement(
      structure, [kept], parameters: own, stages: stages.filter { !$0.selectors.isEmpty },
      held: Set(held.map { $0.hasSuffix(suffix) ? String($0.dropLast(suffix.count)) : $0 }))
    (refinement.stepLimit, refinement.stageLimit) = (stepLimit, stageLimit)
    return refinement
  }

  /// The same refinement with one parameter's scope changed to one value for each pattern.
  public func unsharing(_ name: String, from point: [Double], _ problem: FitProblem) -> Refinement {
    var copy = self
    for k in copy.parameters.indices {
      // Everything starts where the joint fit ended.
      var overrides: [Parameter.Override] = []
      for (c, coordinate) in problem.coordinates.enumerated()
      where sameUTF8(coordinate.parameter, copy.parameters[k].name) {
        if let instance = coordinate.instance {
          overrides.append(Parameter.Override(instance: instance, start: point[c]))
        } else {
          copy.parameters[k].start = point[c]
        }
      }
      copy.parameters[k].overrides = overrides
      if sameUTF8(copy.parameters[k].name, name) { copy.parameters[k].scope = .each }
    }
    return copy
  }
}
