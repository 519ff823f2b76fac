import Determinism
import Documents
import Fitting
import Manifests
import Phylogeny

extension GeneFamilies {
  /// A model set on the data: what there is to be fitted.
  struct Subject: Sendable {
    let model: Model
    let data: Data
    /// The groups of branches.
    let groups: (names: [String], group: [Int])
    /// The model of each family, and the names of a point's numbers.
    let pruning: PruningModel
    let names: [String]
    let parameters: [Parameter]

    /// - Parameter isShared: off gives each clade and class a rate of its own.
    /// - Throws: every problem of the model with these data.
    init(_ model: Model, _ data: Data, isShared: Bool) throws(ManifestErrors) {
      let kinds = [Rate.Sharing.clade, .class].filter { $0 == .clade ? !model.clades.isEmpty : data.classes.count > 1 }
      try self.init(model, data, addedSharing: isShared ? [] : kinds)
    }

    /// - Parameter addedSharing: what all rates differ between, besides what the model says.
    init(_ model: Model, _ data: Data, addedSharing: [Rate.Sharing]) throws(ManifestErrors) {
      (self.model, self.data) = (model, data)
      let groups = try model.clades.groups(of: data.tree)
      self.groups = groups
      var names: [String] = []
      var parameters: [Parameter] = []
      let start = data.tree.startingRate(of: data.table.families.map(\.counts)) ?? 1 / data.tree.height
      /// Declares a rate; answers its place for each group.
      func declare(_ rate: Rate, _ name: String) throws(ManifestErrors) -> [Int] {
        try Self.check(rate, model, data)
        let isByClade = rate.isBy(.clade) || addedSharing.contains(.clade)
        let isByClass = rate.isBy(.class) || addedSharing.contains(.class)
        let instances = isByClade ? groups.names : [""]
        for other in rate.each where !instances.contains(where: { sameUTF8($0, other.name) }) {
          throw ManifestErrors([
            other.place.problem(
              "\(name) has no instance \(other.name)", suggestion: nearestName(to: other.name, among: instances))
          ])
        }
        let first = names.count
        for instance in instances {
          let own = rate.each.first { sameUTF8($0.name, instance) }?.value
          names.append(instance.isEmpty ? name : "\(name)[\(instance)]")
          parameters.append(
            Parameter(
              names[names.count - 1], isByClass && data.classes.count > 1 ? .each : .shared,
              start: own?.start ?? rate.start ?? min(start, rate.upper ?? start), isFixed: own?.isFixed ?? rate.isFixed,
              lower: 0, upper: rate.upper ?? .infinity, prior: rate.prior, unit: nil))
        }
        return groups.names.indices.map { first + (isByClade ? $0 : 0) }
      }
      let birth = try declare(model.lambda, "lambda")
      let death = try model.mu.map { rate throws(ManifestErrors) in try declare(rate, "mu") } ?? birth
      if let gamma = model.gamma {
        names.append("alpha")
        parameters.append(
          Parameter("alpha", .shared, start: gamma.start, isFixed: gamma.isFixed, lower: 0.01, upper: Self.evenShape))
      }
      if case .fitted(let start, let isFixed) = model.error {
        names.append("epsilon")
        parameters.append(Parameter("epsilon", .shared, start: start, isFixed: isFixed, lower: 0, upper: 1))
      }
      if case .poisson(let mean) = model.root {
        names.append("root_mean")
        parameters.append(
          Parameter("root_mean", .shared, start: mean ?? data.meanSize, isFixed: mean != nil, lower: 0, upper: 1e4))
      }
      pruning = PruningModel(
        tree: data.tree, birth: groups.group.map { birth[$0] }, death: groups.group.map { death[$0] },
        categories: model.gamma?.categories ?? 1, error: try model.error.errorModel(),
        root: try model.root.distribution(data), convention: model.convention)
      (self.names, self.parameters) = (names, parameters)
    }

    private static func check(_ rate: Rate, _ model: Model, _ data: Data) throws(ManifestErrors) {
      for sharing in rate.by {
        if sharing.value == .clade, model.clades.isEmpty {
          throw ManifestErrors([sharing.place.problem("by: clade needs clades: say which, as clades: {apes: [a, b]}")])
        }
        if sharing.value == .class, data.classes.count < 2 {
          throw ManifestErrors([sharing.place.problem("by: class needs at least two classes of families: say classes:")]
          )
        }
      }
    }

    /// α from which rates are as good as even: they differ by a tenth.
    static let evenShape = 100.0

    /// R.
    var rootLimit: Int { model.rootLimit ?? SizeLimits(largest: data.largest).root }

    /// The fit to be done, from rates multiplied by a factor.
    /// - Parameters:
    ///   - reach: how much farther than CAFE sizes are followed.
    ///   - most: so many families of each class at most, spread over the table; nil takes all.
    func problem(
      startingAt factor: Double, reach: Double, most: Int? = nil
    ) throws(FittingError) -> FitProblem {
      let limits = SizeLimits(root: rootLimit, reach: reach)
      let blocks = data.classes.map { entry -> any Block in
        let step = most.map { max(1, entry.families.count / $0) } ?? 1
        let families = stride(from: 0, to: entry.families.count, by: step).map {
          data.table.families[entry.families[$0]].counts
        }
        return FamilyBlock(
          name: entry.name, parameterNames: names, PruningLikelihood(pruning, families: families, limits: limits))
      }
      var parameters = parameters
      for k in parameters.indices where k < pruning.rateCount && !parameters[k].isFixed {
        parameters[k].start = min(parameters[k].start * factor, parameters[k].upper)
      }
      return try FitProblem(blocks: blocks, parameters: parameters)
    }
  }
}

extension GeneFamilies.Data {
  /// The mean size less one of families where they are: a start for the root's.
  fileprivate var meanSize: Double {
    var (sum, count) = (0, 0)
    for family in table.families {
      for size in family.counts where size > 0 { (sum, count) = (sum + size, count + 1) }
    }
    return max(Double(sum) / Double(max(count, 1)) - 1, 0.1)
  }
}

extension GeneFamilies.ErrorChoice {
  fileprivate func errorModel() throws(ManifestErrors) -> ErrorModel {
    switch self {
    case .none: return .none
    case .fitted: return .oneOff
    case .table(let file):
      let bytes = try file.bytes()
      do throws(DocumentError) { return .table(try ErrorTable(text: bytes, file: file.path)) } catch {
        throw ManifestErrors([file.place.problem("\(error)")])
      }
    }
  }
}

extension GeneFamilies.RootChoice {
  fileprivate func distribution(_ data: GeneFamilies.Data) throws(ManifestErrors) -> RootDistribution {
    switch self {
    case .uniform: return .uniform
    case .poisson: return .poisson
    case .empirical: return .frequencies(in: data.table)
    case .table(let file):
      let bytes = try file.bytes()
      do throws(DocumentError) { return try RootDistribution(table: bytes, file: file.path) } catch {
        throw ManifestErrors([file.place.problem("\(error)")])
      }
    }
  }
}
