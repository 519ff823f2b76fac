import Determinism
import Diffraction
import Documents
import Fitting
import Manifests

extension PowderDiffraction {
  /// What the manifest says of one parameter; all else comes of the structure and the instruments.
  struct Declared: Sendable {
    let start: Double?
    let lower: Double?
    let upper: Double?
    let isFixed: Bool?
    let isShared: Bool?
    let prior: Parameter.Prior?
    let each: [Named<Override>]

    /// What differs for one pattern.
    struct Override: Sendable {
      let start: Double?
      let isFixed: Bool?
    }
  }
}

extension PowderDiffraction.Declared {
  static var schema: Schema<Self> {
    Schema.record { fields in
      Self(
        start: fields.optional("start", .number, "where it starts; the value, where fixed"),
        lower: fields.optional("min", .number, "the least value allowed"),
        upper: fields.optional("max", .number, "the greatest value allowed"),
        isFixed: fields.optional("fixed", .boolean, "whether it stays at its start, whatever a stage names"),
        isShared: fields.optional(
          "shared", .boolean,
          "one value for all patterns, as the structure's have, or one for each, as the instruments'"),
        prior: fields.optional("prior", Parameter.Prior.schema, "knowledge from elsewhere, Gaussian"),
        each: fields.optional(
          "each", .map(.label, to: Override.schema), default: [:], "another start, or a fixed value, for one pattern"))
    }
    .refine { declared, review in
      if let lower = declared.lower, let upper = declared.upper, lower >= upper {
        review.reject("min is not below max, so nothing is allowed")
      }
      return declared
    }
  }
}

extension PowderDiffraction.Declared.Override {
  static var schema: Schema<Self> {
    .record { fields in
      Self(
        start: fields.optional("start", .number, "where it starts; the value, where fixed"),
        isFixed: fields.optional("fixed", .boolean, "whether it stays at its start"))
    }
  }
}

extension PowderDiffraction.Parameters {
  /// The refinement that the manifest describes.
  func refinement(
    _ structure: StructureModel, _ entries: [PatternEntry], isShared: Bool
  ) throws(ManifestErrors) -> Refinement {
    var list = Refinement.standardParameters(structure, entries)
    var held: Set<String> = []
    var problems: [Problem] = []
    if !isShared, entries.count > 1 { for k in list.indices { list[k].scope = .each } }
    for declared in self.declared {
      guard let k = list.firstIndex(where: { sameUTF8($0.name, declared.name) }) else {
        problems.append(
          declared.namePlace.problem(
            "there is no parameter \(declared.name) in this structure and these instruments",
            suggestion: nearestName(to: declared.name, among: list.map(\.name))))
        continue
      }
      problems += declared.apply(to: &list[k], patterns: entries.map(\.name), isShared: isShared)
      if declared.value.isFixed == true { held.formUnion(labels(list[k], entries)) }
      for other in declared.value.each where other.value.isFixed == true {
        held.insert("\(declared.name)[\(other.name)]")
      }
    }
    guard problems.isEmpty else { throw ManifestErrors(problems) }
    let chosen =
      stages.isEmpty ? RefinementStage.usual(entries.map(\.model.instrument)) : stages.map { RefinementStage($0.value) }
    do throws(DiffractionError) {
      return try Refinement(structure, entries, parameters: list, stages: chosen, held: held)
    } catch {
      let at = stages.first { stage in stage.value.contains { sameUTF8($0, error.place) } }?.place
      throw ManifestErrors([(at ?? self.structure.file.place).problem("\(error)")])
    }
  }

  private func labels(_ parameter: Parameter, _ entries: [PatternEntry]) -> [String] {
    [parameter.name] + entries.map { "\(parameter.name)[\($0.name)]" }
  }

  /// What of a pattern's start the manifest leaves to be found from the data.
  func guess(for pattern: String) -> PatternGuess {
    func isOpen(_ names: [String]) -> Bool {
      !declared.contains { entry in
        names.contains { sameUTF8($0, entry.name) }
          && (entry.value.start != nil
            || entry.value.each.contains { sameUTF8($0.name, pattern) && $0.value.start != nil })
      }
    }
    return PatternGuess(
      pattern, scale: isOpen(["scale"]), background: isOpen(["background0"]), widths: isOpen(["U", "V", "W", "X", "Y"]))
  }
}

extension Named where Value == PowderDiffraction.Declared {
  /// Changes a parameter as the manifest says.
  fileprivate func apply(to parameter: inout Parameter, patterns: [String], isShared: Bool) -> [Problem] {
    var problems: [Problem] = []
    if let shared = value.isShared, patterns.count > 1 { parameter.scope = shared && isShared ? .shared : .each }
    if let start = value.start {
      parameter.start = start
      for k in parameter.overrides.indices { parameter.overrides[k].start = start }
    }
    parameter.lower = value.lower ?? parameter.lower
    parameter.upper = value.upper ?? parameter.upper
    parameter.prior = value.prior
    if case .shared = parameter.scope { parameter.overrides = [] }
    for other in value.each {
      guard patterns.contains(where: { sameUTF8($0, other.name) }) else {
        problems.append(
          other.namePlace.problem(
            "there is no pattern \(other.name)", suggestion: nearestName(to: other.name, among: patterns)))
        continue
      }
      guard case .each = parameter.scope else {
        problems.append(other.place.problem("\(name) is shared, so it has no value of its own for \(other.name)"))
        continue
      }
      if let k = parameter.overrides.firstIndex(where: { sameUTF8($0.instance, other.name) }) {
        parameter.overrides[k].start = other.value.start ?? parameter.overrides[k].start
      } else {
        parameter.overrides.append(Parameter.Override(instance: other.name, start: other.value.start))
      }
    }
    for start in [parameter.start] + parameter.overrides.compactMap(\.start)
    where start < parameter.lower || start > parameter.upper {
      problems.append(
        place.problem("the start \(start) is outside of \(parameter.lower) … \(parameter.upper)"))
      break
    }
    return problems
  }
}
