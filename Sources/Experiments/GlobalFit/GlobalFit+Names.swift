import Determinism
import Documents
import Fitting
import Formulas
import Manifests

extension GlobalFit {
  /// The names that the formula, the parameters and the noise of a model may use, and whether they do.
  ///
  /// Examples, which stand for what was refused, are not judged.
  struct NameCheck {
    let model: Model
    let data: DatasetReading
    let isShared: Bool
    private(set) var problems: [Problem] = []

    /// Columns that hold numbers in some dataset, in the order of their first mention.
    let numeric: [String]
    /// All columns of some dataset.
    let columns: [String]

    init(_ model: Model, _ data: DatasetReading, isShared: Bool, isAlternative: Bool) {
      (self.model, self.data, self.isShared) = (model, data, isShared)
      let all = data.datasets.flatMap(\.table.columns)
      columns = all.map(\.name).distinct
      numeric = all.filter { $0.values.numbers != nil }.map(\.name).distinct
      for parameter in model.parameters { check(parameter) }
      if !data.datasets.isEmpty {
        checkFormula(isAlternative: isAlternative)
        checkColumns()
      }
    }

    // MARK: Steps

    private mutating func check(_ parameter: Named<Declared>) {
      let name = parameter.name
      if numeric.contains(where: { sameUTF8($0, name) }) {
        problems.append(
          parameter.namePlace.problem("\(name) is also a column of the data; give the parameter another name"))
      }
      if let tie = parameter.value.tie {
        for error in tie.value.unknownNames(known: model.parameters.map(\.name)) {
          problems.append(tie.place.problem(error.message, at: error.range.lowerBound))
        }
      }
      let (lower, upper) = (parameter.value.lower ?? -.infinity, parameter.value.upper ?? .infinity)
      for override in parameter.value.each where override.value.isFixed != true {
        guard let start = override.value.start, start < lower || start > upper else { continue }
        problems.append(override.place.problem("the start is outside of min and max"))
      }
      guard let datasets = data.names else { return }
      var instances = datasets
      if case .all = parameter.value.scope { instances = datasets.count == 1 ? datasets : [] }
      if case .groups(let groups) = parameter.value.scope {
        checkGroups(groups, of: parameter, datasets)
        instances = groups.map(\.name) + (isShared && datasets.count > 1 ? [] : datasets)
      }
      // Who shares it may be what was refused.
      guard parameter.isSound else { return }
      for override in parameter.value.each where !instances.contains(where: { sameUTF8($0, override.name) }) {
        problems.append(
          override.namePlace.problem(
            instances.isEmpty
              ? "\(name) is shared by all datasets, so none has its own"
              : "\(name) has no instance \(override.name); it has \(instances.joined(separator: ", "))",
            suggestion: nearestName(to: override.name, among: instances)))
      }
    }

    private mutating func checkGroups(
      _ groups: [Named<[Located<String>]>], of parameter: Named<Declared>, _ datasets: [String]
    ) {
      var group: [(dataset: String, name: String)] = []
      for (name, member) in groups.flatMap({ group in group.value.map { (group.name, $0) } }) {
        if !datasets.contains(where: { sameUTF8($0, member.value) }) {
          problems.append(
            member.place.problem(
              "there is no dataset \(member.value)", suggestion: nearestName(to: member.value, among: datasets)))
        } else if let other = group.first(where: { sameUTF8($0.dataset, member.value) }) {
          problems.append(member.place.problem("\(member.value) stands in \(other.name) already; keep one"))
        }
        group.append((member.value, name))
      }
      for dataset in datasets where !group.contains(where: { sameUTF8($0.dataset, dataset) }) {
        problems.append(
          parameter.place.problem("the dataset \(dataset) stands in none of the groups of \(parameter.name)"))
      }
    }

    private mutating func checkFormula(isAlternative: Bool) {
      let formula = model.formula
      guard !formula.place.isExample else { return }
      let parameters = model.parameters.map(\.name)
      let texts = columns.filter { name in !parameters.contains { sameUTF8($0, name) } }
      for error in formula.value.response.unknownNames(known: columns)
        + formula.value.expression.unknownNames(known: texts + parameters)
      {
        problems.append(formula.place.problem(error.message, at: error.range.lowerBound))
      }
      // A parameter may be used by a tie that was refused.
      guard !isAlternative, model.parameters.allSatisfy(\.isSound) else { return }
      let ties = model.parameters.compactMap { parameter in parameter.value.tie.map { (parameter.name, $0.value) } }
      var used = formula.value.expression.names
      var next = 0
      while next < used.count {
        for (name, tie) in ties where sameUTF8(name, used[next]) {
          used += tie.names.filter { name in !used.contains { sameUTF8($0, name) } }
        }
        next += 1
      }
      for parameter in model.parameters where !used.contains(where: { sameUTF8($0, parameter.name) }) {
        problems.append(
          parameter.namePlace.problem(
            "the model has no parameter \(parameter.name): \(formula.value)",
            suggestion: nearestName(
              to: parameter.name,
              among: formula.value.expression.names.filter { name in !columns.contains { sameUTF8($0, name) } })))
      }
    }

    /// Every dataset has the columns that the model reads, and numbers in them.
    private mutating func checkColumns() {
      var read = model.noise.columns.map { (name: $0.value, place: $0.place) }
      let formula = model.formula
      if !formula.place.isExample {
        let names = (formula.value.response.names + formula.value.expression.names).distinct
        read += names.filter { name in columns.contains { sameUTF8($0, name) } }
          .filter { name in !model.parameters.contains { sameUTF8($0.name, name) } }
          .map { (name: $0, place: formula.place) }
      }
      for column in read {
        for dataset in data.datasets {
          do throws(ManifestErrors) { _ = try dataset.numbers(column.name, at: column.place) } catch {
            problems += error.problems
          }
        }
      }
    }
  }
}

extension [String] {
  /// Each name once, in the order of its first mention.
  var distinct: [String] {
    var seen: Set<[UInt8]> = []
    return filter { seen.insert(Array<UInt8>($0.utf8)).inserted }
  }
}
