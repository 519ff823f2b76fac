import Determinism
import Fitting

/// How far what is shared depends on the profile's model: the same refinement under other models of peak and background.
///
/// Standard errors answer for noise alone. R. J. Hill, doi:10.1107/S0021889892003649, shows that between analysts of
/// one pattern the model of the peaks decides.
public struct ProfileSpread: Sendable {
  /// One other model.
  public struct Variant: Sendable {
    public let name: String
    public let refined: RefinedStructure
  }

  public let variants: [Variant]

  /// - Parameter hear: called before each refinement with what it is about.
  public init(
    _ refinement: Refinement, guessing guesses: [PatternGuess], _ hear: (String) throws -> Void
  ) throws {
    let changes: [(String, (inout Instrument) -> Void)] = [
      ("symmetric peaks", { $0.shape = .symmetric }),
      ("unequal slits", { $0.axialImbalance = $0.axialImbalance > 0.5 ? 0 : 1 }),
      ("shorter tails", { $0.cutoff /= 4 }),
      ("two more background terms", { $0.backgroundTerms += 2 }),
    ]
    var variants: [Variant] = []
    for (name, change) in changes {
      try hear("profile model: \(name)")
      let other = try refinement.changed(change)
      variants.append(Variant(name: name, refined: try other.run(guessing: guesses)))
    }
    // Peaks moved by the detector's zero where they were by the sample, and the other way round.
    try hear("profile model: other displacement")
    let moved = try refinement.replacing("displacement", "zero")
    variants.append(Variant(name: "zero for displacement", refined: try moved.run(guessing: guesses)))
    self.variants = variants
  }

  /// The values of a parameter under all models, the given one first.
  public func values(of name: String, in main: RefinedStructure) -> [Double] {
    ([main] + variants.map(\.refined)).compactMap { $0.fit[name]?.value }
  }
}

extension Refinement {
  /// The same with every instrument changed.
  func changed(_ change: (inout Instrument) -> Void) throws(DiffractionError) -> Refinement {
    var entries: [PatternEntry] = []
    for entry in self.entries {
      var instrument = entry.model.instrument
      change(&instrument)
      entries.append(try PatternEntry(entry.name, entry.pattern, structure, instrument, isCounted: entry.isCounted))
    }
    let known = Self.standardParameters(structure, entries)
    var parameters = known
    // What was declared stays; parameters that the change brought or took follow it.
    for k in parameters.indices {
      guard let old = self.parameters.first(where: { sameUTF8($0.name, parameters[k].name) }) else { continue }
      parameters[k] = old
    }
    let stages = stages.map { stage in
      RefinementStage(
        stage.selectors.filter { selector in known.contains { isSelected($0.name, nil, by: selector) } })
    }
    var refinement = try Refinement(
      structure, entries, parameters: parameters, stages: stages.filter { !$0.selectors.isEmpty }, held: held)
    (refinement.stepLimit, refinement.stageLimit) = (stepLimit, stageLimit)
    return refinement
  }

  /// The same with two groups exchanged in its stages.
  func replacing(_ first: String, _ second: String) throws(DiffractionError) -> Refinement {
    let stages = stages.map { stage in
      RefinementStage(
        stage.selectors.map { selector in
          let (name, pattern) = RefinementStage.parts(selector)
          let other = sameUTF8(name, first) ? second : sameUTF8(name, second) ? first : name
          return pattern.map { "\(other)[\($0)]" } ?? other
        })
    }
    var refinement = try Refinement(structure, entries, parameters: parameters, stages: stages, held: held)
    (refinement.stepLimit, refinement.stageLimit) = (stepLimit, stageLimit)
    return refinement
  }
}
